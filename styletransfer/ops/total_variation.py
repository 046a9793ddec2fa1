"""Total variation of a picture, a measure of pixel noise."""

from torch import Tensor


def total_variation(image: Tensor) -> Tensor:
    """Return the mean squared difference of neighbouring pixels (Mahendran & Vedaldi 2015, eq. 5 with beta = 2).

    Args:
        image: (1, C, H, W).

    Returns:
        (C,), one figure a channel: the squares of both directions, summed and divided by H*W.
    """
    down = (image[..., 1:, :] - image[..., :-1, :]).square().sum((0, 2, 3))
    right = (image[..., :, 1:] - image[..., :, :-1]).square().sum((0, 2, 3))
    return (down + right) / (image.shape[-2] * image.shape[-1])
