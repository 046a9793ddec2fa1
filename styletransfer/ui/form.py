"""What the forms of all tools share: the photograph, the settings, and keys for their widgets.

Streamlit forgets a widget that is not drawn, even in a run that was cut short. The form is the truth:
every widget takes its value from it whenever it has none of its own, under a key that holds the form's
edition, so that loading other settings draws all of them anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from styletransfer.recipes import NeuralStyleRecipe, PhotoPreset, PhotorealisticRecipe, Preset
from styletransfer.ui.tools import Tool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture file as it was given, and its title."""

    data: bytes
    name: str


@dataclass(slots=True)
class Form:
    """The picture a visitor prepares with some tool.

    Attributes:
        content: the photograph.
        size: longest side at which the tool works, px.
        values: settings by name, possibly contradictory until a recipe is made of them.
        remarks: sentences about what could not be loaded.
        edition: grows when all widgets have to be drawn anew.
        serial: number of the last picture added, which tells its widgets apart from those of others.
        asked: the button that queues the picture was pressed, and nothing has come of it yet.
    """

    tool: ClassVar[Tool]
    presets: ClassVar[Mapping[str, Preset | PhotoPreset]]

    content: Chosen | None = None
    size: int = 512
    values: dict[str, Any] = field(default_factory=dict)
    preset: str = ""
    network: str = "compact"
    remarks: tuple[str, ...] = ()
    edition: int = 0
    serial: int = 0
    asked: bool = False

    def ask(self) -> None:
        """Note that the visitor wants the picture."""
        self.asked = True

    def take_asked(self) -> bool:
        """Return whether the visitor wants the picture, once."""
        asked, self.asked = self.asked, False
        return asked

    def key(self, name: str) -> str:
        """Return the key of a widget of the present edition."""
        return f"{self.tool.prefix}.{self.edition}.{name}"

    def take_photograph(self, chosen: Chosen | None) -> None:
        """Change the photograph, or take it out; what belonged to the one before is dropped."""
        self.content = chosen

    def apply_preset(self, name: str) -> None:
        """Take over what presets are about and leave the rest as it is."""
        chosen = self.presets[name].config
        self.preset = name
        self.values |= {setting: getattr(chosen, setting) for setting in _varied(self.presets)}
        self.edition += 1

    def _take_over(self, recipe: NeuralStyleRecipe | PhotorealisticRecipe) -> None:
        """Take over the settings that recipes hold whose tool works with one network at one size."""
        self.network, self.size, self.values = recipe.network, recipe.size, asdict(recipe.config)
        self.preset = recipe.preset if recipe.preset in self.presets else ""
        self.edition += 1

    def _shared_fields(self) -> dict[str, Any]:
        """Return what these recipes share, but for the settings."""
        return {
            "network": self.network,
            "size": self.size,
            "preset": self.preset,
            "content_name": self.content.name[:200] if self.content else "",
        }

    def _titled(self, pictures: Sequence[Chosen], otherwise: str) -> str:
        """Name the picture to be after the photograph and the pictures it takes its manner from."""
        manner = " + ".join(picture.name for picture in pictures[:3])
        subject = self.content.name if self.content and self.content.name else "Photograph"
        return f"{subject} × {manner or otherwise}"


def _varied(presets: Mapping[str, Preset | PhotoPreset]) -> list[str]:
    """Return the settings that presets are about: those that one of them changes."""
    configs = [preset.config for preset in presets.values()]
    default = type(configs[0])()
    names = [setting.name for setting in fields(default)]
    return [name for name in names if any(getattr(config, name) != getattr(default, name) for config in configs)]
