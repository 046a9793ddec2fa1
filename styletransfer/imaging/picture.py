"""A decoded picture: sRGB pixels, alpha kept aside, and what the user should know about how it was read."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.errors import ImageError

Channels = NDArray[np.uint8] | NDArray[np.uint16]

MAX_NAME = 200
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A picture upright in sRGB, without any of its file's metadata.

    Attributes:
        pixels: (H, W, 3) uint8 or uint16, full range of its type.
        alpha: (H, W) of the same type, or None when opaque.
        notes: sentences for the user about how the file was read.
        recipe: recipe JSON found in the file, not validated, or None.
        name: title for people, never a path.
    """

    pixels: Channels
    alpha: Channels | None = None
    notes: tuple[str, ...] = ()
    recipe: str | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """Raise `ImageError` when the arrays do not fit each other."""
        depth = self.pixels.dtype
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or depth not in (np.uint8, np.uint16):
            raise ImageError(f"A picture needs (H, W, 3) uint8 or uint16, got {self.pixels.shape} {depth}.")
        if self.alpha is not None and (self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != depth):
            raise ImageError(f"Alpha needs {self.pixels.shape[:2]} {depth}, got {self.alpha.shape} {self.alpha.dtype}.")

    @property
    def height(self) -> int:
        """Height, px."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Width, px."""
        return int(self.pixels.shape[1])

    @property
    def bits(self) -> int:
        """Bits a channel, 8 or 16."""
        return 8 * self.pixels.dtype.itemsize

    def to_tensor(self) -> Tensor:
        """Return the pixels as (1, 3, H, W) float32, [0, 1], without alpha."""
        planes = np.ascontiguousarray(self.pixels.transpose(2, 0, 1), dtype=np.float32)  # (3, H, W)
        planes /= np.iinfo(self.pixels.dtype).max
        return torch.from_numpy(planes)[None]

    @classmethod
    def from_tensor(
        cls, image: Tensor, *, alpha: Channels | None = None, bits: Literal[8, 16] = 8, name: str = ""
    ) -> "Picture":
        """Round a tensor to a picture.

        Args:
            image: (1, 3, H, W) or (3, H, W), sRGB; values outside [0, 1] are clamped.
            alpha: (H, W) uint8 or uint16, converted to `bits`.
            bits: bits a channel.
            name: title for people.
        Returns:
            The picture.
        Raises:
            ImageError: the shape is another, or a value is not a number.
        """
        if image.ndim not in (3, 4) or image.shape[-3] != 3 or image.shape[:-3].numel() != 1:
            raise ImageError(f"Expected one image (1, 3, H, W), got {tuple(image.shape)}.")
        planes = image.detach().reshape(image.shape[-3:])
        if not bool(torch.isfinite(planes).all()):
            raise ImageError("The computed picture holds values that are not numbers; try a smaller learning rate.")
        levels = 2**bits - 1
        scaled = planes.float().clamp(0, 1).mul(levels).round().permute(1, 2, 0).cpu().numpy()
        pixels: Channels = scaled.astype(np.uint8) if bits == 8 else scaled.astype(np.uint16)
        return cls(pixels=pixels, alpha=None if alpha is None else to_depth(alpha, bits), name=name)

    def with_depth(self, bits: Literal[8, 16]) -> "Picture":
        """Return the picture with 8 or 16 bits a channel, rounded."""
        if self.bits == bits:
            return self
        alpha = None if self.alpha is None else to_depth(self.alpha, bits)
        return replace(self, pixels=to_depth(self.pixels, bits), alpha=alpha)


def to_depth(values: Channels, bits: Literal[8, 16]) -> Channels:
    """Scale unsigned integers to 8 or 16 bits, rounded: 255 and 65535 are the same white."""
    if values.dtype.itemsize * 8 == bits:
        return values
    if bits == 16:
        return values.astype(np.uint16) * np.uint16(257)
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def clean_name(text: str) -> str:
    """Return a file's stem as a title: NFC, no folders, no control characters, at most 200 characters."""
    last = text.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] or last
    kept = "".join(c for c in stem if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_CONTROLS)
    return unicodedata.normalize("NFC", kept).strip()[:MAX_NAME]
