"""The photorealistic command: options become the recipe, masks and tables are written, errors are one sentence."""

import importlib
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig
from styletransfer.errors import Cancelled, ImageError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.lut import identity_lut, parse_cube
from styletransfer.imaging.masks import open_label_map
from styletransfer.imaging.picture import Picture
from styletransfer.options import settings_of
from styletransfer.progress import Progress
from styletransfer.recipes import PHOTO_PRESETS, NeuralStyleRecipe, PhotorealisticRecipe, RegionRule, parse_recipe

from .folder import HEIGHT, LABELS, WIDTH, Shell, folder_of

Call = tuple[PhotorealisticRecipe, dict[str, Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """Replace the run by one that notes what it was asked for and returns the photograph, darkened."""
    module = importlib.import_module("styletransfer.run")
    result = importlib.import_module("styletransfer.run.result")
    noted: list[Call] = []

    def run(recipe: PhotorealisticRecipe, images: Mapping[str, Any], on_progress: Callable[[Progress], None]) -> Any:
        noted.append((recipe, dict(images)))
        picture = open_image(images["content"])
        on_progress(Progress(step=1, total=4, stage="Finding regions"))
        rules = (RegionRule(label=0, name="sky", source=0), RegionRule(label=3, name="water"))
        inputs = result.fingerprints(images)
        return module.Result(
            picture=Picture(pixels=picture.pixels // 2), recipe=recipe.model_copy(
                update={"regions": recipe.regions or rules, "inputs": inputs}
            ), masks={} if recipe.masks == "none" else {"mask": LABELS, "style-mask-0": LABELS},
        )  # fmt: skip

    monkeypatch.setattr(module, "run", run)
    return noted


def test_a_photograph_takes_a_look_with_the_shipped_model(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png", "-o", "out.png", "--size", "64", "--masks", "none")
    assert shell(*words) == 0
    made = open_image("out.png")
    assert (made.width, made.height) == (WIDTH, HEIGHT)
    assert made.recipe is not None
    recipe = parse_recipe(made.recipe)
    assert isinstance(recipe, PhotorealisticRecipe)
    assert (recipe.size, recipe.masks, recipe.preset, recipe.content_name) == (64, "none", "natural", "photo")
    assert "Saved out.png" in capsys.readouterr().err


def test_examples_need_no_files(shell: Shell, calls: list[Call]) -> None:
    assert shell("photorealistic", "chelsea", "coffee", "-o", "out.png") == 0
    recipe, images = calls[0]
    assert open_image(images["content"]).width == 451
    assert images["style-0"].startswith(b"\xff\xd8")
    assert [look.name for look in recipe.looks] == ["coffee"]


EXAMPLES = {"sites": "decoder", "mapping": "whitening", "precision": "float32"}


@pytest.mark.parametrize("name", settings_of(PhotorealisticConfig))
def test_every_setting_has_an_option(name: str, shell: Shell, calls: list[Call]) -> None:
    setting = settings_of(PhotorealisticConfig)[name]
    # The lower end differs from the Natural preset's value for every number.
    text = EXAMPLES.get(name) or str(setting.kind(setting.low))
    assert shell("photorealistic", "photo.jpg", "dusk.png", "-o", "out.png", f"--{name.replace('_', '-')}", text) == 0
    value = getattr(calls[0][0].config, name)
    assert value == (tuple(text.split(",")) if setting.kind is tuple else setting.kind(text))
    assert value != getattr(PHOTO_PRESETS["natural"].config, name)


def test_alpha_is_the_strength_and_sites_have_letters(shell: Shell, calls: list[Call]) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png", "-o", "out.png", "--alpha", "0.25", "--sites", "e,s,decoder")
    assert shell(*words) == 0
    config = calls[0][0].config
    assert (config.strength, config.sites) == (0.25, ("encoder", "skip", "decoder"))


def test_a_preset_is_the_base_and_explicit_options_win(shell: Shell, calls: list[Call]) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png", "-o", "out.png", "--preset", "colours")
    assert shell(*words) == shell(*words, "--light", "0.5", "--size", "700", "--segmenter", "lraspp", "--force") == 0
    (plain, _), (changed, _) = calls
    assert (plain.config, plain.preset) == (PHOTO_PRESETS["colours"].config, "colours")
    assert (changed.config.light, changed.config.skin) == (0.5, plain.config.skin)
    assert (changed.size, changed.segmenter) == (700, "lraspp")


def test_files_of_labels_are_used(shell: Shell, calls: list[Call]) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png", "dawn.png", "-o", "out.png", "--content-mask", "here.png")
    assert shell(*words, "--style-mask", "there.png", "--style-mask", "here.png") == 0
    recipe, images = calls[0]
    assert (recipe.masks, images["mask"]) == ("given", Path("here.png"))
    assert (images["style-mask-0"], images["style-mask-1"]) == (Path("there.png"), Path("here.png"))
    assert shell(*words, "--force") == 0
    assert "style-mask-0" not in calls[1][1]


def test_regions_and_the_table_are_saved_and_told(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png", "-o", "out.png", "--save-masks", "masks", "--lut", "look.cube")
    assert shell(*words) == 0
    told = capsys.readouterr().err
    assert "Regions: sky 31%; water 69% takes the whole look." in told
    assert "photo-mask.png, photo-style-mask-0.png in masks" in told
    assert np.array_equal(open_label_map(Path("masks/photo-mask.png"), size=LABELS.shape), LABELS)
    table = parse_cube(Path("look.cube").read_bytes()).table
    assert table[16, 16, 16] == pytest.approx([0.25] * 3, abs=0.02)
    assert (shell(*words, "--force"), shell(*words)) == (0, 2)


@pytest.mark.parametrize("made", ["first.png", "recipe.json"])
def test_settings_come_back(made: str, shell: Shell, calls: list[Call]) -> None:
    words = ("photorealistic", "photo.jpg", "dusk.png")
    assert shell(*words, "-o", "first.png", "--structure", "0.25", "--save-recipe", "recipe.json") == 0
    assert shell(*words, "-o", "second.png", "--recipe", made, "--skin", "1") == 0
    recipe, _ = calls[1]
    assert (recipe.config.structure, recipe.config.skin) == (0.25, 1)


def test_regions_of_a_recipe_stay_with_their_photograph(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("photorealistic", "photo.jpg", "dusk.png", "-o", "first.png") == 0
    assert shell("photorealistic", "photo.jpg", "dusk.png", "-o", "again.png", "--recipe", "first.png") == 0
    assert [rule.name for rule in calls[1][0].regions] == ["sky", "water"]
    assert "found anew" not in capsys.readouterr().err
    assert shell("photorealistic", "dawn.png", "dusk.png", "-o", "other.png", "--recipe", "first.png") == 0
    assert calls[2][0].regions == ()
    assert "they are found anew" in capsys.readouterr().err


BAD = {
    "no photograph": (("none.jpg", "dusk.png"), "no picture file at “none.jpg”"),
    "no look": (("photo.jpg", "none.png"), "“none.png” is neither a picture file nor an example"),
    "too many looks": (("photo.jpg", *["dusk.png"] * 5), "at most 4"),
    "unknown suffix": (("photo.jpg", "dusk.png", "-o", "out.gif"), "must end in .png"),
    "replaces the look": (("photo.jpg", "dusk.png", "-o", "dusk.png", "--force"), "is a picture that is read"),
    "exists": (("photo.jpg", "dusk.png", "-o", "dawn.png"), "replace it with --force"),
    "unknown site": (("photo.jpg", "dusk.png", "--sites", "e,x"), "it must be 'encoder', 'skip' or 'decoder'"),
    "site twice": (("photo.jpg", "dusk.png", "--sites", "e,encoder"), "names a part twice"),
    "half of the masks": (("photo.jpg", "dusk.png", "--style-mask", "there.png"), "without --content-mask"),
    "masks but none": (("photo.jpg", "dusk.png", "--masks", "given"), "need --content-mask"),
    "masks twice": (("photo.jpg", "dusk.png", "--masks", "none", "--content-mask", "here.png"), "leave one of them"),
    "masks for one look": (
        ("photo.jpg", "dusk.png", "dawn.png", "--content-mask", "here.png", "--style-mask", "there.png"),
        "1 times for 2 looks",
    ),
    "no mask file": (("photo.jpg", "dusk.png", "--content-mask", "none.png"), "no picture file at “none.png”"),
    "album of one": (("photo.jpg", "dusk.png", "--album"), "needs a folder"),
    "table's name": (("photo.jpg", "dusk.png", "--lut", "look.txt"), "must end in .cube"),
    "another tool's recipe": (("photo.jpg", "dusk.png", "--recipe", "neural.json"), "is one of neural-style"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_input_is_one_sentence_and_code_2(
    words: tuple[str, ...], sentence: str, shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("neural.json").write_text(NeuralStyleRecipe().model_dump_json())
    before = {path: path.read_bytes() for path in Path.cwd().iterdir()}
    output = () if "-o" in words else ("-o", "out.png")
    assert shell("photorealistic", *words, *output) == 2
    out, complaint = capsys.readouterr()
    assert sentence in complaint
    assert (len(complaint.strip().splitlines()), out) == (1, "")
    assert {path: path.read_bytes() for path in Path.cwd().iterdir()} == before


@pytest.mark.parametrize("words", [
    ("--content-mask", "here.png", "--style-mask", "there.png"), ("--lut", "look.cube"),
    ("--album", "--save-masks", "masks"),
])  # fmt: skip
def test_what_belongs_to_one_photograph_is_refused_for_a_folder(
    words: tuple[str, ...], shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of("a.jpg")
    assert shell("photorealistic", "photos", "dusk.png", "-o", "out", *words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert calls == []


def test_a_folder_goes_on_past_a_bad_file(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    (folder_of("a.jpg", "c.jpg") / "b.jpg").write_text("not a picture")
    assert shell("photorealistic", "photos", "dusk.png", "-o", "out", "--save-masks", "masks", "--quiet") == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.png", "c.png"]
    written = {path.name for path in Path("masks").iterdir()}
    assert written == {f"{name}-{role}.png" for name in "ac" for role in ("mask", "style-mask-0")}
    assert "1 of 3 pictures failed:" in capsys.readouterr().err


def test_ctrl_c_leaves_no_picture_and_the_rest(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(recipe: Any, images: Any, on_progress: Callable[[Progress], None]) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        on_progress(Progress(step=1, total=4, stage="Finding regions"))
        raise AssertionError("the callback stops the run")

    monkeypatch.setattr(importlib.import_module("styletransfer.run"), "run", interrupted)
    folder_of("a.jpg", "b.jpg")
    assert shell("photorealistic", "photos", "dusk.png", "-o", "out") == 130
    assert list(Path("out").iterdir()) == []
    shown = capsys.readouterr().err
    assert "the picture in the making is not kept" in shown
    assert "1 of 2 pictures were not begun" in shown


@pytest.fixture
def albums(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Replace the making of an album by one that notes its arguments and changes no colour."""
    module = importlib.import_module("styletransfer.run.album")
    noted: list[tuple[Any, ...]] = []

    def make_album(recipe: Any, photos: Any, looks: Any, on_progress: Any) -> Any:
        noted.append((recipe, photos, looks))
        failures = {}
        for index, photo in enumerate(photos):
            on_progress(Progress(step=index, total=len(photos), stage="Reading"))
            try:
                open_image(photo)
            except ImageError as error:
                failures[index] = str(error)
        return module.Album(lut=identity_lut(5), failures=failures)

    monkeypatch.setattr(module, "make_album", make_album)
    return noted


def test_an_album_has_one_table(
    shell: Shell, albums: list[tuple[Any, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder_of("a.jpg", "c.jpg") / "b.jpg").write_text("not a picture")
    words = ("photorealistic", "photos", "dusk.png", "dawn.png", "-o", "out", "--album")
    assert shell(*words, "--format", "tif") == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.tif", "c.tif", "look.cube"]
    assert np.array_equal(open_image("out/a.tif").pixels, open_image("photo.jpg").pixels)
    recipe, photos, looks = albums[0]
    assert (len(recipe.looks), len(photos), looks) == (2, 3, [Path("dusk.png"), Path("dawn.png")])
    assert "1 of 3 pictures failed:" in capsys.readouterr().err
    assert shell(*words, "--format", "tif") == 2
    assert "exists" in capsys.readouterr().err
    assert shell(*words, "--lut", "shared.cube", "--force") == 1
    assert parse_cube(Path("shared.cube").read_bytes()).size == 5


def test_ctrl_c_stops_an_album(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def make_album(*words: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        raise Cancelled("Stopped.")

    monkeypatch.setattr(importlib.import_module("styletransfer.run.album"), "make_album", make_album)
    folder_of("a.jpg", "b.jpg")
    assert shell("photorealistic", "photos", "dusk.png", "-o", "out", "--album") == 130
    assert "2 of 2 pictures were not made" in capsys.readouterr().err
    assert list(Path("out").iterdir()) == []
