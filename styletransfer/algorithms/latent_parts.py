"""Which rows of w+ paint what (Karras, Laine & Aila, CVPR 2019, section 3.1).

It does not depend on the generator's side: the first four rows paint 4 and 8 px, where pose and the face's shape are
settled, the next four 16 and 32 px, features and hair, all others colours and texture.
"""

from typing import Literal

from styletransfer.errors import InputError

Part = Literal["all", "coarse", "middle", "fine"]
"""Rows of w+: every one; pose and shape; features and hair; colours and texture."""

_MIDDLE, _FINE = 4, 8  # first rows


def rows_of(part: Part, num_ws: int) -> range:
    """Return the rows of w+ that a part stands for.

    Args:
        part: which.
        num_ws: rows of the generator; a small one may have no fine rows.
    Raises:
        InputError: there is no such part.
    """
    bounds = {"all": (0, num_ws), "coarse": (0, _MIDDLE), "middle": (_MIDDLE, _FINE), "fine": (_FINE, num_ws)}
    if part not in bounds:
        raise InputError(f"There is no part {part!r} of the codes; choose from {', '.join(bounds)}.")
    first, last = bounds[part]
    return range(min(first, num_ws), min(last, num_ws))
