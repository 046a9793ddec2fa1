"""Rarer wordings of age and gender, joined to those of the other tables."""

MORE = {
    "old": {
        "adjectives": "old and grey|worn|time worn|elderly and frail|frail|in old age|of old age|well aged|hoary headed"
        "|leathery|creased|weather beaten|white bearded|furrowed",
        "comparatives": "20 years older|ten years older|30 years older|years older|much older|decades older"
        "|thirty years older|twenty years older|older by years|more senior|more ancient|closer to old age"
        "|more mature",
        "nouns": "geezer|old timer|old soul|grandparent|old one|old face|old human|aged person|ancient person"
        "|wrinkled person|older person|older adult",
        "having": "a weathered face|a lined face|furrows|age lines|old age|laugh lines|a worn face|saggy skin"
        "|creases|age spots|years of age on THEIR face|the marks of age|the face of a grandparent"
        "|an older face|loose skin|leathery skin|wrinkles around THEIR eyes|wrinkles on THEIR forehead"
        "|wrinkles on THEIR face|a lifetime behind them|older skin",
        "doing": "having aged/has aged/age|having grown old/has grown old/grow old"
        "|looking aged/looks aged/look aged|looking elderly/looks elderly/look elderly"
        "|looking older/looks older/look older|enjoying retirement/enjoys retirement/enjoy retirement"
        "|seeming old/seems old/seem old",
        "states": "face:lined|face:furrowed|face:full of wrinkles|skin:old|skin:lined|skin:saggy|forehead:wrinkled"
        "|face:aged by years|face:weathered|years:advanced",
        "after": "with a lifetime behind|over seventy|past sixty|in retirement|of retirement age|well past sixty"
        "|in the evening of life|at the age of a grandparent|older than sixty|above sixty|close to eighty",
        "orders": "age the face|make it older by 30 years|add 20 years|add thirty years|age by twenty years|grow old"
        "|add 30 years|increase the age|raise the age|age it|more age|put years on",
    },
    "young": {
        "adjectives": "fresh|fresh looking|in THEIR youth|wrinkle free|unwrinkled|unlined|boyish or girlish"
        "|young and fresh|immature|line free|spring like|tender",
        "comparatives": "20 years younger|ten years younger|30 years younger|years younger|much younger|decades younger"
        "|younger by years|thirty years younger|twenty years younger|fresher|smoother skinned"
        "|fresher looking",
        "nouns": "young human|young face|young soul|youngish person|younger person|young people",
        "having": "tight skin|fresh skin|a wrinkle free face|young looks|youthful looks|youthful features"
        "|a younger face|youth on THEIR face|skin like a baby|a smooth forehead|the skin of a baby"
        "|younger skin|a fresh face|not a wrinkle|not a single wrinkle|young eyes",
        "doing": "looking younger/looks younger/look younger|keeping young/keeps young/keep young"
        "|looking fresh/looks fresh/look fresh",
        "states": "face:fresh|face:smooth|skin:fresh|skin:tight|forehead:smooth|face:unlined|face:free of wrinkles"
        "|face:younger",
        "after": "in the spring of life|in early adulthood|younger than thirty|below thirty|far from old"
        "|with life ahead|without wrinkles|without any wrinkles|without lines",
        "orders": "take 20 years off|take off thirty years|make it younger by 20 years|lower the age"
        "|decrease the age|reduce the age|remove years|wipe away the wrinkles|erase the wrinkles"
        "|turn back the clock|iron out the wrinkles|take ten years off",
    },
    "child": {
        "adjectives": "childish looking|kid like|of school age|young and small",
        "nouns": "little kid|tiny child|small boy or girl|children|kids|infant school child|little person"
        "|kindergarten child|pupil|schoolkid",
        "having": "a child like face|the face of a small child|the looks of a child|a little face",
        "after": "as a child|as a kid|like a child|like a kid|at kindergarten|in primary school|in kindergarten"
        "|under ten|below ten",
        "orders": "turn into a child|make it a child|turn it into a kid|back to childhood",
        "doing": "looking like a kid/looks like a kid/look like a kid|being a child/is a child/be a child",
    },
    "baby": {
        "nouns": "small baby|babe|baby child|little infant|babies",
        "after": "as a baby|like a baby",
        "adjectives": "newly born|infant|baby like",
        "states": "face:like that of a baby",
    },
    "teen": {
        "nouns": "young teen|juvenile|secondary school pupil|teens|teenagers|teen person|young student",
        "having": "a teenage face|the face of a teenager|teenage looks",
        "after": "as a teenager|as a teen|in high school|of college age|in adolescence",
        "doing": "looking like a teenager/looks like a teenager/look like a teenager",
    },
    "middle_aged": {
        "adjectives": "no longer young|forty something|in THEIR middle age|mid aged",
        "nouns": "mature human|parent",
        "after": "in mid life|halfway through life|between forty and fifty|around fifty|around forty five"
        "|past forty|in THEIR middle years",
        "having": "a mature face|a middle aged face",
    },
    "man": {
        "adjectives": "man like|masculine in looks|he man like|of masculine looks|male gendered|virile looking",
        "comparatives": "more male looking|more mannish|more virile|manlier looking|more of a man|more masculine "
        "looking",
        "nouns": "male human|gent|mister|male adult|guys|men|male model|male subject|masculine person|laddie"
        "|male individual",
        "having": "a manly face|a square jaw|a male head|a man face|male looks|a masculine look|manly looks"
        "|a masculine jaw|a manly jaw",
        "doing": "seeming masculine/seems masculine/seem masculine|looking male/looks male/look male"
        "|being a man/is a man/be a man|looking manly/looks manly/look manly",
        "states": "gender:male|sex:male|face:manly|looks:masculine|jaw:masculine|face:that of a man",
        "after": "as a man|as a male|like a man|as a guy|as a gentleman",
        "orders": "turn into a man|swap the gender to male|make it male|make it manly|change the sex to male"
        "|make it masculine|male please|make it more manly|turn the woman into a man|turn her into a man"
        "|make her a man|as a man",
    },
    "woman": {
        "adjectives": "woman like|feminine in looks|of feminine looks|female gendered|dainty|effeminate|lady like",
        "comparatives": "more female looking|more ladylike|more of a woman|more girlish|girlier|more feminine looking"
        "|more effeminate",
        "nouns": "female human|female adult|women|female model|female subject|feminine person|girlie"
        "|female individual|lassie|housewife",
        "having": "a womanly face|a female head|a woman face|female looks|a feminine look|soft feminine features"
        "|girlish features|a lady face|feminine looks",
        "doing": "seeming feminine/seems feminine/seem feminine|looking female/looks female/look female"
        "|being a woman/is a woman/be a woman|looking womanly/looks womanly/look womanly",
        "states": "gender:female|sex:female|face:womanly|looks:feminine|face:that of a woman|features:girlish",
        "after": "as a woman|as a female|like a woman|as a lady|as a girl|like a lady",
        "orders": "turn into a woman|swap the gender to female|make it female|make it womanly"
        "|change the sex to female|make it feminine|female please|turn the man into a woman"
        "|turn him into a woman|make him a woman|as a woman|feminize",
    },
    "grandfather": {
        "nouns": "old geezer|old boy|grumpy old man|greybeard|old age pensioner|male pensioner|old man of eighty"
        "|kindly old man|gramps|older man|older guy|older gentleman|grandfathers|old men|male senior",
    },
    "grandmother": {
        "nouns": "old dear|little old lady|old granny|female pensioner|nanny|old woman of eighty|kindly old lady"
        "|older woman|older lady|old women|female senior|old ladies|nana",
    },
    "boy": {
        "nouns": "teenage lad|little lad|small male child|baby boy|boy of ten|boy of five|little man|boys|young son",
        "after": "as a boy|like a boy",
    },
    "girl": {
        "nouns": "teenage lass|little lass|small female child|baby girl|girl of ten|girl of five|little miss|girls"
        "|young daughter",
        "after": "as a girl|as a little girl|like a girl",
    },
    "lad": {
        "nouns": "youngish man|male student|youthful man|younger man|male youth|college boy|lads|young men|male teen",
    },
    "young_lady": {
        "nouns": "youngish woman|female student|youthful woman|younger woman|female youth|college girl|young ladies"
        "|young women|young miss|youthful lady|female teen|younger lady",
    },
}
