"""The sheets of faces: their layout, directions that move one reading alone, and what each sheet holds."""

from pathlib import Path

import dlib
import numpy as np
import pytest
import torch
import typer
from PIL import Image
from skimage import data

from scripts import make_face_sheets
from scripts.face_sheets.directions import directions
from scripts.face_sheets.examples import in_frame, portraits
from scripts.face_sheets.layout import GAP, NARROW, Pixels, Row, Sheet, drawn
from scripts.face_sheets.sheets import (
    LAYERS,
    STEPS,
    Example,
    inversions_sheet,
    mixing_sheet,
    random_sheet,
    sweeps_sheet,
)
from scripts.jpeg import save_small
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config
from styletransfer.models.vgg import VGGFeatures

RED: Pixels = np.full((8, 8, 3), (255, 0, 0), np.uint8)
BLUE: Pixels = np.full((4, 4, 3), (0, 0, 255), np.uint8)
DIM = 6


@pytest.fixture
def generator() -> StyleGAN2:
    torch.manual_seed(0)
    config = StyleGAN2Config(size=64, channels=(8, 8, 8, 6, 4), style_dim=DIM, mapping_layers=2)
    return StyleGAN2(config).requires_grad_(False).eval()


@pytest.fixture
def encoder(generator: StyleGAN2) -> PortraitEncoder:
    torch.manual_seed(1)
    config = PortraitEncoderConfig(
        size=32, widths=(8, 8, 8), depths=(1, 1, 1), reduced=8, bottleneck=8, style_dim=DIM, num_ws=generator.num_ws
    )
    return PortraitEncoder(config).requires_grad_(False).eval()


def test_a_sheet_shows_every_picture_in_its_cell() -> None:
    sheet = Sheet(title="", rows=[Row(name="", pictures=[RED, None, BLUE]), Row(name="", pictures=[BLUE, None, None])],
                  cell=8)  # fmt: skip
    page = np.asarray(drawn(sheet)).astype(int)
    red = np.argwhere((page == (255, 0, 0)).all(axis=2))
    blue = np.argwhere((page == (0, 0, 255)).all(axis=2))
    assert len(red) == 8 * 8
    assert len(blue) == 2 * 8 * 8  # the smaller picture fills its cell
    assert np.array_equal(
        np.unique(blue[:, 1] - red[:, 1].min()), [*range(8), *range(8 + GAP + NARROW, 16 + GAP + NARROW)]
    )
    assert np.array_equal(np.unique(blue[:, 0] - red[:, 0].min()), [*range(8), *range(8 + GAP, 16 + GAP)])


def test_words_take_room_of_their_own() -> None:
    row = Row(name="", pictures=[RED])
    plain = drawn(Sheet(title="", rows=[row], cell=200))
    titled = drawn(Sheet(title="words " * 100, rows=[row], columns=["one"], cell=200))
    named = drawn(Sheet(title="", rows=[Row(name="a name", pictures=[RED])], cell=200))
    assert titled.width == plain.width  # long titles are broken
    assert titled.height > plain.height + 10 * 18
    assert named.width > plain.width
    assert named.height == plain.height
    for page in (titled, named):  # words stand beside the picture, not on it
        assert ((np.asarray(page).astype(int) == (255, 0, 0)).all(axis=2)).sum() == 200 * 200
        assert (np.asarray(page) == 0).all(axis=2).any()


def test_a_sheet_needs_rows_of_one_length() -> None:
    rows = [Row(name="", pictures=[RED]), Row(name="", pictures=[RED, RED])]
    with pytest.raises(ValueError, match=r"\[1, 2\]"):
        Sheet(title="", rows=rows)
    with pytest.raises(ValueError, match=r"\[1, 3\]"):
        Sheet(title="", rows=rows[:1], columns=["one", "two", "three"])


