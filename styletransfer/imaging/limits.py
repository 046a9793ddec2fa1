"""How large, how small and how narrow a picture may be; asked of the header, before a pixel is decoded."""

from dataclasses import dataclass

from styletransfer.errors import ImageError
from styletransfer.settings import settings

MEGAPIXEL = 1_000_000
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of an input picture.

    Attributes:
        max_pixels: most pixels in all.
        max_side: longest side, px.
        max_bytes: largest file.
        min_side: shortest side, px.
        max_aspect: most times that one side may be longer than the other.
    """

    max_pixels: int = 24 * MEGAPIXEL
    max_side: int = 12_000
    max_bytes: int = 20 * MEGABYTE
    min_side: int = 16
    max_aspect: float = 20.0

    @classmethod
    def from_settings(cls) -> "Limits":
        """Return the bounds that this installation is set to."""
        chosen = settings()
        return cls(max_pixels=chosen.max_pixels, max_side=chosen.max_side, max_bytes=chosen.max_file_bytes)

    def check_file(self, size: int, subject: str) -> None:
        """Raise `ImageError` when a file of `size` bytes is empty or too large."""
        if size == 0:
            raise ImageError(f"{subject} is an empty file; choose a picture.")
        if size > self.max_bytes:
            raise ImageError(
                f"{subject} is larger than {self.max_bytes / MEGABYTE:.3g} MB, the most that is accepted; "
                "save it smaller or as JPEG."
            )

    def check_size(self, width: int, height: int, subject: str) -> None:
        """Raise `ImageError` when a picture of `width` x `height` px is too large, too small or too narrow."""
        got = f"{subject} is {width} × {height} px"
        if max(width, height) > self.max_side or width * height > self.max_pixels:
            raise ImageError(
                f"{got}; at most {self.max_side} px a side and {self.max_pixels / MEGAPIXEL:.3g} megapixels "
                "are accepted. Make it smaller and try again."
            )
        if min(width, height) < self.min_side:
            raise ImageError(f"{got}; each side must have at least {self.min_side} px. Choose a larger picture.")
        if max(width, height) > self.max_aspect * min(width, height):
            raise ImageError(
                f"{got}; one side may be at most {self.max_aspect:g} times as long as the other. Crop it and try again."
            )

    def largest(self) -> str:
        """Say in words how large a picture may be."""
        return f"{self.max_side} px a side and {self.max_pixels / MEGAPIXEL:.3g} megapixels"
