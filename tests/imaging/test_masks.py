"""Label maps: exact labels, colours by the published rule, fitting, sentences, soft edges."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from recordings import needs, recorded

from styletransfer.errors import MaskError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.masks import (
    COLOURS,
    check_labels,
    encode_label_map,
    filled,
    one_hot,
    open_label_map,
    resized_labels,
    soft_masks,
)

from .samples import encoded

SIZE = (24, 32)
RECORDING = "wct2_image_io.npz"


@pytest.fixture
def label_map() -> NDArray[np.uint8]:
    labels = np.zeros(SIZE, np.uint8)
    labels[:, 8:16] = 3
    labels[12:, 16:] = 255
    return labels


def test_palette_png_round_trips_every_label() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(16, 16)
    data = encode_label_map(every)
    assert Image.open(io.BytesIO(data)).mode == "P"
    assert np.array_equal(open_label_map(data, size=(16, 16)), every)


def test_exported_palette_shows_the_named_colours() -> None:
    numbers = np.tile(np.arange(16, dtype=np.uint8), (16, 1))
    shown = open_image(encode_label_map(numbers)).pixels
    for label, colour in COLOURS.values():
        assert tuple(shown[0, label]) == colour


@pytest.mark.parametrize("file_format", ["PNG", "BMP", "TIFF"])
def test_grey_file_holds_labels(label_map: NDArray[np.uint8], file_format: str) -> None:
    data = encoded(Image.fromarray(label_map), file_format)
    assert np.array_equal(open_label_map(data, size=SIZE), label_map)


def test_other_ways_to_hold_labels(label_map: NDArray[np.uint8], tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    path.write_bytes(encode_label_map(label_map))
    sixteen = encoded(Image.fromarray(label_map.astype(np.uint16)))
    with_alpha = encoded(Image.merge("LA", [Image.fromarray(label_map), Image.new("L", SIZE[::-1], 7)]))
    for source in (path, str(path), sixteen, with_alpha, label_map, label_map[..., None], label_map.astype(float)):
        assert np.array_equal(open_label_map(source, size=SIZE), label_map)


def test_one_bit_mask_has_labels_zero_and_one() -> None:
    bits = Image.fromarray(np.eye(16, dtype=np.uint8) * 255).convert("1")
    assert np.array_equal(open_label_map(encoded(bits), size=(16, 16)), np.eye(16, dtype=np.uint8))


@pytest.mark.parametrize(
    ("colour", "label"),
    [(colour, label) for label, colour in COLOURS.values()]
    + [((200, 30, 20), 4), ((10, 10, 12), 0), ((128, 128, 120), 6), ((0, 128, 128), 6)],
)
def test_colour_file_takes_the_nearest_colour(colour: tuple[int, int, int], label: int) -> None:
    image = Image.new("RGB", SIZE[::-1], colour)
    assert set(open_label_map(encoded(image), size=SIZE).flat) == {label}
    assert set(open_label_map(np.asarray(image), size=SIZE).flat) == {label}
    assert set(open_label_map(open_image(image), size=SIZE).flat) == {label}


@pytest.mark.parametrize(
    ("colour", "first", "second"),
    [
        ((0, 65, 127), "black", "grey"),
        ((0, 191, 128), "grey", "cyan"),
        ((128, 64, 255), "grey", "magenta"),
        ((128, 191, 0), "yellow", "grey"),
    ],
)
def test_a_tie_goes_to_the_first_in_the_published_order(colour: tuple[int, ...], first: str, second: str) -> None:
    distances = {name: sum(abs(a - b) for a, b in zip(colour, c, strict=True)) for name, (_, c) in COLOURS.items()}
    assert distances[first] == distances[second] == min(distances.values())
    assert open_label_map(Image.new("RGB", (16, 16), colour), size=(16, 16))[0, 0] == COLOURS[first][0]


@needs(RECORDING)
@pytest.mark.parametrize("index", [0, 1])
def test_colours_agree_with_the_reference(index: int) -> None:
    arrays = recorded(RECORDING)
    labels = open_label_map(arrays[f"seg{index}.in_u8"], size=(50, 70))
    assert np.array_equal(labels[1:49, 3:67], arrays[f"seg{index}.labels"])  # the reference crops to multiples of 16


def test_mask_is_fitted_by_nearest_pixel() -> None:
    small = np.arange(256, dtype=np.uint8).reshape(16, 16)
    big = open_label_map(small, size=(48, 48))
    assert np.array_equal(big, small.repeat(3, 0).repeat(3, 1))
    assert np.array_equal(open_label_map(big, size=(16, 16)), small)


def test_orientation_is_followed(label_map: NDArray[np.uint8]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.rot90(label_map)  # turned back clockwise by orientation 6
    assert np.array_equal(open_label_map(encoded(Image.fromarray(stored), exif=exif), size=SIZE), label_map)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", ["empty"]),
        (b"nonsense" * 9, ["cannot be read"]),
        (b"<svg/>", ["SVG"]),
        (np.full((24, 60), 1, np.uint8), ["60 × 24", "32 × 24", "shape"]),
        (np.full(SIZE, 300, np.uint16), ["300", "0 to 255"]),
        (np.full(SIZE, -1), ["-1"]),
        (np.full(SIZE, 0.5), ["whole"]),
        (np.full(SIZE, np.nan), ["whole"]),
        (np.zeros((24, 32, 5), np.uint8), ["(24, 32, 5)"]),
        (np.zeros((2, 2), np.uint8), ["2 × 2"]),
        (12, ["int"]),
        ("/nowhere/mask.png", ["no picture file"]),
    ],
)
def test_bad_mask_gets_a_sentence(source: object, words: list[str]) -> None:
    with pytest.raises(MaskError) as caught:
        open_label_map(source, size=SIZE)  # type: ignore[arg-type]
    for word in words:
        assert word in str(caught.value)
    assert str(caught.value).endswith(".")


def test_aspect_within_one_percent_is_accepted() -> None:
    assert open_label_map(np.zeros((100, 201), np.uint8), size=(200, 400)).shape == (200, 400)
    with pytest.raises(MaskError):
        open_label_map(np.zeros((100, 203), np.uint8), size=(200, 400))


def test_unknown_label_is_named(label_map: NDArray[np.uint8]) -> None:
    check_labels(label_map, {0, 3, 255})
    with pytest.raises(MaskError, match=r"label 3, .* expected labels 0, 255"):
        open_label_map(label_map, size=SIZE, known={0, 255})


@pytest.mark.parametrize("feather", [0.0, 1.0, 5.0, 400.0])
def test_soft_masks_add_up_to_one(label_map: NDArray[np.uint8], feather: float) -> None:
    weights = soft_masks(label_map, [0, 3, 255], feather)
    assert weights.shape == (3, 1, *SIZE)
    assert weights.dtype == torch.float32
    torch.testing.assert_close(weights.sum(0), torch.ones(1, *SIZE))
    assert float(weights.min()) >= 0


def test_hard_masks_are_the_regions(label_map: NDArray[np.uint8]) -> None:
    weights = soft_masks(label_map, [3, 0, 255], 0)
    assert np.array_equal(weights[0, 0].numpy() == 1, label_map == 3)


def test_soft_edge_has_the_asked_width_and_is_centred() -> None:
    halves = np.zeros((32, 200), np.uint8)
    halves[:, 100:] = 1
    edge = soft_masks(halves, [0, 1], 20.0)[1, 0, 16]
    assert float(edge[99] + edge[100]) == pytest.approx(1, abs=1e-4)
    assert 0.1 < float(edge[90]) < 0.25  # one sigma, 10 px, before the edge: 16 %
    assert float(edge[60]) < 1e-3
    assert float(edge[140]) > 1 - 1e-3
    assert bool((edge.diff() >= -1e-6).all())


def test_pixels_of_no_region_still_have_weights(label_map: NDArray[np.uint8]) -> None:
    weights = soft_masks(label_map, [3, 9], 0)
    torch.testing.assert_close(weights.sum(0), torch.ones(1, *SIZE))
    assert float(weights[0, 0, 0, 0]) == 0.5
    with pytest.raises(MaskError):
        soft_masks(label_map, [], 1)


def test_the_mask_of_a_long_photograph_fits_its_reduced_size() -> None:
    label_map = np.ones((130, 1000), np.uint8)
    assert open_label_map(label_map, size=(17, 128)).shape == (17, 128)


@pytest.mark.parametrize("labels", [[3, 0, 255], [9], []])
def test_one_hot_tells_the_pixels_of_each_region(label_map: NDArray[np.uint8], labels: list[int]) -> None:
    weights = one_hot(label_map, labels)
    assert weights.shape == (len(labels), 1, *SIZE)
    assert weights.dtype == torch.float32
    for row, label in zip(weights.numpy(), labels, strict=True):
        np.testing.assert_array_equal(row[0], label_map == label)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_resized_labels_are_those_of_the_nearest_pixels(dtype: type[np.integer[Any]]) -> None:
    labels = np.arange(6, dtype=dtype).reshape(2, 3)
    large = resized_labels(labels, (4, 9))
    assert large.dtype == dtype
    np.testing.assert_array_equal(large, labels.repeat(2, axis=0).repeat(3, axis=1))
    np.testing.assert_array_equal(resized_labels(large, (2, 3)), labels)
    np.testing.assert_array_equal(resized_labels(labels, (1, 2)), [[3, 5]])


@pytest.mark.parametrize(("row", "gone", "left"), [
    ([1, 1, 2, 2, 3, 3], [2], [1, 1, 1, 3, 3, 3]),
    ([1, 1, 2, 2, 3, 3], [1, 3], [2, 2, 2, 2, 2, 2]),
    ([4, 4, 4], [], [4, 4, 4]),
    ([4, 4, 4], [4], [4, 4, 4]),
])  # fmt: skip
def test_what_loses_its_label_takes_the_nearest(row: list[int], gone: list[int], left: list[int]) -> None:
    label_map = np.tile(np.array(row, np.uint8), (3, 1))
    kept = label_map.copy()
    found = filled(label_map, np.isin(label_map, gone))
    np.testing.assert_array_equal(found, np.tile(left, (3, 1)))
    found[:] = 9
    np.testing.assert_array_equal(label_map, kept)
