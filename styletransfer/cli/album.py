"""`styletransfer photorealistic --album`: a folder of photographs in one look, by one colour table."""

from pathlib import Path
from typing import cast

from styletransfer.cli.display import Display
from styletransfer.cli.files import Pair, check_output, write_file
from styletransfer.cli.lut import Grade
from styletransfer.cli.painting import Painting
from styletransfer.cli.series import Series, Work, make_all
from styletransfer.errors import InputError
from styletransfer.progress import OnProgress
from styletransfer.recipes import PhotorealisticRecipe


def paint_album(painting: Painting, table: Path) -> int:
    """Make the album, write its pictures and its colour table, and return the exit code.

    Raises:
        StyleTransferError: something would be replaced, or no photograph can be used.
    """
    for photo, output in painting.pairs:
        check_output(output, (photo,), force=painting.force)
    check_output(table, (), force=painting.force, suffixes=(".cube",))
    series = Series(pairs=painting.pairs, quiet=painting.quiet, notes=painting.notes)
    return make_all(series, lambda display, follow: _fitted(painting, table, display, follow))


def _fitted(painting: Painting, table: Path, display: Display, follow: OnProgress) -> Work:
    """Write the table, and return how a photograph takes its colours."""
    from styletransfer.imaging.lut import encode_cube
    from styletransfer.run.album import make_album

    recipe = cast(PhotorealisticRecipe, painting.recipe)
    display.begin("Album")
    photos, looks = [photo for photo, _ in painting.pairs], list(painting.images.values())
    album = make_album(recipe, photos, looks, follow)
    write_file(table, encode_cube(album.lut))
    display.say(f"Saved {table}, the look as a colour table.")
    unusable = {photos[index]: sentence for index, sentence in album.failures.items()}
    grade = Grade(album.lut)

    def write(pair: Pair) -> None:
        if pair[0] in unusable:
            raise InputError(unusable[pair[0]])
        display.say(grade.write(pair))

    return write
