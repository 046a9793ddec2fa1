"""Gram matrices against known values and invariances."""

import pytest
import torch
from torch.autograd import gradcheck

from styletransfer.ops.gram import gram_matrix


def test_known_value() -> None:
    features = torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]]]])  # (1, 2, 1, 2)
    assert gram_matrix(features).tolist() == [[[5.0, 11.0], [11.0, 25.0]]]


def test_shape_symmetry_and_sign() -> None:
    gram = gram_matrix(torch.randn(3, 5, 7, 4, generator=torch.Generator().manual_seed(0)))
    assert gram.shape == (3, 5, 5)
    torch.testing.assert_close(gram, gram.transpose(1, 2))
    assert torch.linalg.eigvalsh(gram).min() > -1e-4


def test_images_of_a_batch_do_not_mix() -> None:
    batch = torch.rand(2, 4, 3, 3, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(gram_matrix(batch)[1:], gram_matrix(batch[1:]))


def test_places_do_not_matter() -> None:
    features = torch.rand(1, 4, 6, 5, generator=torch.Generator().manual_seed(2))
    shuffled = features.flatten(2)[..., torch.randperm(30, generator=torch.Generator().manual_seed(3))]
    torch.testing.assert_close(gram_matrix(shuffled.reshape(1, 4, 5, 6)), gram_matrix(features))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_low_precision_is_summed_in_float32(dtype: torch.dtype) -> None:
    features = torch.ones(1, 1, 300, 300, dtype=dtype)
    assert gram_matrix(features).item() == 90_000  # neither half type could hold the sum


def test_gradient() -> None:
    features = torch.randn(1, 3, 2, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    # The product itself is taken in float32, hence the coarse step and tolerance.
    assert gradcheck(gram_matrix, features.requires_grad_(), eps=1e-2, atol=1e-2, rtol=1e-2)
