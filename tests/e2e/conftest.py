"""A real server and a real browser for the journeys, `serve` and `page`, and what several of them read and wait for."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the system's Chromium: the `CHROMIUM` variable first, then the usual names."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Point pytest-playwright at the system's Chromium; nothing is downloaded."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on this machine: install one or name it in the CHROMIUM variable")
    return {"executable_path": chromium, "args": CHROMIUM_FLAGS, "headless": True}


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(context: BrowserContext) -> Iterator[None]:
    """Fail a test whose page asked for anything beyond the loopback address."""
    asked: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in {"127.0.0.1", "localhost"}:
            asked.append(request.url)

    context.on("request", note)
    yield
    assert asked == []


@dataclass
class Server:
    """One running studio: its address, its data folder and its process."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and everything it started."""
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)

    def kill(self) -> None:
        """End the server as a crash would."""
        self.stop(signal.SIGKILL)


def free_port() -> int:
    """Return a loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Tell whether the server's health check says yes."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as reply:  # noqa: S310 - loopback
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def launch(script: Path, data: Path, log: Path) -> Server:
    """Start `streamlit run script` on a free port and wait until it is healthy."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    command += ["--browser.gatherUsageStats", "false", "--client.toolbarMode", "minimal"]
    environment = {**os.environ, "STYLETRANSFER_DATA": str(data), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}", data, log, process)
    deadline = time.monotonic() + START_SECONDS
    while not answers(server.url):
        if process.poll() is not None or time.monotonic() > deadline:
            server.kill()
            pytest.fail(f"{script.name} did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.2)
    return server


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return `serve(script, data=None)`; every server ends with the module that asked for it.

    Pass the `data` folder of a killed server to start another one on the same jobs.
    """
    running: list[Server] = []

    def start(script: Path, data: Path | None = None) -> Server:
        folder = data or tmp_path_factory.mktemp("data")
        server = launch(script, folder, tmp_path_factory.mktemp("log") / "server.log")
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


def job_in(page: Page) -> str:
    """Return the id of the job in the address."""
    found = re.search(r"[?&]job=([\w-]+)", page.url)
    assert found is not None, page.url
    return found[1]


def finished(page: Page, patience: int) -> Locator:
    """Wait so many milliseconds at most for a finished picture and return its before/after slider."""
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_visible(timeout=patience)
    slider = page.locator(".compare .frame")
    expect(slider).to_be_visible()
    return slider


def overflow(page: Page) -> int:
    """Return by how many pixels the page's main part is wider than its window."""
    wider: int = page.evaluate("e => e.scrollWidth - e.clientWidth", page.locator(".stMain").element_handle())
    return wider


def reported(page: Page, act: Callable[[], object], timeout: float | None = None) -> None:
    """Do something and wait until the report of what Python holds has changed."""
    old = page.locator("#report").text_content()
    act()
    expect(page.locator("#report")).not_to_have_text(str(old), timeout=timeout)
