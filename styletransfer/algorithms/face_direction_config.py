"""What directions are to be found, and how carefully."""

from dataclasses import dataclass

from torch import Tensor

from styletransfer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wanted:
    """A slider to be found.

    Attributes:
        name, label, unit, help, step: as in `Direction`.
        reading: name of the scorer's reading that it changes.
        per_unit: change of the reading for 1 of the slider; None takes a deviation of random faces, unit "σ". A
            negative one turns the slider round.
        values: at which the slider is measured; those that lie too far away are left out.
        rows: first and last but one row of w+ that may change; None for all. Widened to whole blocks.
        free: readings that may change along with its own.
        even: give the whole table the slope that is measured around 0, for a reading that wears off, as that of
            femininity does in women's faces, while the picture still changes.
        furthest: how far the vector may lead, in σ of w; pictures are no longer believable beyond.
        vector: a direction (num_ws, style_dim) to start from instead of what the regression finds, for something that
            random faces hardly ever show: the mean difference between the codes of portraits with it and without. Its
            own length stays, and is 100 of the slider.
    """

    name: str
    label: str
    unit: str
    help: str
    step: float
    reading: str
    per_unit: float | None = None
    values: tuple[float, ...]
    rows: tuple[int, int] | None = None
    free: tuple[str, ...] = ()
    even: bool = False
    furthest: float = 4.0
    vector: Tensor | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for values that are no slider's."""
        if 0.0 not in self.values or list(self.values) != sorted(set(self.values)) or len(self.values) < 2:
            raise InputError(f"The values of {self.name} must increase and contain 0, got {self.values}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionConfig:
    """How directions are found.

    Attributes:
        wanted: the sliders.
        kept: further readings of the scorer that no slider shall change.
        samples: random faces that the regression learns from.
        truncation_psi: of these.
        blocks: into how many parts of consecutive rows w+ is cut; half of the samples have a style of its own in each
            part, which tells what each part does. 1 learns from whole styles only.
        firmness: see `face_direction_basis.likeliest`.
        measured: faces that moves are measured on.
        measured_psi: their truncation; readings of extreme faces cannot rise any more.
        corrections: rounds in which what a slider really changes besides its own reading is taken out.
        batch: faces painted at once.
        seed: of the random faces.
    """

    wanted: tuple[Wanted, ...]
    kept: tuple[str, ...] = ()
    samples: int = 3000
    truncation_psi: float = 0.85
    blocks: int = 3
    firmness: float = 0.02
    measured: int = 64
    measured_psi: float = 0.7
    corrections: int = 3
    batch: int = 32
    seed: int = 1

    def __post_init__(self) -> None:
        """Raise `InputError` when nothing can be found this way."""
        names = [wanted.name for wanted in self.wanted]
        if not names or len(set(names)) != len(names):
            raise InputError(f"Sliders to be found need names of their own, got {names}.")
        if min(self.samples, self.measured, self.batch, self.blocks) < 1 or self.corrections < 0 or self.firmness < 0:
            raise InputError("Numbers of faces and blocks must be positive, corrections and firmness at least 0.")

    @property
    def readings(self) -> tuple[str, ...]:
        """Names of everything that is read, each once: those of the sliders first."""
        return tuple(dict.fromkeys([*(wanted.reading for wanted in self.wanted), *self.kept]))
