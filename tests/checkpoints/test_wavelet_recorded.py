"""Files of the published size, from the loopback to a network that reproduces a recorded reconstruction.

The rule that fills the weights and the recordings lie beside the repository (`../shared/parity`); without them these
tests are skipped.
"""

import importlib.util
from collections import OrderedDict
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

from styletransfer.checkpoints import bundles
from styletransfer.checkpoints.build import wavelet_network
from styletransfer.models.wavelet_vgg import FULL_WIDTHS, VARIANTS, Variant

from .official import in_old_format, serve, with_filters
from .published import Server

RECORDINGS = Path(__file__).parents[3] / "shared" / "parity"
PARTS = ("encoder", "decoder")

pytestmark = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not beside the repository")


def rule() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fill", RECORDINGS / "fill.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def filled(part: str, variant: Variant) -> bytes:
    """Fill a file as listed: every key of the published one, in one plain dict."""
    fill = rule()
    names, prefix = fill.load_manifest(RECORDINGS / f"wave_{part}_{variant}_l4_keys.json")
    weights = {name: torch.from_numpy(value) for name, value in fill.fill(names, prefix).items()}
    complete = with_filters(part, weights, FULL_WIDTHS)
    assert {name: list(value.shape) for name, value in complete.items()} == names
    return in_old_format(OrderedDict((name, complete[name].contiguous()) for name in names))


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("variant", VARIANTS)
def test_fetched_files_reconstruct_as_recorded(
    server: Server, monkeypatch: pytest.MonkeyPatch, variant: Variant
) -> None:
    for part in PARTS:
        serve(server, monkeypatch, f"wct2-{variant}-{part}", filled(part, variant))
    bundles.fetch(f"wct2-{variant}")
    network = wavelet_network(f"wct2-{variant}", torch.device("cpu"))
    with np.load(RECORDINGS / f"wct2_encode_{variant}.npz") as recorded:
        image = torch.from_numpy(recorded["image_u8"]).permute(2, 0, 1)[None].float() / 255
        expected = torch.from_numpy(recorded["reconstruction"])
    with torch.no_grad():
        found = network(image)
    assert (found - expected.reshape(found.shape)).abs().max() <= 1e-4 * expected.abs().max()
