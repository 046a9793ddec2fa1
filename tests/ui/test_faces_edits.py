"""The history of the edits of one face."""

import pytest

from styletransfer.recipes import DEFAULT_DISENTANGLEMENT, FacePrompt
from styletransfer.ui.faces_edits import (
    MOST_STEPS,
    EditHistory,
    FaceEdit,
    OtherPerson,
    in_words,
    summary,
)
from styletransfer.ui.faces_wording import amount, quoted

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


# --- prompts -----------------------------------------------------------------------------------

OLD, SMILING = FacePrompt(target="an old man", strength=4), FacePrompt(target="smiling", strength=2)


def prompted(*prompts: FacePrompt, **sliders: float) -> FaceEdit:
    """Return an edit with prompts."""
    return FaceEdit(sliders, prompts=prompts)


def test_a_prompt_counts_by_its_strength_and_stays_without() -> None:
    still = prompted(FacePrompt(target="an old man", strength=0))
    assert still.empty
    assert still != FaceEdit()
    assert not prompted(OLD).empty


def test_the_desk_moves_prompts_and_sliders_by_name() -> None:
    values = {
        "prompt.0.strength": 3.0,
        "prompt.1.disentanglement": 0.2,
        "age": 5.0,
        "smile": 0.0,
        "prompt.2.strength": 1,
    }
    moved = prompted(OLD, SMILING).with_values(values)
    assert [prompt.strength for prompt in moved.prompts] == [3.0, 2.0]
    assert [prompt.disentanglement for prompt in moved.prompts] == [DEFAULT_DISENTANGLEMENT, 0.2]
    assert moved.sliders == {"age": 5.0, "prompt.2.strength": 1.0}  # there is no third prompt: a slider of that name


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (FaceEdit(), prompted(OLD), "“an old man” +4"),
        (prompted(OLD), prompted(OLD, SMILING), "“smiling” +2"),
        (prompted(OLD, SMILING), prompted(SMILING), "Removed “an old man”"),
        (prompted(OLD), FaceEdit(), "Removed “an old man”"),
        (prompted(OLD, OLD), prompted(OLD), "Removed “an old man”"),
        (prompted(OLD), prompted(FacePrompt(target="an old man", strength=-3)), "“an old man” −3"),
        (
            prompted(OLD),
            prompted(FacePrompt(target="an old man", strength=4, disentanglement=0.2)),
            "“an old man” disentanglement 0.2",
        ),
        (prompted(OLD), prompted(FacePrompt(target="an old man", strength=1), age=3), "2 sliders"),
        (prompted(OLD), prompted(FacePrompt(target="an old man", strength=0)), "As it was"),
    ],
)
def test_a_step_says_what_became_of_the_prompts(before: FaceEdit, after: FaceEdit, told: str) -> None:
    assert in_words(before, after, WORDS) == told


def test_a_summary_names_prompts_after_sliders() -> None:
    assert summary(prompted(OLD, SMILING, age=20), WORDS) == "Age +20 years, “an old man” +4, “smiling” +2"
    assert summary(prompted(OLD, SMILING, age=20, smile=5), WORDS) == "Age +20 years, Smile +5 %, “an old man” +4, …"
    assert quoted("x" * 80) == f"“{'x' * 39}…”"


def test_quick_changes_of_a_prompt_are_one_step_and_another_prompt_is_not() -> None:
    history = worked(prompted(OLD))
    for number, strength in enumerate((5.0, 6.0)):
        changed = prompted(FacePrompt(target="an old man", strength=strength))
        history.note(changed, "stronger", moment=100 + 0.2 * number)
    assert len(history.steps) == 3
    history.note(prompted(history.edit.prompts[0], SMILING), "added", moment=100.5)
    assert len(history.steps) == 4


def test_prompts_outlive_another_generator() -> None:
    history = EditHistory.of(prompted(OLD, beard=3), "loaded")
    history.fit({"age": (-20.0, 30.0)})
    assert history.edit == prompted(OLD)
