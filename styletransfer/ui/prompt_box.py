"""A box for words: what something should be, what it is now, ready-made ones beside it, and what is said of them.

The browser holds what is typed. It tells Python shortly after the typing pauses, so that the words can be explained
before they count, and again when they are to count: by Enter, by the button or by a click on a ready-made one. The
page reads that with `box_said`, acts, and calls `prompt_box`; a new revision empties the box.

Everything said is shown as text, never as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st

from styletransfer.ui.assets import read_assets

LONGEST = 20_000
"""Letters of the box that are read; whoever reads them further knows the real limit and says so."""

Act = Literal["type", "add", "chip"]
Tone = Literal["plain", "good", "doubt", "wrong"]

_HTML = """
<form class="box" novalidate autocomplete="off">
  <div class="fields">
    <label class="field"><span class="name target"></span><input name="target" type="text" dir="auto"></label>
    <label class="field"><span class="name neutral"></span><input name="neutral" type="text" dir="auto"></label>
    <button type="submit" class="add"></button>
  </div>
  <div class="told" role="status"></div>
  <div class="row"><div class="chips" role="group"></div></div>
</form>
"""

_mount = st.components.v2.component(
    "styletransfer.prompt_box",
    html=_HTML,
    css=read_assets("prompt_box.css"),
    js=read_assets("mounting.js", "prompt_box.js"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """Something ready-made: one click does it, another undoes it where it can be pressed."""

    name: str
    label: str
    pressed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSaid:
    """What the browser said last.

    Attributes:
        number: grows with every message, also over reloads; give it back as `answered`.
        target, neutral: what is typed.
        act: the typing paused ("type"), the words are to count ("add"), or a ready-made one was clicked ("chip").
        chip: name of that one.
    """

    number: int
    target: str = ""
    neutral: str = ""
    act: Act = "type"
    chip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxWords:
    """What the box shows beside the words.

    Attributes:
        labels: above both fields and on the button.
        placeholders: in both fields while they are empty.
        told: sentences on what is typed, each with its tone.
        chips: ready-made ones.
        examples: what the button for examples puts into the box, one after the other.
        closed: nothing can be added now.
    """

    labels: tuple[str, str, str]
    placeholders: tuple[str, str]
    told: Sequence[tuple[Tone, str]] = ()
    chips: Sequence[Chip] = ()
    examples: Sequence[str] = ()
    closed: bool = False


@dataclass(slots=True, kw_only=True)
class BoxState:
    """What the page keeps of a box.

    Attributes:
        heard: number of the last message that was dealt with.
        revision: of the box; another one empties it.
        typed: what both fields hold, as far as Python knows.
        told: what came of the last act, until somebody types on.
    """

    heard: int = 0
    revision: int = 0
    typed: tuple[str, str] = ("", "")
    told: tuple[tuple[Tone, str], ...] = ()

    def empty(self) -> None:
        """Have the browser clear both fields."""
        self.revision += 1
        self.typed = ("", "")


def box_said(*, key: str) -> BoxSaid | None:
    """Return what the browser said last, before the box is mounted; None before that."""
    state = st.session_state.get(key)
    message = state.get("said") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping) or not isinstance(message.get("number"), int):
        return None
    act = message.get("act")
    return BoxSaid(
        number=message["number"],
        target=_text(message.get("target")),
        neutral=_text(message.get("neutral")),
        act=act if act in ("add", "chip") else "type",
        chip=_text(message.get("chip")),
    )


def prompt_box(words: BoxWords, *, answered: int, key: str, revision: int, typed: tuple[str, str] = ("", "")) -> None:
    """Show the box.

    Args:
        words: everything beside what is typed.
        answered: number of the message that `words` answers, 0 for none.
        key: unique key of the element.
        revision: another one than before empties both fields.
        typed: what both fields hold when the box is drawn for the first time, as after a look at another page.
    """
    _mount(
        key=key,
        data={**asdict(words), "answered": answered, "revision": revision, "typed": list(typed)},
        on_said_change=lambda: None,
    )


def _text(value: Any) -> str:
    """Return words that came from the browser."""
    return value[:LONGEST] if isinstance(value, str) else ""
