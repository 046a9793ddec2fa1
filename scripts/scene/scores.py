"""How well predicted classes agree with the hand labels of pictures kept from training."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from scripts.perceptual.pictures import as_tensor
from scripts.scene.labels import IGNORE, LabelledPhoto
from styletransfer.models.scene_parser import SCENE_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Pixels by labelled class (rows) and predicted class (columns)."""

    confusion: NDArray[np.int64]

    @property
    def accuracy(self) -> float:
        """Share of the labelled pixels that get their class."""
        return float(np.trace(self.confusion) / max(1, self.confusion.sum()))

    @property
    def overlap(self) -> NDArray[np.float64]:
        """Intersection over union of each class; not a number where nothing is labelled."""
        both = np.diag(self.confusion).astype(float)
        union = self.confusion.sum(axis=0) + self.confusion.sum(axis=1) - both
        labelled = self.confusion.sum(axis=1)
        return np.where(labelled > 0, both / np.maximum(union, 1), np.nan)

    def table(self) -> str:
        """Return one line a class: overlap, share found, labelled share."""
        labelled = self.confusion.sum(axis=1)
        found = np.diag(self.confusion) / np.maximum(labelled, 1)
        lines = [
            f"{name:11s} IoU {overlap:.3f}  found {share:.3f}  labelled {part:6.2%}"
            for name, overlap, share, part in zip(
                SCENE_CLASSES, self.overlap, found, labelled / labelled.sum(), strict=True
            )
        ]
        return "\n".join([*lines, f"mean IoU {np.nanmean(self.overlap):.3f}, pixel accuracy {self.accuracy:.3f}"])


def agreement(photos: Sequence[LabelledPhoto], predict: Callable[[Tensor], Tensor]) -> Agreement:
    """Compare predictions with labels.

    Args:
        photos: labelled pictures.
        predict: from an image (1, 3, H, W), sRGB, [0, 1], to scores (K, h, w).
    """
    count = len(SCENE_CLASSES)
    confusion = np.zeros((count, count), dtype=np.int64)
    for photo in photos:
        image = as_tensor(photo.pixels)[None]
        scores = functional.interpolate(
            predict(image)[None].float(), size=photo.grid.shape, mode="bilinear", align_corners=False
        )
        predicted = scores[0].argmax(dim=0).numpy()
        known = photo.grid != IGNORE
        pairs = photo.grid[known].astype(np.int64) * count + predicted[known]
        confusion += np.bincount(pairs, minlength=count * count).reshape(count, count)
    return Agreement(confusion=confusion)
