"""A generator whose pictures are plain colours, each channel a known function of some rows of w+."""

from collections.abc import Mapping

import torch
from torch import Tensor

from styletransfer.models.stylegan2 import NoiseMode, StyleGAN2, StyleGAN2Config

CONFIG = StyleGAN2Config(size=16, channels=(4, 4, 4), style_dim=6, mapping_layers=1)


class LinearFaces(StyleGAN2):
    """Red depends on the first rows, green on the last ones and a little on red's entries, blue on both."""

    def __init__(self) -> None:
        super().__init__(CONFIG)
        mixing = torch.randn(6, 6, generator=torch.Generator().manual_seed(3))
        self.register_buffer("mixing", torch.eye(6) + 0.15 * mixing)
        self.requires_grad_(False).eval()

    def mapping(self, z: Tensor) -> Tensor:
        """Correlate the entries of z."""
        w: Tensor = z @ self.mixing
        return w

    def synthesis(self, w_plus: Tensor, noise: NoiseMode = "stored") -> Tensor:
        """Paint plain squares."""
        first, last = w_plus[:, :3].mean(dim=1), w_plus[:, 3:].mean(dim=1)
        red = 0.12 * first[:, 0] + 0.05 * last[:, 1]
        green = 0.10 * last[:, 1] + 0.06 * first[:, 0]
        blue = 0.08 * first[:, 2] + 0.05 * first[:, 0] - 0.05 * last[:, 1]
        levels = torch.stack((red, green + 0.4 * green.square(), blue), dim=1)
        return levels[:, :, None, None].expand(-1, -1, 16, 16)


def scorer(pictures: Tensor) -> Mapping[str, Tensor]:
    """Read the colours, 0 to 100."""
    means = 100 * pictures.mean(dim=(2, 3))
    return {"red": means[:, 0], "green": means[:, 1], "blue": means[:, 2]}
