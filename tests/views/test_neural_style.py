"""Neural style: from an empty form to a finished picture."""

from collections.abc import Callable

import pytest

from styletransfer.jobs.job import JobState, Report
from styletransfer.recipes import PRESETS, NeuralStyleRecipe, StyleSlot, parse_recipe

from .studio import OWNER, STRANGER, Studio, filled, png, refuse, texts

PAGE = "neural_style"


# --- the form ----------------------------------------------------------------------------------


def test_an_empty_form_says_what_is_missing(studio: Studio) -> None:
    app = studio.open(PAGE)
    assert app.button(key="neural.begin").disabled
    assert "Choose a photograph and a style first." in texts(app)


def test_start_queues_what_the_form_says(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.number_input(key=draft.key("size")).set_value(128)
    app.slider(key=draft.key("style_weight")).set_value(1.5)
    app.button(key="neural.begin").click().run()
    (job,) = studio.store.jobs(OWNER)
    recipe = parse_recipe(job.recipe)
    assert (recipe.size, recipe.config.style_weight, recipe.preset) == (128, 1.5, "balanced")
    assert job.title == "Cat × Wave"
    assert studio.store.roles(job.id) == ("content", "style-0")
    assert studio.store.input(job.id, "content") == png()
    assert app.query_params["job"] == job.id


def test_a_preset_changes_size_and_steps_and_keeps_the_rest(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.slider(key=draft.key("style_weight")).set_value(0.5).run()
    app.segmented_control(key=draft.key("preset")).set_value("fine").run()
    assert app.number_input(key=draft.key("size")).value == PRESETS["fine"].size
    assert app.number_input(key=draft.key("steps")).value == PRESETS["fine"].config.steps
    assert app.slider(key=draft.key("style_weight")).value == 0.5


def test_an_upload_becomes_the_photograph_and_survives_another_page(studio: Studio) -> None:
    app = studio.open(PAGE)
    app.file_uploader(key="neural.file").upload("my cat.png", png(), "image/png").run()
    assert "my cat · 60 × 40 px" in texts(app)
    app.switch_page("views/models.py").run()
    app.switch_page("views/neural_style.py").run()
    assert "my cat · 60 × 40 px" in texts(app)


def test_a_bad_upload_is_explained(studio: Studio) -> None:
    app = studio.open(PAGE)
    app.file_uploader(key="neural.file").upload("cat.png", b"no picture", "image/png").run()
    assert "cat" in app.error[0].value
    assert app.button(key="neural.begin").disabled


def test_settings_survive_another_page(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.number_input(key=draft.key("size")).set_value(192).run()
    app.switch_page("views/history.py").run()
    app.switch_page("views/neural_style.py").run()
    assert app.number_input(key=draft.key("size")).value == 192


def test_contradictory_settings_are_explained_and_nothing_is_queued(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.slider(key=draft.key("style_weight")).set_value(0.0)
    app.number_input(key=draft.key("content_weight")).set_value(0.0)
    app.button(key="neural.begin").click().run()
    assert "both 0" in app.error[0].value
    assert studio.store.jobs(OWNER) == []


def test_a_style_is_adjusted_and_removed(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    (choice,) = draft.styles
    key = draft.key(f"style.{choice.serial}")
    app.slider(key=f"{key}.scale").set_value(2.0).run()
    assert draft.styles[0].slot.scale == 2.0
    app.button(key=f"{key}.remove").click().run()
    assert draft.styles == []


def test_own_styles_are_taken_over_and_bad_ones_named(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.segmented_control(key="neural.style-source").set_value("Your own").run()
    files = [("sea.png", png(level=50), "image/png"), ("broken.png", b"?", "image/png")]
    app.file_uploader(key=f"neural.styles.{draft.serial}").set_value(files).run()
    assert [choice.picture.name for choice in draft.styles] == ["Wave", "sea"]
    assert "broken" in app.info[0].value


def test_a_missing_network_is_explained(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.selectbox(key=draft.key("network")).set_value("vgg19").run()
    assert "Models page" in app.warning[0].value


def test_a_recipe_file_fills_the_form(studio: Studio) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    recipe = NeuralStyleRecipe(size=200, styles=(StyleSlot(name="Wave", scale=2.0),)).with_config(steps=7)
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    assert app.number_input(key=draft.key("size")).value == 200
    assert app.number_input(key=draft.key("steps")).value == 7
    assert draft.styles[0].slot.scale == 2.0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"tool": "oven"}', "neural-style"),
        (b'{"tool": "neural-style", "size": 1}', "64"),
        (b"{", "JSON"),
        (png(), "no recipe"),
    ],
)
def test_a_bad_recipe_file_is_explained(studio: Studio, content: bytes, reason: str) -> None:
    draft = filled()
    app = studio.open(PAGE, draft)
    app.file_uploader(key=draft.key("recipe")).upload("r.json", content).run()
    assert reason in app.error[0].value.replace("\\", "")
    assert app.number_input(key=draft.key("size")).value == PRESETS["balanced"].size


# --- a job -------------------------------------------------------------------------------------


def test_a_waiting_job_shows_its_place_and_can_be_withdrawn(studio: Studio) -> None:
    studio.submit()
    job = studio.submit()
    app = studio.open(PAGE, job=job.id)
    assert "Number 2 in line" in texts(app)
    app.button(key="neural.stop").click().run()
    assert studio.store.get(job.id).state is JobState.CANCELLED
    assert "stopped before there was a picture" in texts(studio.open(PAGE, job=job.id))


def test_a_running_job_shows_how_far_it_is(studio: Studio) -> None:
    job = studio.submit()
    claim = studio.store.claim("tester")
    assert claim is not None
    studio.store.report(claim, Report(step=3, total=10, stage="Painting at 96 px", metrics={"work": 0.25, "loss": 1.0}))
    app = studio.open(PAGE, job=job.id)
    assert "Step 3 of 10" in texts(app)
    assert app.get("progress")[0].proto.value == 25
    app.button(key="neural.stop").click().run()
    assert studio.store.get(job.id).stop_asked


def test_somebody_elses_job_can_be_seen_and_not_stopped(studio: Studio) -> None:
    job = studio.submit(owner=STRANGER)
    app = studio.open(PAGE, job=job.id)
    assert "Next in line" in texts(app)
    assert "neural.stop" not in {button.key for button in app.button}


def test_a_finished_job_offers_download_reuse_and_more_steps(studio: Studio) -> None:
    job = studio.finish()
    app = studio.open(PAGE, job=job.id)
    assert "60 × 40 px · 3 steps" in texts(app)
    assert "Painted by a test." in texts(app)
    assert [button.label for button in app.download_button] == ["Download", "Recipe as JSON"]
    assert app.code[0].value.endswith(f"?job={job.id}")
    app.slider(key=f"strength.{job.id}").set_value(50).run()
    assert not app.error


def test_a_job_with_underlines_in_its_id_is_shown(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "___a__bcdefghijklmno__")
    app = studio.open(PAGE, job=studio.finish().id)
    assert not app.exception
    assert "60 × 40 px · 3 steps" in texts(app)


def test_use_these_settings_again_fills_the_form(studio: Studio) -> None:
    job = studio.finish()
    app = studio.open(PAGE, job=job.id)
    app.button(key=f"reuse.{job.id}").click().run()
    draft = app.session_state["neural.draft"]
    assert "job" not in app.query_params
    assert (draft.size, draft.content.data, draft.styles[0].picture.data) == (320, png(), png(level=90))


def test_continue_queues_more_steps_from_where_it_stopped(studio: Studio) -> None:
    job = studio.finish()
    app = studio.open(PAGE, job=job.id)
    app.number_input(key=f"steps.{job.id}").set_value(12)
    app.button(key=f"continue.{job.id}").click().run()
    newest, _ = studio.store.jobs(OWNER)
    assert newest.parent == job.id
    assert parse_recipe(newest.recipe).config.steps == 12
    assert studio.store.input(newest.id, "state") == b"resume"
    assert app.query_params["job"] == newest.id


def test_a_failed_job_says_why_word_for_word(studio: Studio) -> None:
    job = studio.finish(refuse)
    assert "This *picture* cannot be painted." in texts(studio.open(PAGE, job=job.id))


def test_a_removed_picture_says_so(studio: Studio) -> None:
    job = studio.finish()
    studio.run_out_of_room()
    app = studio.open(PAGE, job=job.id)
    assert "were removed" in texts(app)
    assert f"reuse.{job.id}" not in {button.key for button in app.button}


@pytest.mark.parametrize("job_id", ["nonsense", "../../etc/passwd", "C" * 22])
def test_an_unknown_link_is_explained(studio: Studio, job_id: str) -> None:
    assert "no picture under this link" in texts(studio.open(PAGE, job=job_id))


def test_the_job_stays_in_the_address_after_another_page(studio: Studio) -> None:
    job = studio.submit()
    app = studio.open(PAGE, job=job.id)
    app.switch_page("views/history.py").run()
    del app.query_params["job"]
    app.switch_page("views/neural_style.py").run()
    assert app.query_params["job"] == job.id
    app.button(key="neural.leave").click().run()
    assert "job" not in app.query_params
    assert app.title[0].value == "Neural style"


def test_an_unexpected_error_shows_a_reference_and_no_traceback(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_job_id: str) -> Callable[[], None]:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(studio.store, "get", broken)
    app = studio.open(PAGE, job="D" * 22)
    assert "quote reference" in app.error[0].value
    assert "secret detail" not in texts(app)
