"""Published encoders to plain tensors: settings of a training, code in a file, and files of another kind."""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from styletransfer.checkpoints import convert_face_encoder
from styletransfer.checkpoints.convert_face_encoder import read_face_encoder
from styletransfer.checkpoints.convert_stylegan2 import read_stylegan2
from styletransfer.errors import CheckpointCorrupt

from .faces import SMALL, SmallEncoder, encoder_file
from .official import in_old_format
from .published import saved

pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let published encoders be small."""
    monkeypatch.setattr(convert_face_encoder, "FaceEncoder", SmallEncoder)


@pytest.mark.parametrize(
    "options",
    [
        Namespace(encoder_type="Encoder4Editing", device="cuda:0", stylegan_size=1024, learning_rate=1e-4, path=None),
        {"encoder_type": "Encoder4Editing", "best": np.float64(0.25), "steps": np.int64(7)},
        Namespace(encoder_type="Encoder4Editing", best=np.float32(0.25)),
        Namespace(),
        {},
        3,
    ],
    ids=["namespace", "numpy", "both", "empty namespace", "empty", "other"],
)
@pytest.mark.parametrize("old", [False, True])
def test_settings_of_a_training_do_no_harm(tmp_path: Path, options: object, old: bool) -> None:
    source = tmp_path / "e4e.pt"
    content = encoder_file(options=options)
    source.write_bytes(in_old_format(content) if old else saved(content))
    state = read_face_encoder(source, "e4e")
    assert state["generator.latent_avg"].shape == (SMALL.num_ws, SMALL.style_dim)


class Calling:
    """Calls a function when it is unpickled."""

    def __init__(self, *call: object) -> None:
        self.call = call

    def __reduce__(self) -> tuple[object, ...]:
        return self.call[0], self.call[1:]


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("place", ["opts", "state_dict", "latent_avg", "g_ema"])
def test_code_in_a_file_is_refused_and_does_nothing(tmp_path: Path, place: str, old: bool) -> None:
    source, trace = tmp_path / "e4e.pt", tmp_path / "trace"
    content = encoder_file() | {place: {"x": Calling(os.system, f"touch {trace}")}}
    source.write_bytes(in_old_format(content) if old else saved(content))
    for read in (lambda: read_face_encoder(source, "e4e"), lambda: read_stylegan2(source)):
        with pytest.raises(CheckpointCorrupt, match="was not run"):
            read()
    assert not trace.exists()
    torch.load(source, weights_only=False)
    assert trace.exists()  # the same file does run where code is allowed to


def test_only_stand_ins_are_allowed_and_only_while_reading(tmp_path: Path) -> None:
    source, before = tmp_path / "e4e.pt", torch.serialization.get_safe_globals()
    source.write_bytes(saved(encoder_file(options=SimpleNamespace(encoder_type="Encoder4Editing"))))
    with pytest.raises(CheckpointCorrupt, match="was not run"):
        read_face_encoder(source, "e4e")
    assert set(torch.serialization.get_safe_globals()) == set(before)


ENCODER_FAULTS: dict[str, tuple[Callable[[dict], object], str]] = {  # type: ignore[type-arg]
    "of the other kind": (lambda f: f["opts"].update(encoder_type="GradualStyleEncoder"), "kind psp instead of e4e"),
    "of no known kind": (lambda f: f["opts"].update(encoder_type="W"), "kind that is not known, 'W' instead of e4e"),
    "no state": (lambda f: f.pop("state_dict"), "lacks “state_dict” or"),
    "no average": (lambda f: f.pop("latent_avg"), "or “latent_avg”"),
    "an average of another length": (lambda f: f.update(latent_avg=torch.ones(3)), "layer latent_avg of"),
    "too few rows of it": (lambda f: f.update(latent_avg=f["latent_avg"][:3]), "layer latent_avg of"),
    "a layer is missing": (lambda f: f["state_dict"].pop("encoder.styles.5.linear.bias"), r"lacks layer styles\.5"),
    "a layer too many": (lambda f: f["state_dict"].update({"x.y": torch.ones(1)}), r"not known, x\.y"),
    "no generator": (
        lambda f: f.update(state_dict={k: v for k, v in f["state_dict"].items() if k.startswith("encoder")}),
        "lacks the layers of a StyleGAN2",
    ),
    "not a number": (
        lambda f: f["state_dict"].update({"encoder.styles.0.linear.bias": torch.full((8,), float("nan"))}),
        r"no numbers in layer styles\.0\.linear\.bias",
    ),
    "infinite": (
        lambda f: f["state_dict"]["decoder.convs.0.conv.weight"].mul_(float("inf")),
        r"no numbers in layer convs\.0\.conv\.weight",
    ),
}


@pytest.mark.parametrize("fault", ENCODER_FAULTS)
def test_another_file_than_an_encoder_is_told_apart(tmp_path: Path, fault: str) -> None:
    change, complaint = ENCODER_FAULTS[fault]
    content = encoder_file()
    change(content)
    source = tmp_path / "e4e.pt"
    source.write_bytes(saved(content))
    with pytest.raises(CheckpointCorrupt, match=complaint):
        read_face_encoder(source, "e4e")
