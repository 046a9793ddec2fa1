"""Read eyes, mouth and pose off aligned faces with small networks of our own, taught by the face mesh.

The 68-landmark network hardly sees whether an eye is shut (at 128 pixels an eye is 13 pixels wide). These networks look
at one part each, at its full resolution, and give the measures of `mesh_labels` directly. They learn from portraits
moved with their meshes (`scripts.faces.reposing`), which shut eyes that the portraits hardly ever shut.
Frozen and differentiable, so that a generator can be taught by them.

On 660 moved pictures of held-out portraits, after 2,500 steps, correlation with the mesh: eyes .91 (shut ones read .08,
open ones .32 to .38), brows .82, gaze .83 across and .69 down, mouth's width .92, corners .90, opening .76, yaw .96,
pitch .89.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from scripts.face_scores.scorer import BATCH, as_images, cut_square

WIDTHS = (24, 48, 64)
KERNELS = (5, 3, 3)
HIDDEN = 64
SLOPE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where a network looks and what it tells.

    Attributes:
        square: centre x, y and side in sides of the frame; of an eye, the person's right one (left in the picture).
        side: pixels of the square as the network sees it.
        measures: what it gives, in this order.
    """

    square: tuple[float, float, float]
    side: int
    measures: tuple[str, ...]


# Of an eye, "out" is away from the nose; the left eye is shown mirrored.
PARTS: Mapping[str, Part] = {
    "eye": Part(square=(0.375, 0.43, 0.25), side=32, measures=("open", "brow", "gaze_out", "gaze_down")),
    "mouth": Part(square=(0.5, 0.745, 0.4), side=40, measures=("mouth_open", "mouth_width", "corner_lift")),
    "head": Part(square=(0.5, 0.5, 1.0), side=48, measures=("yaw", "pitch")),
}


class PartNetwork(nn.Module):
    """Three convolutions of stride 2 and two linear layers; gives measures in their own units."""

    def __init__(self, side: int, outputs: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for width, kernel in zip(WIDTHS, KERNELS, strict=True):
            layers += [nn.Conv2d(channels, width, kernel, stride=2, padding=kernel // 2), nn.LeakyReLU(SLOPE)]
            channels = width
        places = (side // 2 ** len(WIDTHS)) ** 2
        self.layers = nn.Sequential(
            *layers, nn.Flatten(), nn.Linear(channels * places, HIDDEN), nn.LeakyReLU(SLOPE), nn.Linear(HIDDEN, outputs)
        )
        self.register_buffer("mean", torch.zeros(outputs))
        self.register_buffer("scale", torch.ones(outputs))
        self.mean: Tensor
        self.scale: Tensor

    def forward(self, patches: Tensor) -> Tensor:
        """Return measures (B, outputs) of patches (B, 3, side, side), sRGB, [0, 255]."""
        measures: Tensor = self.layers(4 * (patches / 255 - 0.5)) * self.scale + self.mean
        return measures


class PartReaders(nn.Module):
    """The networks of all parts."""

    def __init__(self) -> None:
        super().__init__()
        self.networks = nn.ModuleDict(
            {name: PartNetwork(part.side, len(part.measures)) for name, part in PARTS.items()}
        )

    @staticmethod
    def load(path: Path, device: torch.device | None = None) -> "PartReaders":
        """Read what `save` wrote; frozen."""
        readers = PartReaders()
        readers.load_state_dict(load_file(path))
        return readers.requires_grad_(False).eval().to(device or torch.device("cpu"))

    def save(self, path: Path) -> None:
        """Write all networks into one safetensors file."""
        save_file({name: value.contiguous() for name, value in self.state_dict().items()}, path)

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        """Read aligned images (B, 3, H, W), sRGB, [0, 1].

        Returns:
            (B,) each, in the units and with the signs of the table of labels: "eye_right", "eye_left", "eye_open",
            "brow_right", "brow_left", "gaze_x", "gaze_y", "mouth_open", "mouth_width", "corner_lift", "yaw", "pitch".
        """
        eyes = self.networks["eye"](patches_of(images, "eye"))
        right, left = eyes[: len(images)], eyes[len(images) :]
        readings = {
            "eye_right": right[:, 0], "eye_left": left[:, 0], "eye_open": (right[:, 0] + left[:, 0]) / 2,
            "brow_right": right[:, 1], "brow_left": left[:, 1],
            "gaze_x": (left[:, 2] - right[:, 2]) / 2, "gaze_y": (left[:, 3] + right[:, 3]) / 2,
        }  # fmt: skip
        for name in ("mouth", "head"):
            values = self.networks[name](patches_of(images, name))
            readings |= dict(zip(PARTS[name].measures, values.unbind(dim=1), strict=True))
        return readings

    @torch.no_grad()
    def read(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Read pictures (N, H, W, 3) in batches."""
        rows = [self(as_images(pictures[start : start + BATCH])) for start in range(0, len(pictures), BATCH)]
        return {name: torch.cat([row[name] for row in rows]).numpy() for name in rows[0]}


def patches_of(images: Tensor, name: str, shifts: Tensor | None = None) -> Tensor:
    """Cut a part out of images (B, 3, H, W): (B, 3, side, side) in [0, 255]; of eyes (2 B, …), the right ones first.

    Args:
        images: aligned, [0, 1].
        name: one of `PARTS`.
        shifts: (B, 2) of the frame's side, to look beside the place; none unless given.
    """
    part = PARTS[name]
    patches = cut_square(images, part.square, part.side, shifts)
    if name != "eye":
        return patches
    x, y, share = part.square
    left = cut_square(images, (1 - x, y, share), part.side, shifts)
    return torch.cat((patches, left.flip(3)))
