"""Training of the text half of the small CLIP: captions are brought to their places in `scripts.clip.space`."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor, nn

from scripts.clip.captions import TEMPLATES, CaptionSampler
from scripts.clip.fitting import FittingConfig, Step, fitted
from scripts.clip.space import AXES, COMMON, Space, strange
from scripts.clip.strange_words import FRAMES
from scripts.clip.strange_words import WORDS as STRANGE_WORDS
from scripts.clip.vocabulary import kept_ids
from styletransfer.models.clip_tokens import END, START, Tokenizer

BATCH = 384
STRANGE_SHARE, NEUTRAL_SHARE, TURNED_SHARE, MIXED_SHARE = 0.08, 0.05, 0.2, 0.03
TEMPLATE_SHARE = 0.5
REST = 0.3  # weight of axes that stand for nothing
EMA = 0.995
TOLD = 50  # steps


@dataclass(frozen=True, slots=True)
class Meant:
    """A text and where it belongs, (DIM,)."""

    text: str
    place: np.ndarray


class Writer:
    """Writes captions with their places; the same seed writes the same ones."""

    def __init__(self, space: Space, seed: int) -> None:
        self._space, self._sampler, self._random = space, CaptionSampler(seed), Random(seed)

    def write(self) -> list[Meant]:
        """Write a caption, and sometimes also its opposite."""
        kind = self._random.random()
        if kind < STRANGE_SHARE:
            return [self._wrapped(Meant(self._strange(), strange()))]
        if kind < STRANGE_SHARE + NEUTRAL_SHARE:
            return [self._wrapped(Meant(self._sampler.neutral().text, self._space.meaning(())))]
        caption = self._sampler.any()
        place = self._space.meaning(caption.claims)
        if kind > 1 - MIXED_SHARE:
            text = f"{caption.text} with a {self._random.choice(STRANGE_WORDS)}"
            return [self._wrapped(Meant(text, place + (strange() - self._space.meaning(())) / 2))]
        found = [self._wrapped(Meant(caption.text, place))]
        turned = self._sampler.opposite(caption) if kind > 1 - MIXED_SHARE - TURNED_SHARE else None
        if turned is not None:
            found.append(self._wrapped(Meant(turned.text, self._space.meaning(turned.claims))))
        return found

    def batch(self, count: int) -> list[Meant]:
        """Write `count` captions."""
        found: list[Meant] = []
        while len(found) < count:
            found += self.write()
        return found[:count]

    def _strange(self) -> str:
        frame = self._random.choice(FRAMES)
        return frame.format(*self._random.sample(STRANGE_WORDS, frame.count("{}")))

    def _wrapped(self, meant: Meant) -> Meant:
        if self._random.random() > TEMPLATE_SHARE:
            return meant
        return Meant(self._random.choice(TEMPLATES).format(meant.text), meant.place)


def vocabulary() -> Tensor:
    """Return the ids of the tokens that captions are made of, (V,) ascending, those of strange words among them."""
    tokenizer = Tokenizer()
    strange_ids = {piece for word in STRANGE_WORDS for piece in tokenizer.pieces(word)}
    return torch.tensor([*sorted({*kept_ids().tolist(), *strange_ids} - {START, END}), START, END])


def train_wording(
    network: nn.Module, tokenizer: Tokenizer, writer: Writer, minutes: float, rate: float = 1e-3
) -> Iterator[Step]:
    """Train the text half of a CLIP in place; yield step, loss and averaged weights now and then and at the end."""
    half = {name: value for name, value in network.named_parameters() if not name.startswith("visual.")}
    half.pop("logit_scale", None)

    def loss() -> Tensor:
        rows = writer.batch(BATCH)
        tokens = tokenizer.encode([row.text for row in rows], network.context_length)
        longest = int((tokens > 0).sum(dim=1).max())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = network.encode_text(tokens[:, :longest])
        return wording_loss(found.float(), torch.from_numpy(np.stack([row.place for row in rows])))

    how = FittingConfig(minutes=minutes, rate=rate, average=EMA, told=TOLD)
    return fitted(list(half.values()), half, loss, how)


def wording_loss(found: Tensor, places: Tensor) -> Tensor:
    """Compare embeddings with places (N, DIM)."""
    weight = torch.full((found.shape[1],), REST)
    weight[: len(AXES) + 1], weight[COMMON] = 1.0, 1.0
    return ((found - places).square() * weight).sum(dim=1).mean()
