"""Generators and encoders of the published shape, from the loopback to pictures and codes as recorded.

The rule that fills the weights and the recordings lie beside the repository (`../shared/parity`); without them these
tests are skipped. The shape is that of 256 px; an encoder's file has 925 MB.
"""

import hashlib
import json
import shutil
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from recordings import FOLDER, filled_by, needs, recorded
from torch import Tensor

from styletransfer.checkpoints import bundles, store
from styletransfer.checkpoints.build import face_encoder, generator
from styletransfer.models.face_encoder import FaceEncoder

from .faces import ada_modules, ada_names, ada_pickle, with_kernels
from .official import serve
from .published import Server, saved

CPU = torch.device("cpu")
pytestmark = [needs("stylegan2_256_keys.json"), pytest.mark.usefixtures("models")]


def listed_kernels(file: str) -> list[str]:
    """Return the names of the fixed filters in a list of keys."""
    fixed: list[str] = json.loads((FOLDER / file).read_text())["fixed"]
    return fixed


def published(monkeypatch: pytest.MonkeyPatch, server: Server, name: str, body: bytes) -> None:
    known = {} if name == "psp-ffhq" else {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    serve(server, monkeypatch, name, body, **known)


def assert_as_recorded(found: Tensor, expected: Tensor, tolerance: float) -> None:
    assert found.shape == expected.shape
    assert (found - expected).abs().max() <= tolerance


@pytest.mark.parametrize("name", ["stylegan2-ffhq", "stylegan2-ada-ffhq"])
def test_a_fetched_generator_paints_as_recorded(server: Server, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    state = filled_by("stylegan2_256_keys.json")
    if name == "stylegan2-ffhq":
        average = state.pop("latent_avg")
        complete = with_kernels(state, listed_kernels("stylegan2_256_keys.json"))
        body = saved({"g_ema": OrderedDict(complete), "latent_avg": average})
    else:
        ada_modules(monkeypatch)
        body = ada_pickle(ada_names(state), "raise SystemExit")
    published(monkeypatch, server, name, body)
    bundles.fetch(name)
    network = generator(name, CPU)
    synthesis, mapping = recorded("stylegan2_256_synthesis.npz"), recorded("stylegan2_256_mapping.npz")
    with torch.no_grad():
        image = network.synthesis(torch.from_numpy(synthesis["wplus"])[None])[0]
        w = network.truncated(network.mapping(torch.from_numpy(mapping["z"])), 0.7)
    assert_as_recorded(image, torch.from_numpy(synthesis["image_stored_noise"]), 5e-5)
    assert_as_recorded(w, torch.from_numpy(mapping["w_trunc0.7"]), 5e-5)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "recording"), [("e4e", "e4e_256_astro.npz"), ("psp", "psp_256_astro.npz")])
def test_a_fetched_encoder_inverts_as_recorded(
    server: Server,
    models: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    kind: str,
    recording: str,
) -> None:
    request.addfinalizer(lambda: shutil.rmtree(models))  # two gigabytes
    keys, name = f"{kind}_256_keys.json", f"{kind}-ffhq"
    state = filled_by(keys)
    average = state.pop("latent_avg")
    complete = with_kernels(state, listed_kernels(keys))
    types = {"e4e": "Encoder4Editing", "psp": "GradualStyleEncoder"}
    content = {"state_dict": OrderedDict(complete), "latent_avg": average, "opts": {"encoder_type": types[kind]}}
    published(monkeypatch, server, name, saved(content))
    del state, complete, content
    bundles.fetch(name)
    server.bodies.clear()
    assert store.status(name).pinned == (kind == "psp")
    encoder, painter = face_encoder(name, CPU), generator(name, CPU)
    assert isinstance(encoder, FaceEncoder)
    archive = recorded(recording)
    picture = torch.from_numpy(archive["image_u8"]).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        codes = encoder(picture) + painter.latent_avg
        image = painter.synthesis(codes)[0]
    assert_as_recorded(codes[0], torch.from_numpy(archive["codes_plus_avg"]), 5e-5)
    crop = image if "image" in archive else image[:, 96:160, 64:128]
    assert_as_recorded(crop, torch.from_numpy(archive.get("image", archive.get("image.crop"))), 1e-4)
