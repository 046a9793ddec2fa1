"""The files that the steps of `scripts.train_clip` leave for each other."""

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.clip.labels import Labeller, teaching_portraits
from scripts.clip.pictures import GROUP, Painter, grown
from scripts.clip.probes import codes_of
from scripts.clip.regions import Mask, regions
from scripts.clip.seeing import Seen
from scripts.clip.space import Space
from scripts.clip.teaching import portrait_values, read_renders, reduced, render_values
from scripts.clip.values import Values

SIDE = 96  # of the pictures that the CLIP sees, px
FACES = "faces.npy"
PAINTED, OTHERS, READER = "painted.pt", "others.pt", "reader.pkl"
SEEING, WORDING = "seeing.pt", "wording.pt"
FITTED = 3600  # faces whose codes give the axes
AT_ONCE = 1200


@dataclass(frozen=True, slots=True)
class Sources:
    """Folders: of faces/; of mesh.npz, labels.npz and readers.safetensors; and of renders."""

    data: Path
    faces: Path
    renders: Path


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the values of the generator's pictures and where they belong."""

    labeller: Labeller
    values: Values
    space: Space

    def places(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return where pictures (N, S, S, 3) belong, (N, DIM)."""
        return self.space.places(self.values(self.labeller(pictures)))

    def regions(self, pictures: NDArray[np.uint8]) -> tuple[Mask, Mask]:
        """Find hair and skin in the generator's pictures (N, S, S, 3), and which show enough of both."""
        return regions(pictures, self.labeller.places(self.labeller.describer(pictures)))


def paint_groups(painter: Painter, work: Path, groups: int, block: int) -> None:
    """Paint groups of faces into a file, going on where it was left."""
    side, rows = painter.generator.config.size, block * GROUP
    file, done = grown(work / FACES, groups * GROUP, (side, side, 3)), work / "faces.done"
    begun = int(done.read_text()) if done.exists() else 0
    for number in range(begun, groups // block):
        file[number * rows : (number + 1) * rows] = painter.paint(block, seed=number)
        done.write_text(str(number + 1))


def label_all(work: Path, sources: Sources) -> str:
    """Read values of all pictures, and write pictures as the CLIP sees them with their places."""
    pictures = np.load(work / FACES, mmap_mode="r")
    meshes, table = sources.faces / "mesh.npz", sources.faces / "labels.npz"
    portraits = teaching_portraits(sources.data, meshes, table)
    labeller = Labeller.fitted(
        portraits, np.array(pictures[:FITTED]), sources.data, sources.faces / "readers.safetensors"
    )
    parts = [labeller(np.array(pictures[start : start + AT_ONCE])) for start in range(0, len(pictures), AT_ONCE)]
    readings = {name: np.concatenate([part[name] for part in parts]).astype(np.float64) for name in parts[0]}
    values = Values.fitted({name: column[::GROUP] for name, column in readings.items()})
    read = values(readings)
    reader = Reader(labeller, values, Space.fitted({name: column[::GROUP] for name, column in read.items()}))
    torch.save((reduced(pictures, SIDE), torch.from_numpy(reader.space.places(read))), work / PAINTED)
    shown, chosen = portrait_values(portraits, labeller, values, sources.data)
    renders, labels = read_renders(sources.renders)
    drawn = reader.space.places(render_values(renders, labels, labeller, values))
    both = torch.cat([reduced(portraits.pictures[chosen], SIDE), reduced(renders, SIDE)])
    torch.save((both, torch.from_numpy(np.concatenate([reader.space.places(shown)[chosen], drawn]))), work / OTHERS)
    (work / READER).write_bytes(pickle.dumps(reader))
    return f"{len(pictures)} painted faces, {chosen.sum()} portraits, {len(renders)} renders"


def portrait_codes(reader: Reader, rows: int, data: Path, faces: Path, count: int) -> Tensor:
    """Return the codes (count, rows, style_dim) of portraits that may be learnt from, chosen by chance."""
    pictures = teaching_portraits(data, faces / "mesh.npz", faces / "labels.npz").pictures
    chosen = pictures[np.random.default_rng(0).permutation(len(pictures))[:count]]
    return torch.from_numpy(codes_of(reader.labeller.describer.encoder, chosen)).unflatten(1, (rows, -1))


def seen(work: Path) -> tuple[Seen, Seen]:
    """Return painted faces, and portraits with renders."""
    return tuple(Seen(*torch.load(work / name, weights_only=True)) for name in (PAINTED, OTHERS))  # type: ignore[return-value]


def reader(work: Path) -> Reader:
    """Return the reader of values that `label_all` left."""
    found = pickle.loads((work / READER).read_bytes())  # noqa: S301 - our own file of a minute ago
    if not isinstance(found, Reader):
        raise ValueError(f"{work / READER} holds no reader; run the step `label` again.")
    return found


def space(work: Path) -> Space:
    """Return the space of embeddings that `label_all` left."""
    return reader(work).space
