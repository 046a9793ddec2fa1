"""Pictures are read by words: further along the way from one text to the other is higher, whatever their length."""

import pytest
import torch

from styletransfer.algorithms.text_scoring import TextScorer
from styletransfer.errors import InputError, PromptError
from tests.algorithms.colour_clip import ColourClip


def plain(red: float, green: float, blue: float) -> torch.Tensor:
    """Return one picture of a colour (1, 3, 8, 8)."""
    return torch.tensor([red, green, blue]).reshape(1, 3, 1, 1).expand(1, 3, 8, 8)


PICTURES = torch.cat([plain(0.9, 0.5, 0.5), plain(0.5, 0.5, 0.5), plain(0.1, 0.5, 0.5), plain(0.5, 0.9, 0.5)])


def test_more_of_what_is_asked_for_reads_higher() -> None:
    found = TextScorer(ColourClip(), {"redder": ("a red face", "a face"), "turn": ("red", "green")})(PICTURES)
    redder, turn = found["redder"], found["turn"]
    assert list(found) == ["redder", "turn"]
    assert redder.shape == (4,)
    assert redder[0] > redder[1] > redder[2]
    assert turn[0] > turn[1] > turn[3]


def test_turned_texts_turn_the_reading_and_length_does_not_count() -> None:
    clip = ColourClip()
    there, back = TextScorer(clip, {"there": ("red", "green"), "back": ("green", "red")})(PICTURES).values()
    assert torch.allclose(there, -back)

    class Louder(ColourClip):
        def encode_image(self, pictures: torch.Tensor) -> torch.Tensor:
            return 7 * super().encode_image(pictures)

    again = TextScorer(Louder(), {"there": ("red", "green")})(PICTURES)["there"]
    assert torch.allclose(again, there)


def test_a_reading_is_the_cosine_in_deviations_of_directions_without_meaning() -> None:
    found = TextScorer(ColourClip(), {"red": ("red", "green")})(plain(1.0, 0.0, 0.5))["red"]
    # the way is (1, -1, 0, 0) / √2, the picture (.5, -.5, 0, 1) / √1.5, and there are four dimensions
    assert float(found) == pytest.approx((1 / 2**0.5) / 1.5**0.5 * 2)


def test_what_means_nothing_is_told() -> None:
    with pytest.raises(InputError, match="No prompts"):
        TextScorer(ColourClip(), {})
    with pytest.raises(PromptError, match="same"):
        TextScorer(ColourClip(), {"same": ("a red face", "one red face")})
