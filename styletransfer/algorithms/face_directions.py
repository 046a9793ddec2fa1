"""Find directions of w+ for sliders in any generator, from its own random faces and a scorer.

After InterFaceGAN (Shen et al. 2020) and its conditional manipulation. Departures:
  1. readings are foretold by regression instead of told apart by a support vector machine, and all others are spared
     at once (`face_direction_basis`);
  2. half of the faces mix styles, so that each part of the layers is known by what it does alone and a slider can be
     kept to some of them;
  3. what the sliders really change is measured, and what they should not is taken out in a few rounds, as in Newton's
     method;
  4. the table from a slider's value to the way along the vector is measured.
What is found are the `Directions` of `models.face_directions`, which move codes.
"""

from dataclasses import replace

from torch import Tensor

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.face_direction_search import Scorer, Search
from styletransfer.errors import InputError
from styletransfer.models.face_directions import Direction, Directions
from styletransfer.models.stylegan2 import StyleGAN2
from styletransfer.progress import OnProgress, ignore

__all__ = ["Direction", "DirectionConfig", "Directions", "Wanted", "calibrated", "find_directions"]


def find_directions(
    generator: StyleGAN2, scorer: Scorer, name: str, config: DirectionConfig, on_progress: OnProgress = ignore
) -> Directions:
    """Find sliders of a generator.

    Args:
        generator: frozen.
        scorer: reads pictures (B, 3, S, S), sRGB in [0, 1]: (B,) for each name of `config.readings`, and others.
        name: of the generator in the manifest.
        config: what to find.
        on_progress: told after each batch and each measurement; may raise `Cancelled`.
    Returns:
        Sliders with measured tables and side effects, in the order wanted. A slider whose reading no direction changes
        is left out.
    Raises:
        InputError: the scorer does not tell what is wanted, or there are too few samples.
    """
    search = Search(generator, scorer, config, on_progress)
    vectors = search.corrected(search.vectors())
    pairs = zip(config.wanted, vectors, strict=True)
    found = [each for wanted, vector in pairs if (each := search.slider(wanted, vector)) is not None]
    finished = [replace(each, side_effects=search.side_effects(each)) for each in found]
    return Directions(generator=name, items={each.name: each for each in finished}, spread=search.root.float())


def calibrated(
    generator: StyleGAN2, scorer: Scorer, wanted: Wanted, vector: Tensor, config: DirectionConfig
) -> Direction:
    """Make a slider of a direction that somebody else found, whose sign and length mean nothing yet.

    Args:
        generator: frozen; the direction must be of its w or w+.
        scorer: as in `find_directions`.
        wanted: what the slider is to be.
        vector: (style_dim,) or (num_ws, style_dim); rows outside `wanted.rows` are set to 0.
        config: which readings are watched, and on how many faces; `wanted` must be among its sliders.
    Returns:
        The slider, whose values mean what `wanted` says, with its side effects.
    Raises:
        InputError: the vector does not fit the generator, or following it does not change the reading.
    """
    rows = vector.expand(generator.num_ws, -1) if vector.ndim == 1 else vector
    if tuple(rows.shape) != (generator.num_ws, generator.config.style_dim):
        raise InputError(
            f"The direction must be ({generator.config.style_dim},) or ({generator.num_ws}, "
            f"{generator.config.style_dim}) for this generator, got {tuple(vector.shape)}."
        )
    start, stop = wanted.rows or (0, generator.num_ws)
    inside = rows.new_zeros(len(rows), 1)
    inside[start:stop] = 1.0
    search = Search(generator, scorer, config, ignore)
    found = search.slider(wanted, (rows * inside).double())
    if found is None:
        raise InputError(f"This direction does not change {wanted.label} ({wanted.reading}); it is of something else.")
    return replace(found, side_effects=search.side_effects(found))
