"""The encoders: names, how heads become codes, and what they refuse."""

import pytest
import torch
from torch import Tensor, nn

from styletransfer.errors import ImageError, InputError
from styletransfer.models.face_encoder import SIDE, EncoderKind, FaceEncoder, Head, SqueezeExcitation, Unit


def on_paper(kind: EncoderKind, size: int) -> FaceEncoder:
    """Return an encoder without weights."""
    with torch.device("meta"):
        return FaceEncoder(kind, size)


def drawn(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def cheap() -> FaceEncoder:
    """Return an e4e encoder whose pyramid is replaced by means of the picture and whose heads are linear."""
    torch.manual_seed(0)
    encoder = on_paper("e4e", 8)
    encoder.pyramid = lambda image: (image.mean((2, 3)).repeat(1, 171)[:, :512],) * 3  # type: ignore[method-assign]
    encoder.styles = nn.ModuleList(nn.Linear(512, 512) for _ in range(4))
    return encoder


@pytest.mark.parametrize(("size", "rows"), [(256, 14), (1024, 18)])
def test_names_and_heads(size: int, rows: int) -> None:
    encoder = on_paper("psp", size)
    names = encoder.state_dict().keys()
    expected = {"input_layer.0.weight", "input_layer.2.weight", "body.3.shortcut_layer.1.running_var"}
    expected |= {"body.23.res_layer.5.fc2.weight", "latlayer1.bias", "latlayer2.weight", "styles.0.linear.bias"}
    expected |= {"styles.2.convs.6.weight", "styles.6.convs.8.bias", f"styles.{rows - 1}.convs.10.bias"}
    assert expected <= names
    assert len(encoder.styles) == encoder.num_ws == rows
    assert len(encoder.body) == 24
    assert not any(name.startswith("body.0.shortcut_layer") for name in names)


def test_e4e_takes_other_rows_as_offsets_from_the_first(cheap: FaceEncoder) -> None:
    image = drawn(2, 3, SIDE, SIDE)
    heads = cheap.heads(image)
    codes = cheap(image)
    torch.testing.assert_close(codes[:, 0], heads[:, 0])
    for row in range(1, 4):
        torch.testing.assert_close(codes[:, row], heads[:, 0] + heads[:, row])
    cheap.kind = "psp"
    torch.testing.assert_close(cheap(image), heads)


@pytest.mark.parametrize(("channels", "width", "stride"), [(32, 32, 1), (32, 32, 2), (32, 48, 2)])
def test_units_shrink_by_their_stride(channels: int, width: int, stride: int) -> None:
    unit = Unit(channels, width, stride).eval()
    x = drawn(2, channels, 8, 8)
    assert unit(x).shape == (2, width, 8 // stride, 8 // stride)


def test_a_unit_without_residual_passes_its_input_thinned_out() -> None:
    unit = Unit(32, 32, 2).eval()
    nn.init.zeros_(unit.res_layer[4].weight)
    nn.init.zeros_(unit.res_layer[4].bias)
    x = drawn(1, 32, 6, 6)
    torch.testing.assert_close(unit(x), x[..., ::2, ::2])


def test_gates_lie_between_0_and_1_and_see_means_alone() -> None:
    gated = SqueezeExcitation(32)
    x = drawn(2, 32, 4, 4)
    gate = gated.gate(x)
    assert gate.shape == (2, 32, 1, 1)
    assert 0 < gate.min() < gate.max() < 1
    torch.testing.assert_close(gated.gate(x.flip(3)), gate)
    torch.testing.assert_close(gated(x), x * gate)


def with_equal_weights(module: nn.Module, value: float) -> nn.Module:
    """Fill a module built on paper: drawing hundred million weights takes longer than using them."""
    module.to_empty(device="cpu")
    for each in (*module.parameters(), *module.buffers()):
        each.data.fill_(value)
    return module.requires_grad_(False).eval()


@pytest.mark.parametrize(("side", "convolutions"), [(16, 4), (32, 5), (64, 6)])
def test_heads_end_in_one_pixel(side: int, convolutions: int) -> None:
    with torch.device("meta"):
        head = Head(side)
    with_equal_weights(head, 1e-3)
    assert head(torch.ones(2, 512, side, side)).shape == (2, 512)
    assert sum(isinstance(layer, nn.Conv2d) for layer in head.convs) == convolutions


def test_the_pyramid_has_three_scales() -> None:
    image = torch.zeros(2, 3, SIDE, SIDE, device="meta")
    shapes = [tuple(maps.shape) for maps in on_paper("e4e", 1024).eval().pyramid(image)]
    assert shapes == [(2, 512, side, side) for side in (16, 32, 64)]


def test_all_the_way_through() -> None:
    encoder = with_equal_weights(on_paper("e4e", 32), 1e-3)
    codes = encoder(drawn(1, 3, SIDE, SIDE).clamp(-1, 1))
    assert codes.shape == (1, 8, 512)
    assert codes.isfinite().all()
    with torch.autocast("cpu", torch.bfloat16):
        assert encoder(drawn(1, 3, SIDE, SIDE)).dtype == torch.float32


@pytest.mark.parametrize("shape", [(3, 256, 256), (1, 1, 256, 256), (1, 3, 128, 128), (1, 3, 256, 255)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match=r"faces \(B, 3, 256, 256\), got"):
        on_paper("e4e", 8)(torch.zeros(shape))


def test_unknown_kinds_and_sizes_are_refused() -> None:
    with pytest.raises(InputError, match="psp or e4e, got 'restyle'"):
        on_paper("restyle", 256)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="powers of two; got 300"):
        on_paper("e4e", 300)
