"""`styletransfer lut`: apply a colour table to photographs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from styletransfer.cli.files import Pair, check_output, plan_all
from styletransfer.cli.parameters import command_of
from styletransfer.cli.series import Series, make_all, saved
from styletransfer.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from styletransfer.imaging.io import Picture
    from styletransfer.imaging.lut import Lut


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The arguments of one call."""

    photos: Annotated[list[Path], typer.Argument(metavar="PHOTO...", help="Photographs, or a folder of them.")]
    table: Annotated[Path, typer.Argument(metavar="LUT", help="Colour table, a .cube file of three dimensions.")]
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Picture to write (.png, .jpg, .webp, .tif), or a folder of them.")
    ]
    strength: Annotated[float, typer.Option(min=0, max=1, help="How far the colours go towards the table's.")] = 1.0
    mask: Annotated[
        Path | None, typer.Option(help="Grey picture of the photograph's shape: white takes the table, black does not.")
    ] = None
    file_format: Annotated[
        Literal["png", "jpg", "webp", "tif"], typer.Option("--format", help="Format of pictures in an output folder.")
    ] = "png"
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False


def run_command(request: Request, given: Mapping[str, Any], /) -> None:
    """Give photographs the colours of a table that was exported with --lut, or by another program.

    Results have the photographs' own size and depth.
    """
    from styletransfer.imaging.io import SUFFIXES
    from styletransfer.imaging.lut import parse_cube

    pairs = plan_all(request.photos, request.output, request.file_format)
    if request.mask is not None and len(pairs) > 1:
        raise InputError("A mask belongs to one photograph, and several were given; do the photographs one by one.")
    lut = parse_cube(_read(request.table))
    read = [request.table, *([request.mask] if request.mask is not None else []), *(photo for photo, _ in pairs)]
    for _, target in pairs:
        check_output(target, read, force=request.force, suffixes=tuple(SUFFIXES))
    grade = Grade(lut, request.strength, request.mask)
    series = Series(pairs=pairs, alone=len(pairs) == 1, quiet=request.quiet)
    raise typer.Exit(make_all(series, lambda display, _: lambda pair: display.say(grade.write(pair))))


command = command_of(Request, None, run_command)


class Grade:
    """One way to change the colours of photographs.

    Args:
        lut: the table.
        strength: 0 (the photograph) … 1 (the table).
        mask: grey picture of where the table counts, or None for everywhere.
    """

    def __init__(self, lut: "Lut", strength: float = 1.0, mask: Path | None = None) -> None:
        self.lut, self.strength, self.mask = lut, strength, mask

    def write(self, pair: Pair) -> str:
        """Write one picture and return a sentence about it."""
        from styletransfer.imaging.io import open_image, save_image
        from styletransfer.run.look import with_table

        photo, output = pair
        picture = open_image(photo)
        weights = None if self.mask is None else self._weights(self.mask, picture)
        save_image(with_table(self.lut, picture, self.strength, weights), output)
        return saved(output, picture)

    @staticmethod
    def _weights(path: Path, picture: "Picture") -> "NDArray[np.float32]":
        from styletransfer.imaging.color import luminance
        from styletransfer.imaging.io import open_image
        from styletransfer.imaging.masks import check_shape
        from styletransfer.imaging.resize import resize_linear

        mask = open_image(path)
        size = (picture.height, picture.width)
        check_shape((mask.height, mask.width), size)
        weights: NDArray[np.float32] = resize_linear(luminance(mask.to_tensor()), size)[0, 0].clamp(0, 1).numpy()
        return weights


def _read(table: Path) -> bytes:
    try:
        return table.read_bytes()
    except OSError as error:
        raise InputError(f"The colour table “{table}” cannot be read: {error.strerror or error}.") from error
