"""Editing faces: what a person waits for, from opening a photograph to dragging a slider and pasting the edit back.

A change is one slider set to another value while the others stay, as a person drags them; its picture is the preview of
the studio as the JPEG that goes to the browser. Finding a face is not part of pasting back: it has been found by then.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from scripts.benchmarks.measuring import in_own_process, peak_megabytes, timed
from styletransfer import devices
from styletransfer.algorithms.face_transfer import register
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.resize import resize
from styletransfer.imaging.samples import example_photo
from styletransfer.run.face_photo import (
    EditableFace,
    FaceModels,
    carried_over,
    face_models,
    find,
    levels,
    live,
    opened,
)

CHANGES = 100
LARGE = (3000, 4000)  # height and width of a photograph of 12 megapixels
AIMS = {"slider": 0.1, "paste": 1.5, "start": 3.0}  # seconds
_PORTRAIT = "astronaut"
_SHOWN_ROWS = 384  # of the portrait, so that it has the proportions of the large photograph
_QUALITY = 88  # of the JPEG that the studio sends
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Seconds of every change.

    Attributes:
        picture: from the values of the sliders to the pixels of the preview.
        jpeg: from there to the file.
    """

    picture: tuple[float, ...]
    jpeg: tuple[float, ...]

    @property
    def whole(self) -> NDArray[np.float64]:
        """Both together."""
        return np.add(self.picture, self.jpeg)


def measure() -> None:
    """Print what editing takes with the shipped models, and whether it keeps to its aims."""
    devices.tune_allocator()
    models = face_models()
    photo = open_image(example_photo(_PORTRAIT))
    print("\n(f) Editing a face with the shipped models")
    report_changes(models, opened(photo, find(photo, models)[0], models))
    report_pasting(models, enlarged(photo))
    report_start(in_own_process("faces-editing-start"))


def report_changes(models: FaceModels, face: EditableFace, changes: int = CHANGES) -> None:
    """Print how soon a dragged slider shows its picture."""
    waits = waiting(models, face, changes)
    height, width = face.preview.shape[:2]
    print(f"    slider to picture, {width} × {height} px, {changes} changes")
    for name, seconds in (("picture", waits.picture), ("JPEG", waits.jpeg), ("together", waits.whole)):
        p50, p95 = np.percentile(seconds, (50, 95))
        aim = _kept(float(p95), "slider") if name == "together" else ""
        print(f"        {name:10} p50 {1e3 * p50:6.1f} ms, p95 {1e3 * p95:6.1f} ms{aim}", flush=True)


def report_pasting(models: FaceModels, photo: Picture) -> None:
    """Print how long an edit takes to reach the photograph at its own size."""
    found, searched = timed(lambda: find(photo, models)[0])
    face = opened(photo, found, models)
    sliders = half_way(models)
    seconds = [timed(lambda: pasted(models, photo, face, sliders))[1] for _ in range(_ROUNDS)]
    print(f"    photograph of {photo.width * photo.height / 1e6:.1f} megapixels, frame of {found.frame.side:.0f} px")
    print(f"        finding the face      {searched:6.2f} s")
    print(f"        pasting the edit back {min(seconds):6.2f} s{_kept(min(seconds), 'paste')}", flush=True)


def report_start(found: Mapping[str, float]) -> None:
    """Print what a fresh process needs until the first slider can be dragged."""
    total = sum(found[part] for part in ("models_s", "finding_s", "opening_s"))
    print("    first use in a fresh process")
    print(f"        imports, CPU time     {found['imports_s']:6.2f} s, {found['imports_mb']:.0f} MB")
    print(f"        loading the models    {found['models_s']:6.2f} s")
    print(f"        finding the face      {found['finding_s']:6.2f} s")
    print(f"        reading its codes     {found['opening_s']:6.2f} s")
    print(f"        ready after           {total:6.2f} s{_kept(total, 'start')}")
    print(f"        first picture         {found['first_s']:6.2f} s")
    print(f"        peak memory           {found['peak_mb']:6.0f} MB", flush=True)


def waiting(models: FaceModels, face: EditableFace, changes: int) -> Waiting:
    """Time changes of sliders, after one that nobody counts."""
    picture, jpeg = [], []
    for values in dragged(models, changes + 1):
        shown, first = timed(partial(live, face, models, values))
        _, second = timed(partial(encode_image, Picture(pixels=shown), "jpeg", quality=_QUALITY))
        picture.append(first)
        jpeg.append(second)
    return Waiting(picture=tuple(picture[1:]), jpeg=tuple(jpeg[1:]))


def dragged(models: FaceModels, changes: int) -> Iterator[dict[str, float]]:
    """Yield values of all sliders, one of them new each time."""
    chance = np.random.default_rng(0)
    items = models.directions.items
    values = dict.fromkeys(items, 0.0)
    for _ in range(changes):
        name = list(items)[chance.integers(len(items))]
        values[name] = float(chance.uniform(items[name].low, items[name].high) / 2)
        yield dict(values)


def half_way(models: FaceModels) -> dict[str, float]:
    """Return the first slider at half of its range."""
    name, direction = next(iter(models.directions.items.items()))
    return {name: direction.high / 2}


def pasted(models: FaceModels, photo: Picture, face: EditableFace, sliders: Mapping[str, float]) -> NDArray[np.uint8]:
    """Edit the whole photograph at its own size."""
    pixels, found = levels(photo), face.found
    registered = register(pixels, found.frame, models.paint(face.w_plus), landmarks=found.landmarks)
    after = models.paint(models.moved(face.start, sliders))
    return np.asarray(carried_over(pixels, registered, after, "photo"), np.uint8)


def enlarged(photo: Picture, size: tuple[int, int] = LARGE) -> Picture:
    """Return the upper part of a portrait at the size of a camera's photographs."""
    return Picture.from_tensor(resize(photo.to_tensor()[..., :_SHOWN_ROWS, :], size))


def started(load: Callable[[], FaceModels], photo: Picture) -> dict[str, float]:
    """Time each step of the first use, and return them with the peak memory."""
    devices.tune_allocator()
    models, loading = timed(load)
    found, finding = timed(lambda: find(photo, models)[0])
    face, opening = timed(lambda: opened(photo, found, models))
    _, first = timed(lambda: live(face, models, half_way(models)))
    return {
        "models_s": loading, "finding_s": finding, "opening_s": opening, "first_s": first,
        "peak_mb": peak_megabytes(),
    }  # fmt: skip


def start() -> None:
    """Open the portrait as a fresh process does, and print what that took, as JSON."""
    # The processor's time, since the clock also ran before the process had a Python.
    before = {"imports_s": time.process_time(), "imports_mb": peak_megabytes()}
    print(json.dumps(before | started(face_models, open_image(example_photo(_PORTRAIT)))))


def _kept(seconds: float, name: str) -> str:
    aim = AIMS[name]
    shown = f"{1e3 * aim:.0f} ms" if aim < 1 else f"{aim:g} s"
    return f" ({'within' if seconds <= aim else 'beyond'} the aim of {shown})"
