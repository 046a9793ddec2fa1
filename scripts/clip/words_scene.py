"""Wordings of pose, light and background."""

from scripts.clip.meanings import Meaning

_SIDES = (("left", "right", "<-"), ("right", "left", ">"))


def _verbs(phrase: str, side: str) -> str:
    """Return "turning left/turns left/turn left" for "turning|turns|turn" and so on."""
    return "/".join(form.replace("SIDE", side) for form in phrase.split("/"))


_TURNING = (
    "looking SIDE/looks SIDE/look SIDE",
    "looking to the SIDE/looks to the SIDE/look to the SIDE",
    "facing SIDE/faces SIDE/face SIDE",
    "facing the SIDE/faces the SIDE/face the SIDE",
    "turning SIDE/turns SIDE/turn SIDE",
    "turning to the SIDE/turns to the SIDE/turn to the SIDE",
    "looking towards the SIDE/looks towards the SIDE/look towards the SIDE",
    "turning THEIR head to the SIDE/turns THEIR head to the SIDE/turn THEIR head to the SIDE",
    "looking off to the SIDE/looks off to the SIDE/look off to the SIDE",
    "looking over to the SIDE/looks over to the SIDE/look over to the SIDE",
    "turning the face SIDE/turns the face SIDE/turn the face SIDE",
    "facing to the SIDE/faces to the SIDE/face to the SIDE",
    "pointing SIDE/points SIDE/point SIDE",
)
TURNS = tuple(
    Meaning(
        name=f"turned_{side}",
        group="yaw",
        true=f"yaw{sign}12",
        strong=f"yaw{sign}20",
        weak=f"yaw{sign}7",
        denied="yaw>-5" if side == "left" else "yaw<5",
        opposites=f"turned_{other} turned_{other} frontal",
        weight=1.4,
        adjectives=f"turned {side}|turned to the {side}|{side} facing|rotated to the {side}|facing {side}|turned "
        f"towards the {side}",
        having=f"THEIR head turned to the {side}|THEIR head turned {side}|THEIR face to the {side}|a head turned to "
        f"the {side}"
        f"|a face turned {side}|a {side} facing head|THEIR head to the {side}|THEIR nose pointing {side}|a {side} "
        "profile",
        doing="|".join(_verbs(phrase, side) for phrase in _TURNING),
        states=f"head:turned {side}|head:turned to the {side}|face:turned {side}|head:to the {side}|head:facing {side}"
        f"|face:to the {side}|nose:pointing {side}|head:rotated {side}|face:pointing to the {side}|head:rotated to "
        f"the {side}",
        after=f"in {side} profile|from the {side} side|in profile to the {side}|in three quarter view to the {side}",
        orders=f"turn the head {side}|turn the head to the {side}|rotate the face {side}|rotate the head to the {side}"
        f"|turn the face to the {side}|move the head to the {side}|turn it {side}",
    )
    for side, other, sign in _SIDES
)
FRONTAL = Meaning(
    name="frontal",
    group="yaw",
    true="yaw:-6..6",
    opposites="turned_left turned_right",
    weight=0.6,
    adjectives="frontal|straight|forward facing|facing forward|front facing",
    having="a frontal view|THEIR head straight|THEIR face to the front|a straight head|a frontal face|THEIR head "
    "facing forward",
    doing="facing the camera/faces the camera/face the camera|looking straight ahead/looks straight ahead/look "
    "straight ahead"
    "|looking at the camera/looks at the camera/look at the camera|facing forward/faces forward/face forward"
    "|facing the front/faces the front/face the front|looking forward/looks forward/look forward"
    "|facing us/faces us/face us",
    states="head:straight|head:facing forward|face:towards the camera|head:centred|face:frontal",
    after="from the front|in frontal view|seen from the front|straight on",
    orders="turn the head to the front|face the camera|look straight ahead|turn to the camera|straighten the head",
)
UP = Meaning(
    name="looking_up",
    group="pitch",
    true="pitch<-6",
    strong="pitch<-11",
    weak="pitch<-3",
    denied="pitch>-2",
    opposites="looking_down",
    adjectives="turned up|upward facing|tilted up",
    having="THEIR head up|a raised chin|THEIR chin up|THEIR head tilted back|THEIR face to the sky|a lifted chin|a "
    "raised head"
    "|an upward look",
    doing="looking up/looks up/look up|looking upwards/looks upwards/look upwards|facing up/faces up/face up"
    "|raising THEIR head/raises THEIR head/raise THEIR head|lifting THEIR chin/lifts THEIR chin/lift THEIR chin"
    "|looking at the sky/looks at the sky/look at the sky|gazing upwards/gazes upwards/gaze upwards"
    "|looking up to the sky/looks up to the sky/look up to the sky",
    states="head:up|head:raised|chin:up|head:tilted up|head:tilted back|face:turned up|chin:raised|chin:lifted"
    "|head:lifted",
    after="from below|seen from below",
    orders="raise the head|lift the head|lift the chin|tilt the head up|tilt the head back|look up|raise the chin"
    "|turn the head up",
)
DOWN = Meaning(
    name="looking_down",
    group="pitch",
    true="pitch>6",
    strong="pitch>11",
    weak="pitch>3",
    denied="pitch<2",
    opposites="looking_up",
    adjectives="turned down|downward facing|tilted down|bowed",
    having="THEIR head down|a lowered chin|THEIR chin down|a bowed head|THEIR face to the ground|THEIR head bent|a "
    "lowered head"
    "|THEIR head bowed|a downward look",
    doing="looking down/looks down/look down|looking downwards/looks downwards/look downwards|facing down/faces "
    "down/face down"
    "|lowering THEIR head/lowers THEIR head/lower THEIR head|looking at the floor/looks at the floor/look at the floor"
    "|looking at the ground/looks at the ground/look at the ground|bowing THEIR head/bows THEIR head/bow THEIR head"
    "|nodding/nods/nod|gazing downwards/gazes downwards/gaze downwards|hanging THEIR head/hangs THEIR head/hang "
    "THEIR head",
    states="head:down|head:lowered|chin:down|head:bowed|head:tilted down|face:turned down|chin:lowered|head:bent down",
    after="from above|seen from above",
    orders="lower the head|bow the head|tilt the head down|look down|lower the chin|drop the chin|turn the head down",
)
LIGHTS = tuple(
    Meaning(
        name=f"lit_{side}",
        group="light",
        true=f"light_x{sign}14",
        strong=f"light_x{sign}24",
        weak=f"light_x{sign}8",
        denied="light_x>-5" if side == "left" else "light_x<5",
        opposites=f"lit_{other}",
        weight=1.2,
        adjectives=f"lit from the {side}|{side} lit|illuminated from the {side}|brightly lit from the {side}|lit on "
        f"the {side} side",
        having=f"light from the {side}|light on the {side}|light coming from the {side}|a shadow on the {other} side"
        f"|THEIR {side} side lit|a bright {side} side|a bright {side} cheek|light falling from the {side}|a lamp on "
        f"the {side}"
        f"|the light on the {side} side|a dark {other} side|sunlight from the {side}|the sun on the {side}"
        f"|a shadow on the {other}|THEIR {other} side in shadow|a light on the {side}",
        states=f"face:lit from the {side}|{side} side:lit|{side} side:bright|face:illuminated from the {side}"
        f"|{other} side:dark"
        f"|{other} side:in shadow|{other} half:in shadow|{side} half:lit|{side} cheek:bright|{other} cheek:in shadow"
        f"|{side} side:brighter|{other} side:darker",
        after=f"in light from the {side}|in the light of a lamp on the {side}|under light from the {side}|with side "
        "light from the "
        f"{side}|near a window on the {side}",
        orders=f"light from the {side}|light the {side} side|add light from the {side}|move the light to the {side}"
        f"|put a lamp on the {side}|illuminate the {side} side|brighten the {side} side|darken the {other} side",
    )
    for side, other, sign in _SIDES
)
BRIGHT = Meaning(
    name="bright",
    group="brightness",
    true="brightness>49",
    strong="brightness>55",
    weak="brightness>45",
    denied="brightness<41",
    opposites="dim",
    adjectives="brightly lit|well lit|bright|illuminated|sunlit|overexposed|fully lit",
    comparatives="brighter|lighter|more brightly lit|better lit|less dark",
    having="bright light|bright lighting|a lot of light|plenty of light|more light|strong light|good lighting|bright "
    "sunlight",
    states="picture:bright|photo:bright|light:bright|lighting:bright|image:bright|photo:brighter|face:brightly lit"
    "|light:strong",
    after="in bright light|in the sun|in sunlight|in daylight|in broad daylight|in the sunshine|under bright light"
    "|in good light"
    "|at noon|outdoors in the sun|under bright lights|in the spotlight",
    orders="brighten|lighten|make it brighter|add light|turn up the light|brighten the picture|more light|brighten "
    "up the photo",
)
DIM = Meaning(
    name="dim",
    group="brightness",
    true="brightness<33",
    strong="brightness<27",
    weak="brightness<37",
    denied="brightness>41",
    opposites="bright",
    adjectives="dimly lit|badly lit|poorly lit|underexposed|darkly lit|dim|shadowy|gloomily lit",
    comparatives="darker|dimmer|less bright|more dimly lit|less lit",
    having="dim light|dark lighting|little light|low light|weak light|poor lighting|less light|hardly any light",
    states="picture:dark|photo:dark|light:dim|lighting:dark|image:dark|photo:darker|face:in the dark|face:in shadow"
    "|light:low",
    after="in the dark|at night|in darkness|in dim light|in the shade|in shadow|in low light|by night|in the shadows"
    "|in poor light"
    "|by candlelight|after sunset",
    orders="darken|make it darker|dim the light|turn down the light|darken the picture|less light|dim the lights"
    "|darken the photo",
)
WHITE_GROUND = Meaning(
    name="light_background",
    group="background",
    true="background>63",
    strong="background>72",
    weak="background>57",
    denied="background<47",
    opposites="dark_background",
    having="a bright background|a white background|a light background|a pale background|a white wall behind|a bright "
    "backdrop"
    "|a white backdrop|a light wall behind|a lighter background|a background of white",
    states="background:bright|background:white|background:light|background:pale|backdrop:white|background:lighter"
    "|background:brighter|backdrop:light|wall:white",
    after="against a white background|on a bright background|on a white background|in front of a white wall|before a "
    "light background"
    "|in front of a bright wall|against the bright sky|on a light background|against a light background|in a bright "
    "room",
    orders="brighten the background|make the background white|lighten the background|whiten the background",
)
DARK_GROUND = Meaning(
    name="dark_background",
    group="background",
    true="background<31",
    strong="background<21",
    weak="background<38",
    denied="background>48",
    opposites="light_background",
    having="a dark background|a black background|a dark wall behind|a black backdrop|a dark backdrop|a background in "
    "black"
    "|darkness behind|a darker background|a gloomy background",
    states="background:dark|background:black|background:darker|backdrop:black|backdrop:dark|wall:dark"
    "|background:very dark",
    after="against a dark background|on a black background|on a dark background|in front of a black wall|before a "
    "dark background"
    "|against a black background|in front of a dark wall|in a dark room|against the night sky|against a black backdrop",
    orders="darken the background|make the background black|make the background dark|blacken the background",
)

ALL = (*TURNS, FRONTAL, UP, DOWN, *LIGHTS, BRIGHT, DIM, WHITE_GROUND, DARK_GROUND)
