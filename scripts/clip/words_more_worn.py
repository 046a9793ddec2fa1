"""Rarer wordings of beards, glasses and hats, joined to those of the other tables."""

MORE = {
    "beard": {
        "adjectives": "whiskery|long bearded|heavily bearded|bushy bearded|thick bearded|fully bearded|hairy chinned"
        "|with a beard|wild bearded",
        "having": "a fluffy beard|a wild beard|a bristly chin|a well grown beard|a beard on THEIR face"
        "|a shaggy beard|a neat beard|a beard around THEIR mouth|a full set of whiskers|chin hair"
        "|a chin beard|fuzz on THEIR chin|a brown beard|a black beard|a white beard|a grey beard"
        "|a red beard|a blond beard|a curly beard|a grown beard|hair on THEIR cheeks|a long white beard"
        "|facial fuzz|a face full of hair|lots of facial hair|thick facial hair|a bearded face"
        "|a bearded chin|a massive beard",
        "doing": "having a beard/has a beard/have a beard|showing off a beard/shows off a beard/show off a beard"
        "|letting THEIR beard grow/lets THEIR beard grow/let THEIR beard grow"
        "|hiding behind a beard/hides behind a beard/hide behind a beard"
        "|wearing a beard on THEIR face/wears a beard on THEIR face/wear a beard on THEIR face",
        "states": "beard:full|beard:bushy|beard:big|face:hidden by a beard|chin:covered with a beard"
        "|chin:hidden by a beard|cheeks:covered by a beard|jaw:bearded|beard:fluffy|face:covered in hair"
        "|chin:full of whiskers",
        "after": "in need of a razor|behind a big beard",
        "orders": "make it bearded|give a beard|beard please|bigger beard|bring back the beard|more facial hair"
        "|longer beard|make the beard longer|beard on",
        "nouns": "bearded one|beardy|bearded fellow",
        "wearing": "a goatee|a big beard|a long beard|whiskers",
    },
    "moustache": {
        "having": "whiskers above THEIR lip|a mustache on THEIR upper lip|a moustache above the mouth"
        "|a curled moustache|a drooping mustache|a dark moustache|a neat mustache|a full moustache"
        "|a long moustache|a mustache under THEIR nose|a moustache over THEIR lip|hair under THEIR nose"
        "|a grey moustache|a black mustache|a small mustache|upper lip hair",
        "states": "upper lip:covered by a moustache|moustache:thick|mustache:long|moustache:big|mustache:bushy"
        "|lip:hidden by a moustache",
        "orders": "mustache please|moustache please|give a mustache|grow a moustache|put a mustache on"
        "|make the moustache bigger|bring back the moustache",
        "doing": "having a mustache/has a mustache/have a mustache",
        "adjectives": "moustache wearing|mustache wearing",
        "wearing": "a bushy moustache|a thick mustache|a big moustache",
        "nouns": "mustached one|moustache wearer",
    },
    "stubble": {
        "having": "a day old beard|a two day beard|a five day beard|rough cheeks|rough stubble|a rough chin|bristles"
        "|prickly cheeks|dark stubble|a faint beard|designer beard stubble|a shadow on THEIR chin"
        "|beard growth|a growth of beard|a five day growth|light stubble|a thin beard|short beard hair"
        "|bristly cheeks|a close cropped beard|short whiskers|heavy stubble|a hint of a beard"
        "|the shadow of a beard|a stubble beard|a few days of beard|an unshaven chin|an unshaven face"
        "|stubble on THEIR face|stubbly skin",
        "adjectives": "unshaven for days|lightly bearded|bristly|with stubble|prickly|rough chinned|slightly bearded"
        "|not freshly shaved|shadowy chinned|poorly shaved",
        "states": "cheeks:unshaven|chin:rough|chin:prickly|chin:bristly|cheeks:rough|face:not shaved"
        "|chin:covered with stubble|jaw:stubbly|face:unshaved|cheeks:covered in stubble",
        "after": "with a day of stubble|not shaved this morning|after days without shaving"
        "|without a shave for three days|without shaving for days",
        "doing": "needing a shave/needs a shave/need a shave|growing stubble/grows stubble/grow stubble"
        "|sporting stubble/sports stubble/sport stubble",
        "orders": "stubble please|give stubble|make it stubbly|make it unshaven|grow some stubble|skip the shave",
    },
    "shaven": {
        "adjectives": "bare faced|barefaced|razor smooth|whisker free|beard free|neatly shaved|closely shaven"
        "|newly shaven|hairless faced|close shaven|just shaved|well shaved|smooth cheeked|smooth jawed"
        "|smoothly shaven",
        "having": "a hairless face|a naked chin|a beard free face|no moustache|no whiskers|a smooth jaw|a clean chin"
        "|a cleanly shaved face|a beardless face|a beardless chin|no mustache|a fresh shave"
        "|a bare upper lip|a smooth face without a beard|a close shave|a freshly shaved face"
        "|a well shaved chin|a hair free chin|no trace of a beard|no goatee",
        "states": "beard:removed|chin:clean shaven|chin:hairless|beard:shaved|whiskers:gone|moustache:gone"
        "|face:beardless|jaw:smooth|face:shaven|chin:clean|face:free of hair|moustache:shaved off"
        "|cheeks:smooth|upper lip:bare|face:without a beard|cheeks:clean shaven",
        "after": "without whiskers|without a moustache|without a mustache|without any beard|without a goatee"
        "|with the beard shaved off|with the beard gone|without a trace of beard|with the beard removed",
        "doing": "having shaved/has shaved/shave|having no beard/has no beard/have no beard"
        "|having shaved off THEIR beard/has shaved off THEIR beard/shave off THEIR beard",
        "orders": "make it clean shaven|shave it off|shave the face|give a shave|no beard please"
        "|shave the moustache off|trim off the beard|cut off the beard|delete the beard|erase the beard"
        "|take the beard off|remove the stubble|remove the moustache|lose the mustache"
        "|remove the facial hair|get rid of the facial hair|clean shave|clean the chin",
    },
    "sunglasses": {
        "having": "sunnies|mirrored glasses|glasses that hide the eyes|glasses against the sun"
        "|a dark pair of glasses|cool glasses|smoked glasses|black lenses|dark eye wear"
        "|dark rimmed sunglasses|large sunglasses|THEIR shades on|THEIR sunglasses on"
        "|THEIR eyes behind shades|ray bans|wayfarers|round sunglasses|aviator sunglasses"
        "|sunglasses over THEIR eyes|sunglasses on THEIR nose|glasses with dark lenses"
        "|glasses with black lenses|spectacles with dark lenses|dark spectacles|a pair of black glasses"
        "|glasses for the sun|eyes behind dark glasses|a pair of sunnies",
        "wearing": "sunnies|ray bans|wayfarers|mirrored shades|dark lenses|large sunglasses|dark eyewear|black lenses"
        "|glasses with dark lenses|dark spectacles|a pair of dark glasses|smoked glasses|dark sun glasses",
        "states": "eyes:covered by dark lenses|sunglasses:on|shades:on|eyes:shaded by dark glasses"
        "|eyes:not visible behind dark glasses|eyes:hidden by shades",
        "after": "with sunglasses on|with shades on|behind tinted lenses|behind dark lenses|in sunnies",
        "orders": "sunglasses please|wear sunglasses|wear shades|give sunglasses|hide the eyes"
        "|cover the eyes with sunglasses|slip on some shades|make it wear sunglasses|make the glasses dark"
        "|shades on|sunglasses on",
        "adjectives": "sunglasses wearing|shades wearing|shaded",
        "doing": "hiding THEIR eyes behind shades/hides THEIR eyes behind shades/hide THEIR eyes behind shades"
        "|sporting sunglasses/sports sunglasses/sport sunglasses|wearing shades/wears shades/wear shades"
        "|hiding behind sunglasses/hides behind sunglasses/hide behind sunglasses"
        "|peering through dark glasses/peers through dark glasses/peer through dark glasses",
    },
    "glasses": {
        "having": "bifocals|rimless glasses|corrective lenses|glasses for reading|glasses with clear lenses"
        "|transparent glasses|thick rimmed glasses|square glasses|framed glasses|black framed glasses"
        "|a set of spectacles|THEIR glasses on|THEIR spectacles on|a pair of specs|glasses over THEIR eyes"
        "|spectacles on THEIR nose|ordinary glasses|a pair of eyeglasses|lenses|frames"
        "|glasses that are clear|normal glasses|large glasses|small glasses",
        "wearing": "a pair of specs|bifocals|corrective lenses|THEIR glasses|spectacles on THEIR nose|eye glasses"
        "|rimless glasses|normal glasses|square glasses|black framed glasses|thin glasses"
        "|a pair of eyeglasses",
        "states": "spectacles:on|eyes:framed by glasses|eyes:behind clear lenses|eyes:visible through glasses"
        "|glasses:round|glasses:thick",
        "after": "with glasses on|with spectacles on|with specs on|behind clear lenses",
        "orders": "glasses please|wear glasses|give glasses|make it wear glasses|glasses on|specs on|wear specs"
        "|put some glasses on|give a pair of glasses",
        "adjectives": "four eyed|nearsighted|shortsighted|spectacle wearing",
        "nouns": "spectacle wearer|four eyes",
        "doing": "sporting glasses/sports glasses/sport glasses|reading with glasses/reads with glasses/read with "
        "glasses|needing glasses/needs glasses/need glasses|peering through spectacles/peers through "
        "spectacles/peer through spectacles|looking through glasses/looks through glasses/look through "
        "glasses",
    },
    "bare_eyes": {
        "orders": "remove the spectacles|lose the glasses|lose the sunglasses|get rid of the glasses"
        "|take the glasses off|glasses off|no glasses please|erase the glasses|take off sunglasses"
        "|delete the glasses|take off glasses|remove glasses|remove the shades|no sunglasses please"
        "|sunglasses off|take off the spectacles",
        "having": "uncovered eyes without glasses|a face without glasses|THEIR glasses off|no specs"
        "|THEIR sunglasses off|no dark glasses|no lenses",
        "after": "with the glasses off|without specs|without any glasses|with no glasses on"
        "|without a pair of glasses|without dark glasses|with the sunglasses off",
        "doing": "having taken off THEIR glasses/has taken off THEIR glasses/take off THEIR glasses"
        "|not needing glasses/does not need glasses/not need glasses",
    },
    "hat": {
        "having": "a black hat|a white hat|a red hat|a fur hat|a hat with a brim|a wide brimmed hat|a flat cap"
        "|a bucket hat|a party hat|a tall hat|a soft hat|a summer hat|THEIR hat on|THEIR cap on"
        "|a hat over THEIR hair|a hat covering THEIR head|a hat pulled down|a hat over THEIR forehead"
        "|something on THEIR head|a knit hat|a warm hat|some hat",
        "wearing": "a flat cap|THEIR hat|a fur hat|a bucket hat|a hat on THEIR head|a knit hat"
        "|something on THEIR head|a top hat|a wide brimmed hat|a black hat",
        "states": "head:hidden under a hat|hair:covered by a hat|hat:pulled down|cap:on|head:in a cap",
        "after": "with a hat on|with a cap on|underneath a hat|in headgear|with covered head|under a big hat"
        "|in a straw hat",
        "orders": "hat please|wear a hat|give a hat|make it wear a hat|hat on|put a beanie on|wear a cap"
        "|add a beanie|top it with a hat|stick a hat on",
        "nouns": "cap wearer|cowboy|hat wearing person",
        "doing": "sporting a hat/sports a hat/sport a hat|covering THEIR head/covers THEIR head/cover THEIR head"
        "|having a hat on/has a hat on/have a hat on",
    },
    "hatless": {
        "orders": "hat off|lose the hat|get rid of the hat|take the hat off|no hat please|take off the cap"
        "|delete the hat|remove the beanie|uncover the head|erase the hat",
        "after": "with the hat off|without any hat|without a beanie|with no hat|with no hat on",
        "having": "THEIR hat off|no beanie|no head covering|no hat on THEIR head|no cap on",
    },
}
