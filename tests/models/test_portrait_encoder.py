"""The compact encoder: shapes, where it starts, what it refuses."""

from dataclasses import replace

import pytest
import torch

from styletransfer.errors import InputError
from styletransfer.models.portrait_encoder import PortraitEncoder, PortraitEncoderConfig, ResidualBlock

SMALL = PortraitEncoderConfig(
    size=32, widths=(8, 16, 24), depths=(1, 2, 1), reduced=4, bottleneck=6, style_dim=10, num_ws=5
)


def encoder(config: PortraitEncoderConfig = SMALL) -> PortraitEncoder:
    torch.manual_seed(0)
    return PortraitEncoder(config).eval()


def faces(count: int = 3, side: int = 32) -> torch.Tensor:
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_it_gives_a_style_and_offsets() -> None:
    w, offsets = encoder()(faces())
    assert w.shape == (3, 10)
    assert offsets.shape == (3, 5, 10)
    assert not offsets.any()  # a fresh encoder stays in W
    assert w.std() > 0


def test_every_face_is_read_by_itself() -> None:
    network = encoder()
    torch.nn.init.normal_(network.to_offsets.weight)
    together = network(faces())
    alone = [network(face[None]) for face in faces()]
    for index, found in enumerate(together):
        torch.testing.assert_close(found, torch.cat([each[index] for each in alone]), atol=1e-5, rtol=1e-4)


def test_maps_halve_from_stage_to_stage() -> None:
    shapes = [tuple(maps.shape) for maps in encoder().maps(faces(2))]
    assert shapes == [(2, 8, 16, 16), (2, 16, 8, 8), (2, 24, 4, 4)]


def test_part_of_w_is_linear_in_the_reduced_picture() -> None:
    network, pictures = encoder(), faces()
    with_linear, _ = network(pictures)
    weight = network.linear.weight.clone()
    torch.nn.init.zeros_(network.linear.weight)
    without, _ = network(pictures)
    blocks = pictures.reshape(3, 3, 4, 8, 4, 8).mean(dim=(3, 5)).flatten(1)
    torch.testing.assert_close(with_linear - without, blocks @ weight.T, atol=1e-5, rtol=1e-4)


def test_all_weights_learn() -> None:
    network = encoder(replace(SMALL, widths=(64, 64, 64))).train()  # fewer squeezed channels may all be 0
    torch.nn.init.normal_(network.to_offsets.weight)
    w, offsets = network(faces())
    (w.square().sum() + offsets.square().sum()).backward()
    unmoved = [name for name, value in network.named_parameters() if value.grad is None or not value.grad.any()]
    assert unmoved == []


def test_the_shipped_shape_is_that_of_the_generator() -> None:
    config = PortraitEncoderConfig()
    assert (config.size, config.style_dim, config.num_ws) == (128, 192, 12)
    assert sum(value.numel() for value in PortraitEncoder(config).parameters()) < 5_000_000


@pytest.mark.parametrize("shape", [(3, 32, 32), (1, 1, 32, 32), (1, 3, 32, 16), (1, 3, 64, 64)])
def test_pictures_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match=r"reads pictures \(B, 3, 32, 32\), got"):
        encoder()(torch.zeros(shape))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"depths": (1, 2)}, "a depth for each"),
        ({"widths": (8, 16), "depths": (1, 1)}, "three or more widths"),
        ({"widths": (4, 8, 8)}, "at least 8"),
        ({"size": 36}, "multiple of 8, got 36"),
        ({"depths": (1, 0, 1)}, "must be positive"),
        ({"num_ws": 0}, "must be positive"),
    ],
)
def test_shapes_that_make_no_encoder_are_refused(change: dict[str, object], words: str) -> None:
    given = {"size": 32, "widths": (8, 16, 24), "depths": (1, 2, 1), "reduced": 4} | change
    with pytest.raises(InputError, match=words):
        PortraitEncoderConfig(**given)  # type: ignore[arg-type]


def test_a_block_adds_to_what_it_is_given() -> None:
    block = ResidualBlock(8, 8).eval()
    torch.nn.init.zeros_(block.conv2.weight)
    x = torch.randn(2, 8, 6, 6)
    assert torch.equal(block(x), x)
    assert ResidualBlock(8, 16, stride=2)(x).shape == (2, 16, 3, 3)
