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
    """Write where a run stopped; pictures in float16, moments that Adam really has in bfloat16 for its range."""
    adam = continuation.adam
    tensors = {"picture": continuation.picture.half(), "average": continuation.average.half()}
    if adam.steps:
        tensors |= {"first": adam.first.bfloat16(), "second": adam.second.bfloat16()}
    tensors["steps"] = torch.tensor(adam.steps)
    return save({name: tensor.cpu().contiguous() for name, tensor in tensors.items()})


def from_bytes(data: bytes, size: Size, device: torch.device) -> Continuation:
    """Read what `to_bytes` wrote, for a result of `size` (height, width).

    Pictures larger than `size` are reduced to it.

    Raises:
        RecipeError: the bytes are not a resume file, or belong to a picture of another shape.
    """
    try:
        found = {name: tensor.to(device) for name, tensor in load(data).items()}
        steps = int(found["steps"])
        names = ("picture", "average", "first", "second") if steps else ("picture", "average")
        pictures = [found[name].float() for name in names]
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
    picture, average, *moments = pictures
    adam = AdamState(moments[0], moments[1].clamp(min=0), steps) if moments else AdamState.fresh(picture)
    return Continuation(picture, average, adam)
