"""Losses of well-known programs, put together from this package's operations, agree with recorded values.

The recordings lie beside the repository (`../shared/parity`); without them these tests are skipped.
Each program's own divisor is written out here, because the operations divide by as little as possible.
"""

from collections.abc import Callable
from typing import Any

import pytest
import recordings
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.ops.gram import gram_matrix
from styletransfer.ops.moments import moments
from styletransfer.ops.total_variation import total_variation

RECORDING = "neural_style_losses.npz"
CASES = ("0", "1", "2")
STYLE, CONTENT = 100.0, 5.0

pytestmark = recordings.needs(RECORDING)


@pytest.fixture(scope="module")
def recorded() -> dict[str, NDArray[Any]]:
    return recordings.recorded(RECORDING)


def tensor(recorded: dict[str, NDArray[Any]], name: str) -> Tensor:
    return torch.from_numpy(recorded[name]).float()


def assert_recorded(found: Tensor, recorded: dict[str, NDArray[Any]], name: str) -> None:
    """Compare to 1e-5 of the largest recorded value."""
    expected = tensor(recorded, name).reshape(found.shape)
    assert (found - expected).abs().max() <= 1e-5 * expected.abs().max(), name


def with_gradient(loss: Callable[[Tensor], Tensor], picture: Tensor) -> tuple[Tensor, Tensor]:
    leaf = picture.clone().requires_grad_()
    value = loss(leaf)
    value.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    return value.detach(), leaf.grad


def merged(features: Tensor) -> Tensor:
    """Lay the images of a batch out as further channels, as the PyTorch tutorial does."""
    return features.flatten(0, 1)[None]  # (1, B*C, H, W)


def tutorial_gram(features: Tensor) -> Tensor:
    return gram_matrix(merged(features))[0] / features.numel()


def gatys_gram(features: Tensor) -> Tensor:
    return gram_matrix(features) / (features.shape[2] * features.shape[3])


def johnson_gram(features: Tensor) -> Tensor:
    return gram_matrix(features) / features.numel()


@pytest.mark.parametrize("case", CASES)
def test_pytorch_tutorial(recorded: dict[str, NDArray[Any]], case: str) -> None:
    x, style, content = (tensor(recorded, f"{case}.{name}") for name in ("x", "style", "content"))
    assert_recorded(tutorial_gram(x), recorded, f"{case}.tutorial.gram_x")
    target = tutorial_gram(style)
    assert_recorded(target, recorded, f"{case}.tutorial.gram_style")
    value, gradient = with_gradient(lambda at: (tutorial_gram(at) - target).square().mean(), x)
    assert_recorded(value, recorded, f"{case}.tutorial.style_loss")
    assert_recorded(gradient, recorded, f"{case}.tutorial.style_grad")
    value, gradient = with_gradient(lambda at: (at - content).square().mean(), x)
    assert_recorded(value, recorded, f"{case}.tutorial.content_loss")
    assert_recorded(gradient, recorded, f"{case}.tutorial.content_grad")


@pytest.mark.parametrize("case", CASES)
def test_code_of_gatys(recorded: dict[str, NDArray[Any]], case: str) -> None:
    x, style, content = (tensor(recorded, f"{case}.{name}") for name in ("x", "style", "content"))
    target = gatys_gram(style)
    assert_recorded(target, recorded, f"{case}.gatys_code.gram_style")
    value, gradient = with_gradient(lambda at: (gatys_gram(at) - target).square().mean(), x)
    assert_recorded(value, recorded, f"{case}.gatys_code.style_loss")
    assert_recorded(gradient, recorded, f"{case}.gatys_code.style_grad")
    assert_recorded((x - content).square().mean(), recorded, f"{case}.gatys_code.content_loss")


@pytest.mark.parametrize("case", CASES)
def test_moments_hold_the_same_gram_matrix(recorded: dict[str, NDArray[Any]], case: str) -> None:
    """The objective's own Gram matrices are those of Gatys' code, value and gradient."""
    x, style = (tensor(recorded, f"{case}.{name}") for name in ("x", "style"))
    target = moments(style).gram
    assert_recorded(target[None], recorded, f"{case}.gatys_code.gram_style")
    value, gradient = with_gradient(lambda at: (moments(at).gram - target).square().mean(), x)
    assert_recorded(value, recorded, f"{case}.gatys_code.style_loss")
    assert_recorded(gradient, recorded, f"{case}.gatys_code.style_grad")


@pytest.mark.parametrize("case", CASES)
def test_formulas_of_the_paper(recorded: dict[str, NDArray[Any]], case: str) -> None:
    """Gatys et al. 2016, eq. 1 and 4: 0.5 sum (F - P)^2, and sum (G - A)^2 / (4 N^2 M^2)."""
    x, content = (tensor(recorded, f"{case}.{name}") for name in ("x", "content"))
    _, channels, height, width = x.shape
    gram = gram_matrix(x)
    assert_recorded(gram[0], recorded, f"{case}.gatys_paper.gram_x")
    style_loss = (gram - gram_matrix(content)).square().sum() / (4 * channels**2 * (height * width) ** 2)
    assert_recorded(style_loss, recorded, f"{case}.gatys_paper.style_loss_x_vs_content")
    assert_recorded(0.5 * (x - content).square().sum(), recorded, f"{case}.gatys_paper.content_loss")


