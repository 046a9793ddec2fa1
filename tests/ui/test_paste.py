"""Pictures from the clipboard: what Python accepts; pasting itself is tested in tests/e2e."""

import base64

import pytest
from streamlit.testing.v1 import AppTest

from styletransfer.errors import ImageError
from styletransfer.ui.paste import decode_paste


@pytest.mark.parametrize("size", [1, 2, 3, 99, 100])
def test_a_file_within_the_limit_arrives_unchanged(size: int) -> None:
    data = bytes(range(size))
    assert decode_paste(base64.b64encode(data).decode(), 100) == data


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("####", "damaged"),
        ("AAA", "damaged"),
        ("é===", "damaged"),
        ("A" * 4 * 1000, "larger"),
        (base64.b64encode(bytes(105)).decode(), "larger"),
    ],
)
def test_anything_else_is_explained(text: str, reason: str) -> None:
    with pytest.raises(ImageError, match=reason):
        decode_paste(text, 100)


def page() -> None:
    """Script of a page that keeps and forgets a pasted picture."""
    import streamlit as st

    from styletransfer.ui.paste import forget_paste, paste_picture

    if st.button("Forget"):
        forget_paste("paste")
    st.text(repr(paste_picture(key="paste")))


def test_a_pasted_picture_stays_until_it_is_forgotten() -> None:
    app = AppTest.from_function(page).run()
    assert app.text[0].value == "None"
    app.session_state["paste:pasted"] = base64.b64encode(b"picture").decode()
    app.run()
    app.run()
    assert app.text[0].value == "b'picture'"
    app.button[0].click().run()
    assert app.text[0].value == "None"
