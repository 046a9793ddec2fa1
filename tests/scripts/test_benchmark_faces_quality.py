"""The quality of face models: which portraits count, and what is printed without data."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from scripts.benchmarks import faces_quality
from scripts.benchmarks.faces_quality import FOLDERS, JUDGED, Material, aligned_album, measure
from scripts.face_sheets.examples import Aligned
from scripts.face_sheets.layout import Pixels
from scripts.faces.portraits import held_out
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

SIZE = 16
COUNT = 90


def no_predictor(image: Pixels, box: object) -> None:
    raise AssertionError("nothing is to be looked for")


@pytest.fixture
def generator() -> StyleGAN2:
    torch.manual_seed(0)
    config = StyleGAN2Config(size=SIZE, channels=(8, 6, 4), style_dim=6, mapping_layers=1)
    return StyleGAN2(config).requires_grad_(False).eval()


@pytest.fixture
def encoder(generator: StyleGAN2) -> PortraitEncoder:
    config = PortraitEncoderConfig(
        size=32, widths=(8, 8, 8), depths=(1, 1, 1), reduced=8, bottleneck=8, style_dim=6, num_ws=generator.num_ws
    )
    return PortraitEncoder(config).requires_grad_(False).eval()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make portraits whose grey level is their number; some have no face, some are cut off or small."""

    def found(photo: Pixels, _: object, size: int) -> Aligned | None:
        level = int(photo[0, 0, 0])
        picture = np.full((size, size, 3), level, np.uint8)
        kind = level % 6
        return None if kind == 0 else Aligned(picture, 20.0 if kind == 1 else 200.0, 0.5 if kind == 2 else 0.0)

    monkeypatch.setattr(faces_quality, "aligned", found)
    for folder in (*FOLDERS, JUDGED, "teachers"):
        (tmp_path / folder).mkdir(parents=True)
    for number in range(COUNT):
        path = tmp_path / FOLDERS[number % 3] / f"{number}.jpg"
        Image.new("RGB", (16, 16), (number,) * 3).save(path, "PNG")  # without losses
    return tmp_path


def test_only_usable_portraits_count_and_none_twice(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces_quality, "TRAINING", 10)
    monkeypatch.setattr(faces_quality, "COMPARED", 3)
    monkeypatch.setattr(faces_quality, "portraits", lambda folder, *_: {folder.name: np.zeros((SIZE, SIZE, 3))})
    monkeypatch.setattr(faces_quality, "rendered", lambda seed, size, _: np.full((size, size, 3), seed))
    album = aligned_album(data, no_predictor, SIZE)
    names = {number: f"{FOLDERS[number % 3]}/{number}.jpg" for number in range(COUNT) if number % 6 > 2}
    kept = [number for number, name in names.items() if held_out(name)]
    assert kept
    assert sorted(album.held_out[:, 0, 0, 0].tolist()) == kept
    chosen = album.training[:, 0, 0, 0].tolist()
    assert len(set(chosen)) == len(chosen) == 10
    assert set(chosen) <= names.keys() - set(kept)
    assert chosen != sorted(chosen)  # of all folders
    assert album.judged.shape == (1, SIZE, SIZE, 3)
    assert len(np.unique(album.renders)) == len(album.renders) == 3


def test_a_sentence_says_what_is_missing(
    generator: StyleGAN2, encoder: PortraitEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FOLDERS[0]).mkdir(parents=True)
    readers = tmp_path / "readers.safetensors"
    measure(generator, encoder, no_predictor, Material(data=tmp_path, readers=readers))
    told = capsys.readouterr().out
    assert "Left out" in told
    assert FOLDERS[1] in told
    assert FOLDERS[0] not in told
    for folder in (*FOLDERS, JUDGED, "teachers"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    measure(generator, encoder, no_predictor, Material(data=tmp_path, readers=readers))
    assert "no readers" in capsys.readouterr().out


def test_every_score_is_printed(
    generator: StyleGAN2,
    encoder: PortraitEncoder,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    readers = data / "readers.safetensors"
    readers.touch()
    monkeypatch.setattr(faces_quality, "aligned_album", lambda *_: "album")
    monkeypatch.setattr(faces_quality.Judges, "load", lambda teachers, file: (teachers.name, file))
    judges = ("teachers", readers)
    told = {(generator, "album", judges): ("random faces", {"precision": 0.5, "recall": 0.25}),
            (generator, encoder, "album", judges): ("inversion", {"psnr": 17.1234})}  # fmt: skip
    for report in ("generator_report", "encoder_report"):
        monkeypatch.setattr(faces_quality, report, lambda *given: iter([told[given]]))
    measure(generator, encoder, no_predictor, Material(data=data, readers=readers))
    assert capsys.readouterr().out.splitlines()[2:] == [
        "    random faces: precision 0.500, recall 0.250",
        "    inversion: psnr 17.123",
    ]
