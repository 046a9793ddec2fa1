"""A slider for a prompt changes what its words say in the unit that is promised, and spares what they do not."""

from collections.abc import Mapping

import pytest
import torch
from torch import Tensor

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted
from styletransfer.algorithms.text_scoring import TextScorer
from styletransfer.algorithms.text_sliders import READING, PromptSlider, prompt_slider
from styletransfer.errors import Cancelled, InputError, PromptError
from styletransfer.models.face_directions import Direction
from styletransfer.progress import Progress
from tests.algorithms.colour_clip import ColourClip
from tests.algorithms.linear_faces import LinearFaces, scorer

GREEN = Wanted(name="green", label="Green", unit="σ", help="", step=0.1, reading="green", values=(-1.0, 0.0, 1.0))
CONFIG = DirectionConfig(wanted=(GREEN,), kept=("red", "blue"), samples=400, blocks=1, measured=32, corrections=3)
REDDER = PromptSlider(name="redder", label="Redder", target="red", neutral="face")


def joined(pair: tuple[str, str] = ("red", "face")) -> object:
    """Read the colours, and the prompt by a CLIP."""
    prompt = TextScorer(ColourClip(), {READING: pair})

    def read(pictures: Tensor) -> Mapping[str, Tensor]:
        return {**scorer(pictures), **prompt(pictures)}

    return read


def found(slider: PromptSlider = REDDER, read: object = None, config: DirectionConfig = CONFIG) -> Direction:
    return prompt_slider(LinearFaces(), read or joined(), slider, config)


def codes() -> Tensor:
    """Return faces that the search has not seen."""
    generator = LinearFaces()
    z = torch.randn(200, 6, generator=torch.Generator().manual_seed(77))
    return generator.broadcast(CONFIG.truncation_psi * generator.mapping(z))


def pictures(of: Tensor) -> Tensor:
    return (LinearFaces().synthesis(of) / 2 + 0.5).clamp(0, 1)


def test_a_hundred_is_the_way_from_the_lowest_fifth_to_the_highest() -> None:
    slider, faces, read = found(), codes(), joined()
    before = read(pictures(faces))
    ordered = before[READING].sort().values
    way = float(ordered[-40:].mean() - ordered[:40].mean())
    after = read(pictures(faces + slider.amount(50.0) * slider.vector))
    assert float((after[READING] - before[READING]).mean()) == pytest.approx(0.5 * way, rel=0.2)
    assert slider.unit == "%"
    assert (slider.low, slider.amount(0.0)) < (0.0, 1e-9)


def test_what_tells_of_the_same_thing_moves_along_and_the_rest_stays() -> None:
    slider, faces = found(), codes()
    before, after = (scorer(pictures(each)) for each in (faces, faces + slider.amount(50.0) * slider.vector))
    change = {name: float((after[name] - before[name]).mean() / before[name].std()) for name in before}
    assert change["red"] > 0.8
    assert abs(change["green"]) < 0.25 * change["red"]
    assert set(slider.side_effects) == {"red", "green", "blue"}


def test_the_words_are_explained_and_the_name_is_kept() -> None:
    slider = found()
    assert (slider.name, slider.label) == ("redder", "Redder")
    assert "From “face” to “red”" in slider.help


def test_turned_words_lead_the_other_way() -> None:
    there, back = found(), found(read=joined(("face", "red")))
    faces = codes()
    reds = [float(scorer(pictures(faces + each.amount(50.0) * each.vector))["red"].mean()) for each in (there, back)]
    middle = float(scorer(pictures(faces))["red"].mean())
    assert reds[0] > middle > reds[1]


def test_words_that_nothing_follows_make_no_slider() -> None:
    random = torch.Generator().manual_seed(0)

    def noise(seen: Tensor) -> Mapping[str, Tensor]:
        return {**scorer(seen), READING: torch.randn(len(seen), generator=random)}

    short = DirectionConfig(wanted=(GREEN,), kept=("blue",), samples=400, blocks=1, measured=64, corrections=0)
    with pytest.raises(PromptError, match="nothing that this generator paints follows"):
        found(read=noise, config=short)


def test_a_reading_that_never_changes_is_told() -> None:
    def constant(seen: Tensor) -> Mapping[str, Tensor]:
        return {**scorer(seen), READING: torch.ones(len(seen))}

    with pytest.raises(InputError, match="read the same"):
        found(read=constant)


def test_it_can_be_stopped() -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled(progress.stage)

    with pytest.raises(Cancelled, match="random faces"):
        prompt_slider(LinearFaces(), joined(), REDDER, CONFIG, stop)
