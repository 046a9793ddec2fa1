"""One file of weights on the Models page: what it is, whether it is here, and what can be done."""

import streamlit as st

from styletransfer.checkpoints import store
from styletransfer.checkpoints.manifest import Checkpoint
from styletransfer.checkpoints.store import Status
from styletransfer.ui.downloads import Download, downloads
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import escape, size_of


def model_card(entry: Checkpoint) -> None:
    """Show an entry of the manifest; renewed every second while it is being downloaded."""
    download = downloads().get(entry.name)
    active = download is not None and download.is_alive()
    with st.container(border=True):
        st.fragment(_card, run_every=1 if active else None, key=f"card.{entry.name}")(entry, active)


def _card(entry: Checkpoint, was_active: bool) -> None:
    with plain_errors():
        download = downloads().get(entry.name)
        active = download is not None and download.is_alive()
        if active != was_active:
            st.rerun()
        known = store.status(entry.name)
        _describe(entry, known)
        if active and download is not None:
            _under_way(download)
        else:
            _actions(entry, known, download)
        with st.expander("Where it comes from"):
            _origin(entry, known)


def _describe(entry: Checkpoint, known: Status) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(entry.title, anchor=False, width="content")
        if entry.embedded and known.verified:
            st.badge("Embedded", icon=":material/check:", color="green")
        elif known.verified:
            st.badge("Verified", icon=":material/check:", color="green")
        elif known.present:
            st.badge("Not verified", icon=":material/warning:", color="orange")
        else:
            st.badge("Not fetched", color="gray")
    st.markdown(entry.purpose)
    size = size_of(known.bytes) if known.present else entry.megabytes
    st.caption(f"{size} · [{entry.licence}]({entry.licence_url}) · used by {entry.task.replace('-', ' ')}")


def _under_way(download: Download) -> None:
    progress = download.progress
    done = progress.metrics.get("megabytes", 0.0) if progress else 0.0
    total = progress.metrics.get("megabytes_total", 0.0) if progress else 0.0
    told = f"{done:.0f} of {total:.0f} MB" if total else (progress.stage if progress else "Connecting …")
    st.progress(min(done / total, 1.0) if total else 0.0, text=escape(told))
    if st.button("Cancel", icon=":material/close:", key=f"cancel.{download.entry_name}"):
        download.cancel()


def _actions(entry: Checkpoint, known: Status, download: Download | None) -> None:
    if download is not None and download.error:
        st.error(escape(download.error), icon=":material/cloud_off:")
    with st.container(horizontal=True):
        if not known.present and not entry.embedded:
            label = "Go on fetching" if known.partial_bytes else "Fetch"
            if st.button(label, icon=":material/download:", type="primary", key=f"fetch.{entry.name}"):
                downloads().start(entry.name)
                st.rerun()
        if known.present and st.button("Verify", icon=":material/verified:", key=f"verify.{entry.name}"):
            store.verify(entry.name)
            st.toast(f"{entry.title} is the published file.", icon=":material/verified:")
        if known.present and not entry.embedded:
            _remove(entry)


def _remove(entry: Checkpoint) -> None:
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("Delete the file from this machine? It can be fetched again.")
        if st.button("Remove now", type="primary", key=f"remove.{entry.name}"):
            store.remove(entry.name)
            downloads().forget(entry.name)
            st.rerun()


def _origin(entry: Checkpoint, known: Status) -> None:
    st.markdown(escape(entry.source))
    st.caption(f"File {escape(str(known.path))}")
    for url in entry.urls:
        st.caption(f"Address {escape(url)}")
    if known.sha256:
        st.caption("sha256, of the first use" if known.pinned else "sha256")
        st.code(known.sha256, language=None, wrap_lines=True)
