"""Steps of the generator's training change what they should, and repeat exactly."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import torch
from torch import Tensor, nn

from scripts.face_scores.part_readers import PartReaders
from scripts.face_scores.scorer import FaceScorer
from scripts.faces import generating, reading
from scripts.faces.batches import Sampler
from scripts.faces.generating import Generating, GeneratingConfig, follow
from scripts.faces.networks import GENERATOR, painted
from scripts.faces.scoring import Judges
from tests.scripts.made_up_faces import Onlooker, known, random_codes, some_pairs, training_pictures

SIZE = 16
PLAIN = GeneratingConfig(side=SIZE, steps=4, batch=4, save_every=100)
JUDGED = replace(PLAIN, persuasion=0.1)
JUDGEMENTS = {
    "persuasion", "likeness", "excess", "pairs", "critic of photographs", "critic of reconstructions",
}  # fmt: skip
SETTLED = replace(JUDGED, settled=True)


@pytest.fixture(autouse=True)
def small_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generating, "GENERATOR", replace(GENERATOR, size=32, channels=(16, 16, 16, 16)))
    monkeypatch.setattr(reading, "SAMPLED", 64)


@pytest.fixture(scope="module")
def judges() -> Judges:
    torch.manual_seed(0)
    return Judges(scorer=cast(FaceScorer, Onlooker()), readers=PartReaders().requires_grad_(False))


def training(config: GeneratingConfig, judges: Judges, seed: int = 0) -> Generating:
    torch.manual_seed(seed)
    return Generating(config, Sampler(training_pictures(SIZE), known(), seed, random_codes(SIZE)), judges, some_pairs())


def copied(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in module.state_dict().items()}


def changed(module: nn.Module, before: dict[str, Tensor]) -> set[str]:
    return {name for name, value in module.state_dict().items() if not torch.equal(value, before[name])}


def step(made: Generating) -> dict[str, float]:
    return made.advance(made.sampler.draw(made.config.batch))


@pytest.mark.parametrize("config", [PLAIN, JUDGED, SETTLED], ids=["plain", "judged", "settled"])
def test_a_step_changes_what_it_trains(config: GeneratingConfig, judges: Judges) -> None:
    made = training(config, judges)
    model, critic, average = copied(made.model), copied(made.critics), copied(made.average)
    losses = step(made)
    moved = changed(made.model, model)
    expected = {"probe.weight", "reading.foretell.weight", "generator.style.1.weight", "generator.input.input",
                "generator.convs.3.conv.weight", "generator.to_rgbs.1.conv.weight"}  # fmt: skip
    assert expected <= moved
    assert any(name.startswith("mapping.") for name in moved) == config.settled
    assert bool(losses.get("pairs", 0.0)) == config.settled
    assert not {name for name in moved if name.startswith(("reading.mean", "generator.noises."))}
    assert not {name for name in moved if name.startswith(("generator.convs.4.", "generator.to_rgbs.2."))}  # 32 px
    assert bool(changed(made.critics, critic)) == bool(config.persuasion)
    assert changed(made.average, average) == moved
    assert all(parameter.requires_grad for parameter in made.critics.parameters())
    judged = JUDGEMENTS if config.persuasion else set()
    assert set(losses) == {"pixels", "features", "labels", "reading"} | judged
    assert made.step == 1


@pytest.mark.parametrize("config", [PLAIN, JUDGED, SETTLED], ids=["plain", "judged", "settled"])
def test_a_seed_makes_the_same_training(config: GeneratingConfig, judges: Judges) -> None:
    first = training(config, judges)
    losses = [step(first), step(first)]
    second = training(config, judges)
    assert [step(second), step(second)] == losses
    assert not changed(first.average, copied(second.average))
    other = training(config, judges, seed=1)
    assert step(other) != losses[0]


def test_a_loaded_training_goes_on_exactly(judges: Judges, tmp_path: Path) -> None:
    whole, path = training(JUDGED, judges), tmp_path / "sharpen.pt"
    step(whole)
    whole.save(path)
    expected = step(whole)
    again = training(JUDGED, judges, seed=7)
    again.load(path)
    assert again.step == 1
    assert step(again) == expected
    for part in ("model", "average", "critics"):
        assert not changed(getattr(again, part), copied(getattr(whole, part))), part
    assert not path.with_suffix(".partial").exists()


def test_a_checkpoint_without_draws_is_taken_with_a_word(
    judges: Judges, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made, path = training(PLAIN, judges), tmp_path / "teach.pt"
    made.save(path)
    state = torch.load(path, weights_only=True)
    del state["chance"]
    torch.save(state, path)
    training(PLAIN, judges, seed=1).load(path)
    assert "drawn anew" in caplog.text


def test_the_run_ends_with_its_schedule_or_its_time(judges: Judges, tmp_path: Path) -> None:
    made = training(replace(PLAIN, steps=2), judges)
    made.run(tmp_path / "teach.pt", float("inf"))
    assert made.step == 2
    late = training(PLAIN, judges)
    late.run(tmp_path / "late.pt", 0.0)
    assert late.step == 0
    assert torch.load(tmp_path / "teach.pt", weights_only=True)["step"] == 2


def test_a_part_begins_where_the_one_before_it_ended(judges: Judges, tmp_path: Path) -> None:
    before, path = training(PLAIN, judges), tmp_path / "teach.pt"
    step(before)
    before.save(path)
    made = training(replace(JUDGED, side=2 * SIZE), judges, seed=5)
    made.begin(path)
    assert made.step == 0
    w_plus = torch.randn(2, made.model.generator.num_ws, 192)
    small = painted(made.model.generator, w_plus, SIZE)
    torch.testing.assert_close(small, painted(before.average.generator, w_plus, SIZE))
    to_rgb = made.model.generator.to_rgbs[2]
    assert not to_rgb.get_parameter("conv.weight").any()  # a larger side begins as the smaller one, enlarged
    large = painted(made.model.generator, w_plus, 2 * SIZE)
    torch.testing.assert_close(large.mean(dim=(2, 3)), small.mean(dim=(2, 3)), atol=0.05, rtol=0.05)


def test_only_the_reading_may_be_missing_at_the_beginning(judges: Judges, tmp_path: Path) -> None:
    made, path = training(PLAIN, judges), tmp_path / "teach.pt"
    made.save(path)
    state = torch.load(path, weights_only=True)
    kept = {name: value for name, value in state["average"].items() if not name.startswith("reading.")}
    torch.save({**state, "average": kept}, path)
    made.begin(path)
    kept["prob.weight"] = kept.pop("probe.weight")
    torch.save({**state, "average": kept}, path)
    with pytest.raises(ValueError, match=r"another model: probe\.weight, prob\.weight"):
        made.begin(path)


def test_the_average_follows_weights_and_copies_statistics() -> None:
    slow, quick = nn.BatchNorm1d(2), nn.BatchNorm1d(2)
    with torch.no_grad():
        quick.weight.fill_(3.0)
        quick.running_mean.fill_(5.0)  # type: ignore[union-attr]
    follow(slow, quick, 0.75)
    torch.testing.assert_close(slow.weight.detach(), torch.full((2,), 1.5))
    torch.testing.assert_close(slow.running_mean, torch.full((2,), 5.0))
