"""Glasses, beards and hats: how much a portrait looks like those whose names say so.

Names tell of a few dozen portraits only. A ridge regression on the compact perceptual network's features of one part
of the face tells them from portraits of groups that hardly ever show the thing, and then scores all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.face_scores.name_facts import NameFacts

Array = NDArray[np.float64]

RIDGE = 1.0
FOLDS = 5
CHILD = 14  # years
PLAIN_GROUPS = (
    "variability_age", "variability_expression", "variability_ethnicity", "variability_hair_color",
    "variability_hair_style", "Hair-Style-x-Sex", "Makeup", "Eye-Color", "Hair-Style",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Where a thing is looked for (centre x, y, side, in sides of the frame) and which facts of its name show it."""

    square: tuple[float, float, float]
    signs: tuple[str, ...]


LIKENESSES: Mapping[str, Likeness] = {
    "glasses": Likeness(square=(0.5, 0.48, 0.5), signs=("clear", "dark")),
    "beard": Likeness(square=(0.5, 0.80, 0.5), signs=("full", "goatee")),
    "hat": Likeness(square=(0.5, 0.20, 0.7), signs=()),
}


def examples(thing: str, names: Sequence[str], facts: Sequence[NameFacts]) -> NDArray[np.int64]:
    """Tell by name alone which portraits show a thing (1), which hardly can (-1), and which may or may not (0)."""
    found = []
    for name, fact in zip(names, facts, strict=True):
        shown = fact.hat if thing == "hat" else getattr(fact, thing) in LIKENESSES[thing].signs
        if thing == "beard":
            never = fact.sex == "female" or fact.beard == "shaven" or (fact.age is not None and fact.age < CHILD)
        else:
            never = any(f"/{group}_" in name for group in PLAIN_GROUPS)
        found.append(1 if shown else -int(never))
    return np.array(found)


def likeness(features: Array, known: NDArray[np.int64]) -> Array:
    """Score portraits by their features, (N,); 1 is like the positive examples and -1 like the others.

    An example's own score comes from a regression that left it out. Both kinds of examples weigh alike.

    Args:
        features: (N, D).
        known: (N,), 1, -1 or 0 for unknown.
    Raises:
        ValueError: there are fewer than five examples of a kind.
    """
    counts = [int((known == kind).sum()) for kind in (1, -1)]
    if min(counts) < FOLDS:
        raise ValueError(f"{counts[0]} and {counts[1]} examples are too few; {FOLDS} of each kind are the least")
    scaled = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-6)
    products = scaled @ scaled.T / scaled.shape[1]
    examples_at = np.flatnonzero(known)
    scores = products[:, examples_at] @ _dual(products, known, examples_at)
    order = np.random.default_rng(0).permutation(examples_at)
    for part in range(FOLDS):
        left_out, others = order[part::FOLDS], np.setdiff1d(order, order[part::FOLDS])
        scores[left_out] = products[np.ix_(left_out, others)] @ _dual(products, known, others)
    return np.asarray(scores)


def _dual(products: Array, known: NDArray[np.int64], chosen: NDArray[np.int64]) -> Array:
    signs = known[chosen]
    weights = np.where(signs > 0, 0.5 / (signs > 0).sum(), 0.5 / (signs < 0).sum()) * len(signs)
    return np.linalg.solve(products[np.ix_(chosen, chosen)] + RIDGE * np.diag(1 / weights), signs.astype(np.float64))
