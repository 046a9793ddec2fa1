"""Borders between regions: weights that follow the picture's edges, and results without a glow beside them.

A cell of the network's deepest features is eight pixels wide, so a cell on a skyline holds sky and stone at once and is
mapped as a mixture; in the result that is a glow along the border. Beside a border the result is therefore replaced by
what the inside of the region makes of the same colours: an affine map of colour, fitted to the result of that region's
reliable pixels alone, in windows where there are enough of them and in the whole region elsewhere.
"""

import cv2
import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.imaging.resize import fit_longest
from styletransfer.ops.guided_filter import box_mean, guided_filter, solve
from styletransfer.ops.local_affine import evaluate

_EDGE = 2e-4  # squared contrast of an edge that a border may follow
_SIDE = 512  # px: longest side at which borders are mended
_GLOW = 16.0  # px beside a border, at 512 px, that the network's cells spoil
_WINDOW = 28  # px: radius of the windows that stand in for the spoilt pixels
_RIDGE = 1e-3
_FAMILIAR = 16.0  # squared deviations up to which a colour is one of the region's own
_FEWEST = 0.01  # share of reliable pixels from which a window is believed


def follow_edges(content: Tensor, weights: Tensor, width: float) -> Tensor:
    """Let the borders of regions follow the edges of the photograph, softly where there are none.

    Args:
        content: photograph (1, 3, H, W), sRGB, [0, 1].
        weights: (L, 1, H, W), 0 or 1, adding up to 1.
        width: of the transition where the photograph has no edge, px; 0 keeps the borders hard.
    Returns:
        Weights (L, 1, H, W) in [0, 1], adding up to 1.
    """
    radius = round(width)
    if radius < 1 or len(weights) < 2:
        return weights
    reach = min(radius, min(content.shape[-2:]) - 1)
    # Windows that vote prefer to hold no border, which would keep a careless one where it is.
    soft = guided_filter(content, weights.transpose(0, 1), radius=reach, epsilon=_EDGE, voted=False).clamp(0, 1)
    # Far from a border nothing leaks in, however alike two regions look.
    near = box_mean(weights, min(2 * radius, min(weights.shape[-2:]) - 1)) > 1e-6
    soft = soft.transpose(0, 1) * near
    total = soft.sum(dim=0, keepdim=True)
    return torch.where(total > 1e-3, soft / total.clamp(min=1e-3), weights)


def mended(content: Tensor, result: Tensor, weights: Tensor) -> Tensor:
    """Take the glow beside the borders of regions out of a result.

    Args:
        content: photograph (1, 3, H, W), sRGB, [0, 1].
        result: what the network drew, (1, 3, H, W).
        weights: share of every pixel in each region, (L, 1, H, W), adding up to 1.
    Returns:
        (1, 3, H, W).
    """
    if len(weights) < 2:
        return result
    size = (int(content.shape[-2]), int(content.shape[-1]))
    small = fit_longest(size, min(_SIDE, max(size)))
    guide, wanted, shares = (functional.interpolate(image, small, mode="area") for image in (content, result, weights))
    glow = _GLOW * max(small) / _SIDE
    reliable = [_reliable(share[0], glow) for share in shares]
    spoilt = 1 - torch.stack(reliable).amax(dim=0)  # (h, w)
    predicted, known = torch.zeros_like(content), torch.zeros_like(content[:, :1])
    for share, trusted in zip(weights, reliable, strict=True):
        if bool((share > 0).any()):
            coefficients, familiar = _fitted(guide, wanted, trusted)
            wide, sure = (
                functional.interpolate(planes, size, mode="bilinear", align_corners=False)
                for planes in (coefficients, familiar)
            )
            predicted = predicted + share[None] * evaluate(wide, content)
            known = known + share[None] * sure
    band = functional.interpolate(spoilt[None, None], size, mode="bilinear", align_corners=False)
    # What a region holds at its border only is not for its inside to tell: hair against the sky, or a careless mask.
    return torch.lerp(result, predicted, (band * known).clamp(0, 1))


