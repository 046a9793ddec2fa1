"""The commands of faces: sliders are options, faces are chosen, codes and animations are written, errors are plain."""

import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from styletransfer.algorithms.face_landmarks import FaceSearch, find_faces
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.checkpoints import build
from styletransfer.checkpoints.latent_files import decode_latent
from styletransfer.errors import CheckpointCorrupt
from styletransfer.imaging.io import open_image
from styletransfer.imaging.picture import Picture
from styletransfer.options import settings_of
from styletransfer.progress import Progress
from styletransfer.recipes import FaceMix, FacePlacement, FaceSlot, FacesRecipe, NeuralStyleRecipe, parse_recipe
from styletransfer.run.face_models import FaceModels
from tests.run.small_faces import LENGTH, ROWS, couple, small_models

from .folder import HEIGHT, WIDTH, Shell, folder_of

Call = tuple[FacesRecipe, dict[str, Any]]
SEARCH = FaceSearch(sides=(900,), tilted_side=0)


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> FaceModels:
    """Replace the models by small ones, with the sliders age and smile from -10 to 10."""
    small = small_models()
    monkeypatch.setattr(build, "face_directions", lambda name: small.directions)
    for name in ("faces", "face_models", "face_photo"):
        module = importlib.import_module(f"styletransfer.run.{name}")
        monkeypatch.setattr(module, "face_models", lambda *_: small)
    finding = importlib.import_module("styletransfer.run.face_finding")
    monkeypatch.setattr(finding, "find_faces", lambda photo, predictor, search: find_faces(photo, predictor, SEARCH))
    return small


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """Replace the run by one that notes what it was asked for and returns the photograph."""
    module = importlib.import_module("styletransfer.run")
    result = importlib.import_module("styletransfer.run.result")
    noted: list[Call] = []

    def run(recipe: FacesRecipe, images: Mapping[str, Any], on_progress: Callable[[Progress], None]) -> Any:
        noted.append((recipe, dict(images)))
        on_progress(Progress(step=1, total=2, stage="Finding faces"))
        made = recipe.model_copy(update={"inputs": result.fingerprints(images)})
        return module.Result(picture=Picture(pixels=open_image(images["content"]).pixels), recipe=made)

    monkeypatch.setattr(module, "run", run)
    return noted


def edit(shell: Shell, *words: str) -> int:
    output = () if "-o" in words else ("-o", "out.png")
    photo = () if words and not words[0].startswith("-") else ("photo.jpg",)
    return shell("faces", "edit", *photo, *words, *output)


def slots(calls: list[Call]) -> tuple[FaceSlot, ...]:
    return calls[-1][0].faces


