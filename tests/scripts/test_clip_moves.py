"""How far channels go for each axis of the small CLIP: tried, and learnt, on a tiny generator and painted shapes."""

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from scripts.clip import moving, recolouring
from scripts.clip.colours import CHIN_TIP, FOREHEAD_TOP, POINTS
from scripts.clip.moves import AIM, FARTHEST, NEAREST, Trial, in_channels, matrix
from scripts.clip.moving import Mover, MovingConfig, learn_moves, prepared
from scripts.clip.pictures import Painter, seeded_codes
from scripts.clip.recolouring import Recolouring
from scripts.clip.regions import regions
from scripts.clip.space import AXES, DIM
from styletransfer.models.text_relevance import Relevance
from tests.scripts.small_clip import a_tick_a_call, axis


class BrightnessReader:
    """Takes bright pictures for old faces and red ones for smiling ones."""

    def places(self, pictures: np.ndarray) -> np.ndarray:
        rows = np.zeros((len(pictures), DIM), np.float32)
        rows[:, axis("age")] = 20 * AXES["age"] * pictures.mean(axis=(1, 2, 3)) / 255
        rows[:, axis("smile")] = AXES["smile"] * (pictures[..., 0].mean(axis=(1, 2)) / 255)
        return rows


def trial(painter: Painter) -> Trial:
    generator = painter.generator
    layers = [(name, size) for name, size in zip(generator.style_names, generator.style_sizes, strict=True)
              if "rgb" not in name]  # fmt: skip
    channels = sum(size for _, size in layers)
    fs3 = nn.functional.normalize(torch.randn(channels, DIM, generator=torch.Generator().manual_seed(1)), dim=1)
    relevance = Relevance(
        generator="g", clip="c", layers=tuple(name for name, _ in layers), sizes=tuple(size for _, size in layers),
        fs3=fs3, mean=torch.zeros(channels), deviation=torch.full((channels,), 2.0), images=1, samples=2,
    )  # fmt: skip
    return Trial(generator, BrightnessReader(), relevance)  # type: ignore[arg-type]


def test_a_direction_of_codes_is_what_it_adds_to_the_channels(painter: Painter) -> None:
    known, generator = trial(painter).relevance, painter.generator
    vector = torch.randn(generator.num_ws, 8, generator=torch.Generator().manual_seed(2))
    codes = torch.randn(1, generator.num_ws, 8, generator=torch.Generator().manual_seed(3))
    before, after = generator.styles(codes), generator.styles(codes + vector)
    expected = torch.cat([(b - a)[0] for name, a, b in zip(generator.style_names, before, after, strict=True)
                          if "rgb" not in name])  # fmt: skip
    torch.testing.assert_close(in_channels(generator, known, vector), expected, atol=1e-4, rtol=1e-4)


def test_candidates_go_as_far_as_the_axis_changes_enough(painter: Painter) -> None:
    subject = trial(painter)
    offsets = torch.randn(subject.relevance.channels, generator=torch.Generator().manual_seed(5))
    up, down = subject.changes(offsets)[:, axis("age")]
    offsets = offsets if up > down else -offsets
    found = subject.tried("age", "channels", offsets)
    times = float(found.offsets[0] / offsets[0])
    assert NEAREST <= times <= FARTHEST["channels"] + 1e-5
    assert found.own == pytest.approx(AIM, rel=0.3) or times == pytest.approx(FARTHEST["channels"])
    assert found.rival == "smile"
    assert found.worst < found.own


def test_moves_stand_in_the_column_of_their_axis_in_deviations(painter: Painter) -> None:
    known = trial(painter).relevance
    offsets = torch.arange(known.channels, dtype=torch.float32)
    moves = matrix(known, {"smile": offsets})
    torch.testing.assert_close(moves[:, axis("smile")], offsets / 2)
    assert moves.abs().sum() == moves[:, axis("smile")].abs().sum()


def brightness_effects(pictures: torch.Tensor) -> torch.Tensor:
    """Take bright pictures for old faces and red ones for painted lips, in both ways."""
    read = torch.zeros(2, len(pictures), len(AXES))
    read[..., axis("age")] = 20 * pictures.mean(dim=(1, 2, 3))
    read[..., axis("lips_red")] = 20 * pictures[:, 0].mean(dim=(1, 2))
    return read


