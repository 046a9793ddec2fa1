"""A slider for a prompt: "find a slider for this". Found on the generator's own faces, kept on this machine."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor

from styletransfer.algorithms.face_direction_config import DirectionConfig
from styletransfer.algorithms.face_direction_search import Scorer
from styletransfer.algorithms.face_sliders import CONFIG
from styletransfer.algorithms.prompt_words import never_learnt, read_both
from styletransfer.algorithms.text_relevance_pace import Pace
from styletransfer.algorithms.text_scoring import TextScorer
from styletransfer.algorithms.text_sliders import READING, PromptSlider, prompt_slider
from styletransfer.checkpoints import build
from styletransfer.checkpoints.own_sliders import load_own, write_own
from styletransfer.errors import InputError, PromptError
from styletransfer.models.clip import Clip
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.progress import OnProgress, Progress, ignore
from styletransfer.run.face_sliders import code_scorer

__all__ = ["own_sliders", "remove_slider", "save_slider", "slider_from_prompt"]

LONGEST_LABEL = 60
SEARCH = replace(CONFIG, blocks=1, measured=24, corrections=2)
"""Less careful than the search for a generator's sliders, which is done once: it is waited for."""

_FACES_A_NUMBER = 3.2  # random faces for each number of w
_FEWEST_FACES = 100
_ENDS, _CURVE = 2, 8  # readings of the same faces: for each correction and the side effects, and along the slider
_SPREAD_FACES = 5000
_MOST_SLIDERS = 64
_NAMELESS = "slider"


def slider_from_prompt(
    generator: str,
    clip: str,
    target: str,
    neutral: str = "",
    label: str = "",
    on_progress: OnProgress = ignore,
) -> Direction:
    """Find a slider that leads from one text to another; nothing is kept until `save_slider`.

    Its unit is "%": 100 is the way from the fifth of random faces that the CLIP finds nearest to the neutral text to
    the fifth nearest to the target.

    Args:
        generator: name in the manifest, of any generator on this machine.
        clip: "face-clip", which ships, or "clip-vit-b32".
        target: what the face should become.
        neutral: what it is now; guessed when empty.
        label: what the slider is called, at most `LONGEST_LABEL` letters; the target when empty.
        on_progress: told after each batch how many of all pictures are read, with "seconds_left"; raise `Cancelled`
            from it to stop.
    Raises:
        PromptError: the texts cannot be read or mean the same, a word is unknown to the CLIP, or nothing that the
            generator paints follows them.
        CheckpointError: a model is missing or damaged.
    """
    device = torch.device("cpu")
    reader = build.clip(clip, device)
    wanted, present = _texts(reader, target, neutral)
    shown = _shortened(label.strip() or wanted)
    slider = PromptSlider(name=slider_name(shown), label=shown, target=wanted, neutral=present)
    painter = build.generator(generator, device)
    scorer = _joined(TextScorer(reader, {READING: (wanted, present)}), code_scorer(device))
    faces = max(round(_FACES_A_NUMBER * painter.config.style_dim), _FEWEST_FACES)
    search = replace(SEARCH, samples=faces)
    count = _Count(scorer=scorer, on_progress=on_progress, pictures=_pictures(search))
    return prompt_slider(painter, count.read, slider, search, count.tell)


def save_slider(generator: str, slider: Direction) -> Direction:
    """Keep a slider beside those of its generator.

    Args:
        generator: name in the manifest.
        slider: from `slider_from_prompt`.
    Returns:
        The slider as it is kept: with another name and label where they were taken.
    Raises:
        InputError: there are too many sliders already, or it is of another generator.
        CheckpointCorrupt: the file of own sliders is damaged.
    """
    own = own_sliders(generator)
    if len(own) >= _MOST_SLIDERS:
        raise InputError(f"There are {len(own)} own sliders already, the most there can be; remove one first.")
    base = build.base_directions(generator) if build.has_base_directions(generator) else None
    kept = _renamed(slider, {**({} if base is None else base.items), **own})
    spread = _spread(generator) if base is None else base.spread
    if base is not None and any(each.vector.shape != slider.vector.shape for each in base.items.values()):
        raise InputError(f"The slider {slider.label} was found for another generator than {generator}.")
    write_own(Directions(generator=generator, items={}, spread=spread), {**own, kept.name: kept})
    build.face_directions.cache_clear()
    return kept


