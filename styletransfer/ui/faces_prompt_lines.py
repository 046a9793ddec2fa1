"""What became of each prompt of a face, in a line under the desk: how well it fits, what it does, and a way out."""

from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.recipes import FacePrompt
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_prompts import remove
from styletransfer.ui.faces_slider_search import offer
from styletransfer.ui.faces_text import FITS_HELP, fit, like_sliders, read
from styletransfer.ui.faces_wording import quoted
from styletransfer.ui.prompt_box import Tone
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.face_text import PromptReading, TextModels

_WIDE = 120  # letters of a prompt in its line
_UNCHANGED = "no channel moves, so that the face stays as it is"
_COLOURS: dict[Tone, str] = {"good": "green", "plain": "gray", "doubt": "orange", "wrong": "red"}


def prompt_lines(draft: FacesDraft, part: FacePart, prompts: tuple[FacePrompt, ...], text: "TextModels | str") -> None:
    """Explain every prompt of a face.

    Args:
        draft: of the page.
        part: the face.
        prompts: as they are on the desk at this moment.
        text: the models that read them, or why there are none.
    """
    for number, prompt in enumerate(prompts):
        reading = text if isinstance(text, str) else read(text, prompt.target, prompt.neutral, prompt.disentanglement)
        with st.container(gap="xsmall", key=draft.desk_key(f"prompt.{number}")):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{escape(quoted(prompt.target, _WIDE))}**", width="content")
                if not isinstance(text, str) and not isinstance(reading, str):
                    _fit(text, reading)
                    offer(draft, prompt, number, reading)
                st.button(
                    "Remove", key=draft.desk_key(f"prompt.{number}.remove"), icon=":material/close:", type="tertiary",
                    on_click=remove, args=(draft, part, number), help=f"Take {escape(quoted(prompt.target))} out",
                )  # fmt: skip
            if isinstance(reading, str):
                st.caption(escape(reading))
                continue
            if not isinstance(text, str):
                st.caption(escape(_details(draft, text, reading)))
            for sentence in reading.sentences:
                st.caption(f":material/info: {escape(sentence)}")


def _fit(text: "TextModels", reading: "PromptReading") -> None:
    fitting = fit(text, reading)
    st.badge(escape(fitting.words), color=_COLOURS[fitting.tone], help=FITS_HELP)  # type: ignore[arg-type]


def _details(draft: FacesDraft, text: "TextModels", reading: "PromptReading") -> str:
    """Say from what to what a prompt leads, with which sliders it goes along, and how many channels it moves."""
    guess = " (a guess)" if reading.guessed else ""
    told = [
        f"From “{reading.neutral}”{guess} to “{reading.target}”",
        like_sliders(reading, draft.words),
        f"{reading.channels:,} of {text.relevance.channels:,} channels move" if reading.channels else _UNCHANGED,
    ]
    return " · ".join(filter(None, told))
