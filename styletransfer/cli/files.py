"""Which photographs are painted and where each result goes; recipes in files."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from styletransfer.errors import InputError, RecipeError, StorageError
from styletransfer.recipes import MAX_RECIPE_BYTES, Recipe, parse_recipe

PHOTO_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".gif", ".bmp"}
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Pair = tuple[Path, Path]
"""A photograph and the file that its result is written to."""


def plan(photo: Path, output: Path, file_format: str) -> list[Pair]:
    """Pair each photograph with its output.

    Args:
        photo: a file or a folder; of a folder, the picture files directly in it are taken.
        output: a file, or a folder when it is one or `photo` is one; made when missing.
        file_format: suffix of files in an output folder, without its dot.
    Raises:
        InputError: the folder holds no picture.
        StorageError: the output folder cannot be made.
    """
    if not photo.is_dir():
        return [(photo, output / f"{photo.stem}.{file_format}" if output.is_dir() else output)]
    found = sorted(path for path in photo.iterdir() if _is_picture(path))
    if not found:
        raise InputError(f"The folder “{photo}” holds no picture; expected {', '.join(sorted(PHOTO_SUFFIXES))}.")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot make the folder “{output}”: {error.strerror or error}.") from error
    stems = Counter(path.stem.casefold() for path in found)
    return [(path, output / f"{_title(path, stems)}.{file_format}") for path in found]


def check_output(output: Path, sources: Sequence[Path], *, force: bool, suffixes: Sequence[str] = ()) -> None:
    """Find out before the work whether its result could be written.

    Raises:
        InputError: the file exists and `force` is off, or it is one of the sources, or its suffix is unknown.
        StorageError: its folder is missing.
    """
    if suffixes and output.suffix.lower() not in suffixes:
        raise InputError(f"Cannot write “{output.name}”; its name must end in {', '.join(suffixes)}.")
    if not output.parent.is_dir():
        raise StorageError(f"There is no folder “{output.parent}”; make it first.")
    if not output.exists():
        return
    if output.is_dir():
        raise InputError(f"“{output}” is a folder; name a file in it.")
    if any(source.exists() and output.samefile(source) for source in sources):
        raise InputError(f"“{output}” is a picture that is read; choose another name for the result.")
    if not force:
        raise InputError(f"“{output}” exists; choose another name, or replace it with --force.")


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a JSON file, or out of a picture that was made earlier.

    Raises:
        RecipeError: there is none, or it is not valid.
        ImageError: a damaged picture.
    """
    try:
        with path.open("rb") as file:
            start = file.read(MAX_RECIPE_BYTES + 1)
    except OSError as error:
        raise RecipeError(f"The recipe “{path}” cannot be read: {error.strerror or error}.") from error
    start = start.removeprefix(_BYTE_ORDER_MARK)
    if path.suffix.lower() == ".json" or start.lstrip()[:1] in (b"{", b"["):
        return parse_recipe(start)
    from styletransfer.imaging.io import open_image

    found = open_image(path).recipe
    if found is None:
        raise RecipeError(f"“{path}” carries no recipe; it was saved without one, or by another program.")
    return parse_recipe(found)


def write_recipe(recipe: Recipe, path: Path, *, force: bool) -> None:
    """Write a recipe as JSON.

    Raises:
        InputError: the file exists and `force` is off.
        StorageError: it cannot be written.
    """
    check_output(path, (), force=force, suffixes=(".json",))
    try:
        path.write_text(recipe.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"Cannot write “{path}”: {error.strerror or error}.") from error


def _is_picture(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower() in PHOTO_SUFFIXES


def _title(path: Path, stems: Counter[str]) -> str:
    """Name a result after its photograph; a.jpg and a.png become a-jpg and a-png."""
    return path.stem if stems[path.stem.casefold()] == 1 else path.name.replace(".", "-")
