"""The StyleGAN2 generator with skip connections (Karras et al. 2020, arXiv 1912.04958), in pure PyTorch.

One class serves the published networks and the compact one that the repository ships: sizes and widths are a parameter.
Names of parameters and buffers are those of the widespread PyTorch checkpoints, and `latent_avg` is kept among them.
Filters of the blurs are constants of the method and no part of the state.

Latent spaces: z (B, style_dim) is normal; w (B, style_dim) what `mapping` makes of it; w+ (B, num_ws, style_dim) a w
for each layer; StyleSpace the factor of every input channel of every modulated convolution.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import torch
from torch import Tensor, nn

from styletransfer.devices import full_precision
from styletransfer.errors import InputError
from styletransfer.models.stylegan2_layers import EqualLinear, ModulatedConv2d, PixelNorm, StyledConv, ToRGB

Styles = tuple[Tensor, ...]
"""StyleSpace: (B, channels) for each of `StyleGAN2.style_names`, in their order."""

NoiseMode = Literal["stored", "none", "random"] | Sequence[Tensor]
"""The maps of the checkpoint, no noise, fresh normal maps for each sample, or maps (1 or B, 1, r, r) in order."""

_BASE = 4
_OFFICIAL_WIDTHS = {4: 512, 8: 512, 16: 512, 32: 512, 64: 256, 128: 128, 256: 64, 512: 32, 1024: 16}


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleGAN2Config:
    """Shape of a generator.

    Attributes:
        size: side of the picture, a power of two of at least 8.
        channels: widths at 4, 8, ... `size` px.
        style_dim: length of z and w.
        mapping_layers: linear layers between z and w.
        mapping_lr_multiplier: how much slower these learn.
    """

    size: int
    channels: tuple[int, ...]
    style_dim: int = 512
    mapping_layers: int = 8
    mapping_lr_multiplier: float = 0.01

    def __post_init__(self) -> None:
        if self.size < 2 * _BASE or self.size & (self.size - 1):
            raise InputError(f"The side of the generator must be a power of two of at least 8, got {self.size}.")
        if len(self.channels) != self.blocks + 1 or min(self.channels) < 1:
            raise InputError(
                f"A generator of {self.size} px needs {self.blocks + 1} positive widths, for 4 to {self.size} px; "
                f"got {self.channels}."
            )
        if min(self.style_dim, self.mapping_layers) < 1 or self.mapping_lr_multiplier <= 0:
            raise InputError(
                "Length of w, number of mapping layers and their multiplier must be positive; "
                f"got {self.style_dim}, {self.mapping_layers} and {self.mapping_lr_multiplier}."
            )

    @classmethod
    def official(cls, size: int, channel_multiplier: int = 2) -> Self:
        """Return the shape of the published networks ("config F" for a multiplier of 2)."""
        if size not in _OFFICIAL_WIDTHS or size < 2 * _BASE:
            raise InputError(f"Published generators have sides of 8 to 1024 px, powers of two; got {size}.")
        widths = {side: width * (channel_multiplier if side > 32 else 1) for side, width in _OFFICIAL_WIDTHS.items()}
        return cls(size=size, channels=tuple(width for side, width in widths.items() if side <= size))

    @property
    def blocks(self) -> int:
        """Number of doublings from 4 px."""
        return int(math.log2(self.size)) - 2

    @property
    def num_ws(self) -> int:
        """Number of rows of w+."""
        return 2 * self.blocks + 2


class StyleGAN2(nn.Module):
    """Mapping and synthesis networks.

    Attributes:
        style_names: layers of StyleSpace in order: conv1, to_rgb1, convs.0, convs.1, to_rgbs.0, ...
        style_sizes: their channels.
        style_rows: the row of w+ that each reads.
        noise_sides: sides of the noise maps in order.
    """

    latent_avg: Tensor

    def __init__(self, config: StyleGAN2Config) -> None:
        super().__init__()
        self.config = config
        dim, widths = config.style_dim, config.channels
        linears = (
            EqualLinear(dim, dim, lr_multiplier=config.mapping_lr_multiplier, activate=True)
            for _ in range(config.mapping_layers)
        )
        self.style = nn.Sequential(PixelNorm(), *linears)
        self.input = nn.ParameterDict({"input": torch.randn(1, widths[0], _BASE, _BASE)})
        self.conv1 = StyledConv(widths[0], widths[0], dim)
        self.to_rgb1 = ToRGB(widths[0], dim)
        self.convs = nn.ModuleList()
        self.to_rgbs = nn.ModuleList()
        for narrow, wide in itertools.pairwise(widths):
            self.convs += [StyledConv(narrow, wide, dim, up=True), StyledConv(wide, wide, dim)]
            self.to_rgbs.append(ToRGB(wide, dim))
        self.noise_sides = (_BASE, *(_BASE * 2 ** (1 + index // 2) for index in range(2 * config.blocks)))
        self.noises = nn.Module()
        for index, side in enumerate(self.noise_sides):
            self.noises.register_buffer(f"noise_{index}", torch.randn(1, 1, side, side))
        self.register_buffer("latent_avg", torch.zeros(dim))
        self.style_names, self.style_rows = _style_layers(config.blocks)
        self.style_sizes = tuple(self._modulated(name).weight.shape[2] for name in self.style_names)

    @property
    def num_ws(self) -> int:
        """Number of rows of w+."""
        return self.config.num_ws

    def mapping(self, z: Tensor) -> Tensor:
        """Turn normal vectors into styles: z (B, style_dim) to w (B, style_dim)."""
        self._check(z, "z", "B", self.config.style_dim)
        with full_precision(z.device):
            w: Tensor = self.style(z.to(self.latent_avg.dtype))
        return w

    def truncated(self, w: Tensor, psi: float) -> Tensor:
        """Draw styles towards the average ("truncation trick").

        Args:
            w: (B, style_dim) or (B, num_ws, style_dim).
            psi: 1 keeps them, 0 gives the average; beyond 1 and below 0 is allowed.
        Returns:
            The shape of `w`; where the average has a row for each layer, (B, num_ws, style_dim).
        Raises:
            InputError: a wrong shape, or psi is no finite number.
        """
        if w.ndim == 3:
            self._check(w, "w+", "B", self.num_ws, self.config.style_dim)
        else:
            self._check(w, "w", "B", self.config.style_dim)
        if not math.isfinite(psi):
            raise InputError(f"The truncation psi must be a finite number, got {psi}.")
        average = self.latent_avg
        if average.ndim == 2 and w.ndim == 2:
            w = self.broadcast(w)
        return average + psi * (w - average)

    def broadcast(self, w: Tensor) -> Tensor:
        """Give every layer the same style: w (B, style_dim) to w+ (B, num_ws, style_dim), a view."""
        self._check(w, "w", "B", self.config.style_dim)
        return w[:, None].expand(-1, self.num_ws, -1)

    def codes(self, z: Tensor, psi: float = 1.0) -> Tensor:
        """Turn normal vectors into truncated w+: z (B, style_dim) to (B, num_ws, style_dim), which may be a view."""
        w = self.truncated(self.mapping(z), psi)
        return w if w.ndim == 3 else self.broadcast(w)

    def mixed(self, w1: Tensor, w2: Tensor, crossover: int) -> Tensor:
        """Mix two styles: rows below `crossover` from the first, the others from the second.

        Args:
            w1: (B, style_dim) or (B, num_ws, style_dim), coarse layers.
            w2: likewise, fine layers.
            crossover: 0 to num_ws; 0 is all of the second, num_ws all of the first.
        Returns:
            w+ (B, num_ws, style_dim).
        Raises:
            InputError: a wrong shape, or the crossover lies outside.
        """
        if not 0 <= crossover <= self.num_ws:
            raise InputError(f"The crossover must lie in 0 to {self.num_ws}, got {crossover}.")
        first, second = (w if w.ndim == 3 else self.broadcast(w) for w in (w1, w2))
        for each in (first, second):
            self._check(each, "w+", "B", self.num_ws, self.config.style_dim)
        if len(first) != len(second):
            raise InputError(f"Only as many styles can be mixed with as many, got {len(first)} and {len(second)}.")
        return torch.cat((first[:, :crossover], second[:, crossover:]), dim=1)

    def styles(self, w_plus: Tensor) -> Styles:
        """Turn w+ (B, num_ws, style_dim) into StyleSpace: (B, channels) for each of `style_names`."""
        self._check(w_plus, "w+", "B", self.num_ws, self.config.style_dim)
        with full_precision(w_plus.device):
            w_plus = w_plus.to(self.latent_avg.dtype)
            pairs = zip(self.style_names, self.style_rows, strict=True)
            return tuple(self._modulated(name).modulation(w_plus[:, row]) for name, row in pairs)

    def synthesis(self, w_plus: Tensor, noise: NoiseMode = "stored") -> Tensor:
        """Paint w+ (B, num_ws, style_dim); see `synthesis_from_styles`."""
        return self.synthesis_from_styles(self.styles(w_plus), noise)

    def synthesis_from_styles(self, styles: Styles, noise: NoiseMode = "stored") -> Tensor:
        """Paint a point of StyleSpace.

        Args:
            styles: (B, channels) for each of `style_names`.
            noise: maps of the checkpoint, none, fresh ones, or the maps to add, (1 or B, 1, r, r) for `noise_sides`.
        Returns:
            Picture (B, 3, size, size), about [-1, 1], not clamped, in the parameters' precision.
        Raises:
            InputError: styles or noise maps do not fit.
        """
        batch = self._check_styles(styles)
        maps = iter(self._noise_maps(noise, batch))
        factors = iter(styles)
        x = self.input["input"].expand(batch, -1, -1, -1).contiguous(memory_format=torch.channels_last)
        x = self.conv1(x, next(factors), next(maps))
        rgb: Tensor = self.to_rgb1(x, next(factors))
        for block, to_rgb in enumerate(self.to_rgbs):
            x = self.convs[2 * block](x, next(factors), next(maps))
            x = self.convs[2 * block + 1](x, next(factors), next(maps))
            rgb = to_rgb(x, next(factors), rgb)
        return rgb

    def forward(self, z: Tensor, psi: float = 1.0, noise: NoiseMode = "stored") -> Tensor:
        """Paint z (B, style_dim): the picture (B, 3, size, size), about [-1, 1]."""
        return self.synthesis(self.codes(z, psi), noise)

    def _modulated(self, name: str) -> ModulatedConv2d:
        layer: StyledConv | ToRGB = self.get_submodule(name)  # type: ignore[assignment]
        return layer.conv

    def _noise_maps(self, noise: NoiseMode, batch: int) -> Sequence[Tensor | None]:
        if isinstance(noise, str):
            if noise == "none":
                return [None] * len(self.noise_sides)
            if noise == "stored":
                return [self.noises.get_buffer(f"noise_{index}") for index in range(len(self.noise_sides))]
            if noise == "random":
                like = self.latent_avg
                return [
                    torch.randn(batch, 1, side, side, dtype=like.dtype, device=like.device) for side in self.noise_sides
                ]
            raise InputError(f"The noise must be stored, none, random, or a list of maps; got {noise!r}.")
        if len(noise) != len(self.noise_sides):
            raise InputError(f"The generator takes {len(self.noise_sides)} noise maps, got {len(noise)}.")
        for given, side in zip(noise, self.noise_sides, strict=True):
            if tuple(given.shape) not in {(1, 1, side, side), (batch, 1, side, side)}:
                raise InputError(f"A noise map must be (1 or {batch}, 1, {side}, {side}), got {tuple(given.shape)}.")
        return noise

    def _check_styles(self, styles: Styles) -> int:
        """Return the batch's size."""
        if len(styles) != len(self.style_names):
            raise InputError(f"StyleSpace has {len(self.style_names)} layers here, got {len(styles)}.")
        batch = len(styles[0])
        for style, name, channels in zip(styles, self.style_names, self.style_sizes, strict=True):
            if tuple(style.shape) != (batch, channels):
                raise InputError(f"The style of {name} must be {(batch, channels)}, got {tuple(style.shape)}.")
        return batch

    @staticmethod
    def _check(x: Tensor, name: str, *shape: str | int) -> None:
        if x.ndim != len(shape) or tuple(x.shape[1:]) != shape[1:]:
            expected = ", ".join(str(side) for side in shape)
            raise InputError(f"{name} must be ({expected}), got {tuple(x.shape)}.")

    def _load_from_state_dict(self, state_dict: Mapping[str, Any], prefix: str, *rest: Any) -> None:
        """Take an average of one row or of a row for each layer, whichever the checkpoint holds."""
        average = state_dict.get(f"{prefix}latent_avg")
        if isinstance(average, Tensor) and tuple(average.shape) in {
            (self.config.style_dim,), (self.num_ws, self.config.style_dim)
        }:  # fmt: skip
            self.latent_avg = self.latent_avg.new_empty(average.shape)
        super()._load_from_state_dict(state_dict, prefix, *rest)


def _style_layers(blocks: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return names of StyleSpace's layers, and the rows of w+ that they read."""
    names, rows = ["conv1", "to_rgb1"], [0, 1]
    for block in range(blocks):
        names += [f"convs.{2 * block}", f"convs.{2 * block + 1}", f"to_rgbs.{block}"]
        rows += [2 * block + 1, 2 * block + 2, 2 * block + 3]
    return tuple(names), tuple(rows)
