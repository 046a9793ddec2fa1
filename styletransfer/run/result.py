"""A finished picture with everything that is known of it."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styletransfer.errors import ImageError
from styletransfer.imaging.io import FileFormat, ImageSource, Picture, encode_image, open_image, save_image
from styletransfer.recipes import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished picture and where it came from.

    Attributes:
        picture: pixels, with the photograph's alpha.
        recipe: the recipe that made it; `inputs` names the pictures by their sha256.
        metrics: one mapping a step.
        finished: False when the run was stopped early; the picture is the best so far.
        notes: sentences for the user.
        state: hand it to another run as the picture "state" to continue from here, or None.
        masks: role -> label map that was used, of a photorealistic run with regions.
        latents: role -> latent file of each face, of a run that edited faces.
    """

    picture: Picture
    recipe: Recipe
    metrics: tuple[Mapping[str, float], ...] = ()
    finished: bool = True
    notes: tuple[str, ...] = ()
    state: bytes | None = None
    masks: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    latents: Mapping[str, bytes] = field(default_factory=dict)

    def encode(self, file_format: FileFormat, *, include_recipe: bool = True, quality: int = 92) -> bytes:
        """Return the picture as a file, with its recipe inside unless told otherwise."""
        return encode_image(self.picture, file_format, recipe=self._json(include_recipe), quality=quality)

    def save(self, path: str | Path, *, include_recipe: bool = True, quality: int = 92) -> None:
        """Write the picture; the suffix decides the format."""
        save_image(self.picture, path, recipe=self._json(include_recipe), quality=quality)

    def _json(self, include: bool) -> str | None:
        return self.recipe.model_dump_json() if include else None


def with_roles(images: Mapping[str, ImageSource], styles: int, allowed: Set[str]) -> dict[str, ImageSource]:
    """Name the only style, and its mask, by its number, and check that every picture is there.

    Args:
        images: role -> picture; "content" and "style-0" … are needed, "style" may stand for the only one.
        styles: how many styles or looks the recipe has.
        allowed: roles that there may be besides.
    Returns:
        The same pictures with numbers in their roles.
    Raises:
        ImageError: a picture is missing, or there is one that the recipe does not use.
    """
    named = dict(images)
    wanted = {"content", *(f"style-{index}" for index in range(styles))}
    for plain in ("style", "style-mask"):
        if styles == 1 and plain in named and f"{plain}-0" in wanted | allowed:
            named[f"{plain}-0"] = named.pop(plain)
    check_roles(named, wanted, allowed)
    return named


def check_roles(images: Mapping[str, ImageSource], wanted: Set[str], allowed: Set[str]) -> None:
    """Raise `ImageError` when a wanted role is missing, or there is one that is neither wanted nor allowed."""
    missing, unknown = wanted - images.keys(), images.keys() - wanted - allowed
    if missing:
        raise ImageError(f"The run needs {len(wanted)} pictures; missing: {', '.join(sorted(missing))}.")
    if unknown:
        raise ImageError(f"The recipe does not use these pictures: {', '.join(sorted(unknown))}.")


def open_styles(images: Mapping[str, ImageSource], styles: int) -> list[Picture]:
    """Open the pictures "style-0" … of a run; raise `ImageError` when one cannot be read."""
    return [open_image(images[f"style-{index}"]) for index in range(styles)]


def fingerprints(images: Mapping[str, ImageSource]) -> dict[str, str]:
    """Hash the file of every picture by its role; a state to continue from is no picture."""
    prints = {}
    for role, source in images.items():
        if role == "state":
            continue
        data = source if isinstance(source, bytes) else None
        if isinstance(source, str | Path):
            data = Path(source).read_bytes()
        if data is None:
            data = open_image(source).pixels.tobytes()
        prints[role] = hashlib.sha256(data).hexdigest()
    return prints
