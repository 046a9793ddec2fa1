"""What a person reads when something goes wrong: a plain sentence, never a traceback."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from styletransfer.errors import StyleTransferError
from styletransfer.ui.wording import escape

log = structlog.get_logger(__name__)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an error of the project's own family as its sentence; log any other under a short reference.

    Fragments run without the page around them, so each of them needs a guard of its own.
    """
    try:
        yield
    except StyleTransferError as error:
        st.error(escape(str(error)), icon=":material/error:")
    except Exception:
        st.error(logged("page failed"), icon=":material/error:")


def logged(event: str) -> str:
    """Log the error that is being handled, and return a sentence with a short reference to it."""
    reference = secrets.token_hex(4).upper()
    log.exception(event, reference=reference)
    return f"Something went wrong that should not have; please quote reference {reference}."
