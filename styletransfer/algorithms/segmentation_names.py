"""What to call a region: by the classes of a scene parser where there is one, by simple looks otherwise.

Without a parser only what can be told with some confidence gets a name; the rest is described by its brightness.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styletransfer.algorithms.segmentation_features import Array, Patches

_CONFIDENT = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """One region in one picture, averaged over its superpixels.

    Attributes:
        share: of the picture's area.
        lab: mean colour.
        height: 0 at the top of the picture, 1 at its bottom.
        rough: log of the gradient.
        sky: probability of sky.
        scene: probabilities of a parser's classes, or None.
    """

    share: float
    lab: Array
    height: float
    rough: float
    sky: float
    scene: Array | None


def looks(patches: Patches, weights: Array, sky: Array, scene: Array | None) -> Looks | None:
    """Average over a region, given its probability at each superpixel; None when the picture has none of it."""
    area = patches.share * weights
    total = float(area.sum())
    if total < 1e-4:
        return None
    area = area / total
    return Looks(
        share=total,
        lab=area @ patches.lab,
        height=float(area @ patches.place[:, 0]),
        rough=float(area @ patches.texture[:, 2]),
        sky=float(area @ sky),
        scene=None if scene is None else area @ scene,
    )


def name(seen: Sequence[Looks], classes: Sequence[str] = ()) -> str:
    """Name a region from how it looks where it was seen (one or two pictures)."""
    total = sum(one.share for one in seen)
    parsed = [one for one in seen if one.scene is not None]
    if parsed and classes:
        odds = sum((one.share * one.scene for one in parsed if one.scene is not None), np.zeros(len(classes)))
        odds = odds / odds.sum()
        if odds.max() >= _CONFIDENT:
            return classes[int(odds.argmax())]
    if sum(one.share * one.sky for one in seen) / total > 0.5:
        return "sky"
    votes: Counter[str] = Counter()
    for one in seen:
        votes[_guess(one)] += one.share / total  # type: ignore[assignment]
    best, share = votes.most_common(1)[0]
    if best and share > 0.5:
        return best
    return _brightness(sum(one.share * float(one.lab[0]) for one in seen) / total)


def distinct(names: Sequence[str]) -> list[str]:
    """Number the names that occur more than once, in order; described regions always carry a number."""
    often = Counter(names)
    seen: Counter[str] = Counter()
    result = []
    for one in names:
        seen[one] += 1
        result.append(f"{one} {seen[one]}" if often[one] > 1 or one.endswith(" region") else one)
    return result


def _guess(one: Looks) -> str:
    """Guess from colour, place and texture; an empty word when nothing speaks clearly."""
    lightness, green, yellow = one.lab
    chroma = float(np.hypot(green, yellow))
    hue = float(np.degrees(np.arctan2(yellow, green))) % 360
    if chroma > 12 and 95 < hue < 165 and one.rough > 0.4:
        return "vegetation"
    if one.height > 0.6 and chroma > 8 and 190 < hue < 290 and one.rough < 1.2:
        return "water"
    if 12 < chroma < 40 and 25 < hue < 75 and 35 < lightness < 85 and one.rough < 0.6 and one.height < 0.7:
        return "skin"
    return ""


def _brightness(lightness: float) -> str:
    if lightness < 30:
        return "dark region"
    return "bright region" if lightness > 65 else "mid-tone region"
