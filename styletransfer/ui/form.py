"""What the forms of all tools share: the photograph, the settings, and keys for their widgets.

Streamlit forgets a widget that is not drawn, even in a run that was cut short. The form is the truth:
every widget takes its value from it whenever it has none of its own, under a key that holds the form's
edition, so that loading other settings draws all of them anew.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

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
