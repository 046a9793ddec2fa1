"""Faces: a change described in words, from the box to the finished picture."""

import re
import time
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import DEFAULT_STRENGTH, FacePrompt, FaceSlot, FacesRecipe
from styletransfer.run import prompt_sliders
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_prompts import BOX
from styletransfer.ui.faces_wording import amount
from styletransfer.ui.prompt_box import LONGEST, BoxWords

from .faces import FakeFaces, direction, faces
from .studio import OWNER, Studio, texts
from .test_faces import PAGE, ask, drafted, finish, put_back, queued

__all__ = ["faces"]

OLD = FacePrompt(target="an old man")
STRENGTH = amount(DEFAULT_STRENGTH, "")
MARKUP = "<b>bold</b> **x** [x](y) $x$ <script>alert(1)</script>"


class Boxes:
    """What the box was last asked to show."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.words = BoxWords(labels=("", "", ""), placeholders=("", ""))
        self.more: Mapping[str, Any] = {}

    def prompt_box(self, words: BoxWords, **more: Any) -> None:
        self.words, self.more = words, more

    @property
    def told(self) -> str:
        return "\n".join(sentence for _, sentence in self.words.told)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Boxes:
    """Return the box, as the next run draws it."""
    made = Boxes()
    monkeypatch.setattr("styletransfer.ui.faces_prompts.prompt_box", made.prompt_box)
    return made


def say(app: AppTest, target: str = "", neutral: str = "", act: str = "add", chip: str = "") -> AppTest:
    """Say something as the browser's box does."""
    number = app.session_state["faces.draft"].box.heard + 1
    said = {"number": number, "target": target, "neutral": neutral, "act": act, "chip": chip}
    app.session_state[BOX] = {"said": said}
    app.run()
    assert not app.exception
    return app


def prompts_of(draft: FacesDraft) -> tuple[FacePrompt, ...]:
    """Return the prompts of the face on the desk."""
    assert draft.part is not None
    return draft.part.history.edit.prompts


def words_of(draft: FacesDraft) -> list[str]:
    """Return the history in words."""
    assert draft.part is not None
    return [step.words for step in draft.part.history.steps]


# --- adding ------------------------------------------------------------------------------------


def test_what_is_typed_is_explained_before_it_counts(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    assert (box.words.placeholders[1], box.told) == ("Guessed when left empty", "")
    say(app, "an old pirate", act="type")
    assert box.words.placeholders[1] == "A guess: a face"
    assert "match 0.30, good · mostly Age +, a little Smile −" in box.told
    assert box.told.startswith("From “a face” (a guess) · match")
    assert "never learnt the word “pirate”" in box.told
    assert prompts_of(draft) == ()
    say(app, "an old pirate", "a young pirate", act="type")
    assert "guess" not in box.words.placeholders[1]


def test_a_prompt_changes_the_picture_and_is_explained(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    assert faces.prompts[-1] == (OLD,)
    assert words_of(draft) == ["As it was", f"“an old man” {STRENGTH}"]
    told = texts(app)
    assert "**“an old man”**" in told
    assert "From “a face” (a guess) to “an old man” · mostly Age +, a little Smile − · 400 of 1,824 channels" in told
    assert box.told.startswith("Added “an old man”: from “a face” (a guess) · match 0.30, good")
    assert (box.more["revision"], box.more["typed"]) == (1, ("", ""))


def test_one_message_adds_one_prompt(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    app.run()
    ask(app, age=5.0)
    assert prompts_of(draft) == (OLD,)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "nothing to read"),
        ("🙂 🙂", "nothing to read"),
        ("رجل عجوز", "nothing to read"),
        ("old " * 2500, "at most 300 letters"),
    ],
)
def test_what_cannot_be_read_is_explained_and_stays_in_the_box(
    studio: Studio, faces: FakeFaces, box: Boxes, target: str, sentence: str
) -> None:
    draft = drafted()
    say(studio.open(PAGE, draft), target, "a man")
    assert sentence in box.told
    assert prompts_of(draft) == ()
    assert box.more["revision"] == 0  # the fields keep what is typed
    assert box.more["typed"] == (target[:LONGEST], "a man")


