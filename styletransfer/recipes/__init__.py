"""Recipes: the one wire format of the studio, the command line, the API, a job row and a picture's metadata."""

from styletransfer.recipes.base import build
from styletransfer.recipes.faces import (
    DEFAULT_DISENTANGLEMENT,
    DEFAULT_STRENGTH,
    MAX_DISENTANGLEMENT,
    MAX_FACES,
    MAX_PROMPT_LETTERS,
    MAX_PROMPTS,
    MAX_STRENGTH,
    FaceMix,
    FacePlacement,
    FacePrompt,
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
    "DEFAULT_DISENTANGLEMENT",
    "DEFAULT_STRENGTH",
    "KEEP_LABEL",
    "MAP_SIDE",
    "MAX_DISENTANGLEMENT",
    "MAX_FACES",
    "MAX_LOOKS",
    "MAX_PROMPTS",
    "MAX_PROMPT_LETTERS",
    "MAX_RECIPE_BYTES",
    "MAX_REGIONS",
    "MAX_STRENGTH",
    "MAX_STYLES",
    "PHOTO_PRESETS",
    "PRESETS",
    "FaceMix",
    "FacePlacement",
    "FacePrompt",
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
