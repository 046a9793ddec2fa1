"""Read any recipe from JSON: the field `tool` tells which."""

import json
import reprlib
from collections.abc import Mapping
from typing import Any

from styletransfer.errors import RecipeError
from styletransfer.recipes.base import build
from styletransfer.recipes.faces import FacesRecipe
from styletransfer.recipes.neural_style import NeuralStyleRecipe
from styletransfer.recipes.photorealistic import PhotorealisticRecipe

MAX_RECIPE_BYTES = 64 * 1024

Recipe = NeuralStyleRecipe | PhotorealisticRecipe | FacesRecipe
"""Any recipe; tools join here as they arrive."""

_MODELS: dict[str, type[Recipe]] = {
    "neural-style": NeuralStyleRecipe,
    "photorealistic": PhotorealisticRecipe,
    "faces": FacesRecipe,
}


def parse_recipe(source: str | bytes | Mapping[str, Any]) -> Recipe:
    """Read a recipe from JSON text or a mapping.

    Raises:
        RecipeError: not JSON, too long, unknown tool, unknown field or a value out of range.
    """
    if isinstance(source, str | bytes):
        if len(source) > MAX_RECIPE_BYTES:
            raise RecipeError(f"The recipe is {len(source)} characters long; at most {MAX_RECIPE_BYTES} are read.")
        try:
            source = json.loads(source)
        except (ValueError, RecursionError) as error:
            raise RecipeError(f"The recipe is not valid JSON ({error}).") from error
    if not isinstance(source, Mapping) or "tool" not in source:
        raise RecipeError("A recipe must be a JSON object with a field 'tool'.")
    tool = source["tool"]
    if not isinstance(tool, str) or tool not in _MODELS:
        known = " or ".join(map(repr, _MODELS))
        raise RecipeError(f"In the recipe, tool is {reprlib.repr(tool)}; it must be {known}.")
    return build(_MODELS[tool], source)
