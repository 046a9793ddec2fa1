"""What the tests of the small CLIP's training share."""

import itertools

import pytest

from scripts.clip.space import AXES


def axis(name: str) -> int:
    """Return the place of an axis."""
    return list(AXES).index(name)


def a_tick_a_call(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let a second pass at each look at the clock, however fast the machine is."""
    ticks = itertools.count()
    monkeypatch.setattr(f"{module}.monotonic", lambda: float(next(ticks)))
