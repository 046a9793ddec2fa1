"""Every file of weights that the project can use: one table, and the models that the files make."""

from styletransfer.checkpoints import entries_clip, entries_faces, entries_neural_style, entries_photorealistic
from styletransfer.checkpoints.entry import Bundle, Checkpoint
from styletransfer.errors import CheckpointMissing

__all__ = ["BUNDLES", "MANIFEST", "Bundle", "Checkpoint", "bundle", "bundles", "checkpoint"]

MANIFEST: dict[str, Checkpoint] = {
    entry.name: entry
    for entry in (
        *entries_neural_style.ENTRIES,
        *entries_photorealistic.ENTRIES,
        *entries_faces.ENTRIES,
        *entries_clip.ENTRIES,
    )
}
BUNDLES: dict[str, Bundle] = {bundle.name: bundle for bundle in entries_photorealistic.BUNDLES}


def checkpoint(name: str) -> Checkpoint:
    """Look up an entry of `MANIFEST`.

    Raises:
        CheckpointMissing: no such entry.
    """
    if name not in MANIFEST:
        raise CheckpointMissing(f"There are no weights called {name!r}; choose from {', '.join(MANIFEST)}.")
    return MANIFEST[name]


def bundle(name: str) -> Bundle:
    """Look up a model: one of `BUNDLES`, with its files as `MANIFEST` has them, or a single entry of `MANIFEST`.

    Raises:
        CheckpointMissing: no such model.
    """
    if name in BUNDLES:
        known = BUNDLES[name]
        files = tuple(checkpoint(file.name) for file in known.files)
        return Bundle(name=name, title=known.title, purpose=known.purpose, files=files)
    if name not in MANIFEST:
        names = [known.name for known in bundles()]
        raise CheckpointMissing(f"There are no weights called {name!r}; choose from {', '.join(names)}.")
    entry = MANIFEST[name]
    return Bundle(name=name, title=entry.title, purpose=entry.purpose, files=(entry,))


def bundles() -> list[Bundle]:
    """List all models in the order of `MANIFEST`, every file in exactly one of them."""
    names = dict.fromkeys(entry.bundle or entry.name for entry in MANIFEST.values())
    return [bundle(name) for name in names]
