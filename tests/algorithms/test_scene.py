"""Probabilities of the scene classes: sizes, errors, and what the shipped parser sees in pictures at hand."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.scene import LONGEST_SIDE, scene_probabilities
from styletransfer.checkpoints.build import scene_parser
from styletransfer.errors import ImageError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import example_photo
from styletransfer.models.scene_parser import SCENE_CLASSES, STRIDE, SceneParser
from styletransfer.models.vgg import VGGFeatures

SMALLEST_GRID = 8


@pytest.fixture
def trained() -> SceneParser:
    return scene_parser(torch.device("cpu"))


def noise(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(2))


def photograph(slug: str) -> Tensor:
    return open_image(example_photo(slug)).to_tensor()


def share(probabilities: Tensor, name: str) -> float:
    return float((probabilities.argmax(dim=0) == SCENE_CLASSES.index(name)).float().mean())


@pytest.mark.parametrize(
    ("height", "width", "rows", "columns"),
    [
        (1, 1, SMALLEST_GRID, SMALLEST_GRID),
        (7, 300, SMALLEST_GRID, 300 // STRIDE),
        (96, 64, 12, 8),
        (300, 1500, 102 // STRIDE, LONGEST_SIDE // STRIDE),
    ],
)
def test_any_size_gives_probabilities(
    compact: VGGFeatures, untrained: SceneParser, height: int, width: int, rows: int, columns: int
) -> None:
    found = scene_probabilities(compact, untrained, noise(height, width))
    assert found.shape == (len(SCENE_CLASSES), rows, columns)
    assert found.dtype == torch.float32
    assert found.min() >= 0
    torch.testing.assert_close(found.sum(dim=0), torch.ones(rows, columns))


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_flat_pictures_stay_finite(compact: VGGFeatures, untrained: SceneParser, level: float) -> None:
    assert scene_probabilities(compact, untrained, torch.full((1, 3, 80, 80), level)).isfinite().all()


def test_mirror_image_gives_the_mirrored_answer(compact: VGGFeatures, untrained: SceneParser) -> None:
    image = noise(96, 128)
    plain = scene_probabilities(compact, untrained, image)
    mirrored = scene_probabilities(compact, untrained, image.flip(-1))
    torch.testing.assert_close(mirrored.flip(-1), plain, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("shape", [(3, 64, 64), (2, 3, 64, 64), (1, 1, 64, 64), (1, 3, 0, 64)])
def test_other_shapes_are_refused(compact: VGGFeatures, untrained: SceneParser, shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="one image"):
        scene_probabilities(compact, untrained, torch.zeros(shape))


def test_astronaut_is_mostly_a_person(compact: VGGFeatures, trained: SceneParser) -> None:
    image = photograph("astronaut")
    assert share(scene_probabilities(compact, trained, image), "person") > 0.35
    grey = image.mean(dim=1, keepdim=True).expand(-1, 3, -1, -1)
    assert share(scene_probabilities(compact, trained, grey), "person") > 0.25


def test_coffee_is_an_object(compact: VGGFeatures, trained: SceneParser) -> None:
    assert share(scene_probabilities(compact, trained, photograph("coffee")), "object") > 0.5
