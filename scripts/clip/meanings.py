"""One thing that can be said of a face, with every wording it has and the values that it is true of."""

from dataclasses import dataclass
from functools import cached_property

from scripts.clip.claims import Claim, claims


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """Wordings by their place in a sentence, alternatives parted by "|".

    adjectives stand before a noun and after "is"; nouns name a person; having follows "with" and "has", wearing also
    "wears"; doing is "smiling/smiles/smile"; states are "eyes:closed" ("closed eyes", "his eyes are closed"); after
    follows a noun or "is" ("in bright light"); lesser and greater degrees stand before adjectives, states and doing.
    """

    name: str
    group: str
    true: str
    strong: str = ""
    weak: str = ""
    denied: str = ""
    opposites: str = ""
    adjectives: str = ""
    comparatives: str = ""
    nouns: str = ""
    having: str = ""
    wearing: str = ""
    doing: str = ""
    states: str = ""
    after: str = ""
    orders: str = ""
    lacking: str = ""
    weight: float = 1.0
    gender: str = ""

    @cached_property
    def groups(self) -> frozenset[str]:
        """What it is about; a caption says one thing about each."""
        return frozenset(self.group.split())

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the plain wording claims."""
        return claims(self.true)

    @cached_property
    def strong_claims(self) -> tuple[Claim, ...]:
        """What it claims with "very"."""
        return claims(self.strong or self.true)

    @cached_property
    def weak_claims(self) -> tuple[Claim, ...]:
        """What it claims with "slightly" and as a comparison."""
        return claims(self.weak or self.true)

    @cached_property
    def denied_claims(self) -> tuple[Claim, ...]:
        """What "not" and "without" claim; empty where denying it says too little."""
        return claims(self.denied)

    @cached_property
    def wordings(self) -> dict[str, tuple[str, ...]]:
        """The wordings of each place that has any."""
        found = {place: tuple(part.strip() for part in getattr(self, place).split("|")) for place in PLACES}
        return {place: texts for place, texts in found.items() if texts != ("",)}


PLACES = (
    "adjectives",
    "comparatives",
    "nouns",
    "having",
    "wearing",
    "doing",
    "states",
    "after",
    "orders",
    "lacking",
)
