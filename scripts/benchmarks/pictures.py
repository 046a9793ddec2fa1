"""Pictures that are measured on."""

from torch import Tensor

from styletransfer.imaging.io import open_image
from styletransfer.imaging.resize import resize


def square(data: bytes, size: int) -> Tensor:
    """Open a picture and make it (1, 3, size, size), whatever its proportions."""
    return resize(open_image(data).to_tensor(), (size, size))
