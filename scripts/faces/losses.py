"""Losses between a painted face and the photograph that it is to be."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from styletransfer.checkpoints.build import perceptual_network

TAPS: Mapping[str, float] = {"relu1_2": 0.10, "relu2_2": 0.15, "relu3_2": 0.15, "relu4_2": 0.10}
PIXELS = 2.0
# Centres (x, y) and radii in the FFHQ frame, and how much more a pixel there counts.
EMPHASISED = ((0.385, 0.475, 0.055, 3.0), (0.615, 0.475, 0.055, 3.0), (0.5, 0.705, 0.075, 2.0), (0.5, 0.55, 0.22, 1.0))


class FaceLoss(nn.Module):
    """Weighted L1 over pixels and over the features of the compact perceptual network; eyes and mouth count more."""

    def __init__(self, device: torch.device) -> None:
        super().__init__()
        self.network = perceptual_network("compact", device)

    def features(self, pictures: Tensor, *, gradient: bool = False) -> dict[str, Tensor]:
        """Return the taps of pictures (B, 3, H, W) in [-1, 1]."""
        with torch.set_grad_enabled(gradient):
            taps: dict[str, Tensor] = self.network(pictures / 2 + 0.5, tuple(TAPS))
        return taps

    def between(
        self, painted: Tensor, wanted: Tensor, seen: Mapping[str, Tensor], real: Mapping[str, Tensor]
    ) -> dict[str, Tensor]:
        """Compare pictures (B, 3, H, W) in [-1, 1], whose taps are given: the pixels' and the features' loss."""
        pixels = ((painted.float() - wanted).abs() * emphasis(painted.shape[-1], painted.device)).mean()
        features = pixels.new_zeros(())
        for tap, share in TAPS.items():
            difference = (seen[tap].float() - real[tap].float()).abs()
            features = features + share * (difference * emphasis(difference.shape[-1], painted.device)).mean()
        return {"pixels": PIXELS * pixels, "features": features}

    def forward(self, painted: Tensor, wanted: Tensor) -> dict[str, Tensor]:
        """Compare pictures (B, 3, H, W) in [-1, 1]."""
        return self.between(painted, wanted, self.features(painted, gradient=True), self.features(wanted))


def emphasis(side: int, device: torch.device) -> Tensor:
    """Return weights (side, side) of mean 1 that are larger at eyes, mouth and face."""
    line = (torch.arange(side, device=device) + 0.5) / side
    weight = torch.full((side, side), 0.6, device=device)
    for x, y, radius, share in EMPHASISED:
        weight += share * torch.exp(-((line[None] - x) ** 2 + (line[:, None] - y) ** 2) / (2 * radius**2))
    return weight / weight.mean()
