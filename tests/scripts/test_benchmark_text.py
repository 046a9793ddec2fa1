"""The measurements of prompts: what is timed is what the studio does, and tables count what the judges see."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from scripts.benchmarks import text_quality, text_sheet, text_speed
from scripts.benchmarks.text_quality import Stage, edited, judge, out_of_domain, report, summary
from scripts.text_judging.attributes import READINGS
from scripts.text_judging.prompts import HeldOutPrompt
from styletransfer.errors import CheckpointMissing
from styletransfer.recipes.faces import FacePrompt
from styletransfer.run import face_text
from styletransfer.run.face_models import FaceModels
from styletransfer.run.face_text import TextModels
from tests.algorithms.tiny_text import PlantedFaces, TinyClip, generator, relevance
from tests.run.small_faces import small_models

RED = HeldOutPrompt("a red face", (("age", 1),), "a pale face", "a face", ("order",))
FACES = 6


class Words(TinyClip):
    """Knows two words: red, which is what the first channel does, and pale, the opposite."""

    words = frozenset(("red", "pale", "face"))
    tokenizer = None

    def encode_text(self, texts: list[str]) -> Tensor:
        """Return the meaning of the first channel for each red, less that for each pale."""
        meaning = relevance().fs3[0]
        signs = [text.split().count("red") - text.split().count("pale") for text in texts]
        return torch.stack([5 * torch.ones(self.dim) + sign * meaning for sign in signs])


def judges(pictures: Tensor) -> dict[str, np.ndarray]:
    """See redness as age, and nothing else but a little of it in the smile."""
    red = pictures[:, 0].mean(dim=(1, 2)).double().numpy()
    return {name: np.zeros(len(red)) for name in READINGS} | {"age": red, "smile": 0.1 * red}


@pytest.fixture
def models() -> FaceModels:
    return replace(small_models("tiny"), generator=generator(PlantedFaces))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget what earlier prompts meant."""
    face_text._meaning.cache_clear()
    face_text._embedded.cache_clear()
    yield
    face_text._meaning.cache_clear()
    face_text._embedded.cache_clear()


@pytest.fixture
def stage(models: FaceModels) -> Stage:
    text = TextModels(clip=Words(), relevance=relevance(floor=0.5, sliders={}))
    random = torch.Generator().manual_seed(0)
    codes = models.generator.broadcast(models.generator.mapping(torch.randn(FACES, 6, generator=random)))
    before = text_quality.read(judges, edited(models, text, codes, FacePrompt(target="red", strength=0.0)))
    return Stage(
        models=models, text=text, judges=judges, codes=codes, before=before,
        groups={"portraits": slice(0, 2), "random": slice(2, None)}, sigma=dict.fromkeys(READINGS, 0.1),
    )  # fmt: skip


def test_a_prompt_is_judged_by_what_it_changes(stage: Stage) -> None:
    found = judge(stage, RED)
    mean = found.of_mean(slice(None))
    assert mean.right
    assert (mean.reading, mean.rival) == ("age", "smile")
    assert mean.strongest == pytest.approx(0.1 * mean.intended)
    assert found.opposite < 0 < mean.intended
    assert found.share(slice(None)) == 1.0
    turned = replace(RED, changes=(("age", -1),))
    assert judge(stage, turned).share(slice(None)) == 0.0


