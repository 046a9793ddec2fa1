"""The regions of a photograph and its looks while a visitor works on them: label maps, and who takes what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from styletransfer.imaging.masks import LabelMap, filled
from styletransfer.recipes import MAX_REGIONS, RegionRule

if TYPE_CHECKING:
    from styletransfer.run.regions import FoundRegions  # heavy: only a search for regions loads the models' code

Target = tuple[int, int | None]
"""A look, counted from 0, and one of its regions, or None for the whole look."""


@dataclass(slots=True, eq=False)
class RegionSet:
    """Label maps of one photograph and its looks.

    Attributes:
        content: labels of the photograph, (H, W).
        looks: labels of each look.
        rules: by label; a label that only a look has keeps its name here.
        suggested: what was found to correspond.
        serial: grows when the maps change without the painter's doing.
    """

    content: LabelMap
    looks: list[LabelMap]
    rules: dict[int, RegionRule]
    suggested: Mapping[int, Target] = field(default_factory=dict)
    serial: int = 0

    @classmethod
    def found(cls, found: "FoundRegions", serial: int) -> "RegionSet":
        """Start from what was found automatically."""
        rules = {rule.label: rule.model_copy(update={"name": _title(rule.name)}) for rule in found.rules}
        suggested = {rule.label: (rule.look, rule.source) for rule in found.rules}
        regions = cls(found.content, list(found.looks), rules, suggested, serial)
        regions.settle()
        return regions

    def labels(self) -> list[int]:
        """Return the labels of the photograph."""
        return present(self.content)

    def name(self, label: int) -> str:
        """Return a region's words for people."""
        rule = self.rules.get(label)
        return region_name(label, "" if rule is None else rule.name)

    def names(self) -> dict[int, str]:
        """Return the words for every label that has a rule or an area."""
        return {label: self.name(label) for label in self.all_labels()}

    def all_labels(self) -> list[int]:
        """Return every label that has a rule or an area."""
        return sorted({*self.rules, *self.labels(), *(label for look in self.looks for label in present(look))})

    def targets(self) -> list[Target]:
        """Return what a region can take: the regions of each look, and each look as a whole."""
        found: list[Target] = []
        for index, look in enumerate(self.looks):
            found += [(index, label) for label in present(look)]
            found.append((index, None))
        return found

    def settle(self) -> None:
        """Give every region of the photograph a rule that can be followed."""
        targets = self.targets()
        for label in self.labels():
            rule = self.rules.get(label)
            if rule is None or (rule.look, rule.source) not in targets:
                look, source = self._counterpart(label, targets)
                kept = rule or RegionRule(label=label)
                self.rules[label] = kept.model_copy(update={"look": look, "source": source})

    def recipe_rules(self) -> tuple[RegionRule, ...]:
        """Return the rules of a recipe: one for each region that the photograph has."""
        return tuple(self.rules[label].model_copy(update={"name": self.name(label)}) for label in self.labels())

    def remarks(self) -> list[str]:
        """Say of each region that has no counterpart of its own what it takes instead, unless that was changed."""
        found = []
        for label in self.labels():
            rule = self.rules[label]
            if self.suggested.get(label) == (rule.look, rule.source) and rule.source != label:
                instead = (
                    "the whole look"
                    if rule.source is None
                    else f"the look of its nearest relative, {self.name(rule.source)}"
                )
                found.append(f"{self.name(label)} is only in the photograph, so it takes {instead}.")
        return found

    def change(self, label: int, **fields: object) -> None:
        """Change the rule of a region."""
        rule = self.rules.get(label) or RegionRule(label=label)
        self.rules[label] = rule.model_copy(update=fields)

    def add(self) -> int | None:
        """Add an empty region and return its label, or None when there are as many as a recipe holds."""
        taken = self.all_labels()
        if len(taken) >= MAX_REGIONS:
            return None
        label = next(number for number in range(MAX_REGIONS) if number not in taken)
        self.rules[label] = RegionRule(label=label)
        return label

    def remove(self, label: int) -> None:
        """Take a region out of all maps; what lies next to it grows into its area."""
        self.content = filled(self.content, self.content == label)
        self.looks = [filled(look, look == label) for look in self.looks]
        self.rules.pop(label, None)
        self.serial += 1
        self.settle()

    def add_look(self, shape: tuple[int, int]) -> None:
        """Add a look whose regions are not known: one region, the photograph's first."""
        self.looks.append(np.full(shape, self.labels()[0], np.uint8))
        self.serial += 1

    def drop_look(self, index: int) -> None:
        """Take a look out; regions that took it turn to another."""
        del self.looks[index]
        for label, rule in self.rules.items():
            if rule.look > index:
                self.rules[label] = rule.model_copy(update={"look": rule.look - 1})
            elif rule.look == index:
                self.rules[label] = rule.model_copy(update={"look": 0, "source": label})
        self.suggested = {}
        self.serial += 1
        self.settle()

    def _counterpart(self, label: int, targets: Sequence[Target]) -> Target:
        """Return the suggestion, else the region of the same number, else the first look as a whole."""
        suggested = self.suggested.get(label)
        if suggested is not None and suggested in targets:
            return suggested
        return next((target for target in targets if target[1] == label), (0, None))


def region_name(label: int, name: str = "") -> str:
    """Return a region's words for people: its name, or its number counted from 1."""
    return name or f"Region {label + 1}"


def present(label_map: LabelMap) -> list[int]:
    """Return the labels of a map, in order."""
    return [int(label) for label in np.flatnonzero(np.bincount(label_map.ravel(), minlength=256))]


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
