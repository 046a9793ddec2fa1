"""The history of the edits of one face."""

import pytest

from styletransfer.ui.faces_edits import (
    MOST_STEPS,
    EditHistory,
    FaceEdit,
    OtherPerson,
    amount,
    in_words,
    summary,
)

WORDS = {"age": ("Age", "years"), "smile": ("Smile", "%"), "yaw": ("Turn", "°"), "hair": ("Hair", "")}
ANNA = OtherPerson(name="Anna", latent=b"anna", tile=b"")


def of(**sliders: float) -> FaceEdit:
    """Return an edit of sliders alone."""
    return FaceEdit(sliders)


def worked(*edits: FaceEdit) -> EditHistory:
    """Return a history with these steps, far apart in time."""
    history = EditHistory()
    for number, edit in enumerate(edits):
        assert history.note(edit, f"step {number}", moment=10.0 * number)
    return history


def test_sliders_at_zero_are_no_edit() -> None:
    assert of(age=0.0, smile=0.0) == FaceEdit()
    assert of(age=0.0).empty
    assert not of(age=1.0).empty
    assert not FaceEdit(other=ANNA).empty
    assert FaceEdit(other=OtherPerson(name="Anna", latent=b"", tile=b"", share=0.0)).empty


def test_undo_and_redo_lead_through_the_steps_and_no_further() -> None:
    history = worked(of(age=10), of(age=10, smile=50))
    history.go(history.at - 1)
    assert history.edit == of(age=10)
    history.go(-1)
    assert history.edit == of(age=10)
    history.go(3)
    assert history.edit == of(age=10)
    history.go(2)
    assert history.edit == of(age=10, smile=50)


def test_a_new_step_drops_those_that_were_undone() -> None:
    history = worked(of(age=10), of(age=10, smile=50))
    history.go(0)
    assert history.note(of(yaw=5), "Turn")
    assert [step.edit for step in history.steps] == [FaceEdit(), of(yaw=5)]


def test_what_changes_nothing_is_no_step() -> None:
    history = worked(of(age=10))
    assert not history.note(of(age=10, smile=0), "nothing")
    assert len(history.steps) == 2


@pytest.mark.parametrize(
    ("later", "after", "steps"),
    [
        (of(age=12), 0.3, 2),  # the same slider, at once: one step
        (of(age=12), 5.0, 3),
        (of(age=10, smile=5), 0.3, 3),  # another slider
        (of(age=12, smile=5), 0.3, 3),
    ],
)
def test_quick_changes_of_one_slider_are_one_step(later: FaceEdit, after: float, steps: int) -> None:
    history = worked(of(age=10))
    history.note(later, "later", moment=after)
    assert len(history.steps) == steps
    assert history.edit == later


def test_quick_changes_of_the_share_of_a_person_are_one_step() -> None:
    history = worked(FaceEdit(other=ANNA))
    for number, share in enumerate((0.6, 0.7, 0.8)):
        other = OtherPerson(name="Anna", latent=b"anna", tile=b"", share=share)
        history.note(FaceEdit(other=other), "share", moment=100 + 0.2 * number)
    assert len(history.steps) == 3


def test_the_face_as_it_was_outlives_a_long_history() -> None:
    history = worked(*(of(age=number) for number in range(1, MOST_STEPS + 20)))
    assert len(history.steps) == MOST_STEPS
    assert history.steps[0].edit.empty
    assert history.edit == of(age=MOST_STEPS + 19)


def test_what_another_generator_cannot_show_is_left_out() -> None:
    history = EditHistory.of(FaceEdit({"age": 60, "beard": 3}, ANNA), "loaded")
    history.fit({"age": (-20.0, 30.0)})
    assert history.edit == FaceEdit({"age": 30}, ANNA)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (FaceEdit(), of(age=20), "Age +20 years"),
        (of(age=20), of(age=20, yaw=-5), "Turn −5°"),
        (of(age=20, yaw=5), of(age=20), "Turn 0°"),
        (of(age=20), of(hair=1, yaw=1), "3 sliders"),
        (of(age=20), FaceEdit(), "As it was"),
        (of(age=20), FaceEdit({"age": 20}, ANNA), "50 % Anna"),
        (FaceEdit({"age": 20}, ANNA), of(age=20), "Nobody mixed in"),
        (FaceEdit(), of(unknown=1), "unknown +1"),
    ],
)
def test_a_step_says_what_changed(before: FaceEdit, after: FaceEdit, told: str) -> None:
    assert in_words(before, after, WORDS) == told


def test_a_summary_names_the_first_sliders_and_who_was_mixed_in() -> None:
    assert summary(FaceEdit(), WORDS) == "As it was"
    assert summary(of(age=20, smile=-40.5), WORDS) == "Age +20 years, Smile −40.5 %"
    assert summary(of(age=1, smile=1, yaw=1, hair=1), WORDS) == "Age +1 year, Smile +1 %, Turn +1°, …"
    assert summary(FaceEdit({"hair": 2}, ANNA), WORDS) == "Hair +2, 50 % Anna"


@pytest.mark.parametrize(("value", "unit", "told"), [(0, "%", "0 %"), (-3, "°", "−3°"), (2.5, "", "+2.5")])
def test_amounts_carry_sign_and_unit(value: float, unit: str, told: str) -> None:
    assert amount(value, unit) == told
