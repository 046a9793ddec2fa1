"""A short moving picture of the face on the desk: one slider there and back, or the way to another person."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import MAX_STRENGTH
from styletransfer.ui.faces_draft import FacePart, FacesDraft
from styletransfer.ui.faces_models import opened_face, opened_photo
from styletransfer.ui.faces_text import text_of
from styletransfer.ui.faces_wording import quoted
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import file_stem

if TYPE_CHECKING:
    from styletransfer.run.face_photo import FaceModels

Frames = list[NDArray[np.uint8]]

OTHER = "other person"
_WHOLE = "Whole photo"
_FACE = "Face alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Animation:
    """A finished animation: what it shows in words, and its files."""

    words: str
    gif: bytes
    mp4: bytes


def animation(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    """Offer to animate the face on the desk, and what was made."""
    st.fragment(_animation)(draft, part, models)


def _animation(draft: FacesDraft, part: FacePart, models: "FaceModels") -> None:
    with plain_errors():
        sweeps = _sweeps(part, models)
        names = [*sweeps, *([OTHER] if part.history.edit.other is not None else [])]
        left, right = st.columns(2, gap="large")
        with left:
            name = st.selectbox(
                "What changes",
                names,
                format_func=lambda one: sweeps[one].label if one in sweeps else "To the other person",
                key=draft.key("sweep.name"),
            )
        with right:
            extent = st.segmented_control(
                "Shown", [_FACE, _WHOLE], default=_FACE, required=True, key=draft.key("sweep.extent")
            )
        low, high = 0.0, 1.0
        if name in sweeps:
            one = sweeps[name]
            low, high = st.slider(
                "From, to",
                one.low,
                one.high,
                one.usual,
                one.step,
                format=f"%g {one.unit.replace('%', '%%')}".strip(),
                key=draft.key(f"sweep.{name}.{one.label}") if one.prompt else draft.key(f"sweep.{name}"),
            )
        if st.button("Animate", icon=":material/animation:", key="faces.animate"):
            draft.animation = _made(draft, part, models, _Wish(name, low, high, extent == _WHOLE))
        if draft.animation is not None:
            _show(draft, draft.animation)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweep:
    """What can change in an animation: a slider, or the strength of a prompt, in its range and in the usual part."""

    label: str
    unit: str
    low: float
    high: float
    step: float
    usual: tuple[float, float]
    prompt: bool = False


def _sweeps(part: FacePart, models: "FaceModels") -> dict[str, _Sweep]:
    """Return what can change, by the names that `face_animation.sweep` gives."""
    prompts = {
        f"prompt.{number}": _Sweep(
            label=quoted(prompt.target),
            unit="",
            low=-MAX_STRENGTH,
            high=MAX_STRENGTH,
            step=0.5,
            usual=(min(0.0, prompt.strength), max(0.0, prompt.strength) or MAX_STRENGTH),
            prompt=True,
        )
        for number, prompt in enumerate(part.history.edit.prompts)
    }
    sliders = {
        name: _Sweep(
            label=one.label,
            unit=one.unit,
            low=float(one.low),
            high=float(one.high),
            step=float(one.step),
            usual=(float(one.low), float(one.high)),
        )
        for name, one in models.directions.items.items()
    }
    return {**prompts, **sliders}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be animated: a slider from one value to another, in the face alone or in the whole photograph."""

    name: str
    low: float
    high: float
    whole: bool


def _made(draft: FacesDraft, part: FacePart, models: "FaceModels", wish: _Wish) -> Animation:
    from styletransfer.run import face_animation

    bar = st.progress(0.0, text="Painting …")

    def show(progress: Progress) -> None:
        bar.progress(progress.fraction, text="Painting …")

    paint = _to_other if wish.name == OTHER else _swept
    frames = paint(draft, part, models, wish, show)
    sweeps = _sweeps(part, models)
    bar.progress(1.0, text="Writing the files …")
    made = Animation(
        words=sweeps[wish.name].label if wish.name != OTHER else "To another person",
        gif=face_animation.encode_sweep(frames, "gif"),
        mp4=face_animation.encode_sweep(frames, "mp4"),
    )
    bar.empty()
    return made


def _swept(draft: FacesDraft, part: FacePart, models: "FaceModels", wish: _Wish, show: OnProgress) -> Frames:
    from styletransfer.run import face_animation

    face, edit = opened_face(draft, part, models), part.history.edit
    text = text_of(draft) if edit.prompts else None
    stage = face_animation.preview_stage(face, edit.sliders, edit.prompts, text)
    if wish.whole and draft.content is not None:
        photo = opened_photo(draft.content.data, draft.content.name)
        config = FaceTransferConfig(**draft.values)
        changing = face_animation.Cast(
            found=face.found, w_plus=face.w_plus, start=face.start, sliders=edit.sliders, prompts=edit.prompts
        )
        stage = face_animation.photo_stage(photo, [changing], models, config)
    stage = replace(stage, limit=draft.limit, result=draft.result, text=text)
    values = face_animation.there_and_back(wish.low, wish.high)
    return face_animation.sweep(stage, models, wish.name, values, show)


def _to_other(draft: FacesDraft, part: FacePart, models: "FaceModels", wish: _Wish, show: OnProgress) -> Frames:
    """Go to the person mixed in and back, in the face alone."""
    from styletransfer.run import face_animation, face_photo

    face, edit = opened_face(draft, part, models), part.history.edit
    other, text = edit.other, text_of(draft) if edit.prompts else None
    if other is None:
        return []
    codes = models.read_latent(other.latent)

    def between(share: float) -> NDArray[np.uint8]:
        mixed = face_photo.with_mix(face, models, codes, share, other.part)
        return face_photo.live(mixed, models, edit.sliders, draft.limit, draft.result, prompts=edit.prompts, text=text)

    return face_animation.frames_of(face_animation.there_and_back(wish.low, wish.high), between, show)


def _show(draft: FacesDraft, made: Animation) -> None:
    stem = file_stem(f"{draft.content.name if draft.content else 'face'} {made.words}")
    with st.container(width=420):
        st.image(made.gif, alt=f"{made.words}, there and back")
    with st.container(horizontal=True):
        for label, data, mime in (("GIF", made.gif, "image/gif"), ("MP4", made.mp4, "video/mp4")):
            st.download_button(
                f"Download {label}",
                data=data,
                file_name=f"{stem}.{label.lower()}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"faces.animation.{label}",
            )
