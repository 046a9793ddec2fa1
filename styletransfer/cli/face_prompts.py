"""Prompts of faces as options: `--prompt` with its `--neutral`, `--alpha` and `--beta`, and what is told about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args

import typer

from styletransfer.cli.request import about
from styletransfer.errors import InputError
from styletransfer.recipes import (
    DEFAULT_DISENTANGLEMENT,
    DEFAULT_STRENGTH,
    MAX_DISENTANGLEMENT,
    MAX_STRENGTH,
    FacePrompt,
    FacesRecipe,
    build,
)

if TYPE_CHECKING:
    from styletransfer.run.face_text import PromptReading

PANEL = "Prompts"
CLIPS = get_args(FacesRecipe.model_fields["clip"].annotation)
_ORDINALS = "repeated, they belong to the prompts in their order"

Prompts = Annotated[
    list[str] | None,
    about(PANEL, "What the face should be, like “an old man with glasses”; repeat it for several.", "--prompt"),
]
Neutrals = Annotated[
    list[str] | None, about(PANEL, f"What it is now, like “a man”; {_ORDINALS}.", "--neutral", shown="guessed")
]
Alphas = Annotated[
    list[float] | None,
    typer.Option("--alpha", min=-MAX_STRENGTH, max=MAX_STRENGTH, rich_help_panel=PANEL,
                 show_default=f"{DEFAULT_STRENGTH:g}",
                 help=f"How far a prompt goes; below 0 it goes the other way; {_ORDINALS}."),
]  # fmt: skip
Betas = Annotated[
    list[float] | None,
    typer.Option("--beta", min=0, max=MAX_DISENTANGLEMENT, rich_help_panel=PANEL,
                 show_default=f"{DEFAULT_DISENTANGLEMENT:g}",
                 help=f"Disentanglement of a prompt: a higher one changes less besides; {_ORDINALS}."),
]  # fmt: skip
ClipName = Annotated[
    Literal[CLIPS] | None,  # type: ignore[valid-type]
    about("Models", "What reads the prompts; see “weights list”.", shown=CLIPS[0]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPrompts:
    """Prompts as they were typed; the lists belong together by their order.

    Attributes:
        prompts: what the face should be.
        neutrals: what it is now.
        alphas: strengths.
        betas: disentanglements.
    """

    prompts: Sequence[str]
    neutrals: Sequence[str]
    alphas: Sequence[float]
    betas: Sequence[float]

    @classmethod
    def of(cls, request: Any) -> Self:
        """Collect the prompts of a command's arguments."""
        return cls(
            prompts=request.prompt or (),
            neutrals=request.neutral or (),
            alphas=request.alpha or (),
            betas=request.beta or (),
        )

    def joined(self, earlier: Sequence[FacePrompt] = ()) -> tuple[FacePrompt, ...]:
        """Return the prompts with what belongs to each; where none was typed, the earlier ones, changed.

        Raises:
            InputError: there is more of something than there are prompts.
            RecipeError: a prompt is empty or too long, or a number out of range.
        """
        fields: list[dict[str, Any]] = [{"target": target} for target in self.prompts]
        fields = fields or [prompt.model_dump() for prompt in earlier]
        columns: Mapping[str, tuple[str, Sequence[Any]]] = {
            "--neutral": ("neutral", self.neutrals),
            "--alpha": ("strength", self.alphas),
            "--beta": ("disentanglement", self.betas),
        }
        for flag, (name, values) in columns.items():
            if len(values) > len(fields):
                raise InputError(_too_many(flag, len(values), len(fields)))
            for field, value in zip(fields, values, strict=False):
                field[name] = value
        return tuple(build(FacePrompt, field) for field in fields)


def add_prompts(slots: Sequence[dict[str, Any]], typed: TypedPrompts) -> None:
    """Give the faces of a recipe the prompts that were typed, or change those that they have.

    Raises:
        InputError: as `TypedPrompts.joined`.
        RecipeError: likewise.
    """
    any_earlier = any(slot["prompts"] for slot in slots)
    for slot in slots:
        earlier = [FacePrompt(**prompt) for prompt in slot["prompts"]]
        if typed.prompts or earlier or not any_earlier:
            slot["prompts"] = typed.joined(earlier)


def told_of(generator: str, clip: str, prompts: Sequence[FacePrompt]) -> tuple[str, ...]:
    """Read prompts and say what was made of them.

    Raises:
        PromptError: one of them cannot be read.
        CheckpointError: what reads them is not on this machine.
    """
    if not prompts:
        return ()
    from styletransfer.run.face_text import read_prompt, text_models

    text = text_models(generator, clip)
    told = []
    for prompt in dict.fromkeys((each.target, each.neutral, each.disentanglement) for each in prompts):
        reading = read_prompt(text, *prompt)
        told += [_summary(reading), *reading.sentences]
    return tuple(told)


def _summary(reading: "PromptReading") -> str:
    channels = "1 channel" if reading.channels == 1 else f"{reading.channels} channels"
    alike = ", ".join(f"{name} {cosine:+.2f}" for name, cosine in reading.sliders)
    like = f", much like the sliders {alike}" if alike else ""
    guess = " (guessed)" if reading.guessed else ""
    return f"“{reading.target}” instead of “{reading.neutral}”{guess}: match {reading.match:.2f}, {channels}{like}."


def _too_many(flag: str, given: int, prompts: int) -> str:
    if not prompts:
        return f"{flag} belongs to a prompt, and there is none; add --prompt with what the face should be."
    count = "1 prompt" if prompts == 1 else f"{prompts} prompts"
    return f"{flag} is given {given} times for {count}; give it once for each prompt, in the same order."
