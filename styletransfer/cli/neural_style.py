"""`styletransfer neural-style`: arguments to a recipe and a list of pictures to paint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer
from annotated_types import Interval

from styletransfer.cli.files import read_recipe
from styletransfer.cli.painting import paint, painting_of
from styletransfer.cli.parameters import command_of, numbers, spread
from styletransfer.cli.request import PictureRequest, about
from styletransfer.errors import InputError
from styletransfer.imaging.samples import gallery, gallery_picture
from styletransfer.recipes import PRESETS, NeuralStyleRecipe, StyleSlot, build

DEFAULT_PRESET = "balanced"
_NETWORKS: tuple[str, ...] = get_args(NeuralStyleRecipe.model_fields["network"].annotation)
_SIZE = next(note for note in NeuralStyleRecipe.model_fields["size"].metadata if isinstance(note, Interval))
_PRESET_HELP = " ".join(f"{name}: {preset.help}" for name, preset in PRESETS.items())
# Per-style options and the field of a style slot that each fills.
_COLUMNS = {"weights": "weight", "scales": "scale", "rotations": "rotation", "labels": "label"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(PictureRequest):
    """The arguments of one call, but for the settings of the painting."""

    styles: Annotated[
        list[str], typer.Argument(metavar="STYLE...", help="Pictures, or names of gallery styles, like great-wave.")
    ]
    preset: Annotated[
        Literal[tuple(PRESETS)] | None,  # type: ignore[valid-type]
        typer.Option(help=_PRESET_HELP, show_default=DEFAULT_PRESET),
    ] = None
    size: Annotated[
        int | None,
        typer.Option(min=_SIZE.ge, max=_SIZE.le, help="Longest side of the result, px.", show_default="of the preset"),
    ] = None
    network: Annotated[
        Literal[_NETWORKS] | None,  # type: ignore[valid-type]
        typer.Option(help="Perceptual network; see “weights list”.", show_default=_NETWORKS[0]),
    ] = None
    weights: Annotated[str | None, about("Styles", "Share of each style, like 1,0.5.", shown="1")] = None
    scales: Annotated[str | None, about("Styles", "Stroke size of each style; 2 is twice as large.", shown="1")] = None
    rotations: Annotated[str | None, about("Styles", "Turn of each style picture, degrees.", shown="0")] = None
    mask: Annotated[Path | None, about("Styles", "Picture of labels: which part takes which style.")] = None
    labels: Annotated[str | None, about("Styles", "Label of each style in the mask.", shown="0,1,2…")] = None
    draft: Annotated[Path | None, about("Styles", "Picture to start from, instead of the photograph.")] = None


def run_command(request: Request, given: Mapping[str, Any], /) -> None:
    """Paint a photograph, or every photograph of a folder, in the manner of one or more style pictures.

    Defaults are those of the Balanced preset. Press Ctrl-C to stop early and keep the best picture so far.
    """
    recipe, notes = recipe_of(request, given)
    if request.photo.is_dir() and request.mask is not None:
        raise InputError("A mask belongs to one photograph, and a folder was given; paint the photographs one by one.")
    images: dict[str, Path | bytes] = {f"style-{index}": _style(name) for index, name in enumerate(request.styles)}
    images |= {role: path for role, path in (("mask", request.mask), ("start", request.draft)) if path is not None}
    raise typer.Exit(paint(painting_of(request, recipe, images, notes)))


command = command_of(Request, PRESETS[DEFAULT_PRESET].config, run_command)


def recipe_of(request: Request, given: Mapping[str, Any]) -> tuple[NeuralStyleRecipe, tuple[str, ...]]:
    """Join the earlier recipe, the preset and what was given explicitly, the later winning.

    Returns:
        The recipe, and sentences for the user.
    Raises:
        RecipeError: a value is out of range or two contradict each other.
    """
    base = NeuralStyleRecipe.from_preset(DEFAULT_PRESET)
    if request.recipe is not None:
        base = read_recipe(request.recipe, NeuralStyleRecipe)
    fields = {"network": base.network, "size": base.size, "preset": base.preset}
    config = base.config
    if request.preset is not None:
        chosen = PRESETS[request.preset]
        fields |= {"size": chosen.size, "preset": request.preset}
        config = chosen.config
    settings = asdict(config) | ({"start": "draft"} if request.draft is not None else {}) | dict(given)
    explicit = {"network": request.network, "size": request.size}
    fields |= {name: value for name, value in explicit.items() if value is not None}
    slots, notes = _slots(request, base if request.recipe is not None else None)
    return build(NeuralStyleRecipe, {**fields, "config": settings, "styles": slots}), notes


def _slots(request: Request, earlier: NeuralStyleRecipe | None) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    count = len(request.styles)
    notes: tuple[str, ...] = ()
    if earlier is not None and len(earlier.styles) == count:
        slots = [slot.model_dump() for slot in earlier.styles]
    else:
        slots = [StyleSlot(label=index if request.mask is not None else 0).model_dump() for index in range(count)]
        if earlier is not None:
            notes = (f"The recipe has {len(earlier.styles)} styles and {count} were given: their weights start at 1.",)
    for option, name in _COLUMNS.items():
        values = numbers(f"--{option}", getattr(request, option))
        if values:
            for slot, value in zip(slots, spread(f"--{option}", values, count), strict=True):
                slot[name] = value
    for slot, picture in zip(slots, request.styles, strict=True):
        slot["name"] = Path(picture).stem[:200]
    return slots, notes


def _style(name: str) -> Path | bytes:
    slugs = [sample.slug for sample in gallery()]
    if Path(name).exists():
        return Path(name)
    if name in slugs:
        return gallery_picture(name)
    raise InputError(f"“{name}” is neither a picture file nor a gallery style; the gallery has {', '.join(slugs)}.")
