"""Regions of two pictures that correspond by construction: one clustering of the superpixels of both.

Two kinds of evidence are kept apart. What a thing *is* (place, texture, deep features, kind of thing) is shared by the
pictures and decides which clusters there are; what it *looks like* (colour) is learned for each picture on its own,
because the same thing has another colour by day and by night.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from styletransfer.algorithms.segmentation_evidence import Evidence, plain_looks, shared_features
from styletransfer.algorithms.segmentation_features import Array, Patches
from styletransfer.algorithms.segmentation_smoothing import affinity, gaussian_cost, islands, smoothed

Labels = NDArray[np.int64]

SMALLEST_SHARE = 0.015
_FIRST_CLUSTERS = 18
_ROUNDS = 4
_NEIGHBOURS = 3.0
_KIND = 0.5
_LOOKS = 0.5
_SAME = 2.2
"""Squared distance below which two clusters are one thing; the features are scaled to a few units a picture."""
_INDISTINCT = 1.5
"""Squared distance of colour and texture below which two clusters look the same."""
_LEAST_RATIO = 0.2
"""Least ratio of a region's shares in the two pictures: the statistics of a sliver lie."""
_STRANGERS = 9.0
"""Squared distance above which a cluster of one picture has no partner in the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Labels 0 … K - 1 of the superpixels of both pictures, and how far apart the labels are.

    Attributes:
        content, style: probability of each label, (n, K); each row adds up to 1.
        distance: between the labels as they appear in the content (rows) and in the style (columns), (K, K).
    """

    content: Array
    style: Array
    distance: Array


def match(content: Evidence, style: Evidence, regions: int) -> Match:
    """Divide both pictures into at most `regions` regions that correspond."""
    pair = (content, style)
    joint = _Joint(
        shared=np.concatenate(shared_features(pair)),
        plain=np.concatenate([plain_looks(one.patches) for one in pair]),
        weights=np.concatenate([content.patches.share, style.patches.share]),
        owner=np.repeat([0, 1], [content.patches.count, style.patches.count]),
    )
    labels = _merged(joint, _first_clusters(joint.shared, np.concatenate([content.sky, style.sky])), regions)
    odds = _refined(pair, joint.shared, labels)
    for _ in range(2):
        # Borders that moved may have left a region to one picture, or two regions alike.
        settled = np.concatenate([chance.argmax(axis=1) for chance in odds]).astype(np.int64)
        labels = _merged(joint, settled, regions)
        if len(np.unique(labels)) == len(np.unique(settled)):
            break
        odds = _refined(pair, joint.shared, labels)
    return Match(content=odds[0], style=odds[1], distance=_distances(joint.shared, odds, pair))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joint:
    """The superpixels of both pictures in one row.

    Attributes:
        shared: what each is, (n, C).
        plain: colour and texture alone, (n, 5), in units of a just noticeable step.
        weights: share of its picture's area, (n,).
        owner: 0 in the content, 1 in the style, (n,).
    """

    shared: Array
    plain: Array
    weights: Array
    owner: Labels


def _first_clusters(shared: Array, sky: Array) -> Labels:
    """Cluster the superpixels; what is sky stays one cluster, which no later merge can divide."""
    labels = np.zeros(len(shared), np.int64)
    ground = np.flatnonzero(sky <= 0.5)
    if len(ground) > 2:
        labels[ground] = fcluster(linkage(shared[ground], "ward"), _FIRST_CLUSTERS, "maxclust")
    elif len(ground):
        labels[ground] = 1
    return labels


def _merged(joint: _Joint, labels: Labels, regions: int) -> Labels:
    """Merge clusters until few enough are left that are different and that both pictures show."""
    if regions < 2:
        return np.zeros(len(labels), np.int64)
    while True:
        pair = _next_merge(joint, labels, regions)
        if pair is None:
            return np.unique(labels, return_inverse=True)[1].astype(np.int64)
        labels = np.where(labels == pair[1], pair[0], labels)


def _next_merge(joint: _Joint, labels: Labels, regions: int) -> tuple[int, int] | None:
    """Return the two clusters to merge next, or None when all that are left deserve their own region."""
    names = np.unique(labels)
    if len(names) < 2:
        return None
    member = (labels[:, None] == names) * joint.weights[:, None]  # (n, K)
    sizes = np.stack([member[joint.owner == picture].sum(axis=0) for picture in (0, 1)])
    squared = _squared(member.T @ joint.shared / member.sum(axis=0)[:, None])
    alike = _alike(joint, member)
    company = _company(sizes, squared)
    if np.isfinite(company).any():
        return _at_least(company, names)
    if len(names) > regions:
        mass = member.sum(axis=0)
        return _at_least(squared * (mass[:, None] * mass) / (mass[:, None] + mass), names)
    same = np.where((squared < _SAME) | alike, squared, np.inf)
    return _at_least(same, names) if np.isfinite(same).any() else None


def _squared(means: Array) -> Array:
    """Return squared distances between rows, infinite from a row to itself."""
    result: Array = ((means[:, None] - means) ** 2).sum(axis=2)
    np.fill_diagonal(result, np.inf)
    return result


