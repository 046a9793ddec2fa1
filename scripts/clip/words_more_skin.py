"""Rarer wordings of skin and make-up, joined to those of the other tables."""

MORE = {
    "pale": {
        "having": "an alabaster complexion|alabaster skin|chalky skin|a ghostly face|cream coloured skin|creamy skin"
        "|whitish skin|pearly skin|untanned skin|a nordic complexion|a porcelain complexion"
        "|very light skin|whiter skin|skin as white as milk|a milk white face|a whitish face"
        "|skin like milk|skin like ivory|an ivory complexion|pallor|a bloodless face"
        "|a face as white as a sheet|a face like chalk|light facial skin|white cheeks|a chalk white face"
        "|paleness|fairer skin",
        "states": "skin:milky|skin:like porcelain|skin:creamy|skin:ivory|face:white|face:fair|skin:as white as snow"
        "|skin:whiter|skin tone:fair|skin:fairer|skin:untanned|skin:pale as milk|face:as white as chalk"
        "|skin:like milk|skin:pasty|complexion:whiter|skin:alabaster|skin colour:light|complexion:white"
        "|face:as white as a sheet|skin:very light",
        "adjectives": "white as a sheet|porcelain|alabaster|chalky|fair complexioned|ghostly|white faced"
        "|light in complexion|ivory skinned|milky skinned|european|nordic|pale looking|light faced",
        "orders": "make the skin pale|make it paler|make the skin fair|lighter skin please|paler skin"
        "|bleach the skin|whiter skin|make the skin whiter|make the face paler|fairer skin|lighter skin",
        "doing": "turning pale/turns pale/turn pale|going pale/goes pale/go pale|looking pale/looks pale/look pale"
        "|losing THEIR tan/loses THEIR tan/lose THEIR tan",
        "after": "of pale complexion|of fair complexion|with little colour|without a tan|of light complexion"
        "|kept out of the sun",
        "comparatives": "fairer skinned|whiter|lighter in complexion",
        "nouns": "pale person|pale face",
    },
    "dark_skin": {
        "having": "chestnut skin|cocoa skin|coffee coloured skin|dusky skin|deep dark skin|very dark skin"
        "|rich dark skin|skin like ebony|skin the colour of chocolate|a dusky complexion|dark facial skin"
        "|skin of a dark shade|the skin of an african|skin as dark as coffee|a black face"
        "|a black complexion|blacker skin|browner skin|dark chocolate skin|skin like coffee",
        "states": "skin:like ebony|skin:very dark|skin colour:dark|skin:dark in tone|complexion:brown"
        "|complexion:swarthy|skin:ebony|skin:chocolate brown|face:black|face:brown"
        "|skin:as dark as chocolate|complexion:darker|skin:of a dark colour|skin:dusky|skin tone:deep"
        "|skin:dark coloured|skin:blacker",
        "adjectives": "deep skinned|dusky skinned|ebony skinned|dark in complexion|chocolate skinned|chocolate coloured"
        "|dark hued|indian looking|of african descent|dark toned|brown|dark of skin|indian",
        "orders": "make the skin dark|darker skin please|darker skin|make it dark skinned|make the face darker"
        "|darken skin|make the skin brown|make the skin black",
        "after": "of african descent|of dark complexion|of dark skin|of indian descent",
        "nouns": "african|african person|dark skinned person|black person|african american|dark one",
        "comparatives": "darker in complexion|browner skinned|more dark skinned",
    },
    "tanned": {
        "having": "a holiday tan|a beach tan|a summer tan|bronze skin|sun browned skin|a sun browned face"
        "|a golden complexion|a bronzed face|a golden brown skin|skin bronzed by the sun"
        "|skin tanned by the sun|a healthy tan|a light tan|an even tan|tan skin|a fake tan"
        "|skin browned by the sun|a bronze tan|honey skin|mediterranean skin",
        "adjectives": "sun browned|deeply tanned|lightly tanned|sun bronzed|tan skinned|mediterranean looking"
        "|browned by the sun|sun kissed|weather tanned|tanned by the sun|brown from the sun"
        "|caramel skinned|bronzed by the sun",
        "states": "skin:golden brown|skin:honey coloured|face:bronzed|skin:bronze|face:sun browned"
        "|skin:browned by the sun|skin:sun kissed|face:tan|complexion:olive|complexion:golden"
        "|skin:tanned by the sun|face:golden|cheeks:tanned|complexion:bronze",
        "after": "after a holiday in the sun|after sunbathing|back from the beach|after a day at the beach"
        "|back from the sea|of olive complexion|after a summer at the sea",
        "orders": "tan please|make it tanned|make the skin tanned|give a tan|more tan|make the skin golden"
        "|tan the face",
        "doing": "sunbathing/sunbathes/sunbathe|getting a tan/gets a tan/get a tan"
        "|sporting a tan/sports a tan/sport a tan|having a tan/has a tan/have a tan|tanning/tans/tan",
        "nouns": "tanned person",
    },
    "rosy": {
        "having": "apple cheeks|a rosy glow|a pink face|a reddened face|ruddy cheeks|burning cheeks|a healthy glow"
        "|blush on THEIR cheeks|colour in THEIR cheeks|red patches on THEIR cheeks|a high colour"
        "|a blushing face|cheeks like apples|cheeks like roses|rosy skin|a sunburnt face|a sunburnt nose"
        "|a flush|a reddish face|reddish cheeks|pinkish skin|a glowing face|glowing red cheeks"
        "|a red complexion|rouged cheeks",
        "adjectives": "apple cheeked|rosy faced|flushed with heat|crimson faced|red in the face|ruddy faced|pinkish"
        "|flush|feverish|ruddy cheeked|red skinned|pink|pink skinned|rose cheeked",
        "states": "cheeks:glowing|face:rosy|face:ruddy|face:pink|cheeks:ruddy|skin:red|face:glowing|cheeks:burning"
        "|face:reddish|cheeks:like apples|skin:flushed|complexion:rosy|complexion:pink|cheeks:rouged"
        "|face:sunburnt|cheeks:rose coloured|skin:ruddy|nose:red",
        "orders": "make it blush|make the skin rosy|make the face red|rosy cheeks please|redder cheeks|add redness"
        "|make the skin pink|add rouge|redden the face|pinker cheeks|make the face rosy",
        "doing": "going red/goes red/go red|having a fever/has a fever/have a fever|glowing red/glows red/glow red"
        "|looking flushed/looks flushed/look flushed",
        "after": "in embarrassment|with shame|after a run|out of breath|with a red face|red with shame|with a fever"
        "|after sport|with embarrassment",
        "comparatives": "redder in the face|rosier cheeked|more rosy|ruddier faced",
    },
    "sallow": {
        "having": "an ashen complexion|grey cheeks|a waxy complexion|a sickly face|a colourless face"
        "|an unhealthy complexion|no colour in THEIR cheeks",
        "states": "face:grey|skin:grey|skin:ashen|face:sickly|complexion:grey|complexion:ashen|cheeks:grey"
        "|face:without colour",
        "adjectives": "ashen faced|sickly looking|ill|sick|unwell|waxy|drained of colour|unhealthy",
        "after": "drained of blood|without colour in the cheeks",
        "orders": "take the colour out of the cheeks|remove the redness|reduce the redness|make the skin less red",
    },
    "lipstick": {
        "having": "a lipstick mouth|lippy|dark lipstick|bold lips|ruby red lips|pink lips|cherry red lips|rosy lips"
        "|a bold lip|bright coloured lips|lips of red|lips like cherries|lips like roses|blood red lips"
        "|shiny lips|lip stick|lips of bright red|a painted mouth|glam make up|a made up face"
        "|a face full of make up|beauty make up|thick lipstick|lots of lipstick|rose red lips"
        "|lips painted bright red|lips in red|deep red lips|scarlet lipstick|crimson lipstick"
        "|a painted face|a red mouth painted with lipstick|a ruby mouth|evening make up|reddened lips"
        "|redder lips|lips that are red|lipstick on|lipstick on THEIR lips",
        "wearing": "a bold lipstick|dark lipstick|lippy|crimson lipstick|scarlet lipstick|bright red lipstick"
        "|cosmetics|rouge|lip stick|full make up|thick makeup|glam make up|evening make up|red lip gloss"
        "|too much make up",
        "states": "lips:scarlet|lips:cherry red|lips:like cherries|lips:dark red|lips:coloured|lips:rosy"
        "|mouth:painted|lips:as red as roses|lips:as red as blood|lips:painted with lipstick|lips:shiny"
        "|lips:coloured red|lips:ruby|mouth:painted red|lips:bold|lips:covered in lipstick|lips:bright"
        "|face:painted|lips:rouged|lips:blood red|lips:deep red|lips:reddened",
        "orders": "lipstick please|wear lipstick|make the lips red|red lips please|redder lips|make it wear makeup"
        "|colour the lips|give lipstick|make it wear lipstick|lipstick on|paint the lips|put on makeup"
        "|wear make up|do the makeup|put on rouge|make the mouth red|put on red lipstick|add red lipstick"
        "|make the lips redder",
        "adjectives": "cherry lipped|scarlet lipped|rouged|heavily painted|with make up|in make up|bright lipped",
        "doing": "having red lips/has red lips/have red lips|using lipstick/uses lipstick/use lipstick"
        "|putting on lipstick/puts on lipstick/put on lipstick|using makeup/uses makeup/use makeup",
        "after": "with lipstick on|in full make up|with makeup on|ready for a party with make up|with painted lips"
        "|in lipstick|with a lot of makeup",
        "nouns": "lipstick wearer",
    },
    "bare_lips": {
        "having": "unmade up lips|lips of a natural colour|a bare mouth|light lips|paler lips|a face without make up"
        "|a bare face without make up|no lip colour|no cosmetics|no rouge|lips without colour|a pale mouth"
        "|a natural mouth|no lip gloss",
        "states": "lips:colourless and pale|lips:without lipstick|lips:paler|lips:light|mouth:unpainted"
        "|face:free of makeup|face:without make up|lips:less red|lipstick:gone|lipstick:removed"
        "|makeup:removed|makeup:gone|mouth:pale",
        "orders": "remove the make up|make the lips pale|no lipstick please|no makeup please|take off the lipstick"
        "|lose the lipstick|clean the lips|paler lips|less makeup|wipe the lips|less lipstick"
        "|get rid of the makeup|make the lips paler|remove lipstick|remove makeup",
        "adjectives": "natural|makeup less|bare lipped|without makeup|lipstick free|without lipstick",
        "after": "with natural lips|with the make up off|without any lipstick|with no make up on"
        "|with unpainted lips|without lip gloss",
    },
    "eye_makeup": {
        "having": "heavy eye makeup|black eye shadow|dark eyelids|lined eyes|thick eyeliner|eye liner|smokey eyes"
        "|a smoky eye|dark eye make up|fake lashes|false lashes|mascara on THEIR lashes|eye paint"
        "|dark makeup around THEIR eyes|eyes ringed with black|kohl rimmed eyes|painted eyes"
        "|dark painted eyes|shadowed eyelids|coloured eyelids|dark rings of makeup",
        "wearing": "kohl|eye liner|black eyeliner|heavy eye makeup|false lashes|dark eye shadow|smoky eye makeup"
        "|thick mascara|thick eyeliner",
        "states": "eyes:heavily made up|lashes:black|eyelids:shadowed|eyes:painted|eyes:ringed with kohl|lashes:dark"
        "|eyes:darkly made up|eyelids:coloured|lashes:thick|lids:dark|lids:painted|eyes:lined",
        "orders": "apply mascara|wear mascara|wear eyeliner|mascara please|make the eyes smoky|apply eyeliner"
        "|paint the eyelids|line the eyes|do the eye makeup|add kohl|put on eyeliner|apply eye shadow"
        "|darken the lashes",
        "adjectives": "smoky eyed|dark lidded|kohl eyed",
        "after": "with mascara on|with eyeliner on|with painted eyes|with smoky eyes",
    },
}
