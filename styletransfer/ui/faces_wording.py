"""Amounts and prompts of face editing in words."""

_SHORT = 40  # letters of a prompt that a title or a button has room for


def amount(value: float, unit: str) -> str:
    """Say how far a slider is: "+20 years", "+1 year", "−5°", "0"."""
    number = f"{abs(value):g}"
    if number == "1" and len(unit) > 2:
        unit = unit.removesuffix("s")
    sign = "" if value == 0 else "+" if value > 0 else "−"
    gap = "" if unit in ("", "°") else " "
    return f"{sign}{number}{gap}{unit}"


def quoted(text: str, most: int = _SHORT) -> str:
    """Put a prompt in quotation marks; of a long one only the beginning."""
    shown = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return f"“{shown}”"
