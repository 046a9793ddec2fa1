"""An empty folder for models, a server, and an entry of the manifest that it serves."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from styletransfer.checkpoints import build
from styletransfer.checkpoints.manifest import Checkpoint
from styletransfer.settings import settings

from .published import Server, publish, saved, state_dict


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield running
    running.gate.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Use an empty models folder, and forget what was built."""
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("STYLETRANSFER_MIN_FREE_BYTES", "0")
    settings.cache_clear()
    monkeypatch.setattr(build, "_networks", {})
    monkeypatch.setattr(build, "_clips", {})
    yield tmp_path / "models"
    settings.cache_clear()


@pytest.fixture
def official(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch) -> Checkpoint:
    """Put a small official file on the server and in the manifest, as "vgg19"."""
    server.body = saved(state_dict())
    return publish(server, models, monkeypatch)
