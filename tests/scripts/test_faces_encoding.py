"""Steps of the encoder's training, and the files that are written in the end."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from scripts.faces import encoding
from scripts.faces.batches import Sampler
from scripts.faces.encoding import Encoding, EncodingConfig
from scripts.faces.exporting import MULTIPLIER, write_encoder, write_generator
from scripts.faces.networks import GENERATOR
from scripts.weights_file import fill
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig
from styletransfer.models.stylegan2 import StyleGAN2
from tests.scripts.made_up_faces import known, random_codes, some_pairs, training_pictures

SMALL = replace(GENERATOR, size=16, channels=(8, 8, 8))
CONFIG = EncodingConfig(warm=1, steps=10, batch=4)


@pytest.fixture(autouse=True)
def small_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = PortraitEncoderConfig(size=16, widths=(8, 8, 8), depths=(1, 1, 1), reduced=4, bottleneck=6, num_ws=6)
    monkeypatch.setattr(encoding, "ENCODER", shape)


def training(seed: int = 0) -> Encoding:
    torch.manual_seed(0)
    generator = StyleGAN2(SMALL)
    torch.manual_seed(seed)
    return Encoding(CONFIG, generator, Sampler(training_pictures(16), known(), seed, random_codes(16)), some_pairs())


def step(made: Encoding) -> dict[str, float]:
    return made.advance(made.sampler.draw(CONFIG.batch))


def test_warm_steps_learn_w_alone_and_the_others_paint() -> None:
    made = training()
    frozen = {name: value.clone() for name, value in made.generator.state_dict().items()}
    before = {name: value.clone() for name, value in made.encoder.state_dict().items()}
    assert set(step(made)) == {"codes"}
    moved = {name for name, value in made.encoder.state_dict().items() if not torch.equal(value, before[name])}
    assert {"to_w.weight", "linear.weight", "stem.weight"} <= moved
    assert not {"to_offsets.weight", "seen.weight"} & moved
    assert set(step(made)) == {"pixels", "features", "plain", "codes", "offsets"}
    assert made.encoder.to_offsets.weight.any()
    assert all(torch.equal(value, frozen[name]) for name, value in made.generator.state_dict().items())


def test_a_loaded_training_goes_on_exactly(tmp_path: Path) -> None:
    whole, path = training(), tmp_path / "encoder.pt"
    step(whole)
    whole.save(path)
    expected = step(whole)
    again = training(seed=5)
    again.load(path)
    assert step(again) == expected
    for name, value in again.average.state_dict().items():
        assert torch.equal(value, whole.average.state_dict()[name]), name


def test_the_written_generator_computes_the_same(tmp_path: Path) -> None:
    torch.manual_seed(0)
    generator = StyleGAN2(replace(GENERATOR, mapping_layers=5)).requires_grad_(False)
    generator.latent_avg.normal_()
    path = tmp_path / "face_generator.safetensors"
    write_generator(generator, path, {"recipe": "a test"})
    shipped = fill(StyleGAN2(replace(generator.config, mapping_lr_multiplier=MULTIPLIER)), path)
    z = torch.randn(4, GENERATOR.style_dim)
    torch.testing.assert_close(shipped.mapping(z), generator.mapping(z), atol=2e-2, rtol=1e-2)
    torch.testing.assert_close(shipped.latent_avg, generator.latent_avg, atol=2e-3, rtol=1e-2)
    w_plus = generator.broadcast(generator.mapping(z[:1]))
    torch.testing.assert_close(
        shipped.synthesis(w_plus), generator.synthesis(w_plus, "none"), atol=0.05, rtol=0.05
    )  # it ships without noise
    with safe_open(path, "pt") as stored:
        assert stored.metadata()["recipe"] == "a test"
        assert stored.metadata()["name"] == "face-generator"


def test_the_written_encoder_computes_the_same(tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder = PortraitEncoder(encoding.ENCODER).eval().requires_grad_(False)
    path = tmp_path / "face_encoder.safetensors"
    write_encoder(encoder, path, {})
    image = torch.rand(2, 3, 16, 16)
    for found, expected in zip(fill(PortraitEncoder(encoding.ENCODER), path)(image), encoder(image), strict=True):
        torch.testing.assert_close(found, expected, atol=1e-2, rtol=1e-2)