def test_a_file_is_small_enough_or_not_written(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (128, 128, 3), dtype=np.uint8)
    page = Image.fromarray(noise)
    path = tmp_path / "docs" / "sheet.jpg"
    best = save_small(page, path, 250_000)
    smaller = save_small(page, path, best // 2)
    assert smaller <= best // 2
    assert path.stat().st_size == smaller
    with Image.open(path) as written:
        assert written.size == (128, 128)
    with pytest.raises(ValueError, match="100 bytes"):
        save_small(page, tmp_path / "none.jpg", 100)
    assert not (tmp_path / "none.jpg").exists()


def test_a_direction_moves_its_reading_by_one_deviation_and_no_other() -> None:
    generator = torch.Generator().manual_seed(0)
    mixture = torch.randn(DIM, DIM, generator=generator)
    w = torch.randn(4000, DIM, generator=generator) @ mixture + 3
    first = w[:, 0] + 0.8 * w[:, 1]
    second = 5 * w[:, 1] - w[:, 2] + 7  # goes along with the first one
    readings = {"first": first.numpy(), "second": second.numpy()}
    found = directions(w, readings)
    for name, column in (("first", first), ("second", second)):
        others = {"first": 0, "second": 0} | {name: 1}
        moved = w + found[name]
        changes = (moved[:, 0] + 0.8 * moved[:, 1] - first, 5 * moved[:, 1] - moved[:, 2] + 7 - second)
        expected = (others["first"] * first.std(), others["second"] * second.std())
        for change, wanted in zip(changes, expected, strict=True):
            assert torch.allclose(change, wanted * torch.ones(()), atol=0.03 * float(column.std()))


def test_a_direction_is_the_likeliest_change() -> None:
    generator = torch.Generator().manual_seed(0)
    w = torch.randn(20_000, 3, generator=generator) * torch.tensor([1.0, 4.0, 1.0])
    found = directions(w, {"sum": (w[:, 0] + w[:, 1]).numpy()})["sum"]
    # Weights of the reading are (1, 1, 0); what mostly changes it is the second entry, by variance 16 to 1.
    assert float(found[1] / found[0]) == pytest.approx(16, rel=0.1)
    assert abs(float(found[2] / found[1])) < 0.02


def test_directions_need_enough_faces_and_readings_that_change() -> None:
    with pytest.raises(ValueError, match="6 faces"):
        directions(torch.randn(6, 6), {"age": np.arange(6.0)})
    with pytest.raises(ValueError, match="age"):
        directions(torch.randn(20, 6), {"age": np.ones(20)})


def test_random_faces_follow_the_seed(generator: StyleGAN2) -> None:
    sheet, same, other = (random_sheet(generator, 10, seed, 1.0) for seed in (0, 0, 1))
    assert [sum(each is not None for each in row.pictures) for row in sheet.rows] == [8, 2]
    first, second, third = (np.stack(each.rows[0].pictures) for each in (sheet, same, other))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, third)
    assert "10 random faces" in sheet.title
    assert "none picked" in sheet.title


def test_sweeps_pass_through_the_face_itself(generator: StyleGAN2) -> None:
    found = {"age": torch.ones(DIM), "yaw": -torch.ones(DIM)}
    sheet = sweeps_sheet(generator, found, range(4), 0.7)
    assert [row.name for row in sheet.rows] == ["age", "yaw", "", "age", "yaw"]
    assert len(sheet.columns) == 2 * len(STEPS) + 1
    middle = STEPS.index(0.0)
    age, yaw = (row.pictures for row in sheet.rows[:2])
    assert np.array_equal(age[middle], yaw[middle])
    assert not np.array_equal(age[0], age[middle])
    # Opposite directions, step by step; a batch's neighbours may change the last digit.
    assert np.abs(np.stack(age[:7]).astype(int) - np.stack(yaw[:7][::-1]).astype(int)).max() <= 1


