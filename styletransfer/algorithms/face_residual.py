"""What changed in a painted face beyond motion, and how much of the photograph's own detail survives it.

With B the painted face before, moved as the edit moves it, A the painted edit, P the photograph moved alike and a bar
for local averages, the result is f(P̄) + f' · (P - P̄) + (A - Ā) - g' · (B - B̄). Here f takes P̄ along as B̄ went to Ā,
in brightness as a share of the way to black or to white and in colour as a share of brightness: dark hair turns darker
and not blue where the painting was of another colour, and bright skin does not burn out; f' and g' are the gains of
detail on P̄ and on B̄.

Where the painted structure was replaced, P's own must go, and A's takes its place. P̄ is then a smooth continuation of
P - B from the places around where structure stayed, as a membrane would continue it (Pérez et al., "Poisson image
editing", 2003). How far structure stayed is the slope of the regression of A on B in small windows (He et al., "Guided
image filtering", 2013).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from styletransfer.algorithms.face_smoothing import inner, most, smoothed, weighted_mean
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig

Plane = NDArray[np.float32]

# In pixels of a face of 256 px.
_SIDE = 256
_WINDOW = 3.5  # of the regression
_LIGHT = 4.0  # reach of the local averages
_EDGE = 10.0  # about how far from the head's edge its surroundings may come in
_NEAR, _FAR = 7.0, 24.0  # reaches of the continuation
# Shares of white.
_BLACK = 0.03  # added to what is divided
_COLOURFUL = 0.25  # brightness from which a painting's hue counts in full
_PALE = 0.05  # deviation of channels, as a share of brightness, below which there is no hue
_LIKE = 0.12  # difference between photograph and painting that may be of another part of the face
_FAINT = 0.012  # deviations of luma
_SMALL, _LARGE = 0.025, 0.08
_BESIDE = (0.08, 0.2)  # changes near the edge that are doubtful, and that surely show the surroundings
_MEAN = np.full((1, 3), 1 / 3, np.float32)
_STEEPEST = 1.5  # a stronger gain would show the photograph's noise
_OUTSIDE, _SKIPPED = 0.02, 4  # a cast is told by every so many pixels
_ENOUGH = 0.08  # of the picture, to tell a cast by
_CAST_SHARE = 0.7


def believed_change(
    before: Plane, after: Plane, photo: Plane, trust: Plane, config: FaceTransferConfig
) -> tuple[Plane, Plane]:
    """Split an edit into what the photograph loses and what is added.

    Args:
        before: the painted face, moved as the edit moves it (S, S, 3).
        after: the painted edit (S, S, 3).
        photo: the aligned photograph, moved alike (S, S, 3).
        trust: where paintings and photograph show the same, the head (S, S), 0 to 1; around it the edit is continued.
        config: how much of it is wanted.
    Returns:
        loss (S, S, 3), below 0 for a gain, and offset (S, S, 3), for result = (1 - loss) · photograph + offset.
    """
    # All but the painted detail is smooth: half the side is enough for it.
    halves = _halved(np.dstack([before, after, photo, trust]))
    smooth = _smooth_change(halves, config)
    kept, own, painted, taken = np.dsplit(_enlarged(smooth, before.shape[0]), (3, 6, 9))
    return 1 - kept, np.asarray(own + taken * after - painted * before, np.float32)


def _smooth_change(halves: Plane, config: FaceTransferConfig) -> Plane:
    """Find the smooth parts of the change.

    Args:
        halves: `before`, `after`, `photo` and `trust` (S, S, 10).
        config: how much is wanted.
    Returns:
        What is multiplied with the photograph, what is added, the share of `before` that is taken away, and the share
        of `after` that is added, (S, S, 10).
    """
    step = halves.shape[0] / _SIDE
    before, after, photo, certain = np.dsplit(halves, (3, 6, 9))
    trust = _same_place(before, after, certain[..., 0], step)
    # Beside the head there may be anything: only the head counts in the averages.
    old, new, own = np.dsplit(_averaged(np.dstack([before, after, photo]), trust, step), 3)
    gone = (trust * replaced(before, after, step) * min(1.0, config.detail))[..., None]
    continued = _continued(photo - before, (1 - gone[..., 0]) ** 2 * trust, step)
    middle = own + gone * (old + continued - own)
    lit, slope = _lit(middle, old, np.clip(old + config.colour * (new - old), 0, 1))
    _, painted_slope = _lit(old, old, new)
    taken = trust[..., None] * np.float32(config.detail)
    kept, painted = slope * (1 - gone), painted_slope * (1 - gone) * taken
    return np.dstack([kept, lit - kept * own - taken * new + painted * old, painted, taken])


def without_cast(before: Plane, after: Plane, region: Plane) -> Plane:
    """Undo what an edit did to the light of the whole painting, which is seen beside the head too.

    Args:
        before: the painted face (S, S, 3).
        after: the painted edit (S, S, 3).
        region: how far each pixel belongs to the head or is near it (S, S).
    Returns:
        The edit in about the light of `before`, (S, S, 3).
    """
    seen_before, seen_after, seen_region = (image[::_SKIPPED, ::_SKIPPED] for image in (before, after, region))
    beside, head = seen_region < _OUTSIDE, seen_region > 0.5
    if min(beside.mean(), head.mean()) < _ENOUGH:
        return after
    ratios = np.log((seen_after + _BLACK) / (seen_before + _BLACK))
    cast, change = (float(np.median(ratios[places])) for places in (beside, head))
    # Only what head and surroundings have in common is light.
    common = np.sign(cast) * min(abs(cast), abs(change)) if cast * change > 0 else 0.0
    return np.asarray(after * np.float32(np.exp(-_CAST_SHARE * common)), np.float32)


def replaced(before: Plane, after: Plane, step: float) -> Plane:
    """Say where an edit put other structure in the place of what was there, (S, S), 0 to 1."""
    old, new = (np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float32) for image in (before, after))
    sigma = _WINDOW * step
    old_mean, new_mean = smoothed(old, sigma), smoothed(new, sigma)
    spread = np.maximum(smoothed(old * old, sigma) - old_mean**2, 0)
    shared = smoothed(old * new, sigma) - old_mean * new_mean
    slope = (shared + _FAINT**2) / (spread + _FAINT**2)
    change = new - old - (new_mean - old_mean)
    size = np.sqrt(np.maximum(smoothed(np.asarray(change * change, np.float32), sigma), 0))
    surely = np.clip((size - _SMALL) / (_LARGE - _SMALL), 0, 1)
    return smoothed(np.asarray(np.clip(1 - slope, 0, 1) * surely, np.float32), 1.5 * step)


def _same_place(before: Plane, after: Plane, trust: Plane, step: float) -> Plane:
    """Trust less in what changed much near the head's edge: there the edit shows what lies behind the head."""
    depth = smoothed(trust, _EDGE * step) * trust
    change = np.clip((most(np.abs(after - before)) - _BESIDE[0]) / (_BESIDE[1] - _BESIDE[0]), 0, 1)
    unsure = smoothed(np.asarray(change * np.clip(2.2 - 2.2 * depth, 0, 1), np.float32), 2 * step)
    return np.asarray(trust * np.clip(1 - 2 * unsure, 0, 1), np.float32)


