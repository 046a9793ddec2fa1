"""Rarer wordings of eyes and brows, joined to those of the other tables."""

MORE = {
    "eyes_closed": {
        "adjectives": "sound asleep|slumbering|in deep sleep|snoozing|resting|deep in sleep|eyes shut|meditating"
        "|praying"
        "|not awake|passed out",
        "having": "eyes that are closed|THEIR eyelids closed|sealed eyes|eyes squeezed shut|sleeping eyes"
        "|lids closed|lowered lids|THEIR lids down|eyelids closed over the eyes|tightly closed eyes"
        "|covered pupils|dropped eyelids|eyes pressed shut|THEIR eyes firmly shut|eyes in sleep"
        "|eyelids that are shut|no open eyes|eyes not open|the eyes shut tight",
        "doing": "snoozing/snoozes/snooze|slumbering/slumbers/slumber|having a nap/has a nap/have a nap"
        "|taking a nap/takes a nap/take a nap|resting THEIR eyes/rests THEIR eyes/rest THEIR eyes"
        "|lowering THEIR eyelids/lowers THEIR eyelids/lower THEIR eyelids"
        "|falling asleep/falls asleep/fall asleep|keeping THEIR eyes shut/keeps THEIR eyes shut/keep THEIR "
        "eyes shut|sleeping peacefully/sleeps peacefully/sleep peacefully"
        "|squeezing THEIR eyes shut/squeezes THEIR eyes shut/squeeze THEIR eyes shut|praying/prays/pray"
        "|having a blink/has a blink/have a blink|seeing nothing/sees nothing/see nothing"
        "|dropping off/drops off/drop off",
        "states": "eyes:shut tight|eyes:squeezed shut|eyes:sealed|eyelids:down|eyelids:fully closed|lids:shut"
        "|eyes:pressed shut|eyes:not open|eyes:in sleep|eyes:fully closed|eyes:completely shut"
        "|eyelids:dropped|eyes:both closed|eyes:both shut",
        "after": "in THEIR sleep|in a deep sleep|in bed asleep|while asleep|in slumber|while sleeping|in mid blink",
        "orders": "make the eyes closed|shut both eyes|lower the eyelids|eyes closed please|close eyes|shut eyes"
        "|put to sleep|go to sleep|let it sleep|close the eyelids|cover the pupils with the lids",
        "nouns": "sleeper|sleeping person|sleeping beauty",
    },
    "eyes_narrow": {
        "adjectives": "bleary eyed|knackered|drained|slit eyed|bleary|lethargic|groggy|yawning and tired|small eyed"
        "|squinty|beady eyed|droopy eyed|about to fall asleep|lacking sleep|squinty eyed|suspicious|slow",
        "having": "slits for eyes|beady eyes|eyes like slits|weary eyes|bleary eyes|drowsy eyes|partly closed eyes"
        "|a drowsy look|lids half down|half lowered lids|nearly closed eyes|eyes nearly shut|smaller eyes"
        "|exhausted eyes|eyes almost closed|partly open eyes|a squint|suspicious eyes|a weary look"
        "|narrow slits for eyes|an exhausted look|barely opened eyes|tiny eyes|eyes half open",
        "doing": "blinking in the sun/blinks in the sun/blink in the sun|squinting at the light/squints at the "
        "light/squint at the light|looking drowsy/looks drowsy/look drowsy"
        "|needing sleep/needs sleep/need sleep|nodding off/nods off/nod off"
        "|looking weary/looks weary/look weary|squinting into the sun/squints into the sun/squint into the "
        "sun|half closing THEIR eyes/half closes THEIR eyes/half close THEIR eyes"
        "|feeling tired/feels tired/feel tired|looking worn out/looks worn out/look worn out",
        "states": "eyes:nearly closed|eyes:almost shut|eyes:small|eyes:sleepy|eyes:weary|eyelids:half closed"
        "|lids:heavy|eyes:partly closed|eyes:bleary|lids:half closed|eyes:smaller|face:weary|eyes:drowsy"
        "|lids:drooping|eyelids:half down|face:exhausted|eyes:narrower",
        "after": "after a long night|after a night without sleep|in need of sleep|short of sleep"
        "|in bright sun with narrow eyes|ready for bed",
        "orders": "make the eyes narrow|make the eyes smaller|make it tired|squint|make it sleepy|tired eyes please"
        "|narrow eyes|close the eyes a little",
    },
    "eyes_open": {
        "adjectives": "fully awake|not asleep|waking|lively|bright eyed and awake|open lidded",
        "having": "fully open eyes|awake eyes|visible pupils|lifted eyelids|eyelids up|eyes fully open"
        "|normally open eyes|raised eyelids|THEIR lids open|bright open eyes",
        "doing": "being awake/is awake/be awake|looking awake/looks awake/look awake"
        "|keeping THEIR eyes open/keeps THEIR eyes open/keep THEIR eyes open"
        "|looking alert/looks alert/look alert|looking at something/looks at something/look at something",
        "states": "eyes:fully open|eyes:both open|eyes:awake|pupils:visible|eyes:not closed|lids:lifted"
        "|eyelids:lifted|eyes:not shut|lids:raised",
        "orders": "make the eyes open|open eyes|eyes open please|lift the eyelids|wake it up|open the eyelids"
        "|lift the lids|wake up please",
        "after": "with eyes open|while awake",
    },
    "eyes_wide": {
        "adjectives": "bug eyed|round eyed|wide eyed and alert",
        "having": "bug eyes|popping eyes|very open eyes|giant eyes|massive eyes|eyes stretched open|eyes opened wide"
        "|eyes stretched wide|the eyes wide open|goggle eyes|eyes bigger|eyes that are wide open"
        "|opened wide eyes|enlarged eyes|big round eyes|extra large eyes",
        "doing": "looking wide eyed/looks wide eyed/look wide eyed|opening THEIR eyes wide/opens THEIR eyes "
        "wide/open THEIR eyes wide|staring with wide eyes/stares with wide eyes/stare with wide eyes"
        "|having big eyes/has big eyes/have big eyes|gaping with wide eyes/gapes with wide eyes/gape with "
        "wide eyes",
        "states": "eyes:stretched wide|eyes:popping|eyes:enormous|eyes:opened wide|eyes:bigger|eyes:larger"
        "|eyes:wider|eyes:very wide open|eyes:enlarged|eyes:popping out",
        "orders": "make the eyes wide|bigger eyes|make the eyes larger|wider eyes|eyes wide open please"
        "|open the eyes wider|open the eyes more|stretch the eyes open|make the eyes big",
        "comparatives": "wider eyed|bigger eyed",
    },
    "brows_raised": {
        "having": "THEIR brows up|THEIR eyebrows raised|brows lifted high|eyebrows high up|eyebrows lifted high"
        "|brows far above the eyes|high arched brows|elevated brows|brows in an arch|upturned brows"
        "|pulled up eyebrows|highly raised eyebrows|THEIR brows lifted|eyebrows far up|brows up high",
        "states": "eyebrows:arched high|eyebrows:pulled up|eyebrows:far up|brows:arched|eyebrows:elevated"
        "|brows:raised high|brow:raised|brow:lifted|brows:higher|eyebrows:raised high|eyebrows:pulled high",
        "orders": "pull up the eyebrows|move the eyebrows up|eyebrows up|higher eyebrows|arch the eyebrows"
        "|make the eyebrows higher|arch the brows|eyebrows up please",
        "doing": "arching THEIR eyebrows/arches THEIR eyebrows/arch THEIR eyebrows"
        "|lifting THEIR eyebrows/lifts THEIR eyebrows/lift THEIR eyebrows"
        "|pulling up THEIR brows/pulls up THEIR brows/pull up THEIR brows"
        "|raising a brow/raises a brow/raise a brow|raising an eyebrow/raises an eyebrow/raise an eyebrow",
        "comparatives": "higher browed",
        "after": "with raised brows|with eyebrows up",
    },
    "brows_lowered": {
        "having": "THEIR brows down|THEIR eyebrows lowered|heavy low brows|eyebrows pulled down"
        "|eyebrows pulled together|brows over THEIR eyes|pulled down brows|eyebrows low over the eyes"
        "|brows low over the eyes|a heavy brow|a low brow|brows near the eyes|THEIR brows lowered",
        "states": "eyebrows:pulled down|eyebrows:close to the eyes|brow:lowered|brow:low|brows:pulled down"
        "|eyebrows:knit|brows:knit|brows:lower|eyebrows:close|eyebrows:low over the eyes|brow:heavy",
        "orders": "move the eyebrows down|eyebrows down|lower eyebrows|pull down the brows|make the eyebrows lower"
        "|knit the brows|draw the brows together|eyebrows down please",
        "doing": "pulling down THEIR brows/pulls down THEIR brows/pull down THEIR brows"
        "|drawing THEIR brows together/draws THEIR brows together/draw THEIR brows together"
        "|dropping THEIR brows/drops THEIR brows/drop THEIR brows|concentrating/concentrates/concentrate",
        "comparatives": "lower browed",
        "after": "with lowered brows|with eyebrows down",
    },
}
