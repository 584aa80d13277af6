"""Words as the search sees them, the same in both databases: without case, without marks, a digit or a letter at least.

A text is indexed in passages of bounded size: PostgreSQL takes no more than a megabyte of words at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

TITLE, REASON, TEXT = 10, 4, 1
"""How much more a word counts in a title or a reason than in a text."""

_PASSAGE = 2000
_LONGEST = 100
_MOST = 32
_SHORTEST_BEGINNING = 3

_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a letter and a mark.
_BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text, in order; no more than the first hundred characters of each."""
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_BARE)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return (found[0][:_LONGEST] for found in _WORD.finditer(bare))


def passages_of(text: str) -> Iterator[str]:
    """The folded words of a text with spaces between them, two thousand at a time."""
    words = words_of(text)
    return iter(lambda: " ".join(islice(words, _PASSAGE)), "")


def asked_for(query: str) -> tuple[str, ...]:
    """The different words of a query, the first 32 of them. Nothing in a query means anything but words."""
    return tuple(islice(dict.fromkeys(words_of(query)), _MOST))


def begins(word: str) -> bool:
    """Whether words that begin with this one are looked for as well; otherwise two letters would find nearly everything."""
    return len(word) >= _SHORTEST_BEGINNING


def vector_of(words: str) -> str:
    """A passage as PostgreSQL writes a tsvector: each word with its places."""
    places = defaultdict(list)
    for place, word in enumerate(words.split(" "), 1):
        places[word].append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
