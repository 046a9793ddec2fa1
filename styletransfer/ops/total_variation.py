"""Total variation of a picture, a measure of pixel noise."""

from torch import Tensor


def total_variation(image: Tensor, weights: Tensor | None = None) -> Tensor:
    """Return the mean squared difference of neighbouring pixels (Mahendran & Vedaldi 2015, eq. 5 with beta = 2).

    Args:
        image: (B, C, H, W).
        weights: (1, 1, H, W) weight of each pixel's differences, or None for ones.
    """
    down = (image[..., 1:, :] - image[..., :-1, :]).square()
    right = (image[..., :, 1:] - image[..., :, :-1]).square()
    if weights is not None:
        down = down * weights[..., 1:, :]
        right = right * weights[..., :, 1:]
    return (down.sum() + right.sum()) / image.numel()
