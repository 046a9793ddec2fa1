"""The faces a visitor is editing: kept for the session with the history of each, whatever page is open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import streamlit as st

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.recipes import FaceMix, FacePlacement, FaceSlot, FacesRecipe, Preset, build
from styletransfer.recipes.faces import FaceClip, FaceGenerator, FaceLandmarks, FaceResult
from styletransfer.ui.faces_edits import EditHistory, Words, summary
from styletransfer.ui.form import Chosen, Form
from styletransfer.ui.prompt_box import BoxState
from styletransfer.ui.tools import FACES, Tool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from styletransfer.run.face_photo import EditableFace, FaceFound
    from styletransfer.ui.background import Task
    from styletransfer.ui.faces_animation import Animation
    from styletransfer.ui.faces_slider_search import Search

_KEY = "faces.draft"


@dataclass(slots=True, eq=False)
class FacePart:
    """One face of the photograph and what is done to it.

    Attributes:
        found: where it is.
        number: its place in the order found; None when it was placed by hand or is the whole picture.
        placement: eyes and mouth as placed by hand.
        history: its edits.
        latent: codes that stand for it, as a file, instead of those that the encoder reads.
        refining: what brings the codes closer to the photograph at this moment, or None.
        told: what there is to say about the codes.
        opened: the face as it can be edited at once; None until it is looked at.
        before: JPEG of it as it is without edits.
        basis: what it was opened with.
        painted: the picture made last, and of what; asked for again by everything on the desk but its sliders.
    """

    found: "FaceFound"
    number: int | None = None
    placement: FacePlacement | None = None
    history: EditHistory = field(default_factory=EditHistory)
    latent: bytes | None = None
    refining: "Task[bytes] | None" = None
    told: str = ""
    opened: "EditableFace | None" = None
    before: bytes = b""
    basis: object = None
    painted: "tuple[object, NDArray[np.uint8]] | None" = None

    def slot(self, name: str) -> FaceSlot:
        """Return the slot of a recipe that holds this face with its present edit."""
        edit = self.history.edit
        return FaceSlot(
            name=name,
            face=self.number or 0,
            placement=self.placement,
            whole=self.number is None and self.placement is None,
            sliders=edit.sliders,
            mix=None if edit.other is None else FaceMix(share=edit.other.share, part=edit.other.part),
            prompts=edit.prompts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEdit:
    """One face of a recipe, until the faces of its photograph are known.

    Attributes:
        slot: what is done to it.
        latent: its codes as a file, or None.
        other: codes of the person mixed in, or None.
    """

    slot: FaceSlot
    latent: bytes | None = None
    other: bytes | None = None


@dataclass(slots=True)
class FacesDraft(Form):
    """What the page of face editing holds.

    Attributes:
        person: codes of the photograph, as a file, when it is a random face.
        generator: which generator paints faces.
        landmarks: what finds eyes and mouth.
        clip: what reads descriptions.
        result: whether the photograph's own pixels take the edit, or the generator's picture is shown.
        limit: how far a face may go from itself, in σ of w, or None.
        every: the edit of the chosen face is made on all faces.
        parts: the faces, in the order found, then those placed by hand.
        chosen: which of them is on the desk.
        sought: what they were sought in, or None.
        told: why there is no face, in a sentence.
        placing: eyes and mouth are being placed by hand.
        waiting: edits of a recipe that the faces take when they are found.
        animation: the one made last, or None.
        words: label and unit of every slider.
        seed: of the first random face on offer.
        other_seed: of the first one on offer to be mixed in.
        revision: of the desk; a new one has it take the sliders from here.
        box: what is typed to describe a change.
        search: what looks for a slider at this moment, or None.
        found: whether the search before was a success, and what came of it in a sentence.
    """

    tool: ClassVar[Tool] = FACES
    presets: ClassVar[Mapping[str, Preset]] = {}

    values: dict[str, Any] = field(default_factory=lambda: asdict(FaceTransferConfig()))
    person: bytes | None = None
    generator: FaceGenerator = "face-generator"
    landmarks: FaceLandmarks = "face-landmarks"
    clip: FaceClip = "face-clip"
    result: FaceResult = "photo"
    limit: float | None = None
    every: bool = False
    parts: list[FacePart] = field(default_factory=list)
    chosen: int = 0
    sought: object = None
    told: str = ""
    placing: bool = False
    waiting: list[WaitingEdit] = field(default_factory=list)
    animation: "Animation | None" = None
    words: Words = field(default_factory=dict)
    seed: int = 1
    other_seed: int = 1
    revision: int = 0
    box: BoxState = field(default_factory=BoxState)
    search: "Search | None" = None
    found: tuple[bool, str] = (True, "")

    @property
    def part(self) -> FacePart | None:
        """Return the face on the desk."""
        return self.parts[self.chosen] if self.chosen < len(self.parts) else None

    def take_photograph(self, chosen: Chosen | None) -> None:
        """Change the photograph, or take it out; faces of another one are dropped."""
        self.content, self.person = chosen, None
        self.forget_faces()
        self.waiting = []

    def take_person(self, chosen: Chosen, latent: bytes) -> None:
        """Take a random face, whose codes are known."""
        self.take_photograph(chosen)
        self.person = latent

    def forget_faces(self) -> None:
        """Drop the faces with their edits; they are sought anew."""
        self.parts, self.chosen, self.sought, self.told, self.placing = [], 0, None, "", False
        self.every, self.animation = False, None
        self.renew()

    def choose(self, number: int) -> None:
        """Put another face on the desk."""
        self.chosen = number
        self.renew()

    def renew(self) -> None:
        """Have the desk take its sliders from the edit again."""
        self.revision += 1

    def desk_key(self, name: str) -> str:
        """Return the key of a widget that follows the face on the desk and its history."""
        return self.key(f"{self.revision}.{name}")

    def edited(self) -> list[FacePart]:
        """Return the faces that a result would show edited."""
        if self.every:
            return [self.part] if self.part is not None and not self.part.history.edit.empty else []
        return [part for part in self.parts if not part.history.edit.empty]

    def name_of(self, part: FacePart) -> str:
        """Name a face: "Face 2"."""
        return f"Face {self.parts.index(part) + 1}"

    def apply_recipe(self, recipe: FacesRecipe) -> None:
        """Take over the settings of a recipe; its photograph and its faces are a matter of their own."""
        self.values, self.preset = asdict(recipe.config), recipe.preset
        self.generator, self.landmarks, self.clip = recipe.generator, recipe.landmarks, recipe.clip
        self.result, self.limit = recipe.result, recipe.limit
        self.edition += 1
        self.forget_faces()
        self.every = recipe.every

    def recipe(self) -> FacesRecipe:
        """Return the recipe of the edited faces.

        Raises:
            RecipeError: a setting is out of range.
        """
        edited = self.edited()
        return build(
            FacesRecipe,
            {
                "generator": self.generator,
                "landmarks": self.landmarks,
                "clip": self.clip,
                "result": self.result,
                "limit": self.limit,
                "faces": [part.slot(self.name_of(part)) for part in edited] or (FaceSlot(),),
                "every": self.every,
                "config": FaceTransferConfig(**self.values),
                "content_name": self.content.name[:200] if self.content else "",
            },
        )

    def images(self) -> dict[str, bytes]:
        """Return the files of the edited faces by role."""
        images = {} if self.content is None else {"content": self.content.data}
        for index, part in enumerate(self.edited()):
            if part.latent is not None and not self.every:
                images[f"latent-{index}"] = part.latent
            other = part.history.edit.other
            if other is not None:
                images[f"mix-{index}"] = other.latent
        return images

    def title(self) -> str:
        """Name the picture to be after the photograph and what is done to it."""
        subject = self.content.name if self.content and self.content.name else "Photograph"
        edited = self.edited()
        if len(edited) > 1:
            return f"{subject}, {len(edited)} faces"
        who = f"{subject}, every face" if self.every else subject
        return f"{who} · {summary(edited[0].history.edit, self.words)}" if edited else who


def current_faces_draft() -> FacesDraft:
    """Return the visitor's draft."""
    draft: FacesDraft = st.session_state.setdefault(_KEY, FacesDraft())
    return draft
