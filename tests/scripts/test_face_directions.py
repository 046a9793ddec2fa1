"""Finding the shipped sliders: scorers, sheets, what is printed, and the tables of the benchmark."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from typer.testing import CliRunner

from scripts import find_face_directions
from scripts.benchmarks import faces_directions
from scripts.benchmarks.faces_directions import measure, show
from scripts.benchmarks.faces_quality import Material
from scripts.face_directions import held_out
from scripts.face_directions.attributes import Attributes
from scripts.face_directions.resemblance import SQUARES, part_features, regressed
from scripts.face_directions.sheet import STEPS, codes_sheet
from scripts.face_directions.sliders import CONFIG, READINGS, SLIDERS, with_sunglasses
from scripts.face_directions.sunglasses import MATCHED_BY, sunglasses, twins
from scripts.face_scores.scorer import as_images
from scripts.face_sheets.examples import Aligned
from scripts.faces.portraits import held_out as is_held_out
from styletransfer.algorithms.face_directions import Directions, find_directions
from styletransfer.checkpoints import build
from styletransfer.progress import Progress
from tests.algorithms.linear_faces import LinearFaces, scorer
from tests.algorithms.test_face_directions import CONFIG as LINEAR

SHARED = Path(__file__).parents[3] / "shared" / "data"
READERS = Path("build/faces/readers.safetensors")


@pytest.fixture(scope="module")
def directions() -> Directions:
    return find_directions(LinearFaces(), scorer, "face-generator", LINEAR)


def test_examples_are_told_apart_and_both_kinds_weigh_alike() -> None:
    random = torch.Generator().manual_seed(0)
    signs = torch.tensor([1.0] * 10 + [-1.0] * 90)
    features = torch.randn(100, 40, generator=random)
    features[:, 3] += 3 * signs
    found = regressed(features, signs, (0.5, 0.5, 0.5))
    scores = (features - found.mean) / found.scale @ found.weights
    assert float(scores[:10].min()) > float(scores[10:].max())
    assert int(found.weights.abs().argmax()) == 3
    with pytest.raises(ValueError, match="0 and 5"):
        regressed(features[:5], -torch.ones(5), (0.5, 0.5, 0.5))


def test_sliders_have_their_own_names_and_a_sentence_of_help() -> None:
    assert {"age", "gender", "eyes", "smile", "yaw", "pitch", "hair", "beard"} <= {each.name for each in SLIDERS}
    assert all(each.help.endswith(".") and each.label for each in SLIDERS)
    assert not set(CONFIG.kept) & {each.reading for each in SLIDERS}
    glasses = with_sunglasses(torch.ones(12, 192))
    assert {each.name: each.reading for each in glasses.wanted} == READINGS
    assert set(glasses.readings) == set(CONFIG.readings)


def test_twins_are_the_nearest_in_deviations() -> None:
    others = np.column_stack([np.arange(20.0) * 100, np.tile([0.0, 1.0], 10)])
    found = twins(np.array([[1010.0, 1.0]]), others)
    assert set(found.tolist()) == {9, 11, 7, 13}  # of the same kind, though others are nearer in the first reading


def test_sunglasses_are_what_portraits_with_them_have_in_common(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "faces" / "a"
    folder.mkdir(parents=True)
    for number in range(40):
        level = 100 + number % 20 + 50 * (number < 8)
        Image.new("RGB", (16, 16), (level, number % 20, 9)).save(folder / f"{number:02}.jpg", "PNG")
    monkeypatch.setattr("scripts.face_directions.held_out.held_out", lambda name: name.endswith("39.jpg"))
    monkeypatch.setattr("scripts.face_directions.sunglasses.aligned",
                        lambda photo, *_: Aligned(photo[:16, :16], 200.0, 0.0))  # fmt: skip
    monkeypatch.setattr("scripts.face_directions.sunglasses.all_facts", lambda data, names: [
        SimpleNamespace(glasses="dark" if int(Path(name).stem) < 8 else None) for name in names])  # fmt: skip
    monkeypatch.setattr("scripts.face_directions.sunglasses.examples", lambda thing, names, facts: np.array(
        [1 if fact.glasses else -1 for fact in facts]))  # fmt: skip
    found = sunglasses(
        tmp_path, lambda *_: None, lambda faces: dict.fromkeys(MATCHED_BY, faces[:, 1].mean(dim=(1, 2))),
        lambda faces: faces.mean(dim=(2, 3))[:, None],
    )  # fmt: skip
    assert found.shape == (1, 3)
    assert float(found[0, 0]) == pytest.approx(50 / 255, abs=3 / 255)  # matched by green, the rest of red is alike
    assert float(found[0, 2]) == pytest.approx(0.0, abs=1e-6)
    with pytest.raises(ValueError, match="--data"):
        sunglasses(tmp_path / "none", lambda *_: None, lambda _: {}, lambda faces: faces)


def test_a_sheet_shows_every_slider_from_end_to_end(directions: Directions) -> None:
    codes = torch.zeros(2, 6, 6)
    sheet = codes_sheet(LinearFaces(), directions, codes)
    rows = [row for row in sheet.rows if row.pictures[0] is not None]
    assert [row.name for row in rows] == list(directions.items)
    reds = [float(picture[..., 0].mean()) for picture in rows[0].pictures[:STEPS]]
    assert reds == sorted(reds)
    assert reds[-1] - reds[0] == pytest.approx(2.55 * 20, rel=0.1)
    assert reds[STEPS // 2] == pytest.approx(127.5, abs=1)


def measured(directions: Directions, monkeypatch: pytest.MonkeyPatch) -> list[faces_directions.Measured]:
    monkeypatch.setattr(faces_directions, "READINGS", {"age": "red", "smile": "green"})
    generator = LinearFaces()
    z = torch.randn(40, 6, generator=torch.Generator().manual_seed(4))
    codes = generator.broadcast(0.7 * generator.mapping(z))
    return list(measure(generator, directions, scorer, codes, {"red": 5.0, "green": 5.0, "blue": 5.0}))


def test_steady_sliders_correlate_with_their_readings(directions: Directions, monkeypatch: pytest.MonkeyPatch) -> None:
    age, smile = measured(directions, monkeypatch)
    assert (age.name, smile.name) == ("age", "smile")
    assert age.pooled > 0.95
    assert age.per_face == pytest.approx(1.0)
    assert age.slope == pytest.approx(20 / 5, rel=0.1)
    assert set(age.side_effects) == {"green", "blue"}
    assert all(abs(value) < 0.1 for value in age.side_effects.values())


def test_a_slider_that_does_something_else_is_found_out(
    directions: Directions, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    age, smile = directions.items.values()
    swapped = replace(directions, items={"age": replace(age, vector=smile.vector), "smile": smile})
    rows = measured(swapped, monkeypatch)
    assert abs(rows[0].slope) < 0.1
    assert rows[0].side_effects["green"] > 0.3
    show(iter(rows))
    printed = capsys.readouterr().out.splitlines()
    assert "green +" in next(line for line in printed if line.split()[0] == "age")
    assert "largest side effect" in printed[-1]


def test_missing_data_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faces_directions.measure_shipped(Material(data=tmp_path, readers=tmp_path / "none"))
    assert "Left out:" in capsys.readouterr().out


def test_only_portraits_that_were_held_out_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(photo: np.ndarray, _: object, size: int) -> Aligned | None:
        level = int(photo[0, 0, 0])
        return None if level == 0 else Aligned(np.full((size, size, 3), level, np.uint8), 50.0 + 50 * level, 0.0)

    monkeypatch.setattr(held_out, "aligned", found)
    with pytest.raises(ValueError, match="--data"):
        held_out.held_out_portraits(tmp_path, None, 8, 9)
    for folder, levels in (("faces/a", range(4, 9)), ("portraits", range(4))):
        (tmp_path / folder).mkdir(parents=True)
        for level in levels:
            Image.new("RGB", (16, 16), (level,) * 3).save(tmp_path / folder / f"{level}.jpg", "PNG")
    kept = held_out.held_out_portraits(tmp_path, None, 8, 9)
    others = [level for level in range(4, 9) if is_held_out(f"faces/a/{level}.jpg")]
    assert kept[:, 0, 0, 0].tolist() == [*others, 1, 2, 3]  # those judged by eye are all held out; 0 has no face
    assert len(held_out.held_out_portraits(tmp_path, None, 8, 2)) == 2


def test_the_command_finds_saves_and_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "generator", lambda name, device: LinearFaces())
    monkeypatch.setattr(Attributes, "load", lambda data, readers: scorer)
    monkeypatch.setattr(find_face_directions, "CONFIG", LINEAR)
    out, sheet = tmp_path / "a.safetensors", tmp_path / "sheet.png"
    monkeypatch.setattr(find_face_directions, "ENCODERS", {})
    app = find_face_directions.typer.Typer()
    app.command()(find_face_directions.main)
    found = CliRunner().invoke(app, ["--out", str(out), "--generator", "mine"])
    assert found.exit_code == 0, found.output
    assert "correcting side effects" in found.output
    assert "Age" in found.output
    shown = CliRunner().invoke(app, ["--out", str(out), "--show", "--sheet", str(sheet)])
    assert shown.exit_code == 0, shown.output
    with Image.open(sheet) as page:
        assert page.width > 1000


def test_a_stage_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    report = find_face_directions.Report()
    for step in range(3):
        report(Progress(step=step, total=3, stage="reading"))
    report(Progress(step=0, total=1, stage="measuring"))
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["reading", "measuring"]


@pytest.mark.skipif(not SHARED.is_dir() or not READERS.is_file(), reason="needs ../shared/data and trained readers")
def test_attributes_tell_everything_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = as_images(np.random.default_rng(0).integers(0, 256, (20, 128, 128, 3), np.uint8))
    square = (0.5, 0.5, 0.5)
    features = part_features(build.perceptual_network("compact", torch.device("cpu")), pictures, square)
    thing = regressed(features, torch.tensor([1.0, -1.0] * 10), square)
    monkeypatch.setattr("scripts.face_directions.attributes.fitted", lambda *_: dict.fromkeys(SQUARES, thing))
    found = Attributes.load(SHARED, READERS)(pictures[:2])
    assert set(CONFIG.readings) <= set(found)
    assert all(values.shape == (2,) for values in found.values())
