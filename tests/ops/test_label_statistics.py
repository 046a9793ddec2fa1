"""Statistics of regions agree with NumPy's, for hard and soft regions and for degenerate ones."""

import numpy as np
import pytest
import torch

from styletransfer.ops.label_statistics import label_statistics, resize_labels


def features(size: tuple[int, int] = (6, 7)) -> torch.Tensor:
    return torch.randn(1, 4, *size, generator=torch.Generator().manual_seed(0))


def test_whole_map() -> None:
    x = features()
    found = label_statistics(x)
    flat = x[0].flatten(1).double().numpy()
    np.testing.assert_allclose(found.mean[0], flat.mean(1), atol=1e-6)
    np.testing.assert_allclose(found.covariance[0], np.cov(flat), atol=1e-5)
    assert float(found.low[0]) == x.min()
    assert float(found.high[0]) == x.max()


def test_hard_regions_are_measured_apart() -> None:
    x = features()
    labels = torch.arange(42).reshape(6, 7) % 3
    weights = torch.stack([(labels == label).float() for label in range(3)])[:, None]
    found = label_statistics(x, weights)
    for label in range(3):
        part = x[0][:, labels == label]
        np.testing.assert_allclose(found.mean[label], part.mean(1), atol=1e-6)
        np.testing.assert_allclose(found.covariance[label], np.cov(part.numpy()), atol=1e-5)
        assert float(found.high[label]) == part.max()


def test_soft_weights_count_like_repetitions() -> None:
    """Equal shares of everything measure the same distribution as the whole, but for the degrees of freedom."""
    x = features(size=(40, 50))
    half = label_statistics(x, torch.full((1, 1, 40, 50), 0.5))
    whole = label_statistics(x)
    torch.testing.assert_close(half.mean, whole.mean, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(half.covariance, whole.covariance, atol=2e-3, rtol=1e-3)


def test_a_large_mean_does_not_spoil_a_small_variance() -> None:
    x = features(size=(60, 60))
    near, far = label_statistics(x).covariance, label_statistics(x + 3000).covariance
    torch.testing.assert_close(near, far, atol=2e-3, rtol=1e-3)


@pytest.mark.parametrize("pixels", [0, 1, 3])
def test_tiny_regions_are_finite(pixels: int) -> None:
    weights = torch.zeros(1, 1, 6, 7)
    weights.view(-1)[:pixels] = 1
    found = label_statistics(features(), weights)
    assert float(found.weight) == pixels
    assert found.covariance.isfinite().all()
    if pixels < 2:
        assert not found.covariance.any()


def test_flat_regions_have_no_covariance() -> None:
    found = label_statistics(torch.full((1, 3, 5, 5), 7.25))
    assert found.covariance.abs().max() < 1e-10


def test_soft_resizing_keeps_shares() -> None:
    weights = torch.rand(2, 1, 8, 12, generator=torch.Generator().manual_seed(5))
    found = resize_labels(weights, (4, 6), hard=False)
    torch.testing.assert_close(found.mean((2, 3)), weights.mean((2, 3)))
    hard = resize_labels((weights > 0.5).float(), (3, 5), hard=True)
    assert set(hard.unique().tolist()) <= {0.0, 1.0}
