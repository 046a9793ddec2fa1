"""A slider for a prompt is found, named, kept beside those that ship, and forgotten again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.checkpoints import build, own_sliders, store
from styletransfer.checkpoints.direction_files import load_directions
from styletransfer.errors import CheckpointCorrupt, InputError, PromptError
from styletransfer.models.face_directions import Direction
from styletransfer.progress import Progress
from styletransfer.run import prompt_sliders
from styletransfer.run.prompt_sliders import remove_slider, save_slider, slider_from_prompt, slider_name
from styletransfer.settings import settings
from tests.algorithms.colour_clip import ColourClip
from tests.algorithms.linear_faces import LinearFaces, scorer

SHIPPED, OTHER = "face-generator", "e4e-ffhq"
RED = Wanted(name="red", label="Red", unit="σ", help="", step=0.1, reading="red", values=(-1.0, 0.0, 1.0))
SMALL = DirectionConfig(wanted=(RED,), kept=("green", "blue"), blocks=1, measured=16, corrections=1)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Keep sliders in a folder of their own, and forget what was read."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path))
    settings.cache_clear()
    build.face_directions.cache_clear()
    yield tmp_path
    settings.cache_clear()
    build.face_directions.cache_clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the models by plain colours."""
    monkeypatch.setattr(build, "generator", lambda name, device: LinearFaces())
    monkeypatch.setattr(build, "clip", lambda name, device: ColourClip())
    monkeypatch.setattr(prompt_sliders, "code_scorer", lambda device: scorer)
    monkeypatch.setattr(prompt_sliders, "SEARCH", SMALL)


def slider(label: str = "Old", rows: int = 12, length: int = 192) -> Direction:
    """Return a slider that fits the generator that ships."""
    return Direction(
        name=slider_name(label), label=label, unit="%", help="From “a face” to “old”.", vector=torch.ones(rows, length),
        values=(-50.0, 0.0, 100.0), amounts=(-1.0, 0.0, 2.0), step=1.0, side_effects={"smile": 0.1},
    )  # fmt: skip


@pytest.mark.usefixtures("small")
def test_a_prompt_becomes_a_slider_that_does_what_it_says() -> None:
    steps: list[Progress] = []
    found = slider_from_prompt(OTHER, "face-clip", "A red face", "a green face", "Redder!", steps.append)
    assert (found.name, found.label, found.unit) == ("redder", "Redder!", "%")
    assert "a green face" in found.help
    assert steps[0].stage == "reading random faces"
    codes = torch.zeros(1, LinearFaces().num_ws, 6)
    reds = [float(scorer(LinearFaces().synthesis(each) / 2 + 0.5)["red"])
            for each in (codes, codes + found.amount(found.high) * found.vector)]  # fmt: skip
    assert reds[1] > reds[0] + 1


@pytest.mark.usefixtures("small")
def test_the_progress_is_that_of_the_whole_search(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Progress] = []
    read: list[int] = []

    def counting(pictures: torch.Tensor) -> Mapping[str, torch.Tensor]:
        read.append(len(pictures))
        return scorer(pictures)

    monkeypatch.setattr(prompt_sliders, "code_scorer", lambda device: counting)
    slider_from_prompt(OTHER, "face-clip", "a red face", "a green face", on_progress=steps.append)
    assert {each.total for each in steps} == {sum(read)}
    shares = [each.fraction for each in steps]
    assert shares == sorted(shares)
    assert shares[0] < 0.5 < shares[-1]
    assert all(each.metrics["seconds_left"] > 0 for each in steps)


@pytest.mark.usefixtures("small")
def test_without_a_label_the_prompt_is_the_name_and_the_neutral_text_is_guessed() -> None:
    found = slider_from_prompt(OTHER, "face-clip", "red")
    assert (found.name, found.label) == ("red", "red")
    assert "“a face”" in found.help


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("target", "neutral", "sentence"),
    [("a red pirate", "", "never learnt the word “pirate”"), ("", "", "empty"), ("red face", "a red face", "same")],
)
def test_words_that_make_no_slider_are_told(target: str, neutral: str, sentence: str) -> None:
    with pytest.raises(PromptError, match=sentence):
        slider_from_prompt(OTHER, "face-clip", target, neutral)


