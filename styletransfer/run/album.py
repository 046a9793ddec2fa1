"""Many photographs in one look: every one is transferred small, and one colour table is fitted to all of them together.

Transferred one by one, the photographs of a series drift apart, because every one has regions of its own. A table of
colours treats equal colours equally, whatever picture they are in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from styletransfer.errors import Cancelled, InputError, StyleTransferError
from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.lut import Lut, fit_lut
from styletransfer.progress import OnProgress, Progress, ignore
from styletransfer.recipes import PhotorealisticRecipe
from styletransfer.run.look import with_table
from styletransfer.run.photorealistic import transferred
from styletransfer.run.regions import photo_roles, reduced
from styletransfer.run.result import open_styles

SIDE = 512
"""Longest side at which the photographs are transferred, px."""

_SAMPLES = 4_000_000
"""Most pixels that the table is fitted to, all photographs together; it bounds the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The look that photographs have in common.

    Attributes:
        lut: the table of colours.
        failures: place of a photograph in the order given -> sentence, for those that could not be used.
        notes: sentences for the user.
    """

    lut: Lut
    failures: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def picture(self, photo: ImageSource) -> Picture:
        """Give a photograph the look, at its own size and depth.

        Raises:
            ImageError: it cannot be read.
        """
        return with_table(self.lut, open_image(photo))


def make_album(
    recipe: PhotorealisticRecipe,
    photos: Sequence[ImageSource],
    looks: Sequence[ImageSource],
    on_progress: OnProgress = ignore,
) -> Album:
    """Find one look for many photographs.

    Args:
        recipe: how each is transferred; masks must not be "given".
        photos: the photographs, read one at a time.
        looks: one for each look of the recipe.
        on_progress: called after each photograph; raise `Cancelled` from it to stop.

    Returns:
        The look; `Album.picture` applies it to these photographs, or to others.

    Raises:
        InputError: there is no photograph, masks are given, or no photograph can be used.
        Cancelled: stopped.
    """
    if not photos:
        raise InputError("An album needs at least one photograph.")
    if recipe.masks == "given":
        raise InputError("A mask belongs to one photograph; make an album with masks automatic or none.")
    # Regions of an earlier photograph mean nothing here.
    small = recipe.model_copy(update={"size": min(recipe.size, SIDE), "regions": ()})
    style = photo_roles(small, {"content": photos[0]} | {f"style-{index}": look for index, look in enumerate(looks)})
    reduced_looks = [reduced(look, small.size) for look in open_styles(style, len(looks))]
    pairs: list[tuple[Tensor, Tensor]] = []
    failures: dict[int, str] = {}
    notes: list[str] = []
    for index, photo in enumerate(photos):
        on_progress(Progress(step=index, total=len(photos), stage="Reading the photographs' colours"))
        try:
            pair, told = _transferred(small, photo, reduced_looks)
        except Cancelled:
            raise
        except StyleTransferError as error:
            failures[index] = str(error)
            continue
        pairs.append(_thinned(pair, _SAMPLES // len(photos)))
        notes += told
    if not pairs:
        raise InputError(f"No photograph of the album can be used. The first: {failures[0]}")
    on_progress(Progress(step=len(photos), total=len(photos), stage="Fitting the colour table"))
    return Album(lut=fit_lut(pairs), failures=failures, notes=tuple(dict.fromkeys(notes)))


def _transferred(
    recipe: PhotorealisticRecipe, photo: ImageSource, looks: Sequence[Tensor]
) -> tuple[tuple[Tensor, Tensor], tuple[str, ...]]:
    opened = open_image(photo)
    # 16 bits keep the small copy's averages, which rounding to 8 would band.
    content = Picture.from_tensor(reduced(opened, recipe.size), bits=16, name=opened.name)
    result = Picture(pixels=transferred(recipe, content, looks).pixels)
    return (content.to_tensor(), result.to_tensor()), opened.notes


def _thinned(pair: tuple[Tensor, Tensor], most: int) -> tuple[Tensor, Tensor]:
    """Keep every n-th pixel of a pair, (1, 3, 1, N) each."""
    step = max(1, -(-pair[0][0, 0].numel() // max(1, most)))
    content, result = (image.flatten(2)[:, :, None, ::step].clone() for image in pair)
    return content, result
