"""What a browser would do in the tests of the components: send a picture, be given data, and answer."""

import json
from io import BytesIO
from typing import Any

from PIL import Image
from streamlit.testing.v1 import AppTest


def png(width: int, height: int, colour: tuple[int, int, int] = (90, 120, 150)) -> bytes:
    """Write a plain picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def sent(app: AppTest) -> dict[str, Any]:
    """Return what the browser was given."""
    data: dict[str, Any] = json.loads(app.get("bidi_component")[0].proto.json)
    return data


def answer(app: AppTest, key: str, version: str, runs: str | None, *, pane: int = 0, **wishes: Any) -> None:
    """Answer as the browser does after a stroke on one of the painter's pictures, and run the page."""
    app.session_state[key] = {f"labels{pane}": {"version": version, "runs": runs, **wishes}}
    app.run()
