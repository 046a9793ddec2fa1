"""The library's front door: a recipe and pictures in, a finished picture out."""

from collections.abc import Mapping

from styletransfer import devices
from styletransfer.imaging.io import ImageSource
from styletransfer.progress import OnProgress, ignore
from styletransfer.recipes import FacesRecipe, PhotorealisticRecipe, Recipe
from styletransfer.run.faces import run_faces
from styletransfer.run.neural_style import run_neural_style
from styletransfer.run.photorealistic import run_photorealistic
from styletransfer.run.result import Result

__all__ = ["Result", "run"]


def run(recipe: Recipe, images: Mapping[str, ImageSource], on_progress: OnProgress = ignore) -> Result:
    """Make the picture a recipe describes.

    Args:
        recipe: what to do.
        images: role -> path, file bytes, PIL image, array or `Picture`. Every tool takes "content". Neural style and
            photorealistic transfer take "style-0" …, one for each style or look of the recipe ("style" for the only
            one). Neural style also takes "mask" (label map), "start" (draft to begin with) and "state"
            (`Result.state`, to continue); photorealistic transfer with masks "given" takes "mask" and "style-mask-0" ….
            Face editing takes "latent-0" … (latent files of the faces, instead of encoding them), "mix-0" … (latent
            files of the people that are mixed in) and "state".
        on_progress: called once a step; raise `Cancelled` from it to stop. Neural style and the refinement of faces
            then keep the best so far.

    Returns:
        The picture with its recipe, metrics and notes; of faces also their codes.

    Raises:
        InputError: a picture, mask or setting cannot be used; the message says why.
        CheckpointError: the network is missing or damaged.
        Cancelled: stopped before there was a picture.
    """
    devices.tune_allocator()
    if isinstance(recipe, FacesRecipe):
        return run_faces(recipe, images, on_progress)
    if isinstance(recipe, PhotorealisticRecipe):
        return run_photorealistic(recipe, images, on_progress)
    return run_neural_style(recipe, images, on_progress)
