"""What a restricted reader of pickles hands out: things that a pickle can call and hold, but not change.

A pickle may set the state of any object that it gets hold of. Sealed objects refuse, so that nothing in this process is
altered by a file, whatever it says.
"""

import math
import pickle
from collections.abc import Callable
from typing import NoReturn

from torch import Tensor

MOST_TENSORS = 10_000
"""More than any network has; a pickle may name one part many times over."""


class Sealed:
    """Something that a pickle may hold and hand on, but not change."""

    __slots__ = ()

    def __setstate__(self, state: object) -> NoReturn:
        raise pickle.UnpicklingError(f"a {type(self).__name__} cannot be given a state")


class Call(Sealed):
    """A function that a pickle may call."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function

    def __call__(self, *arguments: object) -> object:
        """Call it."""
        return self._function(*arguments)


class Held(Sealed):
    """A tensor out of the reach of the pickle that holds it."""

    __slots__ = ("tensor",)

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor


class Dropped:
    """Stands in for something that weights have no use for: never made."""

    __slots__ = ()

    def __init__(self, *arguments: object) -> None:
        """Drop what it would be made of."""

    def __setstate__(self, state: object) -> None:
        """Drop what it would be made of."""


def rebuilt(storage: object, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_others: object) -> Held:
    """Take a tensor out of a storage: torch makes sure that it lies inside, the check that nothing is told twice."""
    if not isinstance(storage, Held) or math.prod(size) > storage.tensor.numel():
        raise pickle.UnpicklingError("a tensor lies in a storage")
    return Held(storage.tensor.as_strided(size, stride, offset))
