"""Reads the JavaScript and CSS that belong to the studio's own components.

The files lie in `ui/frontend` and travel inline with the component, so that a page never
asks the network for anything. A component whose script has several files is their
concatenation: one JavaScript module whose last file holds the default export.
"""

from functools import cache
from importlib.resources import files


@cache
def read_assets(*names: str) -> str:
    """Join files of `ui/frontend` in the order given.

    Args:
        names: file names without a folder, such as ``"compare.js"``.

    Returns:
        Their text, separated by line breaks.

    Raises:
        FileNotFoundError: the installation lacks a file.
    """
    folder = files("styletransfer.ui").joinpath("frontend")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
