"""polarity-flipped: the rewrite says the opposite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unspin.align.negations import bounded_below, contrary_limits, denied_below, turned_round
from unspin.align.opposites import no_opposites
from unspin.align.predicates import Counterpart, arguments, counterpart, subject
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts import Passage
from unspin.facts.certainty import is_past, verb_phrase
from unspin.facts.negation_words import DENYING, NEGATIVE
from unspin.facts.polarity import Negation, Polar, core, parity, polars_of, unprefixed
from unspin.language import Token, span_of
from unspin.lexicon import antonyms, synonyms
from unspin.wordlists import converse_of

if TYPE_CHECKING:
    from unspin.align import Link


_LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "go", "come", "give", "say", "tell", "see", "want"})


@change_type(
    name="polarity-flipped",
    severity="error",
    precedence=40,
    reports="A statement is negated, loses its negation, or becomes its opposite: approved and rejected, rose and "
    "fell, for and against.",
    matters="The reader is told the contrary of what the original says.",
    fine="Two negations that cancel, or a negation together with an opposite: did not approve for rejected, none worse "
    "for all as good.",
    sure="Surest where the same verb stands with and without a plain negation; less sure for opposites found by the "
    "lexicon.",
    must_report=[
        Example("The panel approved the dam.", "The panel did not approve the dam.", "approved", "did not approve"),
        Example("Wheat exports rose by 4 percent.", "Wheat exports were down 4 percent.", "rose", "down"),
        Example("The court rejected the appeal.", "The court upheld the appeal.", "rejected", "upheld"),
    ],
    must_stay_silent=[
        Example("The panel did not approve the dam.", "The panel rejected the dam."),
        Example("The driver has not been named.", "The unnamed driver was let go."),
        Example("Nobody told the tenants.", "The tenants had not been told."),
    ],
)
def polarity_flipped(link: Link) -> Iterator[Change]:
    """Compare the words at the ends of an axis, then negations over what both sides state, then pairs of antonyms."""
    if not link.original.tokens or not link.rewrite.tokens:
        return
    if turned_round(link):
        return
    found = [*_axes(link), *_called_off(link)]
    for change in [*_negations(link), *_opposites(link)]:
        if not any(_meets(change, other) for other in found):
            found.append(change)
    yield from found


def _meets(change: Change, other: Change) -> bool:
    pairs = ((change.original, other.original), (change.rewrite, other.rewrite))
    return any(one is not None and two is not None and one.overlaps(two) for one, two in pairs)


def _change(link: Link, spans: tuple[Span, Span], confidence: float, *facts: str) -> Change:
    """A change between two spans, that of the original first; ``facts`` are what was compared there."""
    ours, theirs = spans
    was, became = link.original.document.slice(ours), link.rewrite.document.slice(theirs)
    return Change(
        type="polarity-flipped",
        original=ours,
        rewrite=theirs,
        message=f"“{was}” became “{became}”",
        confidence=confidence,
        why=dict(zip(("original", "rewrite"), facts, strict=True)),
    )


def _axes(link: Link) -> Iterator[Change]:
    ours = polars_of(link.original.tokens, link.original.negations)
    theirs = polars_of(link.rewrite.tokens, link.rewrite.negations)
    for first in ours:
        alike = [second for second in theirs if second.axis == first.axis and _same_thing(link, first, second)]
        if len(alike) == 1 and alike[0].sign != first.sign and not _second_thoughts(link, first, alike[0]):
            second = alike[0]
            if first.token.lemma == second.token.lemma and len(first.span) == len(first.token.span):
                continue  # the same word: what differs is a negation, which is compared with more care below
            ends = [f"{polar.axis} {polar.sign:+d}" for polar in (first, second)]
            yield _change(link, (first.span, second.span), 0.9, *ends)


def _called_off(link: Link) -> Iterator[Change]:
    """What was called off is told as called, or the other way round: the particle alone turns the verb round."""
    for pair in link.words.pairs:
        verbs = (pair.original, pair.rewrite)
        off = [particle is not None and particle.lower == "off" for particle in (verb.child("prt") for verb in verbs)]
        if verbs[0].lemma == verbs[1].lemma == "call" and off[0] != off[1]:
            things = [verb.child("dobj", "nsubjpass") for verb in verbs]
            if things[0] is not None and things[1] is not None and link.words.partner(things[0]) is things[1]:
                yield _change(link, (_verb_span(verbs[0]), _verb_span(verbs[1])), 0.8, *(verb.lemma for verb in verbs))


def _verb_span(verb: Token) -> Span:
    return span_of(verb_phrase(verb))


def _same_thing(link: Link, first: Polar, second: Polar) -> bool:
    if first.axis == "truth":
        match = counterpart(link, first.target)
        same = match is not None and match.token is second.target and not match.opposite
    else:
        same = link.words.backed(first.target) and link.words.partner(first.target) is second.target
    if not same:
        return False
    if first.holder is None or second.holder is None or first.axis == "direction":
        return True
    # Two voters may take two sides: the same thing must be said of the same voter.
    other = link.words.partner(first.holder)
    return other is None or other is second.holder or other in second.holder.subtree() or first.axis == "truth"


def _second_thoughts(link: Link, first: Polar, second: Polar) -> bool:
    """Whether the two may tell of different moments, or of what "not all" did."""
    if any(
        low.lower == "not" for polar in (first, second) if polar.holder is not None for low in polar.holder.subtree()
    ):
        return True
    pair = link.words.pair(first.token)
    if pair is not None and pair.reason == "same word" and pair.rewrite is not second.token:
        return True
    pair = link.words.pair(second.token)
    return pair is not None and pair.reason == "same word" and pair.original is not first.token


def _negations(link: Link) -> Iterator[Change]:
    ours, theirs = _denied(link.original), _denied(link.rewrite)
    agreed = _agreed(link)
    flips: list[tuple[Negation, Token, Token, bool, float]] = []
    spare = {True: 0, False: 0}
    for first_side, mine, other in ((True, ours, theirs), (False, theirs, ours)):
        passage = link.rewrite if first_side else link.original
        for negation in mine:
            match = _counterpart(link, negation.governed, passage)
            if negation.kind != "word" and link.words.backed(negation.token):
                # "Had never stopped believing", "had stopped believing": the verb denies on both sides.
                partner = link.words.partner(negation.token)
                spare[first_side] += not any(one.token is partner for one in passage.negations)
            elif match is None:
                spare[first_side] += 1
            elif not parity(match.token, other):
                confidence = _sure(link, negation, match)
                if match.opposite or confidence < 0.5 or denied_below(match.token, negation.governed, other):
                    spare[first_side] += 1
                else:
                    flips.append((negation, negation.governed, match.token, first_side, confidence))
    for negation, denied, plain, first_side, confidence in flips:
        # "was not fined for an offence", "was fined for no offence": the negation has only moved.
        if id(denied) in agreed and id(plain) in agreed:
            continue
        if any(side != first_side and abs(moved.index - denied.index) <= 8 for _, _, moved, side, _ in flips):
            continue
        unlike = link.rewrite if first_side else link.original
        if bounded_below(denied, link) or contrary_limits(link):
            continue
        if spare[not first_side] > spare[first_side] or _says_no(link, unlike, plain) or _contrary(denied, plain):
            continue
        negated = _phrase([negation.token, *verb_phrase(denied)], negation.token)
        bare = span_of(verb_phrase(plain))
        before, after = ("denied", "stated") if first_side else ("stated", "denied")
        yield _change(link, (negated, bare) if first_side else (bare, negated), confidence, before, after)


def _agreed(link: Link) -> set[int]:
    """The words of statements that take one side in two ways: "was not in favour of" and "was opposed to"."""
    theirs = polars_of(link.rewrite.tokens, link.rewrite.negations)
    words: set[int] = set()
    for first in polars_of(link.original.tokens, link.original.negations):
        for second in theirs:
            if (first.axis, first.sign) == (second.axis, second.sign) and _same_thing(link, first, second):
                for token in (first.token, second.token):
                    words |= {id(above) for above in (token, token.head, token.head.head)}
    return words


def _denied(passage: Passage) -> list[Negation]:
    """The negations that leave their word denied, once for each word."""
    negations = passage.negations
    seen: set[int] = set()
    found = []
    for negation in negations:
        if id(negation.governed) not in seen and parity(negation.governed, negations):
            seen.add(id(negation.governed))
            found.append(negation)
    return found


def _counterpart(link: Link, token: Token, passage: Passage) -> Counterpart | None:
    """As the alignment has it, or the same word with a negative prefix ("not named": "unnamed").

    Where "not due to appear" finds no "due", the negation is taken to govern "appear".
    """
    for other in passage.tokens:
        if other.lower in _bases(token) or token.lower in _bases(other) or token.lemma in _bases(other):
            return Counterpart(other, 1.0, 1, opposite=True)
    match = _made_with_noun(link, token) or counterpart(link, token)
    below = token.child("xcomp")
    if match is None and below is not None and token.lemma not in DENYING:
        match = counterpart(link, below)
    if match is None:
        return None
    return Counterpart(core(match.token), match.likeness, match.shared, match.opposite)


_SUPPORT = frozenset(
    """bring carry conduct enter file give have hold issue launch lodge make mount offer pay put raise reach stage submit
    take""".split()
)


def _made_with_noun(link: Link, verb: Token) -> Counterpart | None:
    """The verb that together with a noun says what a verb alone says: "appeal" and "lodge an appeal"."""
    if verb.pos != "VERB":
        return None
    partner = link.words.partner
    noun = verb.child("dobj") if verb.lemma in _SUPPORT else partner(verb)
    other = (
        noun.head if noun is not None and verb.lemma not in _SUPPORT else partner(noun) if noun is not None else None
    )
    if noun is None or other is None or other.pos != "VERB" or noun.pos != "NOUN" or noun.dep != "dobj":
        return None
    one = noun if verb.lemma in _SUPPORT else verb
    pair = link.words.pair(one)
    if pair is None or pair.similarity < 0.9 or (other.lemma not in _SUPPORT and verb.lemma not in _SUPPORT):
        return None
    ours, theirs = subject(verb), subject(other)
    if ours is None or theirs is None or partner(ours) is not theirs:
        return None
    return Counterpart(other, pair.similarity, 1, opposite=False)


def _sure(link: Link, negation: Negation, match: Counterpart) -> float:
    denied, plain = negation.governed, match.token
    if denied.pos != plain.pos and "NOUN" in (denied.pos, plain.pos):
        return 0.0
    if match.likeness < 0.8:
        told = negation.kind == "word" and denied.pos == plain.pos == "VERB"
        return 0.6 if told and match.shared >= 2 else 0.0
    base = {"word": 0.9, "almost": 0.75, "verb": 0.75, "lack": 0.75, "without": 0.75, "unless": 0.9}[negation.kind]
    if negation.token.lower == "yet" and not is_past(plain):
        return 0.0  # "has yet to pass", "must still pass"
    if _limited(denied, negation.token) and not _limited(plain, plain):
        return 0.0  # "not ready before May", "ready in May"
    expected = any(link.words.partner(argument) is not None for argument in arguments(denied))
    if expected and not match.shared and negation.kind != "unless":
        return 0.75 if match.likeness >= 0.95 and _only_one(link, denied, plain) else 0.0
    return base if match.likeness >= 0.95 else base - 0.1


def _only_one(link: Link, one: Token, other: Token) -> bool:
    """Whether each text has the word once, so that no other statement made with it can be meant."""
    if one.lemma in _LIGHT or one.pos not in {"VERB", "ADJ"}:
        return False
    counts = [sum(token.lemma == one.lemma for token in passage.tokens) for passage in (link.original, link.rewrite)]
    return one.lemma == other.lemma and counts == [1, 1]


def _limited(predicate: Token, beside: Token) -> bool:
    """Whether "until" or "before" limits the clause of a predicate or of the word beside it."""
    for verb in (predicate, predicate.head, beside.head):
        for child in verb.children:
            if child.lower in _LIMITS and child.dep in {"prep", "advmod", "cc"}:
                return True
            if child.dep in {"advcl", "npadvmod"} and any(low.lower in _LIMITS for low in child.children):
                return True
    return False


_LIMITS = frozenset({"until", "till", "before"})


def _says_no(link: Link, passage: Passage, plain: Token) -> bool:
    """Whether a word of its own that says no stands with the statement on the side without a negation."""
    return any(
        token.lemma in NEGATIVE and token is not plain and not link.words.backed(token) and _together(token, plain)
        for token in passage.tokens
    )


def _together(one: Token, other: Token) -> bool:
    """Whether two words stand near each other in the text and in the parse."""
    if abs(one.index - other.index) > 12:
        return False
    above, over = [one, *one.ancestors()], [other, *other.ancestors()]
    if other in above:
        return True
    return any(token in over[:3] for token in above[:3])


def _contrary(one: Token, other: Token) -> bool:
    return other.lemma in antonyms(one.lemma, one.pos, indirect=True)


def _phrase(tokens: list[Token], anchor: Token) -> Span:
    whole = span_of(tokens)
    words = sum(1 for token in anchor.sentence.tokens if whole.overlaps(token.span))
    return whole if words <= 7 else anchor.span


def _opposites(link: Link) -> Iterator[Change]:
    """Words replaced by their antonyms in the same place."""
    theirs = [token for token in link.rewrite.tokens if token.is_content and not link.words.backed(token)]
    if not theirs:
        return
    ours_denied, theirs_denied = link.original.negations, link.rewrite.negations
    lemmas = {token.lemma for token in link.original.tokens}, {token.lemma for token in link.rewrite.tokens}
    for first in link.original.tokens:
        if not first.is_content or link.words.backed(first) or first.lemma in lemmas[1]:
            continue
        for second in theirs:
            pair = link.words.pair(first)
            aligned = pair is not None and pair.rewrite is second and pair.reason == "antonym"
            if (
                second.lemma in lemmas[0]
                or not (aligned or _antonyms(first, second))
                or not _in_one_place(link, first, second)
            ):
                continue
            if _parity(first, ours_denied) != _parity(second, theirs_denied) or no_opposites(first, second):
                continue
            yield _change(link, (first.span, second.span), 0.85, first.lemma, second.lemma)
            break


def _parity(token: Token, negations: list[Negation]) -> int:
    """Whether the word is denied, itself or with the verb that it hangs on: "not do much"."""
    above = 0 if token.pos == "VERB" else parity(core(token.head), negations)
    return parity(token, negations) or above


def _antonyms(first: Token, second: Token) -> bool:
    if first.lower in _bases(second) or second.lower in _bases(first):
        return True
    if first.pos != second.pos or second.lemma in synonyms(first.lemma, first.pos):
        return False  # "draw" and "extract" are opposites in one sense and the same in another
    return second.lemma in antonyms(first.lemma, first.pos) or second.lower in antonyms(first.lower, first.pos)


def _bases(token: Token) -> set[str]:
    """The word without a negative prefix, where it has one."""
    return {base for base in (unprefixed(token.lower), unprefixed(token.lemma)) if base is not None}


def _in_one_place(link: Link, first: Token, second: Token) -> bool:
    """Whether the two words are said of the same thing, without an exchange of roles."""
    partner = link.words.partner
    if first.pos != second.pos and "VERB" in (first.pos, second.pos):
        ours, theirs = subject(first), subject(second)
        return ours is not None and partner(ours) is theirs and not _compares(first) and not _compares(second)
    if first.pos == "VERB":
        ours, theirs = subject(first), subject(second)
        wanted = {id(other) for argument in arguments(first) if (other := partner(argument)) is not None}
        shared = sum(id(argument) in wanted for argument in arguments(second))
        if ours is not None and theirs is not None and partner(ours) is not theirs:
            return False  # other participants, or the same in other parts
        converse = any(converse.other == second.lemma for converse in converse_of(first.lemma))
        if converse and (first.child("nsubj") is None or second.child("nsubj") is None):
            return False  # "sold to", "bought by"
        return shared >= min(2, len(arguments(first))) and shared > 0
    if first.dep != second.dep or _compares(first) != _compares(second):
        return False
    return partner(first.head) is second.head or (
        first.head.lemma == second.head.lemma == "be" and _same_subject(link, first, second)
    )


def _compares(token: Token) -> bool:
    return any(child.lower == "than" for child in token.children)


def _same_subject(link: Link, first: Token, second: Token) -> bool:
    ours, theirs = subject(first.head), subject(second.head)
    return ours is not None and theirs is not None and link.words.partner(ours) is theirs
