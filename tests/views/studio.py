"""What the page tests stand on: a store without a worker, tiny pictures, and the app on top of them."""

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from styletransfer.errors import ImageError
from styletransfer.imaging.io import Picture, open_image
from styletransfer.imaging.masks import encode_label_map
from styletransfer.jobs import space
from styletransfer.jobs.job import Job
from styletransfer.jobs.store import JobStore
from styletransfer.jobs.worker import Execute, Worker
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import LookSlot, NeuralStyleRecipe, PhotorealisticRecipe, Recipe, RegionRule, StyleSlot
from styletransfer.run import Result
from styletransfer.run.regions import FoundRegions
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.photo_draft import PhotoDraft

APP = Path(__file__).parents[2] / "app.py"
OWNER = "A" * 22
STRANGER = "B" * 22


def png(width: int = 60, height: int = 40, level: int = 200) -> bytes:
    """Return a plain picture as a file."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (level, level // 2, 30)).save(stream, "PNG")
    return stream.getvalue()


def paint(recipe: Recipe, inputs: Mapping[str, bytes], on_progress: OnProgress) -> Result:
    """Make a dark picture in three steps."""
    for step in range(1, 4):
        on_progress(Progress(step=step, total=3, stage="Painting", metrics={"loss": 4.0 / step}))
    pixels = np.full((40, 60, 3), 20, np.uint8)
    return Result(picture=Picture(pixels=pixels), recipe=recipe, notes=("Painted by a test.",), state=b"resume")


def halves(width: int = 60, height: int = 40) -> np.ndarray:
    """Return a label map whose left half is region 0 and whose right half is region 1."""
    return (np.arange(width)[None] >= width // 2).astype(np.uint8).repeat(height, axis=0)


def find_halves(recipe: PhotorealisticRecipe, images: Mapping[str, bytes]) -> FoundRegions:
    """Find a left and a right half in every picture; the right one has no counterpart."""
    sizes = {role: open_image(data) for role, data in images.items()}
    maps = {role: halves(picture.width, picture.height) for role, picture in sizes.items()}
    return FoundRegions(
        content=maps["content"],
        looks=tuple(maps[f"style-{index}"] for index in range(len(recipe.looks))),
        rules=(RegionRule(label=0, name="sky", source=0), RegionRule(label=1, name="ground", source=None)),
        notes=("Only in the photograph: ground takes the whole look.",),
    )


def transfer(recipe: Recipe, inputs: Mapping[str, bytes], on_progress: OnProgress) -> Result:
    """Darken the photograph in four stages of a second each."""
    for step in range(5):
        on_progress(Progress(step=step, total=4, stage="Carrying the look over", metrics={"seconds": float(step)}))
    pixels = open_image(inputs["content"]).pixels // 2
    return Result(picture=Picture(pixels=pixels), recipe=recipe, notes=("Made by a test.",))


def refuse(recipe: Recipe, inputs: Mapping[str, bytes], on_progress: OnProgress) -> Result:
    """Fail with a sentence for the user."""
    raise ImageError("This *picture* cannot be painted.")


@dataclass
class Studio:
    """A store and the app that shows it."""

    store: JobStore

    def submit(self, owner: str = OWNER, title: str = "Cat × Wave", **fields: object) -> Job:
        """Queue a small job."""
        recipe = NeuralStyleRecipe.from_preset("draft", **{"styles": (StyleSlot(name="Wave"),), **fields})
        return self.store.submit(recipe, {"content": png(), "style-0": png(level=90)}, owner=owner, title=title)

    def finish(self, execute: Execute = paint, **how: str) -> Job:
        """Queue a small job and run it."""
        return self._worked_off(self.submit(**how), execute)

    def submit_photo(
        self, owner: str = OWNER, title: str = "Beach × Dusk", content: bytes = b"", **fields: object
    ) -> Job:
        """Queue a small photorealistic job with two regions."""
        rules = (RegionRule(label=0, name="Sky", source=0), RegionRule(label=1, name="Sand", strength=0.5))
        fields = {
            "masks": "given",
            "looks": (LookSlot(name="Dusk"),),
            "regions": rules,
            "content_name": "Beach",
        } | fields
        recipe = PhotorealisticRecipe.from_preset("strong", **fields)
        images = {"content": content or png(), "style-0": png(level=90)}
        if recipe.masks == "given":
            images |= {"mask": encode_label_map(halves()), "style-mask-0": encode_label_map(halves())}
        return self.store.submit(recipe, images, owner=owner, title=title)

    def finish_photo(self, execute: Execute = transfer, **how: object) -> Job:
        """Queue a small photorealistic job and run it."""
        return self._worked_off(self.submit_photo(**how), execute)

    def _worked_off(self, job: Job, execute: Execute) -> Job:
        assert Worker(self.store, execute).run_next(threading.Event())
        return self.store.get(job.id)

    def run_out_of_room(self) -> None:
        """Remove every finished picture, as the store does when it may keep none."""
        space.make_room(self.store._database, self.store.root, 0, keep="")

    def open(self, page: str = "", draft: Form | None = None, **query: str) -> AppTest:
        """Open a page of the app as the owner."""
        app = AppTest.from_file(APP, default_timeout=20)
        app.session_state["styletransfer_owner"] = OWNER
        if draft is not None:
            app.session_state[f"{draft.tool.prefix}.draft"] = draft
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(f"views/{page}.py").run()
        assert not app.exception
        return app


def filled() -> Draft:
    """Return a form with a photograph and a style."""
    draft = Draft(content=Chosen(png(), "Cat"))
    draft.add_style(Chosen(png(level=90), "Wave"))
    return draft


def photo_filled() -> PhotoDraft:
    """Return a photorealistic form with a photograph and a look."""
    draft = PhotoDraft(content=Chosen(png(), "Beach"))
    draft.add_look(Chosen(png(level=90), "Dusk"))
    return draft


def texts(app: AppTest) -> str:
    """Return every sentence on the page."""
    elements = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(str(element.value).replace("\\", "") for element in elements)


def labels(app: AppTest) -> list[str]:
    """Return the labels of all buttons."""
    return [button.label for button in app.button]
