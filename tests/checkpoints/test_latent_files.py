"""Latent files survive the trip; damaged, foreign and made-up ones are refused with a sentence."""

import json
import struct

import pytest
import torch
from safetensors.torch import save
from torch import Tensor

from styletransfer.checkpoints.latent_files import LARGEST, decode_latent, encode_latent
from styletransfer.errors import InputError

NAME = "face-generator"


def codes(faces: int = 1, rows: int = 4, length: int = 6) -> Tensor:
    return torch.randn(faces, rows, length, generator=torch.Generator().manual_seed(0))


def read(data: bytes, generator: str = NAME) -> Tensor:
    return decode_latent(data, generator, 4, 6)


def described(data: bytes, **changes: str) -> bytes:
    """Change what a file says of itself."""
    (length,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8 : 8 + length])
    own = json.loads(head["__metadata__"]["latent"])
    head["__metadata__"]["latent"] = json.dumps(own | changes)
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + data[8 + length :]


@pytest.mark.parametrize("faces", [1, 3])
def test_codes_survive_the_trip(faces: int) -> None:
    data = encode_latent(codes(faces), NAME)
    assert torch.equal(read(data), codes(faces))
    assert encode_latent(codes(faces), NAME) == data


def test_low_precision_is_widened() -> None:
    assert torch.equal(read(encode_latent(codes().bfloat16(), NAME)), codes().bfloat16().float())


@pytest.mark.parametrize("w_plus", [codes()[0], codes()[:0], codes() / 0])
def test_only_codes_are_written(w_plus: Tensor) -> None:
    with pytest.raises(InputError, match="finite numbers are needed"):
        encode_latent(w_plus, NAME)


GOOD = encode_latent(codes(), NAME)
HEAD = '{"format": "styletransfer-latent-1", "generator": "face-generator"}'
FLIPPED = GOOD[:-1] + bytes([GOOD[-1] ^ 1])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a latent file"),
        (b"GIF89a" * 20, "not a latent file"),
        (struct.pack("<Q", 5) + b"{]{]{" + bytes(8), "not a latent file"),
        (struct.pack("<Q", 2) + b"[]" + bytes(8), "not a latent file"),
        (save({"w_plus": codes()}), "not a latent file"),
        (save({"w_plus": codes()}, {"latent": "other"}), "not a latent file"),
        (save({"w_plus": codes()}, {"latent": '{"format": "other"}'}), "not a latent file"),
        (save({"w_plus": codes()}, {"latent": "[]"}), "not a latent file"),
        (save({"w": codes()}, {"latent": HEAD}), "damaged"),
        (save({"w_plus": codes()}, {"latent": HEAD}), "damaged"),
        (save({"w_plus": codes()}, {"latent": HEAD.replace('"face-generator"', "3")}), "damaged"),
        (GOOD[:-4], "damaged"),
        (GOOD + b"more", "damaged"),
        (GOOD[:40], "not a latent file, or it is cut short"),
        (FLIPPED, "damaged"),
        (described(GOOD, shape="1x6x4"), "damaged"),
        (described(GOOD, sha256=""), "damaged"),
        (encode_latent(codes(rows=5), NAME), r"shape \(1, 5, 6\).*reads \(faces, 4, 6\)"),
        (encode_latent(codes() * 1e6, NAME), "values that no face has"),
        (GOOD + bytes(LARGEST), "at most 2.1 MB"),
    ],
)
def test_other_files_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(data)


def test_a_file_of_another_generator_is_named() -> None:
    with pytest.raises(InputError, match="belongs to the generator “face-generator”, and “e4e-ffhq” is chosen"):
        read(GOOD, "e4e-ffhq")
