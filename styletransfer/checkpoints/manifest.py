"""Every file of weights that the project can use: one table."""

from dataclasses import dataclass

from styletransfer.errors import CheckpointMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One file of weights.

    Attributes:
        name: what recipes call it.
        title: what people call it.
        task: tool that uses it.
        purpose: one sentence on why one would choose it.
        file: file name as published.
        converted: name of the smaller file made from it on first use, or "" when it is used as it is.
        embedded: shipped with the project; otherwise downloaded when asked for.
        urls: addresses, the first preferred; empty when embedded.
        bytes: size of the file, or None when not published.
        sha256: its hash, or None when not published: then the hash of the first file that passes is pinned.
        sha256_prefix: first digits of the hash as the publisher gives them, or "".
        licence: SPDX identifier.
        licence_url: where the licence can be read.
        source: who trained it.
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
    sha256: str | None = None
    sha256_prefix: str = ""
    licence: str
    licence_url: str
    source: str

    @property
    def megabytes(self) -> str:
        """Size in words."""
        return "size unknown" if self.bytes is None else f"{self.bytes / 1e6:.3g} MB"


COMPACT = Checkpoint(
    name="compact",
    title="Compact perceptual network",
    task="neural-style",
    purpose="Ships with the project; paints in seconds on a processor.",
    file="perceptual.safetensors",
    bytes=1_622_712,
    sha256="5df03fbcd977c66666e5f4d0dced405c61c5b1f4b7c2a1a384398ad0ad91e208",
    embedded=True,
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    source="Trained by this project with scripts/train_perceptual.py; see weights/README.md.",
)

VGG19 = Checkpoint(
    name="vgg19",
    title="VGG-19 of torchvision",
    task="neural-style",
    purpose="The full network of the original paper; richer strokes, many times slower.",
    file="vgg19-dcbb9e9d.pth",
    converted="vgg19-features.safetensors",
    urls=("https://download.pytorch.org/models/vgg19-dcbb9e9d.pth",),
    bytes=574_673_361,
    # torchvision publishes the first eight digits, in the file's name; the rest is what the file has.
    sha256="dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44",
    sha256_prefix="dcbb9e9d",
    licence="BSD-3-Clause",
    licence_url="https://github.com/pytorch/vision/blob/main/LICENSE",
    source="torchvision, VGG19_Weights.IMAGENET1K_V1, trained on ImageNet-1k.",
)

MANIFEST: dict[str, Checkpoint] = {entry.name: entry for entry in (COMPACT, VGG19)}


def checkpoint(name: str) -> Checkpoint:
    """Look up an entry of `MANIFEST`.

    Raises:
        CheckpointMissing: no such entry.
    """
    if name not in MANIFEST:
        raise CheckpointMissing(f"There are no weights called {name!r}; choose from {', '.join(MANIFEST)}.")
    return MANIFEST[name]
