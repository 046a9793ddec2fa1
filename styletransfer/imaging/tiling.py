"""Cut a picture into tiles with a margin, so that a network sees what it would see in the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

Box = tuple[int, int, int, int]
"""top, bottom, left, right in px; bottom and right are exclusive."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile.

    Attributes:
        core: the part this tile answers for; cores cover the picture without overlap.
        outer: core plus margin, cut at the picture's border.
    """

    core: Box
    outer: Box

    def core_in_outer(self, stride: int) -> tuple[slice, slice]:
        """Return rows and columns of the core inside a feature map of the outer part, at `stride` px a cell."""
        top, bottom, left, right = self.core
        above, _, before, _ = self.outer
        rows = slice((top - above) // stride, (bottom - above) // stride)
        return rows, slice((left - before) // stride, (right - before) // stride)

    @property
    def outer_slices(self) -> tuple[slice, slice]:
        """Rows and columns of the outer part in the picture."""
        top, bottom, left, right = self.outer
        return slice(top, bottom), slice(left, right)


def tiles(height: int, width: int, *, core: int, margin: int, stride: int) -> Iterator[Tile]:
    """Yield the tiles of a picture, row by row.

    Args:
        height, width: of the picture, px.
        core: side of a core, px; rounded up to a multiple of `stride`.
        margin: px around it; rounded up to a multiple of `stride`, so that pooling grids of a
            tile fall on those of the whole.
        stride: the coarsest pooling stride, px.
    """
    core, margin = (-(-value // stride) * stride for value in (core, margin))
    for top in range(0, height, core):
        for left in range(0, width, core):
            bottom, right = min(top + core, height), min(left + core, width)
            outer = (
                max(top - margin, 0),
                min(bottom + margin, height),
                max(left - margin, 0),
                min(right + margin, width),
            )
            yield Tile((top, bottom, left, right), outer)