def remove_slider(generator: str, name: str) -> None:
    """Forget a slider that was found for a prompt; those that a generator comes with stay.

    Raises:
        InputError: there is no own slider of this name.
    """
    found = load_own(generator)
    if found is None or name not in found.items:
        own = ", ".join(own_sliders(generator)) or "none was found yet"
        raise InputError(f"There is no own slider {name!r} of {generator}: {own}.")
    write_own(found, {each: slider for each, slider in found.items.items() if each != name})
    build.face_directions.cache_clear()


def own_sliders(generator: str) -> Mapping[str, Direction]:
    """Return the sliders that were found for prompts of a generator, by name."""
    found = load_own(generator)
    return {} if found is None else found.items


def slider_name(label: str) -> str:
    """Make the name by which recipes and the command line call a slider: small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or _NAMELESS


def _texts(clip: Clip, target: str, neutral: str) -> tuple[str, str]:
    """Read both texts, as an edit with a prompt does; a word that means nothing makes no slider."""
    wanted, present = read_both(target, neutral, clip.words)
    unknown = tuple(dict.fromkeys((*wanted.unknown, *present.unknown)))
    if unknown:
        raise PromptError(
            f"{never_learnt(unknown)}, so that a slider for it would mean nothing. "
            "Use other words, or the official text model."
        )
    return wanted.text, present.text


def _joined(texts: Scorer, codes: Scorer) -> Scorer:
    """Read by the prompt what shall change, and by what ships what shall not."""

    def read(pictures: Tensor) -> Mapping[str, Tensor]:
        return {**codes(pictures), **texts(pictures)}

    return read


def _pictures(search: DirectionConfig) -> int:
    """Return how many pictures a search reads: each takes as long as any other."""
    again = 1 + _ENDS * search.corrections + _CURVE + _ENDS
    return search.samples + search.measured * again


class _Count:
    """Tells the share of a whole search that is done, and how long the rest takes: its stages begin at 0 each."""

    def __init__(self, scorer: Scorer, on_progress: OnProgress, pictures: int) -> None:
        self._scorer, self._on_progress = scorer, on_progress
        self._total, self._pace = pictures, Pace(pictures)

    def read(self, pictures: Tensor) -> Mapping[str, Tensor]:
        """Read pictures and count them."""
        found = self._scorer(pictures)
        self._pace.add(len(pictures))
        return found

    def tell(self, progress: Progress) -> None:
        """Tell what a stage tells, as a share of the whole."""
        done, left = self._total - self._pace.left, {"seconds_left": self._pace.seconds_left}
        self._on_progress(Progress(step=done, total=self._total, stage=progress.stage, metrics=left))


def _renamed(slider: Direction, taken: Mapping[str, Direction]) -> Direction:
    """Return the slider with a name and a label that no other one has."""
    name, label, number = slider.name, slider.label, 1
    while name in taken or label in {each.label for each in taken.values()}:
        number += 1
        name, label = f"{slider.name}_{number}", f"{slider.label} {number}"
    return replace(slider, name=name, label=label)


def _spread(generator: str) -> Tensor:
    """Return what a σ of w is, of a generator without sliders of its own."""
    network = build.generator(generator, torch.device("cpu"))
    random = torch.Generator().manual_seed(SEARCH.seed)
    with torch.no_grad():
        styles = network.mapping(torch.randn(_SPREAD_FACES, network.config.style_dim, generator=random))
    return SEARCH.truncation_psi * styles.std(dim=0)


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
