"""Colour, light and detail that an edit changed."""

import numpy as np
import pytest

from styletransfer.algorithms.face_residual import believed_change, replaced, without_cast
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from tests.algorithms.drawn_faces import Plane

SIDE = 256
SURE = np.ones((SIDE, SIDE), np.float32)
INNER = slice(64, 192)


def flat(*colour: float) -> Plane:
    return np.full((SIDE, SIDE, 3), colour, np.float32)


def striped(image: Plane, contrast: float, period: int = 8) -> Plane:
    """Add stripes."""
    wave = np.sin(np.arange(SIDE) * 2 * np.pi / period) * contrast
    return np.asarray(image + wave[None, :, None], np.float32)


def result(before: Plane, after: Plane, photo: Plane, **settings: float) -> Plane:
    loss, offset = believed_change(before, after, photo, SURE, FaceTransferConfig(**settings))
    return np.asarray((1 - loss) * photo + offset)[INNER, INNER]


def test_nothing_changes_where_nothing_changed() -> None:
    before, photo = striped(flat(0.6, 0.5, 0.4), 0.1), striped(flat(0.3, 0.3, 0.5), 0.05, 5)
    np.testing.assert_allclose(result(before, before, photo), photo[INNER, INNER], atol=1e-5)


def test_a_photograph_like_the_painting_becomes_like_the_edit() -> None:
    before, after = flat(0.3, 0.2, 0.15), flat(0.75, 0.6, 0.35)
    np.testing.assert_allclose(result(before, after, before), after[INNER, INNER], atol=0.03)
    np.testing.assert_allclose(result(after, before, after), before[INNER, INNER], atol=0.03)


def test_bright_skin_does_not_burn_out_and_dark_hair_stays_above_black() -> None:
    lighter = result(flat(0.5, 0.4, 0.35), flat(0.7, 0.6, 0.55), flat(0.92, 0.85, 0.8))
    assert 0.86 < lighter.mean() < 0.97
    darker = result(flat(0.5, 0.3, 0.15), flat(0.2, 0.12, 0.06), flat(0.15, 0.14, 0.13))
    assert darker.min() > 0.02
    assert np.ptp(darker.mean(axis=(0, 1))) < 0.04  # no tint, although the painting was brown


def test_grey_hair_does_not_turn_blue_where_a_painting_lost_its_brown() -> None:
    faded = result(flat(0.5, 0.35, 0.2), flat(0.5, 0.5, 0.5), flat(0.5, 0.5, 0.5))
    assert np.ptp(faded.mean(axis=(0, 1))) < 0.02


def test_new_lines_are_drawn_over_the_photographs_grain() -> None:
    before, photo = flat(0.6, 0.5, 0.4), striped(flat(0.6, 0.5, 0.4), 0.03, 3)
    after = before.copy()
    after[124:132] -= 0.2
    line = result(before, after, photo)
    assert line[60:68].mean() == pytest.approx(photo[60:68].mean() - 0.2, abs=0.06)
    assert line[60:68].std(axis=1).mean() > 0.5 * photo[60:68].std(axis=1).mean()
    without = result(before, after, photo, detail=0.0)
    assert without[60:68].mean() > line[60:68].mean() + 0.05


def test_structure_that_went_leaves_no_ghost() -> None:
    before, after = striped(flat(0.5, 0.5, 0.5), 0.25), flat(0.5, 0.5, 0.5)
    photo = striped(flat(0.6, 0.5, 0.4), 0.35)
    assert replaced(before, after, 1.0)[INNER, INNER].min() > 0.9
    assert result(before, after, photo).std(axis=1).mean() < 0.05


def test_structure_that_stayed_is_kept() -> None:
    before = striped(flat(0.5, 0.5, 0.5), 0.25)
    assert replaced(before, np.asarray(before * 0.9, np.float32), 1.0).max() < 0.15


def test_colours_from_beside_the_head_do_not_come_in() -> None:
    before, trust = flat(0.6, 0.5, 0.4), SURE.copy()
    before[:, 128:] = (0.1, 0.2, 0.9)
    trust[:, 128:] = 0
    after = before.copy()
    after[:, 128:] = (0.9, 0.9, 0.1)
    loss, offset = believed_change(before, after, before, trust, FaceTransferConfig())
    changed = np.abs((1 - loss) * before + offset - before)[:, :126]
    assert changed.max() < 0.02


def test_light_that_head_and_wall_have_in_common_is_undone() -> None:
    head = np.zeros((SIDE, SIDE), np.float32)
    head[INNER, INNER] = 1
    before = flat(0.5, 0.5, 0.5)
    assert without_cast(before, np.asarray(before * 0.7, np.float32), head).mean() == pytest.approx(0.45, abs=0.02)
    only_wall = np.where(head[..., None] > 0, before, before * np.float32(0.7)).astype(np.float32)
    np.testing.assert_array_equal(without_cast(before, only_wall, head), only_wall)
    np.testing.assert_array_equal(without_cast(before, before, head), before)
