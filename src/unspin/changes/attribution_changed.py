"""attribution-changed: a statement or quote is given to another speaker or source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from unspin.align.quotes import QuoteMatch, quotes_of_link
from unspin.align.statements import StatementPair, introduced, match_statements, statements_elsewhere
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS, name_words, same_name
from unspin.facts.quotes import Quote
from unspin.facts.speakers import VOICES, Introduced, Speaker, compare_speakers, in_sentence
from unspin.lexicon import is_person

if TYPE_CHECKING:
    from unspin.align import Link

_GENDERS = dict.fromkeys(MALE_PRONOUNS, "male") | dict.fromkeys(FEMALE_PRONOUNS, "female")
_BESIDE = 8  # code points between two ways of naming a speaker
_AT_ONCE = 100  # code points between a speaker and the quote that follows
_BLOCKS_BEFORE = 2  # in which a speaker may be named who is not named beside the quote
# How often a name must be called "she", and in what share of the pronouns for it, before "he" is somebody else.
_LEAST_CALLED, _MOSTLY = 3, 0.9
_LABEL = re.compile(r"(?:^|[\n\"“])[\"“]?([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s", re.MULTILINE)
# What these report is done to somebody: who did it to whom is for `role-swapped`.
_DEEDS = frozenset("accuse blame criticise criticize praise condemn denounce reject dismiss urge ask order".split())


@change_type(
    name="attribution-changed",
    severity="error",
    precedence=20,
    reports="A statement or a quote is given to another speaker or source than in the original. In a transcript quoted as a "
    "whole the label before the words says whose they are.",
    matters="A reader holds the wrong person to the words, and may hold them against that person.",
    fine="Another way of naming the same source: a surname, a title, a pronoun, a role that the texts tie to the "
    "name; a spokesman for the "
    "body that he speaks for; the attribution in another place.",
    sure="Sure where both texts name the speaker beside the words; silent where a pronoun or a role could be either.",
    must_report=[
        Example(
            '"I wrote it on the ferry," said Dora Quill. Her brother Max remembers it differently.',
            '"I wrote it on the ferry," said Max Quill. His sister Dora remembers it differently.',
            "said Dora Quill",
            "said Max Quill",
        ),
        Example(
            "Vera Holt told the magazine Beacon that ministers had ignored three warnings.",
            "Ministers had ignored three warnings, according to Beacon magazine.",
            "Vera Holt told",
            "according to Beacon magazine",
        ),
    ],
    must_stay_silent=[
        Example(
            "Fisheries Minister Vera Holt said the quota would be cut in half.",
            "The quota will be cut in half, according to the minister, Ms Holt.",
        ),
        Example(
            '"We did not see it coming," said Tor Veld, a spokesman for Brask.',
            'Brask\'s spokesman, Tor Veld, said: "We did not see it coming."',
        ),
    ],
)
def attribution_changed(link: Link) -> Iterator[Change]:
    """Pair quotes by their words, other statements by their content; yield where the speakers differ."""
    known = introduced(link.original.facts, link.rewrite.facts)
    for match in quotes_of_link(link):
        quote = match.rewrite
        if match.source != "quote" or quote.speaker is None or not match.originals or match.likeness < 0.6:
            continue
        if _given_likewise(quote, link, known) or _named_beside(match, link):
            continue
        label = _label_inside(match)
        if label is not None:
            yield from _relabelled(match, label, link)
            continue
        verdicts = {
            compare_speakers(source.speaker, quote.speaker, known) if source.speaker else "unknown"
            for source in match.originals
        }
        first = match.originals[0]
        if (
            verdicts == {"different"}
            and first.speaker is not None
            and not _renamed_only(first.speaker, quote.speaker, link)
            and (first.given or _just_spoke(first) or not _is_near(first, quote.speaker, link))
        ):
            sure = 0.9 if first.given and quote.given else 0.65
            yield _change(first.speaker, quote.speaker, _place(first), _place(quote), quote.text, confidence=sure)
        elif verdicts == {"unknown"} and first.speaker is not None and _taken_over(first, quote, link, known):
            yield _change(first.speaker, quote.speaker, _place(first), _place(quote), quote.text, confidence=0.7)
        elif (
            verdicts == {"unknown"} and first.speaker is not None and _other_gender(first.speaker, quote.speaker, link)
        ):
            yield _change(first.speaker, quote.speaker, _place(first), _place(quote), quote.text, confidence=0.65)
        elif verdicts == {"unknown"} and _stranger(first, quote.speaker, link):
            yield _to_stranger(first, quote)
    groups = [[pair] for pair in match_statements(link)]
    groups.extend(pairs for _, pairs in statements_elsewhere(link))
    for pairs in groups:
        if any(_is_quoted(pair, link) for pair in pairs):
            continue
        confidence = min(_reassigned(pair, link) for pair in pairs)
        best = pairs[0]
        if confidence and best.original.speaker is not None and best.rewrite.speaker is not None:
            words = " ".join(link.rewrite.document.slice(span) for span in best.rewrite.content)
            places = best.original.span, best.rewrite.span
            yield _change(best.original.speaker, best.rewrite.speaker, *places, words, confidence=confidence)


def _given_likewise(quote: Quote, link: Link, known: Introduced) -> bool:
    """Whether the original gives the same words to the same speaker, be it among others or in another place."""
    words = re.findall(r"\w+", quote.text.casefold())
    return any(
        other.speaker is not None
        and quote.speaker is not None
        and re.findall(r"\w+", other.text.casefold()) == words
        and compare_speakers(other.speaker, quote.speaker, known) == "same"
        for other in link.original.facts.marked_quotes
    )


def _to_stranger(ours: Quote, theirs: Quote) -> Change:
    speaker = theirs.speaker
    assert speaker is not None
    return Change(
        type="attribution-changed",
        original=_place(ours),
        rewrite=_place(theirs),
        message=f"the quote is given to “{in_sentence(speaker)}”, whom the original names nowhere near it",
        confidence=0.6,
        why={
            "difference": "speaker",
            "original_speaker": ours.speaker.name if ours.speaker else None,
            "rewrite_speaker": speaker.name,
            "statement": theirs.text,
        },
    )


def _just_spoke(quote: Quote) -> bool:
    """Whether a quote follows its speaker's attribution at once: "...," Venn said. "..."."""
    if quote.speaker is None:
        return False
    between = quote.document.prose[quote.speaker.span.end : quote.span.start]
    return 0 < len(between) <= _AT_ONCE and "\n" not in between


