"""The published CLIP, from the download to embeddings; and that which ships."""

import hashlib
import io
import threading
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from small_clip import RESNET, TEMPLATES, TRANSFORMER, WORDS, archive, network, small_clip
from torch.nn import functional

from styletransfer.checkpoints import build, bundles, entries_clip, load, store
from styletransfer.checkpoints.clip_files import save_clip
from styletransfer.checkpoints.convert_clip import read_clip
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.models.clip import preprocessed
from styletransfer.models.clip_parts import ClipShape
from styletransfer.models.clip_tokens import Tokenizer

from .official import serve
from .published import Server, ship

NAME = "clip-vit-b32"
TEXTS = ["an old man with glasses", "a face"]
pytestmark = pytest.mark.usefixtures("models")


@pytest.fixture(scope="module")
def body() -> bytes:
    """Save a small CLIP as the real file is."""
    return archive(network(TRANSFORMER))


@pytest.fixture(autouse=True)
def float32(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute exactly, whatever this machine is quick at."""
    monkeypatch.setattr("styletransfer.devices.has_fast_bfloat16", lambda device_type: False)


def publish(server: Server, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    serve(server, monkeypatch, NAME, body, bytes=len(body), sha256=hashlib.sha256(body).hexdigest())


def in_torchscript(body: bytes) -> Any:
    """Load the archive as clip's `load` does, in float32."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.load(io.BytesIO(body)).eval()


def test_the_published_file_becomes_a_clip(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    publish(server, monkeypatch, body)
    with pytest.raises(CheckpointMissing, match=r"ViT-B-32\.pt, .*weights fetch clip-vit-b32"):
        build.clip(NAME)
    bundles.fetch(NAME)
    clip = build.clip(NAME)
    assert build.clip(NAME) is clip
    assert (clip.name, clip.words, len(clip.templates)) == (NAME, None, 79)
    assert (clip.dim, clip.image_size, clip.context_length) == (32, 32, 77)
    assert {value.dtype for value in clip.network.parameters()} == {torch.float32}

    published, pictures = in_torchscript(body), torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        texts = published.encode_text(Tokenizer().encode(TEXTS[:1], 77)).float()
        seen = published.encode_image(preprocessed(pictures[:1], 32)).float()
    torch.testing.assert_close(clip.encode_text(TEXTS)[:1], texts, atol=0.02, rtol=0.02)  # theirs is in half precision
    torch.testing.assert_close(clip.encode_image(pictures)[:1], seen, atol=0.02, rtol=0.02)


def test_it_is_converted_once_and_keeps_its_precision(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    publish(server, monkeypatch, body)
    bundles.fetch(NAME)
    first = build.clip(NAME).encode_text(TEXTS)
    kept = load_file(models / "clip-vit-b32.safetensors")
    state = in_torchscript(body).state_dict()
    notes = {"input_resolution", "context_length", "vocab_size"}
    assert kept.keys() == state.keys() - notes
    assert all(torch.equal(value, state[name]) and value.dtype == state[name].dtype for name, value in kept.items())
    monkeypatch.setattr(build, "_clips", {})
    monkeypatch.setattr(load, "read_clip", lambda source: pytest.fail("the archive was read again"))
    assert torch.equal(build.clip(NAME).encode_text(TEXTS), first)
    store.remove(NAME)
    assert not any(path.suffix in (".pt", ".safetensors") for path in models.iterdir())


def test_two_threads_read_it_once(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    publish(server, monkeypatch, body)
    bundles.fetch(NAME)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(build.clip(NAME))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(map(id, found))) == 1


def test_another_file_is_refused_before_it_is_read(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    publish(server, monkeypatch, body)
    models.mkdir(parents=True)
    (models / "ViT-B-32.pt").write_bytes(archive(network(TRANSFORMER, seed=1)))
    monkeypatch.setattr(load, "read_clip", lambda source: pytest.fail("it was read"))
    with pytest.raises(CheckpointCorrupt, match=r"ViT-B-32\.pt"):
        build.clip(NAME)


@pytest.mark.parametrize(
    ("shape", "message"),
    [(RESNET, "tokens does not fit a network for 12"), (replace(TRANSFORMER, vocab_size=60), "for 60")],
)
def test_an_archive_for_other_tokens_is_refused(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, shape: ClipShape, message: str
) -> None:
    publish(server, monkeypatch, archive(network(shape)))
    bundles.fetch(NAME)
    with pytest.raises(CheckpointCorrupt, match=message):
        build.clip(NAME)


def saved_module(module: torch.nn.Module) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.script(module), stream)
    return stream.getvalue()


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "ViT-B-32.pt"
    source.write_bytes(saved_module(torch.nn.Linear(2, 3)))
    with pytest.raises(CheckpointCorrupt, match="does not hold the layers of a CLIP"):
        read_clip(source)


def test_broken_numbers_are_refused(tmp_path: Path) -> None:
    broken = network(TRANSFORMER)
    broken.state_dict()["ln_final.bias"][3] = torch.nan
    source = tmp_path / "ViT-B-32.pt"
    source.write_bytes(archive(broken))
    with pytest.raises(CheckpointCorrupt, match=r"no numbers in layer ln_final\.bias"):
        read_clip(source)


def test_the_folder_of_programs_may_hold_anything(tmp_path: Path, body: bytes) -> None:
    source = tmp_path / "ViT-B-32.pt"
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(source, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"this is no program" if "/code/" in name else old.read(name))
    assert read_clip(source)["visual.proj"].dtype == torch.float16
    with pytest.raises(RuntimeError):
        in_torchscript(source.read_bytes())


def test_the_real_entry_is_what_openai_publishes() -> None:
    entry = MANIFEST[NAME]
    assert entry.sha256 is not None
    assert entry.urls[0].split("/")[-2:] == [entry.sha256, entry.file]
    # 151,277,313 parameters: matrices in half precision, the embedding of tokens, norms and positions in full.
    full = 49_408 * 512 + 77 * 512 + 50 * 768 + 512 * (12 * 4 + 2) + 768 * (12 * 4 + 4 + 1) + 1
    expected = 2 * 151_277_313 + 2 * full
    assert entry.bytes is not None
    assert 0 < entry.bytes - expected < 1_000_000


def test_the_shipped_one_goes_with_the_shipped_relevance() -> None:
    clip, relevance = build.clip("face-clip"), build.relevance("face-generator", "face-clip")
    assert clip.words is not None
    assert {"old", "glasses", "smiling"} <= clip.words
    assert (relevance.clip, relevance.fs3.shape[1]) == (clip.name, clip.dim)
    old, face = functional.normalize(clip.encode_text(TEXTS))
    assert old @ face < 0.95  # it tells them apart


def test_a_small_one_can_ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = small_clip()
    monkeypatch.setitem(MANIFEST, "face-clip", entries_clip.FACE_CLIP)
    save_clip(tmp_path / "made", clip.network, clip.tokenizer.vocabulary, WORDS, TEMPLATES)
    ship(tmp_path, monkeypatch, "face-clip", (tmp_path / "made").read_bytes())
    shipped = build.clip("face-clip", torch.device("cpu"))
    assert build.clip("face-clip") is shipped
    assert (shipped.name, shipped.words, shipped.templates) == ("face-clip", WORDS, TEMPLATES)
    torch.testing.assert_close(shipped.encode_text(TEXTS), clip.encode_text(TEXTS), atol=0.02, rtol=0.02)
    path = tmp_path / "face_clip.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    monkeypatch.setattr(build, "_clips", {})
    with pytest.raises(CheckpointCorrupt, match=r"face_clip\.safetensors"):
        build.clip("face-clip")
