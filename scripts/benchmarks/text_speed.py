"""Prompts on a face: what a person waits for, beside the published way of computing, in one process.

A new prompt is one that this process has never read; its picture is the studio's preview of 512 px with the edit
carried over to the photograph. A changed strength is the same prompt again with another alpha. The published way
(StyleCLIP's global directions) puts both texts into 79 templates, a batch of full length each, works out the direction
and paints in float32, all of it anew for each picture; it ends with the same carrying over, so that both ways give the
same kind of picture.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.benchmarks.measuring import timed
from scripts.text_judging.prompts import HELD_OUT
from styletransfer import devices
from styletransfer.algorithms.text_directions import StyleDirection, moved
from styletransfer.errors import CheckpointError
from styletransfer.imaging.io import open_image
from styletransfer.imaging.samples import example_photo
from styletransfer.models.clip_parts import ClipNetwork
from styletransfer.models.text_templates import IMAGENET_TEMPLATES
from styletransfer.recipes.faces import DEFAULT_DISENTANGLEMENT, DEFAULT_STRENGTH, FacePrompt
from styletransfer.run.face_models import FaceModels, face_models
from styletransfer.run.face_photo import EditableFace, carried_over, find, live, opened
from styletransfer.run.face_text import TextModels, text_models

PROMPTS = 40
AIMS = {"new prompt": 0.3, "changed strength": 0.1}  # seconds, of p95
STRENGTHS = (2.0, 6.0)
_PORTRAIT = "astronaut"
_CPU = torch.device("cpu")


def measure(clip: str = "face-clip") -> None:
    """Print how long prompts take, or a sentence on what is missing."""
    print("\n(a) From a prompt to its picture, shipped models")
    devices.tune_allocator()
    models = face_models(device=_CPU)
    try:
        text, loading = timed(partial(text_models, "face-generator", clip, _CPU))
    except CheckpointError as error:
        print(f"    Left out: {error}", flush=True)
        return
    photo = open_image(example_photo(_PORTRAIT))
    face = opened(photo, find(photo, models)[0], models)
    height, width = face.preview.shape[:2]
    _, first = timed(partial(live, face, models, {}, prompts=[FacePrompt(target="a portrait of her")], text=text))
    print(f"    preview of {width} × {height} px, {torch.get_num_threads()} threads; loading the text model "
          f"{loading:.2f} s, first prompt {first:.2f} s")  # fmt: skip
    report(models, text, face, [prompt.text for prompt in HELD_OUT[:PROMPTS]])


def report(models: FaceModels, text: TextModels, face: EditableFace, prompts: Sequence[str]) -> None:
    """Time both ways, prompt by prompt in turn, and print them with their ratio."""
    ours: list[float] = []
    changes: list[float] = []
    plain: list[float] = []
    for prompt in prompts:
        asked = FacePrompt(target=prompt, neutral="a face")
        ours.append(timed(partial(live, face, models, {}, prompts=[asked], text=text))[1])
        for strength in STRENGTHS:
            again = asked.model_copy(update={"strength": strength})
            changes.append(timed(partial(live, face, models, {}, prompts=[again], text=text))[1])
        plain.append(timed(partial(published, models, text, face, prompt, "a face"))[1])
    for name, seconds in (("new prompt", ours), ("changed strength", changes), ("published way", plain)):
        p50, p95 = np.percentile(seconds, (50, 95))
        times = f"p50 {1e3 * p50:6.1f} ms, p95 {1e3 * p95:6.1f} ms"
        print(f"    {name:17} {times}{_kept(float(p95), name)}{_ratio(plain, seconds)}", flush=True)


@torch.no_grad()
def published(models: FaceModels, text: TextModels, face: EditableFace, target: str, neutral: str) -> np.ndarray:
    """Compute a picture the published way, everything anew."""
    ends = [_ensemble(text, each) for each in (target, neutral)]
    direction = functional.normalize(ends[0] - ends[1], dim=0)
    relevance = text.relevance
    relevances = (relevance.fs3 @ direction).numpy()
    kept = np.where(np.abs(relevances) < DEFAULT_DISENTANGLEMENT, 0.0, relevances)
    kept = kept / max(np.abs(kept).max(), 1e-9)
    offsets = torch.from_numpy(kept).float() * relevance.deviation
    move = StyleDirection(layers=relevance.layers, sizes=relevance.sizes, offsets=offsets, match=0.0, channels=1)
    generator = models.generator
    styles = generator.styles(face.start)
    edited = moved(generator.style_names, styles, [(move, DEFAULT_STRENGTH)])
    after = generator.synthesis_from_styles(edited, models.noise)
    return carried_over(face.preview, face.registered, (after / 2 + 0.5).clamp(0, 1), "photo")


def _ensemble(text: TextModels, words: str) -> Tensor:
    """Embed a text in the 79 templates."""
    clip = text.clip
    tokens = clip.tokenizer.encode([template.format(words) for template in IMAGENET_TEMPLATES], clip.context_length)
    embedded = cast(ClipNetwork, clip.network).encode_text(tokens).float()
    mean = functional.normalize(embedded, dim=1).mean(dim=0)
    return functional.normalize(mean, dim=0)


def _ratio(plain: Iterable[float], ours: Sequence[float]) -> str:
    medians = np.median(list(plain)), np.median(ours)
    return "" if medians[0] == medians[1] else f"; {medians[0] / medians[1]:.1f} × as fast as the published way"


def _kept(seconds: float, name: str) -> str:
    if name not in AIMS:
        return ""
    return f" ({'within' if seconds <= AIMS[name] else 'beyond'} the aim of {1e3 * AIMS[name]:.0f} ms)"
