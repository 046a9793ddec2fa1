"""`styletransfer lut`: apply a colour table to photographs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair, check_output, plan_all
from styletransfer.cli.painting import DONE, SOME_FAILED, STOPPED, list_failures
from styletransfer.cli.parameters import command_of
from styletransfer.cli.stopping import Stop
from styletransfer.errors import InputError, MaskError, StyleTransferError

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
    with Display(quiet=request.quiet, pictures=len(pairs)) as display:
        code = _graded_all(pairs, _Grade(lut, request.strength, request.mask), display)
    raise typer.Exit(code)


command = command_of(Request, None, run_command)


class _Grade:
    """One way to change the colours of photographs."""

    def __init__(self, lut: "Lut", strength: float, mask: Path | None) -> None:
        self.lut, self.strength, self.mask = lut, strength, mask

    def write(self, pair: Pair) -> str:
        """Write one picture and return a sentence about it."""
        from styletransfer.imaging.io import open_image, save_image
        from styletransfer.imaging.lut import apply_lut

        photo, output = pair
        picture = open_image(photo)
        weights = None if self.mask is None else self._weights(self.mask, picture)
        pixels = apply_lut(self.lut, picture.pixels, strength=self.strength, weights=weights)
        save_image(replace(picture, pixels=pixels), output)
        return f"Saved {output} ({picture.width} × {picture.height} px)."

    @staticmethod
    def _weights(path: Path, picture: "Picture") -> "NDArray[np.float32]":
        from styletransfer.imaging.color import luminance
        from styletransfer.imaging.io import open_image
        from styletransfer.imaging.masks import ASPECT_TOLERANCE
        from styletransfer.imaging.resize import resize_weights

        mask = open_image(path)
        size = (picture.height, picture.width)
        if abs(mask.width * size[0] / (mask.height * size[1]) - 1) > ASPECT_TOLERANCE:
            raise MaskError(
                f"The mask is {mask.width} × {mask.height} px and the picture {size[1]} × {size[0]} px, which is "
                "another shape. Crop the mask as the picture was cropped."
            )
        weights: NDArray[np.float32] = resize_weights(luminance(mask.to_tensor()), size)[0, 0].clamp(0, 1).numpy()
        return weights


def _graded_all(pairs: Sequence[Pair], grade: _Grade, display: Display) -> int:
    failures = []
    with Stop(lambda: display.say("Stopping; finished pictures are kept. Ctrl-C again ends at once.")) as stop:
        for pair in pairs:
            if stop.asked:
                left = len(pairs) - display.finished - display.failed
                display.complain(f"Stopped; {left} of {len(pairs)} pictures were not made.")
                return STOPPED
            display.begin(pair[0].name)
            try:
                display.say(grade.write(pair))
                display.end(good=True)
            except StyleTransferError as error:
                if len(pairs) == 1:
                    raise
                failures.append(f"{pair[0].name}: {error}")
                display.end(good=False)
    list_failures(display, failures, len(pairs))
    return SOME_FAILED if failures else DONE


def _read(table: Path) -> bytes:
    try:
        return table.read_bytes()
    except OSError as error:
        raise InputError(f"The colour table “{table}” cannot be read: {error.strerror or error}.") from error
