"""`styletransfer studio`: serve the studio in a browser."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from styletransfer.errors import StorageError

_ROOT = Path(__file__).parents[2]


def command(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "localhost",
) -> None:
    """Serve the studio until Ctrl-C; it opens in a browser where there is a display."""
    if not (_ROOT / "app.py").is_file():
        raise StorageError("The studio's pages are not part of the installed package; use a copy of the repository.")
    words = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", f"--server.address={address}"]
    try:
        code = subprocess.call(words, cwd=_ROOT)  # noqa: S603 - a fixed program, no shell
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
