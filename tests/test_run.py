"""The front door: pictures and a recipe in, a picture with its recipe out."""

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from styletransfer.checkpoints import build
from styletransfer.errors import Cancelled, CheckpointMissing, ImageError, MaskError, RecipeError
from styletransfer.imaging.io import ImageSource, open_image
from styletransfer.progress import Progress
from styletransfer.recipes import KEEP_LABEL, NeuralStyleRecipe, StyleSlot, parse_recipe
from styletransfer.run import Result, run
from styletransfer.settings import settings

HEIGHT, WIDTH = 48, 64
CONFIG: dict[str, Any] = {
    "steps": 2, "coarse_steps": 2, "coarse_size": 64, "style_layers": ["relu1_1", "relu3_1"],
    "content_layers": ["relu3_1"], "precision": "float32", "colour": "style", "start": "content", "feather": 0,
}  # fmt: skip
LABELS = (0, 3)


def scene(seed: int = 0, height: int = HEIGHT, width: int = WIDTH, channels: int = 3) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def coloured(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    grain = np.random.default_rng(1).integers(-12, 13, (40, 40, 1))
    return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)


def encoded(pixels: NDArray[Any], file_format: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, file_format)
    return stream.getvalue()


def recipe(*styles: StyleSlot, size: int = WIDTH, **changes: Any) -> NeuralStyleRecipe:
    fields = {"size": size, "styles": [slot.model_dump() for slot in styles or (StyleSlot(),)]}
    return NeuralStyleRecipe.model_validate(fields | {"config": CONFIG | changes})


def painted(given: NeuralStyleRecipe | None = None, **images: ImageSource) -> Result:
    """Run with a photograph and one style unless others are given; underscores in roles stand for hyphens."""
    roles = {name.replace("_", "-"): source for name, source in images.items()}
    standard: dict[str, ImageSource] = {"content": scene(), "style-0": scene(1)}
    return run(given or recipe(), standard | roles)


