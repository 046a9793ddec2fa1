"""What the table of labels says of named portraits."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.faces.exchanging import Likeness
from scripts.faces.portraits import Portrait, yaw_of

KNOWN = ("age", "male", "smile")


def good_names(labels: Path) -> set[str]:
    """Return the names of the portraits without flaws."""
    with np.load(labels) as table:
        return set(table["name"][table["good"]].tolist())


def known_of(names: list[str], labels: Path) -> NDArray[np.float64]:
    """Return age, gender and smile (N, 3) of portraits, not a number for those with flaws or without a row."""
    good = good_names(labels)
    present = [index for index, name in enumerate(names) if name in good]
    known = np.full((len(names), len(KNOWN)), np.nan)
    columns = _columns([names[index] for index in present], labels, KNOWN)
    known[present] = np.stack(columns, axis=1)
    return known


def likeness_of(portraits: list[Portrait], labels: Path) -> Likeness:
    """Return what pairs of portraits are chosen by; every portrait needs a row."""
    names = [portrait.name for portrait in portraits]
    age, male, skin, light = _columns(names, labels, ("age", "male", "skin", "light_x"))
    return Likeness(age, male, np.array([yaw_of(portrait.points) for portrait in portraits]), skin, light)


def _columns(names: list[str], labels: Path, columns: tuple[str, ...]) -> list[NDArray[Any]]:
    with np.load(labels) as table:
        row = {name: index for index, name in enumerate(table["name"].tolist())}
        rows = [row[name] for name in names]
        return [table[column][rows] for column in columns]
