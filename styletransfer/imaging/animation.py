"""Short moving pictures: a GIF that shows everywhere, and an MP4 (H.264) that browsers play."""

import io
import math
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import ImageError, InputError
from styletransfer.imaging.palette import SharedPalette

if TYPE_CHECKING:
    from av.container import OutputContainer

Pixels = NDArray[np.uint8]

MAX_FRAMES = 600
MAX_SIDE = 2048
"""Longest side of a moving picture, px."""

# A GIF counts hundredths of a second, and most programs show one of less than two of them slowly.
_FEWEST, _MOST = 2, 1000
_RATES = (1.0, 60.0)
# Numbers of ITU-T H.273: the colours of a video that does not name them are guessed, differently by every player.
_BT709, _LIMITED = 1, 1
_LUMA = np.array([0.2126, 0.7152, 0.0722])


def encode_gif(frames: Sequence[Pixels], seconds_per_frame: float) -> bytes:
    """Encode frames as a GIF that repeats for ever, in colours and a pattern of dots that all frames share.

    Args:
        frames: pictures (H, W, 3) of one size.
        seconds_per_frame: 0.02 … 10, rounded to hundredths.
    Returns:
        The file.
    Raises:
        InputError: there are none or too many, or the time is out of range.
        ImageError: they are no pictures, too large, or of several sizes.
    """
    _check(frames)
    hundredths = round(seconds_per_frame * 100) if math.isfinite(seconds_per_frame) else 0
    if not _FEWEST <= hundredths <= _MOST:
        raise InputError(f"A frame was to be shown for {seconds_per_frame:g} s; it must be between 0.02 and 10 s.")
    palette = SharedPalette.of(frames)
    first, *others = (palette.reduced(frame) for frame in frames)
    stream = io.BytesIO()
    first.save(
        stream, "GIF", save_all=True, append_images=others, duration=10 * hundredths, loop=0, optimize=False,
        disposal=1,
    )  # fmt: skip
    return stream.getvalue()


def encode_mp4(frames: Sequence[Pixels], fps: float) -> bytes:
    """Encode frames as an MP4 that plays in browsers: H.264, yuv420p, BT.709, no sound.

    Args:
        frames: pictures (H, W, 3) of one size; an odd side gets its last line twice, since the format needs even ones.
        fps: frames a second, 1 … 60.
    Returns:
        The file, its index in front so that it plays while it loads.
    Raises:
        InputError: there are none or too many, or the rate is out of range.
        ImageError: they are no pictures, too large, or of several sizes.
    """
    import av

    _check(frames)
    if not _RATES[0] <= fps <= _RATES[1]:
        raise InputError(f"{fps:g} frames a second were asked for; it must be between 1 and 60.")
    # Bringing the index to the front reads the file again, so that it must be one on the disk.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "animation.mp4"
        with av.open(path, "w", options={"movflags": "faststart"}) as container:
            _write_video(container, frames, Fraction(fps).limit_denominator(1001))
        return path.read_bytes()


def _write_video(container: "OutputContainer", frames: Sequence[Pixels], rate: Fraction) -> None:
    import av

    stream = container.add_stream("libx264", rate=rate, options={"crf": "18"})
    stream.height, stream.width = (side + side % 2 for side in frames[0].shape[:2])
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = _LIMITED
    for frame in frames:
        container.mux(stream.encode(av.VideoFrame.from_ndarray(_planes(frame), format="yuv420p")))
    container.mux(stream.encode())


def _planes(frame: Pixels) -> Pixels:
    """Return brightness and the two colour differences of BT.709 below each other, as yuv420p stores them.

    PyAV converts as well, but its versions do not agree in which colours an RGB picture has.
    """
    height, width = frame.shape[:2]
    even = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), "edge").astype(np.float32) / 255
    luma = even @ _LUMA.astype(np.float32)  # (H, W)
    parts = [16 + 219 * luma.ravel()]
    for channel, weight in ((2, _LUMA[2]), (0, _LUMA[0])):
        difference = (even[..., channel] - luma) / np.float32(2 * (1 - weight))
        halved = difference.reshape(difference.shape[0] // 2, 2, -1, 2).mean(axis=(1, 3))  # (H / 2, W / 2)
        parts.append(128 + 224 * halved.ravel())
    planes = np.concatenate(parts).reshape(-1, even.shape[1])  # (1.5 H, W)
    return np.clip(np.rint(planes), 0, 255).astype(np.uint8)


def _check(frames: Sequence[Pixels]) -> None:
    if not 1 <= len(frames) <= MAX_FRAMES:
        raise InputError(f"An animation of {len(frames)} frames was asked for; it must have 1 to {MAX_FRAMES}.")
    first = frames[0]
    for frame in frames:
        if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8 or min(frame.shape) < 1:
            raise ImageError(f"A frame must be (H, W, 3) uint8, got {frame.shape} {frame.dtype}.")
        if frame.shape != first.shape:
            raise ImageError(f"The frames have several sizes, {first.shape[:2]} and {frame.shape[:2]}; one is needed.")
    if max(first.shape) > MAX_SIDE:
        raise ImageError(f"The frames are {first.shape[1]} × {first.shape[0]} px; at most {MAX_SIDE} px a side.")
