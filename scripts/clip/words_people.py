"""Wordings of age and gender."""

from scripts.clip.meanings import Meaning

OLD = Meaning(
    name="old",
    group="age",
    true="age>58",
    strong="age>66",
    weak="age>50",
    denied="age<48",
    opposites="young child",
    weight=2.0,
    adjectives="old|old|elderly|aged|senior|ancient|wrinkled|wrinkly|ageing|aging|old looking|elderly looking"
    "|weathered|retired|old aged|lined|long lived|withered",
    comparatives="older|more aged|older looking|more elderly|more wrinkled|less young|less youthful",
    nouns="old person|elder|pensioner|senior|senior citizen|retiree|elderly person|oldie|ancient|veteran",
    having="wrinkles|wrinkled skin|an old face|an aged face|a wrinkled face|deep lines|lots of wrinkles"
    "|sagging skin|many wrinkles|old skin|crow feet|an elderly face|forehead wrinkles",
    doing="looking old/looks old/look old|ageing/ages/age|getting old/gets old/get old|showing age/shows age/show age"
    "|growing old/grows old/grow old",
    states="face:old|face:wrinkled|skin:wrinkled|face:elderly|face:aged",
    after="of old age|in old age|of advanced age|past seventy|over sixty|of many years|at an advanced age|up in years",
    orders="add wrinkles|add years|add age",
)
YOUNG = Meaning(
    name="young",
    group="age",
    true="age<29",
    strong="age<22",
    weak="age<34",
    denied="age>38",
    opposites="old middle_aged",
    weight=2.0,
    adjectives="young|young|youthful|young looking|juvenile|fresh faced|smooth faced|baby faced|youthful looking",
    comparatives="younger|more youthful|younger looking|less old|less aged|less wrinkled",
    nouns="young person|youth|youngster|young adult|young one",
    having="a young face|youthful skin|young skin|a youthful face|smooth skin|no wrinkles|a baby face|a smooth face"
    "|a fresh young face|unlined skin|a youthful look",
    doing="looking young/looks young/look young|looking youthful/looks youthful/look youthful"
    "|seeming young/seems young/seem young",
    states="face:young|face:youthful|skin:smooth|skin:youthful",
    after="under thirty|of young age|at a young age|in early life|of tender years|in youth|not yet thirty",
    orders="remove wrinkles|take off years|smooth the skin|remove the wrinkles|rejuvenate",
)
CHILD = Meaning(
    name="child",
    group="age",
    true="age<13",
    strong="age<9",
    weak="age<17",
    denied="age>18",
    opposites="adult old",
    adjectives="childlike|childish|very young|child aged|little|underage|infantile",
    comparatives="more childlike|more childish|more like a child",
    nouns="child|kid|little child|small child|little kid|schoolchild|young child|little one|preteen|minor|small kid",
    having="a child face|a childish face|the face of a child|a kid face",
    doing="looking like a child/looks like a child/look like a child",
    after="of ten|of primary school age|at school age|in childhood|under twelve",
)
BABY = Meaning(
    name="baby",
    group="age",
    true="age<4",
    opposites="adult old",
    nouns="baby|infant|toddler|newborn|little baby|tiny baby",
    having="a baby face|the face of a baby",
    doing="looking like a baby/looks like a baby/look like a baby",
)
TEEN = Meaning(
    name="teen",
    group="age",
    true="age:12..20",
    opposites="old middle_aged",
    adjectives="teenage|teenaged|adolescent|teen",
    nouns="teenager|teen|adolescent|teenage person|high school student|student",
    after="of high school age|of teenage years|of seventeen|of fifteen",
)
MIDDLE_AGED = Meaning(
    name="middle_aged",
    group="age",
    true="age:38..58",
    opposites="young child",
    adjectives="middle aged|mature|midlife|fortyish|middle age|mature looking",
    nouns="middle aged person|mature person|mature adult",
    after="in middle age|of middle age|at midlife|in the middle years|over forty",
)
ADULT = Meaning(
    name="adult",
    group="age",
    true="age>22",
    denied="age<17",
    opposites="child",
    weight=0.5,
    adjectives="adult|grown|grown up|fully grown",
    comparatives="more adult|more grown up",
    nouns="adult|grown up|adult person|grown person",
)
MAN = Meaning(
    name="man",
    group="gender",
    true="male>0.7",
    strong="male>0.9",
    weak="male>0.55",
    denied="male<0.4",
    opposites="woman",
    weight=2.0,
    gender="m",
    adjectives="male|masculine|manly|mannish|macho|male looking|virile|masculine looking",
    comparatives="more masculine|more male|more manly|manlier|less feminine|less womanly|more like a man|more macho",
    nouns="man|man|man|guy|male|gentleman|bloke|fellow|dude|chap|male person|sir|male face",
    having="a masculine face|a male face|manly features|masculine features|the face of a man|a strong jaw|male "
    "features",
    doing="looking like a man/looks like a man/look like a man|looking masculine/looks masculine/look masculine",
    states="face:masculine|face:male|features:masculine",
    after="of the male sex|of male gender",
    orders="turn it into a man|change the gender to male|switch to male|make it a man",
)
WOMAN = Meaning(
    name="woman",
    group="gender",
    true="male<0.3",
    strong="male<0.1",
    weak="male<0.45",
    denied="male>0.6",
    opposites="man",
    weight=2.0,
    gender="f",
    adjectives="female|feminine|womanly|ladylike|girly|female looking|girlish|feminine looking",
    comparatives="more feminine|more female|more womanly|less masculine|less manly|more like a woman|more girly",
    nouns="woman|woman|woman|lady|female|madam|gal|female person|lady person|female face|dame",
    having="a feminine face|a female face|feminine features|womanly features|the face of a woman|female features",
    doing="looking like a woman/looks like a woman/look like a woman|looking feminine/looks feminine/look feminine",
    states="face:feminine|face:female|features:feminine",
    after="of the female sex|of female gender",
    orders="turn it into a woman|change the gender to female|switch to female|make it a woman",
)
PEOPLE = (
    Meaning(name="boy", group="age gender", true="male>0.7 age<17", opposites="girl grandfather", gender="m",
            nouns="boy|young boy|little boy|schoolboy|small boy|teenage boy|son|male child", adjectives="boyish"),
    Meaning(name="girl", group="age gender", true="male<0.3 age<17", opposites="boy grandmother", gender="f",
            nouns="girl|young girl|little girl|schoolgirl|small girl|teenage girl|daughter|female child"),
    Meaning(name="lad", group="age gender", true="male>0.7 age<30", opposites="young_lady grandfather", gender="m",
            nouns="lad|young man|young guy|young fellow|young gentleman|young male|young bloke"),
    Meaning(name="young_lady", group="age gender", true="male<0.3 age<30", opposites="lad grandmother", gender="f",
            nouns="young lady|young woman|lass|young female|maiden|girl|girl in her twenties|miss"),
    Meaning(name="grandfather", group="age gender", true="male>0.7 age>56", opposites="grandmother lad boy",
            gender="m", nouns="grandfather|grandpa|granddad|old man|old guy|elderly man|elderly gentleman|old fellow"
            "|aged man|senior man|old gentleman|grandad|old bloke|old chap|old male"),
    Meaning(name="grandmother", group="age gender", true="male<0.3 age>56", opposites="grandfather young_lady girl",
            gender="f", nouns="grandmother|grandma|granny|old woman|old lady|elderly woman|elderly lady|aged woman"
            "|senior woman"
                        "|senior lady|old female|grandmom"),
    Meaning(name="father", group="age gender", true="male>0.7 age:30..58", opposites="mother boy", gender="m",
            nouns="father|dad|daddy|middle aged man|mature man|husband|uncle|businessman|middle aged guy", weight=0.6),
    Meaning(name="mother", group="age gender", true="male<0.3 age:30..58", opposites="father girl", gender="f",
            nouns="mother|mom|mum|middle aged woman|middle aged lady|mature woman|wife|aunt|businesswoman",
            weight=0.6),
)  # fmt: skip

ALL = (OLD, YOUNG, CHILD, BABY, TEEN, MIDDLE_AGED, ADULT, MAN, WOMAN, *PEOPLE)
