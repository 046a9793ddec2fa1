"""Parts of the pages that need a store but no page: reuse, examples, blending."""

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from styletransfer.errors import ImageError, JobError, MaskError, RecipeError
from styletransfer.imaging.io import Picture, encode_image, open_image
from styletransfer.imaging.masks import encode_label_map
from styletransfer.imaging.samples import example_photo, gallery_picture
from styletransfer.recipes import NeuralStyleRecipe, StyleSlot, parse_recipe
from styletransfer.run import Result
from styletransfer.ui import blending
from styletransfer.ui.draft import Draft
from styletransfer.ui.form import Chosen
from styletransfer.ui.neural_reuse import fill_from_job, fill_from_recipe
from styletransfer.ui.resources import square
from styletransfer.ui.reuse import read_recipe
from styletransfer.ui.submission import continue_job, submit_draft

from .studio import OWNER, Studio, filled, halves, png


def test_a_job_fills_the_form_with_pictures_and_mask(studio: Studio) -> None:
    label_map = halves()
    recipe = NeuralStyleRecipe(styles=(StyleSlot(name="Wave"), StyleSlot(name="Sea", label=1)), content_name="Cat")
    images = {"content": png(), "style-0": png(level=1), "style-1": png(level=2), "mask": encode_label_map(label_map)}
    job = studio.store.submit(recipe, images, owner=OWNER)
    draft = Draft()
    fill_from_job(draft, recipe, job)
    assert draft.recipe() == recipe.model_copy(update={"preset": ""})
    np.testing.assert_array_equal(draft.given_mask, label_map)
    assert draft.images().keys() == images.keys()


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp"])
def test_a_picture_gives_its_recipe_back(studio: Studio, file_format: str) -> None:
    recipe = NeuralStyleRecipe(size=222)
    result = Result(picture=open_image(png()), recipe=recipe)
    assert read_recipe(result.encode(file_format), "old") == recipe
    with pytest.raises(RecipeError, match="no recipe"):
        read_recipe(result.encode(file_format, include_recipe=False), "old")


def test_a_byte_order_mark_does_not_hide_a_recipe(studio: Studio) -> None:
    recipe = NeuralStyleRecipe(size=222)
    assert read_recipe(b"\xef\xbb\xbf" + recipe.model_dump_json().encode(), "r") == recipe


def test_a_recipe_brings_back_the_pictures_that_are_at_hand(studio: Studio) -> None:
    files = {"content": example_photo("coffee"), "style-0": gallery_picture("sea-mosaic"), "style-1": b"unknown"}
    prints = {role: hashlib.sha256(data).hexdigest() for role, data in files.items()}
    recipe = NeuralStyleRecipe(styles=(StyleSlot(scale=2.0), StyleSlot(name="My own")), inputs=prints)
    draft = Draft()
    fill_from_recipe(draft, recipe)
    assert draft.content is not None
    assert draft.content.data == files["content"]
    assert [choice.picture.name for choice in draft.styles] == ["Sea mosaic"]
    assert draft.styles[0].slot.scale == 2.0
    assert "“My own”" in " ".join(draft.remarks)


@pytest.mark.parametrize(
    ("broken", "error", "reason"),
    [
        ({"content": None}, ImageError, "photograph"),
        ({"styles": []}, ImageError, "style"),
        ({"masked": True, "mask": np.full((4, 4), 255, np.uint8)}, MaskError, "No style"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_queued(
    studio: Studio, broken: dict, error: type[Exception], reason: str
) -> None:
    draft = filled()
    for name, value in broken.items():
        setattr(draft, name, value)
    with pytest.raises(error, match=reason):
        submit_draft(draft)
    assert studio.store.jobs(OWNER) == []


def test_starting_from_a_picture_needs_one(studio: Studio) -> None:
    draft = filled()
    draft.values["start"] = "draft"
    with pytest.raises(ImageError, match="Start from"):
        submit_draft(draft)
    draft.start = Chosen(png(), "Sketch")
    assert studio.store.roles(submit_draft(draft).id) == ("content", "start", "style-0")


def test_a_job_without_a_result_cannot_be_continued(studio: Studio) -> None:
    with pytest.raises(JobError, match="start it again"):
        continue_job(studio.submit(), 5)


@pytest.mark.parametrize(("strength", "level"), [(0.0, 200), (0.5, 110), (1.0, 20)])
def test_strength_mixes_photograph_and_result(studio: Studio, strength: float, level: int) -> None:
    job = studio.finish()
    blended = blending.full_size(job.id, strength)
    assert blended.pixels.shape == (40, 60, 3)
    assert abs(int(blended.pixels[20, 30, 0]) - level) <= 1
    with Image.open(io.BytesIO(blending.view(job.id, strength))) as shown:
        assert shown.size == (60, 40)
        assert abs(shown.getpixel((30, 20))[0] - level) <= 4


@pytest.mark.parametrize(("size", "side"), [((600, 400), 240), ((400, 600), 240), ((300, 100), 100), ((1, 900), None)])
def test_a_tile_is_a_full_square(size: tuple[int, int], side: int | None) -> None:
    if side is None:
        with pytest.raises(ImageError):
            square(png(*size))
        return
    with Image.open(io.BytesIO(square(png(*size)))) as tile:
        assert tile.size == (side, side)
        assert min(tile.getpixel((x, y))[0] for x in (0, side - 1) for y in (0, side - 1)) > 190


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp"])
def test_a_download_carries_the_recipe_unless_told_otherwise(studio: Studio, file_format: blending.FileFormat) -> None:
    job = studio.finish()
    with_recipe = open_image(blending.download(job.id, file_format, 0.5, job.recipe))
    assert with_recipe.recipe is not None
    assert parse_recipe(with_recipe.recipe) == parse_recipe(job.recipe)
    assert open_image(blending.download(job.id, file_format, 0.5, None)).recipe is None


def test_at_full_strength_a_download_is_the_stored_file(studio: Studio) -> None:
    job = studio.finish()
    stored = studio.store.result(job.id)
    assert stored is not None
    assert blending.download(job.id, "png", 1.0, job.recipe) == stored.read_bytes()


@pytest.mark.parametrize("bits", [8, 16])
def test_strength_keeps_size_and_depth(studio: Studio, bits: int) -> None:
    kind = np.uint8 if bits == 8 else np.uint16
    photograph = Picture(pixels=np.full((300, 20, 3), 200 * (1 if bits == 8 else 257), kind))
    job = studio.finish_photo(content=encode_image(photograph, "png"), masks="none", regions=())
    mixed = blending.full_size(job.id, 0.5)
    assert (mixed.bits, mixed.pixels.shape) == (bits, (300, 20, 3))
    assert np.abs(mixed.with_depth(8).pixels.astype(int) - 150).max() <= 1


def test_a_deleted_picture_cannot_be_downloaded(studio: Studio) -> None:
    job = studio.submit()
    with pytest.raises(JobError, match="removed"):
        blending.download(job.id, "png", 1.0, None)
