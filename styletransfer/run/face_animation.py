"""Faces that change there and back: a slider or the strength of a prompt swept over its range, in the preview or in the
whole photograph.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_transfer import Registered, register
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.errors import InputError
from styletransfer.imaging.animation import encode_gif, encode_mp4
from styletransfer.imaging.picture import Picture
from styletransfer.imaging.resize import shrink
from styletransfer.progress import OnProgress, Progress, ignore
from styletransfer.recipes.faces import MAX_STRENGTH, FacePrompt, FaceResult
from styletransfer.run.face_moves import Moves, painted
from styletransfer.run.face_photo import EditableFace, FaceFound, FaceModels, carried_over, levels
from styletransfer.run.face_text import TextModels

Pixels = NDArray[np.uint8]
AnimationFormat = Literal["gif", "mp4"]

FRAMES = 40
"""Frames of a sweep there and back."""
LONGEST = 720
"""Longest side of a photograph that is animated as a whole, px."""
STAGE = "Painting the animation"

_SECONDS = 0.06  # a frame
_NONE: Mapping[str, float] = {}
_PROMPT = re.compile(r"prompt(?:\.(\d{1,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Actor:
    """A face that changes.

    Attributes:
        start: the codes that its sliders move, (1, num_ws, style_dim).
        registered: what carries its edits over to the stage.
        sliders: values of the sliders that do not move.
        prompts: what it should become in words; of one of them the strength may move.
    """

    start: Tensor
    registered: Registered
    sliders: Mapping[str, float] = field(default_factory=dict)
    prompts: tuple[FacePrompt, ...] = ()


_Change = Callable[[Actor], Actor]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """What is animated.

    Attributes:
        pixels: the picture without edits, (H, W, 3).
        actors: the faces in it that change together.
        limit: how far a face may go from itself, in σ of w, or None.
        result: "photo", or "generator" for what the generator paints.
        text: the models that read the prompts, or None without any.
    """

    pixels: Pixels
    actors: tuple[Actor, ...]
    limit: float | None = None
    result: FaceResult = "photo"
    text: TextModels | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cast:
    """A face of a photograph that is to be animated as a whole.

    Attributes:
        found: where it is.
        w_plus: its own codes (1, num_ws, style_dim).
        start: what its sliders move, a mixture with another person perhaps; None for its own codes.
        sliders: values of the sliders that do not move.
        prompts: what it should become in words; of one of them the strength may move.
    """

    found: FaceFound
    w_plus: Tensor
    start: Tensor | None = None
    sliders: Mapping[str, float] = field(default_factory=dict)
    prompts: tuple[FacePrompt, ...] = ()


def preview_stage(
    face: EditableFace,
    sliders: Mapping[str, float] = _NONE,
    prompts: Sequence[FacePrompt] = (),
    text: TextModels | None = None,
) -> Stage:
    """Animate the preview of a face whose other sliders and prompts stay at their values."""
    actor = Actor(start=face.start, registered=face.registered, sliders=sliders, prompts=tuple(prompts))
    return Stage(pixels=face.preview, actors=(actor,), text=text)


def photo_stage(
    photo: Picture,
    faces: Sequence[Cast],
    models: FaceModels,
    config: FaceTransferConfig | None = None,
    longest: int = LONGEST,
) -> Stage:
    """Animate a whole photograph, made smaller.

    Args:
        photo: the photograph.
        faces: those that change.
        models: that they were found with.
        config: how edits are carried over.
        longest: longest side of the animation, px.
    """
    small = levels(Picture.from_tensor(shrink(photo.to_tensor(), longest)))
    actors = []
    for face in faces:
        there = _scaled(face.found, (small.shape[0], small.shape[1]))
        registered = register(small, there.frame, models.paint(face.w_plus, "auto"), config, there.landmarks)
        start = face.w_plus if face.start is None else face.start
        actors.append(Actor(start=start, registered=registered, sliders=face.sliders, prompts=face.prompts))
    return Stage(pixels=small, actors=tuple(actors))


def there_and_back(low: float, high: float, count: int = FRAMES) -> tuple[float, ...]:
    """Return values that go from `low` to `high` and back, slower at both ends, without a jump when they are repeated.

    Args:
        low: where the sweep begins.
        high: where it turns.
        count: how many values, even and at least 2.
    Raises:
        InputError: the count is odd or too small, or an end is not finite.
    """
    if count < 2 or count % 2 or not (math.isfinite(low) and math.isfinite(high)):
        raise InputError(f"A sweep from {low:g} to {high:g} in {count} frames is not possible; use 2, 4, 6 … frames.")
    half = count // 2
    there = [low + (high - low) * (1 - math.cos(math.pi * step / half)) / 2 for step in range(half)]
    return (*there, high, *there[:0:-1])


def sweep(
    stage: Stage, models: FaceModels, name: str, values: Sequence[float], on_progress: OnProgress = ignore
) -> list[Pixels]:
    """Paint a frame for each value of a slider, or for each strength of a prompt.

    Args:
        stage: what is animated.
        models: that its faces were opened with.
        name: the slider; or "prompt.0", "prompt.1" … for the strength of a prompt by its number; "prompt" is the first.
        values: its values, one a frame; equal ones are painted once.
        on_progress: told after each new frame; raise `Cancelled` from it to stop.
    Returns:
        Frames (H, W, 3).
    Raises:
        InputError: the slider is unknown, no face has the prompt, or a value is out of its range.
        Cancelled: from `on_progress`.
    """
    number = prompt_number(name)
    if number is not None and not any(number < len(actor.prompts) for actor in stage.actors):
        raise InputError(f"There is no prompt {number + 1} to animate.")
    return frames_of(values, lambda value: _frame(stage, models, _changes(name, number, value)), on_progress)


def prompt_number(name: str) -> int | None:
    """Return which prompt a sweep's name means, from 0 on, or None for a slider's name."""
    found = _PROMPT.fullmatch(name)
    return None if found is None else int(found[1] or 0)


def frames_of(
    values: Sequence[float], paint: Callable[[float], Pixels], on_progress: OnProgress = ignore
) -> list[Pixels]:
    """Paint a frame for each value, equal ones once; `on_progress` is told after each new frame and may stop it."""
    distinct = list(dict.fromkeys(values))
    painted: dict[float, Pixels] = {}
    for step, value in enumerate(distinct, start=1):
        painted[value] = paint(value)
        on_progress(Progress(step=step, total=len(distinct), stage=STAGE))
    return [painted[value] for value in values]


def encode_sweep(frames: Sequence[Pixels], file_format: AnimationFormat) -> bytes:
    """Encode a sweep as a file that repeats smoothly."""
    return encode_gif(frames, _SECONDS) if file_format == "gif" else encode_mp4(frames, 1 / _SECONDS)


def _changes(name: str, number: int | None, value: float) -> _Change:
    """Return how an actor's own edit becomes that of a frame."""
    if number is None:
        return lambda actor: replace(actor, sliders={**actor.sliders, name: value})
    if not abs(value) <= MAX_STRENGTH:
        limits = f"-{MAX_STRENGTH:g} and {MAX_STRENGTH:g}"
        raise InputError(f"The strength of a prompt is {value:g}; it must be between {limits}.")

    def stronger(actor: Actor) -> Actor:
        prompts = [
            prompt.model_copy(update={"strength": value}) if index == number else prompt
            for index, prompt in enumerate(actor.prompts)
        ]
        return replace(actor, prompts=tuple(prompts))

    return stronger


def _frame(stage: Stage, models: FaceModels, change: _Change) -> Pixels:
    pixels = stage.pixels
    for actor in map(change, stage.actors):
        moves = Moves(sliders=actor.sliders, prompts=actor.prompts, text=stage.text, limit=stage.limit)
        after = painted(models, actor.start, moves, "auto")
        pixels = carried_over(pixels, actor.registered, after, stage.result)
    return pixels


def _scaled(found: FaceFound, size: tuple[int, int]) -> FaceFound:
    """Say where a face is in the photograph of another size (height, width)."""
    scale = np.array([size[1] / found.frame.photo[1], size[0] / found.frame.photo[0]])
    frame = replace(found.frame, quad=(found.frame.quad + 0.5) * scale - 0.5, photo=size)
    points = None if found.landmarks is None else (found.landmarks + 0.5) * scale - 0.5
    return replace(found, frame=frame, landmarks=points)
