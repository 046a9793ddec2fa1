"""What an edit does to a face's codes: sliders move w+, prompts move the styles, and one limit holds both."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from styletransfer.algorithms.text_directions import StyleDirection, moved
from styletransfer.devices import Precision
from styletransfer.errors import InputError
from styletransfer.models.text_relevance import Relevance
from styletransfer.recipes.faces import FacePrompt
from styletransfer.run.face_models import FaceModels
from styletransfer.run.face_text import TextModels, style_moves


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moves:
    """An edit of codes.

    Attributes:
        sliders: value by name of the direction; those not named are 0.
        prompts: what the face should become in words.
        text: the models that read them; not needed without prompts.
        limit: how far the face may go from its start, in σ of w, or None.
    """

    sliders: Mapping[str, float] = field(default_factory=dict)
    prompts: Sequence[FacePrompt] = ()
    text: TextModels | None = None
    limit: float | None = None


def painted(models: FaceModels, start: Tensor, moves: Moves, precision: Precision = "float32") -> Tensor:
    """Paint codes after an edit.

    Args:
        models: whose generator paints.
        start: codes (1, num_ws, style_dim); they stay as they are.
        moves: the edit.
        precision: of the painting.
    Returns:
        (1, 3, size, size), sRGB in [0, 1], float32 on the CPU; exactly what `start` paints when nothing moves.
    Raises:
        InputError: a slider is unknown or its value out of range, a prompt cannot be read, or the models that read
            prompts are of another generator.
    """
    spoken = _spoken(models, moves)
    if moves.text is None or not spoken:
        return models.paint(models.moved(start, moves.sliders, moves.limit), precision)
    share = _share(models, moves, moves.text.relevance, spoken)
    w_plus = start
    if moves.sliders:
        w_plus = start + (models.directions.move(moves.sliders) * share).to(start)
    scaled = [(each, alpha * share) for each, alpha in spoken]
    styles = moved(models.generator.style_names, models.styles(w_plus), scaled)
    return models.paint_styles(styles, precision)


def stands_still(models: FaceModels, w_plus: Tensor, start: Tensor, moves: Moves) -> bool:
    """Tell whether a face (1, num_ws, style_dim) that starts from a mixture perhaps is left as it is."""
    if _spoken(models, moves):
        return False
    return bool((models.moved(start, moves.sliders, moves.limit) == w_plus).all())


def _spoken(models: FaceModels, moves: Moves) -> list[tuple[StyleDirection, float]]:
    """Return the moves of the prompts that move anything."""
    if not moves.prompts:
        return []
    if moves.text is None:
        raise InputError("Prompts need the models that read them; load these with `text_models`.")
    made_for = moves.text.relevance.generator
    if made_for != models.name:
        raise InputError(f"The prompts are read for the generator “{made_for}”, and “{models.name}” paints the face.")
    return [(each, alpha) for each, alpha in style_moves(moves.text, moves.prompts) if alpha and each.channels]


def _share(
    models: FaceModels, moves: Moves, relevance: Relevance, spoken: Sequence[tuple[StyleDirection, float]]
) -> float:
    """Return by what sliders and prompts are scaled back to keep to the limit.

    A move of the styles is measured as one of w is: its length in σ of random faces if it were spread over as many
    entries as a row of w has.
    """
    if moves.limit is None:
        return 1.0
    if not moves.limit >= 0:
        raise InputError(f"The limit is {moves.limit}; it must be at least 0 σ, or left out.")
    by_sliders = models.directions.distance(models.directions.move(moves.sliders)) if moves.sliders else 0.0
    offset = torch.stack([alpha * each.offsets.double() for each, alpha in spoken]).sum(dim=0)
    deviations = offset / relevance.deviation.double().clamp(min=1e-12)
    by_prompts = math.sqrt(models.generator.config.style_dim / len(offset)) * float(deviations.norm())
    distance = math.hypot(by_sliders, by_prompts)
    return min(1.0, moves.limit / distance) if distance > 0 else 1.0
