"""Statements told in parallel: one frame of words with other things in it, as in lists of results and prices.

"Wheat rose 1.8 percent to 241 crowns" and "Barley fell 0.4 percent to 176 crowns" share more words than many a sentence
and its rewrite, but what differs are the things told of, while a rewrite chooses other words and another order.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from unspin.language import Token
from unspin.lexicon import similar

# Similarity by the lexicon from which one word is the other said differently.
_REWORDED = 0.5
_THINGS = frozenset({"NOUN", "PROPN", "NUM"})
_LEAST_THINGS = 2
_MOST_REWORDED = 1


def told_in_parallel(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """Whether two passages are the same frame of words with several other things in it."""
    ours, theirs = ([token for token in side if token.is_word and token.pos != "DET"] for side in (first, second))
    words = [[token.lemma for token in side] for side in (ours, theirs)]
    things = reworded = 0
    for how, start, end, other_start, other_end in SequenceMatcher[str](
        None, words[0], words[1], autojunk=False
    ).get_opcodes():
        if how != "equal":
            if _other_things(ours[start:end], theirs[other_start:other_end], words):
                things += 1
            else:
                reworded += 1
    return things >= _LEAST_THINGS and reworded <= _MOST_REWORDED and things > reworded


def _other_things(ours: Sequence[Token], theirs: Sequence[Token], words: Sequence[Sequence[str]]) -> bool:
    """Whether words in one place are about other things: neither moved there nor said differently.

    Verbs are no things: a rewrite takes other ones in every sentence.
    """
    mine = [token for token in ours if token.pos in _THINGS and token.lemma not in words[1]]
    others = [token for token in theirs if token.pos in _THINGS and token.lemma not in words[0]]
    return bool(mine and others) and not any(
        similar(one.lemma, one.pos, other.lemma, other.pos).score >= _REWORDED for one in mine for other in others
    )
