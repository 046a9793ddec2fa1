"""What is known of a file of weights, and of the files that make one model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One file of weights.

    Attributes:
        name: what recipes call it, or what distinguishes it among the files of a `Bundle`.
        title: what people call it.
        task: tool that uses it.
        purpose: one sentence on why one would choose it.
        file: file name as published.
        converted: name of the file made from it on first use, or "" when it is used as it is.
        embedded: shipped with the project; otherwise downloaded when asked for.
        urls: addresses, the first preferred; empty when embedded.
        bytes: size of the file, or None when not published.
        about_bytes: rounded size for display when the exact one is not published, or None.
        sha256: its hash, or None when not published: then the hash of the first file that passes is pinned.
        sha256_prefix: first digits of the hash as the publisher gives them, or "".
        licence: SPDX identifier, or name of the licence.
        licence_url: where the licence can be read.
        terms: what one must know of it before fetching, in sentences, or "".
        source: who trained it.
        bundle: name of the model that it is one file of, or "" when it is a model by itself.
    """

    name: str
    title: str
    task: str
    purpose: str
    file: str
    converted: str = ""
    embedded: bool = False
    urls: tuple[str, ...] = ()
    bytes: int | None = None
    about_bytes: int | None = None
    sha256: str | None = None
    sha256_prefix: str = ""
    licence: str
    licence_url: str
    terms: str = ""
    source: str
    bundle: str = ""

    @property
    def megabytes(self) -> str:
        """Size in words."""
        return _in_words(self.bytes, self.about_bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One model as people choose and fetch it: one file of weights, or several that are of use only together.

    Attributes:
        name: what recipes call it.
        title: what people call it.
        purpose: one sentence on why one would choose it.
        files: its files, at least one, all of the same tool, licence and source.
    """

    name: str
    title: str
    purpose: str
    files: tuple[Checkpoint, ...]

    @property
    def task(self) -> str:
        """Tool that uses it."""
        return self.files[0].task

    @property
    def embedded(self) -> bool:
        """Shipped with the project."""
        return all(file.embedded for file in self.files)

    @property
    def megabytes(self) -> str:
        """Size of all files in words."""
        sizes = [file.bytes or file.about_bytes for file in self.files]
        exact = all(file.bytes is not None for file in self.files)
        total = None if None in sizes else sum(size or 0 for size in sizes)
        return _in_words(total, None) if exact else _in_words(None, total)


def _in_words(size: int | None, about: int | None) -> str:
    known = size if size is not None else about
    if known is None:
        return "size unknown"
    amount = f"{known / 1e9:.3g} GB" if known >= 1e9 else f"{known / 1e6:.3g} MB"
    return amount if size is not None else f"about {amount}"