def halves() -> NDArray[np.uint8]:
    label_map = np.full((HEIGHT, WIDTH), LABELS[0], np.uint8)
    label_map[:, WIDTH // 2 :] = LABELS[1]
    return label_map


def test_a_picture_comes_out() -> None:
    result = painted()
    assert (result.picture.height, result.picture.width, result.picture.bits) == (HEIGHT, WIDTH, 8)
    assert result.picture.alpha is None
    assert result.finished
    assert [set(row) >= {"loss", "content", "style", "tv", "size"} for row in result.metrics] == [True, True]
    assert not np.array_equal(result.picture.pixels, scene())


def test_the_same_recipe_gives_the_same_pixels() -> None:
    one, again, other = (painted(recipe(seed=seed)).picture.pixels for seed in (3, 3, 4))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(("own", "size", "expected"), [
    ((48, 64), 96, (72, 96)), ((90, 30), 120, (120, 40)), ((33, 99), 66, (22, 66)),
])  # fmt: skip
def test_size_and_aspect(own: tuple[int, int], size: int, expected: tuple[int, int]) -> None:
    result = painted(recipe(size=size), content=scene(0, *own))
    assert (result.picture.height, result.picture.width) == expected


def test_the_only_style_may_be_called_style() -> None:
    plain = run(recipe(), {"content": scene(), "style": scene(1)})
    assert np.array_equal(plain.picture.pixels, painted().picture.pixels)


@pytest.mark.parametrize(("roles", "sentence"), [
    ((), "needs 3 pictures; missing: content, style-0, style-1"),
    (("content", "style-1"), "missing: style-0"),
    (("content", "style"), "missing: style-0, style-1"),
    (("content", "style-0", "style-1", "style-2"), "does not use these pictures: style-2"),
    (("content", "style-0", "style-1", "Mask", "extra"), "does not use these pictures: Mask, extra"),
])  # fmt: skip
def test_roles_are_checked(roles: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence):
        run(recipe(StyleSlot(), StyleSlot()), dict.fromkeys(roles, scene()))


def test_pictures_that_cannot_be_read_are_told() -> None:
    with pytest.raises(ImageError):
        painted(content=b"not a picture")


def test_alpha_is_kept_and_resized() -> None:
    rgba = scene(0, HEIGHT, WIDTH, 4)
    rgba[..., 3] = np.linspace(0, 255, WIDTH).astype(np.uint8)
    same, larger = (painted(recipe(size=size), content=encoded(rgba)).picture for size in (WIDTH, 2 * WIDTH))
    assert same.alpha is not None
    assert larger.alpha is not None
    assert np.array_equal(same.alpha, rgba[..., 3])
    assert larger.alpha.shape == (2 * HEIGHT, 2 * WIDTH)
    assert abs(int(larger.alpha[5, 64]) - int(rgba[5, 32, 3])) < 8


@pytest.mark.parametrize("colour", ["style", "luminance", "colours-only"])
def test_transparent_pixels_are_untouched(colour: str) -> None:
    rgba = scene(0, HEIGHT, WIDTH, 4)
    rgba[..., 3] = 255
    rgba[:10, 5:40, 3] = 0
    photograph = open_image(encoded(rgba))
    result = painted(recipe(colour=colour), content=photograph).picture
    clear = rgba[..., 3] == 0
    # Compared with what was read: decoding may give invisible pixels any colour.
    assert np.array_equal(result.pixels[clear], photograph.pixels[clear])
    assert not np.array_equal(result.pixels[~clear], photograph.pixels[~clear])


def test_transparent_and_kept_pixels_add_up() -> None:
    rgba = scene(0, HEIGHT, WIDTH, 4)
    rgba[..., 3] = 255
    rgba[:10, :, 3] = 0
    photograph = open_image(encoded(rgba))
    result = painted(content=photograph, mask=halves()).picture
    untouched = (rgba[..., 3] == 0) | (halves() == LABELS[1])
    assert np.array_equal(result.pixels[untouched], photograph.pixels[untouched])
    assert not np.array_equal(result.pixels[~untouched], photograph.pixels[~untouched])


def test_sixteen_bits_stay_sixteen_bits() -> None:
    deep = np.random.default_rng(0).integers(0, 2**16, (HEIGHT, WIDTH, 3), np.uint16)
    result = painted(content=deep)
    assert result.picture.bits == 16
    assert len(np.unique(result.picture.pixels)) > 256
    assert open_image(result.encode("png")).bits == 16


def test_regions_take_their_own_styles() -> None:
    given = recipe(StyleSlot(label=LABELS[0]), StyleSlot(label=LABELS[1]), colour="colours-only")
    result = painted(given, style_0=coloured((220, 40, 40)), style_1=coloured((40, 40, 220)), mask=halves())
    left, right = (half.mean((0, 1)) for half in np.split(result.picture.pixels.astype(float), 2, axis=1))
    assert left[0] > left[2] + 100
    assert right[2] > right[0] + 100


@pytest.mark.parametrize("label", [LABELS[1], KEEP_LABEL])
def test_a_region_without_a_style_is_untouched(label: int) -> None:
    label_map = np.where(halves() == LABELS[1], label, 0).astype(np.uint8)
    result = painted(mask=label_map)
    half = WIDTH // 2
    assert np.array_equal(result.picture.pixels[:, half:], scene()[:, half:])
    assert not np.array_equal(result.picture.pixels[:, :half], scene()[:, :half])


def test_a_mask_may_come_as_a_file_of_the_photographs_size() -> None:
    mask = np.zeros((2 * HEIGHT, 2 * WIDTH), np.uint8)
    mask[:, WIDTH:] = KEEP_LABEL
    photograph = scene(0, 2 * HEIGHT, 2 * WIDTH)
    result = painted(recipe(colour="colours-only"), content=encoded(photograph), mask=encoded(mask))
    assert (result.picture.height, result.picture.width) == (HEIGHT, WIDTH)


def test_masks_that_lead_nowhere_are_told() -> None:
    with pytest.raises(MaskError, match="No style is meant for a region of the mask, which has label 5"):
        painted(mask=np.full((HEIGHT, WIDTH), 5, np.uint8))
    with pytest.raises(MaskError, match="no mask was given"):
        painted(recipe(StyleSlot(label=2)))
    with pytest.raises(MaskError, match="another shape"):
        painted(mask=np.zeros((HEIGHT, HEIGHT), np.uint8))


def test_drafts() -> None:
    with pytest.raises(ImageError, match='"start"'):
        painted(recipe(start="draft"))
    dark = painted(recipe(start="draft", learning_rate=0.001), start=np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    assert dark.picture.pixels.mean() < 40


def test_a_result_too_small_for_its_layers_is_told() -> None:
    with pytest.raises(ImageError, match="Choose a larger size"):
        painted(recipe(style_layers=["relu5_1"]), content=scene(0, 20, 200))


def test_continuing() -> None:
    first = painted(recipe(steps=8))
    assert first.state is not None
    more = painted(recipe(steps=3), state=first.state)
    fresh = painted(recipe(steps=3))
    assert len(more.metrics) == 3
    assert more.metrics[-1]["loss"] < fresh.metrics[-1]["loss"]
    assert "state" not in more.recipe.inputs


def test_states_that_do_not_fit_are_told() -> None:
    state = painted().state
    assert state is not None
    with pytest.raises(RecipeError, match="another shape"):
        painted(content=scene(0, 64, 48), state=state)
    with pytest.raises(RecipeError, match="damaged"):
        painted(state=state[:100])
    with pytest.raises(RecipeError, match="bytes of an earlier"):
        painted(state=scene())


def test_colours_only_cannot_be_continued() -> None:
    result = painted(recipe(colour="colours-only"))
    assert result.state is None
    assert result.metrics == ()


@pytest.mark.parametrize("stop_at", [1, 2])
def test_stopping_keeps_the_best_and_says_so(stop_at: int) -> None:
    def stop(progress: Progress) -> None:
        if progress.step == stop_at:
            raise Cancelled("enough")

    result = run(recipe(), {"content": scene(), "style": scene(1)}, stop)
    assert not result.finished
    assert any("Stopped early" in note for note in result.notes)
    assert len(result.metrics) == stop_at
    assert result.state is not None


def test_notes_about_the_pictures_are_passed_on() -> None:
    stream = io.BytesIO()
    frames = [Image.fromarray(scene(seed)) for seed in (0, 1)]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    animation = stream.getvalue()
    result = painted(content=animation, style_0=animation)
    assert result.notes == open_image(animation).notes  # once, although both pictures are animations
    assert result.notes


def test_inputs_are_named_by_their_fingerprints(tmp_path: Path) -> None:
    path = tmp_path / "style.png"
    path.write_bytes(encoded(scene(1)))
    result = painted(style_0=path, mask=encoded(np.zeros((HEIGHT, WIDTH), np.uint8)))
    assert set(result.recipe.inputs) == {"content", "style-0", "mask"}
    assert result.recipe.inputs["style-0"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert result.recipe.inputs["content"] == hashlib.sha256(scene().tobytes()).hexdigest()
    assert painted(content=scene(5)).recipe.inputs["content"] != result.recipe.inputs["content"]


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp", "tiff"])
def test_the_recipe_travels_in_the_file(file_format: Any) -> None:
    result = painted(recipe(StyleSlot(name="Grüne Wellen", scale=1.5), colour="colours-only"))
    found = open_image(result.encode(file_format)).recipe
    assert found is not None
    assert parse_recipe(found) == result.recipe
    assert open_image(result.encode(file_format, include_recipe=False)).recipe is None


def test_saving(tmp_path: Path) -> None:
    result = painted(recipe(colour="colours-only"))
    result.save(tmp_path / "result.png")
    opened = open_image(tmp_path / "result.png")
    assert np.array_equal(opened.pixels, result.picture.pixels)
    assert opened.recipe is not None
    assert parse_recipe(opened.recipe) == result.recipe
    result.save(tmp_path / "plain.png", include_recipe=False)
    assert open_image(tmp_path / "plain.png").recipe is None


def test_a_recipe_found_in_a_file_repeats_the_picture() -> None:
    result = painted()
    found = open_image(result.encode("png")).recipe
    assert found is not None
    assert np.array_equal(painted(parse_recipe(found)).picture.pixels, result.picture.pixels)


def test_a_network_that_is_not_here_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path))
    monkeypatch.setattr(build, "_networks", {})
    settings.cache_clear()
    try:
        with pytest.raises(CheckpointMissing):
            painted(recipe().model_copy(update={"network": "vgg19"}))
    finally:
        monkeypatch.undo()
        settings.cache_clear()
