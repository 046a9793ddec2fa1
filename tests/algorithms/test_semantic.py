"""What an official segmentation network sees, in scene classes: fakes for the network, exact sums."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.semantic import (
    VOC_CLASSES,
    as_scene_scores,
    semantic_probabilities,
)
from styletransfer.errors import ImageError, InputError
from styletransfer.models.imagenet import IMAGENET_MEAN, IMAGENET_STD
from styletransfer.models.scene_parser import SCENE_CLASSES
from styletransfer.models.segmenters import Segmenter, new_segmenter

CLASSES = ("sky", "water", "vegetation", "person", "animal", "vehicle", "object")
EVENLY = torch.ones(len(SCENE_CLASSES), 1, 1)


class Fake(Segmenter):
    """Scores class 15 by the brightness it was given, and notes what that was."""

    def coarse(self, image: Tensor) -> Tensor:
        self.seen = image
        scores = torch.zeros(1, len(VOC_CLASSES), *image.shape[-2:])
        scores[:, VOC_CLASSES.index("person")] = 4 * image.mean(dim=1)
        return scores


def certain(kind: str) -> Tensor:
    found = torch.zeros(len(VOC_CLASSES), 2, 3)
    found[VOC_CLASSES.index(kind)] = 1
    return found


def test_classes_are_those_of_pascal_voc() -> None:
    assert len(VOC_CLASSES) == len(set(VOC_CLASSES)) == 21
    assert (VOC_CLASSES[0], VOC_CLASSES[15], VOC_CLASSES[20]) == ("background", "person", "tvmonitor")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((300, 400), (300, 400)),
        ((520, 600), (520, 600)),
        ((1040, 1560), (520, 780)),
        ((4000, 520), (1040, 135)),
        ((1, 3000), (1, 1040)),
        ((1, 1), (1, 1)),
    ],
)
def test_pictures_are_reduced_never_enlarged(size: tuple[int, int], expected: tuple[int, int]) -> None:
    network = Fake()
    found = semantic_probabilities(network, torch.rand(1, 3, *size))
    assert network.seen.shape == (1, 3, *expected)
    assert found.shape == (21, *size)
    torch.testing.assert_close(found.sum(dim=0), torch.ones(size), atol=1e-5, rtol=0)


def test_the_network_is_given_what_it_was_trained_on() -> None:
    network = Fake()
    colour = torch.tensor([0.2, 0.5, 0.9])
    semantic_probabilities(network, colour.view(1, 3, 1, 1).expand(1, 3, 8, 8))
    expected = (colour - torch.tensor(IMAGENET_MEAN)) / torch.tensor(IMAGENET_STD)
    torch.testing.assert_close(network.seen[0, :, 4, 4], expected)


def test_what_is_found_lies_where_it_is_in_the_picture() -> None:
    image = torch.zeros(1, 3, 700, 1400)
    image[..., 1000:] = 1
    person = semantic_probabilities(Fake(), image)[VOC_CLASSES.index("person")]
    assert person[:, 1010:].min() > 0.9
    assert person[:, :990].max() < 0.1


def test_a_real_architecture_gives_probabilities() -> None:
    torch.manual_seed(0)
    network = new_segmenter("lraspp").requires_grad_(False).eval()
    found = semantic_probabilities(network, torch.rand(1, 3, 45, 61))
    assert found.shape == (21, 45, 61)
    assert found.min() >= 0
    torch.testing.assert_close(found.sum(dim=0), torch.ones(45, 61), atol=1e-5, rtol=0)


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 3, 8, 8), (1, 1, 8, 8), (1, 3, 0, 8)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="one image"):
        semantic_probabilities(Fake(), torch.zeros(shape))


@pytest.mark.parametrize(
    ("kind", "scene"),
    [
        ("person", "person"),
        ("dog", "animal"),
        ("bird", "animal"),
        ("sheep", "animal"),
        ("car", "vehicle"),
        ("aeroplane", "vehicle"),
        ("boat", "vehicle"),
        ("bottle", "object"),
        ("sofa", "object"),
        ("pottedplant", "vegetation"),
    ],
)
def test_kinds_of_things_go_to_scene_classes(kind: str, scene: str) -> None:
    scores = as_scene_scores(certain(kind), torch.rand(len(CLASSES), 4, 4), CLASSES)
    assert torch.equal(scores.argmax(dim=0), torch.full((2, 3), CLASSES.index(scene)))
    torch.testing.assert_close(scores.amax(dim=0), torch.ones(2, 3))


def test_furniture_is_a_part_of_a_room_where_the_parser_knows_rooms() -> None:
    scores = as_scene_scores(certain("sofa"), EVENLY, SCENE_CLASSES)
    assert SCENE_CLASSES[int(scores[:, 0, 0].argmax())] == "indoor"


def test_every_kind_of_thing_goes_to_a_class_of_the_parser() -> None:
    for kind in VOC_CLASSES[1:]:
        torch.testing.assert_close(as_scene_scores(certain(kind), EVENLY, SCENE_CLASSES).amax(), torch.tensor(1.0))


def test_the_background_is_left_to_the_parser_but_for_what_the_network_knows() -> None:
    seen = torch.tensor([0.4, 0.1, 0.0, 0.3, 0.1, 0.1, 0.0]).view(-1, 1, 1).expand(-1, 2, 3)
    scores = as_scene_scores(certain("background"), seen, CLASSES)
    torch.testing.assert_close(scores[:2, 0, 0], torch.tensor([0.8, 0.2]), atol=1e-3, rtol=0)
    assert scores[3:6].abs().max() == 0  # the parser's person, animal and vehicle are overruled


def test_a_parser_that_sees_only_people_leaves_the_background_open() -> None:
    seen = torch.zeros(len(CLASSES), 2, 3)
    seen[CLASSES.index("person")] = 1
    scores = as_scene_scores(certain("background"), seen, CLASSES)
    torch.testing.assert_close(scores[[0, 1, 2, 6], 0, 0], torch.full((4,), 0.25))


def test_a_parser_that_knows_nothing_shares_the_background_out_evenly() -> None:
    scores = as_scene_scores(0.5 * certain("background") + 0.5 * certain("cat"), EVENLY[: len(CLASSES)], CLASSES)
    torch.testing.assert_close(scores[:, 0, 0], torch.tensor([0.125, 0.125, 0.125, 0, 0.5, 0, 0.125]))


def test_scores_add_up_at_the_size_of_the_network_and_leave_their_input_alone() -> None:
    generator = torch.Generator().manual_seed(0)
    found = torch.rand(21, 30, 41, generator=generator).softmax(dim=0)
    kept = found.clone()
    compact = torch.rand(len(SCENE_CLASSES), 5, 7, generator=generator).softmax(dim=0)
    scores = as_scene_scores(found, compact, SCENE_CLASSES)
    assert scores.shape == (len(SCENE_CLASSES), 30, 41)
    torch.testing.assert_close(scores.sum(dim=0), torch.ones(30, 41), atol=1e-5, rtol=0)
    assert torch.equal(found, kept)


def test_a_kind_without_a_scene_class_is_background() -> None:
    scores = as_scene_scores(certain("dog"), EVENLY[:3], ("sky", "person", "ground"))
    torch.testing.assert_close(scores[:, 0, 0], torch.tensor([0.5, 0.0, 0.5]))


@pytest.mark.parametrize(
    ("found", "compact", "classes"),
    [
        (torch.zeros(20, 2, 2), EVENLY[: len(CLASSES)], CLASSES),
        (torch.zeros(21, 2), EVENLY[: len(CLASSES)], CLASSES),
        (torch.zeros(21, 2, 2), torch.zeros(3, 2, 2), CLASSES),
        (torch.zeros(21, 2, 2), EVENLY[:2], ("person", "animal")),
    ],
)
def test_numbers_that_do_not_agree_are_refused(found: Tensor, compact: Tensor, classes: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        as_scene_scores(found, compact, classes)
