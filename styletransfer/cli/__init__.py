"""The command line: `styletransfer` or `python -m styletransfer`."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import styletransfer
from styletransfer.cli.faces import app as faces_app
from styletransfer.cli.lut import command as lut_command
from styletransfer.cli.neural_style import command as neural_style_command
from styletransfer.cli.photorealistic import command as photorealistic_command
from styletransfer.cli.studio import command as studio_command
from styletransfer.cli.weights import app as weights_app
from styletransfer.errors import StyleTransferError

BAD_INPUT = 2

app = typer.Typer(
    help=(
        "Style Transfer Studio: paint photographs in the manner of other pictures, give them the light of others, or "
        "edit the faces in them."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("neural-style")(neural_style_command)
app.command("photorealistic")(photorealistic_command)
app.add_typer(faces_app, name="faces")
app.command("lut")(lut_command)
app.command("studio")(studio_command)
app.add_typer(weights_app, name="weights")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    0 means done, 1 that some pictures of a folder failed, 2 that the input is unusable (one sentence on stderr says
    why), 130 that Ctrl-C stopped it.

    Args:
        arguments: words after the program's name; those of the process when None.
    """
    try:
        app(list(arguments) if arguments is not None else None, prog_name="styletransfer")
    except StyleTransferError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)


def _show_version(asked: bool) -> None:
    if asked:
        print(f"styletransfer {styletransfer.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Hold the options that belong to no command."""
