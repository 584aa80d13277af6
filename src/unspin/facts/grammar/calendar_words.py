"""Names of months, days, seasons, feasts and parts of the day."""

from __future__ import annotations

from unspin.facts.grammar.lexemes import words

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = (
    {name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
FULL_MONTHS = frozenset(_MONTHS)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: number for number, name in enumerate(_DAYS, 1)}
SHORT_DAYS = {
    "mon": 1,
    "tue": 2,
    "tues": 2,
    "wed": 3,
    "weds": 3,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}
SEASONS = {
    "spring": "spring",
    "springtime": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}
PARTS_OF_DAY = {
    "morning": "morning",
    "mornings": "morning",
    "afternoon": "afternoon",
    "afternoons": "afternoon",
    "evening": "evening",
    "evenings": "evening",
    "night": "night",
    "nights": "night",
    "overnight": "night",
    "dawn": "dawn",
    "dusk": "dusk",
    "nightfall": "dusk",
    "lunchtime": "midday",
}
FEASTS = {
    ("new", "year", "'", "s", "eve"): "new year's eve",
    ("new", "year", "'", "s", "day"): "new year's day",
    ("new", "year"): "new year",
    ("christmas", "eve"): "christmas eve",
    ("christmas", "day"): "christmas",
    ("christmas",): "christmas",
    ("good", "friday"): "good friday",
    ("easter", "sunday"): "easter",
    ("easter", "monday"): "easter monday",
    ("easter",): "easter",
    ("boxing", "day"): "boxing day",
    ("thanksgiving",): "thanksgiving",
    ("ramadan",): "ramadan",
    ("halloween",): "halloween",
    ("whitsun",): "whitsun",
    ("midsummer",): "midsummer",
    ("passover",): "passover",
    ("diwali",): "diwali",
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
SECTIONS = {
    ("the", "middle", "of"): "middle",
    ("middle", "of"): "middle",
    ("mid",): "middle",
    ("early", "in"): "early",
    ("early", "on"): "early",
    ("early",): "early",
    ("the", "beginning", "of"): "start",
    ("the", "start", "of"): "start",
    ("beginning", "of"): "start",
    ("start", "of"): "start",
    ("late", "in"): "late",
    ("late", "on"): "late",
    ("late",): "late",
    ("later", "in"): "late",
    ("the", "end", "of"): "end",
    ("the", "close", "of"): "end",
    ("end", "of"): "end",
    ("end",): "end",
}
RELATIONS = {
    ("no", "later", "than"): "by",
    ("by",): "by",
    ("until",): "until",
    ("till",): "until",
    ("up", "to"): "until",
    ("up", "until"): "until",
    ("through",): "through",
    ("to",): "to",
    ("since",): "since",
    ("from",): "from",
    ("between",): "from",
    ("starting",): "from",
    ("beginning",): "from",
    ("as", "of"): "from",
    ("prior", "to"): "before",
    ("ahead", "of"): "before",
    ("before",): "before",
    ("after",): "after",
    ("following",): "after",
    ("in",): "in",
    ("on",): "in",
    ("at",): "in",
    ("during",): "in",
}
# What may stand between the preposition and the time without changing what the preposition says.
LOOSE = words("the about around shortly just some roughly approximately at circa")
PREPOSITIONS = words(
    "in since by until till before after from of between to during through early late mid circa about"
    " around and ( than for on at as"
)
