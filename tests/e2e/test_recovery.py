"""The studio is killed in the middle of a job and started again: the job finishes, once."""

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Server, job_in
from playwright.sync_api import Page, expect

from styletransfer.imaging.io import open_image
from styletransfer.recipes import NeuralStyleRecipe, parse_recipe

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PATIENCE = 60_000


def rows(data: Path) -> list[sqlite3.Row]:
    """Return the jobs as they lie on disk."""
    with sqlite3.connect(data / "jobs.sqlite3") as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT id, state, attempt, step FROM jobs").fetchall()


def test_a_killed_studio_finishes_its_job_after_a_restart(
    page: Page, serve: Callable[..., Server], tmp_path: Path
) -> None:
    first = serve(ROOT / "app.py", tmp_path)
    page.goto(first.url)
    page.locator(".tile", has_text="Coffee × Great wave").click(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"Step [1-9]\d* of \d+"))).to_be_visible(timeout=PATIENCE)
    job = job_in(page)
    first.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(first.process.pid, 0)
    (interrupted,) = rows(tmp_path)
    assert interrupted["state"] == "running"

    second = serve(ROOT / "app.py", tmp_path)
    page.goto(f"{second.url}/neural_style?job={job}")
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_have_count(0)
    (done,) = rows(tmp_path)
    assert (done["id"], done["state"], done["attempt"]) == (job, "done", 2)
    (result,) = (tmp_path / "jobs").glob("*/result.png")
    picture = open_image(result)
    assert max(picture.width, picture.height) == NeuralStyleRecipe.from_preset("draft").size
    assert picture.recipe is not None
    assert parse_recipe(picture.recipe).inputs.keys() == {"content", "style-0"}
    page.goto(f"{second.url}/history")
    expect(page.locator(".tile")).to_have_count(1, timeout=PATIENCE)
