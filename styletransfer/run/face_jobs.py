"""Which faces of a photograph a recipe edits, and with whose codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from styletransfer.algorithms.latent_mixing import mixed
from styletransfer.algorithms.latent_parts import rows_of
from styletransfer.checkpoints.latent_files import LARGEST, encode_latent
from styletransfer.errors import FaceNotFound, InputError
from styletransfer.imaging.io import ImageSource, Picture
from styletransfer.recipes.faces import FaceSlot, FacesRecipe
from styletransfer.run.face_finding import FaceFound, find, placed, whole
from styletransfer.run.face_models import FaceModels
from styletransfer.run.face_moves import Moves
from styletransfer.run.face_text import TextModels, style_moves, text_models
from styletransfer.run.result import check_roles

_MOST = 100  # latent files of a photograph; roles have two digits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceJob:
    """One face to edit.

    Attributes:
        slot: what is done to it.
        found: where it is.
        latent: a latent file with its own codes, or None.
        other: codes (1, num_ws, style_dim) of the person mixed in, or None.
        text: the models that read its prompts, or None without any.
    """

    slot: FaceSlot
    found: FaceFound
    latent: bytes | None
    other: Tensor | None
    text: TextModels | None = None

    def moves(self, limit: float | None) -> Moves:
        """Return its edit, held back to the limit in σ of w."""
        return Moves(sliders=self.slot.sliders, prompts=self.slot.prompts, text=self.text, limit=limit)

    def start(self, w_plus: Tensor) -> Tensor:
        """Return what its sliders move: its own codes (1, num_ws, style_dim), or a mixture with the other person's."""
        mix = self.slot.mix
        if mix is None or self.other is None:
            return w_plus
        return mixed(w_plus, self.other, mix.share, rows_of(mix.part, w_plus.shape[1]))


def face_roles(recipe: FacesRecipe, images: Mapping[str, ImageSource]) -> dict[str, ImageSource]:
    """Give the only latent and the only mix their number, and check that everything is there.

    Raises:
        ImageError: something is missing, or there is something that the recipe does not use.
    """
    named = dict(images)
    for plain in ("latent", "mix"):
        if len(recipe.faces) == 1 and plain in named:
            named[f"{plain}-0"] = named.pop(plain)
    mixes = {f"mix-{index}" for index, slot in enumerate(recipe.faces) if slot.mix is not None}
    latents = {f"latent-{index}" for index in range(_MOST if recipe.every else len(recipe.faces))}
    check_roles(named, {"content", *mixes}, latents | {"state"})
    return named


def face_jobs(
    recipe: FacesRecipe, images: Mapping[str, ImageSource], photo: Picture, models: FaceModels
) -> tuple[FaceJob, ...]:
    """Find the faces that a recipe edits.

    Args:
        recipe: which.
        images: from `face_roles`.
        photo: the opened photograph.
        models: that find and place them.
    Raises:
        FaceNotFound: there is none, or not as many as the recipe counts on.
        InputError: a latent file does not fit, or a prompt cannot be read.
        CheckpointMissing: the recipe has prompts, and what reads them is not on this machine.
    """
    text = _text(recipe, models)
    slots, faces = _faces(recipe, photo, models)
    latents = _latents(images, models, len(faces))
    others = [_mixed_in(images, index, slot, models) for index, slot in enumerate(recipe.faces)]
    if recipe.every:
        others = others * len(faces)
    return tuple(
        FaceJob(slot=slot, found=found, latent=latents.get(number), other=other, text=text)
        for number, (slot, found, other) in enumerate(zip(slots, faces, others, strict=True))
    )


def _text(recipe: FacesRecipe, models: FaceModels) -> TextModels | None:
    """Load what reads the recipe's prompts, if it has any, and read them, so that a bad one is told first."""
    prompts = [prompt for slot in recipe.faces for prompt in slot.prompts]
    if not prompts:
        return None
    text = text_models(recipe.generator, recipe.clip, models.device)
    style_moves(text, prompts)
    return text


def _faces(recipe: FacesRecipe, photo: Picture, models: FaceModels) -> tuple[list[FaceSlot], list[FaceFound]]:
    searched = any(slot.placement is None and not slot.whole for slot in recipe.faces)
    found = find(photo, models) if searched else ()
    if recipe.every:
        return [recipe.faces[0]] * len(found), list(found)
    faces = []
    for slot in recipe.faces:
        if slot.placement is not None:
            faces.append(placed(photo, slot.placement, models))
        elif slot.whole:
            faces.append(whole(photo, models))
        elif slot.face < len(found):
            faces.append(found[slot.face])
        else:
            known = "only one face was" if len(found) == 1 else f"only {len(found)} faces were"
            raise FaceNotFound(
                f"The recipe edits face {slot.face + 1}, and {known} found in this picture. "
                "Choose another face, or place its eyes and mouth by hand."
            )
    return list(recipe.faces), faces


def _latents(images: Mapping[str, ImageSource], models: FaceModels, count: int) -> dict[int, bytes]:
    """Return latent files by the number of their face: those of an earlier run, and those that were given."""
    latents = {}
    if "state" in images:
        earlier = models.read_latents(_file(images["state"]))
        if len(earlier) > count:
            raise InputError(f"The earlier run edited {len(earlier)} faces, and this one has {count}; start it again.")
        latents = {number: encode_latent(earlier[number : number + 1], models.name) for number in range(len(earlier))}
    for role, source in images.items():
        if role.startswith("latent-"):
            number = int(role.removeprefix("latent-"))
            if number >= count:
                raise InputError(f"There is a latent file for face {number + 1}, and {count} faces are edited.")
            latents[number] = _file(source)
    return latents


def _mixed_in(images: Mapping[str, ImageSource], index: int, slot: FaceSlot, models: FaceModels) -> Tensor | None:
    return None if slot.mix is None else models.read_latent(_file(images[f"mix-{index}"]))


def _file(source: ImageSource) -> bytes:
    """Return the bytes of a latent file that is given as such or by its path."""
    if isinstance(source, bytes):
        return source
    if not isinstance(source, str | Path):
        raise InputError(f"A latent must be a file or its bytes, not {type(source).__name__}.")
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"The latent file “{path.name}” cannot be opened: {error.strerror or error}.") from error
