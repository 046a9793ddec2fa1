"""Prompts that are ready-made on the page of faces, and examples of free wording."""

from collections.abc import Mapping
from dataclasses import dataclass

from styletransfer.recipes import DEFAULT_DISENTANGLEMENT, DEFAULT_STRENGTH, FacePrompt


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPreset:
    """A prompt that one click adds.

    Attributes:
        label: on its button.
        target, neutral, strength, disentanglement: as in `FacePrompt`.
    """

    label: str
    target: str
    neutral: str = ""
    strength: float = DEFAULT_STRENGTH
    disentanglement: float = DEFAULT_DISENTANGLEMENT

    @property
    def prompt(self) -> FacePrompt:
        """Return the prompt it stands for."""
        return FacePrompt(
            target=self.target,
            neutral=self.neutral,
            strength=self.strength,
            disentanglement=self.disentanglement,
        )


PRESETS: Mapping[str, PromptPreset] = {
    "smiling": PromptPreset(label="Smiling", target="a smiling person"),
    "older": PromptPreset(label="Older", target="an old person"),
    "younger": PromptPreset(label="Younger", target="a young person"),
    "blond": PromptPreset(label="Blond hair", target="a person with blond hair"),
    "dark": PromptPreset(label="Dark hair", target="a person with dark hair"),
    "beard": PromptPreset(label="Beard", target="a man with a beard"),
    "surprised": PromptPreset(label="Surprised", target="a surprised person"),
    "shut": PromptPreset(label="Eyes closed", target="eyes closed"),
}
EXAMPLES = (
    "an old man with grey hair",
    "a young woman with a broad smile",
    "a pale woman with dark hair",
    "a bearded man who does not smile",
    "surprised, with raised eyebrows",
)
