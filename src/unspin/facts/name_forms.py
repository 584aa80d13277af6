"""Forms of one name: with and without a title, accents or a middle name, spelt or written out in another way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from unspin.spelling import same_spelling

_PERSONAL = frozenset("mr mrs ms miss mx dr prof sir dame".split())
# Fields of an office: part of a title only before one.
_FIELDS = frozenset("finance foreign prime interior defence defense health education home shadow".split())
TITLES = (
    _PERSONAL
    | _FIELDS
    | frozenset(
        "doctor professor lord lady king queen prince princess duke duchess count countess baron "
        "baroness president chancellor premier minister senator governor gov sen rep congressman congresswoman councillor alderman "
        "mayor judge justice attorney captain capt colonel col general gen major maj lieutenant lt sergeant sgt corporal private "
        "admiral commander commissioner constable inspector superintendent detective officer sheriff marshal deputy vice secretary "
        "chief director chairman chairwoman chair rev reverend father sister brother mother bishop archbishop pope rabbi imam sheikh "
        "coach ambassador spokesman spokeswoman spokesperson midfielder striker goalkeeper defender pilot engineer archaeologist "
        "historian lawyer nurse councilman councilwoman secretary-general first-minister archdeacon dean canon magistrate prosecutor "
        "leader manager boss".split()
    )
)
# A name that ends in one of these is an institution's or a place's, and its first word no title: "Premier League", "Health Service".
_INSTITUTIONS = frozenset(
    "league ministry office department court council bank service services company group motors electric foods hospital school college "
    "university institute society trust union association federation agency authority commission committee board party club cup open "
    "street road lane square park island islands bridge station house hall hotel inn arms valley river county city railway rail "
    "airways airlines industries holdings media news times post herald gazette courier press review journal magazine award prize "
    "festival fund foundation act crossing harbour".split()
)
_PARTICLES = frozenset("of the and de van von der den del la le da di al bin ibn for & - '".split())
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_COUNTRIES = {
    ("united", "states", "of", "america"): "us",
    ("united", "states"): "us",
    ("usa",): "us",
    ("america",): "us",
    ("american",): "us",
    ("americans",): "us",
    ("united", "kingdom"): "uk",
    ("great", "britain"): "uk",
    ("britain",): "uk",
    ("british",): "uk",
}
# "South America" and "New Britain" are other places.
_ELSEWHERE = frozenset("south north latin central new native".split())
_NICKNAMES = tuple(
    frozenset(group.split())
    for group in (
        "michael mike mick mickey",
        "william bill billy will willy liam",
        "robert bob bobby rob robbie",
        "richard dick rick ricky rich",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "elizabeth liz lizzie beth betty eliza libby",
        "catherine katherine kate katie cathy kathy",
        "margaret maggie meg peggy",
        "edward ed eddie ted teddy ned",
        "charles charlie chuck",
        "thomas tom tommy",
        "anthony tony",
        "andrew andy drew",
        "joseph joe joey",
        "daniel dan danny",
        "david dave davy",
        "stephen steven steve",
        "alexander alex sasha sandy",
        "henry harry hank",
        "francis frank frankie",
        "patricia pat patty trish",
        "patrick pat paddy",
        "susan sue susie",
        "deborah debbie deb",
        "jennifer jenny jen",
        "rebecca becky",
        "lawrence laurence larry",
        "ronald ron ronnie",
        "donald don donnie",
        "timothy tim",
        "theodore ted theo",
        "walter walt",
        "peter pete",
        "nicholas nick nicky",
        "dorothy dot dolly",
    )
)
_TRANSLITERATIONS = (
    (re.compile(r"sch"), "sh"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"c(?!h)|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"^[yj](?=[aeou])"), ""),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"(.)\1+|(?<=[aeiou])h$"), r"\1"),
)
_SHORTEST_VARIANT = 5  # letters from which two spellings of one sound are one name
_SHORTEST_SLIP = 7  # letters from which one other letter is a spelling, no other name


@lru_cache(maxsize=2**14)
def name_words(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, without titles, articles, marks and accents; a country by one word for it."""
    return _by_country(_plain_words(text))


