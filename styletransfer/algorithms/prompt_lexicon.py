"""Words of a prompt that carry no content of a picture, nouns that name who is described, and words said otherwise."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    "a an the this that these those some any each every both all one who whom whose which what it its he him his she "
    "her "
    "hers they them their theirs i me my we us our you your of in on at to from by with without within for as like "
    "than "
    "then into onto under off out upon about around and or but nor so yet while when where there here not no never "
    "none "
    "nothing neither is are was were be been being am do does did doing done has have had having get gets got getting "
    "make makes making made let lets give gives giving put puts putting set add adds adding change changes changing "
    "become becomes becoming go goes want wants would should could can will shall may might must need needs please "
    "just "
    "also too very much more most less least many few lot lots bit only even still again now ago well how why if "
    "because "
    "something somebody someone anyone anybody everyone thing kind sort type way show shows shown showing see sees "
    "seen "
    "appear appears appearing seem seems seeming look looks"
)
"""Words that join others; a prompt of these alone says nothing."""

NEUTRAL_NOUNS = word_set(
    "face faces person persons people human humans head heads portrait photo photograph photos picture image "
    "individual "
    "subject model someone somebody being"
)
MALE_NOUNS = word_set(
    "man men male guy guys gentleman gentlemen gent bloke fellow fella dude chap lad lads laddie boy boys sir mister "
    "grandfather grandpa granddad grandad gramps father dad daddy uncle husband son schoolboy businessman he him his"
)
FEMALE_NOUNS = word_set(
    "woman women female lady ladies gal dame girl girls lass lassie girlie madam maiden miss grandmother grandma "
    "granny "
    "nana grandmom mother mom mum aunt wife daughter schoolgirl businesswoman housewife she her hers"
)
CARRIERS = (
    NEUTRAL_NOUNS
    | MALE_NOUNS
    | FEMALE_NOUNS
    | word_set(
        "hair skin eyes eye eyebrows brows brow lips mouth nose ears teeth cheeks cheek chin jaw forehead neck "
        "background wall "
        "light wearing holding coloured colored colour color covered painted turned turn looking front behind"
    )
)
"""What something is said of: a prompt of these and of words that were never learnt says nothing."""

SAID_OTHERWISE = {
    "septuagenarian": "seventy year old",
    "octogenarian": "eighty year old",
    "nonagenarian": "90 year old",
    "centenarian": "90 year old",
    "sexagenarian": "sixty year old",
    "quadragenarian": "forty year old",
    "geriatric": "elderly",
    "grandparents": "grandparent",
    "towheaded": "blond",
    "hirsute": "bearded",
    "moustachioed": "moustached",
    "mustachio": "moustache",
    "stache": "moustache",
    "tache": "moustache",
    "fella": "fellow",
    "gents": "gentleman",
    "visage": "face",
    "countenance": "face",
    "peepers": "eyes",
    "noggin": "head",
    "crone": "old woman",
    "hag": "old woman",
    "codger": "old man",
    "tot": "toddler",
    "bairn": "child",
    "lightbulb": "light",
    "aback": "surprised",
    "flabbergasted": "astonished",
    "thunderstruck": "astonished",
    "petrified": "terrified",
    "sunnies": "sunglasses",
    "raybans": "sunglasses",
    "goggles": "glasses",
    "monocle": "glasses",
    "peachfuzz": "stubble",
    "despondent": "sad",
    "downhearted": "sad",
    "dejected": "sad",
    "mirthful": "merry",
    "incensed": "furious",
    "apoplectic": "furious",
    "dozed": "dozing",
    "slept": "sleeping",
    "beautified": "made up",
    "sunburn": "sunburnt",
    "coloring": "colour",
    "colouring": "colour",
    "colours": "colour",
    "colors": "color",
    "lipsticked": "with lipstick",
    "makeups": "makeup",
    "ringlets": "curls",
    "spectacle": "spectacles",
    "eyeglass": "eyeglasses",
    "sunglass": "sunglasses",
    "glass": "glasses",
    "headscarf": "head covering",
    "tuque": "beanie",
    "toque": "beanie",
    "fez": "hat",
    "stetson": "hat",
    "beret": "cap",
    "sombrero": "hat",
    "trilby": "hat",
    "fedoras": "fedora",
    "helmet": "hat",
    "headwear": "hat",
    "headdress": "hat",
    "underlit": "dimly lit",
    "backlit": "dark",
    "luminous": "bright",
    "guffawing": "laughing",
    "gawking": "staring",
}
"""Rare words and what the captions say for them; used for words that were not learnt, where the others were."""

_COMMON = (
    "with without old young man woman hair smile smiling beard glasses sunglasses face eyes mouth happy sad angry "
    "black "
    "blond blonde brown red grey white bald long short older younger child girl elderly person moustache mustache "
    "hat skin "
    "pale dark light tanned closed open wide serious surprised laughing looking wearing left right lipstick makeup "
    "boy lady "
    "female male feminine masculine teenager stubble shaven clean grin grinning eyebrows raised background bright "
    "front "
    "head lips cheeks wrinkles wrinkled tired asleep shut shades cap beanie ginger silver golden platinum"
)

COMMON = tuple(_COMMON.split())
"""What a typing error most likely meant, the likeliest first."""
