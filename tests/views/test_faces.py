"""Faces: from an empty page to a finished picture."""

import hashlib
import time
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.imaging.samples import example_photo
from styletransfer.jobs.job import JobState
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import FaceMix, FacePlacement, FaceSlot, FacesRecipe, Recipe, parse_recipe
from styletransfer.run import Result, face_animation
from styletransfer.ui import picker
from styletransfer.ui.face_picker import FacePoints
from styletransfer.ui.faces_draft import FacesDraft
from styletransfer.ui.faces_editor import DESK
from styletransfer.ui.faces_edits import FaceEdit
from styletransfer.ui.form import Chosen

from .faces import Clicks, FakeFaces, clicks, codes, faces
from .studio import OWNER, Studio, png, texts, transfer

__all__ = ["clicks", "faces"]
PAGE = "faces"


def drafted() -> FacesDraft:
    """Return a form with a photograph."""
    return FacesDraft(content=Chosen(png(), "Beach"))


def ask(app: AppTest, settled: bool = True, **sliders: float) -> AppTest:
    """Move sliders of the desk."""
    revision = app.session_state["faces.draft"].revision
    told = {"number": 1, "values": sliders, "settled": settled, "revision": revision}
    app.session_state[DESK] = {"ask": told}
    return app.run()


def queued(studio: Studio) -> FacesRecipe:
    """Return the recipe of the only job."""
    (job,) = studio.store.jobs(OWNER)
    recipe = parse_recipe(job.recipe)
    assert isinstance(recipe, FacesRecipe)
    return recipe


def put_back(app: AppTest) -> AppTest:
    """Press the button that makes the whole photograph."""
    return app.button(key="faces.begin").click().run()


def edited(recipe: Recipe, inputs: dict[str, bytes], on_progress: OnProgress) -> Result:
    """Darken the photograph and keep the codes."""
    made = transfer(recipe, inputs, on_progress)
    return Result(picture=made.picture, recipe=recipe, notes=made.notes, state=codes(1.0))


def finish(studio: Studio, **fields: Any) -> str:
    """Queue and run a job of face editing; return its id."""
    fields = {"faces": (FaceSlot(name="Face 1", sliders={"age": 20.0}),), "content_name": "Beach"} | fields
    recipe = FacesRecipe(**fields)
    images = {"content": png()}
    for index, slot in enumerate(recipe.faces):
        images |= {f"mix-{index}": codes(3.0)} if slot.mix else {}
        images |= {f"latent-{index}": codes(2.0)} if slot.whole else {}
    job = studio.store.submit(recipe, images, owner=OWNER, title="Beach · Age +20 years")
    return studio._worked_off(job, edited).id


# --- bringing in a face ------------------------------------------------------------------------


def test_an_empty_page_offers_every_way_to_bring_in_a_face(
    studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, list[str]] = {}
    monkeypatch.setattr(picker, "picker", lambda choices, *, key, **_: shown.update({key: [c.title for c in choices]}))
    for module in ("faces_inputs", "inputs"):
        monkeypatch.setattr(f"styletransfer.ui.{module}.picker", picker.picker)
    app = studio.open(PAGE)
    assert shown["faces.examples"][0] == "Astronaut"
    assert shown["faces.people"] == [f"No. {number}" for number in range(1, 7)]
    app.button(key="faces.others").click().run()
    assert shown["faces.people"][0] == "No. 7"
    app.segmented_control(key="faces.source").set_value("Camera").run()
    assert len(app.get("camera_input")) == 1


def test_an_upload_is_on_the_desk_at_once(studio: Studio, faces: FakeFaces) -> None:
    app = studio.open(PAGE)
    app.file_uploader(key="faces.file").upload("my beach.png", png(), "image/png").run()
    assert "my beach · 60 × 40 px" in texts(app)
    assert faces.shown[-1] == ({}, None, "photo")
    assert not app.button(key="faces.begin").disabled


