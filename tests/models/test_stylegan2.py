"""The generator: its latent spaces, its noise, training, loading, and what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from styletransfer.errors import InputError
from styletransfer.models.stylegan2 import NoiseMode, StyleGAN2, StyleGAN2Config

DIM = 6
CONFIG = StyleGAN2Config(size=16, channels=(8, 7, 5), style_dim=DIM, mapping_layers=2)
ROWS = 6


@pytest.fixture
def generator() -> StyleGAN2:
    """Return a small generator whose noise and average are not nothing."""
    torch.manual_seed(0)
    network = StyleGAN2(CONFIG).requires_grad_(False)
    for name, value in network.named_parameters():
        if name.endswith(("noise.weight", "activate.bias")):
            value.normal_(std=0.3)
    network.latent_avg.normal_()
    return network


def drawn(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_the_published_shapes() -> None:
    config = StyleGAN2Config.official(1024)
    assert config.channels == (512, 512, 512, 512, 512, 256, 128, 64, 32)
    assert (config.num_ws, config.style_dim, config.mapping_layers) == (18, 512, 8)
    assert StyleGAN2Config.official(256, channel_multiplier=1).channels == (512, 512, 512, 512, 256, 128, 64)
    with torch.device("meta"):
        network = StyleGAN2(StyleGAN2Config.official(1024))
    assert len(network.style_names) == 26
    assert sum(network.style_sizes) == 9088
    sizes = zip(network.style_names, network.style_sizes, strict=True)
    assert sum(size for name, size in sizes if "rgb" not in name) == 6048


def test_the_names_of_a_state(generator: StyleGAN2) -> None:
    names = generator.state_dict().keys()
    expected = {"style.1.weight", "style.2.bias", "input.input", "conv1.conv.weight", "conv1.conv.modulation.bias"}
    expected |= {"conv1.noise.weight", "conv1.activate.bias", "to_rgb1.bias", "to_rgb1.conv.weight", "latent_avg"}
    expected |= {"convs.3.conv.modulation.weight", "to_rgbs.1.conv.modulation.weight", "noises.noise_4"}
    assert expected <= names
    assert not any("kernel" in name for name in names)
    assert generator.noise_sides == (4, 8, 8, 16, 16)


def test_a_picture_comes_out_of_every_space(generator: StyleGAN2) -> None:
    z = drawn(2, DIM)
    w = generator.mapping(z)
    w_plus = generator.broadcast(w)
    image = generator(z)
    assert image.shape == (2, 3, 16, 16)
    assert w_plus.shape == (2, ROWS, DIM)
    torch.testing.assert_close(generator.synthesis(w_plus), image)
    styles = generator.styles(w_plus)
    assert [tuple(style.shape) for style in styles] == [(2, size) for size in generator.style_sizes]
    torch.testing.assert_close(generator.synthesis_from_styles(styles), image)


def test_one_picture_alone_is_as_in_a_batch(generator: StyleGAN2) -> None:
    w_plus = drawn(3, ROWS, DIM)
    together = generator.synthesis(w_plus)
    for index in range(3):
        torch.testing.assert_close(generator.synthesis(w_plus[index : index + 1]), together[index : index + 1])


def test_mapping_ignores_the_length_of_z(generator: StyleGAN2) -> None:
    z = drawn(2, DIM)
    torch.testing.assert_close(generator.mapping(7 * z), generator.mapping(z))


def test_each_row_of_w_plus_reaches_the_layers_that_read_it(generator: StyleGAN2) -> None:
    w_plus = drawn(1, ROWS, DIM)
    before = generator.styles(w_plus)
    for row in range(ROWS):
        changed = w_plus.clone()
        changed[:, row] += 1
        moved = [not torch.equal(old, new) for old, new in zip(before, generator.styles(changed), strict=True)]
        assert moved == [each == row for each in generator.style_rows]


def test_truncation(generator: StyleGAN2) -> None:
    w, average = drawn(2, DIM), generator.latent_avg
    torch.testing.assert_close(generator.truncated(w, 1), w)
    torch.testing.assert_close(generator.truncated(w, 0), average.expand(2, -1))
    torch.testing.assert_close(generator.truncated(w, -0.5), average - 0.5 * (w - average))
    w_plus = drawn(2, ROWS, DIM)
    torch.testing.assert_close(generator.truncated(w_plus, 1.5), average + 1.5 * (w_plus - average))


def test_an_average_with_a_row_for_each_layer(generator: StyleGAN2) -> None:
    rows = drawn(ROWS, DIM, seed=5)
    generator.load_state_dict(generator.state_dict() | {"latent_avg": rows})
    torch.testing.assert_close(generator.latent_avg, rows)
    w = drawn(2, DIM)
    torch.testing.assert_close(generator.truncated(w, 0.5), rows + 0.5 * (w[:, None] - rows))
    assert generator(drawn(2, DIM), 0.5).shape == (2, 3, 16, 16)
    generator.load_state_dict(generator.state_dict() | {"latent_avg": rows[0]})
    torch.testing.assert_close(generator.latent_avg, rows[0])


def test_an_average_of_another_shape_does_not_load(generator: StyleGAN2) -> None:
    with pytest.raises(RuntimeError, match="latent_avg"):
        generator.load_state_dict(generator.state_dict() | {"latent_avg": torch.zeros(DIM + 1)})


@pytest.mark.parametrize("crossover", [0, 2, ROWS])
def test_mixing(generator: StyleGAN2, crossover: int) -> None:
    coarse, fine = drawn(2, DIM), drawn(2, DIM, seed=2)
    found = generator.mixed(coarse, generator.broadcast(fine), crossover)
    torch.testing.assert_close(found[:, :crossover], coarse[:, None].expand(-1, crossover, -1))
    torch.testing.assert_close(found[:, crossover:], fine[:, None].expand(-1, ROWS - crossover, -1))


def test_noise(generator: StyleGAN2) -> None:
    w_plus = drawn(2, ROWS, DIM)
    stored = [generator.noises.get_buffer(f"noise_{index}") for index in range(5)]
    torch.testing.assert_close(generator.synthesis(w_plus, stored), generator.synthesis(w_plus, "stored"))
    nothing = [torch.zeros_like(each) for each in stored]
    torch.testing.assert_close(generator.synthesis(w_plus, nothing), generator.synthesis(w_plus, "none"))
    doubled = [torch.cat((each, -each)) for each in stored]
    torch.testing.assert_close(generator.synthesis(w_plus, doubled)[:1], generator.synthesis(w_plus[:1], stored))


def test_random_noise_differs_between_samples_and_follows_the_seed(generator: StyleGAN2) -> None:
    w_plus = drawn(1, ROWS, DIM).expand(2, -1, -1)
    torch.manual_seed(3)
    first = generator.synthesis(w_plus, "random")
    assert not torch.allclose(first[0], first[1], atol=1e-3)
    torch.manual_seed(3)
    torch.testing.assert_close(generator.synthesis(w_plus, "random"), first)


def test_arguments_stay_as_they_are(generator: StyleGAN2) -> None:
    w_plus = drawn(1, ROWS, DIM)
    kept, state = w_plus.clone(), {name: value.clone() for name, value in generator.state_dict().items()}
    styles = generator.styles(w_plus)
    copies = [style.clone() for style in styles]
    generator.synthesis_from_styles(styles)
    assert torch.equal(w_plus, kept)
    assert all(torch.equal(style, copy) for style, copy in zip(styles, copies, strict=True))
    assert all(torch.equal(value, state[name]) for name, value in generator.state_dict().items())


@pytest.mark.parametrize("batch", [1, 2])
def test_everything_learns(generator: StyleGAN2, batch: int) -> None:
    generator.requires_grad_(True)
    z = drawn(batch, DIM).requires_grad_()
    generator(z, noise="random").square().mean().backward()
    assert z.grad is not None
    assert z.grad.abs().sum() > 0
    for name, value in generator.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


def test_gradients_of_a_style() -> None:
    torch.manual_seed(0)
    config = StyleGAN2Config(size=8, channels=(2, 3), style_dim=2, mapping_layers=1)
    network = StyleGAN2(config).double().requires_grad_(False)
    w_plus = torch.randn(1, 4, 2, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(network.synthesis, w_plus)


@pytest.mark.parametrize("batch", [1, 2])
def test_bfloat16_is_close_and_returns_the_parameters_precision(generator: StyleGAN2, batch: int) -> None:
    w_plus = drawn(batch, ROWS, DIM)
    expected = generator.synthesis(w_plus)
    with torch.autocast("cpu", torch.bfloat16):
        found = generator.synthesis(w_plus.bfloat16().float())
        w = generator.mapping(drawn(2, DIM))
    assert found.dtype == w.dtype == torch.float32
    torch.testing.assert_close(w, generator.mapping(drawn(2, DIM)))
    assert (found - expected).abs().max() < 0.05 * expected.abs().max()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"size": 12}, "power of two of at least 8, got 12"),
        ({"size": 4}, "power of two of at least 8, got 4"),
        ({"size": 0}, "power of two"),
        ({"channels": (8, 7)}, r"16 px needs 3 positive widths, for 4 to 16 px; got \(8, 7\)"),
        ({"channels": (8, 7, 0)}, "positive widths"),
        ({"style_dim": 0}, "must be positive"),
        ({"mapping_layers": 0}, "must be positive"),
        ({"mapping_lr_multiplier": 0.0}, "must be positive"),
    ],
)
def test_impossible_shapes_are_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        StyleGAN2Config(**{"size": 16, "channels": (8, 7, 5)} | settings)


@pytest.mark.parametrize("size", [4, 100, 2048])
def test_sizes_that_were_never_published_are_refused(size: int) -> None:
    with pytest.raises(InputError, match=f"8 to 1024 px, powers of two; got {size}"):
        StyleGAN2Config.official(size)


def painted(w_plus: tuple[int, ...], noise: NoiseMode = "stored") -> Callable[[StyleGAN2], object]:
    return lambda generator: generator.synthesis(torch.zeros(w_plus), noise)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda generator: generator.mapping(torch.zeros(2, 5)), r"z must be \(B, 6\), got \(2, 5\)"),
        (lambda generator: generator.mapping(torch.zeros(DIM)), r"z must be \(B, 6\), got \(6,\)"),
        (lambda generator: generator.broadcast(torch.zeros(1, ROWS, DIM)), r"w must be \(B, 6\)"),
        (lambda generator: generator.truncated(torch.zeros(1, 5, DIM), 0.7), r"w\+ must be \(B, 6, 6\)"),
        (lambda generator: generator.truncated(torch.zeros(1, 5), 0.7), r"w must be \(B, 6\)"),
        (lambda generator: generator.truncated(torch.zeros(1, DIM), float("nan")), "finite number, got nan"),
        (lambda generator: generator.mixed(torch.zeros(1, DIM), torch.zeros(1, DIM), 7), "in 0 to 6, got 7"),
        (lambda generator: generator.mixed(torch.zeros(1, DIM), torch.zeros(1, DIM), -1), "in 0 to 6, got -1"),
        (lambda generator: generator.mixed(torch.zeros(1, DIM), torch.zeros(2, DIM), 3), "got 1 and 2"),
        (lambda generator: generator.mixed(torch.zeros(1, 4, DIM), torch.zeros(1, DIM), 3), r"w\+ must be"),
        (painted((1, 5, DIM)), r"w\+ must be \(B, 6, 6\), got \(1, 5, 6\)"),
        (painted((1, DIM)), r"w\+ must be \(B, 6, 6\), got \(1, 6\)"),
        (painted((1, ROWS, DIM), "sotred"), "stored, none, random, or a list of maps; got 'sotred'"),
        (painted((1, ROWS, DIM), [torch.zeros(1, 1, 4, 4)]), "takes 5 noise maps, got 1"),
        (painted((2, ROWS, DIM), [torch.zeros(3, 1, 4, 4)] * 5), r"\(1 or 2, 1, 4, 4\), got \(3, 1, 4, 4\)"),
        (painted((1, ROWS, DIM), [torch.zeros(1, 1, 4, 4)] * 5), r"\(1 or 1, 1, 8, 8\), got \(1, 1, 4, 4\)"),
        (lambda generator: generator.synthesis_from_styles((torch.zeros(1, 8),)), "has 8 layers here, got 1"),
        (
            lambda generator: generator.synthesis_from_styles((torch.zeros(1, 3),) * 8),
            r"style of conv1 must be \(1, 8\), got \(1, 3\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(generator: StyleGAN2, call: Callable[[StyleGAN2], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call(generator)
