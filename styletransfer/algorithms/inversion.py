"""From a face to codes of a generator by an encoder (Richardson et al. 2021, Tov et al. 2021), and mixing of codes."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import ImageError, InputError
from styletransfer.imaging.resize import resize_linear
from styletransfer.models.face_encoder import SIDE, FaceEncoder


def encode(encoder: FaceEncoder, latent_avg: Tensor, face: Tensor) -> Tensor:
    """Read the codes of aligned faces.

    Args:
        encoder: pSp or e4e.
        latent_avg: the generator's average that the encoder was trained with, (512,) or (num_ws, 512).
        face: aligned faces (B, 3, S, S), sRGB in [0, 1]; any side, 256 px is read as it is.
    Returns:
        w+ (B, num_ws, 512).
    Raises:
        ImageError: the faces are not square pictures.
    """
    if face.ndim != 4 or face.shape[1] != 3 or face.shape[2] != face.shape[3]:
        raise ImageError(f"Aligned faces must be squares (B, 3, S, S), got {tuple(face.shape)}.")
    offsets: Tensor = encoder(resize_linear(face, (SIDE, SIDE)) * 2 - 1)
    return offsets + latent_avg


def with_rows(w_plus: Tensor, rows: Sequence[int], source: Tensor | None = None, strength: float = 1.0) -> Tensor:
    """Replace rows of codes, wholly or in part ("style mixing" of pSp and e4e).

    Args:
        w_plus: (B, num_ws, style_dim); it stays as it is.
        rows: which rows; coarse ones come first.
        source: codes that the rows are taken from, (1 or B, num_ws, style_dim); without one the rows become 0.
        strength: 1 takes the source's rows, 0 keeps the codes' own.
    Returns:
        New codes, the shape of `w_plus`.
    Raises:
        InputError: a row that is not there, or codes of another shape.
    """
    if w_plus.ndim != 3 or not all(0 <= row < w_plus.shape[1] for row in rows):
        raise InputError(f"Codes {tuple(w_plus.shape)} do not have the rows {list(rows)}.")
    if source is not None and (source.shape[1:] != w_plus.shape[1:] or len(source) not in {1, len(w_plus)}):
        raise InputError(f"The source must be {tuple(w_plus.shape)} like the codes, got {tuple(source.shape)}.")
    other = torch.zeros_like(w_plus) if source is None else source.expand_as(w_plus)
    chosen = torch.zeros(w_plus.shape[1], dtype=torch.bool, device=w_plus.device)
    chosen[list(rows)] = True
    return torch.where(chosen[:, None], torch.lerp(w_plus, other, strength), w_plus)


def pooled(image: Tensor, side: int = SIDE) -> Tensor:
    """Average blocks of a square picture (B, 3, S, S) down to `side`, which divides S; a smaller one stays."""
    if image.shape[-1] <= side:
        return image
    if image.shape[-1] % side or image.shape[-2] != image.shape[-1]:
        raise ImageError(f"Only squares whose side is a multiple of {side} can be pooled, got {tuple(image.shape)}.")
    return functional.avg_pool2d(image, image.shape[-1] // side)
