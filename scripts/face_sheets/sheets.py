"""What the sheets show, painted by any generator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from scripts.face_sheets.layout import Pixels, Row, Sheet
from scripts.faces.scoring import as_levels, random_faces
from styletransfer.algorithms.inversion import RefinementConfig, encode, refine, with_rows
from styletransfer.imaging.resize import resize_linear
from styletransfer.models.face_encoder import FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.vgg import VGGFeatures

Encoder = FaceEncoder | PortraitEncoder

ACROSS = 8
STEPS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
# Rows of w+ as in the paper's figures (Karras et al. 2019, section 3.1): to 8 px, to 32 px, and beyond.
LAYERS = {"coarse": (0, 4), "middle": (4, 8), "fine": (8, None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A face to be inverted: its name, and the aligned picture (1, 3, S, S), sRGB in [0, 1]."""

    name: str
    face: Tensor


def random_sheet(generator: StyleGAN2, count: int, seed: int, psi: float) -> Sheet:
    """Show random faces, none picked."""
    _, pictures = random_faces(generator, count, seed, psi)
    rows = [_padded(pictures[start : start + ACROSS], ACROSS) for start in range(0, count, ACROSS)]
    title = f"{count} random faces of people who do not exist: seed {seed}, truncation {psi:g}, none picked."
    return Sheet(title=title, rows=[Row(name="", pictures=row) for row in rows], cell=generator.config.size)


def sweeps_sheet(generator: StyleGAN2, found: Mapping[str, Tensor], seeds: range, psi: float) -> Sheet:
    """Show what each direction does to some random faces, two faces beside each other.

    Args:
        generator: frozen.
        found: direction (style_dim,) of each reading, one deviation long.
        seeds: of the faces, an even number.
        psi: truncation of the faces.
    """
    rows: list[Row] = []
    for left, right in zip(seeds[::2], seeds[1::2], strict=True):
        if rows:
            rows.append(Row(name="", pictures=[None] * (2 * len(STEPS) + 1)))
        faces = [generator.truncated(_w(generator, seed), psi) for seed in (left, right)]
        for name, direction in found.items():
            first, second = (_painted(generator, generator.broadcast(_swept(w, direction))) for w in faces)
            rows.append(Row(name=name, pictures=[*first, None, *second]))
    words = [f"{step:+g}" if step else "0" for step in STEPS]
    title = (
        "One attribute at a time, by as many deviations of random faces as stand above the columns. Directions by "
        f"ridge regression on w. Seeds {_words(seeds)}, none picked; truncation {psi:g}."
    )
    return Sheet(title=title, rows=rows, columns=[*words, "", *words], cell=80)


def mixing_sheet(generator: StyleGAN2, kept_seeds: range, source_seeds: range, psi: float) -> Sheet:
    """Show faces (rows) that take coarse, middle or fine styles of others (columns)."""
    kept, sources = (_w_plus(generator, seeds, psi) for seeds in (kept_seeds, source_seeds))
    empty: list[Pixels | None] = [None] * (len(sources) + 2)
    rows = [Row(name="", pictures=[None, None, *_painted(generator, sources)])]
    for words, (first, last) in LAYERS.items():
        taken = range(generator.num_ws)[first:last]
        rows.append(Row(name="", pictures=empty))
        for w_plus, own in zip(torch.split(kept, 1), _painted(generator, kept), strict=True):
            mixed = with_rows(w_plus.expand_as(sources), taken, sources)
            rows.append(Row(name=words, pictures=[own, None, *_painted(generator, mixed)]))
    title = (
        "Style mixing: each face at the left takes its coarse (to 8 px), middle (16 and 32 px) or fine (from 64 px) "
        f"styles from the face on top. Seeds {_words(source_seeds)} on top, {_words(kept_seeds)} at the left, none "
        f"picked; truncation {psi:g}."
    )
    return Sheet(title=title, rows=rows, cell=96)


def inversions_sheet(
    generator: StyleGAN2, encoder: Encoder, perceptual: VGGFeatures, examples: Sequence[Example], steps: int
) -> Sheet:
    """Show faces, what the encoder makes of them, and what refinement adds; two faces beside each other."""
    strips = [[_shown(example.face, generator.config.size),
               *inverted(generator, encoder, perceptual, example.face, steps)] for example in examples]  # fmt: skip
    rows: list[Row] = []
    for start in range(0, len(examples), 2):
        pair = strips[start : start + 2]
        second = pair[1] if len(pair) > 1 else [None] * 3
        names = " / ".join(example.name for example in examples[start : start + 2])
        rows.append(Row(name=names, pictures=[*pair[0], None, *second]))
    words = ["original", "encoder alone", f"{steps} steps"]
    columns = [*words, "", *words] if len(examples) > 1 else [*words, "", "", "", ""]
    title = "Faces found again in the generator: original, encoder alone, and after refinement of the codes."
    return Sheet(title=title, rows=rows, columns=columns, cell=generator.config.size)


def inverted(
    generator: StyleGAN2, encoder: Encoder, perceptual: VGGFeatures, face: Tensor, steps: int
) -> tuple[Pixels, Pixels]:
    """Invert an aligned face (1, 3, S, S), sRGB in [0, 1]: by the encoder alone, and refined."""
    with torch.no_grad():
        first = encode(encoder, generator.latent_avg, face)
    refined = refine(generator, perceptual, face, first, RefinementConfig(steps=steps))
    before, after = _painted(generator, torch.cat([first, refined]))
    return before, after


@torch.no_grad()
def _painted(generator: StyleGAN2, w_plus: Tensor) -> list[Pixels]:
    return list(as_levels(generator.synthesis(w_plus, "none")))


@torch.no_grad()
def _w(generator: StyleGAN2, seed: int) -> Tensor:
    z = torch.randn(1, generator.config.style_dim, generator=torch.Generator().manual_seed(seed))
    return generator.mapping(z)


def _w_plus(generator: StyleGAN2, seeds: Sequence[int], psi: float) -> Tensor:
    w = torch.cat([generator.truncated(_w(generator, seed), psi) for seed in seeds])
    return generator.broadcast(w)


def _swept(w: Tensor, direction: Tensor) -> Tensor:
    return w + torch.tensor(STEPS)[:, None] * direction


def _shown(face: Tensor, side: int) -> Pixels:
    picture: Pixels = as_levels(resize_linear(face, (side, side)) * 2 - 1)[0]
    return picture


def _padded(pictures: Pixels, count: int) -> list[Pixels | None]:
    return [*pictures, *[None] * (count - len(pictures))]


def _words(seeds: range) -> str:
    return f"{seeds[0]} to {seeds[-1]}"
