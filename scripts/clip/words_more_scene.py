"""Rarer wordings of pose, light and background, joined to those of the other tables."""

MORE = {
    "turned_left": {
        "having": "THEIR face turned away to the left|THEIR left profile|a view to the left|the face pointing left"
        "|THEIR chin to the left|THEIR head towards the left|a face seen turned left|a leftward look"
        "|a leftward turn",
        "adjectives": "leftward|rotated left|turned leftwards|leftwards facing",
        "after": "over the left shoulder|with a turn to the left|to the left|facing leftwards|leftwards"
        "|sideways to the left|in profile facing left|towards the left|on the left",
    },
    "turned_right": {
        "having": "THEIR face turned away to the right|THEIR right profile|a view to the right"
        "|the face pointing right|THEIR chin to the right|THEIR head towards the right"
        "|a face seen turned right|a rightward look|a rightward turn",
        "adjectives": "rightward|rotated right|turned rightwards|rightwards facing",
        "after": "over the right shoulder|with a turn to the right|to the right|facing rightwards|rightwards"
        "|sideways to the right|in profile facing right|towards the right|on the right",
    },
    "frontal": {
        "after": "face on|head on|front on|full face|turned to us",
        "doing": "looking into the lens/looks into the lens/look into the lens"
        "|facing the viewer/faces the viewer/face the viewer|looking at me/looks at me/look at me"
        "|facing straight ahead/faces straight ahead/face straight ahead"
        "|looking front/looks front/look front|turning to the camera/turns to the camera/turn to the camera",
        "orders": "turn to the front|make it face the camera|look at me|face forward|centre the head"
        "|look into the camera|look to the front|turn to face us|turn the face to the camera|head straight"
        "|straighten the face",
        "states": "face:straight|head:in the middle|face:forward|face:to the camera|head:not turned|head:upright"
        "|face:straight on",
    },
    "looking_up": {
        "having": "THEIR nose in the air|THEIR eyes on the sky|THEIR face upwards|a head tilted back"
        "|the head thrown back|an upturned face|a chin up in the air|THEIR chin raised|THEIR head raised"
        "|THEIR head lifted|THEIR nose up|THEIR gaze upwards",
        "doing": "gazing at the ceiling/gazes at the ceiling/gaze at the ceiling"
        "|staring at the ceiling/stares at the ceiling/stare at the ceiling|gazing up/gazes up/gaze up"
        "|tilting THEIR head back/tilts THEIR head back/tilt THEIR head back"
        "|throwing THEIR head back/throws THEIR head back/throw THEIR head back"
        "|looking at the ceiling/looks at the ceiling/look at the ceiling"
        "|facing upwards/faces upwards/face upwards|staring up/stares up/stare up"
        "|tilting up/tilts up/tilt up|holding THEIR head high/holds THEIR head high/hold THEIR head high"
        "|glancing up/glances up/glance up",
        "states": "head:back|head:thrown back|head:held high|nose:up|nose:in the air|face:upwards|head:turned up"
        "|head:tilted upwards|chin:in the air|gaze:upwards|face:up|eyes:on the sky|head:high"
        "|eyes:looking up",
        "adjectives": "upturned|tilted upwards|tilted back|turned upwards|skyward facing|upward looking|upwards facing",
        "after": "towards the sky|up to the sky|from a low angle|skyward|upwards|with the chin up|with the head up",
        "orders": "head up|chin up|tilt the face up|look upwards|look up to the sky|lift the face|turn the face up"
        "|tilt upwards|raise the face|move the head up|head up please|tilt back",
        "comparatives": "higher headed",
    },
    "looking_down": {
        "having": "THEIR eyes on the floor|THEIR nose down|a head hung low|a head bent down|THEIR head hanging"
        "|the head tilted down|THEIR chin on the chest|THEIR face downwards|THEIR chin lowered"
        "|THEIR head lowered|a drooping head|THEIR gaze downwards|THEIR eyes on the ground",
        "doing": "looking at THEIR feet/looks at THEIR feet/look at THEIR feet"
        "|staring at the floor/stares at the floor/stare at the floor"
        "|gazing at the ground/gazes at the ground/gaze at the ground"
        "|bending THEIR head/bends THEIR head/bend THEIR head|dropping THEIR chin/drops THEIR chin/drop "
        "THEIR chin|facing downwards/faces downwards/face downwards|staring down/stares down/stare down"
        "|tilting down/tilts down/tilt down|tilting THEIR head down/tilts THEIR head down/tilt THEIR head "
        "down|glancing down/glances down/glance down|facing the floor/faces the floor/face the floor"
        "|lowering THEIR chin/lowers THEIR chin/lower THEIR chin",
        "states": "head:hung low|head:hanging|head:bent|head:low|nose:down|chin:on the chest|face:downwards"
        "|head:turned down|head:tilted downwards|head:drooping|gaze:downwards|face:down|eyes:on the floor"
        "|eyes:looking down|eyes:on the ground|eyes:lowered",
        "adjectives": "downturned|tilted downwards|turned downwards|bent down|downward looking|downwards facing"
        "|head hanging",
        "after": "towards the ground|down to the floor|from a high angle|downwards|with the chin down"
        "|with the head down",
        "orders": "head down|chin down|tilt the face down|look downwards|look at the floor|turn the face down"
        "|tilt downwards|look to the ground|move the head down|head down please|lower the face"
        "|bend the head",
        "comparatives": "lower headed",
    },
    "lit_left": {
        "having": "lamp light from the left|a glow on the left|light shining from the left"
        "|light streaming in from the left|the sun to the left|light falling on the left side"
        "|a spotlight from the left|a window on the left|sun from the left|the left side in the light"
        "|a light to the left|left side lighting|left light|light hitting the left cheek"
        "|the left side brightly lit|bright light from the left|strong light from the left"
        "|lighting from the left",
        "states": "light:from the left|light:coming from the left|lighting:from the left|sun:on the left"
        "|lamp:on the left|left side:in the light|light:on the left|left half:bright|right half:dark"
        "|right cheek:dark|left cheek:lit|shadow:on the right|shadows:on the right"
        "|light:falling from the left|right cheek:shaded",
        "adjectives": "left side lit|sunlit from the left|illuminated on the left|left lighted|lit up from the left"
        "|shaded on the right|lit by a lamp from the left",
        "after": "with light on the left cheek|with the light coming from the left|with the sun on the left"
        "|by a window on the left|with shadow on the right|in sunlight from the left"
        "|lit by the sun from the left|beside a lamp on the left|with the right half in the dark",
        "orders": "left light|shine a light from the left|make the light come from the left|lighting from the left"
        "|light it from the left|bring the light from the left|turn the light to the left"
        "|light up the left cheek|move the lamp left|shine from the left|more light on the left",
    },
    "lit_right": {
        "having": "lamp light from the right|a glow on the right|light shining from the right"
        "|light streaming in from the right|the sun to the right|light falling on the right side"
        "|a spotlight from the right|a window on the right|sun from the right|the right side in the light"
        "|a light to the right|right side lighting|right light|light hitting the right cheek"
        "|the right side brightly lit|bright light from the right|strong light from the right"
        "|lighting from the right",
        "states": "light:from the right|light:coming from the right|lighting:from the right|sun:on the right"
        "|lamp:on the right|right side:in the light|light:on the right|right half:bright|left half:dark"
        "|left cheek:dark|right cheek:lit|shadow:on the left|shadows:on the left"
        "|light:falling from the right|left cheek:shaded",
        "adjectives": "right side lit|sunlit from the right|illuminated on the right|right lighted|lit up from the "
        "right"
        "|shaded on the left|lit by a lamp from the right",
        "after": "with light on the right cheek|with the light coming from the right|with the sun on the right"
        "|by a window on the right|with shadow on the left|in sunlight from the right"
        "|lit by the sun from the right|beside a lamp on the right|with the left half in the dark",
        "orders": "right light|shine a light from the right|make the light come from the right"
        "|lighting from the right|light it from the right|bring the light from the right"
        "|turn the light to the right|light up the right cheek|move the lamp right|shine from the right"
        "|more light on the right",
    },
    "bright": {
        "having": "a flood of light|brilliant light|high brightness|more brightness|sunshine on THEIR face"
        "|the sun on THEIR face|lots of light|dazzling light|full light|a brightly lit face"
        "|a bright picture|sunlight on THEIR face|strong sunlight|studio lights|brighter light|clear light",
        "states": "light:bright and clear|light:brilliant|picture:brighter|lighting:strong|exposure:high"
        "|photo:well lit|picture:well lit|image:brighter|photo:light|picture:light|face:in bright light"
        "|light:brighter|scene:bright|room:bright|photo:overexposed|lights:on|picture:overexposed",
        "adjectives": "light|brightly illuminated|sunny|dazzling|strongly lit|glaring|sun flooded|flooded with light"
        "|high key",
        "after": "in full sun|on a sunny day|in full light|with the lights on|in summer sun|in bright sunshine"
        "|in strong light|at midday|in the light|out in the sun|under the sun|in broad sunlight"
        "|on a bright day|in a well lit room|under studio lights|by day",
        "orders": "brighter please|make the picture brighter|more brightness|increase the brightness|make it lighter"
        "|switch on the light|turn on the light|raise the exposure|increase the exposure|lighten the photo"
        "|brighter light|make it bright|lights on|brighten up|lighten it up|lighten the picture",
        "nouns": "bright picture|bright photo|bright face",
    },
    "dim": {
        "having": "faint light|almost no light|gloomy light|no light|low brightness|less brightness"
        "|darkness all around|a dark picture|too little light|soft dim light|gloomy lighting"
        "|a shadowy face|dark shadows|only a little light|a dim glow|darkness",
        "states": "light:low and dim|light:faint|picture:darker|lighting:dim|exposure:low|photo:dim|picture:dim"
        "|image:darker|lighting:low|lighting:poor|scene:dark|room:dark|photo:underexposed|light:weak"
        "|light:poor|face:shadowy|lights:off|light:off|picture:gloomy|photo:too dark|picture:underexposed",
        "adjectives": "moonlit|candlelit|murky|shady|faintly lit|weakly lit|unlit|in the dark|darkened|barely lit"
        "|low key|dark and gloomy|shadowed|gloomy",
        "after": "at night time|in moonlight|by moonlight|in the gloom|with the lights off|in the evening"
        "|in the black of night|in the darkness|in the dark of night|in twilight|after dark|in half light"
        "|in faint light|at midnight|under a dim lamp|in a dim room|in candlelight|without light",
        "orders": "darker please|make the picture darker|less brightness|decrease the brightness|make it dim"
        "|switch off the light|turn off the light|lower the exposure|reduce the brightness"
        "|darken the image|make it dark|lights off|darken it|lower the light|lower the brightness"
        "|reduce the light",
        "nouns": "dark picture|dark photo|shadowy figure",
    },
    "light_background": {
        "having": "a brightly lit background|a snow white background|a whitish background|a plain white background"
        "|a clear bright background|bright surroundings|a cream background|a bright wall behind THEIR head"
        "|light surroundings|white behind|a white ground|a pale backdrop|a sunny background"
        "|a bright scene behind",
        "states": "background:whitish|background:brightly lit|background:snow white|background:plain white"
        "|background:very bright|surroundings:bright|background:pale grey|backdrop:bright|backdrop:pale"
        "|background:sunny|wall behind:white|background:cream|background:in white|surroundings:light"
        "|background:white as snow",
        "after": "with white behind|against white|before a white wall|against the snow|in front of white"
        "|in front of a bright window|before a white backdrop|before a bright background"
        "|with a white wall behind|with brightness behind|in front of a light wall|on white"
        "|surrounded by light|with a bright background",
        "orders": "white background please|lighter background|brighter background|make the background bright"
        "|make the background light|paint the background white|background to white|background white"
        "|change the background to white|put it on white|turn the background white",
    },
    "dark_background": {
        "having": "a night black background|a blackish background|a plain black background|dark surroundings"
        "|a pitch black background|a shadowy background|a dark wall behind THEIR head|black behind"
        "|a black ground|night behind|a dim background|a deep black background|a dark scene behind",
        "states": "background:blackish|background:pitch black|background:plain black|background:in darkness"
        "|surroundings:dark|background:dim|backdrop:darker|background:gloomy|background:shadowy"
        "|wall behind:black|background:in black|surroundings:black|background:black as night|wall:black",
        "after": "with black behind|against black|before a black wall|against the dark|in front of black"
        "|against darkness|before a black backdrop|before a black background|with a dark wall behind"
        "|with darkness behind|on black|surrounded by darkness|with a dark background|against a black wall",
        "orders": "black background please|darker background|dark background please|make the background darker"
        "|paint the background black|background to black|background black|change the background to black"
        "|put it on black|turn the background black|turn the background dark",
    },
}
