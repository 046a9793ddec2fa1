"""Files of the published size, from the loopback to a network that reproduces a recorded reconstruction.

The rule that fills the weights and the recordings lie beside the repository (`../shared/parity`); without them these
tests are skipped.
"""

from collections import OrderedDict

import pytest
import torch
from recordings import filled, listed, needs, picture, recorded

from styletransfer.checkpoints import bundles
from styletransfer.checkpoints.build import wavelet_network
from styletransfer.models.wavelet_vgg import FULL_WIDTHS, VARIANTS, Variant

from .official import in_old_format, serve, with_filters
from .published import Server

PARTS = ("encoder", "decoder")

pytestmark = needs()


def file_of(part: str, variant: Variant) -> bytes:
    """Fill a file as listed: every key of the published one, in one plain dict."""
    names, _ = listed(part, variant)
    complete = with_filters(part, filled(part, variant), FULL_WIDTHS)
    assert {name: list(value.shape) for name, value in complete.items()} == names
    return in_old_format(OrderedDict((name, complete[name].contiguous()) for name in names))


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("variant", VARIANTS)
def test_fetched_files_reconstruct_as_recorded(
    server: Server, monkeypatch: pytest.MonkeyPatch, variant: Variant
) -> None:
    for part in PARTS:
        serve(server, monkeypatch, f"wct2-{variant}-{part}", file_of(part, variant))
    bundles.fetch(f"wct2-{variant}")
    network = wavelet_network(f"wct2-{variant}", torch.device("cpu"))
    archive = recorded(f"wct2_encode_{variant}.npz")
    expected = torch.from_numpy(archive["reconstruction"])
    with torch.no_grad():
        found = network(picture(archive["image_u8"]))
    assert (found - expected.reshape(found.shape)).abs().max() <= 1e-4 * expected.abs().max()
