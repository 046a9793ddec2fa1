"""How long each stage of a photorealistic transfer took."""

from collections.abc import Sequence
from dataclasses import dataclass

from styletransfer.algorithms.photorealistic_config import STAGES


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its words, its seconds so far, and whether it is over."""

    name: str
    seconds: float
    over: bool


def stages(rows: Sequence[dict[str, float]], now: float | None = None) -> list[Stage]:
    """Read from the figures of a run how long its stages took.

    Args:
        rows: one mapping a report, with the number of the stage that begins as `step` and the seconds since the start.
        now: seconds since the start, for a run under way; the last stage is then still going on.
    Returns:
        The stages begun, in order.
    """
    begun: dict[int, float] = {}
    for row in rows:
        begun.setdefault(int(row.get("step", 0)), row.get("seconds", 0.0))
    found = []
    for number, name in enumerate(STAGES):
        if number not in begun:
            continue
        end = begun.get(number + 1, begun[number] if now is None else now)
        found.append(Stage(name, max(0.0, end - begun[number]), number + 1 in begun))
    return found


def told(stage: Stage) -> str:
    """Say a stage and its time: "Finding regions · 1.2 s"."""
    return f"{stage.name} · {stage.seconds:.1f} s"
