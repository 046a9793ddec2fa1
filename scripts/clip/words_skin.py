"""Wordings of skin and make-up."""

from scripts.clip.meanings import Meaning

PALE = Meaning(
    name="pale",
    group="skin",
    true="skin>67",
    strong="skin>74",
    weak="skin>62",
    denied="skin<57",
    opposites="dark_skin tanned",
    weight=1.3,
    adjectives="pale|fair skinned|light skinned|pale skinned|pallid|white skinned|pale faced|fair|ashen|pasty"
    "|untanned|ghostly pale|light complexioned|white|caucasian|porcelain skinned",
    comparatives="paler|fairer|lighter skinned|more pale|paler skinned|less tanned",
    having="pale skin|fair skin|light skin|a pale complexion|a fair complexion|white skin|a pale face|a light "
    "complexion"
    "|porcelain skin|ivory skin|milky skin|lighter skin|skin as white as snow|skin like porcelain|a light skin tone"
    "|a fair skin tone|skin as pale as milk|an untanned face|paler skin|snow white skin|a white face|light coloured "
    "skin",
    states="skin:pale|skin:fair|skin:light|face:pale|complexion:pale|skin:white|skin:lighter|complexion:fair|skin "
    "tone:light"
    "|skin:paler|cheeks:pale|complexion:light|skin:as white as milk",
    orders="lighten the skin|whiten the skin|brighten the skin|make the skin lighter",
)
DARK = Meaning(
    name="dark_skin",
    group="skin",
    true="skin<43",
    strong="skin<35",
    weak="skin<49",
    denied="skin>54",
    opposites="pale",
    weight=1.3,
    adjectives="dark skinned|black skinned|brown skinned|dark complexioned|dark|swarthy|dusky|black|african|dark "
    "faced|deep toned",
    comparatives="darker skinned|darker|more dark skinned|swarthier",
    having="dark skin|black skin|brown skin|a dark complexion|darker skin|a dark skin tone|ebony skin|deep brown skin"
    "|chocolate skin|a dark face|a swarthy complexion|mahogany skin|skin as dark as night|dark brown skin|skin like "
    "chocolate"
    "|a deep skin tone|a brown complexion|dark coloured skin|a brown face",
    states="skin:dark|skin:black|skin:brown|complexion:dark|skin:darker|skin tone:dark|face:dark|skin:dark brown"
    "|skin:deep brown",
    orders="darken the skin|make the skin darker|deepen the skin tone",
)
TANNED = Meaning(
    name="tanned",
    group="skin",
    true="skin:40..60 skin_yellow>17",
    opposites="pale",
    adjectives="tanned|suntanned|bronzed|sunkissed|olive skinned|sun tanned|bronze|tan|golden skinned|well tanned"
    "|golden brown",
    comparatives="more tanned|browner|less pale",
    having="a tan|tanned skin|a suntan|bronzed skin|olive skin|a tanned face|golden skin|a bronze complexion|sun "
    "kissed skin"
    "|an olive complexion|a tanned complexion|a sun tan|honey coloured skin|a golden tan|a deep tan|caramel skin|a "
    "bronze glow",
    states="skin:tanned|face:tanned|skin:bronzed|skin:golden|skin:olive|complexion:tanned|skin:sun tanned|skin:tan",
    after="back from holiday|fresh from the beach|with a tan from the sun",
    orders="add a tan|tan the skin|bronze the skin|get a tan",
)
ROSY = Meaning(
    name="rosy",
    group="flush",
    true="skin_red>16",
    strong="skin_red>19",
    weak="skin_red>14",
    denied="skin_red<12",
    opposites="sallow",
    adjectives="rosy|rosy cheeked|blushing|flushed|ruddy|red faced|pink cheeked|red cheeked|sunburnt|sunburned"
    "|pink faced|reddened|embarrassed",
    comparatives="rosier|ruddier|redder|more flushed|pinker",
    having="rosy cheeks|red cheeks|a blush|pink skin|pink cheeks|a ruddy complexion|a red face|flushed cheeks|a rosy "
    "complexion"
    "|reddish skin|blushing cheeks|a sunburn|a rosy face|glowing cheeks|rose coloured cheeks|a pink complexion|red skin"
    "|a flushed face|cheeks as red as apples",
    doing="blushing/blushes/blush|turning red/turns red/turn red|flushing/flushes/flush",
    states="cheeks:rosy|cheeks:red|face:flushed|skin:rosy|skin:pink|skin:reddish|cheeks:pink|face:red|complexion:ruddy"
    "|cheeks:flushed|skin:sunburnt",
    orders="redden the cheeks|add a blush|add colour to the cheeks|make the cheeks rosy",
)
SALLOW = Meaning(
    name="sallow",
    group="flush",
    true="skin_red<9",
    strong="skin_red<7",
    denied="skin_red>13",
    opposites="rosy",
    weight=0.6,
    adjectives="sallow|grey faced|colourless|sickly|bloodless|unhealthy looking|ill looking|gray faced",
    having="sallow skin|greyish skin|colourless cheeks|a sallow complexion|pale cheeks|a sickly complexion|a grey "
    "face|gray skin",
    states="skin:sallow|skin:greyish|face:sallow|cheeks:colourless|complexion:sickly|skin:colourless",
)
LIPSTICK = Meaning(
    name="lipstick",
    group="lips",
    true="lips_red>13",
    strong="lips_red>18",
    weak="lips_red>10",
    denied="lips_red<5",
    opposites="bare_lips",
    weight=1.3,
    adjectives="red lipped|made up|ruby lipped|heavily made up|painted|glamorous",
    comparatives="more made up|redder lipped",
    having="lipstick|red lips|painted lips|red lipstick|a red mouth|make up|makeup|bright lips|lip colour|ruby lips"
    "|crimson lips"
    "|scarlet lips|coloured lips|bright red lips|pink lipstick|lip gloss|lips as red as cherries|a lot of make up"
    "|cherry lips|lips painted red|heavy makeup|glossy lips|dark red lips|cosmetics|rouge|full makeup",
    wearing="lipstick|red lipstick|make up|makeup|lip gloss|bright lipstick|pink lipstick|a lot of make up|heavy "
    "makeup|cosmetics",
    states="lips:red|lips:painted|lips:bright red|lips:painted red|lips:redder|mouth:red|lips:ruby red|lips:glossy"
    "|lips:pink"
    "|face:made up|lips:crimson",
    orders="put on lipstick|add lipstick|paint the lips red|add makeup|put make up on|apply lipstick|redden the lips"
    "|apply makeup",
)
BARE_LIPS = Meaning(
    name="bare_lips",
    group="lips",
    true="lips_red<1",
    denied="lips_red>12",
    opposites="lipstick",
    weight=0.8,
    adjectives="unpainted|natural looking|unmade up|makeup free|pale lipped",
    having="pale lips|bare lips|natural lips|no lipstick|no makeup|no make up|unpainted lips|colourless lips|a "
    "natural face"
    "|lips without lipstick|a makeup free face",
    states="lips:pale|lips:natural|lips:bare|lips:unpainted|lips:colourless",
    after="without lipstick|without makeup|without make up|without any make up|without cosmetics",
    orders="remove the lipstick|remove the makeup|wipe off the lipstick|take off the make up",
)
EYE_MAKEUP = Meaning(
    name="eye_makeup",
    group="eyelids",
    true="eye_dark>33",
    weak="eye_dark>28",
    denied="eye_dark<22",
    opposites="bare_eyelids",
    weight=0.7,
    having="eye shadow|eyeliner|mascara|eye make up|smoky eyes|dark eye makeup|long lashes|eyeshadow|painted eyelids"
    "|long eyelashes"
    "|kohl|black eyeliner|dark lashes|dark eye shadow|thick lashes",
    wearing="eye shadow|eyeliner|mascara|eye make up|eyeshadow|eye makeup|dark eyeliner|black mascara",
    states="eyes:made up|eyes:smoky|eyelids:painted|lashes:long|eyelashes:dark|eyelids:dark|eyes:lined with black",
    orders="add eyeliner|add eye shadow|add mascara|apply eye makeup|put on mascara|darken the eyelids",
)
BARE_EYELIDS = Meaning(
    name="bare_eyelids",
    group="eyelids",
    true="eye_dark<16",
    opposites="eye_makeup",
    weight=0.3,
    having="no eye makeup|no eyeliner|no mascara|bare eyelids|natural eyelids|no eye shadow|light eyelids",
    states="eyelids:bare|eyelids:natural|eyelids:light",
    after="without mascara|without eye make up|without eyeliner|without eye shadow",
    orders="remove the eyeliner|remove the mascara|remove the eye make up",
)

ALL = (PALE, DARK, TANNED, ROSY, SALLOW, LIPSTICK, BARE_LIPS, EYE_MAKEUP, BARE_EYELIDS)
