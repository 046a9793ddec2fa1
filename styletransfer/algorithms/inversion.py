"""From a face to codes of a generator, by an encoder (Richardson et al. 2021, Tov et al. 2021) and by optimisation
(Abdal et al. 2019, "Image2StyleGAN"), and mixing of codes.

Departure: the optimisation starts from the encoder's codes instead of the average, and pays for leaving them; the
features are those of whichever perceptual network is handed in.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from styletransfer.errors import Cancelled, ImageError, InputError
from styletransfer.imaging.resize import resize_linear
from styletransfer.models.face_encoder import SIDE, FaceEncoder
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.models.vgg import VGGFeatures
from styletransfer.progress import OnProgress, Progress, ignore

TAPS = ("relu1_2", "relu2_2", "relu3_2", "relu4_2")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefinementConfig:
    """How codes are refined.

    Attributes:
        steps: of the optimiser.
        learning_rate: of Adam at its highest, as a share of the spread of w; it rises at first and falls to 0.
        features: weight of the perceptual distance against that of the pixels.
        anchor: weight of the mean square by which codes leave those of the encoder; it keeps them fit for edits.
    """

    steps: int = 100
    learning_rate: float = 0.05
    features: float = 0.5
    anchor: float = 0.02

    def __post_init__(self) -> None:
        if self.steps < 1 or self.learning_rate <= 0 or min(self.features, self.anchor) < 0:
            raise InputError(
                "A refinement needs at least one step, a positive learning rate and weights of at least 0; "
                f"got {self.steps}, {self.learning_rate}, {self.features} and {self.anchor}."
            )


def encode(encoder: FaceEncoder | PortraitEncoder, latent_avg: Tensor, face: Tensor) -> Tensor:
    """Read the codes of aligned faces.

    Args:
        encoder: pSp, e4e, or the compact one.
        latent_avg: the generator's average that the encoder was trained with, (style_dim,) or (num_ws, style_dim);
            the compact encoder has it learnt and does not use it.
        face: aligned faces (B, 3, S, S), sRGB in [0, 1]; any side, the encoder's own is read as it is.
    Returns:
        w+ (B, num_ws, style_dim).
    Raises:
        ImageError: the faces are not square pictures.
    """
    _check_squares(face)
    if isinstance(encoder, PortraitEncoder):
        w, deltas = encoder(resize_linear(face, (encoder.config.size, encoder.config.size)) * 2 - 1)
        w_plus: Tensor = w[:, None] + deltas
        return w_plus
    offsets: Tensor = encoder(resize_linear(face, (SIDE, SIDE)) * 2 - 1)
    return offsets + latent_avg


def refine(
    generator: StyleGAN2,
    perceptual: VGGFeatures,
    face: Tensor,
    w_plus: Tensor,
    config: RefinementConfig | None = None,
    on_progress: OnProgress = ignore,
) -> Tensor:
    """Optimise codes until the generator paints the faces they stand for (Abdal et al. 2019, eq. 1).

    Args:
        generator: frozen.
        perceptual: frozen network whose features are compared at `TAPS`.
        face: aligned faces (B, 3, S, S), sRGB in [0, 1]; compared at the generator's side, or at 256 px if smaller.
        w_plus: codes to start from, (B, num_ws, style_dim).
        config: steps and weights.
        on_progress: told after each step; when it raises `Cancelled`, the best codes so far are kept.
    Returns:
        The codes with the least loss, the shape of `w_plus`.
    Raises:
        ImageError: the faces are not square pictures.
        InputError: the codes do not fit the generator or the faces.
    """
    _check_squares(face)
    if len(w_plus) != len(face):
        raise InputError(f"Every face needs its own codes, got {len(w_plus)} for {len(face)} faces.")
    config = config or RefinementConfig()
    side = min(generator.config.size, SIDE)
    wanted = resize_linear(face, (side, side))
    with torch.no_grad():
        features = perceptual(wanted, TAPS)
    start = w_plus.detach()
    spread = start.std().clamp_min(1e-3)

    def loss_of(codes: Tensor) -> Tensor:
        painted = pooled(generator.synthesis(codes) / 2 + 0.5, side)
        fit = (painted - wanted).abs().mean() + config.features * _distance(perceptual(painted, TAPS), features)
        return fit + config.anchor * (codes - start).div(spread).square().mean()

    codes = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([codes], lr=1.0, betas=(0.9, 0.99))
    best, least = start.clone(), math.inf
    for step in range(config.steps):
        for group in optimizer.param_groups:
            group["lr"] = float(spread) * config.learning_rate * _pace(step / config.steps)
        loss = loss_of(codes)
        if float(loss.detach()) < least:
            best, least = codes.detach().clone(), float(loss.detach())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        try:
            on_progress(Progress(step=step + 1, total=config.steps, stage="refining", metrics={"loss": least}))
        except Cancelled:
            break
    with torch.no_grad():  # where the last step led
        return codes.detach() if float(loss_of(codes)) < least else best


def _pace(done: float) -> float:
    return min(1.0, done * 10.0 + 0.1) * (0.5 + 0.5 * math.cos(math.pi * done))


def _distance(seen: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> Tensor:
    return torch.stack([(seen[tap] - wanted[tap]).abs().mean() for tap in TAPS]).mean()


def _check_squares(face: Tensor) -> None:
    if face.ndim != 4 or face.shape[1] != 3 or face.shape[2] != face.shape[3]:
        raise ImageError(f"Aligned faces must be squares (B, 3, S, S), got {tuple(face.shape)}.")


def with_rows(w_plus: Tensor, rows: Sequence[int], source: Tensor | None = None, strength: float = 1.0) -> Tensor:
    """Replace rows of codes, wholly or in part ("style mixing" of pSp and e4e).

    Args:
        w_plus: (B, num_ws, style_dim); it stays as it is.
        rows: which rows; coarse ones come first.
        source: codes that the rows are taken from, (1 or B, num_ws, style_dim); without one the rows become 0.
        strength: 1 takes the source's rows, 0 keeps the codes' own.
    Returns:
        New codes, the shape of `w_plus`.
    Raises:
        InputError: a row that is not there, or codes of another shape.
    """
    if w_plus.ndim != 3 or not all(0 <= row < w_plus.shape[1] for row in rows):
        raise InputError(f"Codes {tuple(w_plus.shape)} do not have the rows {list(rows)}.")
    if source is not None and (source.shape[1:] != w_plus.shape[1:] or len(source) not in {1, len(w_plus)}):
        raise InputError(f"The source must be {tuple(w_plus.shape)} like the codes, got {tuple(source.shape)}.")
    other = torch.zeros_like(w_plus) if source is None else source.expand_as(w_plus)
    chosen = torch.zeros(w_plus.shape[1], dtype=torch.bool, device=w_plus.device)
    chosen[list(rows)] = True
    return torch.where(chosen[:, None], torch.lerp(w_plus, other, strength), w_plus)


def pooled(image: Tensor, side: int = SIDE) -> Tensor:
    """Average blocks of a square picture (B, 3, S, S) down to `side`, which divides S; a smaller one stays."""
    if image.shape[-1] <= side:
        return image
    if image.shape[-1] % side or image.shape[-2] != image.shape[-1]:
        raise ImageError(f"Only squares whose side is a multiple of {side} can be pooled, got {tuple(image.shape)}.")
    return functional.avg_pool2d(image, image.shape[-1] // side)
