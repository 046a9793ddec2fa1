"""Portraits and renders with their values: what names and the renderer know for certain, and readings for the rest."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

from scripts.clip.labels import SIDE, Labeller, Portraits
from scripts.clip.probes import CHILD, PLAIN_GROUPS, may_teach
from scripts.clip.values import Values
from scripts.face_scores.name_facts import NameFacts, all_facts
from scripts.face_sheets.examples import in_frame

Array = NDArray[np.float64]

BEARDS = {
    "full": (1.0, 0.8),
    "goatee": (0.8, 0.8),
    "moustache": (0.3, 1.0),
    "stubble": (0.5, 0.4),
    "shaven": (0.0, 0.0),
}
EXPRESSIONS = ("sad", "angry", "surprised")
UNDER_HAT = ("hair_light", "hair_red", "hair_yellow", "bald")
BEHIND_GLASSES = ("eyes_open", "eye_dark", "gaze_x", "glasses")
# What pixels tell of renders; eyes, mouth and pose would have to be read by networks that never saw any.
RENDERED = ("hair_light", "hair_red", "hair_yellow", "skin", "skin_red", "skin_yellow", "light_x", "background",
            "brightness", "lips_red")  # fmt: skip
HALF = 0.5


def portrait_values(
    portraits: Portraits, labeller: Labeller, values: Values, data: Path
) -> tuple[dict[str, Array], NDArray[np.bool_]]:
    """Return the values of portraits, (N,) each, and which of the portraits may teach."""
    facts = all_facts(data, portraits.names)
    read = values(labeller(portraits.pictures, "portraits"))
    read["glasses"], read["hat"] = (np.full(len(facts), np.nan) for _ in range(2))
    teaches = np.array([may_teach(name) for name in portraits.names])
    for row in np.flatnonzero(teaches):
        for name, value in _known(portraits.names[row], facts[row]).items():
            read[name][row] = value
    told = np.array([fact != NameFacts() for fact in facts])
    return read, teaches | ~told


def _known(name: str, fact: NameFacts) -> dict[str, float]:
    """Return what a name tells; what is hidden is nan."""
    plain = any(f"/{group}_" in name for group in PLAIN_GROUPS) or "/portraits_cc0/" in name
    known: dict[str, float] = {}
    if plain:
        known |= {"hat": 0.0, "glasses": 0.0, "sunglasses": 0.0}
    if fact.age is not None:
        known["age"] = fact.age
    if fact.sex is not None and not (fact.age is not None and fact.age < CHILD):
        known["male"] = float(fact.sex == "male")
    if fact.hat:
        known |= {"hat": 1.0} | dict.fromkeys(UNDER_HAT, np.nan)
    if fact.glasses == "clear":
        known |= {"glasses": 1.0, "sunglasses": 0.0}
    if fact.glasses == "dark":
        known |= {"sunglasses": 1.0} | dict.fromkeys(BEHIND_GLASSES, np.nan)
    if fact.beard is not None:
        known["beard"], known["moustache"] = BEARDS[fact.beard]
    if fact.hair == "bald":
        known["bald"] = 1.0
    if fact.expression is not None:
        known |= {name: float(fact.expression == name) for name in EXPRESSIONS}
    return known


def read_renders(folder: Path) -> tuple[NDArray[np.uint8], dict[str, Array]]:
    """Read the renders of `scripts/render_faces.py`, aligned (N, SIDE, SIDE, 3), with their labels (N,)."""
    pictures, labels = [], []
    names: Sequence[str] = ()
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as stored:
            names = stored["label_names"].tolist()
            labels.append(stored["labels"])
            for row, marks in enumerate(stored["landmarks"]):
                packed = stored["jpeg"][stored["start"][row] : stored["start"][row + 1]].tobytes()
                picture = np.array(Image.open(io.BytesIO(packed)).convert("RGB"))
                pictures.append(in_frame(picture, marks.astype(np.float64), SIDE).picture)
    if not pictures:
        raise ValueError(f"{folder} holds no renders; make them with scripts/render_faces.py.")
    columns = np.concatenate(labels).astype(np.float64)
    return np.stack(pictures), {name: columns[:, index] for index, name in enumerate(names)}


def render_values(
    pictures: NDArray[np.uint8], labels: Mapping[str, Array], labeller: Labeller, values: Values
) -> dict[str, Array]:
    """Return the values of renders, (N,) each; nan where neither the renderer nor the pixels tell."""
    read = values(labeller(pictures))
    found = {name: column if name in RENDERED else np.full(len(pictures), np.nan) for name, column in read.items()}
    worn = labels["glasses"] > HALF
    dark = worn & (labels["lens_tint"] > HALF)
    found |= {"age": labels["age"], "male": np.where(labels["age"] > CHILD, labels["gender"], np.nan)}
    found |= {"beard": labels["beard"], "moustache": labels["moustache"], "hair_long": labels["hair_length"]}
    found |= {"sunglasses": dark.astype(np.float64), "glasses": np.where(dark, np.nan, worn.astype(np.float64))}
    return found | {"hat": np.zeros(len(pictures))}


def reduced(pictures: NDArray[np.uint8], side: int, batch: int = 300) -> Tensor:
    """Reduce pictures (N, S, S, 3) as CLIP's preprocessing does: (N, 3, side, side) of 8 bits."""
    rows = []
    for start in range(0, len(pictures), batch):
        images = torch.from_numpy(np.array(pictures[start : start + batch])).permute(0, 3, 1, 2).float()
        smaller = functional.interpolate(images, (side, side), mode="bicubic", antialias=True)
        rows.append(smaller.clamp(0, 255).round().to(torch.uint8))
    return torch.cat(rows)
