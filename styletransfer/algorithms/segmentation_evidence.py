"""What a superpixel *is*, put into numbers that two pictures share: place, texture, deep features, kind of thing.

Each column is scaled so that a squared distance of about 1 is a small difference. Colour enters mostly relative to its
picture, because the same thing has another colour by day and by night.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styletransfer.algorithms.segmentation_features import DEEP_TAPS, Array, Patches

_DEEP_AXES = 8
_HEIGHT = 2.8
_HEIGHT_IF_PARSED = 0.7
_SIDE = 0.8
_FRAME = 1.2
_SKY = 3.0
_SCENE = 3.0
_SKIN = 3.5
_KIND_SHARE = 0.03
_BRIGHTNESS = 0.6
_RELATIVE = 0.25
_ABSOLUTE = 0.3
_DEEP = (0.8, 1.2, 1.2)
_GREY = 4.0
"""Mean chroma of a picture below which its hues say nothing."""
_FINE, _UPRIGHT, _WIDE = 0.5, 0.8, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One picture, ready for matching.

    Attributes:
        patches: its superpixels.
        sky: probability of sky, (n,).
        scene: probabilities of the classes of a scene parser, (n, K), or None.
        person: its probability of a person, (n,), or None.
    """

    patches: Patches
    sky: Array
    scene: Array | None = None
    person: Array | None = None


def shared_features(pair: Sequence[Evidence]) -> list[Array]:
    """Return what a superpixel is, (n, C) a picture, scaled so that a squared distance of 1 is a small difference."""
    known = 1.0 if pair[0].scene is None or pair[1].scene is None else _HEIGHT_IF_PARSED
    simple = [
        np.column_stack([
            _HEIGHT * known * one.patches.place[:, 0],
            _SIDE * np.abs(one.patches.place[:, 1] - 0.5),
            _FRAME * one.patches.distance[:, 2],
            *_texture(one.patches),
            *_colour(one.patches),
        ])
        for one in pair
    ]  # fmt: skip
    deep = _deep([one.patches for one in pair])
    sky = [_SKY * column for column in _common([one.sky[:, None] for one in pair], pair)]
    skin = [_SKIN * column for column in _common([_skin(one)[:, None] for one in pair], pair)]
    scene = [np.zeros((one.patches.count, 0)) for one in pair]
    parsed = [one.scene for one in pair if one.scene is not None]
    if len(parsed) == len(pair):
        scene = [_SCENE * np.sqrt(columns) for columns in _common(parsed, pair)]
    return [np.concatenate(columns, axis=1) for columns in zip(simple, deep, sky, skin, scene, strict=True)]


def _skin(one: Evidence) -> Array:
    """Return how likely a superpixel is skin, (n,): by its hue, in a grey picture by its brightness in a person."""
    patches = one.patches
    lightness, red, yellow = patches.lab.T
    chroma = np.hypot(red, yellow)
    if one.person is not None and patches.share @ chroma < _GREY:
        weight = patches.share * one.person
        middle = float(weight @ lightness) / max(float(weight.sum()), 1e-9)
        return np.asarray(one.person / (1 + np.exp((middle - lightness) / 6)))
    off_hue = (np.degrees(np.arctan2(yellow, red)) - 50) / 18
    too_pale, too_strong = np.clip((14 - chroma) / 5, 0, None), np.clip((chroma - 40) / 10, 0, None)
    likely = np.exp(-(off_hue**2) - too_pale**2 - too_strong**2) * np.clip((lightness - 20) / 20, 0, 1)
    return np.asarray(likely * (0.4 if one.person is None else one.person))


def _common(columns: Sequence[Array], pair: Sequence[Evidence]) -> list[Array]:
    """Fade out the kinds of thing that only one picture shows: they must find company by their other traits."""
    shares = np.stack([one.patches.share @ column for one, column in zip(pair, columns, strict=True)])
    known = np.clip(shares.min(axis=0) / _KIND_SHARE, 0, 1) ** 2
    return [column * known for column in columns]


def _texture(patches: Patches) -> list[Array]:
    middle = patches.share @ patches.texture
    fine, upright, wide = (patches.texture - 0.6 * middle).T
    return [_FINE * fine, _UPRIGHT * upright, _WIDE * wide]


def _colour(patches: Patches) -> list[Array]:
    """Return brightness and colour against the picture's own, half of the difference between pictures removed."""
    middle = patches.share @ patches.lab
    deviation = np.sqrt(patches.share @ (patches.lab - middle) ** 2)
    relative = (patches.lab - middle) / np.maximum(deviation, (8.0, 4.0, 4.0))
    absolute = patches.lab / 25
    return [_BRIGHTNESS * relative[:, 0], *(_ABSOLUTE * absolute[:, 1:].T), *(_RELATIVE * relative[:, 1:].T)]


def _deep(pictures: Sequence[Patches]) -> list[Array]:
    """Return the main axes of the deep features of both pictures, mostly relative to each picture's mean."""
    found: list[list[Array]] = [[] for _ in pictures]
    for tap, weight in zip(DEEP_TAPS, _DEEP, strict=True):
        centred = [one.deep[tap] - 0.8 * (one.share @ one.deep[tap]) for one in pictures]
        joint = np.concatenate(centred)
        joint = joint - joint.mean(axis=0)
        scale, axes = np.linalg.eigh(joint.T @ joint / len(joint))
        kept = axes[:, ::-1][:, :_DEEP_AXES]
        size = np.sqrt(max(float(scale[::-1][:_DEEP_AXES].sum()), 1e-4))
        for collected, values in zip(found, centred, strict=True):
            collected.append(weight / size * (values @ kept))
    return [np.concatenate(columns, axis=1) for columns in found]


def plain_looks(patches: Patches) -> Array:
    return np.column_stack([patches.lab / 8, patches.texture[:, [0, 2]] / 0.35])
