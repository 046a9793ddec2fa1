"""Edited faces in a photograph of any size, from a recipe."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor, cat

from styletransfer.algorithms.face_transfer import register
from styletransfer.checkpoints.latent_files import encode_latent
from styletransfer.errors import Cancelled
from styletransfer.imaging.io import ImageSource, Picture, open_image
from styletransfer.imaging.picture import Channels
from styletransfer.progress import OnProgress, Progress
from styletransfer.recipes.faces import FacesRecipe
from styletransfer.run.face_jobs import FaceJob, face_jobs, face_roles
from styletransfer.run.face_models import FaceModels, face_models
from styletransfer.run.face_moves import painted, stands_still
from styletransfer.run.face_photo import Opening, carried_over, codes_of, levels
from styletransfer.run.face_text import unheard
from styletransfer.run.result import Result, fingerprints

READING, REFINING, EDITING = "Finding faces", "Refining", "Carrying the edit over"
"""What a run does, in the words in which it reports them."""


@dataclass(slots=True)
class _Clock:
    """Tells the caller what happens, and how many seconds after the start."""

    on_progress: OnProgress
    total: int = 1
    step: int = 0
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def tell(self, stage: str, preview: Channels | None = None) -> None:
        """Report a finished step; `Cancelled` is noted and goes on to the caller."""
        shown = None if preview is None else levels(Picture(pixels=preview))
        figures = {"seconds": self.seconds}
        try:
            self.on_progress(Progress(step=self.step, total=self.total, stage=stage, preview=shown, metrics=figures))
        except Cancelled:
            self.stopped = True
            raise

    def begin(self, step: int, stage: str) -> OnProgress:
        """Return a callback for the steps of a refinement that follows `step`."""

        def report(progress: Progress) -> None:
            self.step = step + progress.step
            self.tell(stage)

        return report


def run_faces(recipe: FacesRecipe, images: Mapping[str, ImageSource], on_progress: OnProgress) -> Result:
    """Edit the faces that a recipe describes; see `styletransfer.run.run`."""
    images = face_roles(recipe, images)
    clock = _Clock(on_progress)
    clock.tell(READING)
    photo = open_image(images["content"])
    models = face_models(recipe.generator, recipe.landmarks)
    jobs = face_jobs(recipe, images, photo, models)
    pixels, codes = _worked(recipe, photo, jobs, models, clock)
    notes = [*photo.notes, *_remarks(jobs), *_unheard(jobs)]
    finished = len(codes) == len(jobs) and not clock.stopped
    if not finished:
        notes.append(f"Stopped early: {len(codes)} of {len(jobs)} faces are edited, with the best found so far.")
    return Result(
        picture=Picture(pixels=pixels, alpha=photo.alpha, name=photo.name),
        recipe=recipe.model_copy(update={"inputs": fingerprints(images)}),
        metrics=({"seconds": clock.seconds},),
        finished=finished,
        notes=tuple(dict.fromkeys(notes)),
        state=encode_latent(cat(codes), models.name),
        latents={f"latent-{number}": encode_latent(w_plus, models.name) for number, w_plus in enumerate(codes)},
    )


def _worked(
    recipe: FacesRecipe, photo: Picture, jobs: tuple[FaceJob, ...], models: FaceModels, clock: _Clock
) -> tuple[Channels, list[Tensor]]:
    """Edit one face after the other until all are done or somebody stops the run; return pixels and codes so far."""
    each = recipe.refinement + 1
    clock.total = 1 + len(jobs) * each
    pixels: Channels = photo.pixels
    codes: list[Tensor] = []
    for number, job in enumerate(jobs):
        clock.step = 1 + number * each
        of_all = f" face {number + 1} of {len(jobs)}" if len(jobs) > 1 else ""
        stage = f"{REFINING}{of_all}" if recipe.refinement else EDITING
        try:
            clock.tell(stage, pixels if codes else None)
        except Cancelled:
            if not codes:
                raise
            break
        opening = Opening(config=recipe.config, latent=job.latent, refinement=recipe.refinement)
        w_plus = codes_of(photo, job.found, models, opening, clock.begin(clock.step, stage))
        pixels = _edited(recipe, pixels, job, models, w_plus)
        codes.append(w_plus)
        if clock.stopped:
            break
    clock.step = clock.total
    return pixels, codes


def _edited(recipe: FacesRecipe, pixels: Channels, job: FaceJob, models: FaceModels, w_plus: Tensor) -> Channels:
    """Edit one face in pixels (H, W, 3) at their own size and depth."""
    start, moves = job.start(w_plus), job.moves(recipe.limit)
    if recipe.result == "photo" and stands_still(models, w_plus, start, moves):
        return pixels
    registered = register(pixels, job.found.frame, models.paint(w_plus), recipe.config, job.found.landmarks)
    return carried_over(pixels, registered, painted(models, start, moves), recipe.result)


def _remarks(jobs: tuple[FaceJob, ...]) -> list[str]:
    if len(jobs) == 1:
        return list(jobs[0].found.remarks)
    return [f"Face {number + 1}: {remark}" for number, job in enumerate(jobs) for remark in job.found.remarks]


def _unheard(jobs: tuple[FaceJob, ...]) -> list[str]:
    return [note for job in jobs if job.text is not None for note in unheard(job.text, job.slot.prompts)]
