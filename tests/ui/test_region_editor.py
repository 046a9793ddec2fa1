"""The editor of two photographs' regions; painting itself is tested in tests/e2e."""

import zlib
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage.color import deltaE_ciede2000, rgb2lab
from streamlit.testing.v1 import AppTest

from styletransfer.imaging.masks import encode_label_map
from styletransfer.ui.label_runs import decode_runs, encode_runs
from styletransfer.ui.region_editor import COLOURS, region_colour

from .browser import answer, sent


def page() -> None:
    """Script of a page with an editor over pictures of 50 × 40 and 30 × 60 px."""
    from io import BytesIO

    import numpy as np
    import streamlit as st
    from PIL import Image

    from styletransfer.ui.painter import MaskClass
    from styletransfer.ui.region_editor import region_colour, region_editor

    pictures = []
    for size in ((50, 40), (30, 60)):
        file = BytesIO()
        Image.effect_noise(size, 60).convert("RGB").save(file, "PNG")
        pictures.append(st.session_state.setdefault(f"picture {size}", file.getvalue()))
    classes = [MaskClass(0, "Sky", region_colour(0)), MaskClass(1, "Ground", region_colour(1))]
    st.session_state["labels"] = region_editor(
        *pictures,
        classes=classes,
        content_labels=st.session_state.get("given", np.zeros((40, 50), np.uint8)),
        style_labels=np.ones((60, 30), np.uint8),
        key="regions",
    )


def opened() -> AppTest:
    """Run the page once."""
    app = AppTest.from_function(page, default_timeout=10).run()
    assert not app.exception
    return app


def stripe(label: int) -> NDArray[np.uint8]:
    """Return a map of the photograph with one stripe."""
    label_map = np.zeros((40, 50), dtype=np.uint8)
    label_map[10:20] = label
    return label_map


def test_both_maps_come_back_and_every_region_counts() -> None:
    app = opened()
    content, style = app.session_state["labels"]
    assert content.shape == (40, 50)
    assert style.shape == (60, 30)
    assert not content.any()
    assert (style == 1).all()
    data = sent(app)
    assert [pane["title"] for pane in data["panes"]] == ["Photograph", "Look"]
    assert data["eraser"] is None
    assert data["canRefine"]


def test_superpixels_travel_with_each_picture() -> None:
    for pane in sent(opened())["panes"]:
        words = np.frombuffer(zlib.decompress(b64decode(pane["segments"])), dtype="<u2")
        ids = words.reshape(pane["height"], pane["width"]).cumsum(axis=0, dtype=np.uint16)
        assert set(np.unique(ids)) == set(range(ids.max() + 1))
        assert ids.max() > 10


def test_strokes_on_one_picture_leave_the_other() -> None:
    app = opened()
    version = sent(app)["panes"][1]["version"]
    painted = np.zeros((60, 30), dtype=np.uint8)
    answer(app, "regions", version, encode_runs(painted), pane=1)
    content, style = app.session_state["labels"]
    assert not content.any()
    assert not style.any()


def test_strange_labels_of_a_file_become_regions() -> None:
    app = opened()
    app.file_uploader[0].upload("mask.png", encode_label_map(stripe(5)), "image/png").run()
    assert not app.exception
    assert np.array_equal(app.session_state["labels"][0], stripe(5))
    assert sent(app)["classes"][-1] == {"label": 5, "name": "Region 6", "colour": region_colour(5)}
    assert "Region 6" in app.info[0].value
    assert len(app.warning) == 0


def test_a_mask_in_the_published_colours_is_read_by_the_nearest() -> None:
    colours = np.array([[250, 6, 3], [4, 2, 1], [120, 130, 128]], dtype=np.uint8)  # nearly red, black and grey
    rows = np.repeat(np.array([0, 1, 2, 2]), 10)
    file = BytesIO()
    Image.fromarray(colours[rows][:, None].repeat(50, axis=1)).save(file, "PNG")
    app = opened()
    app.file_uploader[0].upload("mask.png", file.getvalue(), "image/png").run()
    expected = np.array([4, 0, 6], dtype=np.uint8)[rows][:, None].repeat(50, axis=1)
    assert np.array_equal(app.session_state["labels"][0], expected)
    assert [region["label"] for region in sent(app)["classes"]] == [0, 1, 4, 6]


def test_the_regions_given_stay_what_the_eraser_brings_back() -> None:
    app = opened()
    app.file_uploader[0].upload("mask.png", encode_label_map(stripe(1)), "image/png").run()
    pane = sent(app)["panes"][0]
    assert np.array_equal(decode_runs(pane["start"], (40, 50)), stripe(1))
    assert not decode_runs(pane["base"], (40, 50)).any()


def test_other_given_regions_take_over() -> None:
    app = opened()
    app.file_uploader[0].upload("mask.png", encode_label_map(stripe(5)), "image/png").run()
    app.session_state["given"] = stripe(1)
    app.run()
    assert np.array_equal(app.session_state["labels"][0], stripe(1))
    assert len(sent(app)["classes"]) == 2


def test_colours_are_apart_and_every_label_has_one() -> None:
    assert [region_colour(label) for label in range(8)] == list(COLOURS)
    assert len({region_colour(label) for label in range(24)}) == 24
    assert region_colour(255) == region_colour(255 - 24)
    for label in range(256):
        assert len(bytes.fromhex(region_colour(label)[1:])) == 3


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in range(8) for b in range(a)])
def test_no_two_of_the_first_colours_look_alike(one: int, other: int) -> None:
    first, second = (np.array(list(bytes.fromhex(region_colour(label)[1:]))) / 255 for label in (one, other))
    assert deltaE_ciede2000(rgb2lab(first[None, None]), rgb2lab(second[None, None])).item() > 20
