"""Arguments that every command that makes pictures shares."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer


def about(panel: str, sentence: str, *flags: str, shown: str | None = None) -> Any:
    """Describe an option that is listed under a heading of its own.

    Args:
        panel: the heading.
        sentence: help.
        flags: names, when they are not the field's.
        shown: default as words, or None to show none.
    """
    return typer.Option(*flags, help=sentence, show_default=shown or False, rich_help_panel=panel)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """A photograph or a folder of them, where results go, and the files beside them."""

    photo: Annotated[
        Path,
        typer.Argument(metavar="PHOTO", help="Photograph, folder of photographs, or an example's name, like chelsea."),
    ]
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Picture to write (.png, .jpg, .webp, .tif), or a folder of them.")
    ]
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False
    recipe: Annotated[Path | None, about("Files", "Settings to begin with: JSON, or a picture made earlier.")] = None
    save_recipe: Annotated[Path | None, about("Files", "Write the settings as JSON.")] = None
    embed: Annotated[bool, about("Files", "Write the settings into the picture.", "--embed/--no-embed")] = True
    file_format: Annotated[
        Literal["png", "jpg", "webp", "tif"], about("Files", "Format of pictures in an output folder.", "--format")
    ] = "png"
    force: Annotated[bool, about("Files", "Replace files that exist.", "--force")] = False
