"""Borders follow the picture, and what glows beside them is taken out; what only lies there is kept."""

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.photorealistic_borders import follow_edges, mended

SIZE = (96, 128)


def skyline(step: int = 64) -> Tensor:
    """A bright half and a dark half with a little texture."""
    picture = torch.full((1, 3, *SIZE), 0.8)
    picture[..., step:] = 0.2
    return picture + torch.rand(1, 3, *SIZE, generator=torch.Generator().manual_seed(0)) * 0.04


def halves(step: int) -> Tensor:
    left = torch.zeros(1, 1, *SIZE)
    left[..., :step] = 1
    return torch.cat([left, 1 - left])


def test_a_careless_border_moves_to_the_edge() -> None:
    weights = follow_edges(skyline(), halves(60), 8)
    torch.testing.assert_close(weights.sum(0), torch.ones(1, *SIZE))
    profile = weights[0, 0].mean(0)
    assert profile[63] - profile[64] > 0.35, "the border lies where the picture changes"
    assert (profile[59] - profile[60]) < 0.1, "and not where it was drawn"
    assert profile[80:].max() == 0


def test_without_an_edge_the_border_is_soft() -> None:
    weights = follow_edges(torch.full((1, 3, *SIZE), 0.5), halves(64), 8)[0, 0, 48]
    assert 0.3 < weights[63:65].mean() < 0.7
    assert weights.diff().abs().max() < 0.1


@pytest.mark.parametrize("width", [0.0, 0.4])
def test_no_width_keeps_borders_hard(width: float) -> None:
    assert torch.equal(follow_edges(skyline(), halves(60), width), halves(60))


def glowing() -> tuple[Tensor, Tensor]:
    """A skyline whose edit is darker on either side, with a bright glow beside the border; and the edit without."""
    content = skyline()
    clean = content * 0.5
    columns = torch.arange(SIZE[1], dtype=torch.float32)
    glow = 0.3 * torch.exp(-((columns - 64) / 2.0).square())
    return clean + glow, clean


def test_a_glow_is_taken_out() -> None:
    result, clean = glowing()
    found = mended(skyline(), result, halves(64))
    assert (found - clean).abs().mean() < 0.25 * (result - clean).abs().mean()
    assert (found - clean)[..., 62:66].abs().max() < 0.08


def test_far_from_borders_nothing_changes() -> None:
    result = glowing()[0]
    torch.testing.assert_close(mended(skyline(), result, halves(64))[..., :40], result[..., :40])


def test_one_region_has_no_border() -> None:
    result = glowing()[0]
    assert mended(skyline(), result, torch.ones(1, 1, *SIZE)) is result


def test_a_foreign_strip_in_a_region_is_left_to_the_network() -> None:
    """Six columns of sky that a careless mask gave to the building are not painted like the building."""
    content = skyline(70)
    result = content.flip(1) * 0.5 + 0.1
    found = mended(content, result, halves(64))
    torch.testing.assert_close(found[..., 66:69], result[..., 66:69], atol=0.05, rtol=0)


def test_tiny_and_empty_regions_stay_finite() -> None:
    content = skyline()
    weights = torch.zeros(3, 1, *SIZE)
    weights[0, 0, 5, 5:8] = 1
    weights[1] = 1 - weights[0]
    found = mended(content, content * 0.7, follow_edges(content, weights, 6))
    assert found.isfinite().all()
    assert mended(torch.zeros_like(content), content, weights).isfinite().all()
