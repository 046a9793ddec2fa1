"""What a rendered face is made of: every factor with its range and unit, and the labels that come with the picture."""

from __future__ import annotations

from dataclasses import dataclass, fields

CUTS = ("bald", "cropped", "side_parted", "swept_back", "fringe", "curly", "afro", "bob", "long", "tied_back")
BACKGROUNDS = ("gradient", "bokeh", "scene", "wall", "photo")

IDENTITY_MODES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSetting:
    """Describe one face, its hair, light, camera and background.

    Left and right are the subject's. Angles are degrees. Colours are linear RGB in [0, 1].
    """

    # who
    age: float = 30.0  # years, 3..90
    gender: float = 0.5  # 0 female .. 1 male
    african: float = 0.0  # share of the origin, 0..1; the three shares are normalised
    asian: float = 0.0
    caucasian: float = 1.0
    weight: float = 0.0  # -1 lean .. 1 stout (cheeks, chin, neck)
    identity: tuple[float, ...] = ()  # up to 60 coefficients of ICT-FaceKit, standard deviations
    # expression
    eyes_left: float = 1.0  # 0 closed .. 1 as the neutral face .. 1.3 wide
    eyes_right: float = 1.0
    gaze_yaw: float = 0.0  # -30..30, positive towards the subject's left, relative to the head
    gaze_pitch: float = 0.0  # -25..25, positive up
    smile: float = 0.0  # -0.6 corners down .. 1 broad
    mouth_open: float = 0.0  # 0 closed .. 1 jaw wide open
    brows: float = 0.0  # -1 frowning .. 1 raised
    pucker: float = 0.0  # 0..1
    squint: float = 0.0  # 0..1
    # pose
    yaw: float = 0.0  # -60..60, positive turns towards the subject's left (right in the picture)
    pitch: float = 0.0  # -30..30, positive looks up
    roll: float = 0.0  # -30..30, positive tips the crown towards the subject's left (right in the picture)
    # skin
    skin_tone: float = 0.25  # 0 palest .. 1 darkest
    skin_warmth: float = 0.0  # -1 rosy .. 1 olive
    roughness: float = 0.5  # 0 smooth and matt .. 1 oily, large pores
    freckles: float = 0.0  # 0..1
    lipstick: float = 0.0  # 0..1
    eye_makeup: float = 0.0  # 0..1
    iris: float = 0.3  # 0 brown-black, .35 brown, .6 hazel and green, .8 blue, 1 grey
    # hair
    hair_cut: str = "side_parted"  # one of CUTS
    hair_length: float = 0.5  # 0..1 within the cut
    hair_volume: float = 0.5  # 0..1
    hair_curl: float = 0.1  # 0 straight .. 1 tight curls
    hair_part: float = 0.4  # -1 parted at the subject's right .. 1 left
    hair_recession: float = 0.0  # 0..1, hairline drawn back
    hair_tone: float = 0.2  # 0 black, .35 brown, .7 blond, 1 palest
    hair_red: float = 0.2  # 0..1
    hair_grey: float = 0.0  # 0..1
    beard: float = 0.0  # 0 shaved, .3 stubble, 1 full
    moustache: float = 0.0  # 0..1
    brow_density: float = 0.5  # 0..1
    # things worn
    glasses: float = 0.0  # 0 none, above 0.5 worn
    glasses_shape: float = 0.5  # 0 round .. 1 square
    glasses_tone: float = 0.2  # 0 black .. 1 clear metal
    lens_tint: float = 0.0  # 0 clear .. 1 sunglasses
    cloth: tuple[float, float, float] = (0.15, 0.18, 0.25)
    collar: float = 0.5  # 0 wide neck .. 1 high collar
    # light
    light_yaw: float = 30.0  # -90..90, positive from the subject's left
    light_pitch: float = 30.0  # -20..80
    light_strength: float = 0.6  # share of the key light, 0..1; the rest is ambient
    light_softness: float = 0.5  # 0 hard sun .. 1 overcast
    light_warmth: float = 0.0  # -1 blue .. 1 orange
    exposure: float = 0.0  # stops, -1..1
    # background and camera
    background: str = "gradient"  # one of BACKGROUNDS
    background_tone: float = 0.5  # 0 dark .. 1 light
    background_hue: float = 0.6  # 0..1 around the colour circle
    background_colour: float = 0.3  # saturation 0..1
    distance: float = 90.0  # camera to head, centimetres, 45..200
    frame_scale: float = 1.15  # side of the picture in FFHQ crops of the neutral face, 0.8..1.6
    frame_x: float = 0.0  # shift of the face, share of the picture's side, positive right
    frame_y: float = 0.0  # positive down
    grain: float = 0.2  # camera noise 0..1
    blur: float = 0.2  # camera softness 0..1
    seed: int = 0  # detail that is not a factor: pores, strands, background shapes

    def __post_init__(self) -> None:
        """Check every factor.

        Raises:
            ValueError: a factor is outside its range, or a name is unknown.
        """
        for name in LABELS:
            value = getattr(self, name)
            names = {"hair_cut": CUTS, "background": BACKGROUNDS}.get(name)
            if names is not None:
                if value not in names:
                    raise ValueError(f"{name} is {value!r}: choose one of {', '.join(names)}")
                continue
            low, high = RANGES.get(name, UNIT)
            if not low <= value <= high:
                raise ValueError(f"{name} is {value}: it must lie in {low} to {high}")
        if self.african + self.asian + self.caucasian <= 0:
            raise ValueError("african, asian and caucasian are all 0: give at least one a share")
        if len(self.identity) > IDENTITY_MODES:
            raise ValueError(f"identity has {len(self.identity)} coefficients: {IDENTITY_MODES} at most")


# Lowest and highest value of every number of a setting.
RANGES: dict[str, tuple[float, float]] = {
    "age": (3, 90), "weight": (-1, 1), "eyes_left": (0, 1.3), "eyes_right": (0, 1.3), "gaze_yaw": (-30, 30),
    "gaze_pitch": (-25, 25), "smile": (-0.6, 1), "brows": (-1, 1), "yaw": (-60, 60), "pitch": (-30, 30),
    "roll": (-30, 30), "skin_warmth": (-1, 1), "hair_part": (-1, 1), "light_yaw": (-90, 90), "light_pitch": (-20, 80),
    "light_warmth": (-1, 1), "exposure": (-1, 1), "distance": (45, 200), "frame_scale": (0.8, 1.6),
    "frame_x": (-0.25, 0.25), "frame_y": (-0.25, 0.25), "seed": (0, 2**63),
}  # fmt: skip
UNIT = (0.0, 1.0)  # of every other number

LABELS = tuple(f.name for f in fields(FaceSetting) if f.name not in {"identity", "cloth"})


def labels(setting: FaceSetting) -> dict[str, float]:
    """Return every factor as a number; a cut or a background is its place in CUTS or BACKGROUNDS."""
    row: dict[str, float] = {}
    for name in LABELS:
        value = getattr(setting, name)
        if name == "hair_cut":
            value = CUTS.index(value)
        elif name == "background":
            value = BACKGROUNDS.index(value)
        row[name] = float(value)
    return row
