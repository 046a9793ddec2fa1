"""Gaussian means."""

import cv2
import numpy as np
import pytest

from styletransfer.algorithms.face_smoothing import inner, most, smoothed, weighted_mean


@pytest.mark.parametrize("sigma", [1.0, 4.0, 12.0])
def test_a_reduced_blur_is_like_a_plain_one(sigma: float) -> None:
    image = np.random.default_rng(0).random((64, 64, 2)).astype(np.float32)
    plain = cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    middle = slice(16, 48)  # beyond the edges the two repeat different pixels
    np.testing.assert_allclose(smoothed(image, sigma)[middle, middle], plain[middle, middle], atol=0.03)


def test_what_weighs_nothing_does_not_count() -> None:
    values, weights = np.full((64, 64, 1), 0.3, np.float32), np.ones((64, 64), np.float32)
    values[:, 32:], weights[:, 32:] = 9.0, 0.0
    np.testing.assert_allclose(weighted_mean(values, weights, 4.0), 0.3, atol=1e-5)
    otherwise = np.full((64, 64, 1), 0.7, np.float32)
    assert weighted_mean(values, weights, 2.0, otherwise)[32, -1, 0] == pytest.approx(0.7, abs=1e-4)


def test_channels_are_compared_and_summed() -> None:
    one, other = np.random.default_rng(1).normal(size=(2, 5, 7, 3)).astype(np.float32)
    np.testing.assert_array_equal(most(one), one.max(axis=2))
    np.testing.assert_allclose(inner(one, other), (one * other).sum(axis=2), atol=1e-6)
