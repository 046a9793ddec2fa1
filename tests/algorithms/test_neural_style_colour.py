"""Whose colours the result has."""

from typing import Any

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.neural_style_colour import ColourKeeper, colours_only
from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.algorithms.neural_style_styles import Region, Style
from styletransfer.imaging.color import luminance

from .pictures import clouds, flat, noise

RED, BLUE = flat(20, 20, (0.9, 0.1, 0.1)), flat(20, 20, (0.1, 0.1, 0.9))


def keeper(colour: Any, photograph: Tensor, style: Tensor) -> ColourKeeper:
    return ColourKeeper(photograph, [Region(styles=[Style(image=style)])], NeuralStyleConfig(colour=colour))


def mean(image: Tensor) -> Tensor:
    return image.mean((0, 2, 3))


def test_the_style_mode_leaves_everything() -> None:
    photograph, style, painted = clouds(24, 32), noise(20, 20), noise(24, 32, 4)
    found = keeper("style", photograph, style)
    assert found.content is photograph
    assert found.regions[0].styles[0].image is style
    assert found.finish(painted, photograph) is painted


def test_luminance_paints_in_grey_and_keeps_the_chroma() -> None:
    photograph, style, painted = clouds(24, 32), noise(20, 20), noise(24, 32, 4)
    found = keeper("luminance", photograph, style)
    for grey in (found.content, found.regions[0].styles[0].image):
        assert torch.equal(grey[:, :1].expand_as(grey), grey)
    torch.testing.assert_close(found.content[:, :1], luminance(photograph))
    assert mean(found.regions[0].styles[0].image)[0] == pytest.approx(float(luminance(photograph).mean()), abs=0.02)
    result = found.finish(painted, photograph)
    torch.testing.assert_close(luminance(result), luminance(painted), rtol=0, atol=1e-5)


@pytest.mark.parametrize("colour", ["linear", "histogram"])
def test_the_style_is_recoloured(colour: str) -> None:
    photograph, style = clouds(40, 40) * 0.3 + torch.tensor([0.5, 0.3, 0.1]).view(1, 3, 1, 1), clouds(30, 30, 7)
    found = keeper(colour, photograph, style)
    assert found.content is photograph
    recoloured = found.regions[0].styles[0].image
    assert recoloured.shape == style.shape
    torch.testing.assert_close(mean(recoloured), mean(photograph), rtol=0, atol=0.02)
    # Its shapes stay: light places of the style are light places still.
    together = torch.corrcoef(torch.stack([luminance(recoloured).flatten(), luminance(style).flatten()]))
    assert together[0, 1] > 0.4


def test_statistics_start_has_the_colours_of_the_style() -> None:
    content, style = clouds(24, 32), clouds(20, 20, 8) * 0.3 + torch.tensor([0.6, 0.3, 0.0]).view(1, 3, 1, 1)
    found = keeper("style", content, style).in_style_colours(content)
    torch.testing.assert_close(mean(found), mean(style), rtol=0, atol=0.03)


def test_colours_only_takes_the_size_asked_for() -> None:
    found = colours_only(clouds(24, 32), [Region(styles=[Style(image=noise(20, 20))])], (48, 64), None)
    assert found.shape == (1, 3, 48, 64)
    assert 0 <= found.min() <= found.max() <= 1


def test_colours_only_keeps_shapes() -> None:
    content = clouds(24, 32)
    found = colours_only(content, [Region(styles=[Style(image=clouds(30, 30, 5))])], (24, 32), None)
    together = torch.corrcoef(torch.stack([found[0].mean(0).flatten(), content[0].mean(0).flatten()]))
    assert together[0, 1] > 0.7


def test_colours_only_by_region_and_kept_part() -> None:
    content = clouds(24, 36)
    left = torch.zeros(1, 1, 24, 36)
    left[..., :12] = 1
    right = left.flip(3)
    regions = [Region(styles=[Style(image=RED)], weights=left), Region(styles=[Style(image=BLUE)], weights=right)]
    found = colours_only(content, regions, (24, 36), 1 - left - right)
    torch.testing.assert_close(mean(found[..., :12]), mean(RED), rtol=0, atol=0.05)
    torch.testing.assert_close(mean(found[..., 24:]), mean(BLUE), rtol=0, atol=0.05)
    assert torch.equal(found[..., 12:24], content[..., 12:24])


def test_weights_mix_palettes() -> None:
    styles = [Style(image=RED, weight=3.0), Style(image=BLUE, weight=1.0)]
    found = colours_only(clouds(24, 32), [Region(styles=styles)], (24, 32), None)
    torch.testing.assert_close(mean(found), 0.75 * mean(RED) + 0.25 * mean(BLUE), rtol=0, atol=0.06)
