"""Wordings of hair: colour, length, baldness."""

from scripts.clip.meanings import Meaning

BLACK = Meaning(
    name="black_hair",
    group="hair",
    true="hair_light<13",
    strong="hair_light<9",
    denied="hair_light>26",
    opposites="blond white_hair",
    adjectives="black haired|raven haired|ebony haired",
    nouns="black haired person",
    having="black hair|hair as black as coal|jet black hair|raven hair|coal black hair|hair black as night"
    "|ebony hair|pitch black hair|black locks|hair as dark as night|black tresses|hair like coal"
    "|hair the colour of coal|raven black hair|hair black like ink|hair as black as ink"
    "|hair of black colour|a head of black hair|black curls",
    states="hair:black|hair:jet black|hair:raven black|hair:as black as coal|hair:pitch black|hair:black as night"
    "|hair:dyed black|hair:black in colour|locks:black",
    orders="dye the hair black|colour the hair black|color the hair black|paint the hair black",
)
DARK = Meaning(
    name="dark_hair",
    group="hair",
    true="hair_light<24",
    strong="hair_light<14",
    weak="hair_light<30",
    denied="hair_light>36",
    opposites="light_hair blond",
    weight=1.3,
    adjectives="dark haired|brunette|darkly haired",
    comparatives="darker haired",
    nouns="brunette|dark haired person|brunet",
    having="dark hair|darker hair|brunette hair|dark locks|dark coloured hair|dark colored hair|a dark hair colour"
    "|hair of a dark colour|dark brown hair|dark curls|a dark head of hair|dark tresses|hair in a dark shade",
    states="hair:dark|hair:darker|hair:dark coloured|hair:dyed dark|hair:brunette|hair colour:dark|locks:dark",
    orders="darken the hair|dye the hair dark|colour the hair darker",
)
BROWN = Meaning(
    name="brown_hair",
    group="hair",
    true="hair_light:15..40 hair_yellow>5 hair_red:2..12",
    opposites="blond black_hair white_hair",
    adjectives="brown haired|chestnut haired|hazel haired",
    nouns="brown haired person",
    having="brown hair|chestnut hair|chocolate hair|chocolate brown hair|hazelnut hair|brown locks|light brown hair"
    "|medium brown hair|mousy hair|hair as brown as chocolate|chestnut brown hair|hair the colour of chocolate"
    "|brownish hair|caramel hair|hair of brown colour|brown curls|coffee coloured hair|a head of brown hair",
    states="hair:brown|hair:chestnut|hair:brownish|hair:chocolate brown|hair:light brown|hair:dyed brown|locks:brown",
    orders="dye the hair brown|colour the hair brown|color the hair brown",
)
BLOND = Meaning(
    name="blond",
    group="hair",
    true="hair_light>45 hair_yellow>9",
    strong="hair_light>54 hair_yellow>10",
    weak="hair_light>38 hair_yellow>8",
    denied="hair_light<30",
    opposites="black_hair dark_hair brown_hair",
    weight=1.6,
    adjectives="blond|blonde|blond haired|fair haired|blonde haired|golden haired|light haired|flaxen haired"
    "|platinum blonde|platinum blond|sandy haired|yellow haired",
    comparatives="blonder|more blond|fairer haired",
    nouns="blonde|blond|platinum blonde|blond person|blondie",
    having="blond hair|blonde hair|golden hair|platinum hair|platinum blond hair|fair hair|yellow hair|flaxen hair"
    "|honey blond hair|sandy hair|straw coloured hair|ash blond hair|bleached hair|golden locks|blond locks"
    "|hair as yellow as corn|hair the colour of wheat|hair like gold|hair as golden as the sun|blonde curls"
    "|strawberry blonde hair|peroxide hair|dirty blond hair|light blond hair|wheat coloured hair|gold hair"
    "|hair of gold|a head of blond hair|sun bleached hair",
    states="hair:blond|hair:blonde|hair:golden|hair:platinum|hair:yellow|hair:fair|hair:bleached|hair:dyed blond"
    "|hair:bleached blonde|hair:flaxen|hair:platinum blonde|locks:golden|hair:as golden as wheat|hair:light and golden",
    orders="dye the hair blond|bleach the hair|colour the hair blonde|color the hair blond|go blonde",
)
LIGHT = Meaning(
    name="light_hair",
    group="hair",
    true="hair_light>46",
    strong="hair_light>56",
    weak="hair_light>38",
    denied="hair_light<30",
    opposites="dark_hair black_hair",
    adjectives="light haired|pale haired|fair haired",
    comparatives="lighter haired",
    having="light hair|lighter hair|bright hair|pale hair|light coloured hair|light colored hair|a light hair colour"
    "|hair in a light shade|hair of a light colour",
    states="hair:light|hair:lighter|hair:bright|hair:light coloured|hair:pale|hair:brighter|hair colour:light",
    orders="lighten the hair|brighten the hair|colour the hair lighter",
)
RED = Meaning(
    name="red_hair",
    group="hair",
    true="hair_red>13",
    strong="hair_red>17",
    weak="hair_red>10",
    denied="hair_red<8",
    opposites="black_hair brown_hair white_hair",
    adjectives="red haired|ginger|redheaded|ginger haired|auburn haired|copper haired|flame haired",
    comparatives="more ginger|redder haired",
    nouns="redhead|ginger|red haired person|ginger person",
    having="red hair|ginger hair|auburn hair|copper hair|orange hair|reddish hair|fiery hair"
    "|carrot coloured hair|hair as red as fire|rust coloured hair|hair the colour of copper|red locks"
    "|fiery red hair|ginger curls|hair like fire|coppery hair|strawberry hair|henna hair"
    "|a head of red hair|hair of red colour",
    states="hair:red|hair:ginger|hair:auburn|hair:copper|hair:reddish|hair:orange|hair:dyed red|hair:fiery red"
    "|hair:as red as fire|locks:red|hair:coppery",
    orders="dye the hair red|colour the hair red|color the hair ginger|add henna to the hair",
)
WHITE = Meaning(
    name="white_hair",
    group="hair",
    true="hair_light>42 hair_yellow<8 hair_red<7",
    strong="hair_light>52 hair_yellow<8 hair_red<6",
    weak="hair_light>36 hair_yellow<9 hair_red<8",
    denied="hair_light<32",
    opposites="black_hair brown_hair dark_hair",
    weight=1.2,
    adjectives="grey haired|gray haired|white haired|silver haired|grey|gray|snowy haired|hoary|silvery haired",
    comparatives="greyer|grayer|greyer haired|more grey",
    nouns="grey haired person|white haired person",
    having="grey hair|gray hair|white hair|silver hair|snow white hair|silvery hair|hair as white as snow"
    "|grey locks|salt and pepper hair|hair white as snow|greying hair|graying hair|ash grey hair"
    "|colourless hair|white locks|hair the colour of silver|grey streaks in THEIR hair|hair like snow"
    "|hair as grey as ash|hoary hair|a head of white hair|grizzled hair|gray curls",
    states="hair:grey|hair:gray|hair:white|hair:silver|hair:snow white|hair:greying|hair:silvery|hair:gone grey"
    "|hair:turned white|hair:as white as snow|hair:going gray|locks:white|hair:all grey|hair:dyed grey",
    orders="dye the hair grey|turn the hair white|colour the hair silver|let the hair go grey",
    doing="going grey/goes grey/go grey|going gray/goes gray/go gray",
)
BALD = Meaning(
    name="bald",
    group="length",
    true="bald>0.6",
    strong="bald>0.8",
    weak="bald>0.4",
    denied="bald<0.25",
    opposites="long_hair hairy",
    weight=1.3,
    adjectives="bald|balding|hairless|bald headed|completely bald|shaven headed|baldheaded|skinheaded|bald as an egg",
    comparatives="balder|more bald|less hairy|thinner haired",
    nouns="skinhead|bald person|baldy|bald head",
    having="a bald head|no hair|a shaved head|a shaven head|a receding hairline|thinning hair|a bald patch"
    "|hair loss|no hair at all|a hairless head|a bald pate|a smooth bald head|very little hair"
    "|a shiny head|a bare head|a head without hair|a bald scalp|no hair on THEIR head",
    doing="losing hair/loses hair/lose hair|going bald/goes bald/go bald",
    states="head:bald|head:shaved|head:hairless|hair:receding|hair:thinning|head:shaven|head:bare|hair:gone",
    after="without hair|without any hair|lacking hair",
    orders="remove the hair|shave the head|shave off the hair|cut off all the hair|make the head bald",
)
HAIRY = Meaning(
    name="hairy",
    group="length",
    true="bald<0.15",
    opposites="bald",
    weight=0.25,
    having="a full head of hair|hair on THEIR head|plenty of hair|thick hair|a thick head of hair|lots of hair",
    adjectives="full haired|not bald|thick haired",
    orders="add hair|grow hair",
)
LONG = Meaning(
    name="long_hair",
    group="length",
    true="hair_long>0.65",
    strong="hair_long>0.8",
    weak="hair_long>0.5",
    denied="hair_long<0.4",
    opposites="short_hair bald",
    weight=1.2,
    adjectives="long haired|with long hair",
    comparatives="longer haired",
    having="long hair|longer hair|flowing hair|shoulder length hair|long locks|long flowing hair|hair down to THEIR "
    "shoulders|hair over THEIR shoulders|long tresses|waist length hair|a long mane|a long hairstyle|hair falling to "
    "the shoulders|lengthy hair|a mane of hair|hair that is long|loose long hair|long curls|hair below the shoulders",
    states="hair:long|hair:longer|hair:shoulder length|hair:flowing|hair:worn long|hair:let down|hair:down",
    orders="grow the hair|lengthen the hair|let the hair grow|make the hair longer",
)
SHORT = Meaning(
    name="short_hair",
    group="length",
    true="hair_long<0.35",
    strong="hair_long<0.2",
    weak="hair_long<0.45",
    denied="hair_long>0.6",
    opposites="long_hair",
    adjectives="short haired|crop haired|close cropped",
    comparatives="shorter haired",
    having="short hair|shorter hair|cropped hair|a short haircut|a buzz cut|a crew cut|close cropped hair|a pixie cut"
    "|a short hairstyle|hair cut short|trimmed hair|a crop|a short back and sides|hair that is short|closely cut hair",
    states="hair:short|hair:cropped|hair:cut short|hair:shorter|hair:trimmed|hair:worn short|hair:tied back",
    orders="cut the hair|trim the hair|shorten the hair|crop the hair|make the hair shorter",
)

ALL = (BLACK, DARK, BROWN, BLOND, LIGHT, RED, WHITE, BALD, HAIRY, LONG, SHORT)
