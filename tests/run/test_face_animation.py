"""A sweep goes there and back without a jump, in the preview and in the whole photograph, with all faces together."""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from styletransfer.errors import Cancelled, InputError
from styletransfer.progress import Progress
from styletransfer.recipes import FacePrompt
from styletransfer.run.face_animation import (
    Cast,
    Stage,
    encode_sweep,
    photo_stage,
    preview_stage,
    sweep,
    there_and_back,
)
from styletransfer.run.face_photo import EditableFace, FaceFound, FaceModels, Opening, codes_of, live

from .conftest import PHOTO
from .small_text import small_text

VALUES = there_and_back(-10.0, 10.0, 6)


def cast(faces: Sequence[FaceFound], models: FaceModels) -> list[Cast]:
    return [Cast(found=found, w_plus=codes_of(PHOTO, found, models, Opening())) for found in faces]


def test_values_go_there_and_back_and_slow_down_at_the_ends() -> None:
    values = there_and_back(-20.0, 40.0, 12)
    assert (len(values), values[0], values[6]) == (12, -20.0, 40.0)
    assert values[1:6] == values[:6:-1]
    steps = np.diff((*values, values[0]))
    assert np.abs(steps).max() < 0.3 * 60
    assert abs(steps[0]) < abs(steps[2])
    assert there_and_back(1.0, 2.0, 2) == (1.0, 2.0)


@pytest.mark.parametrize(("low", "high", "count"), [(0, 1, 0), (0, 1, 5), (0, 1, -2), (float("nan"), 1, 4)])
def test_impossible_sweeps_are_refused(low: float, high: float, count: int) -> None:
    with pytest.raises(InputError, match="is not possible"):
        there_and_back(low, high, count)


def test_a_preview_shows_what_its_slider_would(face: EditableFace, models: FaceModels) -> None:
    frames = sweep(preview_stage(face, {"smile": 4.0}), models, "age", VALUES)
    assert len(frames) == len(VALUES)
    for value, frame in zip(VALUES, frames, strict=True):
        assert np.array_equal(frame, live(face, models, {"age": value, "smile": 4.0}))
    assert not np.array_equal(frames[0], frames[3])
    assert np.array_equal(frames[1], frames[-1])


def test_the_strength_of_a_prompt_is_swept(face: EditableFace, models: FaceModels) -> None:
    text, prompts = small_text(models), (FacePrompt(target="old"), FacePrompt(target="smiling", strength=2))
    stage = preview_stage(face, {"age": 1.0}, prompts, text)
    for name, number in (("prompt", 0), ("prompt.0", 0), ("prompt.1", 1)):
        (shown,) = sweep(stage, models, name, [-7.0])
        stronger = [
            each.model_copy(update={"strength": -7.0}) if index == number else each
            for index, each in enumerate(prompts)
        ]
        assert np.array_equal(shown, live(face, models, {"age": 1.0}, prompts=stronger, text=text))
    (aged,) = sweep(stage, models, "age", [3.0])
    assert np.array_equal(aged, live(face, models, {"age": 3.0}, prompts=prompts, text=text))


def test_in_a_photograph_only_those_with_the_prompt_change(faces: tuple[FaceFound, ...], models: FaceModels) -> None:
    right, left = cast(faces, models)
    right = replace(right, prompts=(FacePrompt(target="old"),))
    stage = replace(photo_stage(PHOTO, [right, left], models, longest=280), text=small_text(models))
    changed = (sweep(stage, models, "prompt", [8.0])[0] != stage.pixels).any(axis=2)
    assert changed[:, 115:].any()
    assert not changed[:, :115].any()
    assert np.array_equal(sweep(stage, models, "prompt", [0.0])[0], stage.pixels)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("prompt.1", 1.0, "no prompt 2"),
        ("prompt.x", 1.0, "no slider prompt.x"),
        ("prompt", 11.0, "between -10 and 10"),
        ("prompt", float("nan"), "between -10 and 10"),
    ],
)
def test_prompts_that_there_are_not_are_refused(
    name: str, value: float, words: str, face: EditableFace, models: FaceModels
) -> None:
    stage = preview_stage(face, {}, [FacePrompt(target="old")], small_text(models))
    with pytest.raises(InputError, match=words):
        sweep(stage, models, name, [value])


def test_a_photograph_becomes_smaller_and_all_its_faces_move(faces: tuple[FaceFound, ...], models: FaceModels) -> None:
    stage = photo_stage(PHOTO, cast(faces, models), models, longest=280)
    assert stage.pixels.shape == (150, 280, 3)
    frame = sweep(stage, models, "age", [10.0])[0]
    changed = (frame != stage.pixels).any(axis=2)
    assert changed[:, :115].any()
    assert changed[:, 115:].any()
    assert not changed[:5].any()
    still = sweep(stage, models, "age", [0.0])[0]
    assert np.array_equal(still, stage.pixels)


def test_a_face_is_where_it_was(faces: tuple[FaceFound, ...], models: FaceModels) -> None:
    stage = photo_stage(PHOTO, cast(faces[:1], models), models, longest=280)
    middle = stage.actors[0].registered.frame.quad.mean(axis=0)
    assert middle == pytest.approx((faces[0].frame.quad.mean(axis=0) + 0.5) / 2 - 0.5, abs=0.01)
    assert photo_stage(PHOTO, [], models, longest=2000).pixels.shape == (300, 560, 3)


def test_faces_keep_their_own_sliders_and_the_stage_its_limit(faces: tuple[FaceFound, ...], models: FaceModels) -> None:
    (plain,) = cast(faces[:1], models)
    smiling = Cast(found=plain.found, w_plus=plain.w_plus, sliders={"smile": 10.0})
    shown = [photo_stage(PHOTO, [each], models) for each in (plain, smiling)]
    first, second = (sweep(stage, models, "age", [5.0])[0] for stage in shown)
    assert not np.array_equal(first, second)
    held = Stage(pixels=shown[0].pixels, actors=shown[0].actors, limit=0.0)
    assert np.array_equal(sweep(held, models, "age", [5.0])[0], shown[0].pixels)
    painted = Stage(pixels=shown[0].pixels, actors=shown[0].actors, result="generator")
    assert not np.array_equal(sweep(painted, models, "age", [0.0])[0], shown[0].pixels)


def test_equal_frames_are_painted_once_and_the_sweep_can_be_stopped(face: EditableFace, models: FaceModels) -> None:
    told: list[Progress] = []
    sweep(preview_stage(face), models, "age", VALUES, told.append)
    assert [(progress.step, progress.total) for progress in told] == [(step, 4) for step in (1, 2, 3, 4)]

    def stop(progress: Progress) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        sweep(preview_stage(face), models, "age", VALUES, stop)


@pytest.mark.parametrize(("name", "value"), [("nonsense", 1.0), ("age", 11.0)])
def test_sliders_that_there_are_not_are_refused(
    name: str, value: float, face: EditableFace, models: FaceModels
) -> None:
    with pytest.raises(InputError):
        sweep(preview_stage(face), models, name, [value])


def test_a_sweep_becomes_a_file(face: EditableFace, models: FaceModels) -> None:
    frames = sweep(preview_stage(face), models, "age", VALUES)
    with Image.open(io.BytesIO(encode_sweep(frames, "gif"))) as opened_gif:
        assert (opened_gif.n_frames, opened_gif.size) == (len(VALUES), (face.preview.shape[1], face.preview.shape[0]))
    assert encode_sweep(frames, "mp4")[4:8] == b"ftyp"
