"""The colour of hair in aligned faces, where MediaPipe's segmentation network (Apache-2.0) sees hair.

The network is run by OpenCV, on pictures of 512 px with an empty fourth channel, which holds the mask of the frame
before in a film. It paints nothing by itself: places and colours come from here, not from `face_scoring`.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

NETWORK = "google+mediapipe/hair_segmentation.tflite"
SIDE = 512
SURE = 0.6  # from which on a pixel counts as hair
FEWEST = 0.004  # share of the picture; with less hair its colour is not known
UPPER = 0.62  # beards and clothes below this share of the height are no hair of the head


class HairReader:
    """Reads L, a and b (CIE Lab) of the hair of faces."""

    def __init__(self, teachers: Path) -> None:
        """Read the network from a folder that holds `google+mediapipe`."""
        self._network = cv2.dnn.readNetFromTFLite(str(teachers / NETWORK))

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the median colour of the hair of pictures (B, S, S, 3): (B, 3); not a number where there is none."""
        return np.stack([self._colour(picture) for picture in pictures])

    def mask(self, picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Tell which pixels of a picture (S, S, 3) are hair of the head, (S, S)."""
        side = len(picture)
        large = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        given = np.zeros((1, 4, SIDE, SIDE), np.float32)
        given[0, :3] = large.transpose(2, 0, 1) / 255
        self._network.setInput(given)
        other, hair = self._network.forward()[0]
        share = cv2.resize(1 / (1 + np.exp(np.clip(other - hair, -30, 30))), (side, side), interpolation=cv2.INTER_AREA)
        share[round(UPPER * side) :] = 0
        return np.asarray(share > SURE)

    def _colour(self, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
        mask = self.mask(picture)
        if mask.mean() < FEWEST:
            return np.full(3, np.nan)
        colours = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[mask]
        return np.asarray(np.median(colours, axis=0), np.float64)
