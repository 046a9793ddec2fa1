"""Downloads of weights in the background: threads of the process that know nothing of pages."""

import secrets
import threading

import streamlit as st
import structlog

from styletransfer.checkpoints import bundles
from styletransfer.errors import Cancelled, StyleTransferError
from styletransfer.progress import Progress

log = structlog.get_logger(__name__)


class Download(threading.Thread):
    """One download; read its fields from any thread.

    Attributes:
        progress: the latest word from it, or None.
        error: sentence when it failed, else "".
    """

    def __init__(self, name: str) -> None:
        """Prepare to fetch a model; `start` begins."""
        super().__init__(name=f"download of {name}", daemon=True)
        self.entry_name = name
        self.progress: Progress | None = None
        self.error = ""
        self._cancel = threading.Event()

    def run(self) -> None:
        """Fetch; whatever goes wrong becomes a sentence."""
        try:
            bundles.fetch(self.entry_name, self._note)
        except Cancelled:
            log.info("download cancelled", name=self.entry_name)
        except StyleTransferError as error:
            self.error = str(error)
        except Exception:
            reference = secrets.token_hex(4).upper()
            log.exception("download failed", name=self.entry_name, reference=reference)
            self.error = f"Something went wrong that should not have; please quote reference {reference}."

    def cancel(self) -> None:
        """Ask it to end; what has arrived is kept."""
        self._cancel.set()

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        if self._cancel.is_set():
            raise Cancelled("Download cancelled.")


class Downloads:
    """The latest download of each model in this process."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._latest: dict[str, Download] = {}

    def start(self, name: str) -> Download:
        """Fetch a model, unless that is under way already."""
        with self._lock:
            running = self._latest.get(name)
            if running is not None and running.is_alive():
                return running
            download = self._latest[name] = Download(name)
            download.start()
            return download

    def get(self, name: str) -> Download | None:
        """Return the latest download of a model, ended or not."""
        return self._latest.get(name)

    def forget(self, name: str) -> None:
        """Drop what is known of an ended download."""
        with self._lock:
            known = self._latest.get(name)
            if known is not None and not known.is_alive():
                del self._latest[name]


@st.cache_resource(show_spinner=False)
def downloads() -> Downloads:
    """Return the downloads of this process."""
    return Downloads()
