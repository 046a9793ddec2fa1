"""The scene parser's shapes, its independence of batch and position of the data, and the shipped weights."""

from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from styletransfer.models.scene_parser import SCENE_CLASSES, SMALLEST_SIDE, STRIDE, TAPS, SceneParser
from styletransfer.models.vgg import VGGFeatures

WEIGHTS = Path(__file__).parents[2] / "weights" / "scene.safetensors"


def pictures(count: int, height: int, width: int) -> Tensor:
    return torch.rand(count, 3, height, width, generator=torch.Generator().manual_seed(1))


def test_classes_are_distinct_and_hold_the_regions_of_a_landscape() -> None:
    assert len(set(SCENE_CLASSES)) == len(SCENE_CLASSES)
    assert {"sky", "water", "vegetation", "ground", "mountain", "building", "person"} <= set(SCENE_CLASSES)


@pytest.mark.parametrize(("height", "width"), [(SMALLEST_SIDE, SMALLEST_SIDE), (96, 160), (101, 75)])
def test_logits_come_at_an_eighth(untrained: SceneParser, compact: VGGFeatures, height: int, width: int) -> None:
    image = pictures(2, height, width)
    logits = untrained(compact(image, TAPS), image)
    assert logits.shape == (2, len(SCENE_CLASSES), height // STRIDE, width // STRIDE)
    assert logits.isfinite().all()


def test_pictures_of_a_batch_do_not_touch_each_other(untrained: SceneParser, compact: VGGFeatures) -> None:
    both = pictures(2, 64, 80)
    together = untrained(compact(both, TAPS), both)
    alone = untrained(compact(both[1:], TAPS), both[1:])
    torch.testing.assert_close(together[1:], alone, rtol=1e-3, atol=1e-4)


def test_height_and_colour_reach_the_logits(untrained: SceneParser, compact: VGGFeatures) -> None:
    image = torch.full((1, 3, 96, 96), 0.5)
    features = compact(image, TAPS)
    logits = untrained(features, image)
    assert not torch.allclose(logits[..., 0, 6], logits[..., -1, 6], atol=1e-3)
    assert not torch.allclose(logits, untrained(features, image * torch.tensor([1.5, 1.0, 0.5]).view(1, 3, 1, 1)))


def test_black_pictures_have_finite_gradients(compact: VGGFeatures) -> None:
    parser = SceneParser()
    image = torch.zeros(1, 3, 64, 64)
    with torch.no_grad():
        features = compact(image, TAPS)
    parser(features, image).square().mean().backward()
    assert all(weight.grad is not None and weight.grad.isfinite().all() for weight in parser.parameters())


def test_shipped_weights_fit_are_finite_and_name_their_origin() -> None:
    state = load_file(WEIGHTS)
    assert {value.dtype for value in state.values()} == {torch.float16}
    assert all(value.isfinite().all() for value in state.values())
    SceneParser().load_state_dict({name: value.float() for name, value in state.items()})
    assert WEIGHTS.stat().st_size < 1_500_000
    with safe_open(WEIGHTS, framework="pt") as file:
        metadata = file.metadata()
    assert metadata["name"] == "scene"
    assert {"recipe", "seed", "licence"} <= set(metadata)
