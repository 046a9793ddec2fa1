"""What a portrait's name tells: the pictures were cut from figures whose rows stand for an attribute.

A name below `faces/synthetic_*` is "group _ row _ column". The rows were looked at once and written down here; where
a row says nothing of a property, or mixes it, it holds None. Ages of rows are typical ones, right to a few years for
children and to about eight years for the old. The portraits of the CC0 set have a table with age and sex.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

AGES: Mapping[str, Sequence[float | None]] = {
    "Age": (1, 3, 4, 16, 30, 80),
    "Age_x_Ethnicity-x-Sex-1": (1.5, 4, 4, 16, None, 72),
    "Age_x_Ethnicity-x-Sex-2": (1, 3, 4, 16, 28, 75),
    "Ethnicity-x-Age-1": (78,) * 6,
    "Ethnicity-x-Age-3": (4,) * 6,
    "Physical-Characteristics": (None, 70, None, 4, None),
    "s1_age_female": (1, 3, 7, 14, None, None, 78),
    "s1_age_male": (1, 3, 8, 16, None, None, 78),
    "variability_age": (1, 3, 8, 18, None, 70),
    "variability_age_X_ethnicity_1": (1.5, 3, 9, 20, 27, 75),
    "variability_age_X_ethnicity_2": (2, 3, 6, 20, 28, 72),
}
SEXES: Mapping[str, Sequence[str | None]] = {
    "Age_x_Ethnicity-x-Sex-1": ("female",) * 6,
    "Age_x_Ethnicity-x-Sex-2": ("male",) * 6,
    "Expression_x_Sex": ("male",) * 6,
    "Facial-Hair": ("male", "male", "male", None, "male", "male"),
    "Hair-Style-x-Sex": ("female",) * 6,
    "s1_age_female": ("female",) * 7,
    "s1_age_male": ("male",) * 7,
    "variability_age_X_ethnicity_1": ("female",) * 6,
    "variability_age_X_ethnicity_2": (None, None, None, "male", "male", None),
}
EXPRESSIONS: Mapping[str, Sequence[str | None]] = {
    "Expression": ("angry", "surprised", "happy", "sad", "disgusted", "tongue"),
    "Expression_x_Sex": ("angry", "surprised", "happy", "sad", "disgusted", "tongue"),
    "s1_expression": ("happy", "sad", "angry", "surprised", "disgusted", None, "fearful"),
    "variability_expression": ("angry", "surprised", "happy", "sad", "disgusted"),
}
GLASSES: Mapping[str, Sequence[str | None]] = {
    "Glasses-Style": ("clear", "clear", "clear", "clear", "dark", "dark"),
    "Facial-Features": ("clear", "dark", None, None, None),
    "Accessories": (None,) * 7 + ("dark",),
    "s1_accessories": (None,) * 7 + ("dark",),
    "s1_glasses": ("clear", "dark", "clear", "clear"),
}
HAIR: Mapping[str, Sequence[str | None]] = {
    "Hair_Color": ("grey", "yellow", "green", "blue", "purple", "orange"),
    "variability_hair_color": ("grey", "yellow", "green", "blue", "purple", "orange"),
    "s1_hair_color": ("black", "brown", "blond", "orange", "grey", "bald", "blue", "green", "purple"),
    "Facial-Features": (None, None, "bald", None, None),
}
BEARDS: Mapping[str, Sequence[str | None]] = {
    "Facial-Hair": ("full", "moustache", "goatee", None, "stubble", "shaven"),
    "Facial-Features": (None, None, None, "full", None),
    "Physical-Characteristics": (None, "full", "full", None, None),
}
HATS = ("Hats", "s1_hats")

Value = TypeVar("Value")

_NAME = re.compile(r".*/(?P<group>.+)_(?P<row>\d+)_(?P<column>\d+)\.jpg")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacts:
    """What is known of a portrait without looking at it; None is unknown.

    Attributes:
        age: years.
        exact_age: whether the age is the person's own rather than typical of the row.
        sex: "female" or "male".
        expression: "happy", "sad", "angry", "surprised", "disgusted", "fearful" or "tongue".
        glasses: "clear" or "dark".
        hair: a colour, or "bald".
        beard: "full", "moustache", "goatee", "stubble" or "shaven".
        hat: whether the group is one of hats.
    """

    age: float | None = None
    exact_age: bool = False
    sex: str | None = None
    expression: str | None = None
    glasses: str | None = None
    hair: str | None = None
    beard: str | None = None
    hat: bool = False


def facts_of(name: str) -> NameFacts:
    """Return what the name (path below the data folder) of a figure's portrait tells."""
    match = _NAME.fullmatch(name)
    if match is None or not name.startswith("faces/synthetic_"):
        return NameFacts()
    group, row = match["group"], int(match["row"])
    return NameFacts(
        age=_cell(AGES, group, row),
        sex=_cell(SEXES, group, row),
        expression=_cell(EXPRESSIONS, group, row),
        glasses=_cell(GLASSES, group, row),
        hair=_cell(HAIR, group, row),
        beard=_cell(BEARDS, group, row),
        hat=group in HATS,
    )


def all_facts(data: Path, names: Sequence[str]) -> list[NameFacts]:
    """Return the facts of portraits by their names, the tables of the CC0 portraits included."""
    tables = {
        "faces/portraits_cc0/": json.loads((data / "faces/portraits_cc0.json").read_text()),
        "portraits/": json.loads((data / "portraits.json").read_text()),
    }
    facts = []
    for name in names:
        known = next((table[name[len(folder) :]] for folder, table in tables.items() if name.startswith(folder)), None)
        facts.append(facts_of(name) if known is None
                     else NameFacts(age=known["age"], exact_age=True, sex=known["sex"]))  # fmt: skip
    return facts


def _cell(table: Mapping[str, Sequence[Value | None]], group: str, row: int) -> Value | None:
    rows = table.get(group)
    return None if rows is None or row >= len(rows) else rows[row]