def levelled(gradient: Tensor, weight: float) -> Tensor:
    """Normalise a gradient as Johnson's option does: over its L1 norm, times the weight."""
    return weight * gradient / (gradient.abs().sum() + 1e-8)


@pytest.mark.parametrize("case", CASES)
def test_johnson(recorded: dict[str, NDArray[Any]], case: str) -> None:
    x, style, content = (tensor(recorded, f"{case}.{name}") for name in ("x", "style", "content"))
    assert recorded[f"{case}.jcjohnson.weights_style_content"].tolist() == [STYLE, CONTENT]
    target = johnson_gram(style)
    assert_recorded(target, recorded, f"{case}.jcjohnson.gram_style")
    value, gradient = with_gradient(lambda at: (johnson_gram(at) - target).square().mean(), x)
    assert_recorded(STYLE * value, recorded, f"{case}.jcjohnson.style_loss")
    assert_recorded(STYLE * gradient, recorded, f"{case}.jcjohnson.style_grad")
    assert_recorded(levelled(gradient, STYLE), recorded, f"{case}.jcjohnson.style_grad_normalized")
    value, gradient = with_gradient(lambda at: (at - content).square().mean(), x)
    assert_recorded(CONTENT * value, recorded, f"{case}.jcjohnson.content_loss")
    assert_recorded(CONTENT * gradient, recorded, f"{case}.jcjohnson.content_grad")
    assert_recorded(levelled(gradient, CONTENT), recorded, f"{case}.jcjohnson.content_grad_normalized")


def test_batches_are_merged_by_the_tutorial_and_kept_apart_by_gatys(recorded: dict[str, NDArray[Any]]) -> None:
    x = tensor(recorded, "batch2.x")
    assert_recorded(tutorial_gram(x), recorded, "batch2.tutorial.gram")
    assert_recorded(gatys_gram(x), recorded, "batch2.gatys_code.gram")


def test_several_styles_are_a_weighted_sum_of_gram_matrices(recorded: dict[str, NDArray[Any]]) -> None:
    parts = [johnson_gram(tensor(recorded, f"blend.{name}"))[0] for name in "ab"]
    weights = recorded["blend.weights"].tolist()
    blended = weights[0] * parts[0] + weights[1] * parts[1]
    assert_recorded(blended, recorded, "blend.target")
    # Mixing moments gives the same, up to the number of channels that Johnson divides by as well.
    found = [moments(tensor(recorded, f"blend.{name}")).normalised() for name in "ab"]
    mixed = found[0].scaled(weights[0]) + found[1].scaled(weights[1])
    assert_recorded(mixed.gram / mixed.gram.shape[0], recorded, "blend.target")


def test_total_variation_of_the_port_is_one_of_absolute_differences(recorded: dict[str, NDArray[Any]]) -> None:
    image = tensor(recorded, "tv.image")
    absolute = (image[..., 1:, :] - image[..., :-1, :]).abs().sum() + image.diff(dim=3).abs().sum()
    assert_recorded(1e-3 * absolute, recorded, "tv.port_loss_w0.001")


def test_total_variation_gradient_of_johnson(recorded: dict[str, NDArray[Any]]) -> None:
    """Half the squares over the first h-1 x w-1 pixels: the differences along the last row and column are left out."""
    image = tensor(recorded, "tv.image")

    def value(at: Tensor) -> Tensor:
        whole = total_variation(at).sum()
        last_row, last_column = at[..., -1:, :], at[..., :, -1:]
        return 0.5 * (whole - last_row.diff(dim=3).square().sum() - last_column.diff(dim=2).square().sum())

    _, gradient = with_gradient(lambda at: 1e-3 * value(at), image)
    assert_recorded(gradient[0], recorded, "tv.lua_gradient_w0.001")


@pytest.mark.parametrize("name", ["tutorial", "gatys", "jcjohnson"])
def test_input_normalisation(recorded: dict[str, NDArray[Any]], name: str) -> None:
    image = tensor(recorded, "norm.rgb01")
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    if name == "tutorial":
        prepared = (image - mean) / torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    elif name == "gatys":
        caffe = torch.tensor([0.40760392, 0.45795686, 0.48501961]).view(3, 1, 1)
        prepared = (image.flip(0) - caffe) * 255
    else:
        prepared = image.flip(0) * 256 - torch.tensor([103.939, 116.779, 123.68]).view(3, 1, 1)
    assert_recorded(prepared, recorded, f"norm.{name}")
