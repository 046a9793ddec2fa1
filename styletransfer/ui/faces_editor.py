"""The desk of one face: before and after, sliders that answer while they are dragged, and the history of edits."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.recipes import DEFAULT_DISENTANGLEMENT, MAX_DISENTANGLEMENT, MAX_STRENGTH, FacePrompt
from styletransfer.ui.face_desk import DeskAsk, DeskSlider, desk_ask, face_desk
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_edits import EditHistory, FaceEdit, in_words, prompt_slider
from styletransfer.ui.faces_models import jpeg, opened_face, tile
from styletransfer.ui.faces_prompt_lines import prompt_lines
from styletransfer.ui.faces_prompts import describe, heed
from styletransfer.ui.faces_slider_search import searching
from styletransfer.ui.faces_text import readable_prompts, text_or_why
from styletransfer.ui.faces_wording import quoted
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.picker import Choice, picker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from styletransfer.run.face_photo import FaceModels
    from styletransfer.run.face_text import TextModels

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
    """Return the sliders of the prompts and then those of a generator, where the present edit has them."""
    values = history.edit.sliders
    prompts = [
        slider for number, prompt in enumerate(history.edit.prompts) for slider in prompt_sliders(number, prompt)
    ]
    return prompts + [
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


def prompt_sliders(number: int, prompt: FacePrompt) -> tuple[DeskSlider, DeskSlider]:
    """Return the sliders of a prompt: how far it goes, and how much else it may change."""
    name = quoted(prompt.target)
    return (
        DeskSlider(
            name=prompt_slider(number, "strength"),
            label=name,
            unit="",
            low=-MAX_STRENGTH,
            high=MAX_STRENGTH,
            step=0.1,
            value=prompt.strength,
            help="How far the face goes; to the left it goes the other way.",
        ),
        DeskSlider(
            name=prompt_slider(number, "disentanglement"),
            label="Disentanglement",
            unit="",
            low=0.0,
            high=MAX_DISENTANGLEMENT,
            step=0.01,
            value=prompt.disentanglement,
            rest=DEFAULT_DISENTANGLEMENT,
            of=name,
            help="Further to the right, less else changes along: only what fits the words best is moved.",
        ),
    )


def fit_edits(draft: FacesDraft, models: "FaceModels") -> None:
    """Leave out of all edits what this generator has no slider for."""
    ranges = {name: (one.low, one.high) for name, one in models.directions.items.items()}
    for part in draft.parts:
        part.history.fit(ranges)


def _editor(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    with plain_errors():
        box, desk, lines = st.container(), st.container(), st.container()
        row, strip = st.container(horizontal=True, vertical_alignment="bottom"), st.container()
        with row:
            buttons = st.container(horizontal=True, width="content")
            _switches(draft)
        history = part.history
        fit_edits(draft, models)
        face = opened_face(draft, part, models)
        ask, edit = _asked(draft, history, models)
        if heed(draft, part):
            ask, edit = None, history.edit
        text = text_or_why(draft, needed=bool(edit.prompts or draft.box.typed[0].strip()))
        with box:
            describe(draft, part, text)
        shown = _painted(draft, part, models, edit, text)
        if history.steps[0].tile is None:
            history.steps[0] = replace(history.steps[0], tile=tile(face.preview))
        if edit == history.edit:
            history.show(tile(shown))
        with buttons:
            _undo_buttons(draft, history)
        with strip:
            _strip(draft, history)
        with lines:
            if text is not None:
                prompt_lines(draft, part, edit.prompts, text)
            searching(draft)
        with desk:  # the last act: the browser asks for the next picture as soon as it has this one
            face_desk(
                part.before,
                jpeg(shown),
                desk_sliders(history, models),
                answered=0 if ask is None else ask.number,
                key=DESK,
                revision=draft.revision,
            )


def _asked(draft: FacesDraft, history: EditHistory, models: "FaceModels") -> tuple[DeskAsk | None, FaceEdit]:
    """Return the desk's question and the edit that it asks for; what was let go of becomes a step of the history."""
    ask = desk_ask(desk_sliders(history, models), key=DESK, revision=draft.revision)
    if ask is None:
        return None, history.edit
    edit = history.edit.with_values(ask.values)
    if ask.settled:
        history.note(edit, in_words(history.edit, edit, draft.words), moment=time.monotonic())
    return ask, edit


def _painted(
    draft: FacesDraft, part: FacePart, models: "FaceModels", edit: FaceEdit, text: "TextModels | str | None"
) -> "NDArray[np.uint8]":
    """Return the preview with an edit; one that was just painted is not painted again.

    Prompts that cannot be read on this machine are left out; their lines say so.
    """
    from styletransfer.run import face_photo

    face = opened_face(draft, part, models)
    readable = None if isinstance(text, str) else text
    read_by = None if readable is None or not edit.prompts else (readable.clip, readable.relevance)
    basis = (part.basis, edit, draft.limit, draft.result, read_by, models.directions)
    if part.painted is None or part.painted[0] != basis:
        prompts = () if readable is None else readable_prompts(readable, edit.prompts)
        shown = face_photo.live(face, models, edit.sliders, draft.limit, draft.result, prompts=prompts, text=readable)
        part.painted = (basis, shown)
    return part.painted[1]


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
    draft.box.told = ()
    draft.renew()
