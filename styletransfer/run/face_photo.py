"""Faces of a photograph ready to be edited: encoded once, and shown anew for every move of a slider.

The order of things: `face_models`, then `find`, `placed` or `whole`, then `opened`, then `live` as often as anybody
drags.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styletransfer.algorithms.face_alignment import FaceFrame
from styletransfer.algorithms.face_transfer import (
    Registered,
    apply_edit,
    edit_of,
    generator_only,
    preview_crop,
    register,
)
from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.algorithms.inversion import RefinementConfig, encode, refine
from styletransfer.algorithms.latent_mixing import mixed
from styletransfer.algorithms.latent_parts import Part, rows_of
from styletransfer.imaging.picture import Channels, Picture
from styletransfer.models.face_encoder import SIDE
from styletransfer.models.portrait_encoder import PortraitEncoder
from styletransfer.progress import OnProgress, ignore
from styletransfer.recipes.faces import FacePrompt, FaceResult
from styletransfer.run.face_finding import FaceFound, aligned, covers, find, levels, placed, whole
from styletransfer.run.face_models import FaceModels, face_models, random_face
from styletransfer.run.face_moves import Moves, painted
from styletransfer.run.face_text import PromptReading, TextModels, read_prompt, text_models

__all__ = [
    "PREVIEW_SIDE",
    "EditableFace",
    "FaceFound",
    "FaceModels",
    "Opening",
    "PromptReading",
    "TextModels",
    "aligned",
    "carried_over",
    "codes_of",
    "face_models",
    "find",
    "levels",
    "live",
    "opened",
    "placed",
    "random_face",
    "read_prompt",
    "text_models",
    "whole",
    "with_mix",
]

Pixels = NDArray[np.uint8]
AnyDepth = TypeVar("AnyDepth", bound=Channels)

PREVIEW_SIDE = 512
"""Side of the preview that a dragged slider changes, px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a face is made ready.

    Attributes:
        config: how edits are carried over to the photograph.
        latent: a latent file with its codes, which were saved before, or None to encode the face.
        refinement: steps by which the codes are brought closer to the photograph.
    """

    config: FaceTransferConfig = field(default_factory=FaceTransferConfig)
    latent: bytes | None = None
    refinement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EditableFace:
    """A face whose sliders can be moved; nothing in it ever changes.

    Attributes:
        found: where it is in its photograph.
        w_plus: its own codes (1, num_ws, style_dim); `encode_latent` makes a file of them.
        start: what the sliders move: its own codes, or a mixture with another person's.
        before: what the generator paints of its own codes.
        preview: upright part of the photograph about the face (H, W, 3), at most `PREVIEW_SIDE` px a side.
        registered: what carries edits over to the preview.
    """

    found: FaceFound
    w_plus: Tensor
    start: Tensor
    before: Picture
    preview: Pixels
    registered: Registered


def opened(
    photo: Picture,
    found: FaceFound,
    models: FaceModels,
    opening: Opening | None = None,
    on_progress: OnProgress = ignore,
) -> EditableFace:
    """Make a face ready for its sliders.

    Args:
        photo: the photograph.
        found: where the face is.
        models: that it was found with.
        opening: how.
        on_progress: told after each step of a refinement; raise `Cancelled` from it to keep the best codes so far.
    Raises:
        InputError: the latent file is damaged or belongs to another generator.
    """
    opening = opening or Opening()
    w_plus = codes_of(photo, found, models, opening, on_progress)
    before = models.paint(w_plus, "auto")
    preview, frame = _preview(photo, found.frame)
    landmarks = None if found.landmarks is None else frame.to_photo(found.frame.to_face(found.landmarks))
    registered = register(preview, frame, before, opening.config, landmarks)
    return EditableFace(
        found=found,
        w_plus=w_plus,
        start=w_plus,
        before=Picture.from_tensor(before),
        preview=preview,
        registered=registered,
    )


def with_mix(face: EditableFace, models: FaceModels, other: Tensor, share: float, part: Part = "all") -> EditableFace:
    """Mix another person in before the sliders count.

    Args:
        face: stays as it is.
        models: that it was opened with.
        other: codes of the other person, (1, num_ws, style_dim).
        share: 0 is the face itself, 1 takes all of the other.
        part: which rows are mixed.
    Raises:
        InputError: the share is outside, or the codes are of another shape.
    """
    rows = rows_of(part, models.generator.num_ws)
    return replace(face, start=mixed(face.w_plus, other, share, rows))


def live(  # noqa: PLR0913 - the face and its sliders by place, everything else by name
    face: EditableFace,
    models: FaceModels,
    sliders: Mapping[str, float],
    limit: float | None = None,
    result: FaceResult = "photo",
    *,
    prompts: Sequence[FacePrompt] = (),
    text: TextModels | None = None,
) -> Pixels:
    """Show the preview with an edit: what a dragged slider asks for.

    Args:
        face: from `opened`.
        models: that it was opened with.
        sliders: value by name of the direction; those not named are 0.
        limit: how far the face may go from itself, in σ of w, or None.
        result: "photo", or "generator" for what the generator paints.
        prompts: what the face should become in words.
        text: the models that read the prompts; not needed without any.
    Returns:
        (H, W, 3), the size of `face.preview`; equal to it when nothing is edited.
    Raises:
        InputError: a slider is unknown or its value out of range, or a prompt cannot be read.
    """
    moves = Moves(sliders=sliders, prompts=prompts, text=text, limit=limit)
    after = painted(models, face.start, moves, "auto")
    return carried_over(face.preview, face.registered, after, result)


def carried_over(photo: AnyDepth, registered: Registered, after: Tensor, result: FaceResult) -> AnyDepth:
    """Carry what the generator paints after an edit (1, 3, size, size) over to a photograph (H, W, 3) of any depth."""
    if result == "generator":
        return cast(AnyDepth, generator_only(photo, registered, after))
    return cast(AnyDepth, apply_edit(photo, registered, edit_of(registered, after)))


def codes_of(
    photo: Picture, found: FaceFound, models: FaceModels, opening: Opening, on_progress: OnProgress = ignore
) -> Tensor:
    """Return the codes (1, num_ws, style_dim) of a face: from its latent file or its encoder, refined as asked for.

    Raises:
        InputError: the latent file is damaged or belongs to another generator.
    """
    if opening.latent is None:
        face = aligned(photo, found.frame, _encoder_side(models)).to(models.device)
        with torch.inference_mode():
            w_plus = encode(models.encoder, models.generator.latent_avg, face)
    else:
        w_plus = models.read_latent(opening.latent).to(models.device)
    w_plus = w_plus.clone()  # leaves inference mode, in which nothing can be optimised
    if opening.refinement > 0:
        face = aligned(photo, found.frame, min(models.size, SIDE)).to(models.device)
        steps = RefinementConfig(steps=opening.refinement)
        w_plus = refine(models.generator, models.perceptual, face, w_plus, steps, on_progress)
    return w_plus.float().cpu()


def _preview(photo: Picture, frame: FaceFrame) -> tuple[Pixels, FaceFrame]:
    """Cut a face out with its surroundings; a picture that is a face and nothing else is shown as it is."""
    if not covers(frame):
        return preview_crop(levels(photo), frame, PREVIEW_SIDE)
    pixels = levels(Picture.from_tensor(aligned(photo, frame, PREVIEW_SIDE)))
    corners = (frame.quad + 0.5) * (PREVIEW_SIDE / photo.width) - 0.5
    return pixels, replace(frame, quad=corners, photo=(PREVIEW_SIDE, PREVIEW_SIDE))


def _encoder_side(models: FaceModels) -> int:
    return models.encoder.config.size if isinstance(models.encoder, PortraitEncoder) else SIDE
