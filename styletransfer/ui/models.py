"""One model on the Models page: what it is, whether it is here, and what can be done."""

import streamlit as st

from styletransfer.checkpoints import bundles
from styletransfer.checkpoints.bundles import BundleStatus
from styletransfer.checkpoints.manifest import Bundle
from styletransfer.checkpoints.store import Status
from styletransfer.ui.downloads import Download, downloads
from styletransfer.ui.guard import plain_errors
from styletransfer.ui.wording import escape, size_of


def model_card(model: Bundle) -> None:
    """Show a model, of one file or several; renewed every second while it is being downloaded."""
    download = downloads().get(model.name)
    active = download is not None and download.is_alive()
    with st.container(border=True):
        st.fragment(_card, run_every=1 if active else None, key=f"card.{model.name}")(model, active)


def _card(model: Bundle, was_active: bool) -> None:
    with plain_errors():
        download = downloads().get(model.name)
        active = download is not None and download.is_alive()
        if active != was_active:
            st.rerun()
        known = bundles.status(model.name)
        _describe(known)
        if active and download is not None:
            _under_way(download)
        else:
            _actions(known, download)
        with st.expander("Where it comes from"):
            st.markdown(escape(model.files[0].source))
            for file in known.files:
                _origin(file)


def _describe(known: BundleStatus) -> None:
    model, file = known.bundle, known.bundle.files[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(model.title, anchor=False, width="content")
        if model.embedded and known.verified:
            st.badge("Embedded", icon=":material/check:", color="green")
        elif known.verified:
            st.badge("Verified", icon=":material/check:", color="green")
        elif known.present:
            st.badge("Not verified", icon=":material/warning:", color="orange")
        else:
            st.badge("Not fetched", color="gray")
    st.markdown(model.purpose)
    size = size_of(known.arrived) if known.present else model.megabytes
    parts = f" in {len(known.files)} files" if len(known.files) > 1 else ""
    st.caption(f"{size}{parts} · [{file.licence}]({file.licence_url})")
    if file.terms:
        st.caption(file.terms)


def _under_way(download: Download) -> None:
    progress = download.progress
    done = progress.metrics.get("megabytes", 0.0) if progress else 0.0
    total = progress.metrics.get("megabytes_total", 0.0) if progress else 0.0
    stage = progress.stage if progress else "Connecting …"
    told = f"{stage}: {done:.0f} of {total:.0f} MB" if total else stage
    st.progress(min(done / total, 1.0) if total else 0.0, text=escape(told))
    if st.button("Cancel", icon=":material/close:", key=f"cancel.{download.entry_name}"):
        download.cancel()


def _actions(known: BundleStatus, download: Download | None) -> None:
    model = known.bundle
    if download is not None and download.error:
        st.error(escape(download.error), icon=":material/cloud_off:")
    with st.container(horizontal=True):
        if not known.present and not model.embedded:
            label = "Go on fetching" if known.arrived else "Fetch"
            if st.button(label, icon=":material/download:", type="primary", key=f"fetch.{model.name}"):
                downloads().start(model.name)
                st.rerun()
        if known.present and st.button("Verify", icon=":material/verified:", key=f"verify.{model.name}"):
            bundles.verify(model.name)
            st.toast(_verdict(known), icon=":material/verified:")
        if known.arrived and not model.embedded:
            _remove(model)


def _verdict(known: BundleStatus) -> str:
    if any(file.entry.sha256 is None for file in known.files):
        return f"{known.bundle.title} has not changed since its first use."
    return f"{known.bundle.title} is as published."


def _remove(model: Bundle) -> None:
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("Delete it from this machine? It can be fetched again.")
        if st.button("Remove now", type="primary", key=f"remove.{model.name}"):
            bundles.remove(model.name)
            downloads().forget(model.name)
            st.rerun()


def _origin(known: Status) -> None:
    st.caption(f"File {escape(str(known.path))}")
    for url in known.entry.urls:
        st.caption(f"Address {escape(url)}")
    if not known.entry.embedded and not known.present:
        st.caption("A copy on this machine is taken, after the same check, by the command")
        st.code(f"styletransfer weights add {known.entry.name} FILE", language=None, wrap_lines=True)
    if known.sha256:
        st.caption("sha256, of the first use" if known.pinned else "sha256")
        st.code(known.sha256, language=None, wrap_lines=True)
    else:
        st.caption("No sha256 is published; that of the first use will be kept.")