def test_the_generator_that_ships_gets_a_slider_that_its_sliders_can_be_joined_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build, "clip", lambda name, device: ColourClip())
    monkeypatch.setattr(prompt_sliders, "code_scorer", lambda device: scorer)
    monkeypatch.setattr(prompt_sliders, "SEARCH", replace(SMALL, measured=4))
    monkeypatch.setattr(prompt_sliders, "_FACES_A_NUMBER", 1.05)
    kept = save_slider(SHIPPED, slider_from_prompt(SHIPPED, "face-clip", "a red face", "a blue face", "Warm light"))
    network, found = build.generator(SHIPPED, torch.device("cpu")), build.face_directions(SHIPPED)
    assert kept.low < 0 < kept.high
    start = network.broadcast(network.latent_avg[None]).contiguous()
    warmth = []
    for value in (kept.low, 0.0, kept.high):
        codes = found.moved(start, {"warm_light": value, "age": 5.0})
        with torch.no_grad():
            red, _, blue = (network.synthesis(codes, "none") / 2 + 0.5).clamp(0, 1).mean(dim=(0, 2, 3)).tolist()
        warmth.append(red - blue)
    assert warmth[0] + 0.01 < warmth[1] < warmth[2] - 0.01


@pytest.mark.parametrize(
    ("label", "name"),
    [("Old", "old"), ("An old man, smiling", "an_old_man_smiling"), ("Älter!", "alter"), ("老", "slider"),
     ("<b>2</b>", "b_2_b")],
)  # fmt: skip
def test_names_hold_letters_digits_and_underscores(label: str, name: str) -> None:
    assert slider_name(label) == name


def test_a_kept_slider_comes_after_those_that_ship_and_goes_again() -> None:
    shipped = list(build.face_directions(SHIPPED).items)
    before = store.find("face-directions").read_bytes()
    kept = save_slider(SHIPPED, slider())
    found = build.face_directions(SHIPPED)
    assert list(found.items) == [*shipped, "old"]
    assert found.items["old"].help == kept.help
    assert found.move({"old": 100.0}).shape == (12, 192)
    remove_slider(SHIPPED, "old")
    assert list(build.face_directions(SHIPPED).items) == shipped
    assert not own_sliders.own_sliders_file(SHIPPED).exists()
    assert store.find("face-directions").read_bytes() == before


def test_names_and_labels_that_are_taken_get_a_number() -> None:
    kept = [save_slider(SHIPPED, slider(label)) for label in ("Old", "Old", "Smile", "old")]
    assert [each.name for each in kept] == ["old", "old_2", "smile_2", "old_3"]
    assert [each.label for each in kept] == ["Old", "Old 2", "Smile 2", "old 3"]


def test_a_slider_of_another_generator_is_refused() -> None:
    with pytest.raises(InputError, match="another generator"):
        save_slider(SHIPPED, slider(rows=18, length=512))


def test_there_is_an_end_to_own_sliders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_sliders, "_MOST_SLIDERS", 1)
    save_slider(SHIPPED, slider())
    with pytest.raises(InputError, match="remove one"):
        save_slider(SHIPPED, slider("Young"))


@pytest.mark.usefixtures("small")
def test_a_generator_without_sliders_can_have_own_ones() -> None:
    save_slider(OTHER, slider_from_prompt(OTHER, "face-clip", "red", "green"))
    found = build.face_directions(OTHER)
    assert list(found.items) == ["red"]
    assert found.spread.shape == (6,)
    assert (found.spread > 0).all()


def test_only_own_sliders_can_be_removed() -> None:
    for name in ("age", "old"):
        with pytest.raises(InputError, match=f"no own slider '{name}'"):
            remove_slider(SHIPPED, name)


def test_a_damaged_or_foreign_file_is_told_with_what_to_do(folder: Path) -> None:
    path = own_sliders.own_sliders_file(SHIPPED)
    path.write_bytes(b"nonsense")
    with pytest.raises(CheckpointCorrupt, match="Delete"):
        build.face_directions(SHIPPED)
    path.unlink()
    save_slider(SHIPPED, slider())
    path.rename(folder / f"own_sliders_{OTHER}.safetensors")
    with pytest.raises(CheckpointCorrupt, match="sliders of face-generator, not of e4e-ffhq"):
        build.face_directions(OTHER)


def test_sliders_that_do_not_fit_are_told(folder: Path) -> None:
    save_slider(SHIPPED, slider())
    path = own_sliders.own_sliders_file(SHIPPED)
    own = load_directions(path)
    wrong = replace(own, items={"old": slider(rows=3, length=4)}, spread=torch.ones(4))
    own_sliders.write_own(wrong, wrong.items)
    build.face_directions.cache_clear()
    with pytest.raises(CheckpointCorrupt, match="does not fit the generator"):
        build.face_directions(SHIPPED)
    assert folder == path.parent
