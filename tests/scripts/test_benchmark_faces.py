"""The measurements of the face models: the plain generator is the same generator, also in its gradients."""

import pytest
import torch

from scripts.benchmarks.faces_speed import EQUAL, measure_shipped, plain_synthesis, random_generator
from styletransfer.models.face_encoder import SIDE
from styletransfer.models.stylegan2 import StyleGAN2Config

CONFIG = StyleGAN2Config(size=16, channels=(8, 7, 5), style_dim=6, mapping_layers=1)


@pytest.mark.parametrize("batch", [1, 3])
def test_the_baseline_paints_the_same_picture(batch: int) -> None:
    network = random_generator(CONFIG)
    w_plus = torch.randn(batch, 6, 6, generator=torch.Generator().manual_seed(0))
    ours, plain = network.synthesis(w_plus), plain_synthesis(network, w_plus)
    span = float(plain.max() - plain.min())
    assert float((ours - plain).abs().max()) < EQUAL * span
    assert float((network.synthesis(w_plus, "none") - plain).abs().max()) > 10 * EQUAL * span


def test_the_baseline_learns_the_same() -> None:
    network = random_generator(CONFIG).requires_grad_(True)
    w_plus = torch.randn(2, 6, 6, generator=torch.Generator().manual_seed(0))
    found = []
    for image in (network.synthesis(w_plus), plain_synthesis(network, w_plus)):
        network.zero_grad()
        image.square().mean().backward()
        found.append({name: value.grad for name, value in network.named_parameters() if value.grad is not None})
    ours, plain = found
    assert ours.keys() == plain.keys()
    for name, gradient in plain.items():
        torch.testing.assert_close(ours[name], gradient, rtol=1e-3, atol=1e-5)


def test_shipped_models_are_timed_in_both_precisions(capsys: pytest.CaptureFixture[str]) -> None:
    encoder = torch.nn.Sequential(torch.nn.Conv2d(3, 2, 3), torch.nn.Flatten())
    measure_shipped(lambda: random_generator(CONFIG), lambda: encoder, SIDE)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith(" ")] == ["loading:", "float32", "bfloat16"]
    assert all("generator" in line and "encoder" in line for line in lines if line.startswith(" "))
