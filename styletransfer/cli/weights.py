"""`styletransfer weights`: list, fetch, verify and remove files of weights."""

import sys
from typing import Annotated

import typer

from styletransfer.checkpoints import store
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.cli.display import Display
from styletransfer.cli.stopping import Stop
from styletransfer.errors import Cancelled, CheckpointError
from styletransfer.progress import Progress

_SOME_BAD, _STOPPED = 2, 130

app = typer.Typer(help="List, fetch, verify and remove files of weights.", no_args_is_help=True)

Names = Annotated[list[str], typer.Argument(help=f"Out of {', '.join(MANIFEST)}.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]


@app.command("list")
def list_all() -> None:
    """Show what there is, what is on this machine, and under which licence."""
    for status in store.statuses():
        entry = status.entry
        origin = "ships with the project" if entry.embedded else "fetched on request"
        print(f"{entry.name}: {entry.title} ({entry.megabytes}, {entry.licence}, {origin}) — {_state(status)}")
        print(f"    {entry.purpose}")
        print(f"    {status.path}")


@app.command()
def fetch(names: Names, quiet: Quiet = False) -> None:
    """Download files of weights; an interrupted download goes on where it stopped."""
    with Display(quiet=quiet, pictures=len(names)) as display, Stop(lambda: display.say("Stopping.")) as stop:

        def follow(progress: Progress) -> None:
            display.show(progress)
            stop.check()

        for name in names:
            display.begin(name)
            try:
                path = store.fetch(name, follow)
            except Cancelled:
                display.complain(f"Stopped; what has arrived of {name} is kept for the next time.")
                raise typer.Exit(_STOPPED) from None
            display.end(good=True)
            display.say(f"{name}: verified, {path}")


@app.command()
def verify(names: Annotated[list[str] | None, typer.Argument(help="All that are here when left out.")] = None) -> None:
    """Hash files of weights again and compare with what was published."""
    chosen = names or [status.entry.name for status in store.statuses() if status.present]
    bad = False
    for name in chosen:
        try:
            print(f"{name}: verified, sha256 {store.verify(name).sha256}")
        except CheckpointError as error:
            bad = True
            print(f"{name}: {error}", file=sys.stderr)
    if bad:
        raise typer.Exit(_SOME_BAD)


@app.command()
def remove(names: Names) -> None:
    """Delete downloaded files of weights and what was made from them."""
    for name in names:
        store.remove(name)
        print(f"{name}: removed")


def _state(status: store.Status) -> str:
    if status.present:
        return "verified" if status.verified else "here, not verified"
    return f"{status.partial_bytes / 1e6:.0f} MB of it are here" if status.partial_bytes else "not here"
