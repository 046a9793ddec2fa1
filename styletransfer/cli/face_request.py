"""The arguments of the commands of `styletransfer faces`, and what becomes of those of `edit`: a recipe."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer
from annotated_types import Interval

from styletransfer.cli.face_prompts import (
    Alphas,
    Betas,
    ClipName,
    Neutrals,
    Prompts,
    TypedPrompts,
    add_prompts,
    told_of,
)
from styletransfer.cli.face_sliders import PANEL, sliders_of
from styletransfer.cli.files import example_of, read_recipe
from styletransfer.cli.parameters import numbers
from styletransfer.cli.request import PictureRequest, about
from styletransfer.errors import InputError
from styletransfer.recipes import FaceMix, FacesRecipe, build

FIELDS = FacesRecipe.model_fields
GENERATORS, LANDMARKS, RESULTS = (get_args(FIELDS[name].annotation) for name in ("generator", "landmarks", "result"))
PARTS = get_args(FaceMix.model_fields["part"].annotation)
STEPS = next(note for note in FIELDS["refinement"].metadata if isinstance(note, Interval))
_WHICH, _CODES = "Which face", "Codes"
_KEPT = ("generator", "landmarks", "refinement", "result", "limit", "clip", "preset")  # of an earlier recipe
_NEW_FACE = {"face": 0, "placement": None, "whole": False}

Photo = Annotated[
    Path, typer.Argument(metavar="PHOTO", help="Photograph, or an example's name: astronaut or portraits.")
]
Generator = Annotated[
    Literal[GENERATORS] | None,  # type: ignore[valid-type]
    about("Models", "What paints the faces; see “weights list”.", shown=GENERATORS[0]),
]
Landmarks = Annotated[
    Literal[LANDMARKS] | None,  # type: ignore[valid-type]
    about("Models", "What tells where eyes and mouth are.", shown=LANDMARKS[0]),
]

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRequest(PictureRequest):
    """The arguments of one call, but for the sliders that ship and for the settings of carrying an edit over."""

    photo: Annotated[
        Path, typer.Argument(metavar="PHOTO", help="Photograph, folder of them, or an example: astronaut or portraits.")
    ]
    sets: Annotated[
        list[str] | None, about(PANEL, "A slider by its name, like smile=0.5; repeat it for several.", "--set")
    ] = None
    face: Annotated[
        int | None, typer.Option(min=1, max=256, rich_help_panel=_WHICH, show_default="1",
                                 help="Its number in “faces find”; 1 is the largest.")
    ] = None  # fmt: skip
    everybody: Annotated[bool, about(_WHICH, "Edit every face that is found.", "--all")] = False
    place: Annotated[
        str | None,
        about(_WHICH, "Where eyes and mouth are, for a face that is not found: x,y of the person's right eye, of the "
              "left eye and of the mouth's middle in px, like 210,180,290,182,250,260."),
    ] = None  # fmt: skip
    aligned: Annotated[
        bool, about(_WHICH, "The whole picture is an aligned face, as “faces random” paints them.", "--aligned")
    ] = False
    result: Annotated[
        Literal[RESULTS] | None,  # type: ignore[valid-type]
        typer.Option(help="Carry the edit over to the photograph, or show what the generator paints.",
                     show_default=RESULTS[0]),
    ] = None  # fmt: skip
    keep_identity: Annotated[
        float | None, typer.Option(min=0, max=100, help="How far the face may go from itself, in σ of the generator.",
                                   show_default="no limit")
    ] = None  # fmt: skip
    animate: Annotated[
        tuple[str, Path] | None,
        typer.Option(metavar="SLIDER FILE", help="Also write a .gif or .mp4 in which a slider goes there and back; "
                                                 "“prompt” is the strength of the first prompt, “prompt.1” the next."),
    ] = None  # fmt: skip
    refine: Annotated[
        int | None, typer.Option(min=STEPS.ge, max=STEPS.le, rich_help_panel=_CODES, show_default="0",
                                 help="Steps that bring the codes closer to the photograph.")
    ] = None  # fmt: skip
    latent: Annotated[Path | None, about(_CODES, "Codes of the face, saved before, instead of reading them.")] = None
    save_latent: Annotated[Path | None, about(_CODES, "Write the codes of the edited faces (.safetensors).")] = None
    mix: Annotated[Path | None, about(_CODES, "Codes of another person, mixed in before the sliders.")] = None
    mix_share: Annotated[
        float, typer.Option(min=0, max=1, help="How much of the other person comes in.", rich_help_panel=_CODES)
    ] = 0.5
    mix_part: Annotated[
        Literal[PARTS],  # type: ignore[valid-type]
        typer.Option(help="What of the other person comes in.", rich_help_panel=_CODES),
    ] = PARTS[0]
    prompt: Prompts = None
    neutral: Neutrals = None
    alpha: Alphas = None
    beta: Betas = None
    generator: Generator = None
    landmarks: Landmarks = None
    clip: ClipName = None


def recipe_of(request: EditRequest, given: Mapping[str, Any]) -> tuple[FacesRecipe, tuple[str, ...]]:
    """Join the earlier recipe and what was given explicitly, the later winning.

    Returns:
        The recipe, and sentences for the user.
    Raises:
        InputError: options contradict each other, or there is no such slider or value.
        RecipeError: a value is out of range.
    """
    base = FacesRecipe() if request.recipe is None else read_recipe(request.recipe, FacesRecipe)
    fields = {name: getattr(base, name) for name in _KEPT}
    explicit = {
        "generator": request.generator, "landmarks": request.landmarks, "refinement": request.refine,
        "result": request.result, "limit": request.keep_identity, "clip": request.clip,
    }  # fmt: skip
    fields |= {name: value for name, value in explicit.items() if value is not None}
    slots, notes = _slots(request, base)
    every = request.everybody or (base.every and _chosen(request) is None)
    sliders = sliders_of(request, request.sets or ())
    for slot in slots:
        slot["sliders"] = {**slot["sliders"], **sliders}
        _check_sliders(str(fields["generator"]), slot["sliders"])
    add_prompts(slots, TypedPrompts.of(request))
    config = asdict(base.config) | dict(given)
    recipe = build(FacesRecipe, {**fields, "faces": slots, "every": every, "config": config})
    notes += told_of(recipe.generator, recipe.clip, [prompt for slot in recipe.faces for prompt in slot.prompts])
    if recipe.result == "photo" and not any(slot.sliders or slot.mix or slot.prompts for slot in recipe.faces):
        notes.append(
            "No slider and no prompt was given, so that the photograph stays as it is; “faces edit --help” lists them."
        )
    return recipe, tuple(notes)


def images_of(request: EditRequest, recipe: FacesRecipe) -> dict[str, Path | bytes]:
    """Name the files of codes by their roles."""
    one = len(recipe.faces) == 1 and not recipe.every
    images: dict[str, Path | bytes] = {}
    if request.latent is not None:
        images["latent-0" if one else "state"] = _present(request.latent)
    if request.mix is not None:
        images["mix-0"] = _present(request.mix)
    return images


def _slots(request: EditRequest, base: FacesRecipe) -> tuple[list[dict[str, Any]], list[str]]:
    """Say which faces are edited; also return sentences for the user."""
    notes: list[str] = []
    slots = [slot.model_dump() for slot in base.faces]
    chosen = _chosen(request)
    if chosen is not None:
        slots = [{**slots[0], **_NEW_FACE, **chosen}]
    elif any(slot["placement"] for slot in slots) and not _same_photo(base, request):
        raise InputError(
            "The recipe's eyes and mouth were placed by hand in another photograph; say which face is meant here with "
            "--face, --all or --place."
        )
    if any(slot["mix"] for slot in slots) and request.mix is None:
        notes.append("The recipe mixes another person in, whose codes are not part of it; give them with --mix.")
    if request.mix is not None and len(slots) > 1:
        raise InputError("--mix is meant for one face, and the recipe edits several; choose one with --face.")
    for slot in slots:
        mixed_in = {"share": request.mix_share, "part": request.mix_part}
        slot["mix"] = mixed_in if request.mix is not None else None
    return slots, notes


def _chosen(request: EditRequest) -> dict[str, Any] | None:
    """Return the fields of the slot of the face that was chosen, or None when none was."""
    ways: dict[str, dict[str, Any] | None] = {
        "--face": None if request.face is None else {"face": request.face - 1},
        "--all": {} if request.everybody else None,
        "--place": None if request.place is None else {"placement": _placement(request.place, request.photo)},
        "--aligned": {"whole": True} if request.aligned else None,
    }
    given = [flag for flag, slot in ways.items() if slot is not None]
    if len(given) > 1:
        raise InputError(f"{' and '.join(given)} are given; each says which face is meant, so choose one of them.")
    return ways[given[0]] if given else None


def _placement(text: str, photo: Path) -> dict[str, Any]:
    """Read x,y of the right eye, the left eye and the mouth in px as shares of a photograph's sides."""
    found = numbers("--place", text)
    if len(found) != 6:
        raise InputError(
            f"--place has {len(found)} numbers; it needs 6: x,y of the right eye, the left eye, the mouth."
        )
    if photo.is_dir():
        raise InputError("--place belongs to one photograph, and a folder was given; do them one by one.")
    from styletransfer.imaging.io import open_image

    opened = open_image(example_of(photo) or photo)
    sides = (opened.width, opened.height)
    spots = [(found[index], found[index + 1]) for index in (0, 2, 4)]
    for x, y in spots:
        if not (0 <= x < opened.width and 0 <= y < opened.height):
            size = f"{opened.width} × {opened.height} px"
            raise InputError(f"--place names the point {x:g},{y:g}; it must lie in the picture of {size}.")
    shares = [tuple((x + 0.5) / side for x, side in zip(spot, sides, strict=True)) for spot in spots]
    return dict(zip(("right_eye", "left_eye", "mouth"), shares, strict=True))


def _same_photo(base: FacesRecipe, request: EditRequest) -> bool:
    """Tell whether an earlier recipe was made for this photograph."""
    content = example_of(request.photo) or request.photo
    if isinstance(content, Path) and not content.is_file():
        return False
    from styletransfer.run.result import fingerprints

    return base.inputs.get("content") == fingerprints({"content": content})["content"]


def _check_sliders(generator: str, sliders: Mapping[str, float]) -> None:
    """Raise `InputError` for a slider that the generator does not have, or for a value out of its range."""
    if not sliders:
        return
    from styletransfer.checkpoints.build import face_directions

    face_directions(generator).move(sliders)


def _present(path: Path) -> Path:
    if not path.is_file():
        raise InputError(f"There is no file of codes at “{path}”; “faces encode” writes one.")
    return path
