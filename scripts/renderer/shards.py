"""Shards of rendered faces on disk, and reading them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from scripts.renderer.render import REGIONS, Rendered, render
from scripts.renderer.sampling import sampled

Pixels = npt.NDArray[np.uint8]

SHARD = 256
_QUALITY = 95


def photographs(data: Path) -> list[Path]:
    """Return the photographs below DATA/photos.

    Raises:
        FileNotFoundError: there are none.
    """
    found = sorted(p for p in (data / "photos").rglob("*") if p.suffix.lower() in {".jpg", ".jpeg", ".png"})
    if not found:
        raise FileNotFoundError(f"no photographs in {data / 'photos'}: leave --photos out or name another --data")
    return found


def one(seed: int, size: int, data: Path, photos: list[Path]) -> Rendered:
    """Render the face of one seed."""
    setting = sampled(seed, photos=bool(photos))
    if setting.background != "photo":
        return render(setting, size, data=data)
    number = seed * 7919 % len(photos)
    picture = cv2.imread(str(photos[number]), cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"{photos[number]} cannot be read as a picture")
    return render(setting, size, data=data, photo=picture[..., ::-1])


def write_shard(path: Path, seeds: Iterable[int], size: int, source: tuple[Path, list[Path]]) -> None:
    """Render the faces of `seeds` and write them to `path`; `source` is the data folder and the photographs to use."""
    data, photos = source
    made = [(seed, one(seed, size, data, photos)) for seed in seeds]
    jpeg = [_compressed(face.picture) for _, face in made]
    names = list(made[0][1].labels)
    unfinished = path.with_suffix(".part.npz")
    np.savez_compressed(
        unfinished,
        jpeg=np.frombuffer(b"".join(jpeg), np.uint8),
        start=np.cumsum([0, *(len(j) for j in jpeg)]).astype(np.int64),
        landmarks=np.stack([face.landmarks for _, face in made]),
        anatomical=np.stack([face.anatomical for _, face in made]),
        seeds=np.array([seed for seed, _ in made], np.int64),
        label_names=np.array(names),
        labels=np.array([[face.labels[name] for name in names] for _, face in made], np.float32),
        regions=np.stack([face.regions[::2, ::2] for _, face in made]),
        region_names=np.array(REGIONS),
    )
    unfinished.replace(path)


def _compressed(picture: Pixels) -> bytes:
    done, code = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done
    return bytes(code)


def read_shard(path: Path) -> Iterator[tuple[Pixels, npt.NDArray[np.float32], dict[str, float]]]:
    """Yield picture (H, W, 3), landmarks (68, 2) and labels of every face in a shard."""
    with np.load(path) as file:
        names = [str(name) for name in file["label_names"]]
        code, start, marks, labels = file["jpeg"], file["start"], file["landmarks"], file["labels"]
    for k in range(len(marks)):
        picture = cv2.imdecode(code[start[k] : start[k + 1]], cv2.IMREAD_COLOR)
        yield picture[..., ::-1], marks[k], dict(zip(names, labels[k].tolist(), strict=True))
