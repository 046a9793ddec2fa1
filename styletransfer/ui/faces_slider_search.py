"""Find a slider for a prompt, in the background, and take it out again when it is no longer wanted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from styletransfer.progress import OnProgress, duration
from styletransfer.recipes import FacePrompt
from styletransfer.ui.background import Task
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_wording import quoted
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import escape

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels
    from styletransfer.run.face_text import PromptReading

_SMALL = "face-generator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search that is under way, and what it looks for."""

    task: Task[str]
    label: str


def offer(draft: FacesDraft, prompt: FacePrompt, number: int, reading: "PromptReading") -> None:
    """Offer to find a slider for a prompt, unless none could be found; it says why then."""
    from styletransfer.run.prompt_sliders import LONGEST_LABEL

    key = draft.desk_key(f"prompt.{number}.label")
    popover = draft.desk_key(f"prompt.{number}.popover")
    against = _against(reading)
    with st.popover(
        "Find a slider for this", icon=":material/tune:", type="tertiary", disabled=bool(against),
        help=against or None, key=popover, on_change="rerun",
    ):  # fmt: skip
        st.markdown(
            "Looks for the way in which faces differ from what it is now to what it should be, and makes it a slider "
            f"like “Age”, for any photo. That takes {_time(draft)}; go on with the face meanwhile."
        )
        st.text_input("Name of the slider", prompt.target[:LONGEST_LABEL], max_chars=LONGEST_LABEL, key=key)
        st.button(
            "Find it", type="primary", key=draft.desk_key(f"prompt.{number}.find"), disabled=draft.search is not None,
            on_click=_begin, args=(draft, prompt, key, popover),
        )  # fmt: skip


def searching(draft: FacesDraft) -> None:
    """Show how far a search is, or what came of it."""
    if draft.search is not None:
        st.fragment(_searching, run_every=0.5)(draft)
        return
    well, told = draft.found
    if told:
        (st.info if well else st.warning)(escape(told), icon=":material/tune:")


def own_sliders(draft: FacesDraft, models: "FaceModels") -> None:
    """List the sliders that were found on this machine, each with a way to remove it; nothing without any."""
    from styletransfer.run import prompt_sliders

    own = prompt_sliders.own_sliders(models.name)
    if not own:
        return
    with st.expander("Sliders found for descriptions", icon=":material/tune:"):
        st.caption("They stand on the desk of everybody who uses this studio. A picture made with one needs it again.")
        for name, slider in own.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(escape(slider.label), width="stretch")
                if st.button("Remove", icon=":material/delete:", key=f"faces.own.{name}", type="tertiary"):
                    prompt_sliders.remove_slider(models.name, name)
                    draft.found = (True, "")
                    draft.renew()
                    st.rerun()


def _against(reading: "PromptReading") -> str:
    """Say why there can be no slider for a prompt; nothing when there can."""
    if not reading.fits:
        return "Nothing that can be painted fits these words."
    return "A slider needs words that the text model knows, all of them." if reading.unknown else ""


def _time(draft: FacesDraft) -> str:
    """Say how long a search takes, roughly; once it is under way that is measured."""
    return "a minute or two" if draft.generator == _SMALL else "half an hour or so with this generator"


def _begin(draft: FacesDraft, prompt: FacePrompt, key: str, popover: str) -> None:
    st.session_state[popover] = False  # it would cover what is told of the search
    label = str(st.session_state.get(key) or "").strip() or prompt.target
    generator, clip = draft.generator, draft.clip

    def work(on_progress: OnProgress) -> str:
        from styletransfer.run import prompt_sliders

        found = prompt_sliders.slider_from_prompt(generator, clip, prompt.target, prompt.neutral, label, on_progress)
        return prompt_sliders.save_slider(generator, found).label

    draft.found = (True, "")
    draft.search = Search(task=Task("search for a slider", work), label=label)
    draft.search.task.start()


def _searching(draft: FacesDraft) -> None:
    with plain_errors():
        search = draft.search
        if search is None:
            return
        task = search.task
        if task.is_alive():
            _under_way(search)
            return
        draft.search = None
        if task.result is not None:
            told = f"The slider {quoted(task.result)} stands on the desk now. It comes last, for any photo."
            draft.found = (True, told)
            draft.renew()
        else:
            draft.found = (False, task.error)
        st.rerun()


def _under_way(search: Search) -> None:
    progress = search.task.progress
    left = None if progress is None else progress.metrics.get("seconds_left")
    told = f"Looking for a slider for {quoted(search.label)}{' …' if left is None else f', {duration(left)} left'}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(0.0 if progress is None else progress.fraction, text=escape(told))
        if st.button("Cancel", icon=":material/close:", key="faces.search.cancel", disabled=search.task.stopped):
            search.task.stop()
