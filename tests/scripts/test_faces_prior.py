"""The flow learns a distribution that is not normal, and the mapping network goes where it and the taught one lead."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional

from scripts.faces import prior
from scripts.faces.codes import LENGTH
from scripts.faces.mapping import Pairs, fitted_mapping
from scripts.faces.networks import GENERATOR
from scripts.faces.prior import Flow, train_flow
from styletransfer.models.stylegan2 import StyleGAN2

SMALL = replace(GENERATOR, size=16, channels=(8, 8, 8))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior, "WIDTH", 64)
    torch.manual_seed(0)


def test_the_flow_finds_what_goes_together() -> None:
    kind = torch.randint(0, 2, (4000, 1)) * 2.0 - 1.0
    codes = torch.randn(4000, LENGTH)
    codes[:, :8] = 2.0 * kind + 0.1 * torch.randn(4000, 8)  # eight numbers that always agree
    told: list[str] = []
    flow = train_flow(codes, 400, told.append, every=200)
    found = flow.codes(torch.randn(500, LENGTH))[:, :8]
    agree = (found.sign() == found[:, :1].sign()).float().mean()
    assert agree > 0.9  # half of them would by chance
    assert found.abs().mean() == pytest.approx(2.0, abs=0.5)
    first, last = (float(line.split()[-1]) for line in told)
    assert last < first


def test_a_flow_is_kept(tmp_path: Path) -> None:
    flow, path = Flow(), tmp_path / "prior.safetensors"
    flow.save(path)
    z = torch.randn(3, LENGTH)
    assert torch.equal(Flow.load(path).codes(z), flow.codes(z))


def test_pairs_are_scaled_and_repeat() -> None:
    flow = Flow().requires_grad_(False)
    pairs, again = Pairs.drawn(flow, 20, 1), Pairs.drawn(flow, 20, 1)
    torch.testing.assert_close(pairs.z.square().mean(dim=1), torch.ones(20))
    assert torch.equal(pairs.codes, flow.codes(pairs.z))
    assert torch.equal(pairs.codes, again.codes)
    assert not torch.equal(pairs.z, Pairs.drawn(flow, 20, 2).z)


def test_a_mapping_network_goes_where_codes_go() -> None:
    taught = StyleGAN2(SMALL).style.requires_grad_(False)
    turn = torch.linalg.qr(torch.randn(LENGTH, LENGTH)).Q
    z = functional.normalize(torch.randn(4500, LENGTH)) * LENGTH**0.5
    codes = z @ turn + 1.5 * z.roll(1, dims=1).abs()
    w = taught(codes[4000:])

    def missed(mapping: nn.Module) -> float:
        with torch.no_grad():
            return float((mapping(z[4000:]) - w).square().mean() / w.var(dim=0).mean())

    begun, fitted = (missed(fitted_mapping(taught, Pairs(z[:4000], codes[:4000]), steps)) for steps in (0, 200))
    assert fitted < begun < 0.8
    assert missed(taught) > 1.5  # as much as somebody else's w
