"""Texts become directions of StyleSpace: thresholds, strength, layers, explanations, and what is refused."""

from dataclasses import replace

import pytest
import torch

from styletransfer.algorithms.text_directions import (
    StyleDirection,
    direction_of,
    explained,
    moved,
    style_direction,
    text_direction,
)
from styletransfer.errors import InputError, PromptError
from tests.algorithms.tiny_text import CHANNELS, TinyClip, generator, relevance


def along(channel: int, beta: float = 0.0, **changes: object) -> StyleDirection:
    """Return the direction of a text that means exactly what a channel does."""
    known = relevance(**changes)
    return style_direction(known, known.fs3[channel], beta)


def test_a_text_s_direction_is_a_unit_vector_and_turns_round_with_its_ends() -> None:
    there, back = text_direction(TinyClip(), "old", "young"), text_direction(TinyClip(), "young", "old")
    assert float(there.norm()) == pytest.approx(1)
    torch.testing.assert_close(there, -back)


def test_braces_of_a_prompt_are_only_text() -> None:
    class Listening(TinyClip):
        def encode_text(self, texts: list[str]) -> torch.Tensor:
            assert texts == ["a {0} {x}", "a photo of a {0} {x}", "b", "a photo of b"]
            return super().encode_text(texts)

    text_direction(Listening(), "a {0} {x}", "b")


@pytest.mark.parametrize("scale", [1.0, 7.0])
def test_texts_that_mean_the_same_are_refused(scale: float) -> None:
    target = torch.randn(3, 5)
    with pytest.raises(PromptError, match="mean the same"):
        direction_of(target, target * scale + 1e-6)


def test_the_channel_that_means_the_text_moves_one_deviation() -> None:
    found, known = along(2), relevance()
    assert float(found.offsets[2]) == pytest.approx(float(known.deviation[2]))
    assert found.match == pytest.approx(1)
    assert found.channels == CHANNELS
    assert float((found.offsets / known.deviation).abs().max()) == pytest.approx(1)


def test_moves_of_a_file_take_the_place_of_the_relevance() -> None:
    known = relevance()
    moves = torch.randn(known.fs3.shape, generator=torch.Generator().manual_seed(8))
    delta, scale = known.fs3[2], 0.25
    amounts = moves @ delta
    for beta in (0.0, 0.3, 0.9):
        found = style_direction(replace(known, moves=moves, scale=scale), delta, beta)
        kept = torch.where(amounts.abs() >= beta * amounts.abs().max(), amounts, 0)
        torch.testing.assert_close(found.offsets, kept * scale * known.deviation)
        assert found.channels == int((kept != 0).sum())
        assert found.match == style_direction(known, delta, beta).match
    assert style_direction(replace(known, moves=moves), delta, 1.01).channels == 0


def test_a_scale_multiplies_what_is_added() -> None:
    torch.testing.assert_close(along(2, scale=0.5).offsets, 0.5 * along(2).offsets)


def test_a_threshold_leaves_weaker_channels_alone() -> None:
    relevances = relevance().fs3 @ relevance().fs3[2]
    for beta in (0.2, 0.5, 1.01):
        found = along(2, beta)
        assert (found.offsets != 0).tolist() == (relevances.abs() >= beta).tolist()
        assert found.channels == int((relevances.abs() >= beta).sum())
        assert found.match == pytest.approx(1)


def test_nothing_is_divided_by_zero() -> None:
    beyond = along(2, 1.5)
    assert beyond.channels == 0
    assert not beyond.offsets.any()
    across = style_direction(relevance(fs3=torch.eye(CHANNELS, 12), sliders={}), torch.eye(12)[11], 0.0)
    assert (across.match, across.channels, float(across.offsets.abs().sum())) == (0, 0, 0)


def test_consistent_channels_may_count_more() -> None:
    consistency = torch.full((CHANNELS,), 0.5)
    consistency[2] = 1.0
    plain, weighted = (along(2, consistency=consistency, weighted=flag) for flag in (False, True))
    assert plain.match == weighted.match == pytest.approx(1)
    ratio = weighted.offsets / plain.offsets
    torch.testing.assert_close(ratio, consistency)


@pytest.mark.parametrize(("length", "beta"), [(11, 0.1), (12, -0.1), (12, float("nan"))])
def test_directions_and_thresholds_of_another_kind_are_refused(length: int, beta: float) -> None:
    with pytest.raises(InputError):
        style_direction(relevance(), torch.ones(length), beta)


def test_styles_move_by_their_strengths_and_stay_as_they_were() -> None:
    network = generator()
    start = network.styles(torch.randn(2, network.num_ws, 6))
    copies = tuple(style.clone() for style in start)
    first, second = along(1), along(4, 0.3)
    found = moved(network.style_names, start, [(first, 2.0), (second, -1.0)])
    joined = torch.cat([style for name, style in zip(network.style_names, found, strict=True) if "rgb" not in name], 1)
    before = torch.cat([style for name, style in zip(network.style_names, start, strict=True) if "rgb" not in name], 1)
    torch.testing.assert_close(joined - before, (2 * first.offsets - second.offsets).expand(2, -1))
    for name, old, new, copy in zip(network.style_names, start, found, copies, strict=True):
        assert (new is old) == name.startswith("to_rgb")
        assert torch.equal(old, copy)


def test_only_some_layers_may_move() -> None:
    found = along(1).within(["convs.0"])
    assert not found.offsets[:4].any()
    assert found.offsets[4:8].all()
    assert not found.offsets[8:].any()
    assert found.channels == 4
    with pytest.raises(InputError, match=r"convs\.9"):
        along(1).within(["convs.9"])


@pytest.mark.parametrize(
    "changes", [{"layers": ("conv1", "convs.0", "convs.7")}, {"sizes": (3, 5, 3)}]
)  # fmt: skip
def test_directions_of_another_generator_are_refused(changes: dict[str, object]) -> None:
    network = generator()
    start = network.styles(torch.zeros(1, network.num_ws, 6))
    with pytest.raises(InputError, match="another generator"):
        moved(network.style_names, start, [(replace(along(1), **changes), 1.0)])


def test_a_prompt_is_explained_by_sliders() -> None:
    unit = torch.eye(12)
    sliders = {"age": unit[0], "smile": unit[1], "yaw": unit[2], "hair": unit[3]}
    known = relevance(sliders=sliders)
    delta = torch.nn.functional.normalize(torch.tensor([0.3, -0.8, 0.1, 0.5] + 8 * [0.0]), dim=0)
    assert [name for name, _ in explained(known, delta)] == ["smile", "hair", "age"]
    assert [name for name, _ in explained(known, delta, most=1)] == ["smile"]
    assert explained(known, delta)[0][1] == pytest.approx(float(delta[1]))
    assert explained(known, unit[11]) == ()
    assert explained(relevance(sliders={}), delta) == ()
