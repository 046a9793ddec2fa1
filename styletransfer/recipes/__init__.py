"""Recipes: the one wire format of the studio, the command line, the API, a job row and a picture's metadata."""

from styletransfer.recipes.base import build
from styletransfer.recipes.faces import (
    MAX_FACES,
    FaceMix,
    FacePlacement,
    FaceSlot,
    FacesRecipe,
)
from styletransfer.recipes.neural_style import (
    KEEP_LABEL,
    MAX_STYLES,
    PRESETS,
    NeuralStyleRecipe,
    Preset,
    StyleSlot,
)
from styletransfer.recipes.photorealistic import (
    MAP_SIDE,
    MAX_LOOKS,
    MAX_REGIONS,
    PHOTO_PRESETS,
    LookSlot,
    PhotoPreset,
    PhotorealisticRecipe,
    RegionRule,
)
from styletransfer.recipes.reading import MAX_RECIPE_BYTES, Recipe, parse_recipe

__all__ = [
    "KEEP_LABEL",
    "MAP_SIDE",
    "MAX_FACES",
    "MAX_LOOKS",
    "MAX_RECIPE_BYTES",
    "MAX_REGIONS",
    "MAX_STYLES",
    "PHOTO_PRESETS",
    "PRESETS",
    "FaceMix",
    "FacePlacement",
    "FaceSlot",
    "FacesRecipe",
    "LookSlot",
    "NeuralStyleRecipe",
    "PhotoPreset",
    "PhotorealisticRecipe",
    "Preset",
    "Recipe",
    "RegionRule",
    "StyleSlot",
    "build",
    "parse_recipe",
]
