"""Wordings of ages in years and in decades: "in her sixties", "40 years old", "thirty something"."""

from scripts.clip.meanings import Meaning

_DECADES = {
    20: ("twenties", "twenty"),
    30: ("thirties", "thirty"),
    40: ("forties", "forty"),
    50: ("fifties", "fifty"),
    60: ("sixties", "sixty"),
    70: ("seventies", "seventy"),
    80: ("eighties", "eighty"),
}
_SMALL = {5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 12: "twelve", 15: "fifteen",
          16: "sixteen", 18: "eighteen"}  # fmt: skip
_OLDEST = 75  # above it one age cannot be told from another


def _decade(start: int, plural: str, number: str) -> Meaning:
    low, high = (start - 2, start + 12) if start < 70 else (64, 120)
    after = [f"in {whose} {part}{name}" for whose in ("the", "their") for part in ("", "early ", "late ", "mid ")
             for name in (plural, f"{start}s")]  # fmt: skip
    after += [f"in the {number} to {number} nine years", f"aged {start} to {start + 9}"]
    after += [f"in {whose} {name}" for whose in ("THEIR", "THEIR", "THEIR mid", "THEIR early", "THEIR late")
              for name in (plural, f"{start}s")]  # fmt: skip
    return Meaning(
        name=f"decade_{start}",
        group="age",
        true=f"age:{low}..{high}",
        opposites="decade_70" if start <= 40 else "decade_20",
        weight=0.3,
        adjectives=f"{number} something|{number}ish",
        nouns=f"{number} something",
        after="|".join(after),
    )


def _years(age: int, word: str) -> Meaning:
    spread = 4 if age < 20 else 6
    low, high = (age - spread, age + spread) if age < _OLDEST - spread else (66, 120)
    said = (str(age), word) if word else (str(age),)
    return Meaning(
        name=f"years_{age}",
        group="age",
        true=f"age:{max(low, 0)}..{high}",
        opposites="years_70 years_60" if age < 40 else "years_20 years_10",
        weight=0.3,
        adjectives="|".join(f"{text} year old" for text in said),
        nouns="|".join(f"{text} year old" for text in said),
        after="|".join(
            f"{lead}{text}{end}"
            for text in said
            for lead, end in (("", " years old"), ("aged ", ""), ("of ", " years"), ("about ", " years old"),
                              ("around ", ""), ("", " years of age"), ("at the age of ", ""), ("at ", ""))
        ),
    )  # fmt: skip


DECADES = tuple(_decade(start, *names) for start, names in _DECADES.items())
YEARS = tuple(
    _years(age, _SMALL.get(age) or (_DECADES[age][1] if age in _DECADES else ""))
    for age in sorted({*_SMALL, *_DECADES, 25, 35, 45, 55, 65, 75, 85, 90})
)
TEENS = Meaning(
    name="teens",
    group="age",
    true="age:12..20",
    opposites="decade_60",
    weight=0.3,
    after="in THEIR teens|in THEIR late teens|in THEIR early teens|in the teens",
)

ALL = (*DECADES, *YEARS, TEENS)
