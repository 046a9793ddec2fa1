"""The photorealistic run with the shipped models: sizes, depths, masks of every kind, and sentences for bad ones."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from styletransfer.algorithms.semantic import VOC_CLASSES
from styletransfer.checkpoints.store import status
from styletransfer.errors import Cancelled, CheckpointMissing, ImageError, MaskError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.masks import encode_label_map
from styletransfer.progress import Progress
from styletransfer.recipes import MAP_SIDE, LookSlot, PhotorealisticRecipe, RegionRule, parse_recipe
from styletransfer.run import Result, regions, run
from styletransfer.run.regions import find_regions, person_probability, reduced, working_size

Pixels = NDArray[np.uint8]


def landscape(size: tuple[int, int] = (96, 128), sky: Any = (150, 190, 240), ground: Any = (60, 110, 40)) -> Pixels:
    """A textured sky above textured ground."""
    rng = np.random.default_rng(0)
    height, width = size
    picture = np.empty((height, width, 3), float)
    picture[: height // 2], picture[height // 2 :] = sky, ground
    picture[height // 2 :] += rng.normal(0, 18, (height - height // 2, width, 1))
    picture += np.linspace(-12, 12, width)[None, :, None]
    return np.clip(picture, 0, 255).astype(np.uint8)


DAY = landscape()
DUSK = landscape((80, 112), sky=(240, 120, 60), ground=(70, 40, 60))
RECIPE = PhotorealisticRecipe.from_preset("strong", size=128, masks="none")


def halves(picture: Pixels, labels: tuple[int, int] = (0, 1)) -> Pixels:
    found = np.full(picture.shape[:2], labels[0], np.uint8)
    found[picture.shape[0] // 2 :] = labels[1]
    return found


def made(recipe: PhotorealisticRecipe = RECIPE, **images: Any) -> Result:
    return run(recipe, {"content": DAY, "style": DUSK} | images)


def given(**images: Any) -> Result:
    return made(RECIPE.model_copy(update={"masks": "given"}), **images)


@pytest.mark.parametrize("masks", ["none", "automatic"])
def test_colours_come_from_the_look(masks: str) -> None:
    found = made(RECIPE.model_copy(update={"masks": masks}))
    pixels = found.picture.pixels.astype(float)
    assert pixels.shape == DAY.shape
    before = np.abs(DAY.mean((0, 1)) - DUSK.mean((0, 1))).sum()
    assert np.abs(pixels.mean((0, 1)) - DUSK.mean((0, 1))).sum() < 0.5 * before
    assert found.recipe.inputs.keys() == {"content", "style-0"}
    assert parse_recipe(found.recipe.model_dump_json()) == found.recipe


def test_regions_take_the_region_of_the_same_number() -> None:
    swapped = given(mask=halves(DAY), **{"style-mask": halves(DUSK, (1, 0))})
    plain = given(mask=halves(DAY), **{"style-mask": halves(DUSK, (0, 1))})
    sky, ground = DUSK[:40].mean((0, 1)), DUSK[40:].mean((0, 1))
    above_plain, above_swapped = plain.picture.pixels[:40].mean((0, 1)), swapped.picture.pixels[:40].mean((0, 1))
    assert np.abs(above_plain - sky).sum() < np.abs(above_plain - ground).sum()
    assert np.abs(above_swapped - ground).sum() < np.abs(above_swapped - sky).sum()


def test_a_region_can_be_left_alone() -> None:
    recipe = RECIPE.model_copy(
        update={
            "masks": "given",
            "regions": (RegionRule(label=0, source=0, strength=0.0), RegionRule(label=1, source=1)),
        }
    )
    found = made(recipe, mask=halves(DAY), **{"style-mask": halves(DUSK)}).picture.pixels.astype(float)
    assert np.abs(found[:36] - DAY[:36]).mean() < 4
    assert np.abs(found[60:] - DAY[60:]).mean() > 10


def test_two_looks_serve_two_regions() -> None:
    night = landscape((64, 96), sky=(20, 20, 60), ground=(10, 15, 20))
    recipe = PhotorealisticRecipe.from_preset(
        "strong", size=128, masks="given", looks=(LookSlot(name="dusk"), LookSlot(name="night")),
        regions=(RegionRule(label=0, look=1, source=0), RegionRule(label=1, look=0, source=1)),
    )  # fmt: skip
    images = {"content": DAY, "style-0": DUSK, "style-1": night, "mask": halves(DAY)}
    found = run(recipe, images | {"style-mask-0": halves(DUSK), "style-mask-1": halves(night)}).picture.pixels
    assert found[:40].mean() < 80
    automatic = recipe.model_copy(update={"masks": "automatic", "regions": ()})
    looks = run(automatic, {"content": DAY, "style-0": DUSK, "style-1": night})
    assert looks.masks.keys() == {"mask", "style-mask-0", "style-mask-1"}


@pytest.mark.parametrize("bits", [8, 16])
def test_size_and_depth_are_the_photographs(bits: int) -> None:
    content = DAY if bits == 8 else DAY.astype(np.uint16) * 257
    found = run(RECIPE.model_copy(update={"size": 64}), {"content": content, "style": DUSK})
    assert found.picture.pixels.shape == DAY.shape
    assert found.picture.bits == bits


def test_transparency_is_kept() -> None:
    alpha = np.full((*DAY.shape[:2], 1), 255, np.uint8)
    alpha[:10] = 0
    found = run(RECIPE, {"content": np.concatenate([DAY, alpha], axis=2), "style": DUSK})
    assert found.picture.alpha is not None
    assert np.array_equal(found.picture.alpha, alpha[..., 0])


ODD: dict[str, dict[str, Any]] = {
    "mask of another size": {"mask": halves(landscape((48, 64))), "style-mask": halves(DUSK)},
    "one label only": {"mask": np.zeros(DAY.shape[:2], np.uint8), "style-mask": np.zeros(DUSK.shape[:2], np.uint8)},
    "labels in the photograph only": {"mask": halves(DAY, (3, 4)), "style-mask": halves(DUSK)},
    "no mask of the look": {"mask": halves(DAY)},
    "grey look": {"style": np.repeat(DUSK[..., :1], 3, axis=2)},
    "grey photograph": {"content": np.repeat(DAY[..., :1], 3, axis=2)},
    "flat look": {"style": np.full((40, 40, 3), 90, np.uint8)},
    "black photograph": {"content": np.zeros((40, 40, 3), np.uint8), "mask": np.zeros((40, 40), np.uint8)},
    "tiny photograph": {"content": DAY[:16, :17], "mask": np.zeros((16, 17), np.uint8)},
    "narrow photograph": {"content": np.tile(DAY[:16], (1, 2, 1)), "mask": np.zeros((16, 256), np.uint8)},
    "colour mask": {"mask": Image.fromarray(DAY), "style-mask": Image.fromarray(DUSK)},
}


@pytest.mark.parametrize("case", ODD)
def test_odd_input_gives_a_picture(case: str) -> None:
    images = {"mask": halves(DAY), "style-mask": halves(DUSK)} | ODD[case]
    if "no mask" in case:
        del images["style-mask"]
    if "flat look" in case:
        images["style-mask"] = np.zeros((40, 40), np.uint8)
    found = given(**images)
    content = images.get("content", DAY)
    assert found.picture.pixels.shape == content.shape
    assert found.picture.pixels.dtype == np.uint8


def test_a_three_pixel_region_takes_the_whole_look_and_says_so() -> None:
    mask, style_mask = halves(DAY), halves(DUSK)
    mask[5, 5:8] = 7
    style_mask[5, 5:8] = 7
    notes = " ".join(given(mask=mask, **{"style-mask": style_mask}).notes)
    assert "too small" in notes


def test_regions_of_the_photograph_alone_are_told() -> None:
    notes = " ".join(given(mask=halves(DAY, (3, 4)), **{"style-mask": halves(DUSK)}).notes)
    assert "Only the photograph has" in notes


BAD: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "no mask": ({}, MaskError, "mask"),
    "mask of another shape": ({"mask": np.zeros((90, 30), np.uint8)}, MaskError, "another shape"),
    "labels too large": ({"mask": np.full(DAY.shape[:2], 300, np.int32)}, MaskError, "label 300"),
    "unknown role": ({"mask": halves(DAY), "style-mask-3": halves(DUSK)}, ImageError, "style-mask-3"),
    "no picture": ({"mask": halves(DAY), "style": b"nothing"}, ImageError, "picture"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_sentence(case: str) -> None:
    images, kind, words = BAD[case]
    with pytest.raises(kind, match=words):
        given(**images)


def test_the_same_recipe_gives_the_same_picture() -> None:
    recipe = RECIPE.model_copy(update={"masks": "automatic"})
    assert np.array_equal(made(recipe).picture.pixels, made(recipe).picture.pixels)


def test_stages_are_reported_and_a_run_can_be_cancelled() -> None:
    seen: list[Progress] = []
    run(RECIPE, {"content": DAY, "style": DUSK}, seen.append)
    assert [seen[0].step, seen[-1].step] == [0, seen[-1].total]
    assert seen[-1].metrics["seconds"] > 0

    def stop(progress: Progress) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(RECIPE, {"content": DAY, "style": DUSK}, stop)


def test_a_run_can_be_cancelled_while_the_network_draws() -> None:
    steps: list[int] = []

    def stop(progress: Progress) -> None:
        steps.append(progress.step)
        if steps.count(2) == 2:  # the stage has begun and is under way
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(RECIPE, {"content": DAY, "style": DUSK}, stop)
    assert steps == [0, 1, 2, 2]


def test_official_segmenters_get_no_more_than_the_size_of_label_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def semantic(network: object, image: Tensor) -> Tensor:
        seen.append(tuple(image.shape[-2:]))
        return torch.full((len(VOC_CLASSES), *image.shape[-2:]), 1 / len(VOC_CLASSES))

    monkeypatch.setattr(regions, "segmenter", lambda name, device: name)
    monkeypatch.setattr(regions, "semantic_probabilities", semantic)
    recipe = PhotorealisticRecipe(segmenter="deeplabv3-resnet50")
    person = person_probability(recipe, torch.rand(1, 3, 40, 2 * MAP_SIDE))
    assert seen == [(20, MAP_SIDE)]
    assert person.shape == (1, 1, 20, MAP_SIDE)


@pytest.mark.parametrize("name", ["wct2-cat5", "wct2-sum"])
def test_official_networks_are_asked_for(name: str) -> None:
    if all(status(f"{name}-{part}").present for part in ("encoder", "decoder")):
        pytest.skip(f"{name} was fetched")
    with pytest.raises(CheckpointMissing, match="WCT²"):
        made(RECIPE.model_copy(update={"network": name}))


def test_found_regions_fit_their_pictures() -> None:
    found = find_regions(PhotorealisticRecipe(), {"content": DAY, "style": DUSK})
    assert found.content.shape == DAY.shape[:2]
    assert found.looks[0].shape == DUSK.shape[:2]
    assert {rule.label for rule in found.rules} == set(np.unique(found.content).tolist())
    replayed = RECIPE.model_copy(update={"masks": "given", "regions": found.rules})
    masks = {"mask": encode_label_map(found.content), "style-mask": encode_label_map(found.looks[0])}
    assert made(replayed, **masks).picture.pixels.shape == DAY.shape


def test_reducing_keeps_the_mean() -> None:
    large = open_image(np.tile(DAY, (8, 8, 1)))
    small = reduced(large, 128)
    assert max(small.shape[-2:]) == 128
    np.testing.assert_allclose(small.mean((0, 2, 3)) * 255, large.pixels.mean((0, 1)), atol=1)
    assert working_size((4, 400), 1024) == (16, 1600)
