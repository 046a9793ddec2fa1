"""A painted edit on a photograph: what stays, what moves, what changes its colour."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from styletransfer.algorithms.face_alignment import FaceFrame
from styletransfer.algorithms.face_transfer import (
    Registered,
    apply_edit,
    edit_of,
    generator_only,
    preview_crop,
    register,
)
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.errors import ImageError
from styletransfer.imaging.picture import Channels
from tests.algorithms.drawn_faces import EYES, HAIR, as_painted, drawn, landmarks, textured

SIDE, LEFT, TOP = 300, 60, 40
BLOND = (0.7, 0.55, 0.3)


def photograph() -> Channels:
    """Put a drawn face into a larger photograph."""
    photo = textured(np.full((400, 460, 3), 0.4, np.float32), seed=1)
    photo[TOP : TOP + SIDE, LEFT : LEFT + SIDE] = textured(drawn(SIDE))
    return photo


def frame(photo: Channels) -> FaceFrame:
    corners = np.array([(0, 0), (0, SIDE), (SIDE, SIDE), (SIDE, 0)], np.float64)
    return FaceFrame(quad=corners + np.array([LEFT, TOP]) - 0.5, photo=photo.shape[:2], size=128)


def registered(photo: Channels, **changes: float) -> Registered:
    points = landmarks(SIDE) + np.array([LEFT, TOP])
    return register(photo, frame(photo), as_painted(drawn(128)), FaceTransferConfig(**changes), points)


def in_photo(x: float, y: float, reach: int = 3) -> tuple[slice, slice]:
    """Return the surroundings of a place that is given in shares of the frame's side."""
    column, row = round(LEFT + x * SIDE), round(TOP + y * SIDE)
    return slice(row - reach, row + reach + 1), slice(column - reach, column + reach + 1)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_equal_paintings_leave_the_photograph_as_it_is(depth: type) -> None:
    photo = photograph().astype(depth) * (1 if depth is np.uint8 else 257)
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128))))
    assert edited.dtype == depth
    np.testing.assert_array_equal(edited, photo)
    assert not np.shares_memory(edited, photo)


def test_what_lies_outside_the_frame_stays_bit_by_bit() -> None:
    photo = photograph()
    face = registered(photo)
    for other in (drawn(128, hair=BLOND), 1 - drawn(128), drawn(128, shift=0.06)):
        edited = apply_edit(photo, face, edit_of(face, as_painted(other)))
        outside = np.ones(photo.shape[:2], bool)
        outside[TOP : TOP + SIDE, LEFT : LEFT + SIDE] = False
        np.testing.assert_array_equal(edited[outside], photo[outside])
        assert (edited != photo).any()


def test_what_changes_beside_the_head_alone_does_not_reach_the_photograph() -> None:
    photo, other = photograph(), drawn(128)
    other[:40, :16] = other[:40, -16:] = (0.9, 0.2, 0.2)
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(other)))
    changed = np.abs(edited.astype(int) - photo).max(axis=2)[TOP : TOP + SIDE // 4, LEFT : LEFT + SIDE // 10]
    assert changed.max() <= 2


def test_hair_takes_the_colour_and_the_wall_beside_it_does_not() -> None:
    photo = photograph()
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, hair=BLOND))))
    hair, wall = in_photo(0.5, 0.17), in_photo(0.1, 0.3, 8)
    np.testing.assert_allclose(edited[hair].mean(axis=(0, 1)) / 255, BLOND, atol=0.08)
    np.testing.assert_array_equal(edited[wall], photo[wall])


def test_the_photographs_grain_survives_a_change_of_colour() -> None:
    photo = photograph()
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, hair=BLOND))))
    place = in_photo(0.5, 0.17, 6)
    assert edited[place].std(axis=(0, 1)).min() > 0.7 * photo[place].std(axis=(0, 1)).min()


def test_closed_lids_cover_the_eyes() -> None:
    photo = photograph()
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, openness=0.05))))
    for x, y in EYES:
        lid = in_photo(x, y - 0.005, 2)
        assert photo[lid].mean() < 100  # the iris
        np.testing.assert_allclose(edited[lid].mean(axis=(0, 1)), (204, 153, 127), atol=35)


def test_motion_can_be_left_out() -> None:
    photo, turned = photograph(), as_painted(drawn(128, shift=0.03))
    still, moving = (registered(photo, motion=motion) for motion in (0.0, 1.0))
    assert not edit_of(still, turned).flow.any()
    flow = edit_of(moving, turned).flow
    middle = flow[round(0.7 * 256), 128]  # the mouth came from the left
    np.testing.assert_allclose(middle, (-0.03 * 256, 0), atol=2.5)


