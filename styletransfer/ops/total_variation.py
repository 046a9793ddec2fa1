"""Total variation of a picture, a measure of pixel noise."""

from torch import Tensor


def total_variation(image: Tensor, core: tuple[int, int] | None = None) -> Tensor:
    """Sum the squared differences of neighbouring pixels (Mahendran & Vedaldi 2015, eq. 5 with beta = 2).

    Args:
        image: (1, C, H, W).
        core: (rows, columns) that count; one row and column more than that, where the picture goes on,
            make the sums of tiles add up to that of the whole. None counts everything.

    Returns:
        (C,), one sum a channel.
    """
    rows, columns = core or (image.shape[-2], image.shape[-1])
    down = (image[..., 1:, :columns] - image[..., :-1, :columns]).square().sum((0, 2, 3))
    right = (image[..., :rows, 1:] - image[..., :rows, :-1]).square().sum((0, 2, 3))
    return down + right
