"""Sliders beside a before/after picture that follows them while they are dragged.

The browser holds the positions of the sliders. It asks for a picture, waits until that one is shown, and only then
asks for the newest positions: throttled by whatever the machine can do, never queued. The page, inside an
`st.fragment`, reads the question with `desk_ask`, paints it, keeps what it wants to keep, and calls `face_desk` last:
the browser may ask again as soon as the picture is there, which ends the fragment's run at that place.

Only the newest question counts, so a number may be seen twice (another widget ran the page) and numbers have gaps.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from styletransfer.ui.assets import read_assets
from styletransfer.ui.compare import web_image
from styletransfer.ui.face_desk_markup import DESK_HTML

_SCRIPTS = ("compare_slider.js", "face_desk_sliders.js", "face_desk_asking.js", "mounting.js", "face_desk.js")

_mount = st.components.v2.component(
    "styletransfer.face_desk",
    html=DESK_HTML,
    css=read_assets("compare.css", "face_desk.css"),
    js=read_assets(*_SCRIPTS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSlider:
    """One slider.

    Attributes:
        name: what the question calls it, each once.
        label: words above it.
        unit: behind the value: "years", "%", "°" or nothing.
        low: its left end, at most 0.
        high: its right end, at least 0.
        step: distance of two values it can take; the ends can be taken in any case.
        value: where it stands when the revision is new.
        help: one sentence.
        rest: what a reset brings back.
        of: label of the slider above that it belongs to; it is drawn smaller then.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    value: float = 0.0
    help: str = ""
    rest: float = 0.0
    of: str = ""

    def __post_init__(self) -> None:
        """Refuse ranges that do not contain 0, the value and where it rests."""
        if not (self.low <= 0 <= self.high and self.low < self.high and self.low <= self.value <= self.high):
            message = f"The slider {self.name!r} needs low <= 0 <= high with the value between them, got "
            raise ValueError(message + f"{self.low}, {self.high} and {self.value}.")
        if not self.low <= self.rest <= self.high:
            raise ValueError(f"The slider {self.name!r} must rest within its range, got {self.rest}.")
        if not 0 < self.step <= self.high - self.low:
            raise ValueError(f"The slider {self.name!r} needs a step within its range, got {self.step}.")


@dataclass(frozen=True, slots=True)
class DeskAsk:
    """What the browser asks for.

    Attributes:
        number: grows with every question, also over reloads; give it back as `answered`.
        values: position of every slider.
        settled: the person let go: these values are meant to stay.
    """

    number: int
    values: Mapping[str, float]
    settled: bool


def desk_ask(sliders: Sequence[DeskSlider], *, key: str, revision: int = 0) -> DeskAsk | None:
    """Return the newest question of the desk, before it is mounted.

    Args:
        sliders: those of the desk; a value is kept within its slider's range.
        key: the desk's key.
        revision: the desk's revision; a question from before it changed is void.

    Returns:
        The question, every slider in it; None before the first.
    """
    message = _message(key)
    number, values = message.get("number"), message.get("values")
    if message.get("revision") != revision or not isinstance(number, int) or not isinstance(values, Mapping):
        return None
    told = {slider.name: _within(values.get(slider.name), slider) for slider in sliders}
    return DeskAsk(number, told, message.get("settled") is True)


def face_desk(  # noqa: PLR0913 - two pictures and sliders by place, everything else by name
    before: bytes,
    after: bytes,
    sliders: Sequence[DeskSlider],
    *,
    answered: int,
    key: str,
    revision: int = 0,
    alt: str = "",
) -> DeskAsk | None:
    """Show the desk; call it inside an `st.fragment`, as its last act.

    Args:
        before: encoded picture of the face as it was, JPEG.
        after: encoded picture with the edit, of the same shape.
        sliders: one or more, in the order shown.
        answered: number of the question that `after` answers, 0 for none.
        key: unique key of the element.
        revision: give another one, never used before in the session, when the sliders' own `value` must replace what
            the browser holds: undo, a recipe, another face.
        alt: what the pictures show, for screen readers.

    Returns:
        What `desk_ask` returns.

    Raises:
        ImageError: one of the pictures cannot be shown by a browser.
    """
    names = [slider.name for slider in sliders]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"The desk needs at least one slider, each name once, got {names}.")
    ask = desk_ask(sliders, key=key, revision=revision)
    left, right = web_image(before), web_image(after)
    digest = hashlib.sha256(before).hexdigest()[:16]
    values = {slider.name: slider.value for slider in sliders} if ask is None else ask.values
    _mount(
        key=key,
        data={
            "key": key,
            # The first picture stays the same through a drag: it travels once.
            "before": None if _message(key).get("holds") == digest else left.url,
            "digest": digest,
            "after": right.url,
            "width": right.width,
            "height": right.height,
            "pixels": max(left.width, right.width),
            "labels": ["Before", "After"],
            "alt": alt,
            "sliders": [{**asdict(slider), "value": values[slider.name]} for slider in sliders],
            "answered": answered,
            "revision": revision,
        },
        on_ask_change=lambda: None,
    )
    return ask


def _message(key: str) -> Mapping[str, Any]:
    """Return what the browser sent last, empty before that."""
    state = st.session_state.get(key)
    message = state.get("ask") if isinstance(state, Mapping) else None
    return message if isinstance(message, Mapping) else {}


def _within(value: object, slider: DeskSlider) -> float:
    """Return a value that came from the browser, in the slider's range; the slider's own if it is none."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return slider.value
    return min(slider.high, max(slider.low, float(value)))
