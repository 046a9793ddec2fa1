"""The compact encoder that ships: a photograph of a face to w+ of the compact generator, in the manner of e4e.

As in e4e (Tov et al. 2021, arXiv 2102.02766) one vector stands for every layer and small offsets are added to it, so
that codes stay near W, where edits work. Unlike there the backbone is a small residual network on 128 px whose features
are read once, by linear layers, instead of by a convolutional head for each style. The reduced picture itself is read
by a linear layer too: the compact generator was taught from principal components, so that much of w is linear in
pixels.
"""

from dataclasses import dataclass

from torch import Tensor, cat, nn
from torch.nn import functional

from styletransfer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitEncoderConfig:
    """Shape of the encoder.

    Attributes:
        size: side of the pictures it reads, a multiple of 2 to the power of the number of widths.
        widths: channels at a half, quarter, eighth … of the side, at least three and none below 8.
        depths: residual blocks at each of them.
        reduced: side of the picture that w is read off linearly.
        bottleneck: width of the layer before the offsets.
        style_dim: length of w.
        num_ws: rows of w+.
    """

    size: int = 128
    widths: tuple[int, ...] = (32, 64, 128, 192, 160)
    depths: tuple[int, ...] = (1, 2, 2, 2, 2)
    reduced: int = 32
    bottleneck: int = 128
    style_dim: int = 192
    num_ws: int = 12

    def __post_init__(self) -> None:
        """Raise `InputError` when the numbers do not make an encoder."""
        if len(self.widths) != len(self.depths) or len(self.widths) < 3 or min(self.widths) < 8:
            raise InputError(
                f"An encoder needs three or more widths of at least 8 and a depth for each; got {self.widths} and "
                f"{self.depths}."
            )
        if self.size < 1 or self.size % 2 ** len(self.widths):
            raise InputError(f"The side must be a multiple of {2 ** len(self.widths)}, got {self.size}.")
        if min(*self.depths, self.reduced, self.bottleneck, self.style_dim, self.num_ws) < 1:
            raise InputError("Depths, reduced side, bottleneck, length and number of styles must be positive.")


class PortraitEncoder(nn.Module):
    """Residual network with two heads."""

    def __init__(self, config: PortraitEncoderConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or PortraitEncoderConfig()
        self.stem = nn.Conv2d(3, config.widths[0], 3, stride=2, padding=1, bias=False)
        stages: list[nn.Module] = []
        channels = config.widths[0]
        for index, (width, depth) in enumerate(zip(config.widths, config.depths, strict=True)):
            blocks = [ResidualBlock(channels, width, stride=1 if index == 0 else 2)]
            blocks += [ResidualBlock(width, width) for _ in range(depth - 1)]
            stages.append(nn.Sequential(*blocks))
            channels = width
        self.stages = nn.ModuleList(stages)
        self.norm = nn.BatchNorm2d(channels)
        last = config.size // 2 ** len(config.widths)
        self.to_w = nn.Linear(channels * last * last, config.style_dim)
        self.linear = nn.Linear(3 * config.reduced**2, config.style_dim, bias=False)
        seen = sum(config.widths[2:])
        self.seen = nn.Linear(seen, config.bottleneck)
        self.to_offsets = nn.Linear(config.bottleneck, config.style_dim * config.num_ws)
        nn.init.zeros_(self.to_offsets.weight)  # a fresh encoder stays in W
        nn.init.zeros_(self.to_offsets.bias)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Encode aligned faces.

        Args:
            image: (B, 3, size, size) in [-1, 1].
        Returns:
            w (B, style_dim), and offsets (B, num_ws, style_dim) that are added to it for w+; both in the generator's
            scale, the average not subtracted.
        Raises:
            InputError: the pictures have another shape.
        """
        maps = self.maps(image)
        reduced = functional.interpolate(image, self.config.reduced, mode="area")
        w: Tensor = self.to_w(maps[-1].flatten(1)) + self.linear(reduced.flatten(1))
        return w, self.offsets(maps)

    def maps(self, image: Tensor) -> list[Tensor]:
        """Return the maps of the stages, fine to coarse, the last one normalised; arguments as for `forward`."""
        size = self.config.size
        if image.ndim != 4 or tuple(image.shape[1:]) != (3, size, size):
            raise InputError(f"The encoder reads pictures (B, 3, {size}, {size}), got {tuple(image.shape)}.")
        x = self.stem(image)
        maps: list[Tensor] = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        maps[-1] = functional.leaky_relu(self.norm(x), 0.2)
        return maps

    def offsets(self, maps: list[Tensor]) -> Tensor:
        """Return the offsets (B, num_ws, style_dim) that the maps of the stages ask for."""
        pooled = cat([each.mean(dim=(2, 3)) for each in maps[2:]], dim=1)
        offsets: Tensor = self.to_offsets(functional.leaky_relu(self.seen(pooled), 0.2))
        return offsets.view(-1, self.config.num_ws, self.config.style_dim)


class ResidualBlock(nn.Module):
    """Two convolutions behind normalisation and leaky ReLU, with squeeze and excitation (He 2016, Hu 2018)."""

    def __init__(self, channels: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, width, 3, stride=stride, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.squeeze = nn.Linear(width, width // 8)
        self.excite = nn.Linear(width // 8, width)
        same = channels == width and stride == 1
        self.shortcut = nn.Identity() if same else nn.Conv2d(channels, width, 1, bias=False)
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, channels, H, W) to (B, width, H / stride, W / stride)."""
        y = self.conv1(functional.leaky_relu(self.norm1(x), 0.2))
        y = self.conv2(functional.leaky_relu(self.norm2(y), 0.2))
        weight = self.excite(functional.relu(self.squeeze(y.mean(dim=(2, 3))))).sigmoid()
        if self.stride > 1:
            x = functional.avg_pool2d(x, self.stride)
        sum_of_both: Tensor = self.shortcut(x) + y * weight[:, :, None, None]
        return sum_of_both