def _label_inside(match: QuoteMatch) -> Span | None:
    """The name with a colon that stands before the words in a transcript quoted as a whole: "VENN: ..."."""
    if match.region is None:
        return None
    source = match.originals[0]
    before = Span(source.span.start, match.region.start)
    found = list(_LABEL.finditer(source.document.prose, before.start, before.end))
    return Span(*found[-1].span(1)) if found else None


def _relabelled(match: QuoteMatch, label: Span, link: Link) -> Iterator[Change]:
    """A quote from a transcript that is given to somebody else than the label before its words says."""
    theirs = match.rewrite.speaker
    if theirs is None or theirs.kind == "pronoun":
        return
    name = link.original.document.slice(label)
    words = {word for known in theirs.names for word in name_words(known)} | set(name_words(theirs.text))
    if theirs.names and not words & set(name_words(name)):
        yield Change(
            type="attribution-changed",
            original=label,
            rewrite=_place(match.rewrite),
            message=f"what “{name}” said is given to “{in_sentence(theirs)}”",
            confidence=0.85,
            why={
                "difference": "speaker",
                "original_speaker": name,
                "rewrite_speaker": theirs.name,
                "statement": match.rewrite.text,
            },
        )


def _is_quoted(pair: StatementPair, link: Link) -> bool:
    """Whether a statement of the rewrite is a quote that was compared with the quote it was taken from."""
    return any(
        match.source == "quote"
        and match.originals
        and any(pair.rewrite.covers(piece) for piece in match.rewrite.marked)
        for match in quotes_of_link(link)
        if match.rewrite.kind in {"direct", "mixed"} and match.rewrite.speaker is not None
    )


def _named_beside(match: QuoteMatch, link: Link) -> bool:
    """Whether the original has the rewrite's words for the speaker right beside its own: "the prime minister, Ira Volt"."""
    ours, theirs = match.originals[0].speaker, match.rewrite.speaker
    if ours is None or theirs is None:
        return False
    words = theirs.text.casefold().removeprefix("the ")
    prose = link.original.document.prose
    before = prose[max(0, ours.span.start - len(words) - _BESIDE) : ours.span.start].casefold()
    after = prose[ours.span.end : ours.span.end + len(words) + _BESIDE].casefold()
    between = re.escape(words).replace("\\ ", r"\s+")
    return bool(
        re.search(rf"{between}[\s,–—-]*$", before) or re.match(rf"[\s,–—-]*(?:(?:the|a|an)\s)?{between}\b", after)
    )


def _other_gender(ours: Speaker, theirs: Speaker, link: Link) -> bool:
    """Whether "he" is given what is said by one whom the original nearly always calls "she", or the other way round."""
    if theirs.kind != "pronoun" or theirs.gender is None or ours.kind != "name":
        return False
    called = [
        gender
        for name in link.original.facts.names
        if name.is_pronoun and name.canonical in ours.names and (gender := _GENDERS.get(name.tokens[0].lower))
    ]
    others = sum(gender != theirs.gender for gender in called)
    return others >= _LEAST_CALLED and others >= _MOSTLY * len(called)


def _stranger(ours: Quote, theirs: Speaker, link: Link) -> bool:
    """Whether a named speaker speaks elsewhere in the original, and is not named in the blocks around a quote.

    So a quote of "he", of nobody or of a thing ("the letter") is not his; a noun for a person may be his description.
    """
    if theirs.kind != "name" or (
        ours.speaker is not None
        and ours.speaker.kind != "pronoun"
        and (ours.speaker.names or is_person(ours.speaker.head.lemma))
    ):
        return False
    speaks = any(
        found.speaker is not None
        and any(same_name(one, other) for one in found.speaker.names for other in theirs.names)
        for found in link.original.facts.attributions
    )
    return speaks and not _is_near(ours, theirs, link)


