"""A made-up official file, a server on the loopback that hands it out, cuts it off or lies; a made-up shipped file."""

import http.server
import io
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save
from torch import nn

from styletransfer.checkpoints import manifest, records
from styletransfer.checkpoints.convert_vgg import torchvision_indices
from styletransfer.checkpoints.manifest import Checkpoint

WIDTHS = (4, 4, 8, 8, 8)


class Server(http.server.ThreadingHTTPServer):
    """Serves `bodies` by file name, and `body` under any other path; notes what was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = b""
        self.bodies: dict[str, bytes] = {}
        self.paths: list[str] = []
        self.ranges: list[str | None] = []
        self.cut_after: list[int] = []  # bytes after which each of the next answers is broken off
        self.content_type = "application/octet-stream"
        self.honours_ranges = True
        self.code = 200
        self.gate = threading.Event()  # an answer waits for it in mid body
        self.gate.set()
        self.started = threading.Event()

    @property
    def url(self) -> str:
        return self.address("official.pth")

    def address(self, file: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{file}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server, wanted = self.server, self.headers.get("Range")
        server.ranges.append(wanted)
        server.paths.append(self.path)
        body = server.bodies.get(Path(self.path).name, server.body)
        found = re.fullmatch(r"bytes=(\d+)-", wanted or "")
        start = int(found[1]) if found and server.honours_ranges else 0
        if start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if start else server.code)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("Content-Type", server.content_type)
        self.end_headers()
        rest = body[start:]
        if server.cut_after:
            rest = rest[: server.cut_after.pop(0)]
        self.wfile.write(rest[: len(rest) // 2])
        self.wfile.flush()
        server.started.set()
        server.gate.wait(10)
        self.wfile.write(rest[len(rest) // 2 :])

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


def state_dict(seed: int = 0) -> dict[str, torch.Tensor]:
    """Make random weights under torchvision's names, the classifier included."""
    generator = torch.Generator().manual_seed(seed)
    state, channels = {}, 3
    for tap, index in torchvision_indices().items():
        width = WIDTHS[int(tap[4]) - 1]
        state[f"features.{index}.weight"] = torch.randn(width, channels, 3, 3, generator=generator)
        state[f"features.{index}.bias"] = torch.randn(width, generator=generator)
        channels = width
    return state | {"classifier.0.weight": torch.zeros(1000, 100)}


def saved(value: object) -> bytes:
    stream = io.BytesIO()
    torch.save(value, stream)
    return stream.getvalue()


def publish(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> Checkpoint:
    """Enter what the server has in the manifest."""
    models.mkdir(parents=True, exist_ok=True)
    sample = models.parent / "sample"
    sample.write_bytes(server.body)
    fields = {
        "name": "vgg19", "title": "VGG-19", "task": "neural-style", "purpose": "A test.", "file": "official.pth",
        "converted": "features.safetensors", "urls": (server.url,), "bytes": len(server.body),
        "sha256": records.sha256_of(sample), "licence": "MIT", "licence_url": "", "source": "made up",
    } | changes  # fmt: skip
    entry = Checkpoint(**fields)  # type: ignore[arg-type]
    monkeypatch.setitem(manifest.MANIFEST, "vgg19", entry)
    return entry


def halved(network: nn.Module) -> bytes:
    """Save a network as the shipped ones are, in half precision."""
    return save({name: value.half() for name, value in network.state_dict().items()})


def ship(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, body: bytes) -> None:
    """Make `body` the shipped file of an entry of the manifest."""
    monkeypatch.setenv("STYLETRANSFER_WEIGHTS", str(folder))
    entry = manifest.MANIFEST[name]
    path = folder / entry.file
    path.write_bytes(body)
    monkeypatch.setitem(manifest.MANIFEST, name, replace(entry, sha256=records.sha256_of(path), bytes=len(body)))
