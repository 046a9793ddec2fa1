"""The tools of the studio as its pages know them: title, page, and the words around a picture being made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool.

    Attributes:
        name: what a recipe and a job call it.
        title: its name for people.
        page: the script of its page.
        prefix: begins the keys of its widgets and of what the session holds of it.
        icon: Material symbol.
        result: chip on its pictures in a before/after slider.
        making: what is done to a picture under way, after its title.
    """

    name: str
    title: str
    page: str
    prefix: str
    icon: str
    result: str
    making: str


NEURAL_STYLE = Tool(
    name="neural-style",
    title="Neural style",
    page="views/neural_style.py",
    prefix="neural",
    icon=":material/brush:",
    result="Painted",
    making="being painted",
)
PHOTOREALISTIC = Tool(
    name="photorealistic",
    title="Photorealistic",
    page="views/photorealistic.py",
    prefix="photo",
    icon=":material/photo_filter:",
    result="With the look",
    making="under way",
)
FACES = Tool(
    name="faces",
    title="Faces",
    page="views/faces.py",
    prefix="faces",
    icon=":material/face:",
    result="Edited",
    making="being edited",
)
TOOLS = {tool.name: tool for tool in (NEURAL_STYLE, PHOTOREALISTIC, FACES)}


def tool_of(name: str) -> Tool:
    """Return a tool by the name that a job or a recipe gives it."""
    return TOOLS[name]
