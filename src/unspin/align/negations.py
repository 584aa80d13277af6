"""Where a negation that seems lost is told elsewhere: in the object, in the complement, by turning a comparison round."""

from __future__ import annotations

from collections.abc import Sequence

from unspin.align import Link
from unspin.facts import Passage
from unspin.facts.polarity import Negation, parity
from unspin.language import Token

# "Does not believe that X" says "believes that not X": the negation of these verbs is that of what they take.
_RAISING = frozenset(
    "believe think expect suppose want appear seem intend plan forecast predict feel consider look hope mean claim".split()
)
_CONTRARY = (("above", "below"), ("before", "until"), ("over", "under"), ("more", "less"), ("more", "fewer"))
_NONE = frozenset({"no", "little", "nothing", "insufficient", "inadequate", "scant", "few"})
_REACH = 12  # words on either side of "than"
_BEHIND = 5  # words after a verb of thinking
_BOUNDS = frozenset({"more than", "less than", "at least", "at most"})


def turned_round(link: Link) -> bool:
    """Whether a comparison is told from its other side: "A did less than B" and "B did more than A"."""
    ours, theirs = _than(link.original), _than(link.rewrite)
    if ours is None or theirs is None:
        return False
    crossed = {
        (pair.original.index < ours.index, pair.rewrite.index < theirs.index)
        for pair in link.words.pairs
        if pair.reason in {"same word", "same name", "synonym"} and pair.original.is_content
    }
    if (True, False) in crossed and (False, True) in crossed:
        return True
    sides = [
        {token.index < than.index for token in _near(passage, than) if token.lower in {"not", "n't", "no", "never"}}
        for passage, than in ((link.original, ours), (link.rewrite, theirs))
    ]
    return len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]


def _near(passage: Passage, than: Token) -> list[Token]:
    return [token for token in passage.tokens if abs(token.index - than.index) <= _REACH]


def _than(passage: Passage) -> Token | None:
    found = [token for token in passage.tokens if token.lower == "than" and not _counts(token)]
    return found[0] if len(found) == 1 else None


def _counts(than: Token) -> bool:
    """Whether "than" belongs to a number: "more than 50"."""
    after = than.neighbour(1)
    return after is not None and (after.pos in {"NUM", "SYM"} or after.text[:1].isdigit())


def denied_below(plain: Token, denied: Token, negations: Sequence[Negation]) -> bool:
    """Whether the object or the complement of the bare verb is denied instead: "had no intention", "believe it was not"."""
    things = [plain, plain.child("dobj", "attr")]
    if any(word.lower in _NONE for thing in things if thing for word in (thing, *thing.children)):
        return True
    if denied.lemma not in _RAISING and plain.lemma not in _RAISING:
        return False
    below = plain.child("ccomp", "xcomp", "acomp", "advcl")
    if below is not None and parity(below, negations):
        return True
    # The parser often loses the clause after such a verb: a negation right behind it is meant all the same.
    return any(0 < negation.token.index - plain.index <= _BEHIND for negation in negations)


def bounded_below(denied: Token, link: Link) -> bool:
    """Whether what is denied is a bound: "not allowed to land more than 50 kg" is a cap at 50 kg."""
    inside = {token.index for token in denied.subtree()}
    for passage in (link.original, link.rewrite):
        for quantity in passage.quantities:
            tokens = passage.facts.analysis.tokens_in(quantity.span)
            here = bool(tokens) and tokens[0].sentence is denied.sentence
            if here and quantity.bound in _BOUNDS and any(token.index in inside for token in tokens):
                return True
    return False


def contrary_limits(link: Link) -> bool:
    """Whether a limit is told from its other side: "stay below" and "not get above", "until" and "not before"."""
    words = [{token.lower for token in passage.tokens} for passage in (link.original, link.rewrite)]
    return any(
        (one in words[0] and one not in words[1] and other in words[1] and other not in words[0])
        or (other in words[0] and other not in words[1] and one in words[1] and one not in words[0])
        for one, other in _CONTRARY
    )
