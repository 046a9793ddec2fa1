"""Wordings of the mouth and of feelings."""

from scripts.clip.meanings import Meaning

SMILING = Meaning(
    name="smiling",
    group="smile",
    true="smile>0.6",
    strong="smile>1.2",
    weak="smile>0.2",
    denied="smile<-0.1",
    opposites="serious sad frowning",
    weight=2.0,
    adjectives="smiling|happy|cheerful|joyful|glad|smiley|merry|delighted|jolly|pleased|happy looking|cheery|joyous"
    "|amused|content|sunny|friendly|in good spirits|elated|gleeful|jovial|beaming",
    comparatives="happier|more smiling|more cheerful|smiling more|more joyful|less serious|less sad|merrier|friendlier",
    nouns="happy person|smiling person",
    having="a smile|a big smile|a happy face|a smiling face|a broad smile|a smile on THEIR face|a wide smile"
    "|a cheerful expression|a happy expression|a friendly smile|a warm smile|a happy look|a smiling mouth|a bright "
    "smile"
    "|smiling lips|a joyful expression|a smile on the lips|raised corners of the mouth|a merry face|a gentle smile",
    wearing="a smile|a big smile|a happy smile|a happy expression|a friendly smile",
    doing="smiling/smiles/smile|beaming/beams/beam|looking happy/looks happy/look happy|being happy/is happy/be happy"
    "|showing a smile/shows a smile/show a smile|smiling happily/smiles happily/smile happily"
    "|smiling at the camera/smiles at the camera/smile at the camera|giving a smile/gives a smile/give a smile"
    "|flashing a smile/flashes a smile/flash a smile|cracking a smile/cracks a smile/crack a smile",
    states="face:happy|face:smiling|expression:happy|mouth:smiling|lips:smiling|expression:cheerful|mood:happy"
    "|face:cheerful|mouth:curved upwards",
    after="in a good mood|full of joy|all smiles|having fun|enjoying life",
    orders="put a smile on|lift the corners of the mouth|add a smile|cheer up",
)
GRINNING = Meaning(
    name="grinning",
    group="smile",
    true="smile>1.1",
    strong="smile>1.5",
    weak="smile>0.7",
    denied="smile<0.3",
    opposites="serious frowning sad",
    adjectives="grinning|laughing|giggling|overjoyed|ecstatic|chuckling|very happy|radiant|thrilled",
    having="a grin|a wide grin|a toothy smile|a broad grin|a huge smile|a laugh|a beaming smile|a laughing face|a "
    "big grin"
    "|a toothy grin|an ear to ear smile|a smile from ear to ear|a grin from ear to ear|a hearty laugh|a smile "
    "showing teeth"
    "|laughter on THEIR face",
    wearing="a grin|a wide grin|a huge smile",
    doing="grinning/grins/grin|laughing/laughs/laugh|grinning from ear to ear/grins from ear to ear/grin from ear to "
    "ear"
    "|smiling broadly/smiles broadly/smile broadly|smiling widely/smiles widely/smile widely|giggling/giggles/giggle"
    "|chuckling/chuckles/chuckle|laughing out loud/laughs out loud/laugh out loud"
    "|smiling from ear to ear/smiles from ear to ear/smile from ear to ear"
    "|bursting into laughter/bursts into laughter/burst into laughter|cracking up/cracks up/crack up"
    "|showing teeth/shows teeth/show teeth|laughing heartily/laughs heartily/laugh heartily",
    states="face:laughing|mouth:grinning|face:grinning|teeth:showing",
    after="full of laughter|showing all THEIR teeth",
)
SERIOUS = Meaning(
    name="serious",
    group="smile",
    true="smile<-0.2",
    strong="smile<-0.7",
    weak="smile<0.1",
    denied="smile>0.4",
    opposites="smiling grinning",
    weight=1.3,
    adjectives="serious|stern|unsmiling|earnest|solemn|neutral|expressionless|grave|grim|straight faced|emotionless"
    "|serious looking|stern looking|thoughtful|stone faced|deadpan|sober|poker faced|unamused|calm|bored|strict",
    comparatives="more serious|less happy|less smiling|more neutral|less cheerful|sterner|graver|smiling less",
    having="a serious face|a serious expression|a neutral expression|a stern look|no smile|a straight face|a blank look"
    "|a blank expression|a serious look|a neutral face|a poker face|a grave expression|a stern face|a stony face"
    "|straight lips|a solemn face|no expression",
    wearing="a serious expression|a neutral expression",
    doing="looking serious/looks serious/look serious|keeping a straight face/keeps a straight face/keep a straight "
    "face"
    "|looking stern/looks stern/look stern",
    states="face:serious|expression:neutral|expression:serious|face:neutral|face:stern|mouth:straight"
    "|face:expressionless"
    "|expression:blank|expression:grave",
    after="without any expression|without emotion|in a serious mood|without a trace of a smile",
    orders="stop smiling|wipe off the smile|remove the smile|stop laughing",
)
SAD = Meaning(
    name="sad",
    group="feeling smile",
    true="sad>0.4",
    strong="sad>0.6",
    weak="sad>0.25",
    denied="sad<0.15",
    opposites="smiling grinning",
    weight=1.3,
    adjectives="sad|unhappy|gloomy|depressed|miserable|sorrowful|melancholy|downcast|sad looking|upset|mournful"
    "|heartbroken"
    "|disappointed|glum|crying|tearful|dejected|weeping|lonely|grieving|crestfallen|hurt|dismal",
    comparatives="sadder|unhappier|more sad|gloomier|more unhappy|more depressed|less happy",
    having="a sad face|a sad expression|a sad look|a frown of sorrow|tears|a gloomy face|an unhappy face|a long face"
    "|tears in THEIR eyes|sad eyes|a sorrowful expression|drooping corners of the mouth|a mournful look|a heavy heart"
    "|a gloomy expression|a miserable face|a sulky face",
    wearing="a sad expression",
    doing="crying/cries/cry|weeping/weeps/weep|looking sad/looks sad/look sad|sulking/sulks/sulk"
    "|pouting/pouts/pout|feeling sad/feels sad/feel sad|looking unhappy/looks unhappy/look unhappy"
    "|sobbing/sobs/sob|looking miserable/looks miserable/look miserable",
    states="face:sad|expression:sad|eyes:sad|mood:sad|face:unhappy|mood:gloomy|mouth:drooping|mouth:turned down",
    after="in tears|in a bad mood|in sorrow|full of sorrow|in grief|close to tears",
)
FROWNING = Meaning(
    name="frowning",
    group="smile feeling",
    true="smile<-0.4",
    denied="smile>0.3",
    opposites="smiling grinning",
    weight=0.8,
    adjectives="frowning|scowling|grumpy|sullen|sour|moody|sulky|surly|cross|grouchy|dissatisfied|displeased",
    comparatives="grumpier|moodier|more sullen",
    having="a frown|a scowl|a grumpy face|a sour face|a sullen look|a furrowed brow|a grumpy expression|turned down "
    "lips",
    wearing="a frown|a scowl",
    doing="frowning/frowns/frown|scowling/scowls/scowl|pulling a face/pulls a face/pull a face",
    states="brow:furrowed|face:grumpy|expression:sullen|mouth:turned down|lips:turned down",
)
ANGRY = Meaning(
    name="angry",
    group="feeling smile",
    true="angry>0.4",
    strong="angry>0.6",
    weak="angry>0.25",
    denied="angry<0.15",
    opposites="smiling sad surprised",
    weight=1.2,
    adjectives="angry|furious|mad|enraged|annoyed|irritated|raging|fuming|angry looking|hostile|livid|aggressive"
    "|outraged|cross|irate|menacing|fierce|wrathful|bad tempered|hateful|threatening|evil",
    comparatives="angrier|more angry|madder|more furious|more annoyed",
    having="an angry face|an angry expression|an angry look|a furious face|a glare|a fierce look|a menacing expression"
    "|rage on THEIR face|an annoyed look|knitted brows|a look of anger|a furious look|an evil look|gritted teeth",
    wearing="an angry expression",
    doing="glaring/glares/glare|raging/rages/rage|fuming/fumes/fume|looking angry/looks angry/look angry"
    "|looking furious/looks furious/look furious|snarling/snarls/snarl|boiling with rage/boils with rage/boil with rage"
    "|looking mad/looks mad/look mad|losing THEIR temper/loses THEIR temper/lose THEIR temper",
    states="face:angry|expression:angry|eyes:angry|expression:furious|mood:angry|brows:knitted",
    after="in a rage|full of anger|in anger|filled with rage|ready to fight",
)
SURPRISED = Meaning(
    name="surprised",
    group="feeling mouth",
    true="surprised>0.4",
    strong="surprised>0.6",
    weak="surprised>0.25",
    denied="surprised<0.15",
    opposites="serious angry",
    weight=1.2,
    adjectives="surprised|shocked|amazed|astonished|startled|stunned|scared|frightened|fearful|surprised looking"
    "|afraid|astounded|terrified|bewildered|horrified|speechless|dumbfounded|awestruck|alarmed"
    "|open mouthed",
    comparatives="more surprised|more shocked|more astonished|more scared",
    having="a surprised face|a surprised expression|a shocked look|a surprised look|a look of surprise|an amazed "
    "expression"
    "|a startled look|a jaw drop|a dropped jaw|a look of shock|a shocked face|an astonished face|fear in THEIR eyes",
    doing="gasping/gasps/gasp|looking surprised/looks surprised/look surprised|looking shocked/looks shocked/look "
    "shocked"
    "|looking amazed/looks amazed/look amazed|gaping in surprise/gapes in surprise/gape in surprise"
    "|looking scared/looks scared/look scared|looking astonished/looks astonished/look astonished",
    states="face:surprised|expression:surprised|eyes:wide with surprise|face:shocked|expression:shocked|jaw:dropped",
    after="in surprise|in shock|taken by surprise|in fear|in amazement|in disbelief",
)
OPEN_MOUTH = Meaning(
    name="mouth_open",
    group="mouth",
    true="mouth_open>0.8",
    strong="mouth_open>1.5",
    weak="mouth_open>0.4",
    denied="mouth_open<0.1",
    opposites="mouth_shut",
    weight=1.5,
    adjectives="open mouthed|gaping|yawning|shouting|screaming|singing|slack jawed|wide mouthed|agape",
    having="an open mouth|a wide open mouth|an open jaw|parted lips|visible teeth|an opened mouth|THEIR mouth open"
    "|THEIR mouth wide open|a gaping mouth|lips apart|THEIR jaw open|open lips",
    doing="yawning/yawns/yawn|shouting/shouts/shout|screaming/screams/scream|singing/sings/sing"
    "|gaping/gapes/gape|opening THEIR mouth/opens THEIR mouth/open THEIR mouth|talking/talks/talk"
    "|speaking/speaks/speak|showing THEIR teeth/shows THEIR teeth/show THEIR teeth",
    states="mouth:open|mouth:wide open|mouth:opened|lips:parted|jaw:open|lips:open|mouth:agape|mouth:gaping|lips:apart"
    "|mouth:slightly open|teeth:visible|jaw:dropped",
    orders="open the mouth|open your mouth|part the lips|open up the mouth|show the teeth|drop the jaw",
)
SHUT_MOUTH = Meaning(
    name="mouth_shut",
    group="mouth",
    true="mouth_open<-0.2",
    weak="mouth_open<0.1",
    denied="mouth_open>0.5",
    opposites="mouth_open",
    adjectives="closed mouthed|tight lipped|silent|tight mouthed|close mouthed",
    having="a closed mouth|a shut mouth|closed lips|pressed lips|sealed lips|tight lips|THEIR mouth closed|no teeth "
    "showing"
    "|THEIR mouth shut|hidden teeth|lips together",
    doing="closing THEIR mouth/closes THEIR mouth/close THEIR mouth|pressing THEIR lips/presses THEIR lips/press "
    "THEIR lips"
    "|keeping quiet/keeps quiet/keep quiet",
    states="mouth:closed|mouth:shut|lips:closed|lips:together|lips:pressed together|lips:sealed|mouth:firmly closed"
    "|lips:shut|jaw:closed|teeth:hidden",
    orders="close the mouth|shut the mouth|close your mouth|shut your mouth|hide the teeth",
)

ALL = (SMILING, GRINNING, SERIOUS, SAD, FROWNING, ANGRY, SURPRISED, OPEN_MOUTH, SHUT_MOUTH)
