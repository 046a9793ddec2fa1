"""From codes and readings of random faces to directions that change one reading and leave the others alone.

A ridge regression foretells standardised readings y from codes x. Of all moves that raise one foretold reading by one
deviation and leave the others alone, the likeliest under the normal distribution of the codes is taken: with S their
covariance and B the weights of the regression, the columns of S B (B' S B)^-1. Following B itself would leave the
space of faces sooner: weights tell what to look at, not what changes (Haufe et al. 2014). It is the closed form of
orthogonalising InterFaceGAN's normals (Shen et al. 2020, section 3.3) against all others at once.
"""

import torch
from torch import Tensor

from styletransfer.errors import InputError

RIDGE = 3e-3  # of the mean variance of the codes


def regression(codes: Tensor, readings: Tensor, ridge: float = RIDGE) -> Tensor:
    """Foretell readings from codes, both centred.

    Args:
        codes: (N, D).
        readings: (N, A).
        ridge: strength as a share of the mean variance of the codes.
    Returns:
        Weights (D, A), float64.
    Raises:
        InputError: there are fewer faces than entries of a code.
    """
    if len(codes) <= codes.shape[1]:
        raise InputError(f"{len(codes)} faces do not tell {codes.shape[1]} entries of their codes apart; give more.")
    inputs, targets = centred(codes), centred(readings)
    own = inputs.T @ inputs / len(codes)
    firm = own + ridge * own.diagonal().mean() * torch.eye(len(own), dtype=own.dtype)
    weights: Tensor = torch.linalg.solve(firm, inputs.T @ targets / len(codes))
    return weights


def standardised(readings: Tensor) -> Tensor:
    """Give readings (N, A) the mean 0 and the deviation 1.

    Raises:
        InputError: a reading is the same for every face.
    """
    if not (readings.double().std(dim=0) > 0).all():
        raise InputError("A reading is the same for every face, so nothing can change it; leave it out.")
    return centred(readings) / readings.double().std(dim=0)


def likeliest(weights: Tensor, covariance: Tensor, firmness: float = 0.0) -> Tensor:
    """Return the likeliest moves that change one foretold reading each.

    Args:
        weights: of the regression, (D, A).
        covariance: of the codes, (D, D).
        firmness: in squared deviations; above 0, a move raises its reading by less and may change others, where the
            exact move would be a long one.
    Returns:
        (D, A): adding column i raises reading i by one deviation.
    """
    along = covariance @ weights
    gains = weights.T @ along
    moves: Tensor = along @ torch.linalg.inv(gains + firmness * torch.eye(len(gains), dtype=gains.dtype))
    return moves


def centred(columns: Tensor) -> Tensor:
    """Return columns (N, D) in float64 less their means."""
    return columns.double() - columns.double().mean(dim=0)
