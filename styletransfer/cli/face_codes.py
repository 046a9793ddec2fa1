"""`faces encode` and `faces find`: the codes of the faces of a photograph, and where these are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styletransfer.cli.display import Display
from styletransfer.cli.face_extras import LATENT
from styletransfer.cli.face_request import (
    GENERATORS,
    LANDMARKS,
    STEPS,
    Force,
    Generator,
    Landmarks,
    Photo,
    Quiet,
)
from styletransfer.cli.files import check_output, example_of, write_file
from styletransfer.cli.parameters import command_of
from styletransfer.cli.stopping import Stop
from styletransfer.errors import InputError

if TYPE_CHECKING:
    from styletransfer.imaging.io import Picture
    from styletransfer.run.face_photo import FaceFound, FaceModels


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodeRequest:
    """The arguments of one call."""

    photo: Photo
    output: Annotated[Path, typer.Option("--output", "-o", help="File of codes to write (.safetensors).")]
    face: Annotated[
        int | None, typer.Option(min=1, help="Only this one, by its number in “faces find”.", show_default="all")
    ] = None
    refine: Annotated[
        int, typer.Option(min=STEPS.ge, max=STEPS.le, help="Steps that bring the codes closer to the photograph.")
    ] = 0
    generator: Generator = None
    landmarks: Landmarks = None
    quiet: Quiet = False
    force: Force = False


def encode(request: EncodeRequest, given: Mapping[str, Any], /) -> None:
    """Read the codes of the faces of a photograph; “faces edit --latent” takes the file."""
    check_output(request.output, (request.photo,), force=request.force, suffixes=LATENT)
    from torch import cat

    from styletransfer.checkpoints.latent_files import encode_latent
    from styletransfer.run.face_photo import Opening, codes_of

    opened, models, found = _found(request.photo, request.generator, request.landmarks)
    chosen = found if request.face is None else (_numbered(found, request.face),)
    stopping = "Stopping; the best codes so far are kept. Ctrl-C again ends at once."
    with Display(quiet=request.quiet) as display, Stop(lambda: display.say(stopping)) as stop:
        display.begin(request.photo.name)
        follow, opening = stop.following(display.show), Opening(refinement=request.refine)
        codes = [codes_of(opened, each, models, opening, follow) for each in chosen]
        display.end(good=True)
        write_file(request.output, encode_latent(cat(codes), models.name))
        for each in chosen:
            for remark in each.remarks:
                display.say(f"Face {each.number + 1}: {remark}")
        of_all = "1 face" if len(found) == 1 else f"{len(codes)} of {len(found)} faces"
        display.say(f"Saved {request.output}, the codes of {of_all}.")


encode_command = command_of(EncodeRequest, None, encode)


def find_command(photo: Photo, landmarks: Landmarks = None) -> None:
    """List the faces of a photograph with their numbers, the largest first, as “faces edit --face” counts them."""
    from styletransfer.algorithms.face_placement import points_of

    _, _, found = _found(photo, None, landmarks)
    for each in found:
        x, y = each.box.centre
        print(f"{each.number + 1}: {each.box.side:.0f} px about {x:.0f},{y:.0f}, leans {each.box.tilt:+.0f}°")
        if each.landmarks is not None:
            print(f"    --place {','.join(f'{value:.0f}' for value in points_of(each.landmarks).ravel())}")
        for remark in each.remarks:
            print(f"    {remark}")


def _found(
    photo: Path, generator: str | None, landmarks: str | None
) -> tuple["Picture", "FaceModels", tuple["FaceFound", ...]]:
    from styletransfer.imaging.io import open_image
    from styletransfer.run.face_photo import face_models, find

    opened = open_image(example_of(photo) or photo)
    models = face_models(generator or GENERATORS[0], landmarks or LANDMARKS[0])
    return opened, models, find(opened, models)


def _numbered(found: tuple["FaceFound", ...], number: int) -> "FaceFound":
    if number > len(found):
        known = "only one face was" if len(found) == 1 else f"only {len(found)} faces were"
        raise InputError(f"--face is {number}, and {known} found in this picture; “faces find” lists them.")
    return found[number - 1]
