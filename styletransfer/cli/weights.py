"""`styletransfer weights`: list, fetch, add, verify and remove files of weights."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from styletransfer.checkpoints import bundles, local_files
from styletransfer.checkpoints.manifest import bundle
from styletransfer.checkpoints.manifest import bundles as all_bundles
from styletransfer.cli.display import Display
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, CheckpointError

_SOME_BAD, _STOPPED = 2, 130

app = typer.Typer(help="List, fetch, add, verify and remove files of weights.", no_args_is_help=True)

_NAMES = ", ".join(known.name for known in all_bundles())
Names = Annotated[list[str], typer.Argument(help=f"Out of {_NAMES}.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]


@app.command("list")
def list_all() -> None:
    """Show what there is, what is on this machine, and under which licence."""
    for known in all_bundles():
        status = bundles.status(known.name)
        origin = "ships with the project" if known.embedded else "fetched on request"
        licence = known.files[0].licence
        print(f"{known.name}: {known.title} ({known.megabytes}, {licence}, {origin}) — {_state(status)}")
        print(f"    {known.purpose}")
        if known.files[0].terms:
            print(f"    {known.files[0].terms}")
        for file in status.files:
            print(f"    {file.path}")


@app.command()
def fetch(names: Names, quiet: Quiet = False) -> None:
    """Download files of weights; an interrupted download goes on where it stopped."""
    with Display(quiet=quiet, pictures=len(names)) as display, Stop(lambda: display.say("Stopping.")) as stop:
        follow = stop.following(display.show)
        for name in names:
            display.begin(name)
            if terms := bundle(name).files[0].terms:
                display.say(f"{name}: {terms}")
            try:
                paths = bundles.fetch(name, follow)
            except Cancelled:
                display.complain(f"Stopped; what has arrived of {name} is kept for the next time.")
                raise typer.Exit(_STOPPED) from None
            display.end(good=True)
            display.say(f"{name}: verified, {', '.join(map(str, paths))}")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help=f"Out of {_NAMES}; of a model of several files, one of those.")],
    file: Annotated[Path, typer.Argument(help="The published file, on this machine; it is copied.")],
    quiet: Quiet = False,
) -> None:
    """Take a file of weights that is on this machine already, instead of downloading it."""
    with Display(quiet=quiet, pictures=1) as display, Stop(lambda: display.say("Stopping.")) as stop:
        display.begin(name)
        if terms := bundle(name).files[0].terms:
            display.say(f"{name}: {terms}")
        try:
            path = local_files.add(name, file, stop.following(display.show))
        except Cancelled:
            display.complain("Stopped; nothing was kept.")
            raise typer.Exit(_STOPPED) from None
        display.end(good=True)
        display.say(f"{name}: verified, {path}")


@app.command()
def verify(names: Annotated[list[str] | None, typer.Argument(help="All that are here when left out.")] = None) -> None:
    """Hash files of weights again and compare with what was published."""
    chosen = names or [known.name for known in all_bundles() if bundles.status(known.name).present]
    bad = False
    for name in chosen:
        try:
            hashes = [str(file.sha256) for file in bundles.verify(name).files]
            print(f"{name}: verified, sha256 {', '.join(hashes)}")
        except CheckpointError as error:
            bad = True
            print(f"{name}: {error}", file=sys.stderr)
    if bad:
        raise typer.Exit(_SOME_BAD)


@app.command()
def remove(names: Names) -> None:
    """Delete downloaded files of weights and what was made from them."""
    for name in names:
        bundles.remove(name)
        print(f"{name}: removed")


def _state(status: bundles.BundleStatus) -> str:
    if status.present:
        return "verified" if status.verified else "here, not verified"
    return f"{status.arrived / 1e6:.0f} MB of it are here" if status.arrived else "not here"
