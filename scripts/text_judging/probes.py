"""Beards and sunglasses: how much a face looks like portraits whose names say that they have one.

A ridge regression on SqueezeNet's features of one part of the face. Portraits of one half only are learnt from, those
whose name has an odd CRC; the other half is left to whoever trains a text model. Each portrait counts twice, as it is
and as the shipped encoder and generator paint it again, since painted faces are what is judged.

A beard's probe must not become one of sex: the log-odds of sex are given to the regression as one more input that costs
nothing, so that they explain what they can, and are left out of the score.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scripts.face_scores.name_facts import NameFacts, all_facts
from scripts.face_scores.scorer import FaceScorer, as_images
from scripts.face_sheets.examples import aligned, read
from scripts.text_judging.squeezenet import SqueezeNet
from styletransfer.algorithms.face_landmarks import Predictor

FACE_SIDE = 128
CHILD = 12  # years
MOST_PLAIN = 160
RIDGE = 0.3
BATCH = 32

Signs = Callable[[NameFacts, str], int]
Repaint = Callable[[Tensor], Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Scores a thing: about 1 where it is, -1 where it is not.

    Attributes:
        square: where it is looked for, centre x, y and side.
        mean, weights: of the features, (D,); offset: of the score.
    """

    square: tuple[float, float, float]
    mean: Tensor
    weights: Tensor
    offset: float

    def __call__(self, network: SqueezeNet, pictures: Tensor) -> Tensor:
        """Score pictures (B, 3, S, S), [0, 1]: (B,)."""
        return (network(pictures, self.square) - self.mean) @ self.weights + self.offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Portraits that show a thing and that do not: pictures (N, 3, S, S) and signs (N,), 1 or -1."""

    pictures: Tensor
    signs: Tensor


SQUARES = {"beard": (0.5, 0.78, 0.5), "sunglasses": (0.5, 0.47, 0.46)}
PLAIN_GROUPS = ("variability_", "Ethnicity", "Eye-Color", "Hair_Color", "Makeup", "Age", "Expression", "s1_age", "Face")


def judged(name: str) -> bool:
    """Whether a portrait, by its path below the data folder, is of the half that judges may learn from."""
    return zlib.crc32(name.encode()) % 2 == 1


def beard_sign(fact: NameFacts, name: str) -> int:
    """Tell whether a portrait has a beard (1), has none (-1) or may have one (0)."""
    if fact.beard in {"full", "goatee", "stubble"}:
        return 1
    never = fact.beard == "shaven" or fact.sex == "female" or (fact.age is not None and fact.age < CHILD)
    return -1 if never else 0


def sunglasses_sign(fact: NameFacts, name: str) -> int:
    """Tell whether a portrait wears dark glasses (1), no glasses or clear ones (-1), or may wear some (0)."""
    if fact.glasses == "dark":
        return 1
    plain = fact.glasses == "clear" or any(Path(name).name.startswith(group) for group in PLAIN_GROUPS)
    return -1 if plain else 0


SIGNS: Mapping[str, Signs] = {"beard": beard_sign, "sunglasses": sunglasses_sign}


def examples(data: Path, predictor: Predictor, thing: str, *, learnt: bool) -> Examples:
    """Align portraits that show a thing or do not, of the half that is learnt from or of the other one."""
    names = sorted(path.relative_to(data).as_posix() for path in data.glob("faces/*/*.jpg"))
    names = [name for name in names if judged(name) == learnt]
    signs = [SIGNS[thing](fact, name) for fact, name in zip(all_facts(data, names), names, strict=True)]
    shown = [number for number, sign in enumerate(signs) if sign > 0]
    plain = np.random.default_rng(0).permutation([number for number, sign in enumerate(signs) if sign < 0])
    chosen = [*shown, *plain[:MOST_PLAIN].tolist()]
    faces = [(signs[number], aligned(read(data / names[number]), predictor, FACE_SIDE)) for number in chosen]
    found = [(sign, face.picture) for sign, face in faces if face is not None]
    if not {sign for sign, _ in found} == {1, -1}:
        raise ValueError(f"{data}/faces has no portraits with and without {thing}; name the folder with --data.")
    pictures = as_images(np.stack([picture for _, picture in found]))
    return Examples(pictures=pictures, signs=torch.tensor([float(sign) for sign, _ in found]))


def fitted(
    given: Examples, square: tuple[float, float, float], network: SqueezeNet, sexes: FaceScorer, repaint: Repaint
) -> Probe:
    """Fit a probe to examples and to what the generator makes of them."""
    pictures = torch.cat([given.pictures, repaint(given.pictures)])
    features = torch.cat([network(part, square) for part in torch.split(pictures, BATCH)])
    with torch.no_grad():
        men = torch.cat([sexes.impression(part)["male_logit"] for part in torch.split(pictures, BATCH)])
    return regressed(features, given.signs.repeat(2), men, square)


def regressed(features: Tensor, signs: Tensor, free: Tensor, square: tuple[float, float, float]) -> Probe:
    """Fit signs by features under a ridge and by one input without, both kinds of examples weighing alike."""
    shares = {sign: float((signs == sign).float().mean()) for sign in (1.0, -1.0)}
    weight = torch.tensor([0.5 / shares[sign] for sign in signs.tolist()], dtype=torch.float64)
    mean = features.double().mean(dim=0)
    centred = features.double() - mean
    kernel = centred @ centred.T
    kernel = kernel / kernel.diagonal().mean()
    outside = torch.stack([torch.ones_like(signs), free], dim=1).double()  # what costs nothing
    count, width = len(signs), outside.shape[1]
    system = torch.zeros(count + width, count + width, dtype=torch.float64)
    system[:count, :count] = kernel + RIDGE * torch.diag(1 / weight)
    system[:count, count:], system[count:, :count] = outside, outside.T
    solved = torch.linalg.solve(system, torch.cat([signs.double(), torch.zeros(width, dtype=torch.float64)]))
    weights = centred.T @ solved[:count] / (centred @ centred.T).diagonal().mean()
    return Probe(square=square, mean=mean.float(), weights=weights.float(), offset=float(solved[count]))
