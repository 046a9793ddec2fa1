"""The face desk's HTML: fixed markup only; the sliders' names arrive as data."""

from styletransfer.ui.compare import compare_html

_OVER = """
    <button type="button" class="pill eye" title="Hold to see the original (V)" aria-label="Hold to see the original">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0"/>
      </svg>
      <span>Original</span>
    </button>
    <span class="busy" aria-hidden="true"></span>
    <p class="note" role="status"></p>"""

DESK_HTML = f"""
<div class="desk">
  <div class="board">
    <div class="look">{compare_html(_OVER)}</div>
    <div class="panel">
      <div class="head">
        <span class="hint"><span class="mouse">A double click sets a slider back.</span></span>
        <button type="button" class="reset-all">Reset all</button>
      </div>
      <div class="sliders"></div>
    </div>
  </div>
</div>
"""
