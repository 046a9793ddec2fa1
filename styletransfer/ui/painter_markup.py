"""The painter's HTML: fixed markup only; names of regions and pictures arrive as data."""


def _icon(path: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _button(act: str, title: str, path: str, *, tool: bool = False) -> str:
    mark = ' data-tool aria-pressed="false"' if tool else ""
    return f'<button type="button" data-act="{act}"{mark} title="{title}" aria-label="{title}">{_icon(path)}</button>'


_TOOLS = (
    _button("paint", "Brush (B)", "M14.5 5.5l4 4L9 19c-1.5 1.5-4 1.5-6 1 1-1 1-2 1-3s.5-2 1-2.5z M13 7l4 4", tool=True)
    + _button("erase", "Eraser (E)", "M8 20h12 M5 14.5L14.5 5l5 5L10 19.5H8z M10 9.5l5 5", tool=True)
    + _button("fill", "Fill an area (G)", "M11 3l8 8-7.5 7.5L4 11z M4 11h15 M20.5 16v4", tool=True)
    + _button(
        "move",
        "Move the picture (H, or Space and drag)",
        "M12 3v18 M3 12h18 M12 3l-3 3 M12 3l3 3 M12 21l-3-3 M12 21l3-3 M3 12l3-3 M3 12l3 3 M21 12l-3-3 M21 12l-3 3",
        tool=True,
    )
)
_STEPS = _button("undo", "Undo (Ctrl+Z)", "M8 5L4 9l4 4 M4 9h10a5.5 5.5 0 0 1 0 11h-3") + _button(
    "redo", "Redo (Ctrl+Shift+Z)", "M16 5l4 4-4 4 M20 9H10a5.5 5.5 0 0 0 0 11h3"
)
_LENS = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0 M15.5 15.5L21 21"
_ZOOM = (
    _button("wider", "Zoom out (-)", f"{_LENS} M8 10.5h5")
    + _button("fit", "Fit the picture (0)", "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5")
    + _button("closer", "Zoom in (+)", f"{_LENS} M8 10.5h5 M10.5 8v5")
)
_WHOLE = _button(
    "cover", "Give the whole picture this region", "M4 4h16v16H4z M4 12L12 4 M4 19L19 4 M10 20L20 10"
) + _button("clear", "Clear everything", "M4 7h16 M9 7V4h6v3 M6.5 7l1 13h9l1-13")
PAINTER_HTML = f"""
<div class="painter">
  <div class="bar"><div class="classes" role="group" aria-label="Regions"></div></div>
  <div class="bar">
    <div class="group" role="group" aria-label="Tools">{_TOOLS}</div>
    <div class="group" role="group" aria-label="Steps">{_STEPS}</div>
    <div class="group" role="group" aria-label="Zoom">{_ZOOM}</div>
    <div class="group" role="group" aria-label="Whole picture">{_WHOLE}</div>
  </div>
  <div class="bar sliders">
    <label>Brush <input class="size" type="range" min="1" step="1"><span class="value size-value"></span></label>
    <label>Opacity <input class="opacity" type="range" min="10" max="100" step="5">
      <span class="value opacity-value"></span></label>
  </div>
  <div class="stage"><canvas tabindex="0" role="application"></canvas></div>
  <p class="hint">
    <span class="keys">1–9 choose a region, [ and ] change the brush, Space and drag moves, the wheel zooms.
      Without a mouse: arrow keys and Enter.</span>
    <span class="touch">One finger paints, two fingers move and zoom.</span>
  </p>
</div>
"""
