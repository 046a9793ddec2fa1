"""The recipe of an edited face, or of several."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from annotated_types import Interval
from pydantic import Field, model_validator

from styletransfer.algorithms.face_transfer_config import FaceTransferConfig
from styletransfer.algorithms.latent_parts import Part
from styletransfer.recipes.base import Name, RecipeModel, ToolRecipe

MAX_FACES = 16
MAX_SLIDERS = 64

Share = Annotated[float, Interval(ge=0, le=1)]
Spot = tuple[Share, Share]
"""A point (x, y) as shares of the photograph's width and height."""

FaceGenerator = Literal["face-generator", "e4e-ffhq", "psp-ffhq"]
FaceLandmarks = Literal["face-landmarks", "dlib-landmarks", "debian", "own"]
FaceResult = Literal["photo", "generator"]


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


class FaceSlot(RecipeModel):
    """One face of the photograph and what is done to it.

    Attributes:
        name: words for people.
        face: its number in the order in which faces are found, the largest first; not used with a placement.
        placement: eyes and mouth placed by hand, or None to take a face that is found.
        whole: the photograph is an aligned face already, as random faces are.
        sliders: value by name of the direction, in its own units; those not named are 0.
        mix: another person mixed in, or None.
    """

    name: Name = ""
    face: Annotated[int, Interval(ge=0, le=255)] = 0
    placement: FacePlacement | None = None
    whole: bool = False
    sliders: Annotated[Mapping[Name, float], Field(max_length=MAX_SLIDERS)] = Field(default_factory=dict)
    mix: FaceMix | None = None

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
        limit: how far a face may go from itself, in σ of w, or None for as far as the sliders say.
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
