"""Settings of the photorealistic transfer: ranges, words and help, in one place."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Interval

from styletransfer.errors import RecipeError
from styletransfer.options import Option, check

Mapping = Literal["whitening", "transport"]
Precision = Literal["auto", "float32", "bfloat16"]
Site = Literal["encoder", "skip", "decoder"]
SITES: tuple[Site, ...] = ("encoder", "skip", "decoder")
STAGES: tuple[str, ...] = (
    "Reading the pictures",
    "Finding regions",
    "Carrying the look over",
    "Finishing at full size",
)
"""What a run does, in the words and the order in which it reports them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotorealisticConfig:
    """How the look is carried over; the numbers of a recipe."""

    strength: Annotated[
        float,
        Interval(ge=0, le=1),
        Option("Strength", "How far the photograph goes towards the look.", step=0.05, level="simple"),
    ] = 1.0
    light: Annotated[
        float,
        Interval(ge=0, le=1),
        Option("Light", "How much of the look's brightness and contrast is taken; 0 takes its colours only.", step=0.05,
               level="simple"),
    ] = 1.0  # fmt: skip
    skin: Annotated[
        float,
        Interval(ge=0, le=1),
        Option("Protect skin", "How far the skin of people keeps its own colour.", step=0.05, level="simple"),
    ] = 0.5
    structure: Annotated[
        float,
        Interval(ge=0, le=1),
        Option("Keep fine structure", "How closely edges and textures follow the photograph; 0 keeps what the network "
               "drew.", step=0.05, level="more"),
    ] = 0.3  # fmt: skip
    feather: Annotated[
        float,
        Interval(ge=0, le=0.1),
        Option("Soft borders", "How far a border between regions may move to an edge of the photograph, or is softened "
               "where there is none; a share of the longest side.", step=0.005, level="more"),
    ] = 0.02  # fmt: skip
    regions: Annotated[
        int,
        Interval(ge=1, le=8),
        Option("Regions", "Most regions that are told apart automatically.", step=1, level="more"),
    ] = 5
    sites: Annotated[
        tuple[Site, ...],
        Option("Where", "Parts of the network whose statistics are matched.", level="expert"),
    ] = ("encoder", "skip")
    mapping: Annotated[
        Mapping,
        Option("Mapping", "Whitening and colouring is the published map; transport reaches the same statistics and "
               "moves the picture least.", level="expert"),
    ] = "transport"  # fmt: skip
    precision: Annotated[
        Precision,
        Option("Precision", "Number format of the convolutions; automatic takes the fastest that is safe.",
               level="expert"),
    ] = "auto"  # fmt: skip

    def __post_init__(self) -> None:
        check(self)
        if len(set(self.sites)) != len(self.sites):
            raise RecipeError(f"Where (sites) names a part twice: {', '.join(self.sites)}.")
