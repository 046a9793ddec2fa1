"""The resume file of a neural style run: a safetensors file held in memory."""

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from styletransfer.algorithms.neural_style import Continuation
from styletransfer.algorithms.neural_style_optimizers import AdamState
from styletransfer.errors import RecipeError
from styletransfer.imaging.resize import Size, fit_longest, resize

_ASPECT_TOLERANCE = 0.02


def to_bytes(continuation: Continuation) -> bytes:
    """Write where a run stopped; pictures in float16, Adam's moments in bfloat16 for its range."""
    return save(
        {
            "picture": continuation.picture.half().cpu().contiguous(),
            "average": continuation.average.half().cpu().contiguous(),
            "first": continuation.adam.first.bfloat16().cpu().contiguous(),
            "second": continuation.adam.second.bfloat16().cpu().contiguous(),
            "steps": torch.tensor(continuation.adam.steps),
        }
    )


def from_bytes(data: bytes, size: Size, device: torch.device) -> Continuation:
    """Read what `to_bytes` wrote, for a result of `size` (height, width).

    Pictures larger than `size` are reduced to it.

    Raises:
        RecipeError: the bytes are not a resume file, or belong to a picture of another shape.
    """
    try:
        found = {name: tensor.to(device) for name, tensor in load(data).items()}
        pictures = [found[name].float() for name in ("picture", "average", "first", "second")]
        steps = int(found["steps"])
    except (SafetensorError, KeyError, ValueError, RuntimeError) as error:
        raise RecipeError("The file to continue from is damaged; start the picture afresh.") from error
    shapes = {tuple(picture.shape) for picture in pictures}
    shape = shapes.pop()
    one_shape = not shapes and len(shape) == 4 and shape[:2] == (1, 3) and min(shape) > 0
    if not one_shape or steps < 0 or not all(torch.isfinite(picture).all() for picture in pictures):
        raise RecipeError("The file to continue from is damaged; start the picture afresh.")
    fitted = fit_longest(size, max(shape))
    # Small scales of long pictures are rounded coarsely, so one pixel is always allowed.
    if any(abs(own - side) > max(1, _ASPECT_TOLERANCE * side) for own, side in zip(shape[2:], fitted, strict=True)):
        raise RecipeError(
            f"The earlier picture is {shape[3]} x {shape[2]} px, another shape than {size[1]} x {size[0]} px; "
            "continue with the same photograph."
        )
    if max(shape[2:]) > max(size):
        pictures = [resize(picture, size) for picture in pictures]
    picture, average, first, second = pictures
    return Continuation(picture, average, AdamState(first, second.clamp(min=0), steps))
