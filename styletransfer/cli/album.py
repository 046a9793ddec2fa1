"""`styletransfer photorealistic --album`: a folder of photographs in one look, by one colour table."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair, check_output, write_file
from styletransfer.cli.painting import DONE, SOME_FAILED, STOPPED, Painting, list_failures
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import Progress
from styletransfer.recipes import PhotorealisticRecipe

if TYPE_CHECKING:
    from styletransfer.run.album import Album


def paint_album(painting: Painting, table: Path) -> int:
    """Make the album, write its pictures and its colour table, and return the exit code.

    Raises:
        StyleTransferError: something would be replaced, or no photograph can be used.
    """
    for photo, output in painting.pairs:
        check_output(output, (photo,), force=painting.force)
    check_output(table, (), force=painting.force, suffixes=(".cube",))
    with (
        Display(quiet=painting.quiet, pictures=len(painting.pairs)) as display,
        Stop(lambda: display.say("Stopping; finished pictures are kept. Ctrl-C again ends at once.")) as stop,
    ):
        for note in painting.notes:
            display.say(note)
        try:
            failures = _painted(painting, table, display, stop)
        except Cancelled:
            left = len(painting.pairs) - display.finished - display.failed
            display.complain(f"Stopped; {left} of {len(painting.pairs)} pictures were not made.")
            return STOPPED
    list_failures(display, failures, len(painting.pairs))
    return SOME_FAILED if failures else DONE


def _painted(painting: Painting, table: Path, display: Display, stop: Stop) -> list[str]:
    """Write the table, then one picture after the other; return sentences about those that failed."""
    from styletransfer.imaging.lut import encode_cube
    from styletransfer.run.album import make_album

    def follow(progress: Progress) -> None:
        display.show(progress)
        stop.check()

    recipe = cast(PhotorealisticRecipe, painting.recipe)
    display.begin("Album")
    photos, looks = [photo for photo, _ in painting.pairs], list(painting.images.values())
    album = make_album(recipe, photos, looks, follow)
    write_file(table, encode_cube(album.lut))
    display.say(f"Saved {table}, the look as a colour table.")
    failures = []
    for index, pair in enumerate(painting.pairs):
        stop.check()
        display.begin(pair[0].name)
        failure = album.failures.get(index) or _write(album, pair, display)
        if failure:
            failures.append(f"{pair[0].name}: {failure}")
        display.end(good=not failure)
    return failures


def _write(album: "Album", pair: Pair, display: Display) -> str:
    """Write one picture; return a sentence when that failed."""
    from styletransfer.imaging.io import save_image

    photo, output = pair
    try:
        picture = album.picture(photo)
        save_image(picture, output)
    except StyleTransferError as error:
        return str(error)
    display.say(f"Saved {output} ({picture.width} × {picture.height} px).")
    return ""
