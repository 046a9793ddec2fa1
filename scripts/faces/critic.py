"""The adversary: heads on the frozen features of the compact perceptual network.

Judging features instead of pixels makes adversarial training quick and calm with few pictures (Sauer et al. 2021,
"Projected GANs Converge Faster"). Departure: every head sees its own tap alone, without mixing across scales; spectral
norms (Miyato et al. 2018) and the critic's hinge loss are as there.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

WIDTHS: Mapping[str, tuple[int, int]] = {  # tap: channels there, strided convolutions of its head
    "relu1_2": (16, 3),
    "relu2_2": (32, 3),
    "relu3_2": (64, 2),
    "relu4_2": (128, 1),
}
_FIRST, _MOST = 32, 128


class FeatureCritic(nn.Module):
    """One patchwise head for each tap."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleDict({tap: _head(channels, strides) for tap, (channels, strides) in WIDTHS.items()})

    def forward(self, features: Mapping[str, Tensor]) -> list[Tensor]:
        """Judge the taps of pictures: logits (B, 1, h, w) for each, high where they look like photographs."""
        return [head(features[tap]).float() for tap, head in self.heads.items()]


def _head(channels: int, strides: int) -> nn.Sequential:
    layers: list[nn.Module] = [spectral_norm(nn.Conv2d(channels, _FIRST, 1)), nn.LeakyReLU(0.2)]
    width = _FIRST
    for _ in range(strides):
        wider = min(2 * width, _MOST)
        layers += [spectral_norm(nn.Conv2d(width, wider, 4, stride=2, padding=1)), nn.LeakyReLU(0.2)]
        width = wider
    return nn.Sequential(*layers, spectral_norm(nn.Conv2d(width, 1, 3, padding=1)))


def hinge(real: list[Tensor], painted: list[Tensor]) -> Tensor:
    """Return the critic's loss."""
    pairs = zip(real, painted, strict=True)
    terms = [functional.relu(1.0 - good).mean() + functional.relu(1.0 + bad).mean() for good, bad in pairs]
    return torch.stack(terms).mean()


def persuasion(painted: list[Tensor]) -> Tensor:
    """Return the generator's loss, the logistic one: it is bounded, so that nothing is gained by overdoing.

    With the hinge loss's own, -logit, contrast grew and grew: strong features make large logits.
    """
    return torch.stack([functional.softplus(-judged).mean() for judged in painted]).mean()