NUMBERS = {
    "plus": (("--age", "+5"), {"age": 5.0}),
    "minus": (("--age", "-5"), {"age": -5.0}),
    "minus after an equals sign": (("--age=-5.5",), {"age": -5.5}),
    "two": (("--smile", "0.5", "--age", "-0"), {"age": 0.0, "smile": 0.5}),
    "by name": (("--set", "age=-3", "--set", "smile = +2"), {"age": -3.0, "smile": 2.0}),
    "by name, which wins": (("--age", "4", "--set", "age=1"), {"age": 1.0}),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sliders"), NUMBERS.values(), ids=list(NUMBERS))
def test_sliders_are_numbers_with_any_sign(
    words: tuple[str, ...], sliders: dict[str, float], shell: Shell, calls: list[Call]
) -> None:
    assert edit(shell, *words) == 0
    assert slots(calls)[0].sliders == sliders
    assert calls[0][1] == {"content": Path("photo.jpg")}


def test_help_names_every_slider_with_its_range(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("faces", "edit", "--help") == 0
    shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "--age" in shown
    assert shown.count("A slider. From -10 to 10.") == 2
    for name in settings_of(FaceTransferConfig):
        assert f"--{name}" in shown


def test_sliders_of_an_own_generator_have_no_option_but_a_name(
    shell: Shell, calls: list[Call], models: FaceModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(build, "face_directions", lambda name: asked.append(name) or models.directions)
    assert edit(shell, "--generator", "e4e-ffhq", "--set", "smile=3") == 0
    assert calls[0][0].generator == "e4e-ffhq"
    assert asked == ["face-generator", "e4e-ffhq"]


def test_other_commands_do_not_need_the_sliders(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(name: str) -> Any:
        raise CheckpointCorrupt("The file of the sliders is damaged; fetch the project again.")

    monkeypatch.setattr(build, "face_directions", broken)
    assert shell("faces", "--help") == 0
    assert "Edit a face of a photograph" in capsys.readouterr().out
    assert edit(shell, "--age", "5") == 2
    assert capsys.readouterr().err == "The file of the sliders is damaged; fetch the project again.\n"


@pytest.mark.parametrize("name", settings_of(FaceTransferConfig))
def test_every_setting_has_an_option(name: str, shell: Shell, calls: list[Call]) -> None:
    setting = settings_of(FaceTransferConfig)[name]
    assert edit(shell, "--age", "1", f"--{name.replace('_', '-')}", str(setting.low)) == 0
    assert getattr(calls[0][0].config, name) == setting.low != setting.default


def test_the_recipe_has_what_was_asked_for(shell: Shell, calls: list[Call]) -> None:
    words = ("--result", "generator", "--refine", "30", "--keep-identity", "1.5", "--landmarks", "debian")
    assert edit(shell, *words, "--face", "2", "--age", "1") == 0
    recipe = calls[0][0]
    assert (recipe.result, recipe.refinement, recipe.limit, recipe.landmarks) == ("generator", 30, 1.5, "debian")
    assert (recipe.faces[0].face, recipe.every, recipe.content_name) == (1, False, "photo")


def test_faces_are_chosen_in_four_ways(shell: Shell, calls: list[Call]) -> None:
    assert edit(shell, "--all", "--age", "1") == 0
    assert calls[-1][0].every
    assert edit(shell, "--aligned", "--age", "1", "--force") == 0
    assert slots(calls)[0].whole
    assert edit(shell, "--place", "15.5,11.5, 31.5,11.5,23.5,35.5", "--age", "1", "--force") == 0
    expected = FacePlacement(right_eye=(0.25, 0.25), left_eye=(0.5, 0.25), mouth=(0.375, 0.75))
    assert (WIDTH, HEIGHT, slots(calls)[0].placement) == (64, 48, expected)


def test_examples_need_no_files(shell: Shell, calls: list[Call]) -> None:
    assert edit(shell, "portraits", "--all", "--smile", "1") == 0
    assert open_image(calls[0][1]["content"]).width == 1080


@pytest.mark.parametrize("made", ["first.png", "recipe.json"])
def test_settings_come_back_and_explicit_ones_win(made: str, shell: Shell, calls: list[Call]) -> None:
    first = ("--age", "3", "--smile", "2", "--face", "2", "--detail", "0.5", "--refine", "9", "-o", "first.png")
    assert edit(shell, *first, "--save-recipe", "recipe.json") == 0
    assert json.loads(Path("recipe.json").read_text())["faces"][0]["sliders"] == {"age": 3.0, "smile": 2.0}
    assert edit(shell, "--recipe", made, "--age", "-4") == 0
    recipe = calls[-1][0]
    assert recipe.faces == (FaceSlot(face=1, sliders={"age": -4.0, "smile": 2.0}),)
    assert (recipe.config.detail, recipe.refinement) == (0.5, 9)
    assert edit(shell, "--recipe", made, "--all", "--force") == 0
    recipe = calls[-1][0]
    assert (recipe.every, recipe.faces[0].face) == (True, 0)
    assert edit(shell, "--recipe", "out.png", "--face", "1", "-o", "third.png") == 0
    assert not calls[-1][0].every


def test_a_placement_stays_with_its_photograph(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert edit(shell, "--place", "20,20,40,20,30,40", "--age", "1", "-o", "first.png") == 0
    assert edit(shell, "--recipe", "first.png") == 0
    assert slots(calls)[0].placement is not None
    assert edit(shell, "dawn.png", "--recipe", "first.png", "-o", "other.png") == 2
    assert "placed by hand in another photograph" in capsys.readouterr().err
    assert edit(shell, "dawn.png", "--recipe", "first.png", "-o", "other.png", "--face", "1") == 0
    assert slots(calls)[0] == FaceSlot(sliders={"age": 1.0})


def test_codes_are_handed_over_by_role(shell: Shell, calls: list[Call]) -> None:
    Path("own.safetensors").write_bytes(b"own")
    Path("other.safetensors").write_bytes(b"other")
    words = ("--latent", "own.safetensors", "--mix", "other.safetensors", "--mix-share", "0.25")
    assert edit(shell, *words, "--mix-part", "fine") == 0
    recipe, images = calls[0]
    assert recipe.faces[0].mix == FaceMix(share=0.25, part="fine")
    assert (images["latent-0"], images["mix-0"]) == (Path("own.safetensors"), Path("other.safetensors"))
    assert edit(shell, *words, "--all", "--force") == 0
    assert calls[1][1]["state"] == Path("own.safetensors")


def test_a_mix_does_not_come_back_by_itself(
    shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = FacesRecipe(faces=(FaceSlot(mix=FaceMix(), sliders={"age": 1.0}),))
    Path("mixed.json").write_text(recipe.model_dump_json())
    assert edit(shell, "--recipe", "mixed.json") == 0
    assert slots(calls)[0].mix is None
    assert "give them with --mix" in capsys.readouterr().err


def test_nothing_to_do_is_told(shell: Shell, calls: list[Call], capsys: pytest.CaptureFixture[str]) -> None:
    assert edit(shell) == 0
    assert "No slider and no prompt was given" in capsys.readouterr().err
    assert edit(shell, "--result", "generator", "--force") == 0
    assert "No slider" not in capsys.readouterr().err


TWO = FacesRecipe(faces=(FaceSlot(), FaceSlot(face=1))).model_dump_json()
BAD = {
    "unknown slider": (("--set", "beauty=1"), "no slider beauty"),
    "no number": (("--set", "age=old"), "--set is 'age=old'"),
    "no value": (("--set", "age"), "--set is 'age'"),
    "not finite": (("--age", "nan"), "between -10 and 10"),
    "out of range": (("--age", "-11"), "Age (age) is -11; it must be between -10 and 10"),
    "two ways to choose": (("--face", "1", "--all"), "--face and --all are given"),
    "too few numbers": (("--place", "1,2,3"), "has 3 numbers; it needs 6"),
    "words": (("--place", "left,right"), "must be numbers with commas"),
    "beside the picture": (("--place", "1,2,3,4,64,5"), "the point 64,5; it must lie in the picture of 64 × 48 px"),
    "no file of codes": (("--latent", "none.safetensors"), "no file of codes at “none.safetensors”"),
    "mix for several": (("--recipe", "two.json", "--mix", "photo.jpg"), "choose one with --face"),
    "codes' suffix": (("--save-latent", "codes.pt"), "must end in .safetensors"),
    "animation's suffix": (("--animate", "age", "age.avi"), "must end in .gif, .mp4"),
    "animation's slider": (("--animate", "beauty", "beauty.gif"), "no slider beauty"),
    "animation exists": (("--animate", "age", "old.gif"), "replace it with --force"),
    "codes of a folder": (("photos", "--save-latent", "a.safetensors", "-o", "out"), "one photograph, and a folder"),
    "placed in a folder": (("photos", "--place", "1,2,3,4,5,6", "-o", "out"), "one photograph, and a folder"),
    "unknown suffix": (("--age", "1", "-o", "out.gif"), "must end in .png"),
    "another tool's recipe": (("--recipe", "neural.json"), "is one of neural-style; this command needs one of faces"),
    "no photograph": (("none.jpg", "--age", "1"), "no picture file at “none.jpg”"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_input_is_one_sentence_and_code_2(
    words: tuple[str, ...], sentence: str, shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of("a.jpg")
    Path("neural.json").write_text(NeuralStyleRecipe().model_dump_json())
    Path("two.json").write_text(TWO)
    Path("old.gif").write_bytes(b"old")
    before = {path: path.read_bytes() for path in Path.cwd().glob("*.*")}
    assert edit(shell, *words) == 2
    out, complaint = capsys.readouterr()
    assert sentence in complaint
    told = [line for line in complaint.strip().splitlines() if not line.startswith("No slider and")]
    assert (len(told), out) == (1, "")
    assert {path: path.read_bytes() for path in Path.cwd().glob("*.*")} == before


def test_a_group_is_edited_with_its_codes_and_an_animation(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("couple.png", "--all", "--smile", "4", "--animate", "age", "age.gif", "--save-latent", "codes.safetensors")
    assert edit(group, *words) == 0
    made = open_image("out.png")
    changed = (made.pixels != couple()).any(axis=2)
    assert changed[:, :230].any()
    assert changed[:, 230:].any()
    assert made.recipe is not None
    assert parse_recipe(made.recipe).tool == "faces"
    codes = decode_latent(Path("codes.safetensors").read_bytes(), "face-generator", ROWS, LENGTH)
    assert len(codes) == 2
    with Image.open("age.gif") as animation:
        assert (animation.size, animation.n_frames > 20) == ((560, 300), True)  # type: ignore[attr-defined]
    told = capsys.readouterr().err
    assert "Saved codes.safetensors, the codes of 2 faces." in told
    assert "Saved age.gif, Age from -10 to 10 and back." in told
    again = ("couple.png", "--all", "--smile", "4", "--latent", "codes.safetensors", "-o", "again.png")
    assert edit(group, *again) == 0
    assert np.array_equal(open_image("again.png").pixels, made.pixels)


def test_a_folder_goes_on_past_a_photograph_without_a_face(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of("nobody.jpg")
    Path("couple.png").rename(folder / "couple.png")
    assert edit(group, "photos", "--age", "3", "-o", "made") == 1
    assert [path.name for path in Path("made").iterdir()] == ["couple.png"]
    shown = capsys.readouterr().err
    assert "1 of 2 pictures failed:" in shown
    assert "nobody.jpg: No face was found" in shown


def test_codes_of_all_faces_or_of_one(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert group("faces", "encode", "couple.png", "-o", "all.safetensors") == 0
    assert group("faces", "encode", "couple.png", "-o", "one.safetensors", "--face", "2", "--quiet") == 0
    every, one = (
        decode_latent(Path(name).read_bytes(), "face-generator", ROWS, LENGTH)
        for name in ("all.safetensors", "one.safetensors")
    )
    assert (len(every), bool((every[1:] == one).all()), bool((every[:1] == one).all())) == (2, True, False)
    assert "Saved all.safetensors, the codes of 2 of 2 faces." in capsys.readouterr().err
    assert group("faces", "encode", "couple.png", "-o", "one.safetensors") == 2
    assert group("faces", "encode", "couple.png", "-o", "new.safetensors", "--face", "3") == 2
    assert "only 2 faces were found" in capsys.readouterr().err
    assert not Path("new.safetensors").exists()


def test_faces_are_listed_with_their_numbers(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert group("faces", "find", "couple.png") == 0
    lines = capsys.readouterr().out.splitlines()
    numbered = [line for line in lines if not line.startswith(" ")]
    assert [line[:2] for line in numbered] == ["1:", "2:"]
    place = next(line.split()[1] for line in lines if "--place" in line)
    assert len(place.split(",")) == 6
    assert edit(group, "couple.png", "--place", place, "--age", "5") == 0
    changed = (open_image("out.png").pixels != couple()).any(axis=2)
    assert changed[:, 230:].any()
    assert not changed[:, :200].any()
    assert group("faces", "find", "photo.jpg") == 2
    assert "No face was found" in capsys.readouterr().err


def test_random_faces_are_a_picture_a_sheet_or_a_folder(group: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert group("faces", "random", "-o", "one.png", "--seed", "5") == 0
    assert (
        group("faces", "random", "-o", "sheet.png", "--seed", "4", "--count", "3", "--save-latent", "s.safetensors")
        == 0
    )
    assert group("faces", "random", "-o", "faces", "--seed", "4", "--count", "3", "--save-latent", "faces") == 0
    names = sorted(path.name for path in Path("faces").iterdir())
    assert names == sorted(f"face-{seed}.{suffix}" for seed in (4, 5, 6) for suffix in ("png", "safetensors"))
    one, sheet = open_image("one.png").pixels, open_image("sheet.png").pixels
    assert (one.shape, sheet.shape) == ((32, 32, 3), (66, 66, 3))
    assert np.array_equal(sheet[:32, 34:], one)
    assert np.array_equal(open_image("faces/face-5.png").pixels, one)
    codes = decode_latent(Path("s.safetensors").read_bytes(), "face-generator", ROWS, LENGTH)
    alone = decode_latent(Path("faces/face-5.safetensors").read_bytes(), "face-generator", ROWS, LENGTH)
    assert (len(codes), bool((codes[1:2] == alone).all())) == (3, True)
    assert "Saved s.safetensors, the codes of 3 faces." in capsys.readouterr().err
    assert group("faces", "random", "-o", "one.png") == 2
    assert group("faces", "random", "-o", "one.png", "--force", "--truncation", "0") == 0
    assert not np.array_equal(open_image("one.png").pixels, one)


def test_a_random_face_can_be_edited_as_it_is(group: Shell) -> None:
    assert group("faces", "random", "-o", "one.png", "--save-latent", "one.safetensors") == 0
    words = ("one.png", "--aligned", "--latent", "one.safetensors", "--result", "generator", "--age", "8")
    assert edit(group, *words) == 0
    assert not np.array_equal(open_image("out.png").pixels, open_image("one.png").pixels)
