"""Was the intended attribute the one that changed most: the rule that a prompt is judged by."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scripts.text_judging.attributes import ATTRIBUTES, attribute_of
from scripts.text_judging.prompts import HeldOutPrompt


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a prompt did to a face, or to many on average.

    Attributes:
        intended: change of the intended reading in the right direction, in σ; the best of several that count.
        reading: which one that was.
        rival: the other attribute that changed most.
        strongest: by how much, in σ, with the sign of its reading.
    """

    intended: float
    reading: str
    rival: str
    strongest: float

    @property
    def right(self) -> bool:
        """Whether nothing else changed as much."""
        return self.intended > abs(self.strongest)


def verdict(prompt: HeldOutPrompt, changes: Mapping[str, float]) -> Verdict:
    """Judge changes, in σ by the name of the reading; what cannot be read (not a number) has not changed."""
    known = {name: 0.0 if math.isnan(value) else value for name, value in changes.items()}
    intended = {name: sign * known[name] for name, sign in prompt.changes}
    own = {attribute_of(name) for name in intended}
    rivals = {attribute: max((known[name] for name in names), key=abs)
              for attribute, names in ATTRIBUTES.items() if attribute not in own}  # fmt: skip
    reading = max(intended, key=lambda name: intended[name])
    rival = max(rivals, key=lambda name: abs(rivals[name]))
    return Verdict(intended[reading], reading, rival, rivals[rival])
