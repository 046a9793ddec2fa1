"""Wordings of beards, glasses, hats, make-up and skin."""

from scripts.clip.meanings import Meaning

BEARD = Meaning(
    name="beard",
    group="beard",
    true="beard>0.6",
    strong="beard>0.8",
    weak="beard>0.4",
    denied="beard<0.2 stubble<0.5",
    opposites="shaven",
    weight=1.5,
    adjectives="bearded|unshaven|hairy faced|full bearded|whiskered|shaggy",
    comparatives="more bearded|hairier",
    nouns="bearded person|beard wearer",
    having="a beard|a full beard|a bushy beard|a thick beard|a long beard|facial hair|a big beard|whiskers|beard hair"
    "|a hairy face|a hairy chin|a beard on THEIR chin|a goatee|a beard and moustache|sideburns|a beard and mustache"
    "|hair on THEIR face|hair on THEIR chin|a dark beard|a heavy beard|a beard covering THEIR chin|beards",
    wearing="a beard|a full beard|a bushy beard|a goatee|a thick beard",
    doing="growing a beard/grows a beard/grow a beard|sporting a beard/sports a beard/sport a beard",
    states="face:bearded|chin:bearded|face:unshaven|chin:hairy|beard:long|beard:thick|face:covered with a beard",
    orders="add a beard|grow a beard|let the beard grow|put a beard on|add facial hair",
    lacking="beardless",
)
MOUSTACHE = Meaning(
    name="moustache",
    group="beard",
    true="moustache>0.6",
    strong="moustache>0.8",
    weak="moustache>0.4",
    denied="moustache<0.2",
    opposites="shaven",
    adjectives="moustached|mustachioed|mustached",
    nouns="moustached person",
    having="a moustache|a mustache|a bushy moustache|a thick mustache|a hairy upper lip|hair on THEIR upper lip"
    "|a big mustache|a thin moustache|hair above THEIR lip|a moustache under THEIR nose"
    "|whiskers under THEIR nose|moustaches",
    wearing="a moustache|a mustache",
    doing="sporting a moustache/sports a moustache/sport a moustache|growing a moustache/grows a moustache/grow a "
    "moustache",
    states="upper lip:hairy|moustache:bushy|mustache:thick",
    orders="add a moustache|grow a mustache|put a moustache on|add a mustache",
)
STUBBLE = Meaning(
    name="stubble",
    group="beard",
    true="stubble>0.6",
    weak="stubble>0.4",
    denied="stubble<0.2 beard<0.4",
    opposites="shaven",
    adjectives="stubbly|unshaven|stubbled|badly shaved|scruffy|unshaved|rough shaven",
    nouns="stubbly person",
    having="stubble|five o clock shadow|a five o clock shadow|the five o clock shadow|a dark five o clock shadow|a 5 "
    "o clock shadow|three day stubble|a three day beard|a stubbly chin|a light beard|designer stubble"
    "|a few days of stubble|beard shadow|a short beard|a scruffy beard|stubbly cheeks|a 5 o clock shadow|a shadow of "
    "a beard"
    "|a trimmed beard|a little beard|a bit of stubble|short facial hair|stubble on THEIR chin|stubble on THEIR cheeks",
    wearing="stubble|a short beard|a three day beard",
    states="chin:stubbly|face:unshaven|face:stubbly|chin:unshaven|cheeks:stubbly|beard:short",
    orders="add stubble|add a five o clock shadow|trim the beard|let the stubble grow",
    after="in need of a shave|not shaved for days|days after shaving",
)
SHAVEN = Meaning(
    name="shaven",
    group="beard",
    true="beard<0.25 moustache<0.3 stubble<0.4",
    denied="beard>0.5",
    opposites="beard moustache stubble",
    weight=1.2,
    adjectives="clean shaven|beardless|shaven|freshly shaved|smooth shaven|smooth chinned|clean shaved|shaved|well "
    "shaven"
    "|cleanly shaven",
    having="a shaved face|a clean shaven face|no facial hair|a smooth chin|a shaven face|no beard|smooth cheeks|a "
    "bare chin"
    "|a clean shave|shaved cheeks|a hairless chin|a bare face|no beard at all|no stubble|no hair on THEIR face",
    doing="shaving/shaves/shave|being without a beard/is without a beard/be without a beard",
    states="face:clean shaven|chin:shaved|chin:smooth|face:shaved|face:freshly shaved|cheeks:shaved|beard:shaved off"
    "|beard:gone|chin:bare",
    after="without a beard|without facial hair|without any facial hair|after shaving|without stubble",
    orders="shave|shave the beard|shave off the beard|remove the beard|remove facial hair|get rid of the beard|lose "
    "the beard",
)
SUNGLASSES = Meaning(
    name="sunglasses",
    group="glasses",
    true="sunglasses>0.6",
    weak="sunglasses>0.4",
    denied="sunglasses<0.2",
    opposites="bare_eyes",
    weight=1.5,
    nouns="person in sunglasses",
    having="sunglasses|dark glasses|shades|dark lenses|black glasses|sun glasses|a pair of sunglasses|tinted glasses"
    "|a pair of shades|black sunglasses|THEIR eyes hidden behind sunglasses|dark sunglasses|black shades|sunglasses on"
    "|eyes covered by sunglasses|aviators|tinted lenses|cool shades|a pair of dark glasses|shades on THEIR nose|dark "
    "eyewear",
    wearing="sunglasses|shades|dark glasses|black glasses|a pair of sunglasses|tinted glasses|sun glasses|a pair of "
    "shades"
    "|dark shades|black sunglasses|aviators|cool sunglasses|mirrored sunglasses|big sunglasses",
    states="eyes:hidden behind sunglasses|eyes:behind dark glasses|eyes:covered by sunglasses|eyes:covered with shades"
    "|lenses:dark|glasses:dark|glasses:tinted",
    after="behind sunglasses|behind dark glasses|behind shades|in sunglasses|in shades|in dark glasses",
    orders="put on sunglasses|put sunglasses on|add sunglasses|put shades on|add shades|hide the eyes behind "
    "sunglasses",
)
GLASSES = Meaning(
    name="glasses",
    group="glasses",
    true="glasses>0.6",
    weak="glasses>0.4",
    denied="glasses<0.2 sunglasses<0.3",
    opposites="bare_eyes",
    weight=1.5,
    adjectives="bespectacled|spectacled|short sighted|glasses wearing",
    nouns="glasses wearer|person in glasses|bespectacled person",
    having="glasses|spectacles|eyeglasses|reading glasses|clear glasses|specs|a pair of glasses|eye glasses|glasses on"
    "|glasses on THEIR nose|thin framed glasses|eyewear|a pair of spectacles|see through glasses|round glasses|big "
    "glasses"
    "|thick glasses|lenses in front of THEIR eyes|rimmed glasses|horn rimmed glasses|prescription glasses",
    wearing="glasses|spectacles|eyeglasses|specs|reading glasses|a pair of glasses|clear glasses|a pair of spectacles"
    "|round glasses|eyewear|thick glasses|big glasses|prescription glasses|frames",
    states="eyes:behind glasses|eyes:behind spectacles|glasses:on|glasses:clear",
    after="behind glasses|behind spectacles|in glasses|in spectacles|in eyeglasses",
    orders="put on glasses|put glasses on|add glasses|add spectacles|add eyeglasses|put on spectacles",
)
BARE_EYES = Meaning(
    name="bare_eyes",
    group="glasses",
    true="glasses<0.2 sunglasses<0.2",
    opposites="glasses sunglasses",
    weight=0.5,
    adjectives="without glasses|without sunglasses",
    having="no glasses|no sunglasses|no eyewear|no spectacles|bare eyes|uncovered eyes|nothing over THEIR eyes|no "
    "shades",
    states="eyes:uncovered|glasses:off|sunglasses:off|eyes:bare|glasses:removed|shades:off",
    after="without glasses|without sunglasses|without eyewear|without spectacles|without shades",
    orders="take off the glasses|remove the glasses|remove the sunglasses|take the sunglasses off|take off the shades",
)
HAT = Meaning(
    name="hat",
    group="hat",
    true="hat>0.6",
    weak="hat>0.4",
    denied="hat<0.2",
    opposites="hatless",
    weight=1.2,
    adjectives="hatted|hat wearing",
    nouns="hat wearer|person in a hat",
    having="a hat|a cap|a beanie|a headdress|a woolly hat|a baseball cap|a hat on THEIR head|headgear|a fedora"
    "|a head covering|a sun hat|a bonnet|a knitted cap|a straw hat|a hat on|a winter hat"
    "|a cap on THEIR head|a covered head|hats|a big hat|a cowboy hat|a top hat",
    wearing="a hat|a cap|a beanie|a woolly hat|a baseball cap|a fedora|headgear|a bonnet|a straw hat"
    "|a winter hat|a knitted cap|a sun hat|a cowboy hat|a helmet",
    states="head:covered|head:covered by a hat|head:under a hat|hat:on|hair:under a hat|hair:hidden under a cap",
    after="under a hat|in a hat|in a cap|in a beanie|under a cap",
    orders="put on a hat|put a hat on|add a hat|add a cap|put a cap on|cover the head",
)
HATLESS = Meaning(
    name="hatless",
    group="hat",
    true="hat<0.2",
    opposites="hat",
    weight=0.25,
    adjectives="hatless|bareheaded|bare headed",
    having="no hat|an uncovered head|no cap|nothing on THEIR head|no headgear|no hat on",
    states="head:uncovered|hat:off|hat:removed|head:without a hat",
    after="without a hat|without a cap|without headgear",
    orders="take off the hat|remove the hat|take the cap off|remove the cap",
)

ALL = (BEARD, MOUSTACHE, STUBBLE, SHAVEN, SUNGLASSES, GLASSES, BARE_EYES, HAT, HATLESS)
