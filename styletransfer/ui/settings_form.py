"""Controls made from the settings a config declares: range, label, help and depth come from there."""

from typing import Any, Literal

import streamlit as st

from styletransfer.options import Setting, settings_of
from styletransfer.ui.form import Form
from styletransfer.ui.wording import escape

Level = Literal["simple", "more", "expert"]

# Everyday values lie in the lower part of a wide range; the slider ends here unless a recipe asks for more.
_USUAL = 3.0
_WORDS: dict[tuple[str, str], str] = {
    ("colour", "style"): "Of the style",
    ("colour", "luminance"): "Of the photograph: only brightness is painted",
    ("colour", "linear"): "Of the photograph: the style is recoloured",
    ("colour", "histogram"): "Of the photograph: recoloured, matched closely",
    ("colour", "colours-only"): "Only the colours change, no strokes",
    ("style_loss", "covariance"): "Covariance",
    ("style_loss", "gram"): "Gram matrix",
    ("start", "content"): "Photograph",
    ("start", "statistics"): "Photograph in the style's colours",
    ("start", "noise"): "Noise",
    ("start", "draft"): "A picture of your own",
    ("optimizer", "auto"): "Automatic",
    ("optimizer", "adam"): "Adam",
    ("optimizer", "lbfgs"): "L-BFGS",
    ("pooling", "average"): "Average",
    ("pooling", "max"): "Maximum",
    ("sites", "encoder"): "Encoder",
    ("sites", "skip"): "Details",
    ("sites", "decoder"): "Decoder",
    ("mapping", "whitening"): "Whitening and colouring",
    ("mapping", "transport"): "Transport",
    ("precision", "auto"): "Automatic",
    ("precision", "float32"): "32 bits",
    ("precision", "bfloat16"): "bfloat16",
}


def controls(form: Form, config: type, level: Level, columns: int = 1) -> None:
    """Draw the controls of one level of a config and take their values over into the form."""
    settings = [setting for setting in settings_of(config).values() if setting.option.level == level]
    for start in range(0, len(settings), columns):
        row = st.columns(columns, gap="large" if columns == 2 else "small")
        for column, setting in zip(row, settings[start : start + columns], strict=False):
            with column:
                value = form.values[setting.name]
                form.values[setting.name] = _control(setting, value, form.key(setting.name))


def word(setting: str, choice: str) -> str:
    """Return a choice in words for people."""
    return _WORDS.get((setting, choice), choice)


def _control(setting: Setting, value: Any, key: str) -> Any:
    if setting.kind is tuple:
        return _several(setting, value, key)
    label, told = setting.option.label, escape(setting.option.help)
    if setting.choices:
        chosen = setting.choices.index(value)
        return st.selectbox(
            label, setting.choices, chosen, format_func=lambda one: word(setting.name, one), key=key, help=told
        )
    if setting.kind is bool:
        return st.toggle(label, value, key=key, help=told)
    if setting.option.level == "simple":
        return _slider(setting, value, key, told)
    whole = setting.kind is int
    return st.number_input(
        label,
        min_value=_bound(setting.low, whole),
        max_value=_bound(setting.high, whole),
        value=_bound(value, whole),
        step=_bound(setting.option.step, whole),
        format=None if whole else "%.3g",
        key=key,
        help=told,
    )


def _slider(setting: Setting, value: float, key: str, told: str) -> float:
    low, high = setting.low or 0.0, setting.high if setting.high is not None else _USUAL
    end = high if high <= _USUAL else max(_USUAL, value)
    shown = "percent" if (low, high) == (0, 1) else None
    return float(
        st.slider(
            setting.option.label, low, end, float(value), step=setting.option.step, format=shown, key=key, help=told
        )
    )


def _several(setting: Setting, value: tuple[str, ...], key: str) -> tuple[str, ...]:
    label, told = setting.option.label, escape(setting.option.help)
    chosen = st.multiselect(
        label, setting.choices, list(value), format_func=lambda one: word(setting.name, one), key=key, help=told
    )
    return tuple(sorted(chosen))


def _bound(value: float | None, whole: bool) -> Any:
    return None if value is None else int(value) if whole else float(value)
