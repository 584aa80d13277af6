"""What kind of difference lies between words of a quote and the words that the original quotes in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from unspin.align.quote_words import Difference
from unspin.facts import Facts
from unspin.facts.hedge_words import ADVERBS, MODALS
from unspin.facts.negation_words import ALMOST_NEGATORS, NEGATORS, NO_ONE
from unspin.facts.quote_words import QuoteWord

DifferenceKind = Literal["number", "negation", "hedge", "name", "words", "dropped", "added"]

NEGATIONS = NEGATORS | ALMOST_NEGATORS | NO_ONE | {"no", "without", "ain't"}
_SCALES = frozenset(
    "hundred thousand million billion trillion dozen half third quarter twice double percent first second".split()
)
_BELIEVING = frozenset("think believe guess suspect suppose imagine seem seems appear appears".split())
HEDGES = (
    frozenset(MODALS) - {"'d", "'ll", "wo"}
    | frozenset(ADVERBS)
    | _BELIEVING
    | {"can", "possible", "likely", "unlikely"}
)


def difference_kind(difference: Difference, original: Facts, rewrite: Facts) -> DifferenceKind:
    """The gravest kind of difference: a number before a negation, a hedge, a name, other words.

    Where only one side has words that are of no such kind they were "dropped" or "added".
    """
    ours, theirs = difference.original, difference.rewrite
    if (kind := value_kind(ours, theirs)) is not None:
        return kind
    if _named(original, ours) and (_named(rewrite, theirs) or not theirs):
        return "name"
    return "words" if ours and theirs else "dropped" if ours else "added"


def value_kind(ours: Iterable[QuoteWord], theirs: Iterable[QuoteWord]) -> Literal["number", "negation", "hedge"] | None:
    """Whether numbers, negations or hedges differ between two stretches of words; None where none of them does."""
    first, second = [word.form for word in ours], [word.form for word in theirs]
    if _only(first, is_number) != _only(second, is_number):
        return "number"
    if len(_only(first, NEGATIONS.__contains__)) != len(_only(second, NEGATIONS.__contains__)):
        return "negation"
    if _only(first, HEDGES.__contains__) != _only(second, HEDGES.__contains__):
        return "hedge"
    return None


def is_number(form: str) -> bool:
    """Whether the form of a word is a number or a word of magnitude."""
    return form[:1].isdigit() or form in _SCALES


def _only(forms: Sequence[str], wanted: Callable[[str], bool]) -> list[str]:
    return sorted(form for form in forms if wanted(form))


def _named(facts: Facts, words: Sequence[QuoteWord]) -> bool:
    """Whether any of the words belongs to a name."""
    return any(
        not name.is_pronoun and any(name.span.overlaps(word.span) for word in words)
        for name in (facts.names[place] for place in _name_places(facts, words))
    )


def _name_places(facts: Facts, words: Sequence[QuoteWord]) -> list[int]:
    places = facts.places_of(facts.names)
    sentences = {sentence.index for word in words if (sentence := facts.analysis.sentence_at(word.span.start))}
    return sorted({place for index in sentences for place in places.get(index, ())})
