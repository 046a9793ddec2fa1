"""Channels get the meaning that was planted; a measurement is the same every time, stopped or not."""

from copy import deepcopy
from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from styletransfer.algorithms.text_probes import Statistics, parts, probes, random_codes, random_styles
from styletransfer.algorithms.text_relevance import (
    begun,
    channel_consistency,
    channel_relevance,
    relevance_of,
    slider_directions,
)
from styletransfer.errors import Cancelled, InputError
from styletransfer.models.text_relevance import PartialRelevance, Relevance
from styletransfer.progress import Progress
from tests.algorithms.tiny_text import CHANNELS, CONFIG, SHAPE, PlantedFaces, TinyClip, subject

BATCHES = 2 * (2 + 2 + 1)  # faces, and parts of the layers


def assert_same(found: Relevance, expected: Relevance) -> None:
    """Compare number for number."""
    for name in ("fs3", "consistency", "mean", "deviation"):
        assert torch.equal(getattr(found, name), getattr(expected, name)), name
    assert found.sliders.keys() == expected.sliders.keys()
    assert all(torch.equal(found.sliders[name], expected.sliders[name]) for name in found.sliders)
    assert (found.images, found.samples, found.layers) == (expected.images, expected.samples, expected.layers)


def test_channels_get_the_meaning_that_was_planted() -> None:
    found = relevance_of(subject(PlantedFaces), CONFIG)
    red, green = torch.eye(3).repeat_interleave(4, dim=1)[:2]
    for row, colour in ((0, red), (5, green)):
        other = found.fs3[row][colour == 0]
        assert float(found.fs3[row] @ colour) > 1.5
        assert float(other.abs().max()) < float(found.fs3[row][colour > 0].min())
        assert float(found.consistency[row]) > 0.9
    idle = [row for row in range(CHANNELS) if row not in (0, 5)]
    assert not found.fs3[idle].any()
    assert not found.consistency[idle].any()


def test_it_is_what_stored_embeddings_give() -> None:
    pair = subject()
    found = relevance_of(pair, CONFIG)
    known, embeddings = Statistics(found.mean, found.deviation), torch.zeros(CHANNELS, CONFIG.images, 2, TinyClip.dim)
    for number in range(CONFIG.images):
        for part in parts(pair.generator, CONFIG.batch):
            seen = pair.seen(probes(random_styles(pair.generator, CONFIG, number), part, known, CONFIG.shift))
            embeddings[part.row : part.row + part.channels, number] = torch.stack(seen.chunk(2), dim=1)
    torch.testing.assert_close(found.fs3, channel_relevance(embeddings))
    torch.testing.assert_close(found.consistency, channel_consistency(embeddings))
    assert (found.layers, found.sizes) == (("conv1", "convs.0", "convs.1"), (4, 4, 3))
    assert (found.generator, found.clip, found.images, found.samples) == ("tiny", "tiny-clip", 2, 64)


@pytest.mark.parametrize("step", [1, 3, 5, 6, BATCHES])
def test_a_stopped_measurement_goes_on_to_the_same_numbers(step: int) -> None:
    kept: list[PartialRelevance] = []

    def stop(progress: Progress) -> None:
        if "seconds_left" in progress.metrics and progress.step == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        relevance_of(subject(), CONFIG, stop, keep=lambda partial: kept.append(deepcopy(partial)))
    assert kept[-1].parts == step
    told: list[Progress] = []
    found = relevance_of(subject(), CONFIG, told.append, kept[-1])
    assert [each.step for each in told] == list(range(step + 1, BATCHES + 1))
    assert_same(found, relevance_of(subject(), CONFIG))


def test_the_number_of_faces_may_change_on_the_way() -> None:
    kept: list[PartialRelevance] = []
    first = relevance_of(subject(), replace(CONFIG, images=1), keep=lambda partial: kept.append(deepcopy(partial)))
    assert_same(relevance_of(subject(), CONFIG, start=kept[-1]), relevance_of(subject(), CONFIG))
    assert not torch.equal(first.fs3, relevance_of(subject(), CONFIG).fs3)


@pytest.mark.parametrize("parts_done", [6, BATCHES])
def test_faces_that_were_begun_are_finished_though_fewer_are_wanted(parts_done: int) -> None:
    kept: list[PartialRelevance] = []
    whole = relevance_of(subject(), CONFIG, keep=lambda partial: kept.append(deepcopy(partial)))
    found = relevance_of(subject(), replace(CONFIG, images=1), start=kept[parts_done - 1])
    assert_same(found, whole)


def test_progress_counts_to_the_end_and_tells_the_time_left() -> None:
    told: list[Progress] = []
    relevance_of(subject(), CONFIG, told.append)
    assert [each.stage.split()[0] for each in told[:3]] == ["Measuring", "Measuring", "Measuring"]
    probing = told[3:]
    assert [each.step for each in probing] == list(range(1, BATCHES + 1))
    assert {each.total for each in probing} == {BATCHES}
    assert all(each.metrics["seconds_left"] > 0 for each in probing[:-1])
    assert probing[-1].metrics["seconds_left"] == 0
    assert (probing[0].stage, probing[-1].stage) == ("Face 1 of 2", "Face 2 of 2")


@pytest.mark.parametrize("changes", [{"shift": 4.0}, {"seed": 1}, {"batch": 2}, {"samples": 63}])
def test_a_measurement_does_not_go_on_with_other_settings(changes: dict[str, float]) -> None:
    start = begun(subject(), CONFIG)
    with pytest.raises(InputError, match="begin anew"):
        relevance_of(subject(), replace(CONFIG, **changes), start=start)


@pytest.mark.parametrize("changes", [{"generator": "other"}, {"clip": "other"}, {"sums": torch.zeros(CHANNELS, 7)}])
def test_a_measurement_does_not_go_on_with_other_models(changes: dict[str, object]) -> None:
    start = replace(begun(subject(), CONFIG), **changes)
    with pytest.raises(InputError, match="begin anew"):
        relevance_of(subject(), CONFIG, start=start)


def test_sliders_mean_what_half_their_range_changes() -> None:
    pair = subject()
    found = slider_directions(pair, CONFIG)
    assert list(found) == ["age"]  # the other one changes nothing
    z = torch.randn(CONFIG.slider_faces, SHAPE.style_dim, generator=torch.Generator().manual_seed(CONFIG.seed + 2))
    codes = random_codes(pair.generator, z, CONFIG.truncation_psi)
    assert pair.directions is not None
    lower, upper = (functional.normalize(pair.seen(pair.generator.styles(pair.directions.moved(codes, {"age": value}))))
                    for value in (-1.0, 2.0))  # fmt: skip
    expected = functional.normalize(functional.normalize(upper - lower, dim=1).mean(dim=0), dim=0)
    torch.testing.assert_close(found["age"], expected, atol=1e-4, rtol=1e-4)
    assert slider_directions(replace(pair, directions=None), CONFIG) == {}
