"""Rarer wordings of feelings and of the mouth, joined to those of the other tables."""

MORE = {
    "smiling": {
        "adjectives": "upbeat|chirpy|cheerful looking|blissful|jubilant|exuberant|satisfied|smirking|smug"
        "|delighted looking|full of cheer|in high spirits|good humoured|good humored|buoyant|pleasant"
        "|welcoming|warm|tickled pink|mischievous|playful|grateful|optimistic|proud|loving|kind|kindly"
        "|sweet|amiable|affable",
        "having": "a cheery face|a grin of joy|a sunny smile|a smirk|a faint smile|a slight smile|a soft smile"
        "|a sweet smile|a kind smile|an upturned mouth|lips curled up|dimples|a happy grin|a pleased look"
        "|a little smile|smiling eyes|happy eyes|joy on THEIR face|a delighted look|a mischievous smile"
        "|a half smile|curved lips|happiness on THEIR face|a pleased expression|happiness"
        "|a smile that lights up the face|a winning smile|the corners of THEIR mouth up|a glad look"
        "|a friendly face|a friendly expression|a friendly look|a pleasant smile|a proud smile",
        "doing": "smirking/smirks/smirk|cheering/cheers/cheer|rejoicing/rejoices/rejoice"
        "|feeling happy/feels happy/feel happy|looking cheerful/looks cheerful/look cheerful"
        "|smiling warmly/smiles warmly/smile warmly|smiling kindly/smiles kindly/smile kindly"
        "|smiling sweetly/smiles sweetly/smile sweetly|breaking into a smile/breaks into a smile/break "
        "into a smile|looking pleased/looks pleased/look pleased|having a smile/has a smile/have a smile"
        "|smiling softly/smiles softly/smile softly|smiling cheerfully/smiles cheerfully/smile cheerfully"
        "|curling THEIR lips up/curls THEIR lips up/curl THEIR lips up"
        "|giving us a smile/gives us a smile/give us a smile|looking friendly/looks friendly/look friendly"
        "|smiling brightly/smiles brightly/smile brightly|looking delighted/looks delighted/look delighted",
        "states": "face:joyful|face:radiant|face:lit up with a smile|smile:broad|smile:bright|lips:curled up"
        "|mouth:turned up|face:delighted|expression:joyful|expression:friendly|lips:curved up"
        "|corners of the mouth:raised|face:beaming|mood:cheerful|face:pleased|smile:big"
        "|mouth:curled upwards|face:friendly|mouth:curled in a smile",
        "after": "with a smile|with a happy smile|in a happy mood|with joy|in high spirits|with happiness"
        "|wearing a smile on the face|with a grin",
        "orders": "make it smile|make it happy|smile please|smile more|be happy|paint a smile|curl the lips up"
        "|turn the frown upside down|more smile|bigger smile|increase the smile|smile for the camera"
        "|give us a smile|make the mouth smile",
        "nouns": "cheerful person|smiler|joyful person|happy face|smiling face|friendly person|cheerful soul"
        "|optimist|happy chap",
    },
    "grinning": {
        "adjectives": "rolling with laughter|amused to tears|euphoric|tickled|hysterical|bursting with joy|cackling"
        "|extremely happy|overjoyed looking",
        "having": "an enormous smile|pearly whites showing|laughing eyes|an evil grin|a big toothy smile"
        "|a laughing mouth|a huge grin on THEIR face|a giant smile|a very wide smile|a giggle"
        "|all teeth showing|a smile as wide as can be",
        "doing": "cackling/cackles/cackle|grinning widely/grins widely/grin widely"
        "|grinning broadly/grins broadly/grin broadly|laughing hard/laughs hard/laugh hard"
        "|laughing loudly/laughs loudly/laugh loudly|bursting out laughing/bursts out laughing/burst out "
        "laughing|flashing a grin/flashes a grin/flash a grin|having a laugh/has a laugh/have a laugh"
        "|laughing happily/laughs happily/laugh happily|baring THEIR teeth in a smile/bares THEIR teeth in "
        "a smile/bare THEIR teeth in a smile",
        "states": "face:split by a grin|mouth:laughing|grin:wide|smile:toothy|mouth:spread in a grin|smile:huge"
        "|teeth:bared in a smile",
        "after": "with a wide grin|with a laugh|with laughter|having a good laugh|with all teeth showing",
        "orders": "make it laugh|make it grin|laugh out loud|grin widely|laugh please",
    },
    "serious": {
        "adjectives": "impassive|humourless|humorless|sombre|somber|stoic|aloof|pensive|composed|detached|unfriendly"
        "|cold|stony faced|blank faced|joyless|grim faced|relaxed|severe|without a smile|austere"
        "|emotion free|dry|formal|concentrating|focussed|steely|resting",
        "having": "a relaxed mouth|a mouth without a smile|an impassive face|a grim look|a severe look"
        "|a mouth in a straight line|a calm face|a calm expression|a resting face|a cold look"
        "|a bored expression|a bored look|a deadpan expression|a sober face|an unsmiling mouth"
        "|a stern expression|a cold expression|an unsmiling face|an earnest look|a pensive look"
        "|an expressionless face|seriousness",
        "doing": "looking neutral/looks neutral/look neutral|looking bored/looks bored/look bored"
        "|looking grim/looks grim/look grim|showing no emotion/shows no emotion/show no emotion"
        "|showing no smile/shows no smile/show no smile|refusing to smile/refuses to smile/refuse to smile"
        "|staying serious/stays serious/stay serious|having no expression/has no expression/have no "
        "expression",
        "states": "face:impassive|face:calm|face:unsmiling|face:grave|face:blank|expression:stern|expression:calm"
        "|mouth:unsmiling|face:relaxed|expression:grim|face:deadpan|mouth:relaxed|expression:deadpan"
        "|face:without a smile|mood:serious|lips:straight",
        "after": "without smiling|without a smile|not in the mood to smile|with no trace of a smile"
        "|with a stern look|without laughing",
        "orders": "make it serious|no smile please|be serious|less smile|reduce the smile|make the face neutral"
        "|keep a straight face|stop grinning|take away the smile|erase the smile",
        "nouns": "serious person|stern person",
    },
    "sad": {
        "adjectives": "woeful|forlorn|teary|wistful|bawling|distressed|grief stricken|worried|troubled|low spirited"
        "|sorry|heavy hearted|broken hearted|in despair|desperate|hopeless|pained|suffering|teary eyed"
        "|anguished|sorrowful looking|unhappy looking|in low spirits|anxious|pitiful|gloomy looking"
        "|near tears|sobbing",
        "having": "a tearful face|a woeful look|a pout|a crying face|teary eyes|a sad mouth|wet eyes|a sad frown"
        "|a broken heart|downturned lips|sorrow|a downturned mouth|grief on THEIR face"
        "|sadness in THEIR eyes|sadness on THEIR face|an unhappy expression|a look of sadness"
        "|tears on THEIR cheeks|a trembling lip|an unhappy look|a despairing look|a pained expression"
        "|a worried look|a worried expression|misery on THEIR face|the corners of THEIR mouth down"
        "|a depressed look|melancholy eyes|tears running down THEIR face|a face full of sorrow|gloom",
        "doing": "grieving/grieves/grieve|mourning/mourns/mourn|bawling/bawls/bawl"
        "|shedding tears/sheds tears/shed tears|looking down in sorrow/looks down in sorrow/look down in "
        "sorrow|looking gloomy/looks gloomy/look gloomy|being sad/is sad/be sad"
        "|seeming sad/seems sad/seem sad|looking depressed/looks depressed/look depressed"
        "|bursting into tears/bursts into tears/burst into tears|crying THEIR eyes out/cries THEIR eyes "
        "out/cry THEIR eyes out|looking upset/looks upset/look upset|looking worried/looks worried/look "
        "worried",
        "states": "face:gloomy|face:tearful|eyes:full of tears|expression:unhappy|face:miserable|eyes:tearful"
        "|mood:sorrowful|corners of the mouth:down|mouth:downturned|lips:downturned|heart:broken"
        "|expression:sorrowful|cheeks:wet with tears|expression:gloomy|eyes:wet|face:full of sorrow",
        "after": "in despair|in misery|in a gloomy mood|with a broken heart|in floods of tears|about to cry"
        "|with sorrow|in low spirits|with tears",
        "orders": "make it sad|make it cry|be sad|add tears|make it unhappy|look sad|turn the smile upside down"
        "|pull down the corners of the mouth",
        "nouns": "sad person|unhappy person|sad face|crying person",
    },
    "frowning": {
        "having": "a grumpy look|a sulk|a grimace|lines between THEIR brows|a dissatisfied look|a disapproving look"
        "|a bad tempered face|a displeased expression|the lips turned down",
        "adjectives": "disapproving|cranky|ill tempered|ill humoured|grumpy looking|sour faced|disgusted",
        "doing": "grimacing/grimaces/grimace|looking grumpy/looks grumpy/look grumpy"
        "|wrinkling THEIR brow/wrinkles THEIR brow/wrinkle THEIR brow",
        "states": "face:sour|forehead:furrowed|expression:grumpy|face:grim",
        "nouns": "grump|grumpy person|moody person",
        "orders": "make it frown|add a frown|frown more",
        "after": "in a sulk|with a frown",
    },
    "angry": {
        "adjectives": "seething|infuriated|hot tempered|resentful|glaring|violent|cruel|vicious|savage|full of rage"
        "|full of hate|burning with anger|boiling with rage|mean|mean looking|offended|wild"
        "|aggressive looking|scary|furious looking|hot headed|frustrated|snarling|ferocious",
        "having": "a wrathful look|a hostile look|a threatening look|a mean look|an aggressive look|angry brows"
        "|a snarl|anger on THEIR face|fury|an irritated look|a hateful look|a raging face"
        "|eyes full of rage|clenched teeth|a mad look|bared teeth|furious eyes|a temper|a cruel look"
        "|eyes flashing with anger|an outraged expression|a furious expression|angry eyes"
        "|anger in THEIR eyes|a mad face|a fierce expression|a fierce face|hate in THEIR eyes"
        "|brows drawn in anger|rage",
        "doing": "seething/seethes/seethe|scowling angrily/scowls angrily/scowl angrily"
        "|being angry/is angry/be angry|staring angrily/stares angrily/stare angrily"
        "|looking fierce/looks fierce/look fierce|glowering/glowers/glower|seeing red/sees red/see red"
        "|feeling angry/feels angry/feel angry|shouting in anger/shouts in anger/shout in anger"
        "|looking hostile/looks hostile/look hostile|seeming angry/seems angry/seem angry"
        "|baring THEIR teeth/bares THEIR teeth/bare THEIR teeth|looking annoyed/looks annoyed/look annoyed",
        "states": "face:furious|face:enraged|eyes:full of rage|expression:hostile|eyes:furious|expression:fierce"
        "|teeth:clenched|face:fierce|expression:mad|mood:furious|face:red with anger|expression:annoyed"
        "|teeth:gritted|brows:drawn in anger",
        "after": "in a fury|with rage|with anger|in a temper|in a bad temper|in an angry mood|out for a fight",
        "orders": "make it angry|make it furious|be angry|look angry|add anger|get angry|make it mad",
        "nouns": "angry person|angry face|furious person",
    },
    "surprised": {
        "adjectives": "agog|jaw dropping|baffled|perplexed|gobsmacked|panicked|in awe|disbelieving|shaken|staggered"
        "|lost for words|aghast|shocked looking|amazed looking|puzzled|confused|nervous|astonished looking"
        "|wide eyed and amazed|fascinated|excited",
        "having": "a look of amazement|a look of horror|wonder on THEIR face|amazement on THEIR face"
        "|shock on THEIR face|a stunned look|a gasp|an astonished look|a scared look|a frightened look"
        "|a look of fear|surprise on THEIR face|a bewildered look|a stunned expression"
        "|eyes wide with shock|an astonished expression|a look of wonder|a startled expression"
        "|wide surprised eyes|a scared face|a frightened expression|eyes wide with fear|a horrified look"
        "|the jaw dropped|an amazed look|an amazed face",
        "doing": "wondering/wonders/wonder|being surprised/is surprised/be surprised"
        "|looking startled/looks startled/look startled|getting a shock/gets a shock/get a shock"
        "|looking stunned/looks stunned/look stunned|looking frightened/looks frightened/look frightened"
        "|gasping in shock/gasps in shock/gasp in shock|panicking/panics/panic"
        "|staring in disbelief/stares in disbelief/stare in disbelief"
        "|dropping THEIR jaw/drops THEIR jaw/drop THEIR jaw|seeming surprised/seems surprised/seem "
        "surprised",
        "states": "face:amazed|face:startled|expression:amazed|eyes:wide with shock|expression:startled"
        "|face:astonished|face:stunned|face:frightened|expression:scared|mouth:open in surprise"
        "|mouth:open in shock|face:scared|expression:astonished|eyes:wide with fear",
        "after": "in astonishment|in awe|in wonder|in horror|with surprise|with shock|full of wonder"
        "|full of surprise|caught by surprise|with astonishment|in panic",
        "orders": "make it surprised|be surprised|look surprised|look shocked|act surprised|add surprise"
        "|make it shocked",
        "nouns": "surprised person|shocked person|surprised face",
    },
    "mouth_open": {
        "adjectives": "yelling|agape in awe|with an open mouth|talking|speaking|calling out|mouth breathing|chattering"
        "|shrieking",
        "having": "an open mouth showing teeth|a mouth standing open|a mouth hanging open|opened lips|separated lips"
        "|a gap between THEIR lips|a big open mouth|a jaw hanging down|THEIR mouth agape"
        "|lips that are parted|slightly parted lips|a yawn|a scream|teeth on display|bare teeth"
        "|a mouth that is open|a mouth wide open|a slightly open mouth|THEIR lips parted|THEIR lips apart"
        "|THEIR teeth visible",
        "doing": "calling/calls/call|shrieking/shrieks/shriek|breathing through the mouth/breathes through the "
        "mouth/breathe through the mouth|opening wide/opens wide/open wide|saying ah/says ah/say ah"
        "|screaming loudly/screams loudly/scream loudly|shouting loudly/shouts loudly/shout loudly"
        "|dropping THEIR lower jaw/drops THEIR lower jaw/drop THEIR lower jaw"
        "|parting THEIR lips/parts THEIR lips/part THEIR lips|having THEIR mouth open/has THEIR mouth "
        "open/have THEIR mouth open|chatting/chats/chat|saying something/says something/say something"
        "|biting/bites/bite|breathing with open mouth/breathes with open mouth/breathe with open mouth",
        "states": "jaw:hanging down|mouth:hanging open|mouth:a little open|lips:separated|mouth:standing open"
        "|lips:slightly parted|mouth:not shut|lips:wide apart|mouth:stretched open|jaw:hanging open"
        "|teeth:showing|lips:opened|mouth:opened wide|mouth:more open",
        "after": "while talking|while singing|in the middle of a yawn|while shouting",
        "orders": "make the mouth open|open mouth|mouth open please|open wide|say ah|spread the lips|open the lips"
        "|make it talk|make it yawn",
    },
    "mouth_shut": {
        "adjectives": "quiet|mute|tight lipped looking|lips sealed|with a closed mouth|mum|not speaking",
        "having": "a tightly closed mouth|firmly closed lips|firm lips|tightly pressed lips|a closed jaw"
        "|touching lips|lips that are closed|a mouth that is shut|a mouth closed tight"
        "|no gap between THEIR lips|THEIR lips shut|THEIR lips closed|THEIR lips together|a firm mouth"
        "|covered teeth|a firmly shut mouth|THEIR lips sealed|pursed lips|lips pressed together"
        "|no teeth visible",
        "doing": "keeping THEIR mouth shut/keeps THEIR mouth shut/keep THEIR mouth shut"
        "|saying nothing/says nothing/say nothing|staying silent/stays silent/stay silent"
        "|shutting THEIR mouth/shuts THEIR mouth/shut THEIR mouth|being silent/is silent/be silent"
        "|sealing THEIR lips/seals THEIR lips/seal THEIR lips|holding THEIR tongue/holds THEIR tongue/hold "
        "THEIR tongue",
        "states": "lips:touching|lips:pressed|mouth:tightly shut|mouth:sealed|lips:tight|jaw:shut|mouth:tight"
        "|lips:firm|lips:firmly closed|mouth:tightly closed|teeth:covered|mouth:not open|lips:pursed"
        "|lips:tightly closed",
        "after": "without showing teeth|without opening the mouth|without a word|without showing THEIR teeth",
        "orders": "seal the lips|press the lips together|close the lips|make the mouth closed|mouth closed please"
        "|be quiet|bring the lips together|shut the lips|cover the teeth|closed mouth",
    },
}
