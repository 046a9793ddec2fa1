"""Sheets of faces before and after prompts, to be looked at: what no figure tells."""

from collections.abc import Sequence
from pathlib import Path

import torch

from scripts.benchmarks.text_quality import edited
from scripts.face_sheets.layout import Row, Sheet, drawn
from scripts.text_judging.faces import RANDOM_SEED, painted, portrait_codes, random_codes
from scripts.text_judging.prompts import HELD_OUT, HeldOutPrompt
from styletransfer import devices
from styletransfer.algorithms.face_scoring import as_levels
from styletransfer.errors import CheckpointError
from styletransfer.recipes.faces import FacePrompt
from styletransfer.run.face_models import face_models
from styletransfer.run.face_text import TextModels, read_prompt, text_models

FACES = 10  # portraits, and as many random faces
A_SHEET = 12  # prompts
CELL = 96
CPU = torch.device("cpu")


def measure(data: Path, out: Path, clip: str = "face-clip") -> None:
    """Write `text_1.png` and so on into a folder: a column a face, a row a prompt."""
    print("\n(c) Sheets of prompts")
    if not (data / "portraits").is_dir():
        print(f"    Left out: {data} has no portraits; name the folder with --data.", flush=True)
        return
    devices.tune_allocator()
    models = face_models(device=CPU)
    try:
        text = text_models("face-generator", clip, CPU)
    except CheckpointError as error:
        print(f"    Left out: {error}", flush=True)
        return
    out.mkdir(parents=True, exist_ok=True)
    codes = torch.cat([portrait_codes(models, data / "portraits")[1][:FACES], random_codes(models, FACES, RANDOM_SEED)])
    before = Row(name="before", pictures=list(as_levels(painted(models, codes))))
    for number, start in enumerate(range(0, len(HELD_OUT), A_SHEET), 1):
        rows = [before]
        for prompt in HELD_OUT[start : start + A_SHEET]:
            asked = FacePrompt(target=prompt.text, neutral=prompt.neutral)
            pictures = as_levels(edited(models, text, codes, asked))
            rows.append(Row(name=_named(text, prompt), pictures=list(pictures)))
        path = out / f"text_{number}.png"
        drawn(Sheet(title=_title(rows), rows=rows, cell=CELL)).save(path)
        print(f"    {path}", flush=True)


def _named(text: TextModels, prompt: HeldOutPrompt) -> str:
    reading = read_prompt(text, prompt.text, prompt.neutral)
    return f"{prompt.text[:30]} {reading.match:.2f}{'' if reading.fits else ' no fit'}"


def _title(rows: Sequence[Row]) -> str:
    return f"{len(rows[0].pictures)} faces before and after prompts, at the defaults; the number is the match"
