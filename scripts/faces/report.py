"""All scores of a generator and its encoder, next to those of photographs and renders."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from scripts.face_scores.frechet import principal_axes
from scripts.faces.pictures import Pictures as Kept
from scripts.faces.scoring import Judges, Pictures, described, inversion, linearity, random_faces, variety
from scripts.renderer import read_shard
from styletransfer.algorithms.face_alignment import FaceFrame, align_face, face_quad
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2

COMPARED = 500  # pictures of each kind
LINEAR = 2000  # random faces whose w is read linearly
REFINED = 100  # steps
VARIETY_SEED, LINEARITY_SEED = 1, 2

Scores = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Aligned pictures (N, S, S, 3) that the scores need.

    Attributes:
        training: portraits that were trained on, in random order; at least 32 more than twice those compared.
        held_out: portraits that were not.
        judged: the portraits that are inverted.
        renders: renderings.
    """

    training: Pictures
    held_out: Pictures
    judged: Pictures
    renders: Pictures

    @staticmethod
    def load(run: Path, renders: Path, size: int) -> "Album":
        """Read the pictures that `train_faces pictures` drew, and shards of `render_faces`."""
        kept = {name: Kept.load(run / name) for name in ("training", "held_out", "judged")}
        shown = {name: pictures.pictures[pictures.first()] for name, pictures in kept.items()}
        shown["training"] = np.random.default_rng(0).permutation(shown["training"])
        return Album(**shown, renders=aligned_renders(renders, COMPARED, size))


def aligned_renders(folder: Path, count: int, size: int) -> Pictures:
    """Read the first renders of a folder of shards, aligned as portraits are.

    Raises:
        ValueError: there are not as many.
    """
    faces: list[NDArray[np.uint8]] = []
    for path in sorted(folder.glob("*.npz")):
        for picture, landmarks, _ in read_shard(path):
            quad = face_quad(landmarks.astype(np.float64))
            frame = FaceFrame(quad=quad, photo=(picture.shape[0], picture.shape[1]), size=size)
            faces.append(align_face(np.ascontiguousarray(picture), frame))
            if len(faces) == count:
                return np.stack(faces)
    raise ValueError(f"{folder} holds {len(faces)} renders of the {count} that are asked for.")


def generator_report(generator: StyleGAN2, album: Album, judges: Judges) -> Iterator[tuple[str, Scores]]:
    """Score a generator: variety of its random faces, of photographs and of renders, and linearity of w."""
    true, others, rest = np.split(album.training, [COMPARED, 2 * COMPARED])
    _, painted = random_faces(generator, COMPARED, VARIETY_SEED)
    kinds = {"random faces": painted, "training portraits": others, "renders": album.renders}
    targets = {"held-out portraits": album.held_out, "training portraits": true}
    for name, scores in compared(kinds, targets, rest, described):
        yield f"{name}, seen by the perceptual network", scores
    for name, scores in compared(kinds, targets, rest, judges.described):
        yield f"{name}, seen by the face networks", scores
    w, painted = random_faces(generator, LINEAR, LINEARITY_SEED)
    yield "linear reading of w (R²)", linearity(w, painted, judges)


def compared(
    kinds: Mapping[str, Pictures],
    targets: Mapping[str, Pictures],
    axes: Pictures,
    describe: Callable[[Pictures], Tensor],
) -> Iterator[tuple[str, Scores]]:
    """Compare every kind of picture with every target, always as many with as many.

    Where a target has fewer pictures than a kind, the mean over disjoint parts of the kind is taken.

    Args:
        kinds: pictures to be judged.
        targets: photographs.
        axes: more photographs, for the axes of the Fréchet distance.
        describe: turns pictures (N, S, S, 3) into descriptions (N, D).
    """
    frame = principal_axes(describe(axes))
    known = {kind: describe(pictures) for kind, pictures in kinds.items()}
    for target, photographs in targets.items():
        true = describe(photographs)
        for kind, ours in known.items():
            count = min(len(true), len(ours))
            starts = range(0, len(ours) - count + 1, count)
            parts = [variety(ours[start : start + count], true[:count], frame) for start in starts]
            yield f"{kind} against {count} {target}", {key: _mean(part[key] for part in parts) for key in parts[0]}


def encoder_report(
    generator: StyleGAN2, encoder: PortraitEncoder, album: Album, judges: Judges
) -> Iterator[tuple[str, Scores]]:
    """Score an encoder: the inversions of the judged portraits, as they come and refined."""
    for steps in (0, REFINED):
        scores, _ = inversion(generator, encoder, album.judged, judges, steps)
        yield f"inversion of {len(album.judged)} portraits, {steps} steps of refinement", scores


def _mean(values: Iterator[float]) -> float:
    return float(np.mean(list(values)))
