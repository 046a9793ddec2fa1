"""One palette for many pictures, dithered so that what stays still does not flicker.

Colours are mixed from dots in a pattern that stays where it is (Knoll, "Pattern dithering", US patent 6606166,
expired): for every colour a set of palette entries is found whose average is nearly that colour, and the place of a
pixel in Bayer's matrix says which of them it shows. Dots that wander, as those of error diffusion do, make still parts
of an animation flicker.

Departures: errors of hue count more than those of brightness, and only a part of an error is made up for, which avoids
lone dots of strange colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.spatial import cKDTree

Pixels = NDArray[np.uint8]
Colours = NDArray[np.float64]

_ENTRIES = 255  # one is left to say that a pixel stays as it was
_BITS = 6  # of a channel that mixtures tell apart
_KINDS = 1 << 3 * _BITS
_STRENGTH = 0.6  # share of the error that the next dot makes up for: more is truer from afar and rougher from near
_RARE = 0.7  # power of a colour's count: rare colours, like those of lips, get more than their share of the palette
_ROUNDS = 8
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])
# Brightness, and red and blue against it, each as much as it is noticed.
_SEEN = np.array([[0.54, 1.06, 0.2], [1.05, -0.88, -0.17], [-0.3, -0.59, 0.89]]).T


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedPalette:
    """Colours that pictures have in common, and how all others are mixed from them.

    Attributes:
        colours: (P, 3), at most 255.
        mixtures: (2 ** 18, 16) for every colour of 6 bits a channel that occurs, the dots, dark ones first.
    """

    colours: Pixels
    mixtures: Pixels

    @classmethod
    def of(cls, pictures: Sequence[Pixels]) -> Self:
        """Choose the palette for pictures (H, W, 3)."""
        counts = np.zeros(_KINDS)
        for picture in pictures:
            counts += np.bincount(_kinds(picture).ravel(), minlength=_KINDS)
        occurring = np.flatnonzero(counts)
        wanted = _levels(occurring)
        colours = _settled(wanted, counts[occurring] ** _RARE)
        mixtures = np.zeros((_KINDS, _BAYER.size), dtype=np.uint8)
        mixtures[occurring] = _mixed(wanted, colours)
        return cls(colours=colours, mixtures=mixtures)

    def reduced(self, picture: Pixels) -> Image.Image:
        """Return one of the pictures in the colours of the palette."""
        height, width = picture.shape[:2]
        side = len(_BAYER)
        places = np.tile(_BAYER, (-(-height // side), -(-width // side)))[:height, :width]
        image = Image.fromarray(self.mixtures[_kinds(picture), places])
        image.putpalette(self.colours.tobytes())
        return image


def _kinds(picture: Pixels) -> NDArray[np.int64]:
    """Return one number (H, W) for the colour of a pixel at 6 bits a channel."""
    short = picture.astype(np.int64) >> (8 - _BITS)
    return np.asarray((short[..., 0] << 2 * _BITS) | (short[..., 1] << _BITS) | short[..., 2])


def _levels(kinds: NDArray[np.int64]) -> Colours:
    """Return the middle (K, 3) of each kind of colour."""
    short = np.stack([kinds >> 2 * _BITS, kinds >> _BITS, kinds], axis=1) & ((1 << _BITS) - 1)
    return np.asarray((short + 0.5) * (1 << (8 - _BITS)) - 0.5)


def _settled(wanted: Colours, weights: NDArray[np.float64]) -> Pixels:
    """Cut the colours (K, 3) into boxes, and let each box move to the middle of what is nearest to it (Lloyd 1982)."""
    strip = Image.fromarray(np.rint(wanted)[None].astype(np.uint8))
    boxes = np.asarray(strip.quantize(_ENTRIES, Image.Quantize.MEDIANCUT))[0]
    seen = wanted @ _SEEN
    for _ in range(_ROUNDS):
        total = np.bincount(boxes, weights=weights, minlength=_ENTRIES)
        sums = [np.bincount(boxes, weights=weights * channel, minlength=_ENTRIES) for channel in wanted.T]
        entries = np.stack(sums, axis=1)[total > 0] / total[total > 0, None]
        boxes = cKDTree(entries @ _SEEN).query(seen)[1]
    return np.unique(np.rint(entries).astype(np.uint8), axis=0)


def _mixed(wanted: Colours, colours: Pixels) -> Pixels:
    """Find the dots (K, 16) for each colour: each makes up for the error of those before it."""
    seen, entries = wanted @ _SEEN, colours @ _SEEN
    nearest, error = cKDTree(entries), np.zeros_like(seen)
    dots = np.empty((len(seen), _BAYER.size), dtype=np.int64)
    for place in range(_BAYER.size):
        _, dots[:, place] = nearest.query(seen + _STRENGTH * error)
        error += seen - entries[dots[:, place]]
    dark_first = np.argsort(entries[dots, 0], axis=1, kind="stable")
    return np.take_along_axis(dots, dark_first, axis=1).astype(np.uint8)
