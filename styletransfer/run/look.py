"""The look of one finished picture as a table of colours, which other programs and other photographs can use."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.lut import Lut, apply_lut, fit_lut
from styletransfer.run.regions import reduced

SIDE = 1024
"""Longest side at which a table is fitted, px; it holds no detail that more pixels would add."""


def look_pair(content: ImageSource, result: ImageSource) -> tuple[Tensor, Tensor]:
    """Return a photograph and what was made of it, (1, 3, H, W) each, at the size at which a table is fitted.

    Args:
        content: the photograph.
        result: the finished picture of the same shape.
    Raises:
        ImageError: one of them cannot be read.
    """
    return reduced(open_image(content), SIDE), reduced(open_image(result), SIDE)


def look_of(content: ImageSource, result: ImageSource) -> Lut:
    """Fit the one table of colours that comes closest to turning a photograph into what was made of it.

    Args:
        content: the photograph.
        result: the finished picture of the same shape.
    Raises:
        ImageError: one of them cannot be read.
    """
    return fit_lut([look_pair(content, result)])


def with_table(
    lut: Lut, picture: Picture, strength: float = 1.0, weights: NDArray[np.floating[Any]] | None = None
) -> Picture:
    """Give a picture the colours of a table, at its own size and depth; a recipe it carries no longer describes it.

    Args:
        lut: the table.
        picture: any picture; its alpha stays.
        strength: 0 (the picture) … 1 (the table).
        weights: (H, W) in [0, 1], where the table counts, or None for everywhere.
    Raises:
        InputError: the weights have another size.
    """
    return replace(picture, pixels=apply_lut(lut, picture.pixels, strength, weights), recipe=None)
