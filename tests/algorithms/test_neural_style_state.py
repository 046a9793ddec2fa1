"""The resume file: what goes in comes out, and nothing else is taken for one."""

from typing import Any

import pytest
import torch
from safetensors.torch import save

from styletransfer.algorithms.neural_style import Continuation
from styletransfer.algorithms.neural_style_optimizers import AdamState
from styletransfer.algorithms.neural_style_state import from_bytes, to_bytes
from styletransfer.errors import RecipeError

from .pictures import clouds, noise

CPU = torch.device("cpu")


def continuation(height: int = 24, width: int = 36) -> Continuation:
    adam = AdamState((noise(height, width, 1) - 0.5) * 1e-6, noise(height, width, 2) * 1e-13, 12)
    return Continuation(clouds(height, width), clouds(height, width, 5), adam)


def test_round_trip() -> None:
    before = continuation()
    after = from_bytes(to_bytes(before), (24, 36), CPU)
    for one, other in ((after.picture, before.picture), (after.average, before.average)):
        assert one.dtype == torch.float32
        torch.testing.assert_close(one, other, rtol=0, atol=5e-4)
    assert after.adam.steps == 12
    # Tiny moments keep their size: half floats would have made them zero.
    torch.testing.assert_close(after.adam.first, before.adam.first, rtol=0.01, atol=0)
    torch.testing.assert_close(after.adam.second, before.adam.second, rtol=0.01, atol=0)


def test_writing_the_same_twice_gives_the_same_bytes() -> None:
    assert to_bytes(continuation()) == to_bytes(continuation())


@pytest.mark.parametrize(("size", "expected"), [
    ((24, 36), (24, 36)), ((48, 72), (24, 36)), ((12, 18), (12, 18)), ((200, 301), (24, 36)),
])  # fmt: skip
def test_a_larger_picture_is_reduced(size: tuple[int, int], expected: tuple[int, int]) -> None:
    found = from_bytes(to_bytes(continuation()), size, CPU)
    for picture in (found.picture, found.average, found.adam.first, found.adam.second):
        assert picture.shape == (1, 3, *expected)
    assert found.adam.second.min() >= 0


@pytest.mark.parametrize("size", [(36, 24), (24, 24), (24, 40), (100, 36)])
def test_another_shape_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RecipeError, match="36 x 24 px, another shape"):
        from_bytes(to_bytes(continuation()), size, CPU)


@pytest.mark.parametrize(("small", "size"), [((11, 32), (176, 512)), ((13, 128), (102, 1024)), ((32, 5), (512, 86))])
def test_rounding_of_small_sides_is_not_another_shape(small: tuple[int, int], size: tuple[int, int]) -> None:
    """A panorama that was stopped at its coarsest scale can go on."""
    assert from_bytes(to_bytes(continuation(*small)), size, CPU).picture.shape == (1, 3, *small)


def tensors(**changes: Any) -> bytes:
    whole = {name: noise(8, 8) for name in ("picture", "average", "first", "second")} | {"steps": torch.tensor(3)}
    return save({name: value for name, value in (whole | changes).items() if value is not None})


@pytest.mark.parametrize("data", [
    b"", b"not a resume file", to_bytes(continuation())[:-10], to_bytes(continuation())[40:],
    tensors(picture=None), tensors(steps=None), tensors(steps=torch.tensor([1, 2])),
    tensors(average=noise(8, 9)), tensors(first=noise(8, 8)[0]), tensors(picture=torch.full((1, 3, 8, 8), torch.nan)),
    tensors(**{name: torch.zeros(1, 1, 8, 8) for name in ("picture", "average", "first", "second")}),
    tensors(**{name: torch.zeros(1, 3, 0, 0) for name in ("picture", "average", "first", "second")}),
    tensors(steps=torch.tensor(-1)),
], ids=[
    "empty", "text", "short", "shifted", "no picture", "no steps", "two steps", "two sizes", "three axes", "nan",
    "grey", "no pixels", "negative steps",
])  # fmt: skip
def test_damage_is_told(data: bytes) -> None:
    with pytest.raises(RecipeError, match="damaged"):
        from_bytes(data, (8, 8), CPU)
