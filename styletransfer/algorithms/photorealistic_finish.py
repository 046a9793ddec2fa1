"""From what the network drew to the finished photograph: light, skin and fine structure.

The network works at a reduced size. Its result says which colours belong where; edges, textures and noise belong to
the photograph. A local affine map from the photograph's colours to the result's is fitted at the reduced size and
applied to the photograph at its own size, stripe by stripe.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.imaging.color import luminance, with_luminance
from styletransfer.imaging.picture import Picture
from styletransfer.imaging.skin import skin_weights
from styletransfer.ops.local_affine import Pixels, apply_local_affine, fit_local_affine, restore_full_size

_WIDEST = 3  # doublings of the finest window between following the network and following the photograph
_REPORTS = 10
_FAINT = 1e-3  # squared contrast below which a texture may be noise and is not strengthened on its own


def protect_skin(content: Tensor, amount: float, person: Tensor | None) -> Tensor | None:
    """Find the skin of people.

    Args:
        content: photograph (1, 3, H, W), sRGB, [0, 1].
        amount: 0 … 1, how far it keeps its colour.
        person: probability that a place shows a person, (1, 1, h, w), or None when nobody can tell.
    Returns:
        Where the photograph's own colour is kept, (1, 1, H, W) in [0, 1], 1 keeps it whole; or None when nothing is to
        be protected.
    """
    if amount <= 0:
        return None
    weights = skin_weights(content, person) * amount
    return weights if float(weights.max()) > 0.02 else None


def graded(content: Tensor, result: Tensor, config: PhotorealisticConfig, skin: Tensor | None) -> Tensor:
    """Apply what is decided about light and skin to the network's result.

    Args:
        content: photograph (1, 3, H, W), sRGB, [0, 1].
        result: what the network drew, (1, 3, H, W), any range.
        config: `light` is used.
        skin: what `protect_skin` found.
    Returns:
        (1, 3, H, W) in [0, 1].
    """
    result = result.clamp(0, 1)
    if config.light < 1:
        own_light = with_luminance(result, luminance(content))
        result = torch.lerp(own_light, result, config.light)
    if skin is not None:
        # Skin takes the new light, but half as far, and keeps its hue: a face in another scene's light is still a face.
        light = torch.lerp(luminance(content), luminance(result), 0.5)
        result = torch.lerp(result, with_luminance(content, light), skin)
    return result.clamp(0, 1)


def finished(
    pixels: Pixels,
    content: Tensor,
    result: Tensor,
    config: PhotorealisticConfig,
    on_stripe: Callable[[], None] = lambda: None,
) -> Pixels:
    """Bring a result to the photograph's own size.

    Args:
        pixels: the photograph, (H, W, 3), 8 or 16 bits.
        content: the same at the network's size, (1, 3, h, w), sRGB, [0, 1].
        result: what became of it there, (1, 3, h, w), [0, 1].
        config: `structure` is used; at 0 a photograph no larger than the network's picture is taken as drawn.
        on_stripe: called now and then; raise `Cancelled` from it to stop.
    Returns:
        (H, W, 3) of the same type.
    """
    if config.structure == 0 and pixels.shape[:2] == tuple(content.shape[-2:]):
        bits = 16 if pixels.dtype == np.uint16 else 8
        return Picture.from_tensor(result, bits=bits).pixels  # type: ignore[arg-type]
    fitted = _followed(content, result, config.structure)
    reported = 0

    def report(share: float) -> None:
        nonlocal reported
        if share * _REPORTS >= reported + 1:
            reported = int(share * _REPORTS)
            on_stripe()

    return restore_full_size(fitted, pixels, on_stripe=report)


def _followed(content: Tensor, result: Tensor, structure: float) -> Tensor:
    """Fit the edit; what its maps cannot explain is added to them as far as the structure may leave the photograph."""
    fitted = fit_local_affine(content, result, radius=round(2 ** (_WIDEST * structure)), epsilon=_FAINT)
    size = (int(content.shape[-2]), int(content.shape[-1]))
    explained = apply_local_affine(fitted, content, rows=(0, size[0]), full_size=size)
    rest = (result - explained)[0].cpu() * (1 - structure)
    return torch.cat([fitted[:9], fitted[9:] + rest])
