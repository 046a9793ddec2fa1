"""A linear code of aligned faces, from which the generator is taught.

Principal components (Turk and Pentland 1991; with the mesh as in Cootes et al. 2001, "Active Appearance Models") of the
whole picture, of eyes and mouth more finely, and of the mesh, together with age, gender and smile, whitened as one. 192
numbers hold a held-out portrait well, random ones are faces already, if ghostly ones, and what geometry and attributes
do is linear in them. A generator that has to paint the photograph that belongs to a code learns all that, without an
encoder that would first have to be found.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from scripts.faces.losses import emphasis

COMPONENTS = {"whole": 115, "eyes": 28, "mouth": 16, "shape": 30}
ATTRIBUTES = 3  # age, gender, smile
LENGTH = sum(COMPONENTS.values()) + ATTRIBUTES
WHOLE_SIDE = 32
# Top, bottom, left, right in the frame, and rows and columns it is reduced to.
REGIONS = {"eyes": ((0.38, 0.57, 0.25, 0.75), (16, 42)), "mouth": ((0.61, 0.81, 0.35, 0.65), (16, 24))}
FLOOR = 0.005  # of variance, so that directions that hardly occur are not blown up


@dataclass(frozen=True, slots=True)
class FaceCodes:
    """The fitted code: a mean and components for each part, and the whitening of all.

    Attributes:
        arrays: `<part>.mean`, `<part>.components` (D, K) and `<part>.scale` (K) of each part, `joint.mean` (L) and
            `joint.whiten` (L, L).
    """

    arrays: dict[str, Tensor]

    def __call__(self, pictures: Tensor, points: Tensor, attributes: Tensor) -> Tensor:
        """Encode.

        Args:
            pictures: (B, 3, S, S) in [-1, 1].
            points: (B, 478, 3) mesh in the frame.
            attributes: (B, 3) standardised age, gender and smile.
        Returns:
            z (B, 192), about standard normal.
        """
        joined = self._joined(pictures, points, attributes)
        return (joined - self.arrays["joint.mean"]) @ self.arrays["joint.whiten"]

    def _joined(self, pictures: Tensor, points: Tensor, attributes: Tensor) -> Tensor:
        arrays = self.arrays
        parts = [
            (values - arrays[f"{part}.mean"]) @ arrays[f"{part}.components"] / arrays[f"{part}.scale"]
            for part, values in _parts(pictures, points).items()
        ]
        return torch.cat([*parts, attributes], dim=1)

    def save(self, path: Path) -> None:
        """Write the arrays as safetensors."""
        save_file({name: tensor.contiguous() for name, tensor in self.arrays.items()}, path)

    @staticmethod
    def load(path: Path) -> "FaceCodes":
        """Read what `save` wrote."""
        return FaceCodes(load_file(path))


def fitted(pictures: Tensor, points: Tensor, attributes: Tensor) -> FaceCodes:
    """Fit the code to pictures (N, 3, S, S), meshes (N, 478, 3) and attributes (N, 3)."""
    arrays: dict[str, Tensor] = {}
    for part, values in _parts(pictures, points).items():
        mean = values.mean(dim=0)
        count = COMPONENTS[part]
        _, spread, components = torch.svd_lowrank(values - mean, count + 16, niter=4)
        arrays[f"{part}.mean"] = mean
        arrays[f"{part}.components"] = components[:, :count].contiguous()
        arrays[f"{part}.scale"] = spread[:count] / len(values) ** 0.5
    codes = FaceCodes(arrays)
    joined = codes._joined(pictures, points, attributes)
    arrays["joint.mean"] = joined.mean(dim=0)
    centred = joined - arrays["joint.mean"]
    variance, axes = torch.linalg.eigh(centred.T @ centred / len(centred))
    arrays["joint.whiten"] = axes * (variance + FLOOR).rsqrt()
    return codes


def _parts(pictures: Tensor, points: Tensor) -> dict[str, Tensor]:
    whole = functional.interpolate(pictures, WHOLE_SIDE, mode="area") * emphasis(WHOLE_SIDE, pictures.device).sqrt()
    parts = {"whole": whole.flatten(1)}
    side = pictures.shape[-1]
    for name, ((top, bottom, left, right), size) in REGIONS.items():
        region = pictures[:, :, round(top * side) : round(bottom * side), round(left * side) : round(right * side)]
        parts[name] = functional.interpolate(region, size, mode="area").flatten(1)
    parts["shape"] = points[:, :, :2].flatten(1)
    return parts
