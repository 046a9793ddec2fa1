"""Where the sky is, without a trained model.

Sky reaches the top of the picture without a sharp edge in between, is smooth and lies high. Patches for which that
holds beyond doubt teach the colours and textures of this picture's sky and of the rest, and the decision is repeated
with those, after the manner of GrabCut (Rother et al. 2004).
"""

import numpy as np

from styletransfer.algorithms.segmentation_features import Array, Patches
from styletransfer.algorithms.segmentation_smoothing import affinity, gaussian_cost, islands, smoothed

SMALLEST_SKY = 0.02
_ROUNDS = 4
_NEIGHBOURS = 2.0
_FAINT = 0.5
_LEAST_EDGE = 0.93
_SURE, _DENIED = 0.5, 0.08
_LEAST_TOP = 0.12  # of the picture's upper edge


def sky_probability(patches: Patches, parsed: Array | None = None) -> Array:
    """Tell how likely each superpixel shows sky.

    Args:
        patches: superpixels of one picture.
        parsed: what a scene parser says, (n,), when there is one; it then weighs more than the rest.
    Returns:
        (n,), [0, 1]; zeros for a picture that shows none.
    """
    nothing = np.zeros(patches.count)
    if patches.count < 4:
        return nothing
    evidence = _evidence(patches)
    trust = 3.0 if parsed is None else 1.2
    if parsed is not None:
        # A parser spreads its odds over many kinds: three tenths are as good as even.
        evidence = 0.5 * np.clip(evidence, -3, 3.5) + np.log((parsed + 0.02) / (1.02 - parsed)) + 0.85
    values = np.column_stack([patches.lab / 10, patches.texture[:, [0, 2]] * 2, patches.place[:, :1] * 2])
    table = affinity(patches)
    sky = 1 / (1 + np.exp(-evidence))
    for _ in range(_ROUNDS):
        if (sky * patches.share).sum() < SMALLEST_SKY or ((1 - sky) * patches.share).sum() < SMALLEST_SKY:
            return nothing
        above = gaussian_cost(values, patches.share * sky**2, floor=0.3)
        below = gaussian_cost(values, patches.share * (1 - sky) ** 2, floor=0.3)
        likelihood = np.clip(below - above, -trust, trust)
        cost = np.stack([np.zeros(patches.count), -(evidence + likelihood)], axis=1)
        sky = smoothed(cost, table, _NEIGHBOURS)[:, 1]
        sky = _hanging(sky, patches)
    return sky if _plausible(sky, patches) and _confirmed(sky, patches, parsed) else nothing


def _evidence(patches: Patches) -> Array:
    """Return log odds from place, smoothness and the edges on the way to the picture's top and bottom."""
    top, bottom, _ = patches.distance.T
    reach = np.clip(1.5 - 12.0 * top, -3.0, 1.5)
    smooth = np.clip(3.0 * (1.4 - patches.texture[:, 2]), -3.0, 2.0)
    height = np.clip(5.0 * (0.5 - patches.place[:, 0]), -2.0, 1.0)
    bottom_edge = np.where(bottom < top, -2.0, 0.5)
    odds: Array = reach + smooth + height + bottom_edge - 1.5
    return odds


def _hanging(sky: Array, patches: Patches) -> Array:
    """Drop parts of the sky that do not reach the picture's top, unless they lie high and are all but certain."""
    parts = islands((sky > 0.5).astype(np.int64), patches)
    rooted = np.isin(parts, parts[(patches.touches[:, 0] > 0) & (sky > 0.5)])
    lone = (sky > 0.5) & ~rooted
    keep = lone & (patches.distance[:, 0] < 0.25) & (patches.place[:, 0] < 0.5)
    return np.where(lone & ~keep, 0.1, sky)


def _plausible(sky: Array, patches: Patches) -> bool:
    """Tell a sky from any other smooth backdrop: it is high, covers some of the upper edge, and is not green."""
    chosen = sky > 0.5
    share = float(patches.share[chosen].sum())
    if share < SMALLEST_SKY or float(patches.touches[chosen, 0].sum()) < _LEAST_TOP:
        return False
    weights = patches.share * chosen
    height = float(weights @ patches.place[:, 0]) / share
    if height > 0.45 or float(patches.touches[chosen, 1].sum()) > 0.3:
        return False
    _, green, blue = weights @ patches.lab / share
    return not (green < -12 and blue > 5)


def _confirmed(sky: Array, patches: Patches, parsed: Array | None) -> bool:
    """Ask the parser, if there is one, and the sky's border unless the parser is sure."""
    if parsed is None:
        return _parted(sky, patches)
    area = patches.share * (sky > 0.5)
    belief = float(area @ parsed) / float(area.sum())
    return belief > _SURE or (belief > _DENIED and _parted(sky, patches))


def _parted(sky: Array, patches: Patches) -> bool:
    """Tell whether most of the sky's border is an edge at all; a plain backdrop is cut anywhere."""
    above = sky[patches.edges] > 0.5
    border = above[:, 0] != above[:, 1]
    length = float(patches.length[border].sum())
    return length > 0 and float(patches.length[border] @ (patches.contrast[border] > _FAINT)) > _LEAST_EDGE * length
