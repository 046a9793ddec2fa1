"""Wordings of eyes, gaze and brows."""

from scripts.clip.meanings import Meaning

CLOSED = Meaning(
    name="eyes_closed",
    group="eyes",
    true="eyes_open<0.15",
    strong="eyes_open<0.11",
    weak="eyes_open<0.19",
    denied="eyes_open>0.22",
    opposites="eyes_open eyes_wide",
    weight=1.6,
    adjectives="asleep|sleeping|blinking|dozing|napping|closed eyed|unconscious|fast asleep|dreaming",
    having="closed eyes|shut eyes|eyes shut|eyes closed|THEIR eyes closed|THEIR eyes shut|both eyes closed|lowered "
    "eyelids"
    "|closed eyelids|eyes tightly shut|closed lids|THEIR eyelids shut|eyelids down|eyes that are shut|both eyes shut",
    doing="sleeping/sleeps/sleep|blinking/blinks/blink|dozing/dozes/doze"
    "|closing THEIR eyes/closes THEIR eyes/close THEIR eyes|shutting THEIR eyes/shuts THEIR eyes/shut "
    "THEIR eyes|napping/naps/nap|dreaming/dreams/dream",
    states="eyes:closed|eyes:shut|eyelids:closed|eyelids:shut|lids:closed|eyes:firmly closed|eyes:tightly shut"
    "|lids:down"
    "|eyelids:lowered",
    orders="close the eyes|shut the eyes|close your eyes|shut your eyes|close both eyes|fall asleep",
)
NARROW = Meaning(
    name="eyes_narrow",
    group="eyes",
    true="eyes_open:0.12..0.21",
    opposites="eyes_wide",
    adjectives="squinting|sleepy|tired|drowsy|exhausted|narrow eyed|weary|sleepy eyed|tired looking|sleepy looking"
    "|worn out|half asleep|fatigued|heavy eyed|hungover|dozy|beat",
    comparatives="more tired|sleepier|more sleepy|more exhausted|wearier|less awake",
    having="narrow eyes|half closed eyes|squinty eyes|tired eyes|sleepy eyes|heavy eyelids|droopy eyelids|small eyes"
    "|narrowed eyes|drooping eyelids|eyes half closed|eyes half shut|half open eyes|squinted eyes|heavy lids|a tired "
    "look"
    "|a sleepy look|barely open eyes",
    doing="squinting/squints/squint|narrowing THEIR eyes/narrows THEIR eyes/narrow THEIR eyes"
    "|looking tired/looks tired/look tired|looking sleepy/looks sleepy/look sleepy"
    "|looking exhausted/looks exhausted/look exhausted",
    states="eyes:half closed|eyes:narrowed|eyes:narrow|eyes:squinting|eyes:half shut|eyelids:drooping|eyes:tired"
    "|eyes:half open|eyelids:heavy|eyes:barely open|face:tired",
    orders="narrow the eyes|squint the eyes|half close the eyes",
)
OPEN = Meaning(
    name="eyes_open",
    group="eyes",
    true="eyes_open>0.24",
    strong="eyes_open>0.31",
    weak="eyes_open>0.21",
    denied="eyes_open<0.16",
    opposites="eyes_closed",
    weight=1.2,
    adjectives="awake|open eyed|alert|wide awake|bright eyed|attentive|watchful",
    comparatives="more awake|more alert|less tired|less sleepy",
    having="open eyes|eyes open|THEIR eyes open|both eyes open|opened eyes|alert eyes|eyes that are open|an alert look",
    doing="opening THEIR eyes/opens THEIR eyes/open THEIR eyes|waking up/wakes up/wake up|watching/watches/watch",
    states="eyes:open|eyes:opened|eyelids:open|eyelids:raised|lids:open|lids:up",
    orders="open the eyes|open your eyes|open both eyes|open up the eyes|wake up|raise the eyelids",
)
WIDE = Meaning(
    name="eyes_wide",
    group="eyes",
    true="eyes_open>0.36",
    opposites="eyes_closed eyes_narrow",
    denied="eyes_open<0.3",
    adjectives="wide eyed|big eyed|large eyed|staring|goggle eyed",
    having="wide open eyes|wide eyes|big eyes|large eyes|huge eyes|staring eyes|bulging eyes|enormous eyes"
    "|widened eyes|eyes open wide|eyes wide open|round eyes|bigger eyes|larger eyes|eyes popping out",
    doing="staring/stares/stare|widening THEIR eyes/widens THEIR eyes/widen THEIR eyes",
    states="eyes:wide open|eyes:wide|eyes:big|eyes:huge|eyes:widened|eyes:bulging|eyes:large|eyes:round|eyes:staring",
    orders="widen the eyes|open the eyes wide|enlarge the eyes|make the eyes bigger",
)
_SIDES = (("left", "right", "gaze_x<-0.045"), ("right", "left", "gaze_x>0.045"))
GAZES = tuple(
    Meaning(
        name=f"gaze_{side}",
        group="gaze",
        true=band,
        opposites=f"gaze_{other}",
        weight=0.8,
        having=f"eyes to the {side}|eyes turned to the {side}|a gaze to the {side}|a {side}ward gaze|THEIR eyes to "
        f"the {side}"
        f"|a glance to the {side}|THEIR gaze to the {side}|pupils to the {side}|eyes on the {side}|a look to the "
        f"{side}",
        doing=f"glancing to the {side}/glances to the {side}/glance to the {side}"
        f"|gazing to the {side}/gazes to the {side}/gaze to the {side}|glancing {side}/glances {side}/glance {side}"
        f"|gazing {side}/gazes {side}/gaze {side}|peeking to the {side}/peeks to the {side}/peek to the {side}"
        f"|eyeing the {side}/eyes the {side}/eye the {side}|rolling THEIR eyes {side}/rolls THEIR eyes {side}/roll "
        "THEIR "
        f"eyes {side}|glancing sideways to the {side}/glances sideways to the {side}/glance sideways to the {side}"
        f"|peering {side}/peers {side}/peer {side}|looking with THEIR eyes to the {side}/looks with THEIR eyes to "
        f"the {side}"
        f"/look with THEIR eyes to the {side}",
        states=f"eyes:looking {side}|eyes:turned {side}|gaze:to the {side}|eyes:looking to the {side}|eyes:pointing "
        f"{side}"
        f"|pupils:to the {side}|gaze:turned to the {side}|gaze:directed to the {side}|eyes:shifted {side}",
        orders=f"turn the eyes {side}|move the eyes to the {side}|look {side} with the eyes|shift the gaze {side}",
    )
    for side, other, band in _SIDES
)
STRAIGHT_GAZE = Meaning(
    name="gaze_straight",
    group="gaze",
    true="gaze_x:-0.02..0.02 yaw:-8..8",
    opposites="gaze_left gaze_right",
    weight=0.3,
    having="a straight gaze|a direct gaze|eye contact|a direct look|eyes on the camera",
    doing="looking into the camera/looks into the camera/look into the camera|looking at us/looks at us/look at us"
    "|making eye contact/makes eye contact/make eye contact|gazing straight ahead/gazes straight ahead/gaze straight "
    "ahead"
    "|looking at the viewer/looks at the viewer/look at the viewer",
    states="eyes:looking straight ahead|gaze:straight|eyes:on the camera|eyes:looking at the camera",
)
RAISED = Meaning(
    name="brows_raised",
    group="brows",
    true="brows>0.8",
    strong="brows>1.3",
    weak="brows>0.4",
    denied="brows<0.2",
    opposites="brows_lowered",
    adjectives="high browed|curious|questioning|skeptical|inquisitive|doubtful",
    having="raised eyebrows|raised brows|high eyebrows|lifted eyebrows|arched eyebrows|THEIR eyebrows up|arched brows"
    "|eyebrows raised|high brows|lifted brows|elevated eyebrows|eyebrows up|a raised brow|a questioning look",
    doing="raising THEIR eyebrows/raises THEIR eyebrows/raise THEIR eyebrows|lifting THEIR brows/lifts THEIR "
    "brows/lift THEIR "
    "brows|raising THEIR brows/raises THEIR brows/raise THEIR brows",
    states="eyebrows:raised|brows:raised|eyebrows:up|eyebrows:lifted|eyebrows:high|eyebrows:arched|brows:lifted"
    "|brows:high"
    "|eyebrows:higher|brows:up",
    orders="raise the eyebrows|lift the brows|raise your eyebrows|lift the eyebrows|raise the brows",
)
LOWERED = Meaning(
    name="brows_lowered",
    group="brows",
    true="brows<-0.8",
    strong="brows<-1.3",
    weak="brows<-0.4",
    denied="brows>-0.2",
    opposites="brows_raised",
    adjectives="low browed|brooding|concentrated|focused|determined",
    having="lowered eyebrows|low brows|lowered brows|low eyebrows|THEIR eyebrows down|eyebrows lowered|drawn brows"
    "|eyebrows down|knit brows|a lowered brow|eyebrows close to the eyes",
    doing="lowering THEIR eyebrows/lowers THEIR eyebrows/lower THEIR eyebrows|lowering THEIR brows/lowers THEIR "
    "brows/lower "
    "THEIR brows|knitting THEIR brows/knits THEIR brows/knit THEIR brows",
    states="eyebrows:lowered|brows:lowered|eyebrows:down|eyebrows:low|brows:low|eyebrows:lower|brows:drawn together"
    "|brows:down|eyebrows:drawn together",
    orders="lower the eyebrows|lower the brows|lower your eyebrows|pull the eyebrows down|pull the brows together",
)

ALL = (CLOSED, NARROW, OPEN, WIDE, *GAZES, STRAIGHT_GAZE, RAISED, LOWERED)
