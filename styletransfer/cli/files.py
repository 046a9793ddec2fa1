"""Which photographs are painted and where each result goes; recipes in files."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from styletransfer.errors import InputError, RecipeError, StorageError
from styletransfer.recipes import (
    MAX_RECIPE_BYTES,
    FacesRecipe,
    NeuralStyleRecipe,
    PhotorealisticRecipe,
    Recipe,
    parse_recipe,
)

PHOTO_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".gif", ".bmp"}
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_Recipe = TypeVar("_Recipe", NeuralStyleRecipe, PhotorealisticRecipe, FacesRecipe)
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
    folder_for(output)
    stems = Counter(path.stem.casefold() for path in found)
    return [(path, output / f"{_title(path, stems)}.{file_format}") for path in found]


def plan_all(photos: Sequence[Path], output: Path, file_format: str) -> list[Pair]:
    """Pair several photographs and folders with their outputs; several need an output folder, which is made.

    Raises:
        InputError: a folder holds no picture, or two photographs would be written to one file.
        StorageError: the output folder cannot be made.
    """
    if len(photos) > 1:
        folder_for(output)
    pairs = [pair for photo in photos for pair in plan(photo, output, file_format)]
    outputs = [target for _, target in pairs]
    twice = next((target for target in outputs if outputs.count(target) > 1), None)
    if twice is not None:
        raise InputError(f"Two photographs would be written to “{twice}”; rename one, or do them one after the other.")
    return pairs


def folder_for(path: Path) -> Path:
    """Make a folder when it is missing, and return it; raise `StorageError` when it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot make the folder “{path}”: {error.strerror or error}.") from error
    return path


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


def example_of(photo: Path) -> bytes | None:
    """Return the example photograph of a name as a file; None for other names, and where a file has that name."""
    from styletransfer.imaging.samples import example_photo, example_photos, face_photos

    if photo.exists() or str(photo) not in {sample.slug for sample in (*example_photos(), *face_photos())}:
        return None
    return example_photo(str(photo))


def read_recipe(path: Path, kind: type[_Recipe]) -> _Recipe:
    """Read a tool's recipe from a JSON file, or out of a picture that was made earlier.

    Raises:
        RecipeError: there is none, it is not valid, or it is another tool's.
        ImageError: a damaged picture.
    """
    recipe = _any_recipe(path)
    if not isinstance(recipe, kind):
        wanted = kind.model_fields["tool"].default
        raise RecipeError(f"The recipe “{path}” is one of {recipe.tool}; this command needs one of {wanted}.")
    return recipe


def _any_recipe(path: Path) -> Recipe:
    """Read a recipe of whatever tool.

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


def write_file(path: Path, data: bytes) -> None:
    """Write a file whose name was checked before; raise `StorageError` when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"Cannot write “{path}”: {error.strerror or error}.") from error


def write_recipe(recipe: Recipe, path: Path, *, force: bool) -> None:
    """Write a recipe as JSON.

    Raises:
        InputError: the file exists and `force` is off.
        StorageError: it cannot be written.
    """
    check_output(path, (), force=force, suffixes=(".json",))
    write_file(path, f"{recipe.model_dump_json(indent=2)}\n".encode())


def _is_picture(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower() in PHOTO_SUFFIXES


def _title(path: Path, stems: Counter[str]) -> str:
    """Name a result after its photograph; a.jpg and a.png become a-jpg and a-png."""
    return path.stem if stems[path.stem.casefold()] == 1 else path.name.replace(".", "-")
