"""History: one's own pictures, to look at again, compare, reuse and delete."""

import pytest

from styletransfer.errors import JobNotFound

from .studio import STRANGER, Studio, refuse, texts

PAGE = "history"


def titles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what the gallery shows, under a list that grows with each run."""
    shown: list[str] = []

    def note(choices: list, **_: object) -> None:
        shown[:] = [choice.title for choice in choices]

    monkeypatch.setattr("styletransfer.ui.history.picker", note)
    return shown


def test_an_empty_history_invites_to_paint(studio: Studio) -> None:
    studio.finish(owner=STRANGER)
    app = studio.open(PAGE)
    assert "Nothing here yet" in texts(app)


def test_only_ones_own_jobs_are_shown_newest_first(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = titles(monkeypatch)
    studio.finish(title="First")
    studio.finish(title="Foreign", owner=STRANGER)
    studio.submit(title="Last")
    studio.open(PAGE)
    assert shown == ["Last", "First"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("Finished", ["Done"]),
        ("Under way", ["Waiting"]),
        ("No picture", ["Broken"]),
        ("All", ["Waiting", "Broken", "Done"]),
    ],
)
def test_the_filter_keeps_one_kind(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, state: str, expected: list[str]
) -> None:
    shown = titles(monkeypatch)
    studio.finish(title="Done")
    studio.finish(refuse, title="Broken")
    studio.submit(title="Waiting")
    app = studio.open(PAGE)
    app.segmented_control(key="history.filter").set_value(state).run()
    assert shown == expected


def test_search_finds_titles_and_says_when_nothing_fits(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = titles(monkeypatch)
    studio.submit(title="Cat × Wave")
    studio.submit(title="Dog × Mosaic")
    app = studio.open(PAGE)
    app.text_input(key="history.text").set_value("mosaic").run()
    assert shown == ["Dog × Mosaic"]
    app.text_input(key="history.text").set_value("horse").run()
    assert "No picture fits" in texts(app)


def test_a_click_selects_and_two_are_compared(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [studio.finish(title=title) for title in ("One", "Two", "Three")]
    clicks = [job.id for job in jobs]
    monkeypatch.setattr("styletransfer.ui.history.picker", lambda *_, **__: clicks.pop(0) if clicks else None)
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr("styletransfer.ui.history.compare_slider", lambda *_, labels, **__: compared.append(labels))
    app = studio.open(PAGE)
    assert app.session_state["history.selected"] == [jobs[1].id, jobs[2].id]
    assert compared[-1] == ("Two (1)", "Three (2)")


def test_delete_asks_first_and_then_deletes(studio: Studio) -> None:
    job = studio.finish()
    app = studio.open(PAGE)
    app.session_state["history.selected"] = [job.id]
    app.run()
    app.button(key=f"delete.{job.id}").click().run()
    with pytest.raises(JobNotFound):
        studio.store.get(job.id)
    assert "Nothing here yet" in texts(app)


def test_open_and_reuse_lead_to_the_other_page(studio: Studio) -> None:
    job = studio.finish()
    for key in ("open", "reuse"):
        app = studio.open(PAGE)
        app.session_state["history.selected"] = [job.id]
        app.run()
        app.button(key=f"{key}.{job.id}").click().run()
        assert app.title[0].value == {"open": "Cat × Wave", "reuse": "Neural style"}[key]


def test_storage_says_what_was_removed(studio: Studio) -> None:
    studio.finish()
    studio.run_out_of_room()
    assert "The 1 oldest picture was removed to make room" in texts(studio.open(PAGE))


def test_more_jobs_than_a_page_holds_are_shown_on_demand(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styletransfer.ui.history.PAGE_LENGTH", 2)
    shown = titles(monkeypatch)
    for number in range(3):
        studio.submit(title=f"Job {number}")
    app = studio.open(PAGE)
    assert len(shown) == 2
    app.button(key="history.more").click().run()
    assert len(shown) == 3
