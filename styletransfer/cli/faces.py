"""`styletransfer faces`: edit faces of photographs, read their codes, paint random ones, list those of a photograph."""

from collections.abc import Callable, Mapping
from typing import Any

import typer

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.cli.face_codes import encode_command, find_command
from styletransfer.cli.face_extras import FaceExtras, refuse_folder
from styletransfer.cli.face_finding import sliders_command
from styletransfer.cli.face_random import random_command
from styletransfer.cli.face_relevance import relevance_command
from styletransfer.cli.face_request import EditRequest, images_of, recipe_of
from styletransfer.cli.face_sliders import LateGroup, with_sliders
from styletransfer.cli.painting import paint, painting_of
from styletransfer.cli.parameters import command_of


def edit(request: EditRequest, given: Mapping[str, Any], /) -> None:
    """Edit a face of a photograph, or every face, by sliders and in words; everything else stays as it is.

    Sliders are numbers, like --age +20 or --smile -0.5; words are prompts, like --prompt "an old man with glasses". The
    result has the photograph's own size.
    """
    recipe, notes = recipe_of(request, given)
    extras = FaceExtras(latent=request.save_latent, animate=request.animate, mix=request.mix, force=request.force)
    refuse_folder(request.photo, extras, request.latent)
    extras.check_slider(recipe)
    painting = painting_of(request, recipe, images_of(request, recipe), notes, extras)
    raise typer.Exit(paint(painting))


def edit_command() -> Callable[..., None]:
    """Make the command with an option for each slider that ships."""
    return command_of(with_sliders(EditRequest), FaceTransferConfig(), edit)


class FacesGroup(LateGroup):
    """The commands of faces; the options of `edit` are the sliders that ship."""

    late = {"edit": edit_command}  # noqa: RUF012 - typer makes the group, and nothing changes it


app = typer.Typer(
    cls=FacesGroup, help="Edit faces of photographs, or paint faces of people who do not exist.", no_args_is_help=True
)
app.command("edit")(command_of(EditRequest, FaceTransferConfig(), edit))
app.command("encode")(encode_command)
app.command("random")(random_command)
app.command("find")(find_command)
app.command("sliders")(sliders_command)
app.command("relevance")(relevance_command)
