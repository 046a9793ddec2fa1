"""`faces random`: people who do not exist, one by one or on a sheet."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styletransfer.cli.display import Display
from styletransfer.cli.face_extras import LATENT
from styletransfer.cli.face_prompts import CLIPS, Alphas, Betas, ClipName, Neutrals, Prompts, TypedPrompts, told_of
from styletransfer.cli.face_request import GENERATORS, Force, Generator, Quiet
from styletransfer.cli.files import check_output, folder_for, write_file
from styletransfer.cli.parameters import command_of
from styletransfer.cli.series import saved
from styletransfer.recipes import FacePrompt

if TYPE_CHECKING:
    from torch import Tensor

    from styletransfer.imaging.io import Picture
    from styletransfer.run.face_models import FaceModels

MOST = 100
"""Most faces of one call."""
_GAP = 2  # px between the faces of a sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where faces go.

    Attributes:
        pictures: one for all faces, a sheet, or one for each.
        latents: likewise; none when codes are not asked for.
    """

    pictures: tuple[Path, ...]
    latents: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomRequest:
    """The arguments of one call."""

    output: Annotated[Path, typer.Option("--output", "-o", help="Picture to write, a sheet of several, or a folder.")]
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="The same number paints the same face.")] = 0
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many; their seeds follow each other.")] = 1
    truncation: Annotated[
        float, typer.Option(min=0, max=1.5, help="0 paints the average face, 1 as varied ones as the generator knows.")
    ] = 0.7
    save_latent: Annotated[
        Path | None, typer.Option(help="Write the codes too: a file (.safetensors), or a folder with one for each.")
    ] = None
    prompt: Prompts = None
    neutral: Neutrals = None
    alpha: Alphas = None
    beta: Betas = None
    generator: Generator = None
    clip: ClipName = None
    quiet: Quiet = False
    force: Force = False


def paint_random(request: RandomRequest, given: Mapping[str, Any], /) -> None:
    """Paint people who do not exist, as they are or as prompts want them."""
    seeds = range(request.seed, request.seed + request.count)
    prompts = TypedPrompts.of(request).joined()
    generator, clip = request.generator or GENERATORS[0], request.clip or CLIPS[0]
    notes = told_of(generator, clip, prompts)
    targets = _targets(request, seeds)
    from styletransfer.run.face_photo import face_models, random_face

    models = face_models(generator)
    painted = [random_face(models, seed, request.truncation) for seed in seeds]
    pictures = [picture for picture, _ in painted]
    if prompts:
        pictures = _prompted(models, [codes for _, codes in painted], prompts, clip)
    if prompts and targets.latents:
        notes = (*notes, "The codes are those of the faces without the prompts.")
    with Display(quiet=request.quiet) as display:
        for sentence in (
            *notes,
            *_write_pictures(pictures, targets.pictures),
            *_write_codes([codes for _, codes in painted], targets.latents, models.name),
        ):
            display.say(sentence)


random_command = command_of(RandomRequest, None, paint_random)


def _prompted(
    models: "FaceModels", faces: Sequence["Tensor"], prompts: Sequence[FacePrompt], clip: str
) -> list["Picture"]:
    """Paint faces (1, num_ws, style_dim) as prompts want them."""
    from styletransfer.imaging.picture import Picture
    from styletransfer.run.face_moves import Moves, painted
    from styletransfer.run.face_text import text_models

    moves = Moves(prompts=prompts, text=text_models(models.name, clip, models.device))
    return [Picture.from_tensor(painted(models, codes, moves)) for codes in faces]


def _targets(request: RandomRequest, seeds: Sequence[int]) -> Targets:
    """Name the files, and make folders that are missing.

    Raises:
        InputError: a file exists and `force` is off, or a name does not fit.
        StorageError: a folder cannot be made.
    """
    from styletransfer.imaging.io import SUFFIXES

    pictures = _named(request.output, seeds, "png")
    latents = () if request.save_latent is None else _named(request.save_latent, seeds, "safetensors")
    for path in pictures:
        check_output(path, (), force=request.force, suffixes=tuple(SUFFIXES))
    for path in latents:
        check_output(path, (), force=request.force, suffixes=LATENT)
    return Targets(pictures=pictures, latents=latents)


def _named(path: Path, seeds: Sequence[int], suffix: str) -> tuple[Path, ...]:
    if path.suffix and not path.is_dir():
        return (path,)
    folder_for(path)
    return tuple(path / f"face-{seed}.{suffix}" for seed in seeds)


def _write_pictures(faces: Sequence["Picture"], paths: Sequence[Path]) -> Iterable[str]:
    from styletransfer.imaging.io import save_image

    for picture, path in zip(faces if len(paths) == len(faces) else [_sheet(faces)], paths, strict=True):
        save_image(picture, path)
        yield saved(path, picture)


def _write_codes(codes: Sequence["Tensor"], paths: Sequence[Path], generator: str) -> Iterable[str]:
    if not paths:
        return
    from torch import cat

    from styletransfer.checkpoints.latent_files import encode_latent

    for each, path in zip(codes if len(paths) == len(codes) else [cat(list(codes))], paths, strict=True):
        write_file(path, encode_latent(each, generator))
        yield f"Saved {path}, the codes of {len(each)} {'face' if len(each) == 1 else 'faces'}."


def _sheet(faces: Sequence["Picture"]) -> "Picture":
    """Lay faces of one size out in rows, as nearly square as they go."""
    import numpy as np

    from styletransfer.imaging.io import Picture

    columns = math.ceil(math.sqrt(len(faces)))
    side = faces[0].width + _GAP
    page = np.full((math.ceil(len(faces) / columns) * side - _GAP, columns * side - _GAP, 3), 255, np.uint8)
    for index, face in enumerate(faces):
        top, left = index // columns * side, index % columns * side
        page[top : top + face.height, left : left + face.width] = face.with_depth(8).pixels
    return Picture(pixels=page)
