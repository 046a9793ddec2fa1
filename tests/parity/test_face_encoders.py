"""pSp and e4e, encoder and generator together, reproduce recorded values of the published implementations.

The recordings lie beside the repository (`../shared/parity`); without them these tests are skipped. Tolerances are
some times the difference between single and double precision in the published code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from recordings import filled_by, needs, picture, recorded
from torch import Tensor, nn

from styletransfer.algorithms.inversion import encode, pooled, with_rows
from styletransfer.models.face_encoder import EncoderKind, FaceEncoder, SqueezeExcitation
from styletransfer.models.stylegan2 import StyleGAN2, StyleGAN2Config

Archive = dict[str, NDArray[Any]]

CODES, IMAGES = 5e-5, 1e-4  # absolute
TAPS = 2e-5  # relative
MIXED_ROWS = (2, 5, 8, 9, 10, 11)
ZEROED_ROWS = (1, 4)

pytestmark = needs()


@dataclass(frozen=True)
class Published:
    """Encoder and generator of one file, with the recorded fill of their weights."""

    encoder: FaceEncoder
    generator: StyleGAN2


@dataclass(frozen=True)
class Case:
    """A recorded picture and what became of it."""

    model: Published
    archive: Archive

    @property
    def codes(self) -> Tensor:
        return self.tensor("codes_plus_avg")[None]

    def tensor(self, name: str) -> Tensor:
        return torch.from_numpy(self.archive[name])

    def assert_close(self, found: Tensor, name: str, tolerance: float) -> None:
        assert float((found - self.tensor(name).reshape(found.shape)).abs().max()) <= tolerance, name

    def assert_tap(self, found: Tensor, name: str) -> None:
        """Compare a map (1, C, H, W) by its corner, its statistics and its shape."""
        assert list(found.shape) == self.archive[f"{name}.shape"].tolist(), name
        statistics = torch.stack((found[0].mean((1, 2)), found[0].std((1, 2), correction=0)))
        for part, value in (("crop", found[0, :6, :16, :16]), ("stats", statistics)):
            key = f"{name}.{part}"
            self.assert_close(value, key, TAPS * float(np.abs(self.archive[key]).max()))


@lru_cache(maxsize=1)  # a gigabyte each
def published(kind: EncoderKind, size: int) -> Published:
    weights = filled_by(f"{kind}_{size}_keys.json")
    with torch.device("meta"):
        encoder, generator = FaceEncoder(kind, size), StyleGAN2(StyleGAN2Config.official(size))
    counters = {name: torch.tensor(0) for name in encoder.state_dict() if name.endswith("num_batches_tracked")}
    encoder.load_state_dict(of("encoder.", weights) | counters, assign=True)
    generator.load_state_dict(of("decoder.", weights) | {"latent_avg": weights["latent_avg"]}, assign=True)
    return Published(encoder.requires_grad_(False).eval(), generator.requires_grad_(False).eval())


def of(part: str, weights: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(part): value for name, value in weights.items() if name.startswith(part)}


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """Give the memory back when the last of these tests has run."""
    yield
    published.cache_clear()


@pytest.fixture(
    scope="module",
    params=[
        ("e4e", 256, "astro"),
        ("e4e", 256, "s11"),
        pytest.param(("psp", 256, "astro"), marks=pytest.mark.slow),
        pytest.param(("e4e", 1024, "s12"), marks=pytest.mark.slow),
        pytest.param(("psp", 1024, "s14"), marks=pytest.mark.slow),
    ],
    ids=lambda each: "-".join(str(part) for part in each),
)
def case(request: pytest.FixtureRequest) -> Case:
    kind, size, name = request.param
    return Case(published(kind, size), recorded(f"{kind}_{size}_{name}.npz"))


def tapped(encoder: FaceEncoder, image: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Encode and keep what the recorded layers return, or, of the pyramid's maps, what the heads take."""
    found: dict[str, Tensor] = {}

    def keep(name: str, *, taken: bool = False) -> Any:
        def hook(_layer: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
            found[name] = inputs[0] if taken else output

        return hook

    layers: dict[str, nn.Module] = {"trunk.input_layer": encoder.input_layer}
    layers |= {f"trunk.{index}": unit for index, unit in enumerate(encoder.body)}
    layers |= {"lateral1": encoder.latlayer1, "lateral2": encoder.latlayer2}
    layers |= {f"head{row}.conv0": encoder.styles[row].get_submodule("convs.0") for row in (3, 7)}
    hooks = [layer.register_forward_hook(keep(name)) for name, layer in layers.items()]
    for row, name in ((3, "pyramid.mid"), (7, "pyramid.fine")):
        hooks.append(encoder.styles[row].register_forward_hook(keep(name, taken=True)))
    gated = encoder.body[10].get_submodule("res_layer.5")
    assert isinstance(gated, SqueezeExcitation)
    hooks.append(gated.register_forward_hook(keep("gated", taken=True)))
    codes = encoder(image)
    for each in hooks:
        each.remove()
    found["trunk.10.se_gate"] = gated.gate(found.pop("gated"))
    return codes, found


def test_the_encoder_layer_by_layer(case: Case) -> None:
    encoder = case.model.encoder
    codes, found = tapped(encoder, picture(case.archive["image_u8"]) * 2 - 1)
    case.assert_close(codes[0], "codes", CODES)
    if encoder.kind == "e4e":
        codes[:, 1:] -= codes[:, :1]
    case.assert_close(codes[0], "heads", CODES)
    kinds = ("trunk", "lateral", "pyramid", "head")
    taps = {name.removesuffix(".crop") for name in case.archive if name.startswith(kinds) and name.endswith(".crop")}
    assert {"trunk.10.se_gate", "trunk.23", "pyramid.fine", "head7.conv0"} <= taps <= found.keys()
    for name in taps:
        case.assert_tap(found[name], name)


def test_the_average_is_added(case: Case) -> None:
    found = encode(case.model.encoder, case.model.generator.latent_avg, picture(case.archive["image_u8"]))
    case.assert_close(found[0], "codes_plus_avg", CODES)


def test_the_inversion(case: Case) -> None:
    image = case.model.generator.synthesis(case.codes)
    if "image" in case.archive:
        case.assert_close(image[0], "image", IMAGES)
    else:
        side = case.model.generator.config.size
        found = image[0, :, side // 2 - 32 : side // 2 + 32, side // 4 : side // 4 + 64]
        case.assert_close(found, "image.crop", IMAGES)
    statistics = torch.stack((image[0].mean((1, 2)), image[0].std((1, 2), correction=0)))
    case.assert_close(statistics, "image.stats", IMAGES)
    if "pooled256.crop" in case.archive:
        case.assert_close(pooled(image)[0, :, 96:160, 64:128], "pooled256.crop", IMAGES)


@pytest.mark.parametrize(("name", "strength"), [("mix", 1.0), ("mix_a0.4", 0.4)])
def test_mixing_with_other_codes(case: Case, name: str, strength: float) -> None:
    codes = with_rows(case.codes, MIXED_ROWS, case.tensor("inject")[None], strength)
    case.assert_close(codes[0], f"{name}.codes", CODES)
    image = case.model.generator.synthesis(codes)
    middle = case.model.generator.config.size // 2
    found = image[0, :, middle - 24 : middle + 24, middle - 24 : middle + 24]
    case.assert_close(found, f"{name}.image.crop", IMAGES)


def test_rows_without_codes_become_zero(case: Case) -> None:
    case.assert_close(with_rows(case.codes, ZEROED_ROWS)[0], "mix_zero.codes", CODES)


def test_z_goes_through_the_mapping_network(case: Case) -> None:
    if "z" not in case.archive:
        assert case.model.generator.config.size == 1024
        pytest.skip("recorded for 256 px only")
    generator = case.model.generator
    w_plus = generator.broadcast(generator.mapping(case.tensor("z")))
    case.assert_close(w_plus[0], "z.latents", CODES)
    case.assert_close(generator.synthesis(w_plus)[0, :, 96:144, 96:144], "z.image.crop", IMAGES)
