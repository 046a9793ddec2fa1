"""Rarer wordings of hair, joined to those of the other tables."""

MORE = {
    "black_hair": {
        "having": "hair black as a raven|hair as black as pitch|hair as black as a raven|midnight hair"
        "|glossy black hair|dyed black hair|shiny black hair|black wavy hair|short black hair"
        "|long black hair|straight black hair|black hair colour|hair black as coal|coal hair",
        "adjectives": "jet black haired|coal haired|with black hair",
        "states": "hair:like coal|hair:like ebony|hair:like ink|hair:of a deep black|hair:blacker"
        "|hair:as black as night|hair:the colour of coal|tresses:black|curls:black",
        "orders": "blacken the hair|make the hair black|hair black please|dye it black|turn the hair black",
        "comparatives": "blacker haired",
    },
    "dark_hair": {
        "having": "deep dark hair|long dark hair|short dark hair|dark straight hair|dusky hair"
        "|hair dark as chocolate|a dark mop|hair on the dark side|dark wavy hair|thick dark hair"
        "|hair of dark brown|the dark hair of a brunette|darkened hair|darker locks|dark strands"
        "|a dark mane",
        "states": "hair:on the dark side|hair:of a dark shade|curls:dark|tresses:dark|hair:coloured dark"
        "|hair:in a dark colour|hair:darkened|strands:dark|mane:dark|hair tone:dark",
        "orders": "make the hair darker|hair darker please|turn the hair dark|darker hair|darken hair|colour hair dark",
        "nouns": "dark haired one|brunettes|raven haired person",
    },
    "brown_hair": {
        "having": "cocoa hair|tawny hair|nut brown hair|hair brown like chestnuts|wavy brown hair|short brown hair"
        "|long brown hair|brown straight hair|hair as brown as a nut|mousy brown hair|brown tresses"
        "|dark blond to brown hair|brown strands|mahogany hair|hair of chestnut|natural brown hair"
        "|brown hair colour",
        "states": "hair:the colour of chestnuts|hair:nut brown|hair:brown like chocolate|hair:brown in colour"
        "|curls:brown|tresses:brown|hair:mousy|hair:mousy brown|hair:browner|hair:coloured brown",
        "orders": "make the hair brown|turn the hair brown|dye it brown|hair brown please",
        "adjectives": "nut brown haired|chocolate haired|mousy haired",
        "nouns": "brown haired one",
    },
    "blond": {
        "having": "corn coloured hair|sunny hair|hair blond as corn|hair as blond as wheat|nordic blond hair"
        "|long blond hair|short blonde hair|wavy blonde hair|blond tresses|straw blond hair"
        "|sunny blond hair|hair like straw|hair of straw|very light blond hair|lightened hair"
        "|cream coloured hair|blonde streaks|a blonde mane|golden blond hair|golden tresses|golden curls"
        "|hair yellow like straw|hair coloured like honey|honey coloured hair|hair the colour of honey"
        "|blonde hair colour|hair bleached by the sun|hair the colour of straw|hair the colour of gold"
        "|yellowish hair|gold locks",
        "states": "hair:the colour of straw|hair:like gold|hair:straw coloured|hair:honey coloured"
        "|hair:coloured blond|hair:sun bleached|hair:as yellow as corn|hair:the colour of honey"
        "|hair:honey blond|curls:golden|curls:blond|tresses:blond|hair:yellowish|hair:gold|hair:sandy"
        "|hair:bleached blond|hair:bleached by the sun|hair:platinum blond|hair:blonder|mane:golden"
        "|locks:blond|hair:ash blonde|hair:of gold",
        "adjectives": "honey haired|platinum haired|straw haired|bleached blonde|nordic looking|peroxide blonde"
        "|golden headed|ash blond|blond headed|platinum|sandy|honey blonde|gold haired",
        "nouns": "platinum blond|peroxide blonde|natural blonde|golden haired person|blondes|fair haired person",
        "orders": "make the hair blond|turn the hair blonde|hair blond please|dye it blond|bleach hair"
        "|make the hair golden|make it blond|make the hair yellow|dye hair platinum",
    },
    "light_hair": {
        "having": "very light hair|light locks|pale coloured hair|lightened hair|hair on the light side"
        "|light tresses|brighter hair|lighter locks|light strands|a light mane|hair of a pale shade"
        "|a lighter hair colour|hair of pale colour|light wavy hair",
        "states": "hair:of a light shade|hair:lightened|hair:coloured light|hair:in a light colour|curls:light"
        "|tresses:light|hair:on the light side|hair tone:light|strands:light|locks:light"
        "|hair:light in colour|hair:fair and light",
        "orders": "make the hair lighter|make the hair brighter|lighter hair|hair lighter please|turn the hair light"
        "|lighten hair",
        "nouns": "light haired person|light haired one",
    },
    "red_hair": {
        "having": "russet hair|scarlet hair|flame red hair|strawberry blond hair|rusty hair|hair the colour of rust"
        "|hair like copper|hair of fire|hair as red as copper|long red hair|short red hair|curly red hair"
        "|hair the colour of fire|hair the colour of carrots|bright red hair|hair like carrots"
        "|hair red like a fox|dyed red hair|copper locks|red tresses|orange locks|red hair colour"
        "|ginger locks|flame coloured hair|hair as ginger as a fox|red headed looks|a ginger mop"
        "|red strands|gingery hair|hair red as fire",
        "states": "hair:like fire|hair:the colour of copper|hair:flame red|hair:russet|hair:rusty|hair:coloured red"
        "|hair:red like fire|curls:red|curls:ginger|tresses:red|hair:more red|hair:redder|hair:gingery"
        "|hair:carrot coloured|hair:bright red|hair:scarlet|hair:red in colour|hair:copper coloured"
        "|hair:the colour of rust",
        "nouns": "carrot top|redheads|ginger one|red head|fiery redhead|copper top|ginger nut|red haired one",
        "adjectives": "flame red haired|copper headed|rusty haired|ginger headed|red headed|auburn",
        "orders": "make the hair red|make the hair ginger|turn the hair red|hair red please|dye it red"
        "|make it ginger|dye hair auburn",
    },
    "white_hair": {
        "having": "grey temples|hair gone white|hair grey as ash|iron grey hair|platinum grey hair"
        "|pepper and salt hair|hair like silver|hair white like milk|a grey mane|grey strands"
        "|whitened hair|cotton white hair|hair as white as milk|the white hair of old age"
        "|hair the colour of ash|hair the colour of snow|gray locks|hair as white as cotton|long grey hair"
        "|short grey hair|hair without colour|pure white hair|whitish hair|greyish hair|silver locks"
        "|silver streaks|streaks of grey|grey hair colour|hair that is grey|white strands|snowy hair"
        "|grey curls",
        "states": "hair:like snow|hair:like silver|hair:as grey as ash|hair:completely grey|hair:turning grey"
        "|hair:grey and white|hair:coloured grey|hair:silver grey|hair:snowy|hair:salt and pepper"
        "|temples:grey|curls:grey|hair:greyish|hair:whitish|hair:ash grey|hair:greyer|hair:white like snow"
        "|hair:grizzled|hair:gray in colour|tresses:white|strands:grey|hair:whiter",
        "adjectives": "grey headed|white headed|silver headed|snow white haired|greying|graying|gone grey|gone white"
        "|ash haired|grey maned|grey at the temples|salt and pepper haired|silver",
        "nouns": "silver fox|grey haired one|silver haired one",
        "orders": "make the hair grey|make the hair white|grey hair please|whiten the hair|make it go grey"
        "|dye hair gray|silver the hair",
    },
    "bald": {
        "having": "a bald spot|a hairless scalp|a bare scalp|a clean shaved head|a shiny bald head"
        "|a head as bald as an egg|no hair left|not a single hair|a shaved scalp|a naked head"
        "|a head like an egg|almost no hair|a smooth head|a shiny scalp|hardly any hair|baldness"
        "|a high forehead from hair loss|a hair free head|a clean head|a round bald head",
        "nouns": "baldie|bald one|hairless person|baldhead",
        "adjectives": "shorn|thin on top|without hair|shaved bald|hairless on top|egg headed|smooth headed|skin headed"
        "|shiny headed|thinning on top",
        "states": "head:smooth|head:clean shaven|head:like an egg|head:completely bald|scalp:bare|scalp:bald"
        "|hair:shaved off|hair:all gone|hair:missing|hair:fallen out|head:without hair|hairline:receding"
        "|scalp:shaved|scalp:visible|head:shiny|pate:bald|hair:lost|head:naked",
        "after": "without a single hair|with all hair gone|with the hair shaved off|without hair on top"
        "|as a bald person|lacking any hair",
        "doing": "having lost THEIR hair/has lost THEIR hair/lose THEIR hair|shaving THEIR head/shaves THEIR "
        "head/shave THEIR head|balding/balds/bald|having no hair/has no hair/have no hair"
        "|having lost all hair/has lost all hair/lose all hair",
        "orders": "make it bald|shave all hair|delete the hair|take off all hair|erase the hair|get rid of the hair"
        "|lose the hair|give it a bald head",
        "comparatives": "balder on top|thinner on top",
    },
    "long_hair": {
        "having": "hair down THEIR back|hair to the waist|very long hair|a lot of long hair|hair worn long"
        "|hair past THEIR shoulders|hair around THEIR shoulders|a long hair style|long wavy hair"
        "|long straight hair|long loose hair|hair on THEIR shoulders|hair hanging down|uncut hair"
        "|long strands|hair framing THEIR face|lengthy locks|hair beside THEIR neck|a flowing mane"
        "|hair reaching THEIR shoulders|loose hair",
        "adjectives": "long maned|shaggy haired",
        "states": "hair:lengthy|hair:loose|hair:down to the shoulders|hair:hanging down|hair:past the shoulders"
        "|hair:to the waist|hair:uncut|locks:long|tresses:long|hair:grown long|mane:long"
        "|hair:over the shoulders",
        "orders": "make the hair long|longer hair|grow long hair|hair longer please|let down the hair"
        "|let the hair down|add long hair",
    },
    "short_hair": {
        "having": "shorn hair|a short crop|a bob|a short bob|a boy cut|a short cut|very short hair|an undercut"
        "|a boyish haircut|hair above THEIR ears|hair cropped short|short trimmed hair|a tight crop"
        "|cut hair|a close crop|hair off the neck|freshly cut hair|a neat short haircut|a neat haircut"
        "|a pixie|shorter locks|hair clipped short",
        "states": "hair:clipped|hair:clipped short|hair:shorn|hair:cut|hair:close cropped|hair:cropped short"
        "|haircut:short|hair:very short|hair:kept short|hairstyle:short|hair:above the ears|locks:short",
        "adjectives": "cropped|shorn|crew cut|close clipped|neatly cropped",
        "orders": "make the hair short|shorter hair|give it a haircut|hair shorter please|chop the hair"
        "|cut hair short|crop it short",
    },
    "hairy": {
        "having": "a big mop of hair|a rich head of hair|a good head of hair|some hair|a mop of hair",
        "states": "hair:full|hair:thick|head:covered with hair",
        "orders": "add some hair|give hair|put hair on THEIR head|grow the hair back",
    },
}
