"""The painter's HTML: fixed markup only; names of regions and pictures arrive as data.

There is one pane in it; the script copies it for every further picture.
"""


def _icon(path: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _button(act: str, title: str, path: str, *, more: str = "", words: str = "") -> str:
    shown = f'<span class="words">{words}</span>' if words else ""
    attributes = f'type="button" data-act="{act}"{more} title="{title}" aria-label="{title}"'
    return f"<button {attributes}>{_icon(path)}{shown}</button>"


_TOOL = ' data-tool aria-pressed="false"'
_TOOLS = (
    _button("paint", "Brush (B)", "M14.5 5.5l4 4L9 19c-1.5 1.5-4 1.5-6 1 1-1 1-2 1-3s.5-2 1-2.5z M13 7l4 4", more=_TOOL)
    + _button(
        "segment",
        "Fill segment (S): one click paints a piece of the picture",
        "M4 8l6-4 6 3 4 6-3 6-7 1-6-5z M10 4l1 7 M20 13l-9-2 M4 15l7-4 M11 11l-1 9",
        more=_TOOL,
    )
    + _button("erase", "Eraser (E)", "M8 20h12 M5 14.5L14.5 5l5 5L10 19.5H8z M10 9.5l5 5", more=_TOOL)
    + _button("fill", "Fill an area (G)", "M11 3l8 8-7.5 7.5L4 11z M4 11h15 M20.5 16v4", more=_TOOL)
    + _button(
        "move",
        "Move the picture (H, or Space and drag)",
        "M12 3v18 M3 12h18 M12 3l-3 3 M12 3l3 3 M12 21l-3-3 M12 21l3-3 M3 12l3-3 M3 12l3 3 M21 12l-3-3 M21 12l-3 3",
        more=_TOOL,
    )
)
_STEPS = _button("undo", "Undo (Ctrl+Z)", "M8 5L4 9l4 4 M4 9h10a5.5 5.5 0 0 1 0 11h-3") + _button(
    "redo", "Redo (Ctrl+Shift+Z)", "M16 5l4 4-4 4 M20 9H10a5.5 5.5 0 0 0 0 11h3"
)
_LOOK = _button(
    "look",
    "Hold to see the picture without regions (V)",
    "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    more=' aria-pressed="false"',
)
_LENS = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0 M15.5 15.5L21 21"
_ZOOM = (
    _button("wider", "Zoom out (-)", f"{_LENS} M8 10.5h5")
    + _button("fit", "Fit the picture (0)", "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5")
    + _button("closer", "Zoom in (+)", f"{_LENS} M8 10.5h5 M10.5 8v5")
)
_WHOLE = (
    _button(
        "refine",
        "Refine edges of the chosen region (R)",
        "M4 20L14.5 9.5 M16.5 3v5 M14 5.5h5 M19.5 12v4 M17.5 14h4 M8 4v3 M6.5 5.5h3",
        words="Refine edges",
    )
    + _button("cover", "Give the whole picture this region", "M4 4h16v16H4z M4 12L12 4 M4 19L19 4 M10 20L20 10")
    + _button("clear", "Clear everything", "M4 7h16 M9 7V4h6v3 M6.5 7l1 13h9l1-13")
    + _button("restore", "Bring back the first regions everywhere", "M4 5v5h5 M4.5 10a8 8 0 1 1-.5 4 M12 8v4.5l3 2")
)
_PANE = f"""
  <section class="pane">
    <div class="head">
      <span class="title"></span>
      <div class="group" role="group" aria-label="Whole picture">{_WHOLE}</div>
      <div class="group" role="group" aria-label="Zoom">{_ZOOM}</div>
    </div>
    <div class="stage">
      <canvas tabindex="0" role="application"></canvas>
      <p class="busy" hidden>Refining edges…</p>
    </div>
  </section>
"""
PAINTER_HTML = f"""
<div class="painter">
  <div class="palette">
    <div class="bar regions"><div class="classes" role="group" aria-label="Regions"></div></div>
    <div class="bar">
      <div class="group" role="group" aria-label="Tools">{_TOOLS}</div>
      <div class="group" role="group" aria-label="Steps">{_STEPS}</div>
      <div class="group">{_LOOK}</div>
      <div class="sliders">
        <label>Brush <input class="size" type="range" min="1" step="1"><span class="value size-value"></span></label>
        <label>Opacity <input class="opacity" type="range" min="0" max="100" step="5">
          <span class="value opacity-value"></span></label>
      </div>
    </div>
  </div>
  <div class="panes">{_PANE}</div>
  <p class="hint">
    <span class="keys">1–9 choose a region, [ and ] change the brush, Space and drag moves, the wheel zooms,
      V shows the picture alone. Without a mouse: arrow keys and Enter.</span>
    <span class="touch">One finger paints, two fingers move and zoom.</span>
  </p>
  <p class="status" role="status"></p>
</div>
"""
