"""Total variation against known values and invariances."""

import pytest
import torch
from torch import Tensor
from torch.autograd import gradcheck

from styletransfer.ops.total_variation import total_variation


def picture(height: int = 5, width: int = 7) -> Tensor:
    return torch.rand(1, 3, height, width, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


def test_known_value() -> None:
    image = torch.tensor([[[[0.0, 1.0], [2.0, 4.0]], [[0.0, 0.0], [0.0, 2.0]]]])
    # Down: 2² + 3², right: 1² + 2²; then 2² and 2²; over four pixels.
    assert total_variation(image).tolist() == [4 + 9 + 1 + 4, 4 + 4]


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_a_flat_picture_has_none(level: float) -> None:
    assert total_variation(torch.full((1, 3, 4, 6), level)).tolist() == [0, 0, 0]


def test_brightness_turning_and_mirroring_do_not_matter() -> None:
    image = picture()
    expected = total_variation(image)
    for changed in (image + 0.5, 1 - image, image.flip(3), image.transpose(2, 3)):
        torch.testing.assert_close(total_variation(changed), expected)


def test_grows_with_the_square_of_contrast() -> None:
    torch.testing.assert_close(total_variation(3 * picture()), 9 * total_variation(picture()))


def test_channels_do_not_mix() -> None:
    image = picture()
    changed = image.clone()
    changed[:, 1] *= 2
    before, after = total_variation(image), total_variation(changed)
    torch.testing.assert_close(after / before, torch.tensor([1.0, 4.0, 1.0], dtype=torch.float64))


def test_repeating_a_texture_hardly_changes_it() -> None:
    image = picture(40, 40)
    torch.testing.assert_close(total_variation(image.repeat(1, 1, 3, 3)), 9 * total_variation(image), rtol=0.05, atol=0)


def test_a_row_of_pixels() -> None:
    assert total_variation(torch.tensor([[[[0.0, 3.0, 3.0]]]])).tolist() == [9]


def test_gradient() -> None:
    assert gradcheck(total_variation, picture().requires_grad_())


def test_tiles_add_up_to_the_whole() -> None:
    image = picture()
    height, width = image.shape[-2:]
    half, third = height // 2, width // 3
    parts = [
        total_variation(image[..., top : bottom + 1, left : right + 1], (bottom - top, right - left))
        for top, bottom in ((0, half), (half, height))
        for left, right in ((0, third), (third, width))
    ]
    torch.testing.assert_close(sum(parts), total_variation(image))
