"""Score pictures by words: zero-shot readings with a CLIP (Radford et al. 2021, section 3.1), for finding directions.

Departure: one number a pair of texts instead of a probability over classes: how far a picture lies along the way from
one text to the other. Log-odds of the two texts are this times the distance of the texts and the temperature, both of
which differ between prompts; without them readings of different prompts can be compared.
"""

from collections.abc import Mapping
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.algorithms.text_directions import TextEncoder, text_direction
from styletransfer.errors import InputError

__all__ = ["ImageAndTextEncoder", "TextScorer"]


class ImageAndTextEncoder(TextEncoder, Protocol):
    """What a CLIP must have to compare pictures with texts."""

    def encode_image(self, pictures: Tensor, /) -> Tensor:
        """Return embeddings (B, dim) of pictures (B, 3, H, W), sRGB in [0, 1]; float32, of any length."""


class TextScorer:
    """Reads pictures by prompts; a `Scorer` for `face_directions.find_directions` and `calibrated`."""

    def __init__(self, clip: ImageAndTextEncoder, pairs: Mapping[str, tuple[str, str]]) -> None:
        """Embed the prompts.

        Args:
            clip: a CLIP.
            pairs: name of a reading -> text of what raises it, and of what lowers it.
        Raises:
            InputError: there are no prompts.
            PromptError: both texts of a pair mean the same.
        """
        if not pairs:
            raise InputError("No prompts were given to read pictures by; give a name and two texts.")
        self._clip = clip
        self._directions = {name: text_direction(clip, *pair) for name, pair in pairs.items()}

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> dict[str, Tensor]:
        """Read pictures.

        Args:
            pictures: (B, 3, H, W), sRGB in [0, 1].
        Returns:
            (B,) for each name: the cosine of the picture and the way between its texts, times the root of the
            embedding's length, so that 1 is the deviation that directions without meaning have in a CLIP of any width.
        """
        seen = functional.normalize(self._clip.encode_image(pictures), dim=1)
        names = list(self._directions)
        ways = torch.stack([self._directions[name] for name in names], dim=1)  # (dim, N)
        readings = seen @ ways.to(seen) * seen.shape[1] ** 0.5
        return dict(zip(names, readings.unbind(dim=1), strict=True))
