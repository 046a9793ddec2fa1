"""The critic, the losses and the reading tell good from bad, and their gradients lead to good."""

import math
from typing import cast

import pytest
import torch

from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.scorer import FaceScorer
from scripts.faces.batches import Sampler
from scripts.faces.critic import WIDTHS, FeatureCritic, hinge, persuasion
from scripts.faces.losses import FaceLoss, emphasis
from scripts.faces.networks import GENERATOR, painted
from scripts.faces.reading import MEASURES, Reading, bounded
from scripts.faces.scoring import Judges
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from tests.scripts.made_up_faces import Onlooker, known, random_codes, training_pictures

SIZE = 16


def features(seed: int, lift: float = 0.0) -> dict[str, torch.Tensor]:
    chance = torch.Generator().manual_seed(seed)
    sides = dict(zip(WIDTHS, (16, 8, 4, 2), strict=True))
    return {tap: torch.randn(3, WIDTHS[tap][0], side, side, generator=chance) + lift for tap, side in sides.items()}


def test_hinge_and_persuasion_have_their_known_values() -> None:
    real, fake = [torch.tensor([2.0, 0.5])], [torch.tensor([-3.0, 0.0])]
    assert float(hinge(real, fake)) == pytest.approx(0.25 + 0.5)
    assert float(persuasion(fake)) == pytest.approx((math.log1p(math.e**3) + math.log(2)) / 2)


def test_the_critic_learns_to_tell_and_its_gradient_persuades_it() -> None:
    torch.manual_seed(0)
    critic = FeatureCritic()
    optimizer = torch.optim.Adam(critic.parameters(), lr=3e-3, betas=(0.0, 0.99))
    first = None
    for _ in range(30):
        loss = hinge(critic(features(1, 0.5)), critic(features(2)))
        first = first or float(loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert float(loss.detach()) < 0.5 * first
    critic.eval()
    fake = {tap: maps.requires_grad_() for tap, maps in features(2).items()}
    before = persuasion(critic(fake))
    gradients = torch.autograd.grad(before, list(fake.values()))
    better = {tap: maps - 0.5 * each / each.std() for (tap, maps), each in zip(fake.items(), gradients, strict=True)}
    assert persuasion(critic(better)) < before


def test_the_emphasis_lies_on_eyes_and_mouth() -> None:
    weights = emphasis(64, torch.device("cpu"))
    assert float(weights.mean()) == pytest.approx(1.0)
    torch.testing.assert_close(weights, weights.flip(1))
    eye, mouth, corner = weights[30, 24], weights[45, 32], weights[2, 2]
    assert eye > 3 * corner
    assert mouth > 2 * corner


def test_the_loss_is_zero_for_the_picture_itself_and_falls_along_its_gradient() -> None:
    loss = FaceLoss(torch.device("cpu"))
    wanted = torch.rand(2, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert {name: float(value) for name, value in loss(wanted, wanted).items()} == {"pixels": 0.0, "features": 0.0}
    picture = torch.zeros_like(wanted).requires_grad_()
    for name in ("pixels", "features"):
        before = loss(picture, wanted)[name]
        (gradient,) = torch.autograd.grad(before, picture)
        assert gradient.abs().max() > 0
        assert loss(picture - 0.05 * gradient.sign(), wanted)[name] < before, name
    assert not any(parameter.requires_grad for parameter in loss.parameters())


def test_pixels_at_an_eye_cost_more() -> None:
    loss, plain = FaceLoss(torch.device("cpu")), torch.zeros(1, 3, 64, 64)
    eye, corner = plain.clone(), plain.clone()
    eye[..., 28:32, 23:27] = 1.0
    corner[..., 0:4, 0:4] = 1.0
    assert loss(eye, plain)["pixels"] > 3 * loss(corner, plain)["pixels"]


@pytest.fixture
def reading() -> Reading:
    torch.manual_seed(0)
    judges = Judges(scorer=cast(FaceScorer, Onlooker()), readers=PartReaders().requires_grad_(False))
    return Reading(judges, Sampler(training_pictures(SIZE), known(), 0, random_codes(SIZE)))


def test_readings_are_standardised_and_differentiable(reading: Reading) -> None:
    pictures = Sampler(training_pictures(SIZE), known(), 5, random_codes(SIZE)).draw(256).pictures.requires_grad_()
    seen = reading(pictures)
    assert seen.shape == (256, len(MEASURES))
    assert seen.detach().mean(dim=0).abs().max() < 0.3
    assert (seen.detach().std(dim=0) - 1.0).abs().max() < 0.3
    (gradient,) = torch.autograd.grad(seen.sum(), pictures)
    assert gradient.abs().max() > 0
    assert [name for name, each in reading.named_parameters() if each.requires_grad] == [
        "foretell.weight",
        "foretell.bias",
    ]


def test_reading_compares_painted_wanted_and_foretold(reading: Reading) -> None:
    wanted = Sampler(training_pictures(SIZE), known(), 5, random_codes(SIZE)).draw(4).pictures
    w = torch.randn(4, GENERATOR.style_dim, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        true, foretold = reading(wanted), reading.foretell(w)
    alone = reading.losses(w, wanted, wanted)  # painted as wanted: only what w foretells is missed
    torch.testing.assert_close(alone, bounded(foretold - true).mean())
    random = torch.cat([wanted, wanted.flip(2)])
    both = torch.cat([w, w.flip(0)])
    seen = reading(random)[4:]
    expected = bounded(foretold - true).mean() + bounded(seen - reading.foretell(both)[4:]).mean()
    torch.testing.assert_close(reading.losses(both, random, wanted), expected)
    mixed = torch.cat([random, random])  # pictures beyond those of w are not read against it
    torch.testing.assert_close(reading.losses(both, mixed[:12], wanted), expected)


def test_bounded_is_square_then_linear() -> None:
    torch.testing.assert_close(bounded(torch.tensor([0.5, -3.0])), torch.tensor([0.125, 2.5]))


@pytest.mark.parametrize("side", [8, 16, 32])
def test_painting_stops_at_a_side(side: int) -> None:
    torch.manual_seed(0)
    generator = StyleGAN2(StyleGAN2Config(size=32, channels=(8, 8, 8, 8), style_dim=6, mapping_layers=1))
    w_plus = torch.randn(2, generator.num_ws, 6)
    picture = painted(generator, w_plus, side)
    assert picture.shape == (2, 3, side, side)
    if side == 32:
        torch.testing.assert_close(picture, generator.synthesis(w_plus, "none"))
