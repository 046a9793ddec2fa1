"""The recipe of an edited face, or of several."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from annotated_types import Interval
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.algorithms.latent_parts import Part
from styletransfer.recipes.base import Name, RecipeModel, ToolRecipe, clean_name

MAX_FACES = 16
MAX_SLIDERS = 64
MAX_PROMPTS = 8
"""Most prompts of a face."""
MAX_PROMPT_LETTERS = 300
MAX_STRENGTH = 10.0
"""Largest strength of a prompt, in either direction (α of StyleCLIP)."""
MAX_DISENTANGLEMENT = 0.5
DEFAULT_STRENGTH = 4.0
DEFAULT_DISENTANGLEMENT = 0.15
"""Which channels a prompt moves when nobody says otherwise: those at least so relevant (β of StyleCLIP)."""

Share = Annotated[float, Interval(ge=0, le=1)]
Spot = tuple[Share, Share]
"""A point (x, y) as shares of the photograph's width and height."""

FaceGenerator = Literal["face-generator", "e4e-ffhq", "psp-ffhq"]
FaceLandmarks = Literal["face-landmarks", "dlib-landmarks", "debian", "own"]
FaceResult = Literal["photo", "generator"]
FaceClip = Literal["face-clip", "clip-vit-b32"]


def _words(text: str) -> str:
    """Return a prompt on one line, without control characters."""
    return clean_name(" ".join(text.split())).strip()


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("A prompt is empty; say what the face should be, like “an old man with glasses”")
    return text


Words = Annotated[str, StringConstraints(max_length=MAX_PROMPT_LETTERS), AfterValidator(_words)]


class FacePlacement(RecipeModel):
    """Where somebody put the middle of the person's right eye, of the left one, and of the mouth.

    The person's right eye lies left in the picture of an upright face.
    """

    right_eye: Spot
    left_eye: Spot
    mouth: Spot


class FaceMix(RecipeModel):
    """How much of another person comes in before the sliders count; the codes are the picture "mix-0" ….

    Attributes:
        share: 0 leaves the face as it is, 1 takes the other person's.
        part: which rows of the codes are mixed.
    """

    share: Share = 0.5
    part: Part = "all"


class FacePrompt(RecipeModel):
    """What a face should become, in words.

    Attributes:
        target: what it should be, like "an old man with glasses".
        neutral: what it is now, like "a man"; guessed when empty.
        strength: how far the face goes; a negative one goes the other way.
        disentanglement: how relevant a channel must be to be moved; a larger one changes less besides.
    """

    target: Annotated[Words, AfterValidator(_not_empty)]
    neutral: Words = ""
    strength: Annotated[float, Interval(ge=-MAX_STRENGTH, le=MAX_STRENGTH)] = DEFAULT_STRENGTH
    disentanglement: Annotated[float, Interval(ge=0, le=MAX_DISENTANGLEMENT)] = DEFAULT_DISENTANGLEMENT


class FaceSlot(RecipeModel):
    """One face of the photograph and what is done to it.

    Attributes:
        name: words for people.
        face: its number in the order in which faces are found, the largest first; not used with a placement.
        placement: eyes and mouth placed by hand, or None to take a face that is found.
        whole: the photograph is an aligned face already, as random faces are.
        sliders: value by name of the direction, in its own units; those not named are 0.
        mix: another person mixed in, or None.
        prompts: what it should become in words, one after the other, on top of the sliders.
    """

    name: Name = ""
    face: Annotated[int, Interval(ge=0, le=255)] = 0
    placement: FacePlacement | None = None
    whole: bool = False
    sliders: Annotated[Mapping[Name, float], Field(max_length=MAX_SLIDERS)] = Field(default_factory=dict)
    mix: FaceMix | None = None
    prompts: Annotated[tuple[FacePrompt, ...], Field(max_length=MAX_PROMPTS)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.whole and self.placement is not None:
            raise ValueError("A face of the recipe is placed by hand and also the whole picture; only one is possible")
        return self


class FacesRecipe(ToolRecipe):
    """Everything but the pixels that edits faces of a photograph, which keeps its own size.

    Attributes:
        generator: which generator paints the faces; its encoder goes with it.
        landmarks: which predictor tells where eyes and mouth are.
        refinement: steps by which the codes are brought closer to the photograph; 0 takes the encoder's.
        result: "photo" carries the edit over to the photograph's own pixels, "generator" shows what the generator
            paints.
        limit: how far a face may go from itself, in σ of w, or None for as far as sliders and prompts say.
        clip: which model reads the prompts.
        faces: one slot a face.
        every: the only slot's edit is made on every face that is found.
        config: how the edit is carried over.
        preset: name of the preset the settings came from, for display.
        content_name: title of the photograph, for display.
        inputs: role of each picture -> sha256 of its file, filled in by a run.
    """

    tool: Literal["faces"] = "faces"
    version: Literal[1] = 1
    generator: FaceGenerator = "face-generator"
    landmarks: FaceLandmarks = "face-landmarks"
    refinement: Annotated[int, Interval(ge=0, le=500)] = 0
    result: FaceResult = "photo"
    limit: Annotated[float, Interval(ge=0, le=100)] | None = None
    clip: FaceClip = "face-clip"
    faces: Annotated[tuple[FaceSlot, ...], Field(min_length=1, max_length=MAX_FACES)] = (FaceSlot(),)
    every: bool = False
    config: FaceTransferConfig = FaceTransferConfig()
    preset: Name = ""
    content_name: Name = ""
    inputs: Mapping[Name, Name] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.every and len(self.faces) > 1:
            raise ValueError(f"An edit of every face needs a recipe with one face, and this one has {len(self.faces)}")
        if self.every and (self.faces[0].placement is not None or self.faces[0].whole):
            raise ValueError("An edit of every face is for the faces that are found, so none can be placed by hand")
        found = [slot.face for slot in self.faces if slot.placement is None and not slot.whole]
        if len(set(found)) != len(found):
            raise ValueError("The recipe names the same face twice; put all of its sliders into one slot")
        return self