def test_a_random_face_is_taken_with_its_codes(
    studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks = {"faces.people": "3"}
    monkeypatch.setattr("styletransfer.ui.faces_inputs.picker", lambda _choices, *, key, **_: picks.pop(key, None))
    app = studio.open(PAGE)
    draft = app.session_state["faces.draft"]
    assert (draft.content.name, draft.part.latent) == ("Person 3", codes(3.0))
    put_back(ask(app, age=10.0))
    assert queued(studio).faces[0].whole
    (job,) = studio.store.jobs(OWNER)
    assert studio.store.input(job.id, "latent-0") == codes(3.0)


def test_a_photograph_can_be_changed(studio: Studio, faces: FakeFaces) -> None:
    app = studio.open(PAGE, drafted())
    app.button(key="faces.change").click().run()
    assert app.session_state["faces.draft"].content is None
    assert len(app.file_uploader) >= 1


def test_a_photograph_without_a_face_is_explained_and_one_can_be_placed_by_hand(
    studio: Studio, faces: FakeFaces, clicks: Clicks
) -> None:
    faces.count = 0
    app = studio.open(PAGE, drafted())
    assert "No face was found" in app.warning[0].value
    app.button(key="faces.place").click().run()
    clicks.points = FacePoints(right_eye=(0.5, 0.5), left_eye=(0.5, 0.5), mouth=(0.5, 0.5))
    app.button(key="faces.placed").click().run()
    assert "one line" in app.error[0].value
    clicks.points = FacePoints(right_eye=(0.3, 0.4), left_eye=(0.6, 0.4), mouth=(0.45, 0.7))
    app.button(key="faces.placed").click().run()
    put_back(ask(app, age=10.0))
    assert queued(studio).faces[0].placement == FacePlacement(
        right_eye=(0.3, 0.4), left_eye=(0.6, 0.4), mouth=(0.45, 0.7)
    )


def test_a_placed_face_can_be_cancelled_and_removed(studio: Studio, faces: FakeFaces, clicks: Clicks) -> None:
    app = studio.open(PAGE, drafted())
    app.button(key="faces.place").click().run()
    app.button(key="faces.placing.cancel").click().run()
    draft = app.session_state["faces.draft"]
    assert len(draft.parts) == 1
    app.button(key="faces.place").click().run()
    app.button(key="faces.placed").click().run()
    assert (len(draft.parts), draft.chosen) == (2, 1)
    app.button(key="faces.remove").click().run()
    assert (len(draft.parts), draft.chosen) == (1, 0)


def test_what_makes_a_face_hard_to_edit_is_said(studio: Studio, faces: FakeFaces, clicks: Clicks) -> None:
    faces.count = 2
    app = studio.open(PAGE, drafted())
    assert "tiny" not in texts(app)
    clicks.face = 1
    app.run()
    assert "This face is tiny." in texts(app)


# --- the desk ----------------------------------------------------------------------------------


def test_a_dragged_slider_is_shown_and_one_let_go_is_kept(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = ask(studio.open(PAGE, draft), settled=False, age=7.0)
    assert faces.shown[-1] == ({"age": 7.0}, None, "photo")
    assert draft.part is not None
    assert draft.part.history.at == 0
    ask(app, age=9.0)
    assert [step.words for step in draft.part.history.steps] == ["As it was", "Age +9 years"]


def test_undo_and_redo(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = ask(ask(studio.open(PAGE, draft), age=9.0), age=9.0, smile=50.0)
    app.button(key="faces.undo").click().run()
    assert faces.shown[-1][0] == {"age": 9.0}
    app.button(key="faces.undo").click().run()
    assert faces.shown[-1][0] == {}
    assert app.button(key="faces.undo").disabled
    app.button(key="faces.redo").click().run()
    assert faces.shown[-1][0] == {"age": 9.0}


def test_the_strip_shows_the_steps_and_leads_back(
    studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks: dict[str, str] = {}
    shown: list[list[str]] = []

    def pick(choices: list[picker.Choice], *, key: str, **_: object) -> str | None:
        shown.append([choice.title for choice in choices if choice.image])
        return picks.pop(key, None)

    monkeypatch.setattr("styletransfer.ui.faces_editor.picker", pick)
    app = ask(ask(studio.open(PAGE, drafted()), age=9.0), age=9.0, smile=50.0)
    assert shown[-1] == ["As it was", "Age +9 years", "Smile +50 %"]
    picks["faces.history"] = "1"
    app.run()
    assert faces.shown[-1][0] == {"age": 9.0}


def test_each_face_keeps_its_own_edits_also_over_another_page(studio: Studio, faces: FakeFaces, clicks: Clicks) -> None:
    faces.count = 3
    app = ask(studio.open(PAGE, drafted()), age=9.0)
    clicks.face = 2
    ask(app.run(), smile=-30.0)
    app.switch_page("views/models.py").run()
    app.switch_page(f"views/{PAGE}.py").run()
    assert faces.shown[-1][0] == {"smile": -30.0}
    assert not app.button(key="faces.undo").disabled
    put_back(app)
    assert [(slot.face, dict(slot.sliders)) for slot in queued(studio).faces] == [
        (0, {"age": 9.0}),
        (2, {"smile": -30.0}),
    ]


def test_result_and_identity_are_switched_on_the_desk(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    app.segmented_control(key=draft.key("result")).set_value("generator").run()
    app.segmented_control(key=draft.key("limit")).set_value("Closely").run()
    assert faces.shown[-1][1:] == (2.0, "generator")
    put_back(ask(app, age=5.0))
    assert (queued(studio).result, queued(studio).limit) == ("generator", 2.0)


# --- into the photograph -----------------------------------------------------------------------


def test_nothing_changed_is_explained_and_nothing_is_queued(studio: Studio, faces: FakeFaces) -> None:
    app = put_back(studio.open(PAGE, drafted()))
    assert "Nothing has been changed yet" in texts(app)
    assert studio.store.jobs(OWNER) == []


def test_the_edit_is_queued_with_its_settings_and_opened(studio: Studio, faces: FakeFaces) -> None:
    app = put_back(ask(studio.open(PAGE, drafted()), age=20.0))
    (job,) = studio.store.jobs(OWNER)
    assert (job.tool, job.title, job.state) == ("faces", "Beach · Age +20 years", JobState.QUEUED)
    assert studio.store.roles(job.id) == ("content",)
    assert app.query_params["job"] == job.id


def test_the_same_edit_can_be_made_on_every_face(studio: Studio, faces: FakeFaces) -> None:
    faces.count = 3
    draft = drafted()
    app = ask(studio.open(PAGE, draft), age=20.0)
    app.toggle(key=draft.key("every")).set_value(True).run()
    put_back(app)
    assert (queued(studio).every, len(queued(studio).faces)) == (True, 1)


# --- models ------------------------------------------------------------------------------------


def test_a_model_that_is_not_there_is_explained_and_can_be_exchanged(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = ask(studio.open(PAGE, draft), age=20.0)
    app.selectbox(key=draft.key("generator")).set_value("e4e-ffhq").run()
    assert "is not on this machine" in texts(app)
    app.selectbox(key=draft.key("generator")).set_value("face-generator").run()
    assert not app.error
    assert draft.part is not None
    assert draft.part.history.edit == FaceEdit({"age": 20.0})


def test_the_page_is_honest_about_the_shipped_model(studio: Studio, faces: FakeFaces) -> None:
    assert "The shipped model is small" in texts(studio.open(PAGE, drafted()))


# --- codes, refinement, other people, animation ------------------------------------------------


def test_codes_of_a_file_are_taken(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    key = draft.key(f"latent.{draft.serial}")
    app.file_uploader(key=key).upload("face.safetensors", codes(5.0), "application/octet-stream").run()
    assert faces.opened[-1].latent == codes(5.0)
    app.button(key="faces.latent.forget").click().run()
    assert faces.opened[-1].latent is None


@pytest.mark.parametrize(
    ("data", "reason"), [(b"this is no latent", "not a latent file"), (codes(1.0, "e4e-ffhq"), "belongs to")]
)
def test_a_file_without_codes_is_explained(studio: Studio, faces: FakeFaces, data: bytes, reason: str) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    key = draft.key(f"latent.{draft.serial}")
    app.file_uploader(key=key).upload("face.safetensors", data, "application/octet-stream").run()
    assert reason in app.error[0].value.replace("\\", "")
    assert faces.opened[-1].latent is None


def wait(app: AppTest, draft: FacesDraft) -> AppTest:
    """Wait until a refinement has ended, and draw the page again."""
    assert draft.part is not None
    thread = draft.part.refining
    if thread is None:  # it was quicker than the page
        return app
    thread.join(timeout=20)
    return app.run()


def test_a_refined_face_is_opened_with_its_codes(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    app = wait(app.button(key="faces.refine").click().run(), draft)
    assert faces.opened[-1].latent == codes(1.0)
    assert "Refined" in texts(app)
    put_back(ask(app, age=5.0))
    (job,) = studio.store.jobs(OWNER)
    assert studio.store.input(job.id, "latent-0") == codes(1.0)


def test_a_refinement_can_be_stopped_and_keeps_the_best(studio: Studio, faces: FakeFaces) -> None:
    faces.endless = True
    draft = drafted()
    app = studio.open(PAGE, draft)
    app.button(key="faces.refine").click().run()
    assert draft.part is not None
    assert draft.part.refining is not None
    deadline = time.monotonic() + 20
    while draft.part.refining.progress is None and time.monotonic() < deadline:
        time.sleep(0.01)
    app.run()
    app.button(key="faces.refine.stop").click().run()
    wait(app, draft)
    assert draft.part.latent == codes(1.0)


def test_another_person_is_mixed_in_and_taken_out_again(
    studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks = {"faces.mix.people": "4"}
    monkeypatch.setattr("styletransfer.ui.faces_mixing.picker", lambda _choices, *, key, **_: picks.pop(key, None))
    draft = drafted()
    app = studio.open(PAGE, draft)
    assert faces.mixes[-1] == (0.5, "all")
    app.slider(key=draft.desk_key("mix.share")).set_value(80).run()
    app.segmented_control(key=draft.desk_key("mix.part")).set_value("fine").run()
    assert faces.mixes[-1] == (0.8, "fine")
    assert draft.recipe().faces[0].mix == FaceMix(share=0.8, part="fine")
    assert draft.images()["mix-0"] == codes(4.0)
    app.button(key="faces.mix.remove").click().run()
    assert draft.edited() == []
    app.button(key="faces.undo").click().run()
    assert faces.mixes[-1] == (0.8, "fine")


def test_somebody_of_a_second_photograph_is_mixed_in(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    app.file_uploader(key="faces.mix.file").upload("Anna.png", png(level=20), "image/png").run()
    assert draft.part is not None
    other = draft.part.history.edit.other
    assert other is not None
    assert (other.name, other.latent) == ("Anna", codes(0.0))
    assert [step.words for step in draft.part.history.steps] == ["As it was", "50 % Anna"]


def test_a_face_without_counterpart_in_a_second_photograph_is_explained(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    faces.count = 0
    app.file_uploader(key="faces.mix.file").upload("sea.png", png(level=20), "image/png").run()
    assert "No face was found" in texts(app)
    assert draft.edited() == []


def test_a_slider_becomes_a_moving_picture(studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[tuple[str, float, float]] = []

    def sweep(stage: object, models: object, name: str, values: tuple[float, ...], tell: OnProgress) -> list[Any]:
        swept.append((name, min(values), max(values)))
        tell(Progress(step=1, total=1, stage="Painting"))
        return [np.full((16, 16, 3), number * 20, np.uint8) for number in range(4)]

    monkeypatch.setattr(face_animation, "preview_stage", lambda *_: face_animation.Stage(pixels=png, actors=()))
    monkeypatch.setattr(face_animation, "sweep", sweep)
    draft = drafted()
    app = studio.open(PAGE, draft)
    app.slider(key=draft.key("sweep.age")).set_value((-10.0, 20.0))
    app.button(key="faces.animate").click().run()
    assert swept == [("age", -10.0, 20.0)]
    assert draft.animation is not None
    assert draft.animation.gif.startswith(b"GIF8")
    assert draft.animation.mp4[4:8] == b"ftyp"


# --- recipes, links, history -------------------------------------------------------------------


def test_a_finished_job_says_what_was_done_and_offers_its_files(studio: Studio, faces: FakeFaces) -> None:
    job = finish(studio, every=True)
    app = studio.open(PAGE, job=job)
    assert "**Every face** Age +20 years" in texts(app)
    offered = [element.proto.label for element in app.get("download_button")]
    assert {"Download", "Recipe as JSON", "Faces alone (.zip)", "Codes (.zip)"} <= set(offered)
    assert app.code[0].value.endswith(f"?job={job}")


def test_use_these_settings_again_goes_on_where_the_picture_was_made(studio: Studio, faces: FakeFaces) -> None:
    slot = FaceSlot(sliders={"age": 12.0}, mix=FaceMix(share=0.2, part="coarse"))
    job = finish(studio, faces=(slot,), limit=0.7)
    app = studio.open(PAGE, job=job)
    app.button(key=f"reuse.{job}").click().run()
    draft = app.session_state["faces.draft"]
    assert (draft.content.name, draft.limit) == ("Beach", 0.7)
    assert draft.part.history.edit.other.latent == codes(3.0)
    assert faces.shown[-1] == ({"age": 12.0}, 0.7, "photo")
    assert faces.mixes[-1] == (0.2, "coarse")


def test_a_random_face_is_a_random_face_again(studio: Studio, faces: FakeFaces) -> None:
    job = finish(studio, faces=(FaceSlot(whole=True, sliders={"age": 12.0}),))
    app = studio.open(PAGE, job=job)
    app.button(key=f"reuse.{job}").click().run()
    draft = app.session_state["faces.draft"]
    assert (draft.person, draft.recipe().faces[0].whole) == (codes(2.0), True)


def test_a_recipe_fills_the_page_and_says_what_it_does_not_hold(studio: Studio, faces: FakeFaces) -> None:
    draft = drafted()
    app = studio.open(PAGE, draft)
    slots = (FaceSlot(sliders={"age": 3.0}), FaceSlot(face=4, sliders={"age": 1.0}))
    recipe = FacesRecipe(faces=slots, content_name="Lake", inputs={"content": "0" * 64, "latent-0": "1" * 64})
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    told = texts(app)
    assert "add its photograph “Lake”" in told
    assert "A recipe holds no codes" in told
    assert "Face 5 of the recipe is not in this photograph" in told
    assert faces.shown[-1][0] == {"age": 3.0}


def test_a_recipe_of_faces_is_taken_from_another_page(studio: Studio, faces: FakeFaces) -> None:
    app = studio.open("neural_style")
    key = app.session_state["neural.draft"].key("recipe")
    app.file_uploader(key=key).upload("r.json", FacesRecipe().model_dump_json().encode()).run()
    app.button(key=app.session_state["neural.draft"].key("elsewhere")).click().run()
    assert app.title[0].value == "Faces"


def test_the_photograph_of_a_recipe_is_found_among_the_examples(studio: Studio, faces: FakeFaces) -> None:
    draft = FacesDraft()
    app = studio.open(PAGE, draft)
    recipe = FacesRecipe(inputs={"content": hashlib.sha256(example_photo("astronaut")).hexdigest()})
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    assert draft.content is not None
    assert draft.content.name == "Astronaut"
    assert draft.remarks == ()


def test_the_models_page_names_the_tool(studio: Studio) -> None:
    assert "Faces" in [header.value for header in studio.open("models").header]


def test_history_names_the_tool(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("styletransfer.ui.history.picker", lambda choices, **_: shown.extend(c.detail for c in choices))
    finish(studio)
    studio.open("history")
    assert shown[0].startswith("Faces · finished")
