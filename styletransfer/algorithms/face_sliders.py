"""The sliders that are looked for in a generator: what they are called, what they change, and how far they go."""

from styletransfer.algorithms.face_direction_config import DirectionConfig, Wanted

EVEN = (-100.0, -75.0, -50.0, -25.0, 0.0, 25.0, 50.0, 75.0, 100.0)
WOMAN_TO_MAN = 2.0  # between the average woman and the average man, as `Attributes` reads gender
SHUT_TO_OPEN = 0.24  # openness of the average eye less that of a shut one, as the readers see them
# Rows of w+: to 32 px, where shapes are laid out; of 16 and 32 px, where features are drawn; and all from there on.
SHAPES, PARTS, COLOURS = (0, 8), (4, 8), (4, 12)

SLIDERS = (
    Wanted(
        name="age", label="Age", unit="years", step=1.0, reading="age", per_unit=1.0, furthest=5.0,
        help="Makes the person this much older, or younger.", values=tuple(map(float, range(-15, 31, 5))),
    ),
    Wanted(
        name="gender", label="Gender", unit="%", step=1.0, reading="gender", even=True, per_unit=WOMAN_TO_MAN / 100,
        help="Left is more feminine, right more masculine; 100 is the way from the average woman to the average man.",
        values=EVEN, furthest=5.0,
    ),
    Wanted(
        name="eyes", label="Eyes open", unit="%", step=1.0, rows=PARTS, reading="eyes", free=("gaze_y", "brows"),
        help="Opens the eyes, or shuts them; 100 lies between the average eye and a shut one.",
        per_unit=SHUT_TO_OPEN / 100, furthest=6.0,
        values=(-100.0, -90.0, -75.0, -50.0, -25.0, 0.0, 25.0, 50.0, 60.0, 75.0),
    ),
    Wanted(
        name="smile", label="Smile", unit="", step=0.1, reading="smile",
        help="Right is a smile, left earnest; 1 is the deviation among random faces.",
        values=(-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5),
    ),
    Wanted(
        name="yaw", label="Turn", unit="°", step=1.0, reading="yaw", free=("gaze_x",), per_unit=1.0,
        help="Turns the head to the right of the picture, or to the left.",
        values=tuple(map(float, range(-25, 26, 5))),
    ),
    Wanted(
        name="pitch", label="Nod", unit="°", step=0.5, reading="pitch", free=("gaze_y",), per_unit=1.0,
        help="Lowers the head, or raises it.", values=(-15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0),
    ),
    Wanted(
        name="hair", label="Hair lightness", unit="", step=1.0, rows=COLOURS, reading="hair", per_unit=1.0,
        help="Lightens the hair, in units of CIE L from black, 0, to white, 100.",
        values=tuple(map(float, range(-30, 31, 5))),
    ),
    Wanted(
        name="hair_red", label="Hair warmth", unit="", step=0.5, rows=COLOURS, reading="hair_red", per_unit=1.0,
        help="Reddens the hair, in units of CIE a; about 20 lie between black and red hair.", furthest=5.0,
        values=(-7.5, -5.0, -2.5, 0.0, 2.5, 5.0, 7.5, 10.0),
    ),
    Wanted(
        name="beard", label="Beard", unit="", step=0.1, rows=SHAPES, reading="beard",
        free=("gender", "beard_shade"), even=True,
        help="Lets a beard grow, or shaves it; 1 is the deviation among random faces.", furthest=6.0,
        values=(-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
    ),
)  # fmt: skip

KEPT = (
    "glasses", "beard_shade", "mouth", "hairline", "brows", "gaze_x", "gaze_y", "skin", "skin_red", "skin_yellow",
    "light", "background", "background_red", "background_yellow",
)  # fmt: skip

CONFIG = DirectionConfig(wanted=SLIDERS, kept=KEPT, measured=48, corrections=3)
