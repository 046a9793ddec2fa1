"""Photorealistic: from an empty form to a finished picture."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.errors import CheckpointMissing
from styletransfer.imaging.masks import open_label_map
from styletransfer.jobs.job import JobState, Report
from styletransfer.recipes import PHOTO_PRESETS, PhotorealisticRecipe, parse_recipe
from styletransfer.run import regions
from styletransfer.run.regions import FoundRegions
from styletransfer.ui.label_runs import decode_runs, encode_runs
from styletransfer.ui.photo_draft import PhotoDraft

from .studio import OWNER, Studio, filled, find_halves, halves, photo_filled, png, texts

PAGE = "photorealistic"


@pytest.fixture(autouse=True)
def _two_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "find_regions", find_halves)


def region(draft: PhotoDraft, name: str) -> str:
    """Return the key of a widget of the region list."""
    assert draft.regions is not None
    return draft.key(f"{draft.regions.serial}.{name}")


def painter_pane(app: AppTest) -> dict[str, Any]:
    """Return what the browser was given of the photograph that is painted on."""
    given = [json.loads(component.proto.json) for component in app.get("bidi_component")]
    (painter,) = [data for data in given if "panes" in data]
    pane: dict[str, Any] = painter["panes"][0]
    return pane


def queued(studio: Studio) -> PhotorealisticRecipe:
    """Return the recipe of the only job."""
    (job,) = studio.store.jobs(OWNER)
    recipe = parse_recipe(job.recipe)
    assert isinstance(recipe, PhotorealisticRecipe)
    return recipe


# --- the form ----------------------------------------------------------------------------------


def test_an_empty_form_says_what_is_missing(studio: Studio) -> None:
    app = studio.open(PAGE)
    assert app.button(key="photo.begin").disabled
    assert "Choose a photograph and a look first." in texts(app)


def test_a_press_outlives_a_run_that_begins_anew(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.segmented_control(key=draft.key("masks")).set_value("none")  # the page begins anew below the button
    app.button(key="photo.begin").click().run()
    assert queued(studio).masks == "none"
    assert len(studio.store.jobs(OWNER)) == 1


def test_start_queues_exactly_the_regions_that_are_shown(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key="photo.begin").click().run()
    recipe = queued(studio)
    (job,) = studio.store.jobs(OWNER)
    assert (recipe.masks, recipe.preset, recipe.config) == ("given", "natural", PHOTO_PRESETS["natural"].config)
    assert [(rule.name, rule.source) for rule in recipe.regions] == [("Sky", 0), ("Ground", None)]
    assert job.title == "Beach × Dusk"
    assert studio.store.roles(job.id) == ("content", "mask", "style-0", "style-mask-0")
    mask = open_label_map(studio.store.input(job.id, "mask"), size=(40, 60))
    np.testing.assert_array_equal(mask, halves())
    assert app.query_params["job"] == job.id


def test_a_region_takes_what_is_chosen_at_the_strength_that_is_chosen(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.selectbox(key=region(draft, "takes.1")).set_value((0, 0))
    app.slider(key=region(draft, "strength.0")).set_value(40)
    app.text_input(key=region(draft, "name.1")).set_value("Beach sand").run()
    app.button(key="photo.begin").click().run()
    sky, sand = queued(studio).regions
    assert (sky.strength, sand.source, sand.name) == (0.4, 0, "Beach sand")


def test_what_has_no_counterpart_is_said(studio: Studio) -> None:
    assert "Ground is only in the photograph, so it takes the whole look." in texts(studio.open(PAGE, photo_filled()))


def test_without_regions_the_whole_look_is_taken(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.segmented_control(key=draft.key("masks")).set_value("none").run()
    app.button(key="photo.begin").click().run()
    assert (queued(studio).masks, queued(studio).regions) == ("none", ())


def test_nothing_to_change_is_explained_and_nothing_is_queued(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    for label in (0, 1):
        app.slider(key=region(draft, f"strength.{label}")).set_value(0)
    app.button(key="photo.begin").click().run()
    assert "nothing would change" in app.error[0].value
    assert studio.store.jobs(OWNER) == []


def test_editing_by_hand_starts_from_what_was_found(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key=draft.key("edit")).click().run()
    assert (draft.masks, draft.editing) == ("given", True)
    app.button(key=region(draft, "add")).click().run()
    assert draft.regions is not None
    assert draft.regions.all_labels() == [0, 1, 2]
    app.button(key=region(draft, "remove.1")).click().run()
    assert draft.regions.labels() == [0]
    app.button(key=draft.key("done")).click().run()
    assert not draft.editing
    app.button(key="photo.begin").click().run()
    assert [rule.label for rule in queued(studio).regions] == [0]


def test_edited_regions_survive_another_page(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key=draft.key("edit")).click().run()
    app.button(key=region(draft, "remove.1")).click().run()
    app.switch_page("views/models.py").run()
    app.switch_page(f"views/{PAGE}.py").run()
    assert draft.regions is not None
    assert draft.regions.labels() == [0]
    assert draft.editing


def test_strokes_survive_a_look_that_is_added_while_editing(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key=draft.key("edit")).click().run()
    assert draft.regions is not None
    painted = np.roll(halves(), 9, axis=1)
    message = {"version": painter_pane(app)["version"], "runs": encode_runs(painted)}
    app.session_state[f"photo.painter.{draft.regions.serial}"] = {"labels0": message}
    app.run()
    np.testing.assert_array_equal(draft.regions.content, painted)
    added = [("noon.png", png(level=220), "image/png")]
    app.file_uploader(key=f"photo.looks.{draft.serial}").set_value(added).run()
    assert (draft.editing, len(draft.regions.looks)) == (True, 2)
    np.testing.assert_array_equal(draft.regions.content, painted)
    np.testing.assert_array_equal(decode_runs(painter_pane(app)["start"], painted.shape), painted)


def test_regions_made_by_hand_outlive_a_look_that_is_added_while_none_are_used(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key=draft.key("edit")).click().run()
    app.button(key=region(draft, "remove.1")).click().run()
    app.segmented_control(key=draft.key("masks")).set_value("none").run()
    added = [("noon.png", png(level=220), "image/png")]
    app.file_uploader(key=f"photo.looks.{draft.serial}").set_value(added).run()
    app.segmented_control(key=draft.key("masks")).set_value("given").run()
    app.button(key=draft.key("done")).click().run()
    assert not app.error
    assert draft.regions is not None
    assert (draft.regions.labels(), len(draft.regions.looks)) == ([0], 2)


def test_automatic_finds_the_regions_again_and_those_made_by_hand_wait(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.button(key=draft.key("edit")).click().run()
    app.button(key=region(draft, "remove.1")).click().run()
    app.segmented_control(key=draft.key("masks")).set_value("automatic").run()
    assert draft.regions is not None
    assert draft.regions.labels() == [0, 1]
    app.segmented_control(key=draft.key("masks")).set_value("given").run()
    assert draft.regions.labels() == [0]


def test_a_segmenter_that_is_not_there_is_explained(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(recipe: PhotorealisticRecipe, images: Mapping[str, bytes]) -> FoundRegions:
        raise CheckpointMissing("The segmenter is not on this machine.")

    monkeypatch.setattr(regions, "find_regions", missing)
    draft = photo_filled()
    draft.segmenter = "lraspp"
    app = studio.open(PAGE, draft)
    assert any("not on this machine" in warning.value for warning in app.warning)
    app.button(key="photo.begin").click().run()
    assert studio.store.jobs(OWNER) == []


def test_uploads_become_photograph_and_look_and_survive_another_page(studio: Studio) -> None:
    app = studio.open(PAGE)
    app.file_uploader(key="photo.file").upload("my beach.png", png(), "image/png").run()
    app.file_uploader(key="photo.looks.0").set_value([("dusk.png", png(level=50), "image/png")]).run()
    assert "my beach · 60 × 40 px" in texts(app)
    app.switch_page("views/models.py").run()
    app.switch_page(f"views/{PAGE}.py").run()
    assert "my beach · 60 × 40 px" in texts(app)
    assert "dusk · 60 × 40 px" in texts(app)
    assert not app.button(key="photo.begin").disabled


def test_a_bad_look_is_explained(studio: Studio) -> None:
    app = studio.open(PAGE)
    app.file_uploader(key="photo.looks.0").set_value([("dusk.png", b"no picture", "image/png")]).run()
    assert "dusk" in app.error[0].value


def test_several_looks_are_on_offer_to_every_region(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    files = [("noon.png", png(level=220), "image/png"), ("broken.png", b"?", "image/png")]
    app.file_uploader(key=f"photo.looks.{draft.serial}").set_value(files).run()
    assert [choice.picture.name for choice in draft.looks] == ["Dusk", "noon"]
    assert "broken" in app.info[0].value
    app.selectbox(key=region(draft, "takes.0")).set_value((1, None)).run()
    app.button(key="photo.begin").click().run()
    assert (queued(studio).regions[0].look, len(queued(studio).looks)) == (1, 2)


def test_a_preset_and_a_missing_network(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    app.segmented_control(key=draft.key("preset")).set_value("colours").run()
    assert app.slider(key=draft.key("light")).value == 0.0
    app.selectbox(key=draft.key("network")).set_value("wct2-cat5").run()
    assert "Models page" in app.warning[0].value


# --- recipes and links across tools ------------------------------------------------------------


def test_a_recipe_of_this_tool_fills_the_form(studio: Studio) -> None:
    draft = photo_filled()
    app = studio.open(PAGE, draft)
    recipe = PhotorealisticRecipe.from_preset("strong", size=512)
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    assert (draft.size, draft.preset) == (512, "strong")


def test_a_recipe_of_the_other_tool_is_told_and_taken_there(studio: Studio) -> None:
    draft = filled()
    app = studio.open("neural_style", draft)
    recipe = PhotorealisticRecipe.from_preset("strong", size=512)
    app.file_uploader(key=draft.key("recipe")).upload("r.json", recipe.model_dump_json().encode()).run()
    assert "settings of Photorealistic" in app.info[0].value
    app.button(key=draft.key("elsewhere")).click().run()
    assert app.title[0].value == "Photorealistic"
    assert app.session_state["photo.draft"].size == 512


@pytest.mark.parametrize("here", ["neural_style", "photorealistic"])
def test_a_link_opens_on_the_page_of_its_tool(studio: Studio, here: str) -> None:
    job, own = (studio.submit_photo(), "photo") if here == "neural_style" else (studio.submit(), "neural")
    app = studio.open(here, job=job.id)
    assert app.title[0].value == job.title
    assert app.query_params["job"] == job.id
    app.button(key=f"{own}.leave").click().run()
    del app.query_params["job"]
    app.switch_page(f"views/{here}.py").run()
    assert app.title[0].value == {"neural_style": "Neural style", "photorealistic": "Photorealistic"}[here]


# --- a job -------------------------------------------------------------------------------------


def test_a_running_job_shows_its_stages_and_can_be_stopped(studio: Studio) -> None:
    job = studio.submit_photo()
    claim = studio.store.claim("tester")
    assert claim is not None
    rows = ({"step": 0, "seconds": 0.0}, {"step": 1, "seconds": 0.5}, {"step": 2, "seconds": 1.7})
    studio.store.report(claim, Report(step=2, total=4, stage="Carrying the look over", rows=rows, metrics=rows[-1]))
    app = studio.open(PAGE, job=job.id)
    assert "Finding regions · 1.2 s" in texts(app)
    assert app.get("progress")[0].proto.value == 50
    app.button(key="photo.stop").click().run()
    assert studio.store.get(job.id).stop_asked


def test_before_the_first_preview_the_photograph_is_shown_and_read_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    monkeypatch.setattr(studio.store, "input", lambda job_id, role: reads.append(role) or png())
    job = studio.submit_photo()
    assert studio.store.claim("tester") is not None
    app = studio.open(PAGE, job=job.id)
    app.run()
    assert len(app.get("image")) == 1
    assert "The first preview comes in a moment." not in texts(app)
    assert reads == ["content"]


def test_a_finished_job_says_what_was_done_and_how_long_it_took(studio: Studio) -> None:
    job = studio.finish_photo()
    app = studio.open(PAGE, job=job.id)
    told = texts(app)
    assert "60 × 40 px" in told
    assert "Finding regions · 1.0 s" in told
    assert "Made by a test." in told
    assert "**Sky** takes Sky" in told
    assert "**Sand** takes the whole look, at 50 %" in told
    app.slider(key=f"strength.{job.id}").set_value(50).run()
    assert not app.error
    assert app.code[0].value.endswith(f"?job={job.id}")


def test_the_regions_of_a_finished_job_are_drawn_once(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    job, reads, read = studio.finish_photo(), [], studio.store.all_inputs
    monkeypatch.setattr(studio.store, "all_inputs", lambda job_id: reads.append(job_id) or read(job_id))
    app = studio.open(PAGE, job=job.id)
    app.slider(key=f"strength.{job.id}").set_value(50).run()
    drawn = [html.proto.body for html in app.get("html") if html.proto.body.startswith("<figure")]
    assert [alt in page for alt, page in zip(("of the photograph", "of look 1"), drawn, strict=True)] == [True, True]
    assert reads == [job.id]


def test_use_these_settings_again_fills_the_form_with_the_regions(studio: Studio) -> None:
    job = studio.finish_photo()
    app = studio.open(PAGE, job=job.id)
    app.button(key=f"reuse.{job.id}").click().run()
    draft = app.session_state["photo.draft"]
    assert "job" not in app.query_params
    assert (draft.masks, draft.preset, draft.content.data) == ("given", "strong", png())
    assert draft.recipe().regions == parse_recipe(job.recipe).regions
    assert "not in the gallery" not in texts(app)


def test_a_cancelled_job_says_so(studio: Studio) -> None:
    job = studio.submit_photo()
    studio.store.stop(job.id, OWNER)
    assert studio.store.get(job.id).state is JobState.CANCELLED
    assert "stopped before there was a picture" in texts(studio.open(PAGE, job=job.id))


def test_history_names_the_tool_and_opens_its_page(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("styletransfer.ui.history.picker", lambda choices, **_: shown.extend(c.detail for c in choices))
    job = studio.finish_photo()
    app = studio.open("history")
    assert shown[0].startswith("Photorealistic · finished")
    app.session_state["history.selected"] = [job.id]
    app.run()
    app.button(key=f"open.{job.id}").click().run()
    assert app.title[0].value == "Beach × Dusk"
    assert app.query_params["job"] == job.id
