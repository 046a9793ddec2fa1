"""The mask editor: import, export and refinement around the painter."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

from styletransfer.imaging.masks import encode_label_map
from styletransfer.ui.label_runs import decode_runs, encode_runs

from .browser import answer, sent


def page() -> None:
    """Script of a page with one editor over a picture of 50 × 40 px."""
    from io import BytesIO

    import streamlit as st
    from PIL import Image

    from styletransfer.ui.mask_editor import mask_editor
    from styletransfer.ui.painter import MaskClass

    file = BytesIO()
    picture = Image.new("RGB", (50, 40), (90, 120, 150))
    picture.paste((230, 180, 40), (0, 0, 50, 16))
    picture.save(file, "PNG")
    classes = (MaskClass(1, "Sky", "#3b82f6"), MaskClass(2, "Ground", "#f59e0b"))
    st.session_state["labels"] = mask_editor(
        file.getvalue(), classes=classes, key="mask", label_map=st.session_state.get("given")
    )


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
    assert app.session_state["mask:start"].version != before.version
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


def wish(app: AppTest, label_map: NDArray[np.uint8], number: int) -> None:
    """Answer as the browser does when region 1 is to be refined."""
    version = sent(app)["panes"][0]["version"]
    answer(app, "mask", version, encode_runs(label_map), refine={"number": number, "label": 1})
    assert not app.exception


def test_a_refined_region_replaces_the_map_once() -> None:
    app = AppTest.from_function(page).run()
    before = sent(app)["panes"][0]["version"]
    wish(app, painted(slice(0, 14), 1), 1)
    refined = painted(slice(0, 16), 1)
    assert np.array_equal(app.session_state["labels"], refined)
    data = sent(app)
    assert data["answered"] == 1
    assert data["panes"][0]["version"] != before
    assert np.array_equal(decode_runs(data["panes"][0]["start"], (40, 50)), refined)
    app.run()
    assert sent(app) == data


def test_a_wish_for_an_earlier_map_is_answered_but_not_done() -> None:
    app = AppTest.from_function(page).run()
    answer(app, "mask", "earlier", encode_runs(painted(slice(0, 18), 1)), refine={"number": 4, "label": 1})
    assert sent(app)["answered"] == 4
    assert app.session_state["labels"] is None


def test_another_given_map_takes_over_from_an_imported_one() -> None:
    app = AppTest.from_function(page).run()
    upload(app, encode_label_map(painted(slice(0, 10), 1)))
    app.session_state["given"] = painted(slice(30, 40), 2)
    app.run()
    assert np.array_equal(app.session_state["labels"], painted(slice(30, 40), 2))