def _reliable(share: Tensor, glow: float) -> Tensor:
    """Tell how far each pixel of the reduced picture can be relied on to show a region unspoilt, (h, w)."""
    inside = (share > 0.9).byte().cpu().numpy()
    # A region that fills the frame has no border to keep away from; the frame itself is none.
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    distance = torch.from_numpy(cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]).to(share.device)
    # In a thin region the middle is the best there is.
    needed = min(glow, 0.6 * float(distance.max()))
    if needed <= 0:
        return share * 1e-3
    return ((distance / needed - 0.6) / 0.4).clamp(0, 1)


def _fitted(guide: Tensor, wanted: Tensor, reliable: Tensor) -> tuple[Tensor, Tensor]:
    """Fit maps of colour to the reliable pixels of a region.

    Returns:
        Nine gains and three offsets a pixel, (1, 12, h, w), and how familiar its colour is to them, (1, 1, h, w).
    """
    whole, centre, scatter = _whole(guide, wanted, reliable)
    base = whole[None, :, None, None].expand(1, 12, *guide.shape[-2:])
    rest = wanted - evaluate(base, guide)
    radius = min(_WINDOW, min(guide.shape[-2:]) - 1)
    weight = reliable[None, None]
    mass = box_mean(weight, radius)
    trust = (mass / _FEWEST).clamp(0, 1)
    safe = mass.clamp(min=1e-6)
    mean, target = (box_mean(image * weight, radius) / safe for image in (guide, rest))
    products = (guide[:, :, None] * guide[:, None]).flatten(1, 2)  # (1, 9, h, w)
    covariance = _pairs(box_mean(products * weight, radius) / safe) - mean[:, :, None] * mean[:, None]
    crossed = (guide[:, :, None] * rest[:, None]).flatten(1, 2)
    cross = _pairs(box_mean(crossed * weight, radius) / safe) - mean[:, :, None] * target[:, None]
    # Where nothing reliable is near, the whole region speaks.
    mean = torch.lerp(centre[None, :, None, None].expand_as(mean), mean, trust)
    covariance = torch.lerp(scatter[None, :, :, None, None].expand_as(covariance), covariance, trust[:, None])
    system = covariance[0] + _RIDGE * torch.eye(3, device=guide.device)[:, :, None, None]
    slopes = trust[:, None] * solve(system, cross[0]).transpose(0, 1)[None]  # (1, out, in, h, w)
    offsets = trust * target - (slopes * mean[:, None]).sum(dim=2)
    away = (guide - mean)[0]
    strangeness = (away * solve(system, away[:, None])[:, 0]).sum(dim=0) / 3  # squared, in deviations
    familiar = (1 - (strangeness - _FAMILIAR) / _FAMILIAR).clamp(0, 1)
    return base + torch.cat([slopes.flatten(1, 2), offsets], dim=1), familiar[None, None]


def _whole(guide: Tensor, wanted: Tensor, reliable: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Fit one map to all reliable pixels of a region, (12,); also return the mean and covariance of their colours."""
    weight = reliable.flatten() + 1e-6
    weight = weight / weight.sum()
    colours, values = guide[0].flatten(1), wanted[0].flatten(1)  # (3, n)
    mean, target = colours @ weight, values @ weight
    centred = colours - mean[:, None]
    covariance = (centred * weight) @ centred.T
    cross = (centred * weight) @ (values - target[:, None]).T
    gains = torch.linalg.solve(covariance + _RIDGE * torch.eye(3, device=guide.device), cross).T  # (out, in)
    return torch.cat([gains.flatten(), target - gains @ mean]), mean, covariance


def _pairs(planes: Tensor) -> Tensor:
    """Read nine planes (1, 9, h, w) as three times three."""
    return planes.reshape(1, 3, 3, *planes.shape[-2:])
