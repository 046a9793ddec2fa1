"""The studio's pages on a store of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from styletransfer.jobs import hosts
from styletransfer.settings import settings

from .studio import Studio


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """Give the app an empty store that nobody works on."""
    monkeypatch.setenv("STYLETRANSFER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STYLETRANSFER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("STYLETRANSFER_MIN_FREE_BYTES", "0")
    settings.cache_clear()
    st.cache_resource.clear()
    store = hosts.open_store(settings())
    monkeypatch.setattr(hosts, "embedded", lambda _chosen: store)
    yield Studio(store)
    settings.cache_clear()
