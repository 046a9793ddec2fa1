"""dlib's own file of a shape predictor: read it, write it, and round its leaves so that it compresses well.

The file is one stream of numbers. A whole number is a byte with its length (and the sign in the highest bit), then its
bytes, the lowest first. A real number is two whole ones, mantissa and exponent of two. A list starts with its length, a
column of numbers with its two sides, negated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SIGN = 0x80
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Splits (first pixel, second pixel, threshold) and what each leaf adds to the landmarks, (leaves, 136)."""

    splits: list[tuple[int, int, float]]
    leaves: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """A whole predictor: mean shape, trees by level, and the pixels of each level as a landmark and an offset."""

    mean: NDArray[np.float32]
    levels: list[list[Tree]]
    anchors: list[list[int]]
    offsets: list[list[tuple[float, float]]]

    def rounded(self, step: float) -> "Cascade":
        """Return the same cascade with leaves that are multiples of `step`."""
        levels = [[Tree(splits=tree.splits, leaves=(np.rint(tree.leaves / step) * step).astype(np.float32))
                   for tree in level] for level in self.levels]  # fmt: skip
        return Cascade(mean=self.mean, levels=levels, anchors=self.anchors, offsets=self.offsets)


def read(stream: bytes) -> Cascade:
    """Read a predictor.

    Raises:
        ValueError: this is no shape predictor of dlib, or there is more behind it.
    """
    reader = _Reader(stream)
    if reader.whole() != _VERSION:
        raise ValueError("This is not a shape predictor of a known version.")
    mean = reader.column()
    levels = [[reader.tree() for _ in range(reader.whole())] for _ in range(reader.whole())]
    anchors = [[reader.whole() for _ in range(reader.whole())] for _ in range(reader.whole())]
    offsets = [[(reader.real(), reader.real()) for _ in range(reader.whole())] for _ in range(reader.whole())]
    if reader.at != len(stream):
        raise ValueError("There is something behind the shape predictor.")
    return Cascade(mean=mean, levels=levels, anchors=anchors, offsets=offsets)


def write(cascade: Cascade) -> bytes:
    """Write a predictor as dlib reads it."""
    return b"".join(_pieces(cascade))


class _Reader:
    def __init__(self, stream: bytes) -> None:
        self.stream, self.at = stream, 0

    def whole(self) -> int:
        control = self.stream[self.at]
        end = self.at + 1 + (control & 0x0F)
        value = int.from_bytes(self.stream[self.at + 1 : end], "little")
        self.at = end
        return -value if control & _SIGN else value

    def real(self) -> float:
        mantissa = self.whole()
        return float(mantissa * 2.0 ** self.whole())

    def column(self) -> NDArray[np.float32]:
        rows, columns = -self.whole(), -self.whole()
        return np.array([self.real() for _ in range(rows * columns)], dtype=np.float32)

    def tree(self) -> Tree:
        splits = [(self.whole(), self.whole(), self.real()) for _ in range(self.whole())]
        return Tree(splits=splits, leaves=np.stack([self.column() for _ in range(self.whole())]))


def _pieces(cascade: Cascade) -> Iterator[bytes]:
    yield _whole(_VERSION)
    yield _column(cascade.mean)
    yield _whole(len(cascade.levels))
    for level in cascade.levels:
        yield _whole(len(level))
        for tree in level:
            yield _whole(len(tree.splits))
            yield from (_whole(first) + _whole(second) + _real(threshold) for first, second, threshold in tree.splits)
            yield _whole(len(tree.leaves))
            yield from (_column(leaf) for leaf in tree.leaves)
    yield _whole(len(cascade.anchors))
    for anchors in cascade.anchors:
        yield _whole(len(anchors))
        yield from map(_whole, anchors)
    yield _whole(len(cascade.offsets))
    for offsets in cascade.offsets:
        yield _whole(len(offsets))
        yield from (_real(x) + _real(y) for x, y in offsets)


def _whole(value: int) -> bytes:
    size = max(1, (abs(value).bit_length() + 7) // 8)
    return bytes([size | (_SIGN if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


def _real(value: float) -> bytes:
    numerator, denominator = float(value).as_integer_ratio()
    exponent = 1 - denominator.bit_length()  # the denominator is a power of two
    while numerator and numerator % 2 == 0:
        numerator, exponent = numerator // 2, exponent + 1
    return _whole(numerator) + _whole(exponent)


def _column(values: NDArray[np.float32]) -> bytes:
    return _whole(-len(values)) + _whole(-1) + b"".join(_real(value) for value in values.tolist())
