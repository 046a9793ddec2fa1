"""Settings of neural style transfer, with their ranges, labels and help."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Interval

from styletransfer.errors import RecipeError
from styletransfer.options import Option, check

Tap = Literal[
    "relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3",
    "relu3_4", "relu4_1", "relu4_2", "relu4_3", "relu4_4", "relu5_1",
]  # fmt: skip
StyleLoss = Literal["covariance", "gram"]
Start = Literal["content", "statistics", "noise", "draft"]
Optimizer = Literal["auto", "lbfgs", "adam"]
Colour = Literal["style", "luminance", "linear", "histogram", "colours-only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuralStyleConfig:
    """How a picture is painted; every loss is normalised, so 1.0 is the usual weight of each."""

    style_weight: Annotated[
        float,
        Interval(ge=0, le=10),
        Option("Style strength", "How strongly strokes and palette of the style take over.", 0.05, "simple"),
    ] = 1.0
    content_weight: Annotated[
        float,
        Interval(ge=0, le=10),
        Option("Content weight", "How closely the shapes of the photograph are kept.", 0.05),
    ] = 1.0
    tv_weight: Annotated[
        float,
        Interval(ge=0, le=10),
        Option("Smoothness", "Suppresses pixel noise; too much makes the picture look waxy.", 0.05),
    ] = 1.0
    colour: Annotated[
        Colour,
        Option(
            "Colours",
            "Whose colours the result has: the style's, the photograph's (luminance: only brightness is painted; "
            "linear, histogram: the style is recoloured first), or only the colours change and no strokes are painted.",
            None,
            "simple",
        ),
    ] = "style"
    steps: Annotated[
        int,
        Interval(ge=1, le=3000),
        Option("Steps at full size", "Steps on the finest scale; coarser scales take more and cost little.", 1),
    ] = 40
    coarse_steps: Annotated[
        int,
        Interval(ge=1, le=3000),
        Option("Steps at the coarsest scale", "Steps on the smallest scale, where the composition is found.", 1),
    ] = 120
    coarse_size: Annotated[
        int,
        Interval(ge=32, le=8192),
        Option("Coarsest scale", "Longest side in pixels at which painting begins.", 16, "expert"),
    ] = 128
    style_loss: Annotated[
        StyleLoss,
        Option(
            "Style measure",
            "covariance: mean and covariance of the features (Wasserstein-2), the most faithful; "
            "gram: the measure of the original paper.",
        ),
    ] = "covariance"
    style_layers: Annotated[
        tuple[Tap, ...],
        Option("Style layers", "Shallow layers carry colour and grain, deep ones strokes and motifs.", None, "expert"),
    ] = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
    content_layers: Annotated[
        tuple[Tap, ...],
        Option("Content layers", "Deeper layers let shapes bend more.", None, "expert"),
    ] = ("relu4_2",)
    start: Annotated[
        Start,
        Option(
            "Start from",
            "content: the photograph; statistics: the photograph in the colours of the style; "
            "noise: a random picture; draft: a picture of your own.",
        ),
    ] = "statistics"
    optimizer: Annotated[
        Optimizer,
        Option(
            "Optimiser",
            "lbfgs gets furthest in few steps; adam needs less memory; auto is lbfgs up to eight megapixels.",
            None,
            "expert",
        ),
    ] = "auto"
    learning_rate: Annotated[
        float,
        Interval(ge=0.001, le=0.5),
        Option("Learning rate", "Size of a step of Adam, in units of the brightness range.", 0.001, "expert"),
    ] = 0.03
    average: Annotated[
        float,
        Interval(ge=0, le=0.999),
        Option("Averaging", "Exponential average of the last steps; removes flicker of single steps.", 0.01, "expert"),
    ] = 0.9
    pooling: Annotated[
        Literal["average", "max"],
        Option(
            "Pooling", "average gives smoother pictures, max is what the networks were trained with.", None, "expert"
        ),
    ] = "average"
    feather: Annotated[
        float,
        Interval(ge=0, le=0.2),
        Option("Soft mask edges", "Width of the transition between regions, as a share of the longest side.", 0.005),
    ] = 0.02
    tile: Annotated[
        int,
        Interval(ge=0, le=8192),
        Option("Tile size", "Longest side computed at once, px; 0 chooses by the memory at hand.", 128, "expert"),
    ] = 0
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"],
        Option("Precision", "bfloat16 halves the time where the processor supports it.", None, "expert"),
    ] = "auto"
    seed: Annotated[
        int,
        Interval(ge=0, le=2**31 - 1),
        Option("Seed", "The same seed and settings give the same picture.", 1, "more"),
    ] = 0

    def __post_init__(self) -> None:
        """Raise `RecipeError` when a value is out of range or two contradict each other."""
        check(self)
        if self.style_weight == 0 and self.content_weight == 0:
            raise RecipeError("Style strength and content weight are both 0; at least one must be positive.")
