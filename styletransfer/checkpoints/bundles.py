"""Models on this machine, whether they are one file of weights or several: what `store` does for a file.

A name is that of a model ("vgg19", "wct2-cat5") or of a single file ("wct2-cat5-decoder").
"""

from dataclasses import dataclass, replace
from pathlib import Path

from styletransfer.checkpoints import store
from styletransfer.checkpoints.manifest import Bundle, bundle
from styletransfer.progress import OnProgress, Progress, ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStatus:
    """What is known of a model without hashing a large file.

    Attributes:
        bundle: the model.
        files: what is known of each of its files.
    """

    bundle: Bundle
    files: tuple[store.Status, ...]

    @property
    def present(self) -> bool:
        """All files are there."""
        return all(file.present for file in self.files)

    @property
    def verified(self) -> bool:
        """All files have been found to be right and have not changed since."""
        return all(file.verified for file in self.files)

    @property
    def arrived(self) -> int:
        """Bytes that are there, those of interrupted downloads included."""
        return sum(file.bytes + file.partial_bytes for file in self.files)


def status(name: str) -> BundleStatus:
    """Describe a model, present or not.

    Raises:
        CheckpointMissing: no such model.
    """
    known = bundle(name)
    return BundleStatus(bundle=known, files=tuple(store.status(file.name) for file in known.files))


def fetch(name: str, on_progress: OnProgress = ignore) -> list[Path]:
    """Download the files of a model that are not there and right, one after the other, as `store.fetch` does.

    Args:
        name: a model, or a single file.
        on_progress: receives megabytes of the file under way; may raise `Cancelled`.
    Returns:
        Paths of the verified files.
    Raises:
        DownloadFailed, CheckpointCorrupt, StorageError, Cancelled: as `store.fetch`.
        CheckpointMissing: no such model.
    """
    files = bundle(name).files
    paths = []
    for number, file in enumerate(files, start=1):
        place = f" ({number} of {len(files)})" if len(files) > 1 else ""
        paths.append(store.fetch(file.name, _told(on_progress, place) if place else on_progress))
    return paths


def find(name: str) -> list[Path]:
    """Return the paths of a model's files, all present and right.

    Raises:
        CheckpointMissing, CheckpointCorrupt: as `store.find`.
    """
    return [store.find(file.name) for file in bundle(name).files]


def verify(name: str) -> BundleStatus:
    """Hash the files of a model again, whatever is noted of them.

    Raises:
        CheckpointMissing, CheckpointCorrupt: as `store.find`.
    """
    known = bundle(name)
    return BundleStatus(bundle=known, files=tuple(store.verify(file.name) for file in known.files))


def remove(name: str) -> None:
    """Delete the downloaded files of a model and all that was made from them.

    Raises:
        CheckpointError: it ships with the project.
    """
    for file in bundle(name).files:
        store.remove(file.name)


def _told(on_progress: OnProgress, place: str) -> OnProgress:
    def tell(progress: Progress) -> None:
        on_progress(replace(progress, stage=f"{progress.stage}{place}"))

    return tell
