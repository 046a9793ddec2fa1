"""The HTML of the three points on a face: fixed markup only; the photo arrives as data."""

POINTS = {"right_eye": "Right eye", "left_eye": "Left eye", "mouth": "Mouth"}


def _button(act: str, title: str, path: str) -> str:
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
    return f'<button type="button" data-act="{act}" title="{title}" aria-label="{title}">{icon}</button>'


_LENS = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0 M15.5 15.5L21 21"
_ZOOM = (
    _button("wider", "Zoom out (-)", f"{_LENS} M8 10.5h5")
    + _button("fit", "Fit the photo (0)", "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5")
    + _button("closer", "Zoom in (+)", f"{_LENS} M8 10.5h5 M10.5 8v5")
)
_CHIPS = "".join(
    f'<button type="button" class="chip" data-chip="{name}" aria-pressed="false">{words}</button>'
    for name, words in POINTS.items()
)
_HANDLES = "".join(
    f'<button type="button" class="point" data-point="{name}" aria-label="{words}: drag it, or press the arrow keys">'
    f'<i></i><span class="tag" aria-hidden="true">{words}</span></button>'
    for name, words in POINTS.items()
)

POINTS_HTML = f"""
<div class="points">
  <div class="bar">
    <div class="group" role="group" aria-label="Point that a tap places">{_CHIPS}</div>
    <div class="group" role="group" aria-label="Zoom">{_ZOOM}</div>
  </div>
  <div class="photo stage">
    <img draggable="false" alt="Photo to place the points on">
    <svg class="lines" aria-hidden="true"><polygon/></svg>
    {_HANDLES}
    <canvas class="loupe" aria-hidden="true" hidden></canvas>
  </div>
  <p class="hint">
    Put a point on the middle of each eye and of the mouth. Right and left are the person's own: facing you, their right
    eye is on the left.
    <span class="keys">Arrow keys move a point by a little, with Shift by more.</span>
  </p>
  <span class="status" role="status"></span>
</div>
"""
