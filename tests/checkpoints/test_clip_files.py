"""Files of small CLIPs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from small_clip import RESNET, TEMPLATES, TRANSFORMER, WORDS, network, small_clip
from torch import Tensor

from styletransfer.checkpoints import clip_files
from styletransfer.checkpoints.clip_files import load_clip, save_clip, shape_of
from styletransfer.errors import CheckpointCorrupt, CheckpointMissing, InputError
from styletransfer.models.clip_parts import ClipShape
from styletransfer.models.clip_tokens import END, START

SMALL = torch.tensor([320, 2368, START, END])
METADATA = {"format": clip_files.FORMAT, "words": "null", "templates": '["{}"]'}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "face_clip.safetensors"


def write(path: Path, changes: dict[str, Tensor | None], metadata: dict[str, str] | None) -> None:
    """Write a file of four tokens with some of its tensors changed or left out."""
    state = network(replace(RESNET, vocab_size=4)).state_dict() | {"vocabulary": SMALL.int()} | changes
    kept = {name: value.contiguous() for name, value in state.items() if value is not None and value.ndim}
    save_file(kept | {"logit_scale": torch.tensor(1.0)}, path, metadata=metadata)


def test_what_was_saved_is_loaded(path: Path) -> None:
    clip = small_clip()
    save_clip(path, clip.network, clip.tokenizer.vocabulary, WORDS, TEMPLATES)
    loaded = load_clip(path)
    assert (loaded.name, loaded.words, loaded.templates) == ("face-clip", WORDS, TEMPLATES)
    assert (loaded.dim, loaded.image_size, loaded.context_length) == (clip.dim, clip.image_size, clip.context_length)
    assert {value.dtype for value in loaded.network.parameters()} == {torch.float32}
    assert not loaded.network.training
    assert not any(value.requires_grad for value in loaded.network.parameters())
    texts, pictures = ["an old man", "a photo of a smiling woman"], torch.rand(2, 3, 70, 70)
    torch.testing.assert_close(loaded.encode_text(texts), clip.encode_text(texts), atol=0.02, rtol=0.02)
    torch.testing.assert_close(loaded.encode_image(pictures), clip.encode_image(pictures), atol=0.05, rtol=0.05)
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_weights_are_kept_in_half_precision(path: Path) -> None:
    clip = small_clip()
    save_clip(path, clip.network, clip.tokenizer.vocabulary, WORDS, TEMPLATES)
    state = load_file(path)
    assert state.pop("vocabulary").dtype == torch.int32
    assert {value.dtype for value in state.values()} == {torch.float16}


def test_a_clip_of_all_tokens_and_words_needs_no_list_of_them(path: Path) -> None:
    save_clip(path, network(TRANSFORMER), None, None, ["{}"])
    loaded = load_clip(path, "other")
    assert (loaded.name, loaded.words, loaded.tokenizer.size) == ("other", None, END + 1)
    assert loaded.encode_text(["anything"]).isfinite().all()


@pytest.mark.parametrize("shape", [TRANSFORMER, RESNET, replace(RESNET, vision_layers=(2, 1, 1, 3), vision_width=6)])
def test_a_shape_is_told_by_the_weights(shape: ClipShape) -> None:
    assert shape_of(network(shape).state_dict()) == shape


def test_what_does_not_fit_is_not_saved(path: Path) -> None:
    clip = network(replace(RESNET, vocab_size=4))
    for vocabulary in (None, torch.tensor([START, END]), torch.tensor([3, 2, START, END])):
        with pytest.raises(InputError, match="vocabulary"):
            save_clip(path, clip, vocabulary, WORDS, TEMPLATES)
    clip.state_dict()["ln_final.bias"].fill_(1e6)
    with pytest.raises(ValueError, match="half precision"):
        save_clip(path, clip, SMALL, WORDS, TEMPLATES)
    assert not path.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text_projection": None}, "text_projection"),
        ({"visual.conv1.weight": None}, "visual.conv1"),
        ({"visual.layer1.0.conv1.weight": None}, "no shape fits"),
        ({"visual.attnpool.positional_embedding": torch.zeros(1, 128)}, "image_resolution"),
        ({"visual.attnpool.positional_embedding": torch.zeros(0, 128)}, "no shape fits"),
        ({"token_embedding.weight": torch.zeros(5, 64)}, "4 tokens does not fit a network for 5"),
        ({"token_embedding.weight": torch.zeros(4, 63)}, "does not hold the layers"),
        ({"ln_final.weight": torch.zeros(63)}, "transformer_width"),
        ({"ln_final.weight": torch.zeros(0)}, "transformer_width"),
        ({"positional_embedding": torch.zeros(1025, 64)}, "2 to 1024 tokens"),
        ({"surprise": torch.zeros(1)}, "does not hold the layers"),
        ({"vocabulary": None}, "49408 tokens does not fit"),
        ({"vocabulary": torch.tensor([1.0, START, END])}, "whole numbers"),
        ({"vocabulary": torch.tensor([5, 4, START, END])}, "ascending"),
        ({"vocabulary": torch.tensor([-5, 4, START, END])}, "ascending"),
        ({"visual.proj": torch.zeros(64, 32)}, "no shape fits"),
    ],
)
def test_weights_of_something_else_are_refused(path: Path, changes: dict[str, Tensor | None], message: str) -> None:
    write(path, changes, METADATA)
    with pytest.raises(CheckpointCorrupt, match=rf"face_clip\.safetensors.*{message}.*Get it again"):
        load_clip(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "clip 0"}, {"format": None}, {"words": None}, {"words": "["}, {"words": "7"}, {"words": '[["a"]]'},
        {"templates": "[]"}, {"templates": "null"}, {"templates": '["a photo"]'}, {"templates": '["{} {}"]'},
        {"templates": '["{0.__class__}"]'}, {"templates": '["{} {name}"]'}, {"templates": '["{!r}"]'},
        {"templates": '["{} {"]'}, {"templates": '{"{}": 1}'},
    ],
    ids=json.dumps,
)  # fmt: skip
def test_other_words_are_refused(path: Path, changes: dict[str, str | None]) -> None:
    write(path, {}, METADATA)
    assert load_clip(path).words is None
    merged = {name: value for name, value in (METADATA | changes).items() if value is not None}
    write(path, {}, merged)
    with pytest.raises(CheckpointCorrupt, match=r"face_clip\.safetensors” is no file of a text model"):
        load_clip(path)


def test_a_missing_or_damaged_file_is_told(path: Path) -> None:
    with pytest.raises(CheckpointMissing, match=r"face_clip\.safetensors"):
        load_clip(path)
    write(path, {}, METADATA)
    whole = path.read_bytes()
    for body in (b"", b"not a file of weights", whole[:100], whole[:-1]):
        path.write_bytes(body)
        with pytest.raises(CheckpointCorrupt, match=r"face_clip\.safetensors"):
            load_clip(path)
