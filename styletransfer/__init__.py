"""Style Transfer Studio as a library.

    from styletransfer import NeuralStyleRecipe, run

    result = run(NeuralStyleRecipe(size=640), {"content": "photo.jpg", "style-0": "painting.jpg"})
    result.save("out.png")

Importing the package costs nothing: each name is loaded when it is first asked for.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from styletransfer.algorithms.face_transfer_config import FaceTransferConfig as FaceTransferConfig
    from styletransfer.algorithms.neural_style_config import NeuralStyleConfig as NeuralStyleConfig
    from styletransfer.algorithms.photorealistic_config import PhotorealisticConfig as PhotorealisticConfig
    from styletransfer.errors import Cancelled as Cancelled
    from styletransfer.errors import StyleTransferError as StyleTransferError
    from styletransfer.imaging.io import Picture as Picture
    from styletransfer.imaging.io import open_image as open_image
    from styletransfer.imaging.io import save_image as save_image
    from styletransfer.progress import Progress as Progress
    from styletransfer.recipes import FaceMix as FaceMix
    from styletransfer.recipes import FacePlacement as FacePlacement
    from styletransfer.recipes import FaceSlot as FaceSlot
    from styletransfer.recipes import FacesRecipe as FacesRecipe
    from styletransfer.recipes import LookSlot as LookSlot
    from styletransfer.recipes import NeuralStyleRecipe as NeuralStyleRecipe
    from styletransfer.recipes import PhotorealisticRecipe as PhotorealisticRecipe
    from styletransfer.recipes import RegionRule as RegionRule
    from styletransfer.recipes import StyleSlot as StyleSlot
    from styletransfer.recipes import parse_recipe as parse_recipe
    from styletransfer.run import Result as Result
    from styletransfer.run import run as run

__version__ = "0.1.0"

_HOMES = {
    "Cancelled": "errors",
    "FaceMix": "recipes",
    "FacePlacement": "recipes",
    "FaceSlot": "recipes",
    "FaceTransferConfig": "algorithms.face_transfer_config",
    "FacesRecipe": "recipes",
    "LookSlot": "recipes",
    "NeuralStyleConfig": "algorithms.neural_style_config",
    "NeuralStyleRecipe": "recipes",
    "PhotorealisticConfig": "algorithms.photorealistic_config",
    "PhotorealisticRecipe": "recipes",
    "Picture": "imaging.io",
    "Progress": "progress",
    "RegionRule": "recipes",
    "Result": "run",
    "StyleSlot": "recipes",
    "StyleTransferError": "errors",
    "open_image": "imaging.io",
    "parse_recipe": "recipes",
    "run": "run",
    "save_image": "imaging.io",
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604 - the keys are names


def _load(name: str) -> Any:
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


class _Package(ModuleType):
    """The type of this package, whose `run` is always the function.

    The import system writes every submodule that it loads into its package, under the submodule's name:
    once anything had imported `styletransfer.run`, the plain attribute would be that module. A property
    cannot be overwritten so. `from styletransfer.run import …` is found in `sys.modules` and is not affected.
    """

    @property
    def run(self) -> Any:
        """Return the function `styletransfer.run.run`."""
        return _load("run")

    @run.setter
    def run(self, module: ModuleType) -> None:
        """Accept the import system's note of the submodule and ignore it."""


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = _load(name)
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_HOMES})


sys.modules[__name__].__class__ = _Package
