"""Global directions reproduce recorded values of the published StyleCLIP.

The recordings lie beside the repository (`../shared/parity`); without them these tests are skipped.
"""

import hashlib
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from recordings import needs, recorded
from torch import Tensor

from styletransfer.algorithms.text_directions import direction_of, moved, style_direction, text_direction
from styletransfer.algorithms.text_probes import Part, Statistics, probes, statistics_of
from styletransfer.algorithms.text_relevance import channel_consistency, channel_relevance
from styletransfer.models.stylegan2 import Styles
from styletransfer.models.text_relevance import Relevance
from styletransfer.models.text_templates import IMAGENET_TEMPLATES

RECORDING = "styleclip_global.npz"
RELATIVE = 1e-5

pytestmark = needs(RECORDING)


@pytest.fixture(scope="module")
def archive() -> dict[str, NDArray[Any]]:
    return recorded(RECORDING)


def assert_close(found: Tensor, expected: NDArray[Any]) -> None:
    """Compare to a fraction of the largest recorded value."""
    assert tuple(found.shape) == expected.shape
    assert float((found - torch.from_numpy(expected)).abs().max()) <= RELATIVE * float(np.abs(expected).max())


def split(archive: dict[str, NDArray[Any]], joined: NDArray[Any]) -> Styles:
    """Split (..., all channels) into layers."""
    return torch.split(torch.from_numpy(joined), archive["S.sizes"].tolist(), dim=-1)


def names(archive: dict[str, NDArray[Any]]) -> list[str]:
    return [str(name) for name in archive["S.names"]]


def relevance(archive: dict[str, NDArray[Any]]) -> Relevance:
    """Measure everything from what was recorded first: samples and embeddings."""
    layers = archive["relevance.layers"].tolist()
    sizes = tuple(archive["S.sizes"][layers].tolist())
    samples = split(archive, archive["S.samples"])
    embeddings = torch.from_numpy(archive["relevance.embeddings"])
    known = statistics_of(torch.cat([samples[layer] for layer in layers], dim=1))
    return Relevance(
        generator="recorded", clip="recorded", layers=tuple(names(archive)[layer] for layer in layers), sizes=sizes,
        fs3=channel_relevance(embeddings), mean=known.mean, deviation=known.deviation, images=embeddings.shape[1],
        samples=len(samples[0]), consistency=channel_consistency(embeddings),
    )  # fmt: skip


def direction(archive: dict[str, NDArray[Any]]) -> Tensor:
    ends = (torch.from_numpy(archive[f"text.{end}_embeddings"]) for end in ("target", "neutral"))
    return direction_of(*ends)


def test_templates(archive: dict[str, NDArray[Any]]) -> None:
    assert len(IMAGENET_TEMPLATES) == archive["templates.count"]
    digest = hashlib.sha256("\n".join(IMAGENET_TEMPLATES).encode()).hexdigest()
    assert digest == archive["templates.sha256_newline_joined"]


def test_direction_of_a_text(archive: dict[str, NDArray[Any]]) -> None:
    assert_close(direction(archive), archive["text.direction"])


def test_a_clip_is_asked_for_every_template(archive: dict[str, NDArray[Any]]) -> None:
    class Recorded:
        templates = IMAGENET_TEMPLATES

        def encode_text(self, texts: list[str]) -> Tensor:
            expected = [template.format(word) for word in ("old face", "face") for template in IMAGENET_TEMPLATES]
            assert texts == expected
            ends = [archive[f"text.{end}_embeddings"] for end in ("target", "neutral")]
            return torch.from_numpy(np.concatenate(ends))

    assert_close(text_direction(Recorded(), "old face", "face"), archive["text.direction"])


def test_relevance_of_channels(archive: dict[str, NDArray[Any]]) -> None:
    assert_close(relevance(archive).fs3, archive["relevance.fs3"])


def test_statistics_of_channels(archive: dict[str, NDArray[Any]]) -> None:
    known = statistics_of(torch.from_numpy(archive["S.samples"]))
    assert_close(known.mean, archive["S.mean"])
    assert_close(known.deviation, archive["S.std"])


@pytest.mark.parametrize("case", range(3))
def test_boundaries_and_edits(archive: dict[str, NDArray[Any]], case: int) -> None:
    found = style_direction(relevance(archive), direction(archive), float(archive[f"boundary{case}.beta"]))
    assert found.channels == archive[f"boundary{case}.channels"]
    start = split(archive, archive["edit.start"])
    zero = tuple(torch.zeros_like(style[:1]) for style in start)
    joined = torch.cat(moved(names(archive), zero, [(found, 1.0)]), dim=1)
    assert_close(joined[0], archive[f"boundary{case}.per_layer"])
    edits = [torch.cat(moved(names(archive), start, [(found, alpha)]), dim=1)
             for alpha in archive[f"boundary{case}.alphas"].tolist()]  # fmt: skip
    assert_close(torch.stack(edits, dim=1), archive[f"boundary{case}.edited"])


def test_edits_of_some_layers(archive: dict[str, NDArray[Any]]) -> None:
    beta = float(archive["boundary1.beta"])
    found = style_direction(relevance(archive), direction(archive), beta).within(names(archive)[2:4])
    start = split(archive, archive["edit.start"])
    edits = [torch.cat(moved(names(archive), start, [(found, alpha)]), dim=1)
             for alpha in archive["boundary1.alphas"].tolist()]  # fmt: skip
    assert_close(torch.stack(edits, dim=1), archive["boundary1.edited_layers_2_3"])


def test_a_threshold_above_everything_moves_nothing(archive: dict[str, NDArray[Any]]) -> None:
    found = style_direction(relevance(archive), direction(archive), 0.99)
    assert found.channels == 0
    assert not found.offsets.any()
    assert found.match == pytest.approx(float(np.abs(archive["relevance.fs3"] @ archive["text.direction"]).max()))


def test_probes(archive: dict[str, NDArray[Any]]) -> None:
    layer, channel = archive["probe.layer_channel"].tolist()
    known = relevance(archive)
    row = sum(known.sizes[: known.layers.index(names(archive)[layer])]) + channel
    starts = split(archive, archive["probe.start"])
    for number, expected in enumerate(archive["probe.codes"]):
        face = tuple(style[number : number + 1] for style in starts)
        found = probes(face, Part(layer, channel, row, 1), Statistics(known.mean, known.deviation), 5.0)
        assert_close(torch.cat(found, dim=1), expected)
