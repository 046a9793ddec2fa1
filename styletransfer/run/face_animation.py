"""Faces that change there and back: one slider swept over its range, in the preview or in the whole photograph."""

import math
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
from styletransfer.recipes.faces import FaceResult
from styletransfer.run.face_photo import EditableFace, FaceFound, FaceModels, carried_over, levels

Pixels = NDArray[np.uint8]
AnimationFormat = Literal["gif", "mp4"]

FRAMES = 40
"""Frames of a sweep there and back."""
LONGEST = 720
"""Longest side of a photograph that is animated as a whole, px."""
STAGE = "Painting the animation"

_SECONDS = 0.06  # a frame
_NONE: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Actor:
    """A face that changes.

    Attributes:
        start: the codes that its sliders move, (1, num_ws, style_dim).
        registered: what carries its edits over to the stage.
        sliders: values of the sliders that do not move.
    """

    start: Tensor
    registered: Registered
    sliders: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """What is animated.

    Attributes:
        pixels: the picture without edits, (H, W, 3).
        actors: the faces in it that change together.
        limit: how far a face may go from itself, in σ of w, or None.
        result: "photo", or "generator" for what the generator paints.
    """

    pixels: Pixels
    actors: tuple[Actor, ...]
    limit: float | None = None
    result: FaceResult = "photo"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cast:
    """A face of a photograph that is to be animated as a whole.

    Attributes:
        found: where it is.
        w_plus: its own codes (1, num_ws, style_dim).
        start: what its sliders move, a mixture with another person perhaps; None for its own codes.
        sliders: values of the sliders that do not move.
    """

    found: FaceFound
    w_plus: Tensor
    start: Tensor | None = None
    sliders: Mapping[str, float] = field(default_factory=dict)


def preview_stage(face: EditableFace, sliders: Mapping[str, float] = _NONE) -> Stage:
    """Animate the preview of a face whose other sliders stay at their values."""
    return Stage(pixels=face.preview, actors=(Actor(start=face.start, registered=face.registered, sliders=sliders),))


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
        actors.append(Actor(start=start, registered=registered, sliders=face.sliders))
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
    """Paint a frame for each value of a slider.

    Args:
        stage: what is animated.
        models: that its faces were opened with.
        name: the slider.
        values: its values, one a frame; equal ones are painted once.
        on_progress: told after each new frame; raise `Cancelled` from it to stop.
    Returns:
        Frames (H, W, 3).
    Raises:
        InputError: the slider is unknown, or a value out of its range.
        Cancelled: from `on_progress`.
    """
    return frames_of(values, lambda value: _frame(stage, models, {name: value}), on_progress)


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


def _frame(stage: Stage, models: FaceModels, moving: Mapping[str, float]) -> Pixels:
    pixels = stage.pixels
    for actor in stage.actors:
        moved = models.moved(actor.start, {**actor.sliders, **moving}, stage.limit)
        pixels = carried_over(pixels, actor.registered, models.paint(moved, "auto"), stage.result)
    return pixels


def _scaled(found: FaceFound, size: tuple[int, int]) -> FaceFound:
    """Say where a face is in the photograph of another size (height, width)."""
    scale = np.array([size[1] / found.frame.photo[1], size[0] / found.frame.photo[0]])
    frame = replace(found.frame, quad=(found.frame.quad + 0.5) * scale - 0.5, photo=size)
    points = None if found.landmarks is None else (found.landmarks + 0.5) * scale - 0.5
    return replace(found, frame=frame, landmarks=points)
