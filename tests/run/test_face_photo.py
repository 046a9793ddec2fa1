"""Faces are found and placed, opened once, and follow their sliders."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styletransfer.algorithms.face_landmarks import FaceSearch
from styletransfer.checkpoints import build
from styletransfer.checkpoints.latent_files import encode_latent
from styletransfer.devices import has_fast_bfloat16
from styletransfer.errors import Cancelled, CheckpointCorrupt, CheckpointMissing, FaceNotFound, InputError
from styletransfer.imaging.picture import Picture
from styletransfer.progress import Progress
from styletransfer.recipes import FacePlacement, FacePrompt
from styletransfer.run import face_models as loading
from styletransfer.run.face_photo import (
    EditableFace,
    FaceFound,
    FaceModels,
    Opening,
    aligned,
    face_models,
    find,
    live,
    opened,
    placed,
    random_face,
    whole,
    with_mix,
)

from .conftest import PHOTO
from .small_faces import CPU, LENGTH, ROWS, head, in_box, no_sliders
from .small_text import small_text

SEARCH = FaceSearch(sides=(900,), tilted_side=0)


def test_a_picture_that_is_a_face_is_shown_without_made_up_surroundings(models: FaceModels) -> None:
    made, w_plus = random_face(models, 3)
    face = opened(made, whole(made, models), models, Opening(latent=encode_latent(w_plus, models.name)))
    assert face.preview.shape == (512, 512, 3)
    shown = face.preview.reshape(made.height, 512 // made.height, made.width, 512 // made.width, 3).mean(axis=(1, 3))
    assert np.abs(shown - made.pixels).mean() < 12  # the same picture, larger


def test_every_face_is_found_the_largest_first(faces: tuple[FaceFound, ...]) -> None:
    assert [found.number for found in faces] == [0, 1]
    assert faces[0].box.centre[0] > 260 > faces[1].box.centre[0]
    assert faces[0].frame.side > faces[1].frame.side
    assert all(found.frame.size == 32 and found.frame.photo == (300, 560) for found in faces)


def test_placing_by_what_was_found_frames_the_same_face(models: FaceModels, faces: tuple[FaceFound, ...]) -> None:
    placement = faces[0].placement
    assert placement is not None
    found = placed(PHOTO, placement, models)
    np.testing.assert_allclose(found.frame.quad, faces[0].frame.quad, atol=1e-6)
    assert found.landmarks is None
    assert found.placement is None
    assert np.hypot(*np.subtract(found.box.centre, faces[0].box.centre)) < 0.3 * faces[0].box.side


def test_a_picture_without_a_face_says_what_to_do(models: FaceModels) -> None:
    with pytest.raises(FaceNotFound, match="No face was found"):
        find(Picture(pixels=np.full((64, 64, 3), 90, np.uint8)), models, SEARCH)


def test_eyes_that_are_exchanged_are_refused(models: FaceModels) -> None:
    with pytest.raises(FaceNotFound, match="exchanged"):
        placed(PHOTO, FacePlacement(right_eye=(0.8, 0.3), left_eye=(0.6, 0.3), mouth=(0.7, 0.7)), models)


def test_an_aligned_face_is_taken_as_it_is(models: FaceModels) -> None:
    picture = Picture(pixels=head(64))
    found = whole(picture, models)
    torch.testing.assert_close(aligned(picture, found.frame, 64), picture.to_tensor())
    np.testing.assert_allclose(found.frame.matrix, [[2, 0, 0.5], [0, 2, 0.5]], atol=1e-9)
    with pytest.raises(InputError, match="560 x 300"):
        whole(PHOTO, models)


def test_nothing_moves_when_no_slider_does(models: FaceModels, face: EditableFace) -> None:
    assert np.array_equal(live(face, models, {}), face.preview)
    assert np.array_equal(live(face, models, {"age": 0.0}), face.preview)
    assert np.array_equal(live(face, models, {"age": 8.0}, limit=0), face.preview)


def test_sliders_change_the_face_and_not_its_surroundings(models: FaceModels, face: EditableFace) -> None:
    before = face.preview.copy()
    shown = live(face, models, {"age": 6.0})
    assert np.array_equal(face.preview, before)
    assert shown.shape == before.shape
    assert shown.dtype == np.uint8
    rows, columns = face.registered.frame.window
    assert np.abs(shown[rows, columns].astype(int) - before[rows, columns]).mean() > 0.5
    outside = np.ones(before.shape[:2], bool)
    outside[rows, columns] = False
    assert outside.any()
    assert np.array_equal(shown[outside], before[outside])
    assert np.array_equal(shown, live(face, models, {"age": 6.0}))
    assert not np.array_equal(shown, live(face, models, {"age": -6.0}))


def test_the_limit_holds_a_face_back(models: FaceModels, face: EditableFace) -> None:
    far, near = (live(face, models, {"age": 8.0}, limit).astype(int) for limit in (None, 0.3))
    assert np.abs(near - face.preview).sum() < 0.7 * np.abs(far - face.preview).sum()


def test_prompts_change_the_face_and_not_its_surroundings(models: FaceModels, face: EditableFace) -> None:
    text, old = small_text(models), FacePrompt(target="an old person", strength=6)
    shown = live(face, models, {}, prompts=[old], text=text)
    rows, columns = face.registered.frame.window
    assert np.abs(shown[rows, columns].astype(int) - face.preview[rows, columns]).mean() > 0.5
    outside = np.ones(shown.shape[:2], bool)
    outside[rows, columns] = False
    assert np.array_equal(shown[outside], face.preview[outside])
    assert np.array_equal(shown, live(face, models, {}, prompts=[old], text=text))
    assert not np.array_equal(shown, live(face, models, {"age": 6.0}, prompts=[old], text=text))
    assert not np.array_equal(shown, live(face, models, {}, None, "generator", prompts=[old], text=text))
    still = old.model_copy(update={"strength": 0.0})
    assert np.array_equal(live(face, models, {}, prompts=[still], text=text), face.preview)
    near = live(face, models, {}, 0.3, prompts=[old], text=text).astype(int)
    assert 0 < np.abs(near - face.preview).sum() < 0.7 * np.abs(shown.astype(int) - face.preview).sum()


def test_the_generator_can_be_seen_itself(models: FaceModels, face: EditableFace) -> None:
    shown = live(face, models, {}, result="generator")
    middle = (side.start + side.stop for side in face.registered.frame.window)
    rows, columns = (slice(twice // 2 - 20, twice // 2 + 20) for twice in middle)
    painted = face.before.pixels[12:20, 12:20].mean(axis=(0, 1))
    np.testing.assert_allclose(shown[rows, columns].mean(axis=(0, 1)), painted, atol=25)


@pytest.mark.parametrize(("sliders", "words"), [({"nose": 1.0}, "nose"), ({"age": 11.0}, "between -10 and 10")])
def test_sliders_that_do_not_fit_are_refused(
    models: FaceModels, face: EditableFace, sliders: dict[str, float], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        live(face, models, sliders)


def test_without_sliders_a_face_can_still_be_opened(face: EditableFace, models: FaceModels) -> None:
    bare = replace(models, sliders=no_sliders)
    assert np.array_equal(live(face, bare, {}), face.preview)
    with pytest.raises(CheckpointMissing):
        live(face, bare, {"age": 1.0})


def test_a_latent_stands_for_encoding(models: FaceModels, faces: tuple[FaceFound, ...], face: EditableFace) -> None:
    codes = torch.randn(1, ROWS, LENGTH, generator=torch.Generator().manual_seed(3))
    found = opened(PHOTO, faces[0], models, Opening(latent=encode_latent(codes, models.name)))
    assert torch.equal(found.w_plus, codes)
    again = opened(PHOTO, faces[0], models, Opening(latent=encode_latent(face.w_plus, models.name)))
    assert np.array_equal(live(again, models, {"smile": 5.0}), live(face, models, {"smile": 5.0}))


@pytest.mark.parametrize(
    ("latent", "words"),
    [
        (encode_latent(torch.zeros(1, ROWS, LENGTH), "e4e-ffhq"), "belongs to the generator “e4e-ffhq”"),
        (encode_latent(torch.zeros(2, ROWS, LENGTH), "face-generator"), "holds 2 faces"),
        (b"nothing", "not a latent file"),
    ],
)
def test_other_latents_are_refused(
    models: FaceModels, faces: tuple[FaceFound, ...], latent: bytes, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        opened(PHOTO, faces[0], models, Opening(latent=latent))


def test_mixing_takes_some_of_the_other(models: FaceModels, face: EditableFace) -> None:
    other = face.w_plus + 1
    half = with_mix(face, models, other, 0.5, "coarse")
    assert torch.equal(half.w_plus, face.w_plus)
    torch.testing.assert_close(half.start[:, :4], face.w_plus[:, :4] + 0.5)
    assert torch.equal(half.start[:, 4:], face.w_plus[:, 4:])
    assert not np.array_equal(live(half, models, {}), face.preview)
    with pytest.raises(InputError, match="between 0 and 1"):
        with_mix(face, models, other, 2.0)


def test_refined_codes_are_closer_and_may_be_stopped(models: FaceModels, faces: tuple[FaceFound, ...]) -> None:
    wanted = aligned(PHOTO, faces[0].frame, 32)
    told: list[int] = []

    def missed(found: EditableFace) -> float:
        return float((models.paint(found.w_plus) - wanted).abs().mean())

    def stop_at_fourth(progress: Progress) -> None:
        told.append(progress.step)
        if progress.step == 4:
            raise Cancelled

    plain = opened(PHOTO, faces[0], models)
    refined = opened(PHOTO, faces[0], models, Opening(refinement=12))
    stopped = opened(PHOTO, faces[0], models, Opening(refinement=12), stop_at_fourth)
    assert told == [1, 2, 3, 4]
    assert missed(refined) < missed(plain)
    assert not torch.equal(stopped.w_plus, plain.w_plus)


def test_random_faces_repeat_and_differ(models: FaceModels) -> None:
    first, again, other, average = (random_face(models, *which) for which in ((1,), (1,), (2,), (1, 0.0)))
    assert np.array_equal(first[0].pixels, again[0].pixels)
    assert torch.equal(first[1], again[1])
    assert not np.array_equal(first[0].pixels, other[0].pixels)
    assert first[1].shape == (1, ROWS, LENGTH)
    torch.testing.assert_close(average[1], models.generator.broadcast(models.generator.latent_avg[None]))
    found = opened(first[0], whole(first[0], models), models, Opening(latent=encode_latent(first[1], models.name)))
    assert np.abs(found.before.pixels.astype(int) - first[0].pixels).max() <= (4 if has_fast_bfloat16("cpu") else 0)


def test_the_encoder_goes_with_the_generator(monkeypatch: pytest.MonkeyPatch, models: FaceModels) -> None:
    asked: list[str] = []
    monkeypatch.setattr(build, "generator", lambda name, device: asked.append(name) or models.generator)
    monkeypatch.setattr(build, "face_encoder", lambda name, device: asked.append(name) or models.encoder)
    monkeypatch.setattr(build, "landmark_predictor", lambda name: asked.append(name) or in_box)
    monkeypatch.setattr(build, "face_directions", lambda name: asked.append(name) or models.directions)
    shipped = face_models(device=CPU)
    assert sorted(asked) == ["face-encoder", "face-generator", "face-landmarks"]
    assert shipped.noise == "none"
    asked.clear()
    official = face_models("e4e-ffhq", "debian", CPU)
    assert sorted(asked) == ["debian", "e4e-ffhq", "e4e-ffhq"]
    assert (official.noise, official.name) == ("stored", "e4e-ffhq")
    assert official.directions is models.directions
    assert asked[-1] == "e4e-ffhq"


@pytest.mark.parametrize("broken", ["generator", "face_encoder", "landmark_predictor"])
def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, models: FaceModels, broken: str) -> None:
    def missing(*_: object) -> None:
        raise CheckpointMissing(f"{broken} is not here.")

    for name, found in (
        ("generator", models.generator), ("face_encoder", models.encoder), ("landmark_predictor", in_box)
    ):  # fmt: skip
        monkeypatch.setattr(loading.build, name, missing if name == broken else lambda *_, found=found: found)
    with pytest.raises(CheckpointMissing, match=f"{broken} is not here"):
        face_models(device=CPU)


def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "face_generator.safetensors").write_bytes(b"broken")
    monkeypatch.setenv("STYLETRANSFER_WEIGHTS", str(tmp_path))
    monkeypatch.setattr(build, "_networks", {})
    with pytest.raises(CheckpointCorrupt, match=r"face_generator\.safetensors"):
        face_models(device=CPU)
