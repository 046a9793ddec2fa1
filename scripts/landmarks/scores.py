"""How far a predictor is off, part by part, and whether it sees that an eye is closed."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.landmarks.faces import Face, Points

PARTS = {
    "all": slice(0, 68), "jaw": slice(0, 17), "brows": slice(17, 27), "nose": slice(27, 36),
    "eyes": slice(36, 48), "mouth": slice(48, 68),
}  # fmt: skip
Predict = Callable[[Face], Points]
CLOSED = 0.12  # an eye less open than this, as height over width, counts as closed


def openness(points: Points) -> NDArray[np.float64]:
    """Return height over width of the right and the left eye, (2,)."""
    eyes = points[36:48].reshape(2, 6, 2)
    heights = np.linalg.norm(eyes[:, [1, 2]] - eyes[:, [5, 4]], axis=-1).mean(axis=1)
    return np.asarray(heights / np.linalg.norm(eyes[:, 0] - eyes[:, 3], axis=-1))


def errors(faces: Sequence[Face], predicted: Sequence[Points]) -> NDArray[np.float64]:
    """Return the distance of every point as a share of the distance between the eyes, (faces, 68)."""
    return np.stack(
        [np.linalg.norm(points - face.points, axis=1) / face.between_eyes
         for face, points in zip(faces, predicted, strict=True)]
    )  # fmt: skip


def table(faces: Sequence[Face], predict: Predict) -> str:
    """Score a predictor on faces: mean, median and worst error of each part, and the openness of the eyes."""
    predicted = [predict(face) for face in faces]
    off = errors(faces, predicted)
    lines = ["| part | mean % | median % | 95th percentile % |", "|---|---|---|---|"]
    for part, where in PARTS.items():
        of_face = 100 * off[:, where].mean(axis=1)
        lines.append(f"| {part} | {of_face.mean():.2f} | {np.median(of_face):.2f} | {np.quantile(of_face, 0.95):.2f} |")
    true = np.concatenate([openness(face.points) for face in faces])
    seen = np.concatenate([openness(points) for points in predicted])
    closed = true < CLOSED
    lines.append(f"eye openness: mean error {np.abs(seen - true).mean():.3f}, "
                 f"correlation {np.corrcoef(seen, true)[0, 1]:.3f}")  # fmt: skip
    if closed.any():
        lines.append(f"closed eyes: {closed.sum()}, seen with openness {seen[closed].mean():.3f} "
                     f"(true {true[closed].mean():.3f}); open ones {seen[~closed].mean():.3f} "
                     f"(true {true[~closed].mean():.3f})")  # fmt: skip
    return "\n".join(lines)
