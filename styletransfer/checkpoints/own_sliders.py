"""The sliders that a person found for prompts, kept on this machine beside those that a generator comes with.

They stand in one file a generator, in the folder of models; the shipped file is never written to.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from styletransfer.checkpoints.direction_files import load_directions, save_directions
from styletransfer.errors import CheckpointCorrupt, InputError
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.settings import settings

__all__ = ["load_own", "own_sliders_file", "with_own", "write_own"]


def own_sliders_file(generator_name: str) -> Path:
    """Return where the sliders for prompts of a generator are kept."""
    return settings().models / f"own_sliders_{generator_name}.safetensors"


def load_own(generator_name: str) -> Directions | None:
    """Read the sliders for prompts of a generator; None where there are none.

    Raises:
        CheckpointCorrupt: the file is damaged or of another generator; the sentence says what to do.
    """
    path = own_sliders_file(generator_name)
    if not path.is_file():
        return None
    try:
        found = load_directions(path)
    except CheckpointCorrupt as error:
        raise CheckpointCorrupt(f"Your own sliders cannot be read. Delete {path} to go on without them.") from error
    if found.generator != generator_name:
        raise CheckpointCorrupt(
            f"{path} holds sliders of {found.generator}, not of {generator_name}. Delete it to go on without them."
        )
    return found


def with_own(base: Directions, own: Directions) -> Directions:
    """Put own sliders after those that a generator comes with, which keep their names where both have one.

    Raises:
        CheckpointCorrupt: they are of a generator of another shape.
    """
    added = {name: each for name, each in own.items.items() if name not in base.items}
    try:
        return replace(base, items={**base.items, **added})
    except InputError as error:
        path = own_sliders_file(base.generator)
        raise CheckpointCorrupt(f"{path} does not fit the generator. Delete it to go on without them.") from error


def write_own(directions: Directions, items: Mapping[str, Direction]) -> None:
    """Keep these sliders for a generator, and no others; without any, the file goes.

    Args:
        directions: tells the generator and the spread of its w.
        items: by name, in the order in which they are shown.
    """
    path = own_sliders_file(directions.generator)
    if not items:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    save_directions(path, replace(directions, items=dict(items)))
