"""A neural style picture from its recipe."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms import neural_style_state
from styletransfer.algorithms.neural_style import Continuation, Scene, stylize
from styletransfer.algorithms.neural_style_styles import Region, Style, recoloured
from styletransfer.checkpoints.build import perceptual_network
from styletransfer.errors import MaskError, RecipeError
from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.masks import open_label_map, soft_masks
from styletransfer.imaging.resize import Size, fit_longest, resize
from styletransfer.progress import OnProgress
from styletransfer.recipes import KEEP_LABEL, NeuralStyleRecipe
from styletransfer.run.result import Result, fingerprints, open_styles, with_roles
from styletransfer.settings import settings


def run_neural_style(
    recipe: NeuralStyleRecipe, images: Mapping[str, ImageSource], on_progress: OnProgress
) -> Result:
    """Paint the picture that a recipe describes; see `styletransfer.run.run`."""
    images = with_roles(images, len(recipe.styles), {"mask", "start", "state"})
    device = devices.pick_device(settings().device)
    photograph = open_image(images["content"])
    opened = open_styles(images, len(recipe.styles))
    size = fit_longest((photograph.height, photograph.width), recipe.size)
    content = resize(photograph.to_tensor(), size).to(device)
    regions, keep = _regions(recipe, opened, images.get("mask"), size)
    scene = Scene(
        content=content,
        regions=[_moved(region, device) for region in regions],
        size=size,
        keep=_untouched(keep, photograph, size, device),
        draft=_draft(images.get("start"), size, device),
        earlier=_earlier(images.get("state"), size, device),
    )
    network = perceptual_network(recipe.network, device, recipe.config.pooling)
    painted = stylize(network, scene, recipe.config, on_progress)
    notes = [note for picture in (photograph, *opened) for note in picture.notes]
    if not painted.finished:
        notes.append("Stopped early; this is the best picture so far.")
    return Result(
        picture=_picture(painted.image, photograph, size),
        recipe=recipe.model_copy(update={"inputs": fingerprints(images)}),
        metrics=tuple(painted.metrics),
        finished=painted.finished,
        notes=tuple(dict.fromkeys(notes)),
        state=_state(painted.continuation),
    )


def _regions(
    recipe: NeuralStyleRecipe, opened: list[Picture], mask: ImageSource | None, size: Size
) -> tuple[list[Region], Tensor | None]:
    """Group the styles by the region they paint; also return the weights of what stays untouched."""
    by_label: dict[int, list[Style]] = {}
    for slot, picture in zip(recipe.styles, opened, strict=True):
        longest = round(min(max(picture.height, picture.width), max(size) * 2 * max(slot.scale, 1.0)))
        image = picture.to_tensor()
        image = resize(image, fit_longest((picture.height, picture.width), longest))
        style = Style(image=image, weight=slot.weight, scale=slot.scale, rotation=slot.rotation)
        by_label.setdefault(slot.label if mask is not None else 0, []).append(style)
    if mask is None:
        if any(slot.label for slot in recipe.styles):
            raise MaskError('A style is meant for a painted region, but no mask was given; add the picture "mask".')
        return [Region(styles=by_label[0])], None
    label_map = open_label_map(mask, size=size)
    present = [int(label) for label in np.unique(label_map)]
    masks = soft_masks(label_map, present, recipe.config.feather * max(size))  # (L, 1, H, W)
    regions, keep = [], torch.zeros(1, 1, *size)
    for label, weights in zip(present, masks, strict=True):
        if label in by_label and label != KEEP_LABEL:
            regions.append(Region(styles=by_label[label], weights=weights[None]))
        else:
            keep += weights[None]
    if not regions:
        labels = ", ".join(map(str, present))
        raise MaskError(f"No style is meant for a region of the mask, which has label {labels}; nothing would change.")
    return regions, keep if keep.any() else None


def _moved(region: Region, device: torch.device) -> Region:
    moved = recoloured(region, [style.image.to(device) for style in region.styles])
    return moved if region.weights is None else replace(moved, weights=region.weights.to(device))


def _untouched(keep: Tensor | None, photograph: Picture, size: Size, device: torch.device) -> Tensor | None:
    """Add fully transparent pixels to what stays untouched: their colour is arbitrary and nobody sees it."""
    if photograph.alpha is None:
        return None if keep is None else keep.to(device)
    clear = torch.from_numpy((photograph.alpha == 0).astype(np.float32))[None, None]
    clear = resize(clear, size).to(device)
    return clear if keep is None else torch.maximum(clear, keep.to(device))


def _draft(source: ImageSource | None, size: Size, device: torch.device) -> Tensor | None:
    if source is None:
        return None
    return resize(open_image(source).to_tensor(), size).to(device)


def _earlier(source: ImageSource | None, size: Size, device: torch.device) -> Continuation | None:
    if source is None:
        return None
    if not isinstance(source, bytes):
        raise RecipeError('The picture "state" must be the bytes of an earlier `Result.state`.')
    return neural_style_state.from_bytes(source, size, device)


def _picture(image: Tensor, photograph: Picture, size: Size) -> Picture:
    bits: Literal[8, 16] = 16 if photograph.bits == 16 else 8
    alpha = None
    if photograph.alpha is not None:
        top = float(np.iinfo(photograph.alpha.dtype).max)
        scaled = resize(torch.from_numpy(photograph.alpha.astype(np.float32) / top)[None, None], size)
        alpha = (scaled[0, 0].numpy() * (2**bits - 1) + 0.5).astype(photograph.alpha.dtype)
    return Picture.from_tensor(image.float().cpu(), alpha=alpha, bits=bits, name=photograph.name)


def _state(continuation: Continuation | None) -> bytes | None:
    return None if continuation is None else neural_style_state.to_bytes(continuation)
