"""Train dlib's cascade of regression trees (Kazemi & Sullivan 2014) on labelled faces."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import dlib
import numpy as np

from scripts.landmarks.disturbances import disturbed, mirrored
from scripts.landmarks.faces import Face, Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Size of the cascade, how it is trained, and on how many pictures."""

    levels: int = 12
    trees: int = 400
    depth: int = 4
    shrinkage: float = 0.15
    starts: int = 4  # first guesses a face
    features: int = 400
    nearness: float = 0.1  # of the two pixels of a feature
    splits: int = 20
    still_copies: int = 1  # disturbed copies of a portrait as it is
    moved_copies: int = 2  # moved ones
    render_copies: int = 2  # of a render
    seed: int = 0
    threads: int = 1

    def options(self) -> dlib.shape_predictor_training_options:
        """Return dlib's own options."""
        options = dlib.shape_predictor_training_options()
        options.cascade_depth, options.num_trees_per_cascade_level = self.levels, self.trees
        options.tree_depth, options.nu = self.depth, self.shrinkage
        options.oversampling_amount, options.feature_pool_size = self.starts, self.features
        options.lambda_param, options.num_test_splits = self.nearness, self.splits
        options.random_seed, options.num_threads = str(self.seed), self.threads
        return options


def train_cascade(faces: Iterable[Face], path: Path, config: TrainingConfig) -> int:
    """Train on the faces as they are given, write dlib's file and return the number of faces."""
    pictures, labels = [], []
    for face in faces:
        pictures.append(grey(face.pixels))
        labels.append([described(face)])
    dlib.train_shape_predictor(pictures, labels, config.options()).save(str(path))
    return len(labels)


def varied(faces: Iterable[Face], copies: int, seed: int) -> Iterable[Face]:
    """Yield disturbed copies of each face, every second one mirrored; each face has its own random numbers."""
    for number, face in enumerate(faces):
        rng = np.random.default_rng((seed, number))
        for copy in range(copies):
            yield disturbed(mirrored(face) if (number + copy) % 2 else face, rng)


def grey(pixels: Pixels) -> Pixels:
    """Return the luma, which is all that dlib's trees look at."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def described(face: Face) -> dlib.full_object_detection:
    """Return box and points in dlib's terms: whole pixels."""
    left, top, side = (round(value) for value in face.box)
    parts = [dlib.point(round(x), round(y)) for x, y in face.points.tolist()]
    return dlib.full_object_detection(dlib.rectangle(left, top, left + side - 1, top + side - 1), parts)
