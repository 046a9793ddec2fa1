"""SqueezeNet (Iandola et al. 2016, an ImageNet classifier) as a describer of parts of aligned faces, run by OpenCV."""

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from scripts.face_scores.scorer import cut_square

NETWORK = "onnx/SharedContent__models__SqueezeNet_fp16.onnx"
SIDE = 112
MEAN = np.array((123.7, 116.3, 103.5), np.float32)  # sRGB, of ImageNet
GRID = 4  # cells a side that are averaged
LAYERS = ("onnx_node_output_0!fire3/concat_1", "onnx_node_output_0!fire5/concat_1")


class SqueezeNet:
    """Describes a square part of faces."""

    def __init__(self, teachers: Path) -> None:
        """Read the network from a folder that holds `onnx`."""
        self._network = cv2.dnn.readNetFromONNX(str(teachers / NETWORK))

    def __call__(self, pictures: Tensor, square: tuple[float, float, float]) -> Tensor:
        """Return features (B, D) of a part (centre x, y and side) of pictures (B, 3, S, S), sRGB in [0, 1]."""
        parts = cut_square(pictures, square, SIDE).permute(0, 2, 3, 1).contiguous().numpy()
        return torch.stack([self._described(part - MEAN) for part in parts])

    def _described(self, part: NDArray[np.float32]) -> Tensor:
        self._network.setInput(part.transpose(2, 0, 1)[None])
        found = self._network.forward(list(LAYERS))
        cells = [functional.adaptive_avg_pool2d(torch.from_numpy(each), GRID).flatten() for each in found]
        return torch.cat(cells)
