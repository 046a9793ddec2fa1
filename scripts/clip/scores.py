"""What prompts change in random faces, read by the values that taught the CLIP: a check of the way, no judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.clip.pictures import painted, seeded_codes
from scripts.clip.sets import Reader
from scripts.clip.space import AXES
from styletransfer.algorithms.text_directions import moved, style_direction, text_direction
from styletransfer.models.clip import Clip
from styletransfer.models.stylegan2 import StyleGAN2, Styles
from styletransfer.models.text_relevance import Relevance

FACES, SEED, PSI = 8, 4242, 0.8
ALPHA, BETA = 1.5, 0.15
SHOWN = 4

# What is asked for, what it is now, which axis should move most, and which way.
PROMPTS: tuple[tuple[str, str, str, int], ...] = (
    ("an elderly man", "a man", "age", 1), ("a grandmother", "a woman", "age", 1),
    ("a youthful face", "a face", "age", -1),
    ("a little kid", "a person", "age", -1), ("a woman", "a man", "male", -1), ("a guy", "a woman", "male", 1),
    ("feminine", "masculine", "male", -1), ("grinning", "a face", "smile", 1),
    ("a cheerful person", "a person", "smile", 1),
    ("a serious expression", "a face", "smile", -1), ("mouth wide open", "a face", "mouth_open", 1),
    ("closed lips", "open mouth", "mouth_open", -1), ("eyes shut", "a face", "eyes_open", -1),
    ("wide open eyes", "a face", "eyes_open", 1), ("raised eyebrows", "a face", "brows", 1),
    ("angry", "a face", "angry", 1),
    ("sad", "a face", "sad", 1), ("surprised", "a face", "surprised", 1), ("full beard", "clean shaven", "beard", 1),
    ("moustache", "a face", "moustache", 1), ("with dark sunglasses", "a face", "sunglasses", 1),
    ("blonde hair", "dark hair", "hair_light", 1), ("black hair", "a face", "hair_light", -1),
    ("ginger hair", "a face", "hair_red", 1), ("bald", "a face", "bald", 1),
    ("long hair", "short hair", "hair_long", 1),
    ("dark skin", "a face", "skin", -1), ("pale", "a face", "skin", 1), ("flushed cheeks", "a face", "skin_red", 1),
    ("looking to the left", "a face", "yaw", -1), ("head turned right", "a face", "yaw", 1),
    ("looking up", "a face", "pitch", -1), ("looking down", "a face", "pitch", 1),
    ("lit from the right", "a face", "light_x", 1), ("white background", "a face", "background", 1),
    ("red lipstick", "a face", "lips_red", 1), ("smoky eye make-up", "a face", "eye_dark", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a prompt did: match, channels, and the mean change of every axis in deviations, (axes,)."""

    prompt: str
    axis: str
    sign: int
    match: float
    channels: int
    change: NDArray[np.float64]

    @property
    def right(self) -> bool:
        """Whether what was asked for changed most, and the right way."""
        wanted = self.change[list(AXES).index(self.axis)] * self.sign
        return bool(wanted >= np.nanmax(np.abs(self.change)))


def score_prompts(clip: Clip, relevance: Relevance, generator: StyleGAN2, reader: Reader) -> list[Answer]:
    """Move random faces by every prompt and read what changed."""
    names, base = generator.style_names, random_styles(generator)
    before = reader.places(painted(generator, base))[:, : len(AXES)]
    answers = []
    for target, neutral, axis, sign in PROMPTS:
        direction = style_direction(relevance, text_direction(clip, target, neutral), BETA)
        after = reader.places(painted(generator, moved(names, base, [(direction, ALPHA)])))[:, : len(AXES)]
        change = np.nanmean((after - before).astype(np.float64), axis=0) / np.array(list(AXES.values()))
        answers.append(Answer(target, axis, sign, direction.match, direction.channels, change))
    return answers


@torch.no_grad()
def random_styles(generator: StyleGAN2) -> Styles:
    """Return `FACES` random faces that no training used."""
    return generator.styles(seeded_codes(generator, FACES, SEED, PSI))


def table(answers: Sequence[Answer]) -> str:
    """Compose a line a prompt, and how many are right."""
    lines = []
    for answer in answers:
        largest = np.argsort(-np.abs(np.nan_to_num(answer.change)))[:SHOWN]
        shown = ", ".join(f"{list(AXES)[axis]} {answer.change[axis]:+.2f}" for axis in largest)
        lines.append(f"{'right' if answer.right else 'wrong'}  {answer.prompt:22} match {answer.match:.2f}  {shown}")
    return "\n".join([*lines, f"{sum(answer.right for answer in answers)} of {len(answers)} are right"])
