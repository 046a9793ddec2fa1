"""Moving pictures: frames, times and colours come back; what stays still does not flicker; bad frames are refused."""

import io

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from styletransfer.errors import ImageError, InputError
from styletransfer.imaging.animation import MAX_FRAMES, MAX_SIDE, encode_gif, encode_mp4

HEIGHT, WIDTH = 48, 66
Pixels = NDArray[np.uint8]


def frames(count: int = 5, height: int = HEIGHT, width: int = WIDTH) -> list[Pixels]:
    """Return a coloured slope whose left third becomes brighter from frame to frame."""
    rows, columns = np.mgrid[0:height, 0:width]
    slope = np.dstack([60 + 2 * rows, 40 + 2 * columns, np.full_like(rows, 120)])
    made = []
    for index in range(count):
        frame = slope.copy()
        frame[:, : width // 3] += 12 * index
        made.append(np.clip(frame, 0, 255).astype(np.uint8))
    return made


def gif_frames(data: bytes) -> tuple[list[NDArray[np.float64]], list[int]]:
    pictures, times = [], []
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.info["loop"] == 0
        for index in range(opened.n_frames):
            opened.seek(index)
            pictures.append(np.asarray(opened.convert("RGB"), dtype=np.float64))
            times.append(opened.info["duration"])
    return pictures, times


def mp4_frames(data: bytes) -> list[NDArray[np.float64]]:
    with av.open(io.BytesIO(data)) as container:
        return [frame.to_ndarray(format="rgb24").astype(np.float64) for frame in container.decode(video=0)]


def blocks(picture: NDArray[np.float64] | Pixels) -> NDArray[np.float64]:
    """Average blocks of 6 px, over which dots of a few colours mix."""
    even = picture[:HEIGHT, :WIDTH].astype(np.float64)
    averages: NDArray[np.float64] = even.reshape(HEIGHT // 6, 6, WIDTH // 6, 6, 3).mean(axis=(1, 3))
    return averages


def test_a_gif_shows_every_frame_for_its_time() -> None:
    made = frames()
    pictures, times = gif_frames(encode_gif(made, 0.04))
    assert times == [40] * len(made)
    for picture, frame in zip(pictures, made, strict=True):
        assert np.abs(blocks(picture) - blocks(frame)).max() < 6
        assert np.abs(picture - frame).mean() < 6


def test_what_stays_still_does_not_flicker() -> None:
    pictures, _ = gif_frames(encode_gif(frames(), 0.1))
    still = np.stack(pictures)[:, :, WIDTH // 3 :]
    assert np.array_equal(still, np.broadcast_to(still[0], still.shape))
    assert not np.array_equal(pictures[0], pictures[-1])


def test_all_frames_share_one_palette() -> None:
    pictures, _ = gif_frames(encode_gif(frames(), 0.1))
    colours = {tuple(colour) for picture in pictures for colour in picture.reshape(-1, 3)}
    assert 32 < len(colours) <= 255


def test_few_colours_stay_as_they_are() -> None:
    flat = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    flat[:, WIDTH // 2 :] = (253, 130, 2)
    pictures, _ = gif_frames(encode_gif([flat], 0.1))
    assert np.abs(pictures[0] - flat).max() <= 2  # half a step of the six bits that mixtures tell apart


def test_an_mp4_is_what_browsers_play() -> None:
    made = frames(12)
    data = encode_mp4(made, 25)
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    with av.open(io.BytesIO(data)) as container:
        (stream,) = container.streams
        context = container.streams.video[0].codec_context
        assert (stream.type, context.name, context.pix_fmt) == ("video", "h264", "yuv420p")
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert container.streams.video[0].average_rate == 25
    pictures = mp4_frames(data)
    for picture, frame in zip(pictures, made, strict=True):
        assert picture.shape == frame.shape
        assert np.abs(picture - frame).mean() < 4


def test_strong_colours_come_back_from_an_mp4() -> None:
    wanted = np.array([[220, 30, 40], [30, 200, 60], [40, 60, 220], [250, 250, 250], [5, 5, 5]], np.uint8)
    (picture,) = mp4_frames(encode_mp4([wanted[:, None].repeat(16, 0).repeat(16, 1).reshape(80, 16, 3)], 1))
    assert np.abs(picture.reshape(5, 16, 16, 3)[:, 4:12, 4:12].mean(axis=(1, 2)) - wanted).max() < 8


@pytest.mark.parametrize(("height", "width"), [(47, 66), (48, 65), (47, 65), (1, 1)])
def test_odd_sides_get_their_last_line_twice(height: int, width: int) -> None:
    (frame,) = frames(1, height, width)
    (picture,) = mp4_frames(encode_mp4([frame], 10))
    assert picture.shape == (height + height % 2, width + width % 2, 3)
    assert np.abs(picture[:height, :width] - frame).mean() < 5
    assert np.abs(picture[-1, :width] - frame[-1]).mean() < 8


BAD = {
    "none": ([], InputError, "0 frames"),
    "too many": (frames(1, 2, 2) * (MAX_FRAMES + 1), InputError, f"1 to {MAX_FRAMES}"),
    "two sizes": ([*frames(1), *frames(1, 10, 10)], ImageError, "several sizes"),
    "grey": ([np.zeros((8, 8), np.uint8)], ImageError, "must be"),
    "16 bits": ([np.zeros((8, 8, 3), np.uint16)], ImageError, "uint16"),
    "no pixel": ([np.zeros((0, 8, 3), np.uint8)], ImageError, "must be"),
    "too large": ([np.zeros((2, MAX_SIDE + 1, 3), np.uint8)], ImageError, f"at most {MAX_SIDE} px"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "error", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_frames_are_refused_by_both(given: list[Pixels], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        encode_gif(given, 0.1)
    with pytest.raises(error, match=sentence):
        encode_mp4(given, 10)


@pytest.mark.parametrize("seconds", [0, 0.01, -1, 11, float("nan"), float("inf")])
def test_times_out_of_range_are_refused(seconds: float) -> None:
    with pytest.raises(InputError, match=r"between 0\.02 and 10 s"):
        encode_gif(frames(), seconds)


@pytest.mark.parametrize("fps", [0, 0.5, 61, float("nan"), float("inf")])
def test_rates_out_of_range_are_refused(fps: float) -> None:
    with pytest.raises(InputError, match="between 1 and 60"):
        encode_mp4(frames(), fps)
