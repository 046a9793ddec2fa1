"""The desk of one face: before and after, sliders that answer while they are dragged, and the history of edits."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.ui.face_desk import DeskSlider, desk_ask, face_desk
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_edits import EditHistory, in_words
from styletransfer.ui.faces_models import jpeg, opened_face, tile
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.picker import Choice, picker

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

DESK = "faces.desk"
_STEPS_SHOWN = 8
_RESULTS = {"photo": "Photo", "generator": "Generator alone"}
_LIMITS: dict[float | None, str] = {None: "Off", 3.0: "Loosely", 2.0: "Closely", 1.0: "Very closely"}
"""How far all sliders together may lead, in σ of w: a single one at half its range leads 1 to 2 σ."""


def editor(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Show the desk of a face, in a fragment: a dragged slider redraws nothing else."""
    with st.container(key="faces_desk"):
        st.fragment(_editor)(draft, part, models)


def desk_sliders(history: EditHistory, models: "FaceModels") -> list[DeskSlider]:
    """Return the sliders of a generator, where the present edit has them."""
    values = history.edit.sliders
    return [
        DeskSlider(
            name=one.name,
            label=one.label,
            unit=one.unit,
            low=one.low,
            high=one.high,
            step=one.step,
            value=values.get(one.name, 0.0),
            help=one.help,
        )
        for one in models.directions.items.values()
    ]


def fit_edits(draft: FacesDraft, models: "FaceModels") -> None:
    """Leave out of all edits what this generator has no slider for."""
    ranges = {name: (one.low, one.high) for name, one in models.directions.items.items()}
    for part in draft.parts:
        part.history.fit(ranges)


def _editor(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    from styletransfer.run import face_photo

    with plain_errors():
        desk, row, strip = st.container(), st.container(horizontal=True, vertical_alignment="bottom"), st.container()
        with row:
            buttons = st.container(horizontal=True, width="content")
            _switches(draft)
        history = part.history
        fit_edits(draft, models)
        face = opened_face(draft, part, models)
        sliders = desk_sliders(history, models)
        ask = desk_ask(sliders, key=DESK, revision=draft.revision)
        edit = history.edit if ask is None else replace(history.edit, sliders=ask.values)
        shown = face_photo.live(face, models, edit.sliders, draft.limit, draft.result)
        if ask is not None and ask.settled:
            history.note(edit, in_words(history.edit, edit, draft.words), moment=time.monotonic())
        if history.steps[0].tile is None:
            history.steps[0] = replace(history.steps[0], tile=tile(face.preview))
        if edit == history.edit:
            history.show(tile(shown))
        with buttons:
            _undo_buttons(draft, history)
        with strip:
            _strip(draft, history)
        with desk:  # the last act: the browser asks for the next picture as soon as it has this one
            face_desk(
                part.before,
                jpeg(shown),
                sliders,
                answered=0 if ask is None else ask.number,
                key=DESK,
                revision=draft.revision,
            )


def _switches(draft: FacesDraft) -> None:
    """Ask what is shown and how far the face may go from itself."""
    chosen = st.segmented_control(
        "Result",
        list(_RESULTS),
        default=draft.result,
        required=True,
        format_func=lambda name: _RESULTS[name],
        key=draft.key("result"),
        help="“Photo” carries the edit over to the photo's own pixels. “Generator alone” shows what the model paints.",
    )
    draft.result = "generator" if chosen == "generator" else "photo"
    words = _LIMITS if draft.limit in _LIMITS else {**_LIMITS, draft.limit: f"{draft.limit:g} σ"}
    names = {word: limit for limit, word in words.items()}
    limit = st.segmented_control(
        "Keep identity",
        list(names),
        default=words[draft.limit],
        required=True,
        key=draft.key("limit"),
        help="How far all sliders together may lead away from the person.",
    )
    draft.limit = names[limit or words[None]]


def _undo_buttons(draft: FacesDraft, history: EditHistory) -> None:
    st.button(
        "Undo", key="faces.undo", icon=":material/undo:", on_click=_go, args=(draft, history, -1),
        disabled=history.at == 0, shortcut="Ctrl+Z",
    )  # fmt: skip
    st.button(
        "Redo", key="faces.redo", icon=":material/redo:", on_click=_go, args=(draft, history, 1),
        disabled=history.at == len(history.steps) - 1, shortcut="Ctrl+Y",
    )  # fmt: skip


def _strip(draft: FacesDraft, history: EditHistory) -> None:
    """Show the last steps; a click returns to one."""
    if len(history.steps) < 2:
        return
    first = max(0, min(history.at, len(history.steps) - _STEPS_SHOWN))
    shown = list(enumerate(history.steps))[first : first + _STEPS_SHOWN]
    choices = [Choice(id=str(number), title=step.words, image=step.tile or b"") for number, step in shown]
    clicked = picker(
        choices, key="faces.history", label="History of edits", selected=[str(history.at)], tile=84, across=4
    )
    if clicked is not None and int(clicked) != history.at:
        _go(draft, history, int(clicked) - history.at)
        st.rerun()


def _go(draft: FacesDraft, history: EditHistory, steps: int) -> None:
    history.go(history.at + steps)
    draft.renew()
