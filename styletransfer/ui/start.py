"""The button at the end of a form, which queues the picture."""

import streamlit as st

from styletransfer.ui.form import Form


def start_button(form: Form, label: str, missing: str) -> None:
    """Draw the button; `form.take_asked` tells, further down, whether it was pressed.

    Streamlit forgets a press when a number that is still being typed, or a component, asks for the next run before
    this one has come to the button. The callback runs before everything else, and the form remembers.

    Args:
        form: what the visitor prepared.
        label: name of the button.
        missing: what has to be chosen first, in words; empty when nothing is.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            label,
            type="primary",
            icon=form.tool.icon,
            shortcut="Ctrl+Enter",
            key=f"{form.tool.prefix}.begin",
            disabled=bool(missing),
            on_click=form.ask,
        )
        if missing:
            st.caption(f"Choose {missing} first.")
