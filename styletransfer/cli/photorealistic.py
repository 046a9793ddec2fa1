"""`styletransfer photorealistic`: arguments to a recipe, and the photographs that take the look of others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer
from annotated_types import Interval

from styletransfer.algorithms.photorealistic_config import SITES
from styletransfer.cli.files import check_output, example_of, folder_for, read_recipe
from styletransfer.cli.painting import paint, painting_of
from styletransfer.cli.parameters import command_of
from styletransfer.cli.request import PictureRequest, about
from styletransfer.errors import InputError
from styletransfer.imaging.samples import example_photos
from styletransfer.recipes import PHOTO_PRESETS, PhotorealisticRecipe, build

if TYPE_CHECKING:
    from styletransfer.run import Result

DEFAULT_PRESET = "natural"
_FIELDS = PhotorealisticRecipe.model_fields
_NETWORKS, _SEGMENTERS, _MASKS = (get_args(_FIELDS[name].annotation) for name in ("network", "segmenter", "masks"))
_SIZE = next(note for note in _FIELDS["size"].metadata if isinstance(note, Interval))
_PRESET_HELP = " ".join(f"{name}: {preset.help}" for name, preset in PHOTO_PRESETS.items())
_SITE_LETTERS = {site[0]: site for site in SITES}
_KEPT = ("network", "segmenter", "size", "masks", "preset")  # taken over from an earlier recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(PictureRequest):
    """The arguments of one call, but for the settings of the transfer."""

    looks: Annotated[
        list[str],
        typer.Argument(metavar="LOOK...", help="Photographs whose light and colour are taken, or examples' names."),
    ]
    preset: Annotated[
        Literal[tuple(PHOTO_PRESETS)] | None,  # type: ignore[valid-type]
        typer.Option(help=_PRESET_HELP, show_default=DEFAULT_PRESET),
    ] = None
    size: Annotated[
        int | None,
        typer.Option(
            min=_SIZE.ge, max=_SIZE.le, show_default=str(_FIELDS["size"].default),
            help="Longest side at which the network works, px; the result has the photograph's own size.",
        ),
    ] = None  # fmt: skip
    network: Annotated[
        Literal[_NETWORKS] | None,  # type: ignore[valid-type]
        typer.Option(help="Wavelet network; see “weights list”.", show_default=_NETWORKS[0]),
    ] = None
    masks: Annotated[
        Literal[_MASKS] | None,  # type: ignore[valid-type]
        about("Regions", "Find regions, read them from files, or treat the photograph as a whole.",
              shown="automatic; given with --content-mask"),
    ] = None  # fmt: skip
    content_mask: Annotated[Path | None, about("Regions", "Picture of labels for the photograph.")] = None
    style_mask: Annotated[
        list[Path] | None, about("Regions", "Picture of labels for a look; repeat it, one for each look.")
    ] = None
    segmenter: Annotated[
        Literal[_SEGMENTERS] | None,  # type: ignore[valid-type]
        about("Regions", "What helps to find regions; see “weights list”.", shown=_SEGMENTERS[0]),
    ] = None
    save_masks: Annotated[Path | None, about("Files", "Folder to write the regions to, as pictures of labels.")] = None
    lut: Annotated[Path | None, about("Files", "Write the look as a colour table (.cube) too.")] = None
    album: Annotated[
        bool, about("Files", "Give a folder of photographs one look in common, by one colour table.", "--album")
    ] = False


def run_command(request: Request, given: Mapping[str, Any], /) -> None:
    """Give a photograph, or every photograph of a folder, the light and colour of others, region by region.

    Defaults are those of the Natural preset. The result has the photograph's own size.
    """
    recipe, notes = recipe_of(request, given)
    _check_folder(request, recipe)
    images: dict[str, Path | bytes] = {f"style-{index}": _look(name) for index, name in enumerate(request.looks)}
    if request.content_mask is not None:
        images["mask"] = request.content_mask
        images |= {f"style-mask-{index}": path for index, path in enumerate(request.style_mask or ())}
    extras = Extras(masks=request.save_masks, lut=request.lut, force=request.force)
    painting = painting_of(request, recipe, images, notes, extras)
    if request.save_masks is not None:
        folder_for(request.save_masks)
    if request.album:
        from styletransfer.cli.album import paint_album

        raise typer.Exit(paint_album(painting, request.lut or request.output / "look.cube"))
    raise typer.Exit(paint(painting))


command = command_of(Request, PHOTO_PRESETS[DEFAULT_PRESET].config, run_command, aliases={"strength": "--alpha"})


def recipe_of(request: Request, given: Mapping[str, Any]) -> tuple[PhotorealisticRecipe, tuple[str, ...]]:
    """Join the earlier recipe, the preset and what was given explicitly, the later winning.

    Returns:
        The recipe, and sentences for the user.
    Raises:
        InputError: options contradict each other.
        RecipeError: a value is out of range.
    """
    base, notes = PhotorealisticRecipe.from_preset(DEFAULT_PRESET), list[str]()
    if request.recipe is not None:
        base = read_recipe(request.recipe, PhotorealisticRecipe)
    fields = {name: getattr(base, name) for name in _KEPT}
    config = base.config
    if request.preset is not None:
        config, fields["preset"] = PHOTO_PRESETS[request.preset].config, request.preset
    explicit = {name: getattr(request, name) for name in ("network", "segmenter", "size")}
    fields |= {name: value for name, value in explicit.items() if value is not None}
    fields["masks"] = _masks(request, str(fields["masks"]))
    if base.regions and _same_regions(base, request):
        fields["regions"] = base.regions
    elif base.regions:
        notes.append("The recipe's regions belong to another photograph; they are found anew.")
    settings = asdict(config) | dict(given)
    settings["sites"] = tuple(_SITE_LETTERS.get(site, site) for site in settings["sites"])
    looks = [{"name": Path(name).stem[:200]} for name in request.looks]
    return build(PhotorealisticRecipe, {**fields, "config": settings, "looks": looks}), tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """Regions and colour table, written beside the result."""

    masks: Path | None
    lut: Path | None
    force: bool

    def check(self, photo: Path) -> None:
        """Raise `StyleTransferError` when a file could not be written."""
        if self.masks is not None:
            check_output(self.masks / f"{photo.stem}-mask.png", (photo,), force=self.force)
        if self.lut is not None:
            check_output(self.lut, (photo,), force=self.force, suffixes=(".cube",))

    def write(self, stem: str, content: Path | bytes, result: "Result") -> Sequence[str]:
        """Write the regions and the table, and say what was found."""
        from styletransfer.cli.exports import describe_regions, write_lut, write_masks

        sentences = describe_regions(result)
        if self.masks is not None:
            sentences += write_masks(result, self.masks, stem)
        if self.lut is not None:
            sentences += write_lut(content, result, self.lut)
        return sentences


def _masks(request: Request, earlier: str) -> str:
    """Decide where regions come from; files of labels mean that they are to be used."""
    style_masks = request.style_mask or ()
    if request.content_mask is None:
        if style_masks:
            raise InputError("--style-mask is given without --content-mask; regions need a mask of both pictures.")
        if (request.masks or earlier) == "given":
            raise InputError("Given masks need --content-mask and --style-mask; or choose --masks automatic.")
        return request.masks or earlier
    if request.masks not in (None, "given"):
        raise InputError(f"--content-mask is given and --masks is {request.masks}; leave one of them out.")
    if style_masks and len(style_masks) != len(request.looks):
        looks = "1 look" if len(request.looks) == 1 else f"{len(request.looks)} looks"
        raise InputError(f"--style-mask is given {len(style_masks)} times for {looks}; give one for each look.")
    return "given"


def _same_regions(base: PhotorealisticRecipe, request: Request) -> bool:
    """Tell whether the rules of an earlier recipe mean the regions of this photograph."""
    if request.content_mask is not None:
        return base.masks == "given"
    if base.masks != "automatic" or not request.photo.is_file():
        return False
    from styletransfer.run.result import fingerprints

    return base.inputs.get("content") == fingerprints({"content": request.photo})["content"]


def _check_folder(request: Request, recipe: PhotorealisticRecipe) -> None:
    if not request.photo.is_dir():
        if request.album:
            raise InputError("--album needs a folder of photographs.")
        return
    if recipe.masks == "given":
        raise InputError("A mask belongs to one photograph, and a folder was given; do the photographs one by one.")
    if request.album and request.save_masks is not None:
        raise InputError("An album has one colour table and no regions to save; leave --save-masks out.")
    if request.lut is not None and not request.album:
        raise InputError("A colour table belongs to one photograph; with --album a whole folder shares one.")


def _look(name: str) -> Path | bytes:
    found = example_of(Path(name))
    if found is not None:
        return found
    if Path(name).exists():
        return Path(name)
    slugs = ", ".join(sample.slug for sample in example_photos())
    raise InputError(f"“{name}” is neither a picture file nor an example; the examples are {slugs}.")
