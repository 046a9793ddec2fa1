"""Settings of carrying a face's edit to the photograph: ranges, words and help, in one place."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Interval

from styletransfer.options import Option, check


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTransferConfig:
    """How the edit that the generator painted is carried to the photograph; the numbers of a recipe."""

    motion: Annotated[
        float,
        Interval(ge=0, le=1),
        Option("Motion", "How far the photograph's own pixels move with the painted face.", step=0.05),
    ] = 1.0
    colour: Annotated[
        float,
        Interval(ge=0, le=1.5),
        Option("Colour and light", "How much of the painted change of colour and shading is taken.", step=0.05),
    ] = 1.0
    detail: Annotated[
        float,
        Interval(ge=0, le=1.5),
        Option("New detail", "How much of what only the painted edit shows (wrinkles, closed lids, teeth, a beard) is "
               "taken.", step=0.05),
    ] = 1.0  # fmt: skip
    feather: Annotated[
        float,
        Interval(ge=0.02, le=0.25),
        Option("Soft border", "Over how much of the frame's side the edit fades towards the frame's border.", step=0.01,
               level="expert"),
    ] = 0.1  # fmt: skip

    def __post_init__(self) -> None:
        check(self)
