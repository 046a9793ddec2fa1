"""Which predictors of 68 landmarks can be used here: the one that ships, dlib's, Debian's, and a file of one's own."""

from dataclasses import dataclass
from pathlib import Path

from styletransfer.checkpoints import store
from styletransfer.checkpoints.manifest import checkpoint
from styletransfer.errors import CheckpointMissing, InputError
from styletransfer.settings import settings

SHIPPED, OFFICIAL, DEBIAN, OWN = "face-landmarks", "dlib-landmarks", "debian", "own"
NAMES = (SHIPPED, OFFICIAL, DEBIAN, OWN)

DEBIAN_FILE = Path("/usr/share/dlib/shape_predictor_68_face_landmarks.dat")
"""Where Debian's package libdlib-data puts it."""

_SETTING = "STYLETRANSFER_LANDMARKS"


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkChoice:
    """One predictor as people choose it.

    Attributes:
        name: what recipes call it.
        title: what people call it.
        available: its file is on this machine.
        help: what it is, and how to get it when it is not here.
    """

    name: str
    title: str
    available: bool
    help: str


def landmark_file(name: str) -> Path:
    """Return the file of a predictor; one of the manifest is verified, others are as the machine's owner put them.

    Raises:
        InputError: there is no such predictor.
        CheckpointMissing: its file is not on this machine; the sentence says how to get it.
        CheckpointCorrupt: it is not the published one.
    """
    if name in {SHIPPED, OFFICIAL}:
        return store.find(name)
    if name == DEBIAN:
        if not DEBIAN_FILE.is_file():
            raise CheckpointMissing(
                f"Debian's landmark predictor is not at {DEBIAN_FILE}. Install the package libdlib-data, or choose "
                f"“{SHIPPED}”, which ships with the project."
            )
        return DEBIAN_FILE
    if name != OWN:
        raise InputError(f"There is no landmark predictor {name!r}; choose from {', '.join(NAMES)}.")
    own = settings().landmarks
    if own is None:
        raise CheckpointMissing(
            f"No landmark predictor of your own is named. Set {_SETTING} to a file for 68 points in the format of "
            f"dlib, or choose “{SHIPPED}”, which ships with the project."
        )
    if not own.is_file():
        raise CheckpointMissing(f"{_SETTING} names “{own}”, and there is no such file. Correct the path.")
    return own


def landmark_choices() -> tuple[LandmarkChoice, ...]:
    """List every predictor, and whether it can be used on this machine."""
    own = settings().landmarks
    return (
        *(_of_manifest(name) for name in (SHIPPED, OFFICIAL)),
        LandmarkChoice(
            name=DEBIAN,
            title="68 landmarks of dlib, as Debian has them",
            available=DEBIAN_FILE.is_file(),
            help="The same as dlib's, from Debian's package libdlib-data; for non-commercial use only.",
        ),
        LandmarkChoice(
            name=OWN,
            title="A file of your own",
            available=own is not None and own.is_file(),
            help=f"Any predictor of 68 landmarks in the format of dlib; {_SETTING} names the file.",
        ),
    )


def _of_manifest(name: str) -> LandmarkChoice:
    entry = checkpoint(name)
    present = store.path_of(entry).is_file()
    how = "" if present or entry.embedded else f" It is fetched on the Models page ({entry.megabytes})."
    return LandmarkChoice(name=name, title=entry.title, available=present, help=f"{entry.purpose}{how}")
