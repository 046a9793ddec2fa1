"""The face networks of face-api.js (MIT licence): age and sex, expression, 68 landmarks.

All take pictures of 112 x 112, sRGB, [0, 255]. Two feature extractors, both of depthwise-separable convolutions with
TensorFlow's "same" padding (the odd pixel goes to the bottom and the right) and a 7 x 7 mean before the last layer:
  - dense blocks (expression, landmarks): four blocks of four convolutions; inside a block, each convolution receives
    the rectified sum of all earlier outputs; the first of a block has stride 2 and is itself rectified;
  - a small Xception (age and sex): reduction blocks with a strided 1 x 1 shortcut and two residual blocks.
The layers are frozen but differentiable, so the scores can serve as losses.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.face_scores.stored_weights import read_weights

SIDE = 112
MEAN_COLOR = (122.782, 117.001, 104.298)
EXPRESSIONS = ("neutral", "happy", "sad", "angry", "fearful", "disgusted", "surprised")
DENSE_BLOCKS = 4
DENSE_LAYERS = 4
XCEPTION_MIDDLE_BLOCKS = 2

Weights = Mapping[str, Tensor]


class SameConvolution(nn.Module):
    """A convolution with TensorFlow's "same" padding; depthwise-separable where the weights are."""

    def __init__(self, weights: Weights, name: str, *, stride: int = 1) -> None:
        super().__init__()
        self.stride = stride
        separable = f"{name}/depthwise_filter" in weights
        if separable:
            depthwise = weights[f"{name}/depthwise_filter"].permute(2, 3, 0, 1)  # (C, 1, 3, 3)
            self.depthwise = nn.Parameter(depthwise.contiguous())
        filters = weights[f"{name}/{'pointwise_filter' if separable else 'filters'}"]
        self.weight = nn.Parameter(filters.permute(3, 2, 0, 1).contiguous())
        self.bias = nn.Parameter(weights[f"{name}/bias"].clone())
        self.separable = separable

    def forward(self, features: Tensor) -> Tensor:
        """Apply the layer to (B, C, H, W)."""
        if self.separable:
            padded = _padded(features, self.depthwise.shape[-1], self.stride)
            features = functional.conv2d(padded, self.depthwise, stride=self.stride, groups=features.shape[1])
            return functional.conv2d(features, self.weight, self.bias)
        padded = _padded(features, self.weight.shape[-1], self.stride)
        return functional.conv2d(padded, self.weight, self.bias, stride=self.stride)


class DenseFeatures(nn.Module):
    """Pictures to (B, 256) by four dense blocks."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            nn.ModuleList(
                SameConvolution(weights, f"dense{block}/conv{layer}", stride=2 if layer == 0 else 1)
                for layer in range(DENSE_LAYERS)
            )
            for block in range(DENSE_BLOCKS)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the mean features of (B, 3, 112, 112)."""
        features = _centred(pictures) / 255
        for block in self.blocks:
            assert isinstance(block, nn.ModuleList)
            total = functional.relu(block[0](features))
            for layer in list(block)[1:]:
                total = total + layer(functional.relu(total))
            features = functional.relu(total)
        pooled: Tensor = features.mean(dim=(2, 3))
        return pooled


class XceptionFeatures(nn.Module):
    """Pictures to (B, 512) by the small Xception."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.start = SameConvolution(weights, "entry_flow/conv_in", stride=2)
        reductions = ("entry_flow/reduction_block_0", "entry_flow/reduction_block_1", "exit_flow/reduction_block")
        self.shortcuts = nn.ModuleList(
            SameConvolution(weights, f"{name}/expansion_conv", stride=2) for name in reductions
        )
        self.reductions = nn.ModuleList(_row(weights, name, 2) for name in reductions)
        self.middle = nn.ModuleList(
            _row(weights, f"middle_flow/main_block_{index}", 3) for index in range(XCEPTION_MIDDLE_BLOCKS)
        )
        self.end = SameConvolution(weights, "exit_flow/separable_conv")

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the mean features of (B, 3, 112, 112)."""
        features = functional.relu(self.start(_centred(pictures) / 256))
        features = self._reduced(features, 0, rectified=False)
        features = self._reduced(features, 1)
        for row in self.middle:
            features = features + _through(row, functional.relu(features))
        features = self._reduced(features, 2)
        pooled: Tensor = functional.relu(self.end(features)).mean(dim=(2, 3))
        return pooled

    def _reduced(self, features: Tensor, index: int, *, rectified: bool = True) -> Tensor:
        inner = _through(self.reductions[index], functional.relu(features) if rectified else features)
        padded = _padded(inner, 3, 2, value=float("-inf"))
        return functional.max_pool2d(padded, 3, 2) + self.shortcuts[index](features)


class FaceHead(nn.Module):
    """A feature extractor and the linear layers that read it, by name."""

    def __init__(self, features: nn.Module, weights: Weights, layers: tuple[str, ...]) -> None:
        super().__init__()
        self.features = features
        self.layers = nn.ModuleDict()
        for name in layers:
            matrix = weights[f"{name}/weights"]
            layer = nn.Linear(*matrix.shape)
            layer.load_state_dict({"weight": matrix.T.contiguous(), "bias": weights[f"{name}/bias"]})
            self.layers[name.rpartition("/")[2]] = layer

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Return every layer's output, and the features under "features", for (B, 3, 112, 112)."""
        features = self.features(pictures)
        return {"features": features, **{name: layer(features) for name, layer in self.layers.items()}}


def age_and_sex_network(folder: Path) -> FaceHead:
    """Read the network whose "age" (B, 1) is in years and whose "gender" (B, 2) are logits of male and female."""
    weights = read_weights(folder, "age_gender")
    return _frozen(FaceHead(XceptionFeatures(weights), weights, ("fc/age", "fc/gender")))


def expression_network(folder: Path) -> FaceHead:
    """Read the network whose "fc" (B, 7) are logits of `EXPRESSIONS`."""
    weights = read_weights(folder, "face_expression")
    return _frozen(FaceHead(DenseFeatures(weights), weights, ("fc",)))


def landmark_network(folder: Path) -> FaceHead:
    """Read the network whose "fc" (B, 136) are 68 pairs x, y as shares of the picture's side."""
    weights = read_weights(folder, "face_landmark_68")
    return _frozen(FaceHead(DenseFeatures(weights), weights, ("fc",)))


def _row(weights: Weights, name: str, count: int) -> nn.ModuleList:
    return nn.ModuleList(SameConvolution(weights, f"{name}/separable_conv{index}") for index in range(count))


def _through(row: nn.Module, features: Tensor) -> Tensor:
    assert isinstance(row, nn.ModuleList)
    for index, layer in enumerate(row):
        features = layer(features if index == 0 else functional.relu(features))
    return features


def _centred(pictures: Tensor) -> Tensor:
    return pictures - torch.tensor(MEAN_COLOR, dtype=pictures.dtype, device=pictures.device).view(1, 3, 1, 1)


def _padded(features: Tensor, kernel: int, stride: int, value: float = 0.0) -> Tensor:
    edges: list[int] = []
    for side in (features.shape[3], features.shape[2]):
        total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        edges += [total // 2, total - total // 2]
    return functional.pad(features, edges, value=value) if any(edges) else features


def _frozen(network: FaceHead) -> FaceHead:
    return network.requires_grad_(False).eval().to(memory_format=torch.channels_last)