def _is_near(ours: Quote, theirs: Speaker, link: Link) -> bool:
    """Whether a speaker is named in the block of a quote, in the two before it or in the one after it."""
    blocks = [block.span for block in link.original.document.blocks]
    here = [place for place, block in enumerate(blocks) if block.overlaps(ours.span)]
    if not here:
        return True
    near = Span(blocks[max(0, here[0] - _BLOCKS_BEFORE)].start, blocks[min(len(blocks) - 1, here[-1] + 1)].end)
    return any(
        name.span.overlaps(near) and any(same_name(name.canonical, other) for other in theirs.names)
        for name in link.original.facts.names
    )


def _taken_over(ours: Quote, theirs: Quote, link: Link, known: Introduced) -> bool:
    """Whether the one who reports another's words in the original is given them as his own: "he had been told by X that ..."."""
    if theirs.speaker is None or theirs.speaker.kind == "pronoun":
        return False
    if ours.speaker is None or not (ours.speaker.names or is_person(ours.speaker.head.lemma)):
        return False
    inner = [found for found in link.original.attributions if any(piece.overlaps(ours.span) for piece in found.content)]
    return any(
        found.speaker is not None
        and found.speaker is not ours.speaker
        and any(piece.covers(other.span) for piece in found.content for other in inner if other is not found)
        and compare_speakers(found.speaker, theirs.speaker, known) == "same"
        for found in inner
    )


def _reassigned(pair: StatementPair, link: Link) -> float:
    """How sure it is that a statement went to another speaker; 0.0 where it did not or nothing decides."""
    ours, theirs = pair.original.speaker, pair.rewrite.speaker
    if ours is None or theirs is None or {pair.original.verb, pair.rewrite.verb} & _DEEDS:
        return 0.0
    known = introduced(link.original.facts, link.rewrite.facts)
    verdict = compare_speakers(ours, theirs, known)
    if verdict == "different":
        return 0.0 if _renamed_only(ours, theirs, link) else 0.85
    if verdict == "same" or theirs.kind == "pronoun":
        return 0.0
    told, heard = pair.original.addressee, pair.rewrite.addressee
    handed = told is not None and compare_speakers(told, theirs, known) == "same"
    heard_now = heard is not None and ours.kind != "pronoun" and compare_speakers(ours, heard, known) == "same"
    doubtful = handed or heard_now or _stands_apart(pair, link) or _spoken_of(pair, link)
    return 0.7 if doubtful else 0.0


def _renamed_only(ours: Speaker, theirs: Speaker, link: Link) -> bool:
    """Whether the same officer or body has a name that the original does not know: what changed is the name, not the source."""
    shared = ours.roles & theirs.roles
    strange = not any(same_name(name.canonical, other) for name in link.original.facts.names for other in theirs.names)
    return bool(ours.names and theirs.names and shared and strange)


def _spoken_of(pair: StatementPair, link: Link) -> bool:
    """Whether the rewrite's speaker is a person whom the original's statement is about, and who speaks for nobody."""
    theirs = pair.rewrite.speaker
    if theirs is None or not theirs.names or theirs.roles:
        return False
    known = introduced(link.original.facts, link.rewrite.facts)
    described = {word for name, words in known if any(same_name(name, own) for own in theirs.names) for word in words}
    return not described & VOICES and any(
        name.kind == "person"
        and not name.is_pronoun
        and pair.original.covers(name.span)
        and any(same_name(name.canonical, own) for own in theirs.names)
        for name in link.original.names
    )


def _stands_apart(pair: StatementPair, link: Link) -> bool:
    """Whether the original has the rewrite's speaker say something else in the same passage."""
    theirs = pair.rewrite.speaker
    if theirs is None:
        return False
    known = introduced(link.original.facts, link.rewrite.facts)
    return any(
        other is not pair.original
        and other.speaker is not None
        and compare_speakers(other.speaker, theirs, known) == "same"
        for other in link.original.attributions
    )


def _place(quote: Quote) -> Span:
    if (
        quote.speaker is None
        or quote.cue is None
        or max(quote.cue.start, quote.speaker.span.start) - min(quote.cue.end, quote.speaker.span.end) > 40
    ):
        return quote.speaker.span if quote.speaker else quote.span
    return quote.speaker.span.join(quote.cue)


def _change(ours: Speaker, theirs: Speaker, original: Span, rewrite: Span, words: str, *, confidence: float) -> Change:
    return Change(
        type="attribution-changed",
        original=original,
        rewrite=rewrite,
        message=f"what “{in_sentence(ours)}” said is given to “{in_sentence(theirs)}”",
        confidence=confidence,
        why={
            "difference": "speaker",
            "original_speaker": ours.name,
            "rewrite_speaker": theirs.name,
            "statement": words,
        },
    )