def _averaged(images: Plane, trust: Plane, step: float) -> Plane:
    """Return local averages of the trusted parts (S, S, C), continued beyond them."""
    wide = weighted_mean(images, trust, _FAR / 2 * step)
    return weighted_mean(images, trust, _LIGHT * step, wide)


def _lit(values: Plane, old: Plane, new: Plane) -> tuple[Plane, Plane]:
    """Change averages as `old` became `new`, (S, S, 3) all; return them and the gain of the detail on them.

    What darkens is multiplied, so that it stays above black; what lightens is multiplied in its distance to white.
    Colour that the painting lost is lost by the same share, so that grey hair does not turn blue where brown faded.
    """
    (grey, old_grey, new_grey), (hue, old_hue, new_hue) = zip(*map(_split, (values, old, new)), strict=True)
    gain = (new_grey + _BLACK) / (old_grey + _BLACK)
    fall = (1 - new_grey + _BLACK) / (1 - old_grey + _BLACK)
    darker = new_grey < old_grey
    lit = np.where(darker, grey * gain, 1 - (1 - grey) * fall)
    # Dark hair that becomes blond has more contrast afterwards, not less.
    risen = fall + (np.clip(gain, 1, _STEEPEST) - fall) * np.clip(1 - lit, 0, 1)
    power = inner(old_hue, old_hue)[..., None] + _PALE**2
    share = np.clip((inner(new_hue, old_hue)[..., None] + _PALE**2) / power, 0, 1)
    known = np.clip(np.maximum(old_grey, new_grey) / _COLOURFUL, 0, 1)  # near black a painting's hue says nothing
    new_own = hue * (1 + (share - 1) * known) + (new_hue - share * old_hue) * known
    slope = np.where(darker, gain, risen) * np.clip((1 + new_own) / np.maximum(1 + hue, 0.2), 0.6, 1.5)
    return np.asarray(lit + new_own * (lit + _BLACK), np.float32), np.asarray(slope, np.float32)


def _split(colours: Plane) -> tuple[Plane, Plane]:
    """Split colours (S, S, 3) into brightness (S, S, 1) and what the channels differ from it by, as shares of it."""
    grey = np.asarray(cv2.transform(colours, _MEAN)[..., None], np.float32)
    return grey, np.asarray((colours - grey) / (np.clip(grey, 0, None) + _BLACK), np.float32)


def _continued(values: Plane, trust: Plane, step: float) -> Plane:
    """Smooth values (S, S, 3), most from where they are trusted."""
    wide = weighted_mean(values, trust, _FAR * step)
    # What differs much from the surroundings is lips on teeth, hair on skin: not a difference of light or tone.
    apart = values - wide
    unlike = inner(apart, apart) / np.float32(_LIKE**2)
    return weighted_mean(values, np.asarray(trust / (1 + unlike * unlike), np.float32), _NEAR * step, wide)


def _halved(image: Plane) -> Plane:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    parts = (image[..., first : first + 4] for first in range(0, image.shape[2], 4))
    return np.dstack([cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in parts])


def _enlarged(image: Plane, side: int) -> Plane:
    return np.asarray(cv2.resize(image, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)
