"""How far a statement reaches: which words round a reporting verb or phrase are no longer its source's."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from unspin.document import Span
from unspin.facts.reporting import CUES, SAYING
from unspin.language import Sentence, Token, span_of
from unspin.lexicon import is_person

_JOINING = frozenset({"and", "but", "while", "though", "although", "whereas"})


def asides(verb: Token) -> list[Span]:
    """The relative clauses after a comma below a verb: "dispute the count, which was made at night" disputes no night."""
    found = []
    for token in verb.subtree():
        if token.dep == "relcl" and token.head is not verb:
            clause = token.subtree()
            before = clause[0].neighbour(-1)
            if before is not None and before.text == "," and clause[0].tag in {"WDT", "WP", "WP$", "IN"}:
                found.append(span_of(clause))
    return found


def joined_reports(clause: Token) -> list[Span]:
    """What a speaker goes on to report in a verb that the parser put into what was said: "said A but told a rally that B"."""
    found = []
    for token in clause.children:
        if token.dep == "conj" and is_report_of_its_own(token):
            words = token.subtree()
            before = words[0].neighbour(-1)
            found.append(span_of([*([before] if before is not None and before.dep == "cc" else []), *words]))
    return found


def is_report_of_its_own(verb: Token) -> bool:
    """Whether a verb in a row with a reported clause goes on with the reporting: finite, its apparent subject no speaker."""
    if verb.lemma not in SAYING or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.child("nsubj") is not None:
        return False
    if not any(child.dep in {"ccomp", "dobj", "dative"} for child in verb.children):
        return False
    subject = verb.head.child("nsubj", "nsubjpass")
    return subject is not None and subject.pos == "NOUN" and not is_person(subject.lemma)


def reporter_above(verb: Token) -> Token | None:
    """The reporting verb whose report holds a verb as a clause, or None."""
    above = verb.head
    return above if verb.dep == "ccomp" and above.lemma in CUES else None


def part_after(phrase: Span, sentence: Sentence) -> Span | None:
    """What follows a source put in right behind a conjunction, which says only what comes after: "A and, by X's account, B"."""
    before = [token for token in sentence.tokens if token.end <= phrase.start]
    if len(before) > 1 and before[-1].text == "," and before[-2].lower in _JOINING:
        return Span(phrase.end, sentence.span.end)
    return None


def claims_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """The words of a statement, parted at verbs joined by "and" or "but": each part can lose its source alone."""
    words = list(tokens)
    own = {id(token) for token in words}
    parts: dict[int, list[Token]] = {}
    for token in words:
        top = token
        while (
            not _starts_claim(top) and top.head is not top and (id(top.head) in own or top.head.pos in {"VERB", "AUX"})
        ):
            top = top.head
        parts.setdefault(id(top), []).append(token)
    return list(parts.values())


def _starts_claim(token: Token) -> bool:
    return token.dep == "conj" and token.pos in {"VERB", "AUX"} and token.head.pos in {"VERB", "AUX"}


def relative_part(token: Token) -> Span | None:
    """The relative clause that holds a source's phrase, or None: "a girl who died young, according to tests, and was buried"."""
    for above in token.ancestors():
        if above.dep == "relcl":
            return span_of(above.subtree())
        if above.dep in {"ccomp", "advcl", "ROOT"}:
            return None
    return None


def another_report_between(tokens: Iterable[Token], start: int, end: int) -> bool:
    """Whether a finite reporting verb stands between two offsets."""
    return any(
        start <= token.start < end and token.lemma in CUES and token.tag in {"VBD", "VBZ", "VBP"} for token in tokens
    )


def part_of_sentence(token: Token, quoted: Container[int]) -> Span:
    """The part of a sentence, between semicolons outside quotes, that holds a token; ``quoted`` has the ids of quoted tokens."""
    start, end = token.sentence.span.start, token.sentence.span.end
    for other in token.sentence.tokens:
        if other.text == ";" and id(other) not in quoted:
            if other.index < token.index:
                start = other.end
            else:
                return Span(start, other.start)
    return Span(start, end)


def unreported_before(part: Span, sentence: Sentence) -> Span:
    """What stands in a sentence before one of its parts, empty where it has a source of its own: "A; B, they said" gives them A too."""
    before = [token for token in sentence.tokens if token.end <= part.start]
    own = any(token.lower == "according" or (token.lemma in CUES and token.tag.startswith("VB")) for token in before)
    return Span(part.start, part.start) if own else Span(sentence.span.start, part.start)


def pieces_without(text: str, span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces of a span outside the holes that hold a word, without marks and blanks at their ends."""
    pieces, place = [], span.start
    for hole in sorted(holes):
        if hole.start < span.end and hole.end > place:
            pieces.append((place, min(hole.start, span.end)))
            place = max(place, hole.end)
    pieces.append((place, span.end))
    kept = []
    for first, last in pieces:
        start, end = first, last
        while start < end and not text[start].isalnum() and text[start] not in "$£€(":
            start += 1
        while end > start and not text[end - 1].isalnum() and text[end - 1] not in "%)":
            end -= 1
        if text[start : start + 5].lower() == "that ":
            start += 5
        if end > start:
            kept.append(Span(start, end))
    return tuple(kept)
