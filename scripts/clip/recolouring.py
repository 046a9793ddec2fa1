"""How colours of hair and skin change as a whole, for learning moves: gradients pass.

What the labels read at a few places (`scripts.clip.colours`) can be met by a white patch at the forehead. Here all of
the hair and all of the skin count, a change must be even, and what is beside it must stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.clip.space import AXES

HAIR, SKIN = 0, 1
READ: Mapping[str, tuple[int, int]] = {  # axis: region, and channel of Lab
    "hair_light": (HAIR, 0), "hair_red": (HAIR, 1), "hair_yellow": (HAIR, 2),
    "skin": (SKIN, 0), "skin_red": (SKIN, 1), "skin_yellow": (SKIN, 2),
}  # fmt: skip
SEEN = (*READ, "light_x", "brightness")  # axes that colours tell
SIDE = 64  # of what is compared place by place
MIDDLE = 0.56  # of the height: what mouth and chin do stays below
BAND = (0.22, 0.6)  # of the height: what eyes and brows do stays within
BELOW, WITHIN = ("beard", "moustache", "lips_red", "mouth_open"), ("eyes_open", "gaze_x", "eye_dark", "brows")

# CIE Lab of sRGB (D65), as in OpenCV.
_TO_XYZ = ((0.412453, 0.357580, 0.180423), (0.212671, 0.715160, 0.072169), (0.019334, 0.119193, 0.950227))
_WHITE = (0.950456, 1.0, 1.088754)


def lab(images: Tensor) -> Tensor:
    """Turn sRGB (B, 3, H, W) in [0, 1] into CIE Lab."""
    low = images.clamp(0, 1)
    linear = torch.where(low <= 0.04045, low / 12.92, ((low.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4)
    xyz = torch.einsum("ij,bjhw->bihw", torch.tensor(_TO_XYZ), linear) / torch.tensor(_WHITE).view(3, 1, 1)
    x, y, z = torch.where(xyz > 0.008856, xyz.clamp_min(0.008856) ** (1 / 3), 7.787 * xyz + 16 / 116).unbind(dim=1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], dim=1)


@dataclass(frozen=True, slots=True)
class Recolouring:
    """Colours of faces before they are moved.

    Attributes:
        regions: hair and skin, (N, 2, S, S), 0 or 1.
        before: readings of `SEEN`, (N, len(SEEN)).
        spread: deviation of each reading over the faces.
        small: reduced pictures in Lab, (N, 3, SIDE, SIDE).
    """

    regions: Tensor
    before: Tensor
    spread: Tensor
    small: Tensor

    @staticmethod
    def of(images: Tensor, regions: Tensor) -> "Recolouring":
        """Read faces (N, 3, S, S) in [0, 1]."""
        parts = [(_read(colours, where), reduced(colours))
                 for colours, where in ((lab(some), where) for some, where in
                                        zip(images.split(32), regions.split(32), strict=True))]  # fmt: skip
        before = torch.cat([part[0] for part in parts])
        return Recolouring(regions, before, before.std(dim=0), torch.cat([part[1] for part in parts]))

    def changes(self, colours: Tensor, rows: Tensor) -> Tensor:
        """Return the change of each axis, (B, axes), in deviations, for faces `rows` that now have these colours.

        Axes that colours do not tell are 0.
        """
        found = (_read(colours, self.regions[rows]) - self.before[rows]) / self.spread
        columns = dict(zip(SEEN, found.unbind(dim=1), strict=True))
        still = torch.zeros(len(rows))
        return torch.stack([columns.get(name, still) for name in AXES], dim=1)

    def unevenness(self, colours: Tensor, rows: Tensor, axis: Tensor) -> tuple[Tensor, Tensor]:
        """Return how uneven the change of a colour is, (B,), and what changes where it should not, (B,).

        Args:
            colours: of moved faces, Lab, (B, 3, S, S).
            rows: which faces they are.
            axis: along which each was moved, (B,).
        """
        change = reduced(colours) - self.small[rows]
        spots, strays = [], []
        for number, name in enumerate(list(AXES)[index] for index in axis.tolist()):
            hair, skin = reduced(self.regions[rows[number]][None].float())[0]
            within = {HAIR: hair, SKIN: skin}
            spots.append(change.new_zeros(()))
            if name in READ:
                region, channel = READ[name]
                weight, one = within[region], change[number, channel]
                mean = (one * weight).sum() / weight.sum()
                spread = self.spread[SEEN.index(name)]
                spots[-1] = ((one - mean).square() * weight).sum() / weight.sum() / spread.square()
            outside = within[SKIN - READ[name][0]] if name in READ else _outside(name)
            strays.append((change[number].square().sum(dim=0) * outside).mean())
        return torch.stack(spots), torch.stack(strays)


def reduced(pictures: Tensor) -> Tensor:
    """Average pictures (B, C, S, S) down to `SIDE`."""
    return functional.interpolate(pictures, (SIDE, SIDE), mode="area")


def _read(colours: Tensor, regions: Tensor) -> Tensor:
    """Read `SEEN` off colours (B, 3, S, S), (B, len(SEEN))."""
    where = regions.to(colours)
    means = [_mean(colours, where[:, region]) for region in (HAIR, SKIN)]
    right = torch.arange(colours.shape[-1]) >= colours.shape[-1] // 2
    sides = [_mean(colours, where[:, SKIN] * half)[:, 0] for half in (right, ~right)]
    columns = [means[region][:, channel] for region, channel in READ.values()]
    return torch.stack([*columns, sides[0] - sides[1], colours[:, 0].mean(dim=(1, 2))], dim=1)


def _mean(colours: Tensor, weight: Tensor) -> Tensor:
    return (colours * weight[:, None]).sum(dim=(2, 3)) / weight.sum(dim=(1, 2)).clamp_min(1)[:, None]


def _outside(name: str) -> Tensor:
    """Tell where an axis should change nothing, (SIDE, SIDE)."""
    height = (np.arange(SIDE) + 0.5) / SIDE
    rows = np.zeros(SIDE)
    if name in BELOW:
        rows = height < MIDDLE
    elif name in WITHIN:
        rows = (height < BAND[0]) | (height > BAND[1])
    return torch.from_numpy(rows.astype(np.float32))[:, None].expand(SIDE, SIDE)
