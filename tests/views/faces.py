"""Faces for the page tests: tiny models whose sliders brighten a face, and photographs with as many as wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_alignment import FaceFrame
from styletransfer.algorithms.face_directions import Direction, Directions
from styletransfer.algorithms.face_landmarks import FaceBox
from styletransfer.checkpoints.latent_files import decode_latent, encode_latent
from styletransfer.errors import Cancelled, CheckpointMissing, FaceNotFound, PromptError
from styletransfer.imaging.io import Picture
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes import MAX_PROMPT_LETTERS, FacePlacement, FacePrompt
from styletransfer.run import face_photo
from styletransfer.run.face_finding import FaceFound
from styletransfer.run.face_text import PromptReading
from styletransfer.ui.face_picker import FacePoints

SHAPE = (12, 4)
SIDE = 16
RELEVANCE = SimpleNamespace(floor=0.1, channels=1824)


def direction(name: str, label: str, unit: str, low: float, high: float) -> Direction:
    """Return a slider."""
    return Direction(
        name=name, label=label, unit=unit, help=f"{label}.", vector=torch.ones(SHAPE), values=(low, 0.0, high),
        amounts=(-1.0, 0.0, 1.0), step=1.0, side_effects={},
    )  # fmt: skip


@cache
def directions(generator: str) -> Directions:
    """Return the sliders of a generator, the same ones every time."""
    sliders = [direction("age", "Age", "years", -20.0, 30.0), direction("smile", "Smile", "%", -100.0, 100.0)]
    return Directions(generator=generator, items={one.name: one for one in sliders}, spread=torch.ones(SHAPE[1]))


def codes(level: float = 0.0, generator: str = "face-generator") -> bytes:
    """Return a latent file."""
    return encode_latent(torch.full((1, *SHAPE), level), generator)


def found(number: int = 0) -> FaceFound:
    """Return a face somewhere."""
    quad = np.array([[10, 10], [10, 30], [30, 30], [30, 10]], dtype=np.float64)
    frame = FaceFrame(quad=quad, photo=(40, 60), size=SIDE)
    told = ("This face is tiny.",) if number == 1 else ()
    return FaceFound(number=number, box=FaceBox(centre=(20, 20), side=12), frame=frame, remarks=told)


@dataclass
class FakeFaces:
    """What stands in for the networks.

    Attributes:
        count: how many faces a photograph has.
        missing: generators that are not on this machine.
        opened: with which openings faces were opened.
        shown: sliders, limit and result of every picture painted.
        mixes: shares and parts of the people mixed in.
        prompts: those of every picture painted.
        without_text: why prompts cannot be read, or "".
        endless: refinements go on until they are stopped.
    """

    count: int = 1
    missing: set[str] = field(default_factory=lambda: {"e4e-ffhq"})
    opened: list[Any] = field(default_factory=list)
    shown: list[tuple[dict[str, float], float | None, str]] = field(default_factory=list)
    mixes: list[tuple[float, str]] = field(default_factory=list)
    prompts: list[tuple[FacePrompt, ...]] = field(default_factory=list)
    without_text: str = ""
    endless: bool = False

    def face_models(self, generator: str = "face-generator", landmarks: str = "face-landmarks") -> SimpleNamespace:
        if generator in self.missing:
            raise CheckpointMissing(f"{generator} is not on this machine.")
        return SimpleNamespace(
            name=generator,
            directions=directions(generator),
            read_latent=lambda data: decode_latent(data, generator, *SHAPE),
        )

    def find(self, photo: Picture, models: object) -> tuple[FaceFound, ...]:
        if not self.count:
            raise FaceNotFound("No face was found in this picture.")
        return tuple(found(number) for number in range(self.count))

    def placed(self, photo: Picture, placement: FacePlacement, models: object) -> FaceFound:
        if placement.right_eye == placement.left_eye:
            raise FaceNotFound("Eyes and mouth lie in one line.")
        return found()

    def whole(self, photo: Picture, models: object) -> FaceFound:
        return found()

    def open_face(self, photo: Picture, face: FaceFound, models: object, opening: Any = None) -> "FakeFace":
        self.opened.append(opening)
        return FakeFace()

    def with_mix(self, face: "FakeFace", models: object, other: Tensor, share: float, part: str) -> "FakeFace":
        self.mixes.append((share, part))
        return replace(face, start=other)

    def live(
        self,
        face: "FakeFace",
        models: object,
        sliders: Mapping[str, float],
        limit: float | None,
        result: str,
        *,
        prompts: tuple[FacePrompt, ...] = (),
        text: object = None,
    ) -> NDArray[np.uint8]:
        assert text is not None or not prompts
        self.shown.append((dict(sliders), limit, result))
        self.prompts.append(tuple(prompts))
        return (face.preview + np.uint8(sliders.get("age", 0.0))).astype(np.uint8)

    def text_models(self, generator: str, clip: str) -> SimpleNamespace:
        if self.without_text or clip != "face-clip":
            raise CheckpointMissing(self.without_text or f"{clip} is not on this machine.")
        return SimpleNamespace(clip=clip, relevance=RELEVANCE)

    def read_prompt(self, text: object, target: str, neutral: str = "", beta: float = 0.0) -> PromptReading:
        """Know every word but "pirate", and fit everything but hats."""
        words = target.lower().split()
        if not any(word.isascii() and word.isalpha() for word in words):
            raise PromptError("There is nothing to read in this.")
        if len(target) > MAX_PROMPT_LETTERS:
            raise PromptError(f"A prompt has at most {MAX_PROMPT_LETTERS} letters.")
        fits = "hat" not in words
        told = ["The shipped model never learnt the word “pirate”."] if "pirate" in words else []
        told += [] if fits else ["Nothing that this generator paints fits."]
        return PromptReading(
            target=target.lower(), neutral=neutral or "a face", guessed=not neutral, corrected=(),
            unknown=("pirate",) if "pirate" in words else (), match=0.3 if fits else 0.05, fits=fits,
            sliders=(("age", 0.8), ("smile", -0.3)) if fits else (), direction=torch.zeros(4), sentences=tuple(told),
            channels=(300 if beta == 0.3 else 400) if fits else 0,
        )  # fmt: skip

    def random_face(self, models: object, seed: int, psi: float) -> tuple[Picture, Tensor]:
        pixels = np.full((SIDE, SIDE, 3), seed % 200, np.uint8)
        return Picture(pixels=pixels), torch.full((1, *SHAPE), float(seed))

    def codes_of(self, photo: Picture, face: FaceFound, models: object, opening: Any, tell: OnProgress) -> Tensor:
        step = 0
        try:
            while self.endless or step < opening.refinement:
                step += 1
                tell(Progress(step=min(step, opening.refinement), total=opening.refinement, stage="refining"))
        except Cancelled:
            pass
        return torch.ones(1, *SHAPE)


@dataclass(frozen=True)
class FakeFace:
    """A face whose sliders can be moved."""

    preview: NDArray[np.uint8] = field(default_factory=lambda: np.full((SIDE, SIDE, 3), 100, np.uint8))
    found: FaceFound = field(default_factory=found)
    w_plus: Tensor = field(default_factory=lambda: torch.zeros(1, *SHAPE))
    start: Tensor = field(default_factory=lambda: torch.zeros(1, *SHAPE))


@pytest.fixture
def faces(monkeypatch: pytest.MonkeyPatch) -> FakeFaces:
    """Put fakes in the place of the networks, and let nobody click on the photograph."""
    fake = FakeFaces()
    names = ("face_models", "find", "placed", "whole", "with_mix", "live", "random_face", "codes_of")
    for name in (*names, "text_models", "read_prompt"):
        monkeypatch.setattr(face_photo, name, getattr(fake, name))
    monkeypatch.setattr(face_photo, "opened", fake.open_face)
    return fake


class Clicks:
    """Clicks on the photograph: a face that is picked, and points that are placed."""

    def __init__(self) -> None:
        """Begin without any."""
        self.face: int | None = None
        self.points: FacePoints | None = None

    def pick_face(self, photo: bytes, boxes: object, chosen: int, *, key: str) -> int:
        picked, self.face = self.face, None
        return chosen if picked is None else picked

    def place_points(self, photo: bytes, points: FacePoints, *, key: str, revision: int = 0) -> FacePoints:
        return self.points or points


@pytest.fixture
def clicks(monkeypatch: pytest.MonkeyPatch) -> Clicks:
    """Return clicks that the next run takes."""
    made = Clicks()
    monkeypatch.setattr("styletransfer.ui.faces_choice.pick_face", made.pick_face)
    monkeypatch.setattr("styletransfer.ui.faces_choice.place_points", made.place_points)
    return made