def test_the_same_prompt_twice_is_refused(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    say(app, "an old man")
    assert "“an old man” is there already" in box.told
    say(app, "an old man", "a boy")
    assert len(prompts_of(draft)) == 2


def test_eight_prompts_are_the_most(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    letters = "abcdefghi"
    for letter in letters:
        say(app, f"number {letter}")
    assert [prompt.target for prompt in prompts_of(draft)] == [f"number {letter}" for letter in letters[:8]]
    assert "8 descriptions at most" in box.told
    assert box.words.closed


def test_markup_is_shown_as_it_stands(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    app = say(studio.open(PAGE, drafted()), f"old {MARKUP}")
    lines = [element.value for element in (*app.markdown, *app.caption) if "script" in element.value]
    assert len(lines) >= 2
    for line in lines:
        assert not re.search(r"(?<!\\)[<>$\[\]]", line)
        assert not re.search(r"(?<!\\)\*\*x", line)


def test_what_nothing_fits_is_said_in_a_sentence(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "a pirate hat")
    told = texts(app)
    assert "Nothing that this generator paints fits" in told
    assert "match 0.05, nothing fits" in told
    assert ("doubt", "Nothing that this generator paints fits.") in box.words.told
    assert "no channel moves, so that the face stays as it is" in told


@pytest.mark.parametrize(
    ("target", "against"),
    [("an old man", ""), ("a pirate", "words that the text model knows"), ("a hat", "Nothing that can be painted")],
)
def test_a_slider_is_offered_for_words_that_mean_something(
    studio: Studio, faces: FakeFaces, box: Boxes, target: str, against: str
) -> None:
    app = say(studio.open(PAGE, drafted()), target)
    (popover,) = [each.proto.popover for each in app.get("popover") if "Find a slider" in each.proto.popover.label]
    assert popover.disabled == bool(against)
    assert against in popover.help


# --- sliders and history -----------------------------------------------------------------------


def test_strength_and_disentanglement_are_sliders_of_the_desk(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    ask(app, **{"prompt.0.strength": -2.5, "prompt.0.disentanglement": 0.3, "age": 4.0})
    assert faces.shown[-1][0] == {"age": 4.0}
    assert faces.prompts[-1] == (FacePrompt(target="an old man", strength=-2.5, disentanglement=0.3),)
    assert "300 of 1,824 channels" in texts(app)
    assert words_of(draft)[-1] == "3 sliders"


def test_removed_undone_and_done_again(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(say(studio.open(PAGE, draft), "an old man"), "a broad smile")
    app.button(key=draft.desk_key("prompt.0.remove")).click().run()
    assert [prompt.target for prompt in faces.prompts[-1]] == ["a broad smile"]
    assert words_of(draft)[-1] == "Removed “an old man”"
    app.button(key="faces.undo").click().run()
    assert [prompt.target for prompt in faces.prompts[-1]] == ["an old man", "a broad smile"]
    app.button(key="faces.redo").click().run()
    assert [prompt.target for prompt in faces.prompts[-1]] == ["a broad smile"]


def test_a_ready_made_prompt_is_added_and_taken_out_by_its_button(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    name = box.words.chips[0].name
    say(app, "half typed", act="chip", chip=name)
    assert len(prompts_of(draft)) == 1
    assert [chip.name for chip in box.words.chips if chip.pressed] == [name]
    assert box.more["typed"] == ("half typed", "")
    say(app, "half typed", act="chip", chip=name)
    assert prompts_of(draft) == ()
    assert not any(chip.pressed for chip in box.words.chips)


def test_nothing_is_painted_again_while_somebody_types(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    app = say(studio.open(PAGE, drafted()), "an old man")
    painted = len(faces.shown)
    say(app, "a broad", act="type")
    say(app, "a broad smile", act="type")
    assert len(faces.shown) == painted


def test_each_face_has_prompts_of_its_own(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    faces.count = 2
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    draft.choose(1)
    app.run()
    assert faces.prompts[-1] == ()
    say(app, "a broad smile")
    slots = draft.recipe().faces
    assert [[prompt.target for prompt in slot.prompts] for slot in slots] == [["an old man"], ["a broad smile"]]


# --- recipes and results -----------------------------------------------------------------------


def test_prompts_travel_with_the_job(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    put_back(say(studio.open(PAGE, drafted()), "an old man", "a boy"))
    recipe = queued(studio)
    assert recipe.faces[0].prompts == (FacePrompt(target="an old man", neutral="a boy"),)
    assert recipe.clip == "face-clip"
    (job,) = studio.store.jobs(OWNER)
    assert job.title == f"Beach · “an old man” {STRENGTH}"


def test_a_result_says_what_was_described_and_gives_it_back(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    slot = FaceSlot(name="Face 1", sliders={"age": 20.0}, prompts=(OLD,))
    job = finish(studio, faces=(slot,))
    app = studio.open(PAGE, job=job)
    assert f"Age +20 years, “an old man” {STRENGTH}" in texts(app)
    assert "network face-generator and face-clip" in texts(app)
    app.button(key=f"reuse.{job}").click().run()
    assert faces.prompts[-1] == (OLD,)
    assert faces.shown[-1][0] == {"age": 20.0}


def test_a_recipe_with_unreadable_prompts_keeps_the_page_usable(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    recipe = FacesRecipe(faces=(FaceSlot(prompts=(FacePrompt(target="رجل"), OLD)),))
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    assert faces.prompts[-1] == (OLD,)
    assert "nothing to read" in texts(app)
    put_back(app)
    assert studio.store.jobs(OWNER) == []
    assert not app.exception


# --- models ------------------------------------------------------------------------------------


def test_without_what_reads_prompts_the_sliders_still_work(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    faces.without_text = "The compact CLIP is damaged."
    ask(app, age=7.0)
    assert faces.shown[-1][0] == {"age": 7.0}
    assert faces.prompts[-1] == ()
    assert ("wrong", "The compact CLIP is damaged.") in box.words.told
    assert "The compact CLIP is damaged." in texts(app)
    put_back(app)
    assert studio.store.jobs(OWNER) == []


def test_another_clip_that_is_not_there_is_said_at_once(studio: Studio, faces: FakeFaces, box: Boxes) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    app.selectbox(key=draft.key("clip")).set_value("clip-vit-b32").run()
    assert ("wrong", "clip-vit-b32 is not on this machine.") in box.words.told
    assert "not on this machine yet" in texts(app)
    assert draft.recipe().clip == "clip-vit-b32"


# --- a slider for a prompt ---------------------------------------------------------------------


def wait(app: AppTest, draft: FacesDraft) -> AppTest:
    """Wait until a search has ended, and draw the page again."""
    if draft.search is not None:
        draft.search.task.join(timeout=20)
        app.run()
    return app


def test_a_slider_is_found_for_a_prompt_and_can_be_removed(
    studio: Studio, faces: FakeFaces, box: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}

    def find(generator: str, clip: str, target: str, neutral: str, label: str, tell: OnProgress) -> Any:
        assert (generator, clip, target, neutral) == ("face-generator", "face-clip", "an old man", "")
        tell(Progress(step=1, total=2, stage="Finding"))
        return direction("age2", label, "%", -100.0, 100.0)

    monkeypatch.setattr(prompt_sliders, "slider_from_prompt", find)
    monkeypatch.setattr(prompt_sliders, "save_slider", lambda _, slider: kept.setdefault(slider.name, slider))
    monkeypatch.setattr(prompt_sliders, "own_sliders", lambda _: kept)
    monkeypatch.setattr(prompt_sliders, "remove_slider", lambda _, name: kept.pop(name))
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    app.text_input(key=draft.desk_key("prompt.0.label")).set_value("Old <b>man</b>").run()
    popover = draft.desk_key("prompt.0.popover")
    app.session_state[popover] = True
    app.button(key=draft.desk_key("prompt.0.find")).click().run()
    assert not app.session_state[popover]
    wait(app, draft)
    assert "The slider “Old <b>man</b>” stands on the desk now." in texts(app)
    app.button(key="faces.own.age2").click().run()
    assert kept == {}


def test_a_search_can_be_cancelled_and_a_failure_is_explained(
    studio: Studio, faces: FakeFaces, box: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(*_: Any) -> Any:
        tell = _[-1]
        while True:
            tell(Progress(step=1, total=9, stage="Finding"))
            time.sleep(0.01)

    monkeypatch.setattr(prompt_sliders, "slider_from_prompt", search)
    draft = drafted()
    app = say(studio.open(PAGE, draft), "an old man")
    app.button(key=draft.desk_key("prompt.0.find")).click().run()
    assert app.button(key=draft.desk_key("prompt.0.find")).disabled
    app.button(key="faces.search.cancel").click().run()
    wait(app, draft)
    assert (draft.search, draft.found[1]) == (None, "")
    monkeypatch.setattr(prompt_sliders, "slider_from_prompt", lambda *_: faces.read_prompt(None, ""))
    app.button(key=draft.desk_key("prompt.0.find")).click().run()
    wait(app, draft)
    assert "nothing to read" in texts(app)
