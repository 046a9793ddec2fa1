"""Score aligned faces: age, sex, expression and 68 landmarks, by the networks of `scripts.face_scores.networks`.

All pictures are in the FFHQ frame at any size. The networks look at a fixed square of it, found by trying squares on
the portraits: that of age, sex and expression agreed best with the known ages, that of the landmarks with the face
mesh. Everything but `score` takes and returns tensors and can be differentiated.
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from scripts.face_scores import landmark_geometry
from scripts.face_scores.networks import (
    EXPRESSIONS,
    SIDE,
    FaceHead,
    age_and_sex_network,
    expression_network,
    landmark_network,
)

FOLDER = "justadudewhohacks+face-api.js"
FACE_SQUARE = (0.50, 0.56, 0.70)  # centre x, y and side, in sides of the frame
LANDMARK_SQUARE = (0.50, 0.64, 0.70)
BATCH = 64
HAPPY = EXPRESSIONS.index("happy")


class FaceScorer:
    """The three networks with their squares; frozen, on one device."""

    def __init__(self, teachers: Path, device: torch.device | None = None) -> None:
        """Read the networks.

        Args:
            teachers: folder that holds `justadudewhohacks+face-api.js`.
            device: where they shall run; the processor unless told otherwise.
        """
        device = device or torch.device("cpu")
        networks = (build(teachers / FOLDER).to(device)
                    for build in (age_and_sex_network, expression_network, landmark_network))  # fmt: skip
        self._age_and_sex, self._expression, self._landmarks = networks

    def readings(self, images: Tensor) -> dict[str, Tensor]:
        """Score images (B, 3, H, W), sRGB, [0, 1].

        Returns:
            (B,) each: "age" in years, "male_logit" (log-odds of male against female) and "happy_logit" (log-odds of
            happy against the other six expressions), averaged with their mirror images; and from the landmarks
            "smile" and "yaw" in degrees, as in `landmark_geometry`; "expressions" (B, 7), logits; "landmarks"
            (B, 68, 2). Eyes, brows and mouth are read better by `part_readers`.
        """
        face = cut_square(images, FACE_SQUARE)
        person = _both_ways(self._age_and_sex, face)
        expressions = _both_ways(self._expression, face)["fc"]
        points = self.landmarks(images)
        return _impression(person, expressions) | {
            "smile": landmark_geometry.smile(points),
            "yaw": landmark_geometry.yaw(points),
            "expressions": expressions,
            "landmarks": points,
        }

    def impression(self, images: Tensor) -> dict[str, Tensor]:
        """Return "age", "male_logit" and "happy_logit" as in `readings`, without the mirror image."""
        face = cut_square(images, FACE_SQUARE)
        return _impression(self._age_and_sex(face), self._expression(face)["fc"])

    def landmarks(self, images: Tensor) -> Tensor:
        """Return the 68 points (B, 68, 2), x and y as shares of the frame's side."""
        shares: Tensor = self._landmarks(cut_square(images, LANDMARK_SQUARE))["fc"].reshape(-1, 68, 2)
        x, y, side = LANDMARK_SQUARE
        return (shares - 0.5) * side + shares.new_tensor((x, y))

    def features(self, images: Tensor) -> Tensor:
        """Return what the networks see just before they decide, (B, 1024): 512 of age and sex, then twice 256."""
        face = cut_square(images, FACE_SQUARE)
        parts = (self._age_and_sex(face), self._expression(face), self._landmarks(cut_square(images, LANDMARK_SQUARE)))
        return torch.cat([part["features"] for part in parts], dim=1)

    @torch.no_grad()
    def score(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Return the readings of pictures (N, H, W, 3), in batches."""
        columns: dict[str, list[Tensor]] = {}
        for start in range(0, len(pictures), BATCH):
            for name, values in self.readings(as_images(pictures[start : start + BATCH])).items():
                columns.setdefault(name, []).append(values)
        return {name: torch.cat(values).numpy() for name, values in columns.items()}


def as_images(pictures: NDArray[np.uint8]) -> Tensor:
    """Turn pictures (N, H, W, 3) uint8 into images (N, 3, H, W), [0, 1]."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 255


def cut_square(
    images: Tensor, square: tuple[float, float, float], side: int = SIDE, shifts: Tensor | None = None
) -> Tensor:
    """Cut a square out of images in [0, 1], bilinear, as (B, 3, side, side) in [0, 255] for the networks.

    Args:
        images: (B, 3, H, W).
        square: centre x, centre y and side, as shares of the image; it may reach beyond it, where the edge goes on.
        side: of the result, in pixels.
        shifts: (B, 2), added to each image's centre x and y; none unless given.
    """
    x, y, share = square
    scale = images.new_tensor([[share, 0.0, 2 * x - 1], [0.0, share, 2 * y - 1]]).repeat(len(images), 1, 1)
    if shifts is not None:
        scale[:, :, 2] += 2 * shifts
    taken = share * images.shape[-1]
    if taken > 1.5 * side:  # or fine detail turns into noise
        images = functional.interpolate(images, scale_factor=side / taken, mode="area")
    grid = functional.affine_grid(scale, [len(images), 3, side, side], align_corners=False)
    cut = functional.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)
    return (255 * cut).contiguous(memory_format=torch.channels_last)


def _impression(person: dict[str, Tensor], expressions: Tensor) -> dict[str, Tensor]:
    others = torch.cat((expressions[:, :HAPPY], expressions[:, HAPPY + 1 :]), dim=1)
    return {
        "age": person["age"][:, 0],
        "male_logit": person["gender"][:, 0] - person["gender"][:, 1],
        "happy_logit": expressions[:, HAPPY] - others.logsumexp(dim=1),
    }


def _both_ways(network: FaceHead, face: Tensor) -> dict[str, Tensor]:
    one, other = network(face), network(face.flip(3))
    return {layer: (one[layer] + other[layer]) / 2 for layer in one}
