"""Compare a student's features with its teacher's, tap by tap."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from styletransfer.models.vgg import TAPS

CHANNEL_SHARE = 0.5
COVARIANCE_SHARE = 0.1
GRAM_SHARE = 0.05
EPSILON = 1e-6


class FeatureLoss(nn.Module):
    """Sum over the taps of relative errors: of the features, channel by channel, of Gram matrix and covariance.

    Args:
        live: for every tap the channels (bool) that fire in the teacher; the others are left alone.
        power: for every tap the mean square of the teacher's channels over the training pictures.
    """

    def __init__(self, live: Mapping[str, Tensor], power: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.live = {tap: mask.nonzero().flatten() for tap, mask in live.items()}
        self.power = {tap: power[tap][live[tap]] for tap in TAPS}

    def forward(self, student: Mapping[str, Tensor], teacher: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Give the loss of each tap; every tensor (B, C, H, W)."""
        return {tap: self._at(tap, student[tap], teacher[tap]) for tap in TAPS}

    def _at(self, tap: str, student: Tensor, teacher: Tensor) -> Tensor:
        student = student.float()[:, self.live[tap]].flatten(2)  # (B, C, H*W)
        teacher = teacher.float()[:, self.live[tap]].flatten(2)
        # A crop of plain noise is far stronger than the usual picture and would drown the others.
        power = torch.maximum(self.power[tap], teacher.square().mean(dim=2))  # (B, C)
        error = (student - teacher).square().mean(dim=2)  # (B, C)
        loss = (error.sum(dim=1) / power.sum(dim=1)).mean() + CHANNEL_SHARE * (error / power).mean()
        loss = loss + GRAM_SHARE * relative_error(_gram(student), _gram(teacher)).mean()
        return loss + COVARIANCE_SHARE * relative_error(_covariance(student), _covariance(teacher)).mean()


def relative_error(found: Tensor, wanted: Tensor) -> Tensor:
    """Frobenius norm of the difference over that of the wanted matrix, one value for each of the batch."""
    return (found - wanted).norm(dim=(1, 2)) / wanted.norm(dim=(1, 2)).clamp_min(EPSILON)


def gram(features: Tensor) -> Tensor:
    """Average the products of channels over positions: (B, C, H, W) to (B, C, C)."""
    return _gram(features.flatten(2))


def covariance(features: Tensor) -> Tensor:
    """Likewise, after taking off each channel's mean."""
    return _covariance(features.flatten(2))


def moments(features: Tensor) -> tuple[Tensor, Tensor]:
    """Average over positions: (B, C, H, W) to means (B, C) and covariances (B, C, C)."""
    return features.mean(dim=(2, 3)), covariance(features)


def _gram(flat: Tensor) -> Tensor:
    return flat @ flat.transpose(1, 2) / flat.shape[-1]


def _covariance(flat: Tensor) -> Tensor:
    return _gram(flat - flat.mean(dim=2, keepdim=True))