def test_mixing_takes_the_layers_it_names(generator: StyleGAN2) -> None:
    sheet = mixing_sheet(generator, range(2), range(5, 8), 1.0)
    sources = sheet.rows[0].pictures
    assert sources[:2] == [None, None]
    assert len(sources) == 2 + 3
    assert [row.name for row in sheet.rows[1:]] == [name for words in LAYERS for name in ("", words, words)]
    own = sheet.rows[2].pictures[0]
    for number, name in ((2, "coarse"), (5, "middle"), (8, "fine")):
        row = sheet.rows[number]
        assert row.name == name
        assert np.array_equal(row.pictures[0], own)
        assert all(not np.array_equal(row.pictures[column], sources[column]) for column in (2, 3, 4))
        assert all(not np.array_equal(row.pictures[column], own) for column in (2, 3, 4))


def test_mixing_a_face_with_itself_changes_nothing(generator: StyleGAN2) -> None:
    sheet = mixing_sheet(generator, range(1), range(2), 1.0)
    assert all(np.array_equal(row.pictures[2], row.pictures[0]) for row in sheet.rows if row.name)


def test_inversions_stand_beside_their_originals(
    generator: StyleGAN2, encoder: PortraitEncoder, tiny: VGGFeatures
) -> None:
    draw = torch.Generator().manual_seed(0)
    examples = [Example(name=name, face=torch.rand(1, 3, 80, 80, generator=draw)) for name in ("a", "b", "c")]
    sheet = inversions_sheet(generator, encoder, tiny, examples, 2)
    assert [row.name for row in sheet.rows] == ["a / b", "c"]
    first, second, third, gap, *other = sheet.rows[0].pictures
    assert gap is None
    assert len(other) == 3
    assert sheet.rows[1].pictures[3:] == [None] * 4
    assert first is not None
    assert first.shape == (64, 64, 3)
    assert not np.array_equal(second, third)  # the refinement does something
    assert sheet.columns[:3] == ["original", "encoder alone", "2 steps"]


def test_a_face_that_is_cut_off_is_told() -> None:
    photo = np.zeros((100, 100, 3), np.uint8)
    landmarks = np.zeros((68, 2))
    landmarks[36:42], landmarks[42:48] = (45, 40), (55, 40)
    landmarks[48], landmarks[54] = (46, 52), (54, 52)
    whole = in_frame(photo, landmarks, 32)
    cut = in_frame(photo, landmarks - (40, 0), 32)
    assert whole.picture.shape == (32, 32, 3)
    assert whole.overhang == 0
    assert cut.side == pytest.approx(whole.side)
    # The frame's middle lies at x = 10, so all of its half but these 10 px sticks out.
    assert cut.overhang == pytest.approx((whole.side / 2 - 10) / whole.side)


def test_a_folder_gives_the_portraits_in_which_there_is_a_face(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def predictor(image: Pixels, box: dlib.rectangle) -> dlib.full_object_detection:
        turns = np.linspace(0, 2 * np.pi, 68, endpoint=False)
        middle, radius = box.center(), box.width() / 3
        points = [dlib.point(round(middle.x + radius * np.cos(turn)), round(middle.y + radius * np.sin(turn)))
                  for turn in turns]  # fmt: skip
        return dlib.full_object_detection(box, points)

    Image.fromarray(data.astronaut()[:240, 120:360]).save(tmp_path / "one.jpg")
    Image.new("RGB", (64, 64), "green").save(tmp_path / "none.jpg")
    found = portraits(tmp_path, predictor, 32)
    assert list(found) == ["one"]
    assert found["one"].shape == (32, 32, 3)
    assert "none.jpg" in capsys.readouterr().out


def test_the_command_writes_the_sheets_it_is_asked_for(
    generator: StyleGAN2, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_face_sheets.build, "generator", lambda name, _: {"face-generator": generator}[name])
    make_face_sheets.main(sheets="random,mixing", out=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faces_mixing.jpg", "faces_random.jpg"]
    assert all(path.stat().st_size <= 250_000 for path in tmp_path.iterdir())
    assert "faces_random.jpg" in capsys.readouterr().out


def test_the_command_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="readers"):
        make_face_sheets.main(sheets="random,sweeps", out=tmp_path, readers=tmp_path / "none")
    with pytest.raises(typer.BadParameter, match="jpg"):
        make_face_sheets.main(portraits_folder=tmp_path)
    assert not list(tmp_path.iterdir())
