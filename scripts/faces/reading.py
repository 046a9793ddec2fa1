"""What eyes, mouth and head do, and who somebody seems to be, as networks see it, kept linear in w."""

import torch
from torch import Tensor, nn

from scripts.faces.batches import Sampler
from scripts.faces.networks import GENERATOR
from scripts.faces.scoring import Judges

MEASURES = (
    "eye_open", "brow_right", "brow_left", "gaze_x", "mouth_open", "mouth_width", "corner_lift", "yaw", "pitch",
    "age", "male_logit", "happy_logit",
)  # fmt: skip
SAMPLED = 512


class Reading(nn.Module):
    """Frozen networks that read, the spread of what they read, and a trained linear layer that foretells it from w."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, judges: Judges, sampler: Sampler) -> None:
        super().__init__()
        self.judges = judges  # no module: its networks are not part of a checkpoint
        self.foretell = nn.Linear(GENERATOR.style_dim, len(MEASURES))
        with torch.no_grad():
            seen = self._raw(sampler.draw(SAMPLED).pictures)
        self.register_buffer("mean", seen.mean(dim=0))
        self.register_buffer("deviation", seen.std(dim=0))

    def forward(self, pictures: Tensor) -> Tensor:
        """Read pictures (B, 3, S, S) in [-1, 1]: (B, 12), standardised."""
        return (self._raw(pictures) - self.mean) / self.deviation

    def losses(self, w: Tensor, painted: Tensor, wanted: Tensor) -> Tensor:
        """Compare what is read with what should be.

        Args:
            w: styles (B, D), or (H, D) of the first H pictures, which are reconstructions.
            painted: (B, 3, S, S); what is read off all of them should be foretold by w.
            wanted: (H, 3, S, S), of the reconstructions.
        """
        half = len(wanted)
        seen, foretold = self(painted), self.foretell(w)
        with torch.no_grad():
            true = self(wanted)
        terms = ((seen[:half] - true), (foretold[:half] - true), (seen[half : len(w)] - foretold[half:]))
        return sum((bounded(term).mean() for term in terms if term.numel()), start=torch.zeros(()))

    def _raw(self, pictures: Tensor) -> Tensor:
        images = pictures.float() / 2 + 0.5
        readings = self.judges.readers(images) | self.judges.scorer.impression(images)
        return torch.stack([readings[name] for name in MEASURES], dim=1)


def bounded(difference: Tensor) -> Tensor:
    """Square small differences and let large ones grow linearly: readers err wildly on odd pictures."""
    return nn.functional.huber_loss(difference, torch.zeros_like(difference), reduction="none", delta=1.0)
