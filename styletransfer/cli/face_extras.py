"""What is written beside an edited face: its codes, and an animation of one slider or prompt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from styletransfer.cli.files import check_output, write_file
from styletransfer.errors import InputError
from styletransfer.recipes import DEFAULT_STRENGTH, FacesRecipe

if TYPE_CHECKING:
    from styletransfer.run import Result
    from styletransfer.run.face_animation import AnimationFormat, Stage
    from styletransfer.run.face_models import FaceModels

LATENT = (".safetensors",)
_MOVING = (".gif", ".mp4")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """What is swept, in words, and between which values."""

    label: str
    low: float
    high: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceExtras:
    """Codes and animation, written beside the result.

    Attributes:
        latent: file of the codes, or None.
        animate: slider or prompt, and file of the animation, or None.
        mix: file of the codes that are mixed in, or None.
        force: replace files that exist.
    """

    latent: Path | None
    animate: tuple[str, Path] | None
    mix: Path | None
    force: bool

    def check(self, photo: Path) -> None:
        """Raise `StyleTransferError` when a file could not be written."""
        if self.latent is not None:
            check_output(self.latent, (photo,), force=self.force, suffixes=LATENT)
        if self.animate is not None:
            check_output(self.animate[1], (photo,), force=self.force, suffixes=_MOVING)

    def check_slider(self, recipe: FacesRecipe) -> None:
        """Raise `InputError` when there is no slider or prompt of the animation's name."""
        if self.animate is None:
            return
        from styletransfer.checkpoints.build import face_directions
        from styletransfer.run.face_animation import prompt_number

        number = prompt_number(self.animate[0])
        if number is None:
            face_directions(recipe.generator).move({self.animate[0]: 0.0})
        elif not any(number < len(slot.prompts) for slot in recipe.faces):
            most = max(len(slot.prompts) for slot in recipe.faces)
            count = "no prompt is" if most == 0 else "one prompt is" if most == 1 else f"{most} prompts are"
            raise InputError(
                f"--animate names “{self.animate[0]}”, and {count} given; “prompt” is the first, “prompt.1” the next."
            )

    def write(self, stem: str, content: Path | bytes, result: "Result") -> Sequence[str]:
        """Write codes and animation, and say so."""
        told = []
        if self.latent is not None and result.state is not None:
            write_file(self.latent, result.state)
            told.append(f"Saved {self.latent}, the codes of {_faces(len(result.latents))}.")
        if self.animate is not None:
            told.append(self._animated(content, result, *self.animate))
        return told

    def _animated(self, content: Path | bytes, result: "Result", name: str, path: Path) -> str:
        from styletransfer.run.face_animation import encode_sweep, sweep, there_and_back
        from styletransfer.run.face_models import face_models

        recipe = cast(FacesRecipe, result.recipe)
        models = face_models(recipe.generator, recipe.landmarks)
        range_of = _range_of(recipe, name, models)
        stage = self._stage(content, result, recipe, models)
        frames = sweep(stage, models, name, there_and_back(range_of.low, range_of.high))
        write_file(path, encode_sweep(frames, cast("AnimationFormat", path.suffix.lower()[1:])))
        unit = f" {range_of.unit}" if range_of.unit else ""
        return f"Saved {path}, {range_of.label} from {range_of.low:g} to {range_of.high:g}{unit} and back."

    def _stage(self, content: Path | bytes, result: "Result", recipe: FacesRecipe, models: "FaceModels") -> "Stage":
        """Set up the photograph with the faces that the run has edited, by the codes that it found."""
        from styletransfer.imaging.io import open_image
        from styletransfer.run.face_animation import Cast, photo_stage
        from styletransfer.run.face_jobs import face_jobs

        photo = open_image(content)
        mixes = {} if self.mix is None else {"mix-0": self.mix}
        jobs = face_jobs(recipe, {"content": content, **mixes}, photo, models)[: len(result.latents)]
        cast_of = []
        for number, job in enumerate(jobs):
            w_plus = models.read_latent(result.latents[f"latent-{number}"])
            start, slot = job.start(w_plus), job.slot
            cast_of.append(
                Cast(found=job.found, w_plus=w_plus, start=start, sliders=slot.sliders, prompts=slot.prompts)
            )
        stage = photo_stage(photo, cast_of, models, recipe.config)
        text = jobs[0].text if jobs else None
        return replace(stage, limit=recipe.limit, result=recipe.result, text=text)


def refuse_folder(folder: Path, extras: FaceExtras, latent: Path | None) -> None:
    """Raise `InputError` when a folder was given with what belongs to one photograph."""
    given = {"--latent": latent, "--save-latent": extras.latent, "--animate": extras.animate}
    names = [flag for flag, value in given.items() if value is not None]
    if folder.is_dir() and names:
        raise InputError(f"{names[0]} belongs to one photograph, and a folder was given; do them one by one.")


def _range_of(recipe: FacesRecipe, name: str, models: "FaceModels") -> _Range:
    """Say what is swept: a slider from end to end, a prompt from nothing to its strength."""
    from styletransfer.run.face_animation import prompt_number

    number = prompt_number(name)
    if number is None:
        slider = models.directions.items[name]
        return _Range(label=slider.label, low=slider.low, high=slider.high, unit=slider.unit)
    prompt = next(slot.prompts[number] for slot in recipe.faces if number < len(slot.prompts))
    return _Range(label=f"“{prompt.target}”", low=0.0, high=prompt.strength or DEFAULT_STRENGTH)


def _faces(count: int) -> str:
    return "1 face" if count == 1 else f"{count} faces"