def test_nothing_is_left_of_an_edit_without_motion_colour_and_detail() -> None:
    photo = photograph()
    face = registered(photo, motion=0.0, colour=0.0, detail=0.0)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, hair=BLOND, openness=0.2))))
    assert np.abs(edited.astype(int) - photo).max() <= 1


def test_a_photograph_of_other_colours_keeps_them() -> None:
    """Only differences of the paintings count: a bluish photograph stays bluish."""
    photo = photograph()
    photo = np.rint(photo * np.array([0.7, 0.9, 1.0])).astype(np.uint8)
    face = registered(photo)
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, openness=0.6))))
    cheek = in_photo(0.42, 0.62)
    np.testing.assert_allclose(edited[cheek].mean(axis=(0, 1)), photo[cheek].mean(axis=(0, 1)), atol=3)


def test_the_painted_face_alone_covers_the_frame() -> None:
    photo, other = photograph(), drawn(128, hair=BLOND)
    pasted = generator_only(photo, registered(photo), as_painted(other))
    np.testing.assert_allclose(pasted[in_photo(0.5, 0.17)].mean(axis=(0, 1)) / 255, BLOND, atol=0.02)
    np.testing.assert_array_equal(pasted[:TOP], photo[:TOP])


def test_the_preview_is_upright_and_knows_its_frame() -> None:
    photo = photograph()
    view, inside = preview_crop(photo, frame(photo), 256)
    assert view.shape[1:] == (256, 3)
    assert 248 <= view.shape[0] < 256  # the photograph ends a little above
    assert inside.photo == view.shape[:2]
    assert inside.side == pytest.approx(256 / 1.3, rel=1e-6)
    pupil = inside.to_photo(inside.to_face(np.array([EYES[0]]) * 0) + np.array(EYES[0]) * inside.size)[0]
    assert view[round(pupil[1]), round(pupil[0])].mean() < 80
    face = register(view, inside, as_painted(drawn(128)))
    edited = apply_edit(view, face, edit_of(face, as_painted(drawn(128, hair=BLOND))))
    assert np.abs(edited.astype(int) - view).max() > 60


def test_the_preview_ends_where_the_photograph_does() -> None:
    whole = photograph()
    cut = round(float(frame(whole).to_photo(np.array([64.0, 20.0]))[1]))  # through the forehead's upper end
    photo = whole[cut:]
    lower = replace(frame(whole), quad=frame(whole).quad - (0, cut), photo=photo.shape[:2])
    view, inside = preview_crop(photo, lower, 256)
    assert view.shape[1] == 256
    assert view.shape[0] < 220
    np.testing.assert_allclose(inside.to_photo(np.zeros(2))[1], inside.quad[0][1], atol=2)
    face = register(view, inside, as_painted(drawn(128)))
    edited = apply_edit(view, face, edit_of(face, as_painted(drawn(128, hair=BLOND))))
    assert edited.shape == view.shape
    assert np.abs(edited.astype(int) - view).max() > 20


def test_a_large_generator_has_large_fields() -> None:
    photo = photograph()
    face = register(photo, frame(photo), as_painted(drawn(512)))
    assert edit_of(face, as_painted(drawn(512, hair=HAIR))).offset.shape == (512, 512, 3)


@pytest.mark.parametrize("shape", [(3, 64, 64), (2, 3, 64, 64), (1, 1, 64, 64), (1, 3, 64, 32)])
def test_what_is_no_painted_face_is_refused(shape: tuple[int, ...]) -> None:
    photo = photograph()
    with pytest.raises(ImageError, match="one square picture"):
        register(photo, frame(photo), torch.zeros(shape))


def test_another_photograph_is_refused() -> None:
    photo = photograph()
    face = registered(photo)
    edit = edit_of(face, as_painted(drawn(128)))
    with pytest.raises(ImageError, match="Find the face again"):
        apply_edit(photo[:-1], face, edit)


def test_a_face_at_the_photographs_edge_is_edited() -> None:
    photo = photograph()[:, LEFT + SIDE // 3 :]
    cut = replace(frame(photograph()), quad=frame(photograph()).quad - (LEFT + SIDE // 3, 0), photo=photo.shape[:2])
    face = register(photo, cut, as_painted(drawn(128)))
    edited = apply_edit(photo, face, edit_of(face, as_painted(drawn(128, hair=BLOND))))
    assert edited.shape == photo.shape
    assert (edited != photo).any()