def _alike(joint: _Joint, member: Array) -> NDArray[np.bool_]:
    """Tell which clusters look the same in each picture that has both: dividing them would change nothing."""
    result = np.ones((member.shape[1], member.shape[1]), bool)
    seen = np.zeros_like(result)
    for picture in (0, 1):
        own = member * (joint.owner == picture)[:, None]
        total = own.sum(axis=0)
        present = total >= SMALLEST_SHARE
        both = present[:, None] & present
        near = _squared(own.T @ joint.plain / np.maximum(total, 1e-9)[:, None]) < _INDISTINCT
        result &= near | ~both
        seen |= both
    return result & seen


def _company(sizes: Array, squared: Array) -> Array:
    """Return the cost of each merge that would give company to a cluster which only one picture shows enough of."""
    lonely = (sizes.min(axis=0) < SMALLEST_SHARE) | (sizes.min(axis=0) < _LEAST_RATIO * sizes.max(axis=0))
    fuller = sizes.argmax(axis=0)
    complement = lonely[:, None] & lonely & (fuller[:, None] != fuller)
    cost = squared * np.where(complement, 0.5, 1.0)
    return np.where((lonely[:, None] | lonely) & (cost < _STRANGERS), cost, np.inf)


def _at_least(cost: Array, names: Labels) -> tuple[int, int]:
    row, column = np.unravel_index(int(cost.argmin()), cost.shape)
    return int(names[row]), int(names[column])


def _refined(pair: Sequence[Evidence], shared: Array, labels: Labels) -> list[Array]:
    """Let colours, learned in each picture, and neighbours decide again (in the manner of GrabCut)."""
    first = pair[0].patches.count
    count = int(labels.max()) + 1
    hard = np.eye(count)[labels]
    odds = [hard[:first], hard[first:]]
    values = [shared[:first], shared[first:]]
    tables = [affinity(one.patches) for one in pair]
    if count == 1:
        return odds
    for _ in range(_ROUNDS):
        means = _centres(odds, values, pair)
        odds = [
            smoothed(_cost(one, own, chance, means), table, _NEIGHBOURS)
            for one, own, chance, table in zip(pair, values, odds, tables, strict=True)
        ]
    return [_without_islands(chance, one.patches) for chance, one in zip(odds, pair, strict=True)]


def _centres(odds: Sequence[Array], values: Sequence[Array], pair: Sequence[Evidence]) -> Array:
    weighted = [chance * one.patches.share[:, None] for chance, one in zip(odds, pair, strict=True)]
    total = sum((weight.sum(axis=0) for weight in weighted), np.zeros(odds[0].shape[1]))
    sums = sum(
        (weight.T @ own for weight, own in zip(weighted, values, strict=True)), np.zeros((1, values[0].shape[1]))
    )
    result: Array = sums / np.maximum(total, 1e-9)[:, None]
    return result


def _cost(one: Evidence, values: Array, odds: Array, means: Array) -> Array:
    """Return the cost of each label: what the superpixel is, and how its colour fits this picture's."""
    kind = _KIND * ((values[:, None] - means) ** 2).sum(axis=2)
    looks = np.column_stack([one.patches.lab / 10, one.patches.place * (3.0, 1.5), one.patches.texture[:, 2:]])
    present = one.patches.share @ odds
    colour = np.full_like(kind, 12.0)
    for label in np.flatnonzero(present >= SMALLEST_SHARE / 2):
        colour[:, label] = _LOOKS * gaussian_cost(looks, one.patches.share * odds[:, label], floor=0.2)
    colour -= colour.min(axis=1, keepdims=True)
    kind += np.minimum(colour, 6.0)
    return np.asarray(kind)


def _without_islands(odds: Array, patches: Patches) -> Array:
    """Give every part that is too small to be a region to the label it shares the longest border with."""
    labels = odds.argmax(axis=1).astype(np.int64)
    for _ in range(3):
        parts = islands(labels, patches)
        sizes = np.bincount(parts, patches.share)
        small = np.flatnonzero(sizes < SMALLEST_SHARE)
        if not len(small) or len(sizes) == 1:
            break
        for part in small[np.argsort(sizes[small], kind="stable")]:
            _absorb(int(part), parts, labels, patches)
    fixed = np.eye(odds.shape[1])[labels]
    agree = odds.argmax(axis=1) == labels
    return np.where(agree[:, None], odds, fixed)


def _absorb(part: int, parts: Labels, labels: Labels, patches: Patches) -> None:
    inside = parts[patches.edges] == part
    border = inside[:, 0] != inside[:, 1]
    if not border.any():
        return
    outer = np.where(inside[border, 0], patches.edges[border, 1], patches.edges[border, 0])
    softness = patches.length[border] / (1 + patches.contrast[border])
    labels[parts == part] = int(np.bincount(labels[outer], softness).argmax())


def _distances(shared: Array, odds: Sequence[Array], pair: Sequence[Evidence]) -> Array:
    """Return squared distances between the content's and the style's part of each label, infinite where absent."""
    first = pair[0].patches.count
    centres = []
    for chance, values, one in zip(odds, (shared[:first], shared[first:]), pair, strict=True):
        weight = chance * one.patches.share[:, None]
        total = weight.sum(axis=0)[:, None]
        centres.append(np.where(total > 1e-6, weight.T @ values / np.maximum(total, 1e-9), np.inf))
    with np.errstate(invalid="ignore"):
        squared = ((centres[0][:, None] - centres[1]) ** 2).sum(axis=2)
    return np.where(np.isnan(squared), np.inf, squared)
