"""Every error a user can cause or meet, as one tree.

StyleTransferError
├── InputError (also a ValueError)      the caller gave something unusable
│   ├── ImageError                      a picture
│   ├── MaskError                       a label map
│   ├── PromptError                     a text prompt
│   ├── RecipeError                     settings
│   └── FaceNotFound                    a picture without a usable face
├── CheckpointError                     model weights
│   ├── CheckpointMissing               not on this machine
│   ├── CheckpointCorrupt               on this machine, but not what it should be
│   └── DownloadFailed                  an explicit download did not finish
├── StorageError                        the data folder: full, locked or unreadable
├── JobError                            a job: unknown, foreign, or refused
│   ├── JobNotFound
│   ├── JobForbidden
│   └── QueueFull
├── OutOfMemory                         the machine, not the input
└── Cancelled                           raised by a progress callback to stop a run

A message says what was got, what was expected and what to do, in one or two plain
sentences: the studio, the command line and the API show it as it stands.
"""


class StyleTransferError(Exception):
    """Root of the tree; `str(error)` is a sentence for the user."""

    code = "error"


class InputError(StyleTransferError, ValueError):
    """The caller gave something unusable."""

    code = "bad_input"


class ImageError(InputError):
    """A picture cannot be read or used."""

    code = "bad_image"


class MaskError(InputError):
    """A label map cannot be read or does not fit its picture."""

    code = "bad_mask"


class PromptError(InputError):
    """A text prompt cannot be used."""

    code = "bad_prompt"


class RecipeError(InputError):
    """Settings are unknown, out of range or contradictory."""

    code = "bad_recipe"


class FaceNotFound(InputError):
    """A picture holds no usable face."""

    code = "no_face"


class CheckpointError(StyleTransferError):
    """Model weights cannot be used."""

    code = "checkpoint"


class CheckpointMissing(CheckpointError):
    """Model weights are not on this machine."""

    code = "checkpoint_missing"


class CheckpointCorrupt(CheckpointError):
    """Model weights are not the published file, or cannot be parsed safely."""

    code = "checkpoint_corrupt"


class DownloadFailed(CheckpointError):
    """An explicit download did not finish."""

    code = "download_failed"


class StorageError(StyleTransferError):
    """The data folder is full, locked or unreadable."""

    code = "storage"


class JobError(StyleTransferError):
    """A job cannot be found, touched or accepted."""

    code = "job"


class JobNotFound(JobError):
    """No job has this id."""

    code = "job_not_found"


class JobForbidden(JobError):
    """The job belongs to somebody else."""

    code = "job_forbidden"


class QueueFull(JobError):
    """Too many jobs are waiting."""

    code = "queue_full"


class OutOfMemory(StyleTransferError):
    """The machine ran out of memory and nothing smaller was left to try."""

    code = "out_of_memory"


class Cancelled(StyleTransferError):
    """Raise from a progress callback to stop a run; the best picture so far is kept."""

    code = "cancelled"