def halves(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take the upper half for hair and the lower one for skin."""
    found = np.zeros((len(pictures), 2, *pictures.shape[1:3]), bool)
    found[:, 0, : pictures.shape[1] // 2] = found[:, 1, pictures.shape[1] // 2 :] = True
    return found, np.ones(len(pictures), bool)


def test_moves_learn_to_change_what_is_asked_for_and_little_besides(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, generator = trial(painter).relevance, painter.generator
    faces = prepared(generator, brightness_effects, seeded_codes(generator, 12, 1, 0.8), halves)  # type: ignore[arg-type]
    mover = Mover(generator, brightness_effects, faces, known)  # type: ignore[arg-type]
    begin = 0.02 * torch.randn(known.channels, len(AXES), generator=torch.Generator().manual_seed(4))
    rows = torch.arange(12)
    amounts = torch.ones(12)

    def loss(moves: torch.Tensor, name: str) -> float:
        chosen = moving.Chosen(rows, torch.full((12,), axis(name)), amounts, 0.15)
        return float(mover.loss(moves, chosen, MovingConfig(minutes=1)))

    a_tick_a_call(monkeypatch, "scripts.clip.moving")
    *_, (steps, _, learnt) = learn_moves(mover, begin, MovingConfig(minutes=2, batch=24))
    assert steps > 60
    assert loss(learnt, "age") < 0.5 * loss(begin, "age")
    assert loss(learnt, "lips_red") < 0.8 * loss(begin, "lips_red")
    for name in ("hat", "mouth_open"):  # nothing shows the one, and the other is left as it was found
        torch.testing.assert_close(learnt[:, axis(name)], begin[:, axis(name)])


def test_moves_below_the_threshold_stay_but_can_be_learnt() -> None:
    moves = torch.tensor([[1.0], [0.1]], requires_grad=True)
    kept = moving._kept(moves, 0.15)
    kept.sum().backward()
    assert kept.flatten().tolist() == [1.0, 0.0]
    assert moves.grad is not None
    assert moves.grad.flatten().tolist() == [1.0, 1.0]


def test_lab_is_that_of_opencv() -> None:
    pictures = np.random.default_rng(0).random((2, 8, 8, 3), dtype=np.float32)
    expected = np.stack([cv2.cvtColor(picture, cv2.COLOR_RGB2LAB) for picture in pictures])
    found = recolouring.lab(torch.from_numpy(pictures).permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    np.testing.assert_allclose(found.numpy(), expected, atol=0.4)  # its tables are coarse


@pytest.fixture(scope="module")
def heads() -> tuple[torch.Tensor, Recolouring]:
    """Eight dark heads of their own shades, the upper half hair and the lower one skin, and what is known of them."""
    shades = torch.linspace(0.2, 0.5, 8).view(8, 1, 1, 1) * torch.tensor([1.0, 0.8, 0.7]).view(1, 3, 1, 1)
    images = shades.expand(8, 3, 64, 64).clone()
    images[:, :, 32:] *= 1.5
    masks = torch.from_numpy(halves(np.zeros((8, 64, 64, 3), np.uint8))[0])
    return images, Recolouring.of(images, masks)


def test_all_of_the_hair_counts_and_an_even_change_is_told_from_a_patch(
    heads: tuple[torch.Tensor, Recolouring],
) -> None:
    images, known = heads
    rows, asked = torch.arange(8), torch.full((8,), axis("hair_light"))
    even, patch = images.clone(), images.clone()
    even[:, :, :32] += 0.1
    patch[:, :, 16:32, 24:40] += 0.4
    for changed, least, most in ((even, 0.0, 1e-3), (patch, 0.1, 100.0)):
        colours = recolouring.lab(changed)
        change = known.changes(colours, rows)
        assert (change[:, axis("hair_light")] > 0.05).all()
        assert change[:, axis("skin")].abs().max() < 1e-4
        spots, strays = known.unevenness(colours, rows, asked)
        assert ((spots >= least) & (spots <= most)).all()
        assert strays.max() < 1e-3
    painted = recolouring.lab(torch.cat([images[:, :, :32], images[:, :, 32:] + 0.1], dim=2))
    assert (known.unevenness(painted, rows, asked)[1] > 1).all()


@pytest.mark.parametrize(("name", "above", "below"), [("beard", True, False), ("brows", False, True)])
def test_what_an_axis_changes_elsewhere_counts_against_it(
    heads: tuple[torch.Tensor, Recolouring], name: str, *, above: bool, below: bool
) -> None:
    images, known = heads
    for rows, strays in ((slice(15, 30), above), (slice(45, 60), below)):
        changed = images.clone()
        changed[:, :, rows] += 0.1
        found = known.unevenness(recolouring.lab(changed), torch.arange(8), torch.full((8,), axis(name)))[1]
        assert bool((found > 1).all()) is strays


def test_hair_is_found_around_a_face_and_skin_in_it() -> None:
    picture = np.full((128, 128, 3), (60, 120, 200), np.uint8)
    cv2.ellipse(picture, (64, 60), (45, 52), 0, 0, 360, (50, 30, 20), -1)
    cv2.ellipse(picture, (64, 76), (30, 40), 0, 0, 360, (210, 160, 130), -1)
    centre, radii = np.array([64, 76]) / 128, np.array([30, 40]) / 128
    places = {10: (0, -1), 67: (-0.5, -0.85), 109: (-0.25, -0.97), 103: (-0.7, -0.7), 338: (0.25, -0.97),
              297: (0.5, -0.85), 332: (0.7, -0.7), 397: (0.85, 0.5), 172: (-0.85, 0.5), CHIN_TIP: (0, 1),
              FOREHEAD_TOP: (0, -1)}  # fmt: skip
    points = np.stack([centre + radii * places.get(point, (0, 0)) for point in POINTS]).astype(np.float32)
    masks, shown = regions(picture[None], points[None])
    assert shown.all()
    hair, skin = masks[0]
    assert (picture[hair] == (50, 30, 20)).all()
    assert hair.sum() > 0.5 * (picture == (50, 30, 20)).all(axis=2)[: round(0.62 * 128)].sum()
    assert (picture[skin] == (210, 160, 130)).all()
    assert not (hair & skin).any()
