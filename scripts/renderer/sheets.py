"""Contact sheets to look at: random faces, and one factor at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from scripts.renderer.render import render
from scripts.renderer.sampling import sampled
from scripts.renderer.setting import CUTS, FaceSetting

Sweep = tuple[str, list[dict[str, float | str]]]


def sweeps() -> list[Sweep]:
    """Return the sweeps: a name and what changes from picture to picture."""

    def even(low: float, high: float, *names: str) -> list[dict[str, float | str]]:
        return [dict.fromkeys(names, float(value)) for value in np.linspace(low, high, 8)]

    origins = [
        (1, 0, 0),
        (0.6, 0, 0.4),
        (0.3, 0, 0.7),
        (0, 0, 1),
        (0, 0.3, 0.7),
        (0, 0.6, 0.4),
        (0, 1, 0),
        (0.5, 0.5, 0),
    ]
    names = ("african", "asian", "caucasian")
    rows: list[Sweep] = [
        ("age", even(3, 88, "age")),
        ("gender", even(0, 1, "gender")),
        ("origin", [dict(zip(names, map(float, shares), strict=True)) for shares in origins]),
        ("weight", even(-1, 1, "weight")),
        ("eyes", even(0, 1.3, "eyes_left", "eyes_right")),
        ("gaze_yaw", even(-30, 30, "gaze_yaw")),
        ("gaze_pitch", even(-25, 25, "gaze_pitch")),
        ("smile", even(-0.6, 1, "smile")),
        ("mouth_open", even(0, 1, "mouth_open")),
        ("brows", even(-1, 1, "brows")),
        ("yaw", even(-60, 60, "yaw")),
        ("pitch", even(-30, 30, "pitch")),
        ("roll", even(-30, 30, "roll")),
        ("skin_tone", even(0, 1, "skin_tone")),
        ("cut", [{"hair_cut": cut} for cut in CUTS[:8]]),
        ("more cuts", [{"hair_cut": cut, "hair_length": size} for cut in CUTS[6:] for size in (0.1, 0.9)]),
        ("hair_tone", even(0, 1, "hair_tone")),
        ("beard", even(0, 1, "beard", "moustache")),
        ("recession", even(0, 1, "hair_recession")),
        ("light_yaw", even(-90, 90, "light_yaw")),
    ]
    return rows


def draw_sheets(out: Path, data: Path, *, seed: int, size: int) -> None:
    """Write 8 x 8 random faces to `out` and the sweeps to NAME_sweeps.png beside it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    random = [render(sampled(seed + k), size, data=data).picture for k in range(64)]
    _save(out, random)
    person = replace(FaceSetting(seed=seed), light_yaw=25.0, identity=sampled(seed + 5).identity)
    pictures = []
    for _, changes in sweeps():
        for change in changes:
            pictures.append(render(replace(person, **change), size, data=data).picture)  # type: ignore[arg-type]
    _save(out.with_name(f"{out.stem}_sweeps.png"), pictures)


def _save(path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]) -> None:
    rows = [np.hstack(pictures[k : k + 8]) for k in range(0, len(pictures), 8)]
    if not cv2.imwrite(str(path), np.vstack(rows)[..., ::-1]):
        raise OSError(f"{path} cannot be written")
