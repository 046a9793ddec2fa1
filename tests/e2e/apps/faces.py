"""A page with the face desk and the face pickers, and what Python received from them."""

import json
import time
from dataclasses import asdict
from html import escape
from io import BytesIO

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw

from styletransfer.ui.face_desk import DeskSlider, desk_ask, face_desk
from styletransfer.ui.face_picker import Box, FacePoints, pick_face, place_points
from styletransfer.ui.prompt_box import BoxWords, Chip, box_said, prompt_box

HOSTILE = "<img src=x onerror=\"document.title='pwned'\">"
SLIDERS = {
    "age": ("Age", "years", -30.0, 40.0, 1.0, "Younger or older; hair and skin follow."),
    "smile": ("Smile", "%", -100.0, 100.0, 5.0, "From a straight mouth to a broad smile."),
    "yaw": ("Turn of the head", "°", -12.0, 12.0, 0.5, ""),
    "glasses": ("Glasses", "%", 0.0, 100.0, 5.0, "Puts glasses on."),
    "hostile": (HOSTILE, "", -1.0, 1.0, 0.1, HOSTILE),
}


def face(size: int, age: float = 0, smile: float = 0, yaw: float = 0) -> Image.Image:
    """Draw a simple face, so that a screenshot shows what the sliders did."""
    image = Image.new("RGB", (size, size), (92, 116, 138))
    pen, unit = ImageDraw.Draw(image), size / 100
    skin = (232 - int(age), 190 - int(age), 160)
    pen.ellipse([unit * x for x in (22, 12, 78, 90)], fill=skin)
    for centre in (38 + yaw / 2, 62 + yaw / 2):
        pen.ellipse([unit * x for x in (centre - 6, 39, centre + 6, 47)], fill="white")
        pen.ellipse([unit * x for x in (centre - 3 + yaw / 6, 40, centre + 3 + yaw / 6, 46)], fill=(60, 40, 30))
    bend = smile / 12
    along = np.linspace(0, 1, 30)
    mouth = [(unit * (36 + yaw / 2 + 28 * s), unit * (70 + bend * (1 - (2 * s - 1) ** 2))) for s in along]
    pen.line(mouth, fill=(170, 60, 60), width=max(1, int(2.4 * unit)))
    return image


def encoded(image: Image.Image) -> bytes:
    """Write a picture as the studio's previews are written."""
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def crowd(width: int, height: int) -> bytes:
    """Draw three faces beside each other, the last of them small."""
    image = Image.new("RGB", (width, height), (70, 96, 84))
    for x, y, side in ((0.05, 0.15, 0.36), (0.45, 0.3, 0.3), (0.86, 0.4, 0.07)):
        image.paste(face(int(side * width)), (int(x * width), int(y * height)))
    return encoded(image)


@st.fragment
def desk() -> None:
    """Answer the desk's questions and note every one of them."""
    held = st.session_state
    revision = held.setdefault("revision", 0)
    start = held.setdefault("start", {})
    sliders = [
        DeskSlider(
            name=name, label=label, unit=unit, low=low, high=high, step=step, help=told, value=start.get(name, 0.0)
        )
        for name, (label, unit, low, high, step, told) in SLIDERS.items()
    ]
    log = held.setdefault("log", [])
    ask = desk_ask(sliders, key="desk", revision=revision)
    if held.get("deaf", 0) > 0 and ask is not None:
        held["deaf"] -= 1
        log.append({"unheard": ask.number})
        ask = None
    elif ask is not None and (not log or log[-1].get("number") != ask.number):
        log.append(asdict(ask))
    values = ask.values if ask else start
    time.sleep(held.get("pause", 0.08))
    after = encoded(face(512, values.get("age", 0), values.get("smile", 0), values.get("yaw", 0)))
    st.html(f"<pre id='report' hidden>{json.dumps(log)}</pre>")
    face_desk(encoded(face(512)), after, sliders, answered=ask.number if ask else 0, key="desk", revision=revision)


@st.fragment
def box() -> None:
    """Take words in, but for "no", and note every message."""
    held = st.session_state
    log = held.setdefault("log", [])
    revision = held.setdefault("box_revision", 0)
    said = box_said(key="box")
    told: tuple[str, str] = ("plain", "")
    if said is not None:
        if not log or log[-1]["number"] != said.number:
            log.append(asdict(said))
            if said.act == "add" and said.target != "no":
                revision = held["box_revision"] = revision + 1
        refused = said.act == "add" and said.target == "no"
        told = ("wrong", "This is refused.") if refused else ("doubt", f"{said.target} {HOSTILE}")
    words = BoxWords(
        labels=("Wanted", "Now", "Add"),
        placeholders=("an old man", "guessed" if said is None else f"from {said.target}"),
        told=[told],
        chips=[Chip(name="older", label="Older"), Chip(name="hostile", label=HOSTILE, pressed=True)],
        examples=("blond hair", "a beard"),
    )
    time.sleep(held.get("pause", 0))
    st.html(f"<pre id='report' hidden>{escape(json.dumps(log))}</pre>")
    prompt_box(words, answered=said.number if said else 0, key="box", revision=revision)


st.set_page_config(page_title="Faces", layout="wide")
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
part = st.query_params.get("part")
with st.container(horizontal_alignment="center"), st.container(width=1120):
    if part == "desk":
        st.session_state["pause"] = float(st.query_params.get("pause", "0.08"))
        if runs == 1:
            st.session_state["deaf"] = int(st.query_params.get("deaf", "0"))
        with st.container(horizontal=True):
            st.button("Run again")
            if st.button("Ten years older"):
                st.session_state["start"] = {"age": 10.0}
                st.session_state["revision"] += 1
        desk()
        st.write("Below the desk. " * 200)
    if part == "faces":
        boxes = [
            Box(0.23, 0.42, 0.3, -4, "Face 1"),
            Box(0.6, 0.52, 0.25, 5, HOSTILE),
            Box(0.895, 0.46, 0.06, 0, "Face 3"),
        ]
        chosen = st.session_state.setdefault("chosen", 0)
        st.session_state["chosen"] = pick_face(crowd(1200, 800), boxes, chosen, key="faces")
        st.text(f"chosen {st.session_state['chosen']}")
    if part == "box":
        box()
    if part == "points":
        first = FacePoints((0.1, 0.3), (0.3, 0.3), (0.2, 0.5))
        photo = crowd(900, 600) if st.toggle("Another photo") else crowd(1200, 800)
        revision = st.session_state.setdefault("again", 0) + int(st.button("Start over"))
        st.session_state["again"] = revision
        placed = place_points(photo, first, key="points", revision=revision)
        st.html(f"<pre id='report' hidden>{json.dumps(asdict(placed))}</pre>")
    st.text(f"runs {runs}")
