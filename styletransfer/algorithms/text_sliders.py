"""A slider for a prompt: a direction of w+ along which pictures come closer to a text and stay themselves otherwise.

It is found as all sliders are (`face_directions`), with a CLIP's zero-shot reading for what shall change. Two things a
person decides there are measured here on the random faces that the search looks at anyway:
  - which other readings may change along: those out of which the prompt's own reading can be foretold ("old" out of
    the age). They tell of the same thing, and sparing them would take out what was asked for. What merely goes with it
    among random faces is spared;
  - the unit. 100 is the way from the neutral text to the target as the CLIP sees it on average: from the fifth of the
    random faces that it finds nearest to the neutral text to the fifth nearest to the target.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from styletransfer.algorithms.face_direction_basis import standardised
from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_direction_search import Scorer, Search
from styletransfer.errors import InputError, PromptError
from styletransfer.models.face_directions import Direction
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.progress import OnProgress, ignore

__all__ = ["READING", "PromptSlider", "prompt_slider"]

READING = "prompt"
"""Name of the reading that a prompt's scorer must tell."""

_VALUES = (-100.0, -75.0, -50.0, -25.0, 0.0, 25.0, 50.0, 75.0, 100.0, 125.0, 150.0)
_FURTHEST = 5.0  # σ of w
_ENDS = 5  # a fifth of the faces at either end
_SAME_THING = 0.3  # deviations of the prompt's reading for one of another reading, the rest held, that make them kin
_RIDGE = 0.05  # so that readings that are nearly the same share what they tell


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSlider:
    """What a slider for a prompt is called.

    Attributes:
        name, label: as in `Direction`.
        target, neutral: the texts, for the sentence that explains it.
    """

    name: str
    label: str
    target: str
    neutral: str

    @property
    def wanted(self) -> Wanted:
        """The slider that is looked for; what may change along and its unit are not known yet."""
        return Wanted(
            name=self.name, label=self.label, unit="%", step=1.0, reading=READING, values=_VALUES, furthest=_FURTHEST,
            help=f"From “{self.neutral}” to “{self.target}”; 100 is this way on average, as the text model sees it.",
        )  # fmt: skip


def prompt_slider(
    generator: StyleGAN2,
    scorer: Scorer,
    slider: PromptSlider,
    config: DirectionConfig,
    on_progress: OnProgress = ignore,
) -> Direction:
    """Find the slider of a prompt.

    Args:
        generator: frozen.
        scorer: reads pictures as `find_directions` wants it, `READING` and what is to be spared.
        slider: what it is called.
        config: how carefully it is searched; its sliders count as readings that are to be spared.
        on_progress: told after each batch; may raise `Cancelled`.
    Returns:
        The slider, in per cent. Values that believable faces do not reach are left out.
    Raises:
        PromptError: nothing that the generator paints follows the prompt.
        InputError: the scorer does not tell what is wanted, or there are too few samples.
    """
    spared = tuple(name for name in config.readings if name != READING)
    search = Search(generator, scorer, replace(config, wanted=(slider.wanted,), kept=spared), on_progress)
    wanted = _acquainted(search)
    search.config = replace(search.config, wanted=(wanted,))
    (vector,) = search.corrected(search.vectors())
    found = search.slider(wanted, vector)
    if found is None:
        raise PromptError(
            f"No slider was found for “{slider.target}”: nothing that this generator paints follows these words. "
            "Try other words, or another text on what the face is now."
        )
    return replace(found, side_effects=search.side_effects(found))


def _acquainted(search: Search) -> Wanted:
    """Look at the random faces: what varies with the prompt, and how far faces are apart in it."""
    readings = search.samples[1]
    own, names = readings[:, 0], search.config.readings
    if not float(own.std()) > 0:
        raise InputError("All random faces read the same; a slider cannot be found from them.")
    foretold = torch.linalg.solve(*_normal_equations(standardised(readings)))
    same = tuple(name for name, share in zip(names[1:], foretold.tolist(), strict=True) if abs(share) >= _SAME_THING)
    return replace(search.config.wanted[0], free=same, per_unit=_apart(own) / 100)


def _normal_equations(readings: Tensor) -> tuple[Tensor, Tensor]:
    """Return what foretells the first of standardised readings (N, A) out of the others, by least squares."""
    own, others = readings[:, 0], readings[:, 1:]
    firm = _RIDGE * torch.eye(others.shape[1], dtype=others.dtype)
    return others.T @ others / len(own) + firm, others.T @ own / len(own)


def _apart(values: Tensor) -> float:
    """Return the difference between the mean of the highest fifth and that of the lowest."""
    ordered, count = values.sort().values, max(len(values) // _ENDS, 1)
    return float(ordered[-count:].mean() - ordered[:count].mean())
