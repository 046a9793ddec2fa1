"""Home: what the studio does, and examples at one click."""

import pytest

from styletransfer.jobs.job import JobState
from styletransfer.recipes import parse_recipe
from styletransfer.run import regions
from styletransfer.ui import picker

from .faces import FakeFaces, faces
from .studio import OWNER, Studio, find_halves, labels, texts

__all__ = ["faces"]


def click(monkeypatch: pytest.MonkeyPatch, key: str, slug: str) -> None:
    """Have one tile of one picker clicked, once."""
    clicks = {key: slug}
    monkeypatch.setattr(picker, "picker", lambda _choices, *, key, **_: clicks.pop(key, None))


def test_home_says_what_the_studio_does(studio: Studio) -> None:
    app = studio.open()
    assert "Neural style" in texts(app)
    assert "Photorealistic" in texts(app)


@pytest.mark.usefixtures("faces")
@pytest.mark.parametrize(
    ("button", "title"),
    [("Paint a photograph", "Neural style"), ("Take over a look", "Photorealistic"), ("Edit a face", "Faces")],
)
def test_each_tool_is_one_click_away(studio: Studio, button: str, title: str) -> None:
    app = studio.open()
    app.button[labels(app).index(button)].click().run()
    assert app.title[0].value == title


def test_one_click_queues_an_example_and_opens_it(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    click(monkeypatch, "home.examples", "coffee")
    app = studio.open()
    (job,) = studio.store.jobs(OWNER)
    assert job.state is JobState.QUEUED
    assert job.title == "Coffee × Great wave"
    assert parse_recipe(job.recipe).preset == "draft"
    assert app.query_params["job"] == job.id
    assert "Next in line" in texts(app)


def test_one_click_queues_a_photorealistic_example(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    click(monkeypatch, "home.transfers", "china")
    monkeypatch.setattr(regions, "find_regions", find_halves)
    app = studio.open()
    (job,) = studio.store.jobs(OWNER)
    assert (job.tool, job.title) == ("photorealistic", "Pavilion × Coffee")
    assert studio.store.roles(job.id) == ("content", "mask", "style-0", "style-mask-0")
    assert app.query_params["job"] == job.id


def test_one_click_puts_a_face_on_the_desk(studio: Studio, faces: FakeFaces, monkeypatch: pytest.MonkeyPatch) -> None:
    click(monkeypatch, "home.faces", "astronaut")
    app = studio.open()
    assert app.title[0].value == "Faces"
    assert app.session_state["faces.draft"].content.name == "Astronaut"
    assert studio.store.jobs(OWNER) == []


def test_a_gallery_style_is_chosen_by_a_click(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    click(monkeypatch, "home.gallery", "great-wave")
    app = studio.open()
    assert app.title[0].value == "Neural style"
    assert [choice.picture.name for choice in app.session_state["neural.draft"].styles] == ["Great wave"]


def test_a_link_to_the_front_page_with_a_job_opens_the_job(studio: Studio) -> None:
    job = studio.submit()
    app = studio.open(job=job.id)
    assert "Cat × Wave" in texts(app)


def test_a_link_to_the_front_page_leads_to_the_page_of_the_jobs_tool(studio: Studio) -> None:
    job = studio.submit_photo()
    assert "Beach × Dusk" in texts(studio.open(job=job.id))
