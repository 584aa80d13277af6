"""Edits that change what a sentence says: one function a kind, each gives every edit of its kind that a sentence allows."""

from __future__ import annotations

import random
from collections.abc import Sequence

from edit import Edit
from stock import Stock
from wrong_claims import attributions, hedges, negations
from wrong_facts import genders, listed, names, numbers, times, titles
from wrong_words import additions, omissions, roles, swaps, tenses, wider, words

from unspin.language import Sentence

KINDS = (
    numbers,
    times,
    names,
    titles,
    listed,
    genders,
    hedges,
    negations,
    attributions,
    words,
    wider,
    tenses,
    roles,
    swaps,
    additions,
    omissions,
)


def wrong_edits(sentence: Sentence, rng: random.Random, stock: Stock) -> dict[str, Sequence[Edit]]:
    """Every edit that changes what a sentence says, by kind."""
    found: dict[str, list[Edit]] = {}
    for function in KINDS:
        for edit in function(sentence, rng, stock) if function.__name__ not in stock.without else ():
            found.setdefault(edit.kind, []).append(edit)
    return found
