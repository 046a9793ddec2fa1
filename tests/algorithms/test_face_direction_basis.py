"""Moves of correlated codes that change one reading and spare the others."""

import pytest
import torch

from styletransfer.algorithms.face_direction_basis import centred, likeliest, regression, standardised
from styletransfer.errors import InputError

COUNT, DIM = 4000, 6


def material() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return correlated codes, their linear readings, and what these weigh."""
    random = torch.Generator().manual_seed(0)
    mixing = torch.randn(DIM, DIM, generator=random, dtype=torch.float64)
    codes = torch.randn(COUNT, DIM, generator=random, dtype=torch.float64) @ mixing
    weights = torch.randn(DIM, 3, generator=random, dtype=torch.float64)
    return codes, codes @ weights + 5.0, weights


def test_linear_readings_are_foretold_exactly() -> None:
    codes, readings, weights = material()
    torch.testing.assert_close(regression(codes, readings, ridge=0.0), weights)


def test_a_move_changes_its_reading_by_a_deviation_and_no_other() -> None:
    codes, readings, _ = material()
    weights = regression(codes, standardised(readings), ridge=0.0)
    covariance = centred(codes).T @ centred(codes) / COUNT
    moves = likeliest(weights, covariance)
    torch.testing.assert_close(weights.T @ moves, torch.eye(3, dtype=torch.float64), atol=1e-9, rtol=0)
    others = torch.linalg.svd(weights.T).Vh[3:]  # directions that no reading sees
    nearest = moves.T @ torch.linalg.solve(covariance, others.T)
    assert float(nearest.abs().max()) < 1e-9  # leaving a move along them makes it less likely


def test_firm_moves_are_shorter_and_spare_others_less() -> None:
    codes, readings, _ = material()
    readings[:, 1] = readings[:, 0] + 0.05 * readings[:, 1]  # hard to tell apart
    weights = regression(codes, standardised(readings), ridge=0.0)
    covariance = centred(codes).T @ centred(codes) / COUNT
    strict, firm = (likeliest(weights, covariance, firmness)[:, 0] for firmness in (0.0, 0.1))
    lengths = [float(move @ torch.linalg.solve(covariance, move)) for move in (strict, firm)]
    assert lengths[1] < 0.5 * lengths[0]
    assert float(weights[:, 0] @ strict) == pytest.approx(1.0)
    assert 0.2 < float(weights[:, 0] @ firm) < 0.9
    assert abs(float(weights[:, 1] @ firm)) > 0.1 > abs(float(weights[:, 1] @ strict))


def test_too_few_faces_and_a_still_reading_are_refused() -> None:
    with pytest.raises(InputError, match="6 faces do not tell 6 entries"):
        regression(torch.randn(6, 6), torch.randn(6, 1))
    with pytest.raises(InputError, match="same for every face"):
        standardised(torch.ones(5, 2))
