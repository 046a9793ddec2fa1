"""Square roots of covariances, and the linear maps that carry one covariance to another.

Whitening and colouring (Li et al. 2017, "Universal Style Transfer via Feature Transforms") multiplies the inverse root
of the content's covariance by the root of the style's. Of all maps with that effect, optimal transport between
Gaussians (Lu et al. 2019, "A Closed-Form Solution to Universal Style Transfer") moves features least.

On a CPU a symmetric eigensolver is fastest at every width of these networks: 5 ms at 256 channels, 30 ms at 512, on one
core. On an accelerator wide covariances take coupled Newton–Schulz iterations (Higham 2008, "Functions of Matrices",
eq. 6.35), which are matrix products.
"""

from typing import Literal

import torch
from torch import Tensor

Mapping = Literal["whitening", "transport"]

_SOLVER_WIDTHS = {"cpu": 1024}  # channels up to which the eigensolver wins
_SOLVER_WIDTH = 160  # likewise, on other devices
_ITERATIONS = 40
_TOLERANCE = 1e-6


def roots(covariance: Tensor, identity: float = 1.0) -> tuple[Tensor, Tensor]:
    """Compute (Σ + εI)^½ and (Σ + εI)^-½ of a batch.

    Args:
        covariance: (L, C, C), symmetric, positive semi-definite.
        identity: ε; the published method adds 1.
    Returns:
        Root and inverse root, (L, C, C) each.
    """
    regular = covariance + identity * torch.eye(covariance.shape[-1], dtype=covariance.dtype, device=covariance.device)
    widest = _SOLVER_WIDTHS.get(covariance.device.type, _SOLVER_WIDTH)
    return by_solver(regular) if covariance.shape[-1] <= widest else by_iteration(regular, identity)


def by_solver(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Compute both roots of positive definite matrices (L, C, C) from their eigenvalues, in float64."""
    values, vectors = torch.linalg.eigh(matrix.double())
    scale = values.clamp(min=1e-12).sqrt()[:, None, :]  # (L, 1, C)
    transposed = vectors.transpose(1, 2)
    root, inverse = (vectors * scale) @ transposed, (vectors / scale) @ transposed
    return root.to(matrix.dtype), inverse.to(matrix.dtype)


def by_iteration(matrix: Tensor, smallest: float) -> tuple[Tensor, Tensor]:
    """Compute both roots of positive definite matrices (L, C, C) by coupled Newton–Schulz iterations.

    Args:
        matrix: symmetric, all eigenvalues at least `smallest`.
        smallest: lower bound of the eigenvalues; where rounding spoils the iteration, the solver takes over.
    """
    found = [_iterated(one, smallest) for one in matrix]
    return torch.stack([root for root, _ in found]), torch.stack([inverse for _, inverse in found])


def carrying_map(content: tuple[Tensor, Tensor], style: Tensor, mapping: Mapping) -> Tensor:
    """Return the maps A with A Σ_content Aᵀ = Σ_style.

    Args:
        content: root and inverse root of the content's covariances, (L, C, C) each.
        style: root of the style's covariances, (L, C, C).
        mapping: "whitening" for Σ_s^½ Σ_c^-½, "transport" for Σ_c^-½ (Σ_c^½ Σ_s Σ_c^½)^½ Σ_c^-½.
    Returns:
        (L, C, C).
    """
    root, inverse = content
    if mapping == "whitening":
        return style @ inverse
    half = root @ style
    middle = by_solver(half @ half.transpose(1, 2))[0]
    return inverse @ middle @ inverse


def _iterated(matrix: Tensor, smallest: float) -> tuple[Tensor, Tensor]:
    # The largest row sum bounds the largest eigenvalue much more closely than the Frobenius norm does.
    scale = matrix.abs().sum(dim=-1).amax()
    eye = torch.eye(matrix.shape[-1], dtype=matrix.dtype, device=matrix.device)
    y, z = matrix / scale, eye
    previous = torch.inf
    for _ in range(_ITERATIONS):
        product = z @ y
        error = float((product - eye).abs().amax())
        if not error < previous * 4:  # diverges, or is not a number
            break
        step = 1.5 * eye - 0.5 * product
        y, z = y @ step, step @ z
        if error < _TOLERANCE:
            break
        previous = error
    residual = float(((z @ matrix @ z) / scale - eye).abs().amax())
    if not residual < 1e-3 or smallest <= 0:
        root, inverse = by_solver(matrix[None])
        return root[0], inverse[0]
    return y * scale.sqrt(), z / scale.sqrt()
