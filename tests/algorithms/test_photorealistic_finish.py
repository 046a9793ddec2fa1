"""Light, skin and the way to full size."""

import numpy as np
import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.algorithms.photorealistic_finish import finished, graded, protect_skin
from styletransfer.errors import Cancelled
from styletransfer.imaging.color import luminance
from styletransfer.imaging.io import Picture


def photograph(size: tuple[int, int] = (48, 64)) -> Tensor:
    coarse = torch.rand(1, 3, 6, 8, generator=torch.Generator().manual_seed(0))
    return torch.nn.functional.interpolate(coarse, size, mode="bicubic").clamp(0.05, 0.95)


def edit(content: Tensor) -> Tensor:
    return (content * torch.tensor([0.9, 0.7, 0.5]).view(1, 3, 1, 1) + 0.1).clamp(0, 1)


def test_colours_only_keeps_the_light() -> None:
    content = photograph()
    found = graded(content, edit(content), PhotorealisticConfig(light=0), None)
    torch.testing.assert_close(luminance(found), luminance(content), atol=1e-4, rtol=0)
    assert (found - content).abs().max() > 0.05


def test_protected_places_keep_their_hue() -> None:
    content = photograph()
    weights = torch.zeros(1, 1, 48, 64)
    weights[..., :32] = 1
    found = graded(content, edit(content), PhotorealisticConfig(), weights)
    chroma = found - luminance(found)
    own = content - luminance(content)
    assert (chroma - own)[..., :32].abs().mean() < 0.25 * (edit(content) - luminance(edit(content)) - own).abs().mean()
    torch.testing.assert_close(found[..., 32:], edit(content)[..., 32:])


def test_nothing_to_protect() -> None:
    assert protect_skin(photograph(), 0.0, None) is None
    assert protect_skin(torch.zeros(1, 3, 48, 64), 1.0, torch.zeros(1, 1, 6, 8)) is None


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("structure", [0.0, 0.3, 1.0])
def test_full_size_has_the_photographs_size_and_depth(bits: int, structure: float) -> None:
    full = photograph((96, 131))
    small = torch.nn.functional.interpolate(full, (48, 65), mode="area")
    pixels = Picture.from_tensor(full, bits=bits).pixels  # type: ignore[arg-type]
    found = finished(pixels, small, edit(small), PhotorealisticConfig(structure=structure))
    assert found.shape == pixels.shape
    assert found.dtype == pixels.dtype
    expected = Picture.from_tensor(edit(full), bits=bits).pixels.astype(float)  # type: ignore[arg-type]
    assert np.abs(found.astype(float) - expected).mean() < 0.02 * np.iinfo(found.dtype).max


def test_no_structure_at_equal_size_is_what_was_drawn() -> None:
    content = photograph()
    drawn = torch.rand(1, 3, 48, 64, generator=torch.Generator().manual_seed(1))
    pixels = Picture.from_tensor(content).pixels
    found = finished(pixels, content, drawn, PhotorealisticConfig(structure=0))
    assert np.array_equal(found, Picture.from_tensor(drawn).pixels)


def test_it_can_be_cancelled_between_stripes() -> None:
    content = photograph()

    def stop() -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        finished(Picture.from_tensor(content).pixels, content, edit(content), PhotorealisticConfig(), stop)
