"""A CLIP in the layout of the published file drives the whole path: file, relevance, prompt, edited photograph."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from small_clip import TRANSFORMER, archive, network

from styletransfer.algorithms.face_landmarks import FaceSearch
from styletransfer.checkpoints import build
from styletransfer.checkpoints.manifest import MANIFEST
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing
from styletransfer.progress import Progress
from styletransfer.recipes import FacePrompt, FaceSlot, FacesRecipe
from styletransfer.run import Result, face_jobs, run
from styletransfer.run.face_finding import find
from styletransfer.run.face_relevance import compute_relevance, estimate
from styletransfer.run.face_text import read_prompt, style_moves, text_models
from styletransfer.settings import settings

from .small_faces import couple, small_models

PAIR = ("face-generator", "clip-vit-b32")
PIXELS = couple()
RIGHT, LEFT = (slice(0, 300), slice(230, 560)), (slice(0, 300), slice(0, 230))
PROMPT = FacePrompt(target="A bearded PIRATE with a parrot", neutral="a face", strength=8, disentanglement=0)


@pytest.fixture(scope="module")
def body() -> bytes:
    return archive(network(TRANSFORMER))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes) -> Iterator[Path]:
    """Use an empty folder of models, a generator that is small, and an entry that is that of the archive."""
    models = tmp_path / "models"
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(models))
    monkeypatch.setenv("STYLETRANSFER_DEVICE", "cpu")
    monkeypatch.setattr("styletransfer.devices.has_fast_bfloat16", lambda device_type: False)
    settings.cache_clear()
    entry = MANIFEST[PAIR[1]]
    changed = replace(entry, bytes=len(body), sha256=hashlib.sha256(body).hexdigest())
    monkeypatch.setitem(MANIFEST, PAIR[1], changed)
    monkeypatch.setattr(build, "_clips", {})
    small = small_models()
    monkeypatch.setattr(build, "generator", lambda name, device: small.generator)
    monkeypatch.setattr(build, "face_encoder", lambda name, device: small.encoder)
    monkeypatch.setattr(build, "landmark_predictor", lambda name: small.predictor)
    monkeypatch.setattr(build, "face_directions", lambda name: small.directions)
    monkeypatch.setattr(face_jobs, "find", partial(find, search=FaceSearch(sides=(900,), tilted_side=0)))
    yield models
    build.relevance.cache_clear()
    settings.cache_clear()


@pytest.fixture
def fetched(folder: Path, body: bytes) -> Path:
    """Put the archive where a download puts it."""
    folder.mkdir(parents=True)
    path = folder / MANIFEST[PAIR[1]].file
    path.write_bytes(body)
    return path


def edited(*prompts: FacePrompt) -> Result:
    recipe = FacesRecipe(faces=(FaceSlot(prompts=prompts),), clip="clip-vit-b32", limit=None)
    return run(recipe, {"content": PIXELS})


def difference(result: Result, part: tuple[slice, slice]) -> int:
    return int(np.abs(result.picture.pixels[part].astype(int) - PIXELS[part]).max())


def test_what_is_missing_is_asked_for_step_by_step(folder: Path, body: bytes) -> None:
    with pytest.raises(CheckpointMissing, match=r"weights fetch clip-vit-b32"):
        edited(PROMPT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ViT-B-32.pt").write_bytes(body)
    with pytest.raises(CheckpointMissing, match=r"faces relevance face-generator --clip clip-vit-b32"):
        edited(PROMPT)
    compute_relevance(*PAIR, images=1)
    assert difference(edited(PROMPT), RIGHT) > 0


@pytest.mark.usefixtures("fetched")
def test_the_whole_path_from_archive_to_photograph(folder: Path) -> None:
    assert estimate(*PAIR, images=2) > 0
    told: list[Progress] = []
    assert compute_relevance(*PAIR, images=2, on_progress=told.append) == build.relevance_file(*PAIR)
    assert told[-1].step == told[-1].total
    assert (folder / "clip-vit-b32.safetensors").is_file()
    text = text_models(*PAIR)
    assert (text.clip.name, text.relevance.clip, text.relevance.images) == ("clip-vit-b32", "clip-vit-b32", 2)
    generator = build.generator(PAIR[0], torch.device("cpu"))
    channels = sum(
        size for name, size in zip(generator.style_names, generator.style_sizes, strict=True) if "rgb" not in name
    )
    assert text.relevance.fs3.shape == (channels, text.clip.dim)

    reading = read_prompt(text, PROMPT.target, PROMPT.neutral, PROMPT.disentanglement)
    assert (reading.unknown, reading.corrected) == ((), ())
    assert "pirate" in reading.target.lower()
    assert 0 < reading.match <= 1
    assert 0 < reading.channels <= channels
    fewer = read_prompt(text, PROMPT.target, PROMPT.neutral, reading.match * 0.9)
    assert fewer.channels < reading.channels

    result = edited(PROMPT)
    assert result.recipe.clip == "clip-vit-b32"  # type: ignore[union-attr]
    assert (difference(result, RIGHT) > 0, difference(result, LEFT)) == (True, 0)
    assert np.array_equal(edited(PROMPT).picture.pixels, result.picture.pixels)
    other = edited(PROMPT.model_copy(update={"strength": -8.0}))
    assert difference(other, RIGHT) > 0
    assert not np.array_equal(other.picture.pixels, result.picture.pixels)


@pytest.mark.usefixtures("fetched")
def test_opposite_prompts_move_opposite_ways() -> None:
    compute_relevance(*PAIR, images=1)
    text = text_models(*PAIR)
    there = FacePrompt(target="an old man", neutral="a young man", disentanglement=0)
    back = FacePrompt(target="a young man", neutral="an old man", disentanglement=0)
    (one, _), (other, _) = style_moves(text, [there, back])
    torch.testing.assert_close(one.offsets, -other.offsets, atol=1e-4, rtol=1e-3)
    assert one.offsets.abs().max() > 0


@pytest.mark.usefixtures("fetched")
def test_relevance_measured_for_the_official_model_is_not_taken_for_that_of_another(folder: Path) -> None:
    found = compute_relevance(*PAIR, images=1)
    found.rename(build.relevance_file("e4e-ffhq", "clip-vit-b32"))
    with pytest.raises(CheckpointMissing, match="not been measured"):
        text_models(*PAIR)
    with pytest.raises(CheckpointCorrupt, match="not those of e4e-ffhq"):
        text_models("e4e-ffhq", "clip-vit-b32")
