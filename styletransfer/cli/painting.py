"""Paint photographs with a recipe: what the commands of the tools have in common."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair, check_output, example_of, plan, write_recipe
from styletransfer.cli.request import PictureRequest
from styletransfer.cli.series import Series, make_all, saved
from styletransfer.progress import OnProgress
from styletransfer.recipes import Recipe, build

if TYPE_CHECKING:
    from styletransfer.run.result import Result

_STOPPING = {
    "neural-style": "Stopping; the best picture so far is kept. Ctrl-C again ends at once.",
    "faces": "Stopping; faces that are edited and the best codes so far are kept. Ctrl-C again ends at once.",
    "photorealistic": "Stopping; the picture in the making is not kept. Ctrl-C again ends at once.",
}


class Extras(Protocol):
    """What is written beside a picture."""

    def check(self, photo: Path) -> None:
        """Raise `StyleTransferError` when it could not be written; called before the work."""

    def write(self, stem: str, content: Path | bytes, result: "Result") -> Sequence[str]:
        """Write it, under names with this stem, and return sentences for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """What to paint.

    Attributes:
        recipe: settings, the same for every photograph.
        images: role -> picture, but for the photograph.
        pairs: photographs and where their results go.
        folder: a folder was asked for: failures are listed at the end instead of ending the run.
        example: JPEG of the photograph when it is an example, else None.
        notes: sentences to show first.
        extras: what else is written of each picture, or None.
    """

    recipe: Recipe
    images: Mapping[str, Path | bytes]
    pairs: Sequence[Pair]
    folder: bool = False
    example: bytes | None = None
    force: bool = False
    include_recipe: bool = True
    quiet: bool = False
    notes: tuple[str, ...] = ()
    extras: Extras | None = None


def painting_of(
    request: PictureRequest,
    recipe: Recipe,
    images: Mapping[str, Path | bytes],
    notes: tuple[str, ...],
    extras: Extras | None = None,
) -> Painting:
    """Plan what the arguments ask for, and write the recipe where they say so.

    Raises:
        InputError: the folder holds no picture, or the recipe's file exists.
        StorageError: the output folder cannot be made, or the recipe cannot be written.
    """
    pairs = plan(request.photo, request.output, request.file_format)
    if request.save_recipe is not None:
        write_recipe(recipe, request.save_recipe, force=request.force)
    return Painting(
        recipe=recipe, images=images, pairs=pairs, example=example_of(request.photo), force=request.force,
        include_recipe=request.embed, quiet=request.quiet, notes=notes, folder=request.photo.is_dir(), extras=extras,
    )  # fmt: skip


def paint(painting: Painting) -> int:
    """Paint every photograph and return the exit code.

    Raises:
        StyleTransferError: the only photograph cannot be painted.
    """
    series = Series(
        pairs=painting.pairs, alone=not painting.folder, stopping=_STOPPING[painting.recipe.tool], left="begun",
        quiet=painting.quiet, notes=painting.notes,
    )  # fmt: skip
    return make_all(series, lambda display, follow: lambda pair: _paint_one(painting, pair, display, follow))


def _paint_one(painting: Painting, pair: Pair, display: Display, follow: OnProgress) -> None:
    from styletransfer.imaging.io import SUFFIXES
    from styletransfer.run import run

    photo, output = pair
    read = [photo, *(image for image in painting.images.values() if isinstance(image, Path))]
    check_output(output, read, force=painting.force, suffixes=tuple(SUFFIXES))
    if painting.extras is not None:
        painting.extras.check(photo)
    recipe = build(type(painting.recipe), {**painting.recipe.model_dump(), "content_name": photo.stem[:200]})
    content = photo if painting.example is None else painting.example
    started = time.monotonic()
    result = run(recipe, {"content": content, **painting.images}, follow)
    result.save(output, include_recipe=painting.include_recipe)
    for note in result.notes:
        display.say(f"{photo.name}: {note}")
    seconds = time.monotonic() - started
    extra = painting.extras.write(photo.stem, content, result) if painting.extras is not None else ()
    display.say(saved(output, result.picture, seconds))
    for sentence in extra:
        display.say(sentence)
