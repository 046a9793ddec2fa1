"""What the judges read, and which readings are one attribute by meaning.

Written down before any model was judged. Two readings are one attribute where one cannot change without the other by
what the words mean, or where a measurement of pixels cannot tell them apart; then neither counts against the other:
  - a smile is read off the mouth's corners and by a network for happy faces;
  - the colour of hair has three axes;
  - skin and brightness of the picture: darker skin is a darker picture, and the other way round.
"Surprised" is only evidence for a prompt about it: it is made of an open mouth, wide eyes and raised brows, which count
already. All other attributes are rivals of each other: older and more masculine, bearded and more masculine, smiling
and mouth open.
"""

from collections.abc import Mapping

READINGS = (
    "age", "male", "smile", "happy", "surprised", "mouth_open", "eyes_open", "brows", "hair_light", "hair_yellow",
    "hair_red", "beard", "sunglasses", "skin", "brightness", "yaw", "pitch", "light_x", "lips_red",
)  # fmt: skip

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "age": ("age",),
    "gender": ("male",),
    "smile": ("smile", "happy"),
    "mouth": ("mouth_open",),
    "eyes": ("eyes_open",),
    "brows": ("brows",),
    "hair": ("hair_light", "hair_yellow", "hair_red"),
    "beard": ("beard",),
    "sunglasses": ("sunglasses",),
    "lightness": ("skin", "brightness"),
    "turn": ("yaw",),
    "nod": ("pitch",),
    "light": ("light_x",),
    "lips": ("lips_red",),
}
"""Attribute -> its readings; the fourteen are rivals of each other."""


def attribute_of(reading: str) -> str:
    """Return the attribute that a reading belongs to, or "" for what is evidence only."""
    return next((name for name, readings in ATTRIBUTES.items() if reading in readings), "")
