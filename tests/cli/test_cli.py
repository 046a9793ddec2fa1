"""The command line: every setting has an option, errors are one sentence, folders go on, Ctrl-C keeps the best."""

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from styletransfer.algorithms.neural_style_config import NeuralStyleConfig
from styletransfer.checkpoints import store
from styletransfer.cli.files import plan
from styletransfer.errors import Cancelled, CheckpointMissing, ImageError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import Picture
from styletransfer.options import settings_of
from styletransfer.progress import Progress
from styletransfer.recipes import PRESETS, NeuralStyleRecipe, parse_recipe

from .folder import Shell, folder_of

ROOT = Path(__file__).resolve().parents[2]
STEPS = 5

Call = tuple[NeuralStyleRecipe, dict[str, Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """Replace the run by one that notes what it was asked for and returns the photograph."""
    module = importlib.import_module("styletransfer.run")
    noted: list[Call] = []

    def run(recipe: NeuralStyleRecipe, images: Mapping[str, Any], on_progress: Callable[[Progress], None]) -> Any:
        noted.append((recipe, dict(images)))
        picture = open_image(images["content"])
        finished = True
        try:
            for step in range(1, STEPS + 1):
                on_progress(Progress(step=step, total=STEPS, stage="Painting", metrics={"loss": 1 / step}))
        except Cancelled:
            finished = False
        plain = Picture(pixels=picture.pixels, name=picture.name)
        return module.Result(picture=plain, recipe=recipe, finished=finished, notes=("A note.",))

    monkeypatch.setattr(module, "run", run)
    return noted


def test_a_picture_is_painted_with_the_shipped_network(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ("--size", "64", "--steps", "2", "--coarse-size", "64", "--network", "compact")
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", *settings) == 0
    made = open_image("out.png")
    assert (made.width, made.height) == (64, 48)
    assert made.recipe is not None
    recipe = parse_recipe(made.recipe)
    assert (recipe.size, recipe.config.steps, recipe.content_name) == (64, 2, "photo")
    assert "Saved out.png" in capsys.readouterr().err


def test_gallery_styles_and_example_photographs_need_no_files(shell: Shell, calls: list[Call]) -> None:
    assert shell("neural-style", "chelsea", "great-wave", "-o", "out.png") == 0
    _, images = calls[0]
    assert open_image(images["content"]).width == 451
    assert images["style-0"].startswith(b"\xff\xd8")


EXAMPLES = {
    "colour": "luminance", "style_loss": "gram", "start": "noise", "optimizer": "lbfgs", "pooling": "max",
    "precision": "float32", "style_layers": "relu1_1,relu2_1", "content_layers": "relu3_1, relu4_1",
}  # fmt: skip


@pytest.mark.parametrize("name", settings_of(NeuralStyleConfig))
def test_every_setting_has_an_option(name: str, shell: Shell, calls: list[Call]) -> None:
    setting = settings_of(NeuralStyleConfig)[name]
    text = EXAMPLES.get(name) or str(setting.kind(setting.high))
    flag = f"--{name.replace('_', '-')}"
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", flag, text) == 0
    value = getattr(calls[0][0].config, name)
    expected = tuple(text.replace(" ", "").split(",")) if setting.kind is tuple else setting.kind(text)
    assert value == expected != setting.default


def test_help_names_every_setting_with_its_sentence(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("neural-style", "--help") == 0
    shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
    for name in settings_of(NeuralStyleConfig):
        assert f"--{name.replace('_', '-')}" in shown
    assert "Longest side of the result" in shown


def test_a_preset_is_the_base_and_explicit_options_win(shell: Shell, calls: list[Call]) -> None:
    words = ("neural-style", "photo.jpg", "waves.png", "-o", "out.png", "--preset", "fine")
    assert shell(*words) == shell(*words, "--size", "700", "--steps", "9", "--force") == 0
    (plain, _), (changed, _) = calls
    assert (plain.size, plain.config, plain.preset) == (PRESETS["fine"].size, PRESETS["fine"].config, "fine")
    assert (changed.size, changed.config.steps) == (700, 9)
    assert changed.config.coarse_steps == plain.config.coarse_steps


def test_styles_have_weights_scales_rotations_and_labels(shell: Shell, calls: list[Call]) -> None:
    words = ("neural-style", "photo.jpg", "waves.png", "night.png", "-o", "out.png", "--mask", "mask.png")
    assert shell(*words, "--weights", "1,0.5", "--scales", "2", "--rotations", "-90,45") == 0
    recipe, images = calls[0]
    assert [slot.name for slot in recipe.styles] == ["waves", "night"]
    assert [slot.weight for slot in recipe.styles] == [1, 0.5]
    assert [slot.scale for slot in recipe.styles] == [2, 2]
    assert [slot.rotation for slot in recipe.styles] == [-90, 45]
    assert [slot.label for slot in recipe.styles] == [0, 1]
    assert images["mask"] == Path("mask.png")
    assert images["style-1"] == Path("night.png")
    assert shell(*words, "--labels", "2,0", "--force") == 0
    assert [slot.label for slot in calls[1][0].styles] == [2, 0]


def test_a_draft_is_the_start(shell: Shell, calls: list[Call]) -> None:
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", "--draft", "night.png") == 0
    recipe, images = calls[0]
    assert recipe.config.start == "draft"
    assert images["start"] == Path("night.png")


@pytest.mark.parametrize("made", ["first.png", "first.jpg", "first.webp", "recipe.json"])
def test_settings_come_back_from_an_earlier_picture_or_json(made: str, shell: Shell, calls: list[Call]) -> None:
    output = made if made.startswith("first") else "first.png"
    first = ("neural-style", "photo.jpg", "waves.png", "-o", output, "--seed", "5", "--steps", "7", "--weights", "3")
    assert shell(*first, "--save-recipe", "recipe.json") == 0
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "second.png", "--recipe", made, "--steps", "8") == 0
    recipe, _ = calls[1]
    assert (recipe.config.seed, recipe.config.steps, recipe.styles[0].weight) == (5, 8, 3)
    assert json.loads(Path("recipe.json").read_text())["config"]["steps"] == 7


def test_a_recipe_of_another_number_of_styles_says_so(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("old.json").write_text(NeuralStyleRecipe(size=99).model_dump_json())
    assert shell("neural-style", "photo.jpg", "waves.png", "night.png", "-o", "o.png", "--recipe", "old.json") == 0
    assert calls[0][0].size == 99
    assert "1 styles and 2 were given" in capsys.readouterr().err


def test_the_recipe_stays_out_of_the_picture_when_asked(shell: Shell, calls: list[Call]) -> None:
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", "--no-embed") == 0
    assert open_image("out.png").recipe is None


BAD = {
    "no photograph": (("none.jpg", "waves.png"), "no picture file at “none.jpg”"),
    "no style": (("photo.jpg", "none.png"), "“none.png” is neither a picture file nor a gallery style"),
    "unknown suffix": (("photo.jpg", "waves.png", "-o", "out.gif"), "must end in .png"),
    "no folder": (("photo.jpg", "waves.png", "-o", "none/out.png"), "no folder “none”"),
    "replaces the photograph": (("photo.jpg", "waves.png", "-o", "photo.jpg", "--force"), "is a picture that is read"),
    "replaces a style": (("photo.jpg", "waves.png", "-o", "waves.png", "--force"), "is a picture that is read"),
    "exists": (("photo.jpg", "waves.png", "-o", "night.png"), "replace it with --force"),
    "contradiction": (
        ("photo.jpg", "waves.png", "--style-weight", "0", "--content-weight", "0"), "at least one must be positive",
    ),
    "unknown layer": (("photo.jpg", "waves.png", "--style-layers", "relu9_9"), "relu9_9"),
    "weights": (("photo.jpg", "waves.png", "--weights", "1,x"), "must be numbers with commas"),
    "too many weights": (("photo.jpg", "waves.png", "--weights", "1,2"), "2 numbers for 1 style"),
    "weight out of range": (("photo.jpg", "waves.png", "--weights", "11"), "at most 10"),
    "no recipe": (("photo.jpg", "waves.png", "--recipe", "none.json"), "cannot be read"),
    "picture without recipe": (("photo.jpg", "waves.png", "--recipe", "night.png"), "carries no recipe"),
    "recipe name": (("photo.jpg", "waves.png", "--save-recipe", "recipe.txt"), "must end in .json"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_input_is_one_sentence_and_code_2(
    words: tuple[str, ...], sentence: str, shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in Path.cwd().iterdir()}
    output = () if "-o" in words else ("-o", "out.png")
    assert shell("neural-style", *words, *output) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert len(captured.err.strip().splitlines()) == 1
    assert captured.out == ""
    assert {path: path.read_bytes() for path in Path.cwd().iterdir()} == before


@pytest.mark.parametrize("words", [("--style-weight", "11"), ("--preset", "finest"), ("--size", "8"), ("--nonsense",)])
def test_what_an_option_does_not_take_is_code_2(
    words: tuple[str, ...], shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", *words) == 2
    assert words[0] in capsys.readouterr().err
    assert calls == []


def test_a_folder_goes_on_past_a_bad_file_and_lists_it(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of("a.jpg", "c.jpg", "d.JPG")
    (folder / "b.jpg").write_text("not a picture")
    (folder / "notes.txt").write_text("not even called one")
    (folder / ".hidden.jpg").write_text("not shown")
    assert shell("neural-style", "photos", "waves.png", "-o", "painted", "--format", "jpg", "--quiet") == 1
    assert sorted(path.name for path in Path("painted").iterdir()) == ["a.jpg", "c.jpg", "d.jpg"]
    complaint = capsys.readouterr().err
    assert "1 of 4 pictures failed:" in complaint
    assert "b.jpg: “b” cannot be read" in complaint
    assert [recipe.content_name for recipe, _ in calls] == ["a", "b", "c", "d"]


def test_a_folder_survives_a_defect_and_shows_its_trace(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(importlib.import_module("styletransfer.run"), "run", broken)
    folder_of("a.jpg", "b.jpg")
    assert shell("neural-style", "photos", "waves.png", "-o", "painted") == 1
    complaint = capsys.readouterr().err
    assert "Traceback" in complaint
    assert "2 of 2 pictures failed" in complaint


def test_an_empty_folder_and_a_mask_for_a_folder_are_refused(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    folder_of()
    assert shell("neural-style", "photos", "waves.png", "-o", "painted") == 2
    assert "holds no picture" in capsys.readouterr().err
    folder_of("a.jpg")
    assert shell("neural-style", "photos", "waves.png", "-o", "painted", "--mask", "mask.png") == 2
    assert "A mask belongs to one photograph" in capsys.readouterr().err


def test_photographs_of_one_name_get_results_of_their_own(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png", "b.png"):
        (tmp_path / name).touch()
    pairs = plan(tmp_path, tmp_path / "out", "png")
    assert [output.name for _, output in pairs] == ["a-jpg.png", "a-png.png", "b.png"]


def test_ctrl_c_keeps_the_best_and_leaves_the_rest(
    shell: Shell, calls: list[Call], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = importlib.import_module("styletransfer.run")
    plain = module.run

    def interrupted(recipe: Any, images: Any, on_progress: Callable[[Progress], None]) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return plain(recipe, images, on_progress)

    monkeypatch.setattr(module, "run", interrupted)
    folder_of("a.jpg", "b.jpg")
    before = signal.getsignal(signal.SIGINT)
    assert shell("neural-style", "photos", "waves.png", "-o", "painted") == 130
    assert [path.name for path in Path("painted").iterdir()] == ["a.png"]
    assert len(calls) == 1
    shown = capsys.readouterr().err
    assert "the best picture so far is kept" in shown
    assert "1 of 2 pictures were not begun" in shown
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_before_there_is_a_picture(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def early(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        raise Cancelled("Stopped.")

    monkeypatch.setattr(importlib.import_module("styletransfer.run"), "run", early)
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png") == 130
    assert "before there was a picture" in capsys.readouterr().err
    assert not Path("out.png").exists()


def test_quiet_says_nothing(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_notes_of_a_run_are_shown(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("neural-style", "photo.jpg", "waves.png", "-o", "out.png") == 0
    assert "photo.jpg: A note." in capsys.readouterr().err


def test_weights_are_listed_verified_and_kept(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("weights", "list") == 0
    listed = capsys.readouterr().out
    assert "compact: Compact perceptual network" in listed
    assert "vgg19: VGG-19" in listed
    assert shell("weights", "verify", "compact") == 0
    assert "compact: verified, sha256" in capsys.readouterr().out
    assert shell("weights", "remove", "compact") == 2
    assert "cannot be removed" in capsys.readouterr().err
    assert shell("weights", "fetch", "nonsense") == 2
    assert "choose from compact, vgg19" in capsys.readouterr().err


def test_fetching_shows_where_the_file_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fetch(name: str, on_progress: Callable[[Progress], None]) -> Path:
        on_progress(Progress(step=1, total=2, stage="Downloading"))
        return tmp_path / name

    monkeypatch.setattr(store, "fetch", fetch)
    assert shell("weights", "fetch", "vgg19") == 0
    assert str(tmp_path / "vgg19") in capsys.readouterr().err

    def interrupted(name: str, on_progress: Callable[[Progress], None]) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        on_progress(Progress(step=1, total=2, stage="Downloading"))
        return tmp_path / name

    monkeypatch.setattr(store, "fetch", interrupted)
    assert shell("weights", "fetch", "vgg19") == 130
    assert "kept for the next time" in capsys.readouterr().err


def test_verify_goes_on_past_a_bad_file(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = store.verify

    def verify(name: str) -> store.Status:
        if name == "vgg19":
            raise CheckpointMissing("It is not here.")
        return plain(name)

    monkeypatch.setattr(store, "verify", verify)
    assert shell("weights", "verify", "vgg19", "compact") == 2
    captured = capsys.readouterr()
    assert captured.err == "vgg19: It is not here.\n"
    assert captured.out.startswith("compact: verified")


def python(code: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["styletransfer", "styletransfer.cli"])
def test_importing_costs_no_torch(module: str) -> None:
    assert python(f"import sys, {module}; print('torch' in sys.modules, 'cv2' in sys.modules)") == "False False"


def test_run_is_the_function_whatever_was_imported_before() -> None:
    code = """
import sys, styletransfer, styletransfer.run
from styletransfer import run, NeuralStyleRecipe
from styletransfer.run import Result, run as direct
import importlib
module = importlib.import_module("styletransfer.run")
from styletransfer import run as again
assert run is again is direct is module.run is styletransfer.run, run
assert module is sys.modules["styletransfer.run"] and module.Result is Result is styletransfer.Result
assert NeuralStyleRecipe().tool == "neural-style"
print(run.__name__, callable(run))
"""
    assert python(code) == "run True"
    first = "from styletransfer import run; import styletransfer.run; from styletransfer import run as later"
    assert python(f"{first}; print(run is later)") == "True"


def test_public_names_exist_and_others_do_not() -> None:
    package = importlib.import_module("styletransfer")
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)
    assert package.StyleTransferError.__subclasses__()
    assert issubclass(ImageError, package.StyleTransferError)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        package.nonsense  # noqa: B018 - the access is the test


def test_the_module_runs_as_a_program() -> None:
    words = [sys.executable, "-m", "styletransfer", "--version"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["styletransfer", importlib.import_module("styletransfer").__version__]
