"""The command line of the training: what is trained on, and how parts follow each other."""

from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from PIL import Image

from scripts import train_faces
from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.scorer import FaceScorer
from scripts.faces import generating, mapping, prior, reading
from scripts.faces.pictures import Pictures
from scripts.faces.scoring import Judges
from scripts.train_faces import ORDER, PARTS, Part
from tests.scripts.made_up_faces import Onlooker, portrait, random_codes

HELD_OUT = "faces/held_out_19.png"  # its name says so
JUDGED = "portraits/male_007.png"
FLAWED = "faces/flawed.png"
TRAINED = tuple(f"faces/{index}.png" for index in range(4))
NAMES = (*TRAINED, FLAWED, HELD_OUT, JUDGED)
SMALL = replace(train_faces.GENERATOR, size=16, channels=(8, 8, 8))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a run with tables of made-up portraits, whose pictures lie in `data` in it."""
    for module in (train_faces, generating):
        monkeypatch.setattr(module, "GENERATOR", SMALL)
    monkeypatch.setattr(train_faces, "EACH", 3)
    monkeypatch.setattr(train_faces, "EXCHANGED", 5)
    monkeypatch.setattr(train_faces, "prepare", lambda _: None)
    monkeypatch.setattr(reading, "SAMPLED", 32)
    for seed, name in enumerate(NAMES):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(portrait(seed=seed).picture).save(tmp_path / "data" / name)
    count = len(NAMES)
    chance = np.random.default_rng(0)
    meshes = portrait().points + chance.normal(0.0, 0.3, (count, 478, 3))
    np.savez(tmp_path / "mesh.npz", names=np.array(NAMES), pts=meshes)
    np.savez(
        tmp_path / "labels.npz", name=np.array(NAMES), good=np.array([name != FLAWED for name in NAMES]),
        age=30.0 + chance.random(count), male=0.5 + 0.1 * chance.random(count), smile=chance.normal(size=count),
        skin=np.zeros((count, 3)), light_x=np.zeros(count),
    )  # fmt: skip
    return tmp_path


def test_only_good_portraits_that_nothing_holds_out_are_trained_on(run: Path) -> None:
    train_faces.pictures(data=run / "data", run=run)
    training, held_out, judged = (Pictures.load(run / name) for name in ("training", "held_out", "judged"))
    assert training.names == list(TRAINED)
    assert (held_out.names, judged.names) == ([HELD_OUT], [JUDGED])
    assert training.genuine.tolist() == [True] * 12 + [False] * 5
    assert training.pictures.shape == (17, 16, 16, 3)


def test_the_parts_follow_each_other_to_a_generator(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train_faces.pictures(data=run / "data", run=run)
    random_codes(16).save(run / "codes.safetensors")
    torch.manual_seed(0)
    judges = Judges(scorer=cast(FaceScorer, Onlooker()), readers=PartReaders().requires_grad_(False))
    monkeypatch.setattr(train_faces.Judges, "load", lambda _teachers, _readers: judges)
    monkeypatch.setattr(train_faces, "DRAWS", 1)
    monkeypatch.setattr(train_faces, "CODES", train_faces.DRAWN)
    monkeypatch.setattr(prior, "WIDTH", 8)
    for module in (train_faces, generating):
        monkeypatch.setattr(module, "fitted_mapping", partial(mapping.fitted_mapping, steps=2))
    train_faces.prior(run=run, steps=2)
    for part in ORDER:
        short = replace(PARTS[part], side=16, steps=1, batch=4)
        monkeypatch.setattr(train_faces, "PARTS", {**train_faces.PARTS, part: short})
        train_faces.generate(part, run=run)
    states = [torch.load(run / f"{part}.pt", weights_only=True) for part in ORDER]
    assert [state["step"] for state in states] == [1] * len(ORDER)
    weights = [state["average"]["generator.input.input"] for state in states]
    for before, after in pairwise(weights):
        assert 0 < (after - before).abs().max() < 0.1  # it went on, from where the one before it was
    generator = train_faces.settled_generator(run, Part.settle)
    assert torch.equal(generator.input["input"], weights[-1])
    taught = train_faces.trained_generator(run, Part.settle)
    pairs = train_faces.random_codes(run)
    assert not torch.equal(generator.mapping(pairs.z), taught.mapping(pairs.z))
    torch.testing.assert_close(generator.latent_avg, generator.mapping(pairs.z).mean(dim=0), atol=0.2, rtol=0.1)
    train_faces.sheet(run / "sheet.png", Part.sharpen, run)  # which has no mapping network from z yet
    with Image.open(run / "sheet.png") as shown:
        assert shown.width > 8 * 16


@pytest.mark.parametrize("part", ORDER)
def test_a_part_goes_on_or_begins_from_the_one_before(
    part: Part, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[object, ...]] = []

    class Noted:
        def __init__(self, config: object, _sampler: object, judges: object, _random: object) -> None:
            calls.append(("made", config, judges))

        def load(self, path: Path) -> None:
            calls.append(("load", path.name))

        def begin(self, path: Path) -> None:
            calls.append(("begin", path.name))

        def run(self, path: Path, _until: float) -> None:
            calls.append(("run", path.name))
            path.touch()

    monkeypatch.setattr(train_faces, "Generating", Noted)
    monkeypatch.setattr(train_faces, "sampler_of", lambda *_: None)
    monkeypatch.setattr(train_faces, "random_codes", lambda _: None)
    monkeypatch.setattr(train_faces, "prepare", lambda _: None)
    monkeypatch.setattr(train_faces.Judges, "load", lambda teachers, readers: (teachers, readers))
    earlier = {later: f"{part}.pt" for part, later in pairwise(ORDER)}
    before = [("begin", earlier[part])] if part in earlier else []
    made = ("made", PARTS[part], (tmp_path / "data" / "teachers", tmp_path / "readers.safetensors"))
    for _ in range(2):
        train_faces.generate(part, data=tmp_path / "data", run=tmp_path)
    run = ("run", f"{part}.pt")
    assert calls == [made, *before, run, made, ("load", f"{part}.pt"), run]
