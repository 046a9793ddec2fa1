"""Score a student on held-out pictures against the published teacher, tap by tap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from PIL.Image import Image
from torch import Tensor

from scripts.perceptual.losses import covariance, gram, relative_error
from scripts.perceptual.pictures import centre_crop
from scripts.perceptual.teachers import SHALLOW_TAPS
from styletransfer.models.vgg import TAPS, VGGFeatures

SCORED_SIDE = 384
FITTED_SIDE = 256
RIDGE = 1e-3
EPSILON = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class TapScore:
    """How closely one tap follows the teacher, averaged over the held-out pictures.

    Both networks are scaled to a mean activation of 1 a channel; channels that never fire in the teacher are left out.

    Attributes:
        cosine: cosine of the angle between the two feature vectors at a position, averaged over positions.
        correlation: over all positions and channels, after each channel's mean over the picture is taken off.
        gram_error: relative Frobenius error of the Gram matrix.
        covariance_error: likewise of the centred covariance.
    """

    cosine: float
    correlation: float
    gram_error: float
    covariance_error: float


@torch.no_grad()
def score(
    student: VGGFeatures, teacher: VGGFeatures, live: Mapping[str, Tensor], pictures: Sequence[Image]
) -> dict[str, TapScore]:
    """Compare both networks on the middle square of every picture, in float32."""
    totals = {tap: torch.zeros(4) for tap in TAPS}
    for picture in pictures:
        image = centre_crop(picture, SCORED_SIDE)[None]
        ours, theirs = student(image, TAPS), teacher(image, TAPS)
        for tap in TAPS:
            totals[tap] += _compare(ours[tap].float()[:, live[tap]], theirs[tap].float()[:, live[tap]])
    means = {tap: (total / len(pictures)).tolist() for tap, total in totals.items()}
    names = ("cosine", "correlation", "gram_error", "covariance_error")
    return {tap: TapScore(**dict(zip(names, values, strict=True))) for tap, values in means.items()}


def table(scores: Mapping[str, TapScore], live: Mapping[str, Tensor]) -> str:
    """Lay the scores out as a Markdown table."""
    lines = [
        "| tap | channels that fire | cosine | centred correlation | Gram error | covariance error |",
        "|---|---|---|---|---|---|",
    ]
    for tap, row in scores.items():
        lines.append(
            f"| {tap} | {int(live[tap].sum())} of {len(live[tap])} | {row.cosine:.4f} | {row.correlation:.4f} "
            f"| {row.gram_error:.3f} | {row.covariance_error:.3f} |"
        )
    return "\n".join(lines)


@torch.no_grad()
def agreement_with_vgg(
    network: VGGFeatures, shallow: VGGFeatures, fitted: Sequence[Image], scored: Sequence[Image]
) -> dict[str, tuple[float, float]]:
    """Tell how much of a true VGG-19's shallow taps a ridge regression recovers from the network's.

    Returns:
        Tap to (cosine over channels averaged over positions, centred correlation), on the `scored` pictures.
    """
    results = {}
    for tap in SHALLOW_TAPS:
        solution = _ridge(network, shallow, tap, fitted)
        total = torch.zeros(4)
        for picture in scored:
            image = centre_crop(picture, FITTED_SIDE)[None]
            wanted = shallow(image, (tap,))[tap].float()
            found = (_with_ones(network(image, (tap,))[tap]) @ solution.float()).T.reshape(wanted.shape)
            total += _compare(found.relu(), wanted)
        cosine, correlation = (total / len(scored))[:2].tolist()
        results[tap] = (cosine, correlation)
    return results


def _ridge(network: VGGFeatures, shallow: VGGFeatures, tap: str, pictures: Sequence[Image]) -> Tensor:
    products: Tensor | float = 0.0
    targets: Tensor | float = 0.0
    for picture in pictures:
        image = centre_crop(picture, FITTED_SIDE)[None]
        inputs = _with_ones(network(image, (tap,))[tap]).double()
        wanted = shallow(image, (tap,))[tap].float()[0].flatten(1).T.double()
        products = products + inputs.T @ inputs / len(inputs)
        targets = targets + inputs.T @ wanted / len(inputs)
    assert isinstance(products, Tensor)
    ridge = RIDGE * len(pictures) * torch.eye(len(products), dtype=torch.float64)
    return torch.linalg.solve(products + ridge, targets)


def _with_ones(features: Tensor) -> Tensor:
    flat = features.float()[0].flatten(1).T  # (H*W, C)
    return torch.cat((flat, torch.ones(len(flat), 1)), dim=1)


def _compare(ours: Tensor, theirs: Tensor) -> Tensor:
    cosine = torch.cosine_similarity(ours, theirs, dim=1, eps=EPSILON).mean()
    ours_flat, theirs_flat = (x - x.mean(dim=(2, 3), keepdim=True) for x in (ours, theirs))
    correlation = torch.cosine_similarity(ours_flat.flatten(), theirs_flat.flatten(), dim=0, eps=EPSILON)
    errors = (relative_error(statistic(ours), statistic(theirs)).mean() for statistic in (gram, covariance))
    return torch.stack((cosine, correlation, *errors))
