"""The mask editor: import and export around the painter."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

from styletransfer.imaging.masks import encode_label_map


def page() -> None:
    """Script of a page with one editor over a picture of 50 × 40 px."""
    from io import BytesIO

    import streamlit as st
    from PIL import Image

    from styletransfer.ui.mask_editor import mask_editor
    from styletransfer.ui.painter import MaskClass

    file = BytesIO()
    Image.new("RGB", (50, 40), (90, 120, 150)).save(file, "PNG")
    classes = (MaskClass(1, "Sky", "#3b82f6"), MaskClass(2, "Ground", "#f59e0b"))
    st.session_state["labels"] = mask_editor(file.getvalue(), classes=classes, key="mask")


def upload(app: AppTest, content: bytes) -> None:
    """Import a file as the menu does."""
    app.file_uploader[0].upload("mask.png", content, "image/png").run()
    assert not app.exception


def painted(rows: slice, label: int) -> NDArray[np.uint8]:
    """Return a map with one stripe."""
    label_map = np.zeros((40, 50), dtype=np.uint8)
    label_map[rows] = label
    return label_map


def test_nothing_can_be_exported_before_something_is_painted() -> None:
    app = AppTest.from_function(page).run()
    assert app.session_state["labels"] is None
    assert app.get("download_button")[0].proto.disabled


def test_an_imported_mask_replaces_the_map_even_twice() -> None:
    app = AppTest.from_function(page).run()
    first = painted(slice(0, 10), 1)
    upload(app, encode_label_map(first))
    assert np.array_equal(app.session_state["labels"], first)
    assert not app.get("download_button")[0].proto.disabled
    before = app.session_state["mask:start"]
    upload(app, encode_label_map(first))
    assert app.session_state["mask:start"][0] != before[0]
    assert np.array_equal(app.session_state["labels"], first)


def test_unknown_labels_are_named_and_left_out() -> None:
    app = AppTest.from_function(page).run()
    upload(app, encode_label_map(painted(slice(0, 10), 2) + painted(slice(20, 30), 99)))
    assert np.array_equal(app.session_state["labels"], painted(slice(0, 10), 2))
    assert "99" in app.warning[0].value


def test_a_file_that_is_no_mask_is_explained_and_changes_nothing() -> None:
    app = AppTest.from_function(page).run()
    upload(app, encode_label_map(painted(slice(0, 10), 1)))
    upload(app, b"not a picture")
    assert len(app.warning) == 1
    assert np.array_equal(app.session_state["labels"], painted(slice(0, 10), 1))
    file = BytesIO()
    Image.new("L", (40, 50), 1).save(file, "PNG")
    upload(app, file.getvalue())
    assert "another shape" in app.warning[0].value
