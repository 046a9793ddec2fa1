"""Values that captions speak of, read off aligned faces without the networks that judge the result.

Age, sex, expressions and things come from our own probes (`scripts.clip.probes`), eyes, mouth, brows and pose from the
part readers, which the face mesh taught, colours from the pixels. Signs and units: `scripts.clip.claims`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.clip.colours import POINTS, colour_values
from scripts.clip.probes import Describer, Probe, balanced, may_teach, told
from scripts.face_scores.label_table import aligned
from scripts.face_scores.name_facts import all_facts
from scripts.face_scores.part_readers import PartReaders
from scripts.faces.portraits import Portrait, in_frame, read_portraits
from styletransfer.checkpoints import build

Array = NDArray[np.float32]
Column = TypeVar("Column", Array, Tensor)

SIDE = 128
POINT_RIDGE = 0.03


@dataclass(frozen=True, slots=True)
class Portraits:
    """Aligned portraits that are not held out: names, pictures (N, SIDE, SIDE, 3), and points of the mesh."""

    names: list[str]
    pictures: NDArray[np.uint8]
    points: Array


def teaching_portraits(data: Path, meshes: Path, table: Path) -> Portraits:
    """Read the portraits that may be learnt from and are good enough.

    Args:
        data: folder of faces/.
        meshes: file of `scripts.label_portraits mesh`.
        table: file of `scripts.label_portraits`, of which only the flaws are used.
    """
    with np.load(table) as stored:
        good = dict(zip(stored["name"].tolist(), (stored["good"] & ~stored["held_out"]).tolist(), strict=True))
    chosen: list[Portrait] = [each for each in read_portraits(data, meshes) if good.get(each.name, False)]
    points = np.stack([in_frame(each.points)[list(POINTS), :2] for each in chosen])
    pictures = np.stack([aligned(each, SIDE) for each in chosen])
    return Portraits([each.name for each in chosen], pictures, points.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Labeller:
    """Reads every attribute off aligned pictures (N, SIDE, SIDE, 3).

    Attributes:
        describer: what the probes look at.
        readers: of eyes, mouth and pose.
        centres: of descriptions of the generator's faces and of portraits, which differ in style.
        places: of the points of the mesh.
        probes: fitted on portraits.
    """

    describer: Describer
    readers: PartReaders
    centres: Mapping[str, Array]
    places: Probe
    probes: Mapping[str, Probe]

    @staticmethod
    def fitted(portraits: Portraits, painted: NDArray[np.uint8], data: Path, readers: Path) -> "Labeller":
        """Fit all probes on portraits, described along the axes of the generator's pictures."""
        encoder = build.face_encoder("face-encoder", torch.device("cpu"))
        describer = Describer.fitted(encoder, painted)  # type: ignore[arg-type]
        described = describer(portraits.pictures)
        centres = {"portraits": described.mean(axis=0), "painted": np.zeros(described.shape[1], np.float32)}
        centred = described - centres["portraits"]
        teaches = np.array([may_teach(name) for name in portraits.names])
        probes = {}
        for name, values in told(portraits.names, all_facts(data, portraits.names)).items():
            known = np.isfinite(values) & teaches
            weight = np.ones(known.sum(), np.float32) if name == "log_age" else balanced(values[known])
            probes[name] = Probe.fitted(centred[known], values[known], weight)
        ones = np.ones(len(described), np.float32)
        places = Probe.fitted(described, portraits.points, ones, POINT_RIDGE)
        return Labeller(describer, PartReaders.load(readers), centres, places, probes)

    def __call__(self, pictures: NDArray[np.uint8], domain: str = "painted") -> dict[str, Array]:
        """Read pictures (N, SIDE, SIDE, 3) of "portraits" or "painted": (N,) each, in the readers' own units."""
        described = self.describer(pictures)
        read = {name: probe(described - self.centres[domain]) for name, probe in self.probes.items()}
        parts = self.readers.read(pictures)
        values = read | colour_values(pictures, self.places(described))
        values |= part_values(parts)
        return {name: np.asarray(value, np.float32) for name, value in values.items()}


def part_values(parts: Mapping[str, Column]) -> dict[str, Column]:
    """Take what captions speak of from what the part readers say, (N,) each."""
    values = {name: parts[name] for name in ("mouth_open", "mouth_width", "corner_lift", "yaw", "pitch", "gaze_x")}
    return values | {"eyes_open": parts["eye_open"], "brows": (parts["brow_right"] + parts["brow_left"]) / 2}


__all__ = ["SIDE", "Labeller", "Portraits", "part_values", "teaching_portraits"]
