"""A photorealistic picture from its recipe."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from styletransfer import devices
from styletransfer.algorithms.photorealistic import transfer
from styletransfer.algorithms.photorealistic_borders import follow_edges, mended
from styletransfer.algorithms.photorealistic_config import STAGES
from styletransfer.algorithms.photorealistic_finish import finished, graded, protect_skin
from styletransfer.algorithms.photorealistic_scene import FEWEST_PIXELS, Look, Pair, Scene
from styletransfer.checkpoints.build import wavelet_network
from styletransfer.errors import MaskError
from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.masks import LabelMap, one_hot, open_label_map, resized_labels
from styletransfer.imaging.picture import Channels
from styletransfer.progress import OnProgress, Progress, ignore
from styletransfer.recipes import PhotorealisticRecipe, RegionRule
from styletransfer.run.regions import bounded, person_probability, photo_roles, reduced, regions_of
from styletransfer.run.result import Result, fingerprints, open_styles
from styletransfer.settings import settings

_NO_MASKS: Mapping[str, ImageSource] = {}


@dataclass(slots=True)
class _Clock:
    """Tells the caller what happens, and how many seconds after the start."""

    on_progress: OnProgress
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def begin(self, stage: int, preview: Tensor | None = None) -> None:
        self.seconds = time.monotonic() - self.started
        picture = None if preview is None else np.ascontiguousarray(Picture.from_tensor(preview).pixels, np.uint8)
        words = STAGES[min(stage, len(STAGES) - 1)]
        self.on_progress(
            Progress(step=stage, total=len(STAGES), stage=words, preview=picture, metrics={"seconds": self.seconds})
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Regions:
    """Label maps and rules of a run; without maps the look of the whole is carried over."""

    content: LabelMap | None = None
    looks: tuple[LabelMap | None, ...] = ()
    rules: tuple[RegionRule, ...] = ()
    notes: tuple[str, ...] = ()
    person: Tensor | None = None

    def masks(self) -> dict[str, LabelMap]:
        found = {f"style-mask-{index}": labels for index, labels in enumerate(self.looks) if labels is not None}
        return found if self.content is None else {"mask": self.content, **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """What became of a photograph: its pixels (H, W, 3), the regions that were used, sentences for the user."""

    pixels: Channels
    regions: _Regions
    notes: tuple[str, ...]


def run_photorealistic(
    recipe: PhotorealisticRecipe, images: Mapping[str, ImageSource], on_progress: OnProgress
) -> Result:
    """Give the photograph the light and colour that a recipe describes; see `styletransfer.run.run`."""
    images = photo_roles(recipe, images)
    clock = _Clock(on_progress)
    clock.begin(0)
    photograph = open_image(images["content"])
    opened = open_styles(images, len(recipe.looks))
    made = transferred(recipe, photograph, [reduced(look, recipe.size) for look in opened], images, clock)
    clock.begin(4)
    told = (*(note for picture in (photograph, *opened) for note in picture.notes), *made.notes)
    rules = made.regions.rules or recipe.regions
    return Result(
        picture=Picture(pixels=made.pixels, alpha=photograph.alpha, name=photograph.name),
        recipe=recipe.model_copy(update={"inputs": fingerprints(images), "regions": rules}),
        metrics=({"seconds": clock.seconds},),
        notes=tuple(dict.fromkeys(told)),
        masks=made.regions.masks(),
    )


def transferred(
    recipe: PhotorealisticRecipe,
    photograph: Picture,
    looks: Sequence[Tensor],
    masks: Mapping[str, ImageSource] = _NO_MASKS,
    clock: _Clock | None = None,
) -> Transferred:
    """Carry reduced looks over to an open photograph.

    Args:
        recipe: how.
        photograph: of any size.
        looks: (1, 3, H, W) each, from `reduced` with the recipe's size.
        masks: "mask" and "style-mask-0" …, when the recipe wants given ones.
        clock: told about the stages after the first, or None.
    Raises:
        MaskError: a given mask is missing or does not fit.
        CheckpointError: a network is missing or damaged.
        Cancelled: the clock's callback stopped it.
    """
    clock = clock or _Clock(ignore)
    device = devices.pick_device(settings().device)
    content = reduced(photograph, recipe.size).to(device)
    looks = [look.to(device) for look in looks]
    clock.begin(1)
    regions = _regions(recipe, masks, content, looks)
    scene, weights, notes = _scene(recipe, content, looks, regions)
    clock.begin(2)
    # A large picture stays here longest; the callback may stop it between two levels of the network.
    drawn = transfer(wavelet_network(recipe.network, device), scene, recipe.config, lambda _: clock.begin(2))
    drawn = mended(content, drawn, weights)
    person = regions.person
    if person is None and recipe.config.skin > 0:
        person = person_probability(recipe, content)
    skin = protect_skin(content, recipe.config.skin, person)
    result = graded(content, drawn, recipe.config, skin)
    clock.begin(3, result)
    pixels = finished(photograph.pixels, content, result, recipe.config, on_stripe=lambda: clock.begin(3))
    return Transferred(pixels=pixels, regions=regions, notes=(*regions.notes, *notes))


def _regions(
    recipe: PhotorealisticRecipe, images: Mapping[str, ImageSource], content: Tensor, looks: Sequence[Tensor]
) -> _Regions:
    if recipe.masks == "none":
        return _Regions(looks=(None,) * len(looks))
    if recipe.masks == "given":
        return _given(recipe, images, content, looks)
    found = regions_of(recipe, bounded(content), [bounded(look) for look in looks])
    maps = tuple(resized_labels(labels, _size(look)) for labels, look in zip(found.looks, looks, strict=True))
    own = {rule.label: rule for rule in recipe.regions}
    rules = tuple(own.get(rule.label, rule) for rule in found.rules)
    fitted = resized_labels(found.content, _size(content))
    return _Regions(content=fitted, looks=maps, rules=rules, notes=found.notes, person=found.person)


def _given(
    recipe: PhotorealisticRecipe, images: Mapping[str, ImageSource], content: Tensor, looks: Sequence[Tensor]
) -> _Regions:
    if "mask" not in images:
        raise MaskError('The recipe wants given masks; add the picture "mask", or let regions be found automatically.')
    labels = open_label_map(images["mask"], size=_size(content))
    maps: list[LabelMap | None] = []
    for index, look in enumerate(looks):
        source = images.get(f"style-mask-{index}")
        maps.append(None if source is None else open_label_map(source, size=_size(look)))
    present = [int(label) for label in np.unique(labels)]
    if recipe.regions:
        known = {rule.label: rule for rule in recipe.regions}
        rules = tuple(known.get(label, RegionRule(label=label, strength=0.0)) for label in present)
        return _Regions(content=labels, looks=tuple(maps), rules=rules)
    rules = tuple(_same_number(label, maps) for label in present)
    alone = [rule.label for rule in rules if rule.source is None]
    notes = []
    if alone:
        told = ", ".join(map(str, alone))
        notes = [f"Only the photograph has region {told}; there it takes the look of the whole."]
    return _Regions(content=labels, looks=tuple(maps), rules=rules, notes=tuple(notes))


def _same_number(label: int, maps: Sequence[LabelMap | None]) -> RegionRule:
    for index, labels in enumerate(maps):
        if labels is not None and bool((labels == label).any()):
            return RegionRule(label=label, look=index, source=label)
    return RegionRule(label=label)


def _scene(
    recipe: PhotorealisticRecipe, content: Tensor, looks: Sequence[Tensor], regions: _Regions
) -> tuple[Scene, Tensor, list[str]]:
    """Turn label maps and rules into a scene; also return the weights of every region, moved or not."""
    if regions.content is None:
        whole = torch.ones_like(content[:, :1])
        return Scene(content=content, looks=[Look(image=looks[0])]), whole, []
    rows = _Rows(looks, regions.looks)
    moved = [rule for rule in regions.rules if rule.strength > 0]
    pairs, notes = [], []
    for rule in moved:
        row, note = rows.of(rule)
        pairs.append(Pair(look=rule.look, row=row, strength=rule.strength))
        notes += [note] if note else []
    labels = [rule.label for rule in regions.rules]
    hard = one_hot(regions.content, labels).to(content.device)
    weights = follow_edges(content, hard, recipe.config.feather * max(_size(content)))
    chosen = [labels.index(rule.label) for rule in moved]
    return Scene(content=content, weights=weights[chosen], looks=rows.looks(), pairs=pairs), weights, notes


class _Rows:
    """The regions of each look that somebody takes."""

    def __init__(self, looks: Sequence[Tensor], maps: Sequence[LabelMap | None]) -> None:
        self._looks, self._maps = looks, maps
        self._taken: list[list[int | None]] = [[] for _ in looks]

    def of(self, rule: RegionRule) -> tuple[int, str]:
        """Return the row that a rule takes, and a sentence when it cannot take what it names."""
        source, note, labels = rule.source, "", self._maps[rule.look]
        if source is not None and (labels is None or int((labels == source).sum()) <= FEWEST_PIXELS):
            named = rule.name or f"Region {rule.label}"
            note = f"“{named}” takes the whole look, because region {source} of the look is missing or too small."
            source = None
        taken = self._taken[rule.look]
        if source not in taken:
            taken.append(source)
        return taken.index(source), note

    def looks(self) -> list[Look]:
        found = []
        for image, labels, taken in zip(self._looks, self._maps, self._taken, strict=True):
            none, whole = torch.zeros(0, 1, *_size(image)), torch.ones(1, 1, *_size(image))
            # A source without a map was replaced by the whole look.
            rows = [whole if source is None or labels is None else one_hot(labels, [source]) for source in taken]
            weights = torch.cat([none, *rows])
            found.append(Look(image=image, weights=weights.to(image.device)))
        return found


def _size(image: Tensor) -> tuple[int, int]:
    return int(image.shape[-2]), int(image.shape[-1])
