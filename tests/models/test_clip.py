"""Embeddings are those of clip's own methods and preprocessing, in any batch."""

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from small_clip import TRANSFORMER, network, small_clip

from styletransfer.errors import ImageError
from styletransfer.models.clip import DEVIATION, MEAN, Clip, preprocessed
from styletransfer.models.clip_tokens import Tokenizer

TEXTS = ["an old man", "a smiling young woman with blond hair", ""]


@pytest.fixture(scope="module")
def clip() -> Clip:
    return Clip(name="clip-vit-b32", network=network(TRANSFORMER), tokenizer=Tokenizer())


@pytest.fixture(autouse=True)
def float32(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute exactly, whatever this machine is quick at."""
    monkeypatch.setattr("styletransfer.devices.has_fast_bfloat16", lambda device_type: False)


def published(picture: Image.Image, size: int) -> torch.Tensor:
    """Preprocess a square picture as clip does."""
    pixels = np.asarray(picture.resize((size, size), Image.Resampling.BICUBIC), np.float32) / 255
    return torch.from_numpy((pixels - np.array(MEAN)) / np.array(DEVIATION)).permute(2, 0, 1)[None].float()


def as_tensor(picture: Image.Image) -> torch.Tensor:
    return torch.from_numpy(np.asarray(picture, np.float32) / 255).permute(2, 0, 1)[None]


@pytest.mark.parametrize("side", [512, 224, 100, 8])
def test_pictures_are_prepared_as_clip_prepares_them(side: int) -> None:
    picture = Image.fromarray(data.astronaut()).resize((side, side))
    difference = preprocessed(as_tensor(picture), 224) - published(picture, 224)
    assert difference.abs().max() < 1.2 / 255 / min(DEVIATION)  # clip rounds to whole levels twice
    assert difference.abs().mean() < 0.35 / 255 / min(DEVIATION)


@pytest.mark.parametrize(("height", "width"), [(90, 60), (60, 90), (61, 90), (200, 33)])
def test_the_middle_of_other_pictures_is_seen(height: int, width: int) -> None:
    short = min(height, width)
    top, left = (height - short) // 2, (width - short) // 2
    picture = torch.ones(1, 3, height, width)
    middle = torch.arange(short) / short * torch.ones(1, 3, short, short)
    picture[:, :, top : top + short, left : left + short] = middle
    difference = (preprocessed(picture, 32) - preprocessed(middle, 32))[..., 2:-2, 2:-2]
    assert difference.abs().max() < 0.1  # the white around is 4 away from black


def test_values_outside_of_the_range_are_clipped() -> None:
    wild = torch.full((1, 3, 32, 32), 3.0)
    assert torch.equal(preprocessed(wild, 32), preprocessed(wild.clamp(max=1), 32))


def test_pictures_of_another_shape_are_refused(clip: Clip) -> None:
    for shape in ((3, 32, 32), (1, 4, 32, 32), (1, 3, 7, 32)):
        with pytest.raises(ImageError, match=r"CLIP reads pictures \(B, 3, H, W\)"):
            clip.encode_image(torch.zeros(shape))


def test_embeddings_are_those_of_the_class(clip: Clip) -> None:
    tokens = clip.tokenizer.encode(TEXTS, clip.context_length)
    pictures = torch.rand(2, 3, 48, 48)
    with torch.no_grad():
        texts = clip.network.encode_text(tokens)  # type: ignore[operator]
        seen = clip.network.encode_image(preprocessed(pictures, 32))  # type: ignore[operator]
    torch.testing.assert_close(clip.encode_text(TEXTS), texts, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(clip.encode_image(pictures), seen, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["transformer", "resnet"])
def test_a_batch_gives_what_one_by_one_gives(clip: Clip, kind: str) -> None:
    clip = clip if kind == "transformer" else small_clip()
    pictures = torch.rand(3, 3, 40, 40) * torch.tensor([0.1, 0.5, 1.0]).view(3, 1, 1, 1)
    for together, alone in (
        (clip.encode_text(TEXTS), [clip.encode_text([text]) for text in TEXTS]),
        (clip.encode_image(pictures), [clip.encode_image(picture[None]) for picture in pictures]),
    ):
        torch.testing.assert_close(together, torch.cat(alone), atol=1e-5, rtol=1e-5)
        assert (together[0] - together[1]).norm() > 0.002 * together[0].norm()  # they are told apart


def test_many_texts_keep_their_order(clip: Clip) -> None:
    many = clip.encode_text([TEXTS[index % 3] for index in range(300)])
    torch.testing.assert_close(many, clip.encode_text(TEXTS).repeat(100, 1), atol=1e-5, rtol=1e-5)


def test_nothing_gives_nothing(clip: Clip) -> None:
    assert clip.encode_text([]).shape == (0, 32)
    assert clip.encode_image(torch.zeros(0, 3, 32, 32)).shape == (0, 32)


def test_it_tells_its_shape(clip: Clip) -> None:
    assert (clip.dim, clip.image_size, clip.context_length, clip.device.type) == (32, 32, 77, "cpu")
    assert (small_clip().image_size, small_clip().context_length) == (64, 20)


def test_moving_keeps_what_it_knows() -> None:
    clip = small_clip()
    moved = clip.to(torch.device("cpu"))
    assert (moved.name, moved.words, moved.templates) == (clip.name, clip.words, clip.templates)
    torch.testing.assert_close(moved.encode_text(TEXTS), clip.encode_text(TEXTS))