def test_the_table_counts_what_is_right(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = replace(RED, text="red", changes=(("beard", 1),), opposite="", kinds=())
    summary(stage, [report(stage, judge(stage, each)) for each in (RED, wrong)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["a", "red", "face"]
    assert "100%" in lines[0]
    assert "  0%" in lines[1]
    assert "portraits: right on 50.0% of pairs of prompt and face, 50.0% of prompts" in lines[2]
    assert lines[2].endswith("(short of the aim of 85%)")
    assert "opposite ways in 1 of 1" in lines[4]
    assert lines[5].startswith("    0 of 2")
    assert "age 100% of 1, beard 0% of 1" in lines[6]
    assert "order 100% of 1, plain 0% of 1" in lines[7]


def test_a_refused_prompt_is_wrong_on_every_face(stage: Stage) -> None:
    found = judge(stage, replace(RED, text="a face", neutral=""))
    assert found.share(slice(None)) == 0.0
    assert "mean the same" in found.doubts[0]
    assert np.isnan(found.opposite)
    assert judge(stage, replace(RED, opposite="a face")).opposite == 0.0


def test_prompts_about_other_things_count_when_they_are_told(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    out_of_domain(stage.text, ("a red face", "a red zombie", "👽"))
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first.endswith("NOT TOLD")
    assert "“zombie”" in second
    assert "refused" in third
    assert last.endswith("2 of 3 are told (short of the aim of 8)")


def test_what_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text_quality.measure(tmp_path)
    assert "has no faces, portraits, teachers; name the folder with --data" in capsys.readouterr().out

    def missing(*_: object) -> None:
        raise CheckpointMissing("The text model is not on this machine.")

    for name in ("faces", "portraits", "teachers"):
        (tmp_path / name).mkdir()
    for module in (text_quality, text_speed):
        monkeypatch.setattr(module, "face_models", small_models_anywhere)
        monkeypatch.setattr(module, "text_models", missing)
    text_quality.measure(tmp_path)
    text_speed.measure()
    assert capsys.readouterr().out.count("Left out: The text model is not on this machine.") == 2


def small_models_anywhere(device: torch.device) -> FaceModels:
    assert device.type == "cpu"
    return small_models()


def test_both_ways_are_timed_for_every_prompt(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, float]] = []
    plain: list[str] = []

    def live(*_: object, prompts: list[FacePrompt], text: TextModels) -> None:
        asked.extend((each.target, each.strength) for each in prompts)

    monkeypatch.setattr(text_speed, "live", live)
    monkeypatch.setattr(text_speed, "published", lambda *given: plain.append(given[3]))
    monkeypatch.setattr(text_speed, "AIMS", {"new prompt": 60.0, "changed strength": 0.0})
    text_speed.report(stage.models, stage.text, partial(object), ["red", "pale"])
    assert asked == [("red", 4.0), ("red", 2.0), ("red", 6.0), ("pale", 4.0), ("pale", 2.0), ("pale", 6.0)]
    assert plain == ["red", "pale"]
    new, changed, published = capsys.readouterr().out.splitlines()
    assert "(within the aim of 60000 ms)" in new
    assert "as fast as the published way" in new
    assert "(beyond the aim of 0 ms)" in changed
    assert "aim" not in published


def test_sheets_show_every_prompt_on_every_face(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def edited_grey(models: FaceModels, text: TextModels, codes: Tensor, prompt: FacePrompt) -> Tensor:
        seen.append(prompt.target)
        return torch.full((len(codes), 3, 8, 8), 0.5)

    monkeypatch.setattr(text_sheet, "face_models", lambda device: stage.models)
    monkeypatch.setattr(text_sheet, "text_models", lambda *_: stage.text)
    monkeypatch.setattr(text_sheet, "portrait_codes", lambda *_: (["a", "b"], stage.codes[:2]))
    monkeypatch.setattr(text_sheet, "random_codes", lambda *_: stage.codes[2:4])
    monkeypatch.setattr(text_sheet, "edited", edited_grey)
    monkeypatch.setattr(text_sheet, "HELD_OUT", (RED, replace(RED, text="red"), replace(RED, text="red red")))
    monkeypatch.setattr(text_sheet, "A_SHEET", 2)
    (tmp_path / "portraits").mkdir()
    text_sheet.measure(tmp_path, tmp_path / "out")
    assert seen == ["a red face", "red", "red red"]
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["text_1.png", "text_2.png"]
    assert "text_2.png" in capsys.readouterr().out