@lru_cache(maxsize=2**14)
def same_name(ours: str, theirs: str) -> bool:
    """Whether two canonical names can be the same thing.

    They can where one is inside the other, an acronym of it or another spelling of it, where a nickname or an initial stands for the
    first name, or where both call one country by another word.
    """
    a, b = name_words(ours), name_words(theirs)
    if not a or not b:
        return False
    first, second = set(_plain_words(ours)), set(_plain_words(theirs))
    if a == b or first <= second or second <= first:
        return True
    if len(a) == len(b) and all(spelt_alike(one, other) for one, other in zip(a, b, strict=True)):
        return True
    if len(a) > 1 and len(b) > 1 and spelt_alike(a[-1], b[-1]) and _same_first_name(a[0], b[0]):
        # Two middle names are two people's.
        return len(a) == 2 or len(b) == 2 or a[1:-1] == b[1:-1]
    return is_acronym(ours, theirs) or is_acronym(theirs, ours)


@lru_cache(maxsize=2**14)
def spelt_alike(ours: str, theirs: str) -> bool:
    """Whether two words are spellings of one name: written as they sound ("mihhail", "mikhail"), or one letter apart in a long one."""
    if same_spelling(ours, theirs):
        return True
    length = min(len(ours), len(theirs))
    if length >= _SHORTEST_VARIANT and _sound(ours) == _sound(theirs):
        return True
    return length >= _SHORTEST_SLIP and ours[0] == theirs[0] and Levenshtein.distance(ours, theirs) <= 1


def title_words(words: Sequence[str]) -> int:
    """How many words at the beginning of a name are titles; never all of them."""
    lower = [word.lower().rstrip(".") for word in words]
    count = 0
    while count < len(lower) - 1 and lower[count] in TITLES:
        if lower[count] not in _PERSONAL and lower[-1] in _INSTITUTIONS:
            break
        if lower[count] in _FIELDS and lower[count + 1] not in TITLES:
            break
        count += 1
    return count


def is_acronym(short: str, long: str) -> bool:
    """Whether ``short`` is made of the initials of the words of ``long``, with or without those of its small words."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 6 and letters.isupper() and letters.isalpha()):
        return False
    words = long.replace("-", " ").split()
    initials = "".join(word[0] for word in words if word.lower() not in _PARTICLES)
    every = "".join(word[0] for word in words)
    return len(words) > 1 and letters.lower() in {initials.lower(), every.lower()}


@lru_cache(maxsize=2**14)
def _plain_words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    initials = False
    for piece in _folded(text).replace("-", " ").split():
        word = piece.strip(".,'’\"()").removesuffix("'s").removesuffix("’s").replace(".", "")
        if not word or word in {"the", "a", "an"}:
            continue
        letter = len(piece.rstrip(".,")) == 1
        # "D. K. Arya" and "D.K. Arya": initials in a row are one word.
        if letter and initials:
            words[-1] += word
        else:
            words.append(word)
        initials = letter
    return tuple(words[title_words(words) :])


def _folded(text: str) -> str:
    lower = text.lower().translate(_LETTERS)
    if lower.isascii():
        return lower
    return "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))


def _by_country(words: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in (4, 2, 1):
            country = _COUNTRIES.get(words[place : place + length])
            if country is not None and not (found and found[-1] in _ELSEWHERE):
                found.append(country)
                place += length
                break
        else:
            found.append(words[place])
            place += 1
    return tuple(found)


def _same_first_name(ours: str, theirs: str) -> bool:
    """Whether two first names can be one person's: spelt alike, a nickname, a short form or an initial."""
    if spelt_alike(ours, theirs) or (ours[0] == theirs[0] and 1 in (len(ours), len(theirs))):
        return True
    if any(ours in group and theirs in group for group in _NICKNAMES):
        return True
    short, long = sorted((ours, theirs), key=len)
    return len(short) >= 3 and long.startswith(short) and short[-1] not in "aeiou"


def _sound(word: str) -> str:
    for pattern, replacement in _TRANSLITERATIONS:
        word = pattern.sub(replacement, word)
    return word
