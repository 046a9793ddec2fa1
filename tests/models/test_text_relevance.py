"""A relevance whose parts do not fit each other is refused."""

import pytest
import torch

from styletransfer.errors import InputError
from tests.algorithms.tiny_text import CHANNELS, generator, relevance


def test_parts_are_told() -> None:
    known = relevance()
    assert (known.channels, known.dim) == (CHANNELS, 12)
    assert known.matrix is known.fs3
    weighted = relevance(weighted=True)
    assert weighted.consistency is not None
    torch.testing.assert_close(weighted.matrix.norm(dim=1), weighted.consistency)


def test_channels_may_have_no_meaning() -> None:
    fs3 = relevance().fs3.clone()
    fs3[3] = 0
    assert not relevance(fs3=fs3).fs3[3].any()


@pytest.mark.parametrize(
    "changes",
    [{"layers": ("conv1",)}, {"layers": (), "sizes": ()}, {"sizes": (4, 4, 0)}, {"sizes": (4, 4, 4)},
     {"fs3": torch.ones(CHANNELS, 12)}, {"fs3": torch.full((CHANNELS, 12), float("nan"))}, {"fs3": torch.ones(12)},
     {"mean": torch.zeros(3)}, {"mean": torch.full((CHANNELS,), float("inf"))}, {"deviation": -torch.ones(CHANNELS)},
     {"consistency": torch.ones(3)}, {"consistency": None, "weighted": True}, {"floor": -0.1}, {"images": 0},
     {"floor": float("nan")}, {"sliders": {"age": torch.ones(12)}}, {"sliders": {"age": torch.eye(7)[0]}},
     {"sliders": {"age": torch.zeros(12)}}],
)  # fmt: skip
def test_parts_that_do_not_fit_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        relevance(**changes)


def test_the_generator_must_be_the_one_that_was_measured() -> None:
    network = generator()
    relevance().check(network.style_names, network.style_sizes)
    with pytest.raises(InputError, match="another generator"):
        relevance(sizes=(4, 3, 4)).check(network.style_names, network.style_sizes)
    with pytest.raises(InputError, match="another generator"):
        relevance(layers=("conv1", "convs.0", "convs.5")).check(network.style_names, network.style_sizes)
