"""How good the shipped face models are: variety of random faces, linearity of W, and inversion of portraits.

The scores are those of `scripts.faces.report`, on portraits that are aligned with the shipped landmark predictor, so
that the data alone are needed and not a run of the training. What was held out of every training is known by its name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch

from scripts.face_sheets.examples import aligned, portraits, read, rendered
from scripts.face_sheets.layout import Pixels
from scripts.faces.pictures import LARGEST_OVERHANG, LEAST_SIDE
from scripts.faces.portraits import held_out
from scripts.faces.report import COMPARED, Album, encoder_report, generator_report
from scripts.faces.scoring import Judges
from styletransfer import devices
from styletransfer.algorithms.face_landmarks import Predictor
from styletransfer.checkpoints import build
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.models.stylegan2 import StyleGAN2

FOLDERS = ("faces/portraits_cc0", "faces/synthetic_sfhq", "faces/synthetic_t2i")
JUDGED = "portraits"
TRAINING = 2 * COMPARED + 100  # portraits: two sets that are compared, and some for the axes of the Fréchet distance
FIRST_RENDER = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Where things are.

    Attributes:
        data: folder of faces/, portraits/ and teachers/.
        readers: file of the readers of eyes, mouth and pose.
    """

    data: Path
    readers: Path

    def missing(self) -> str:
        """Say in a sentence what is not there, or nothing."""
        folders = [folder for folder in (*FOLDERS, JUDGED, "teachers") if not (self.data / folder).is_dir()]
        if folders:
            return f"{self.data} has no {', '.join(folders)}; name the folder with --data."
        if not self.readers.is_file():
            return (
                f"There are no readers at {self.readers}; `python -m scripts.label_portraits readers` trains them, "
                "--readers names the file."
            )
        return ""


def measure_shipped(given: Material) -> None:
    """Print the scores of the shipped models."""
    cpu = torch.device("cpu")
    devices.tune_allocator()
    encoder = build.face_encoder("face-encoder", cpu)
    assert isinstance(encoder, PortraitEncoder)
    measure(build.generator("face-generator", cpu), encoder, build.landmark_predictor("face-landmarks"), given)


def measure(generator: StyleGAN2, encoder: PortraitEncoder, predictor: Predictor, given: Material) -> None:
    """Print the scores, or a sentence on what is missing to measure them with."""
    print("\n(d) Quality of the shipped generator and encoder")
    if given.missing():
        print(f"    Left out: {given.missing()}", flush=True)
        return
    album = aligned_album(given.data, predictor, generator.config.size)
    judges = Judges.load(given.data / "teachers", given.readers)
    reports = chain(generator_report(generator, album, judges), encoder_report(generator, encoder, album, judges))
    for name, scores in reports:
        print(f"    {name}: {', '.join(f'{key} {value:.3f}' for key, value in scores.items())}", flush=True)


def aligned_album(data: Path, predictor: Predictor, size: int) -> Album:
    """Align portraits of the training, those held out and those judged, and render some faces.

    Of the first two, faces that are small or cut off are left out, as the training does.
    """
    paths = {path.relative_to(data).as_posix(): path for folder in FOLDERS for path in (data / folder).glob("*.jpg")}
    names = sorted(paths)
    rest = np.random.default_rng(0).permutation([name for name in names if not held_out(name)]).tolist()
    training = _usable((paths[name] for name in rest), predictor, size)
    kept = _usable((paths[name] for name in names if held_out(name)), predictor, size)
    return Album(
        training=np.stack(list(islice(training, TRAINING))),
        held_out=np.stack(list(kept)),
        judged=np.stack(list(portraits(data / JUDGED, predictor, size).values())),
        renders=np.stack([rendered(FIRST_RENDER + number, size, data) for number in range(COMPARED)]),
    )


def _usable(paths: Iterable[Path], predictor: Predictor, size: int) -> Iterator[Pixels]:
    for path in paths:
        face = aligned(read(path), predictor, size)
        if face is not None and face.side >= LEAST_SIDE and face.overhang <= LARGEST_OVERHANG:
            yield face.picture
