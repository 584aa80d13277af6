"""quote-altered: words between quotation marks differ from the words that the original quotes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unspin.align.quote_differences import difference_kind, value_kind
from unspin.align.quote_unmarked import unmarked_words
from unspin.align.quote_words import Difference
from unspin.align.quotes import QuoteMatch, quotes_of_link
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.language import span_of

if TYPE_CHECKING:
    from unspin.align import Link

# More stretches than this, or fewer words kept: the quote is rewritten as a whole, and one change says so.
_MOST_STRETCHES = 3
_LEAST_KEPT = 0.6
_NOUNS = {"number": "the number", "negation": "the negation", "hedge": "the hedge", "name": "the name"}
_NO_SPEECH = {"title", "nickname"}


@change_type(
    name="quote-altered",
    severity="error",
    precedence=10,
    reports="Words between quotation marks are not the words that the original quotes there. The report says what was "
    "done: a number, a negation, a hedge, a name or other words became others; words were dropped or added without a mark; "
    "two quotes were joined as if said in one; the quote was cut behind its “I think” or inside a phrase; words in brackets "
    "stand for a number or a negation; an ellipsis hides a “not”, a “but” or an “unless” (a warning). "
    "Words that stay while their marks go, eight or more in a row, are a remark (info): where the rewrite gives them to nobody, or "
    "keeps the speaker's “I” or “we”.",
    matters="Quotation marks promise the speaker's own words; altered ones put words into somebody's mouth.",
    fine="Other marks, case, punctuation and spelling; a clean excerpt; a marked ellipsis that hides no denial and no "
    "condition of what stays; words in square brackets for a pronoun; an attribution between two halves, also where "
    "something between them was left out; a contraction written out; indirect speech made of a quote, word for word.",
    sure="Near certain where most of the quote is the original's word for word; less so where little of it is left, and "
    "for what an ellipsis, a bracket or a cut may hide.",
    must_report=[
        Example(
            '"We never lent anybody a boat without a deposit," said Ilse Grann, who runs the harbour.',
            '"We never gave anybody a boat without a deposit," said Ilse Grann, who runs the harbour.',
            "lent",
            "gave",
        ),
        Example(
            "“The bridge will not open before spring,” engineer Tor Veld said.",
            "“The bridge will open before spring,” engineer Tor Veld said.",
            "not",
            "will open",
        ),
        Example(
            "“The pump failed at noon,” said Max Orle. “Nobody had been told of it,” said Dora Quill.",
            "“The pump failed at noon, nobody had been told of it,” said Max Orle.",
            "The pump failed at noon",
            "The pump failed at noon, nobody had been told of it,",
        ),
    ],
    must_stay_silent=[
        Example(
            "“The roof was sound, the beams were new and the walls were dry,” said Tor Veld.",
            "“The roof was sound,” said Tor Veld, “and the walls were dry.”",
        ),
        Example(
            '"We never lent anybody a boat without a deposit," said Ilse Grann, who runs the harbour.',
            "Ilse Grann, who runs the harbour, said it had “never lent anybody a boat without a deposit”.",
        ),
        Example(
            "“It is slow, it is dear and it does not work,” said Tor Veld.",
            "“It is slow ... and it does not work,” said Tor Veld.",
        ),
    ],
)
def quote_altered(link: Link) -> Iterator[Change]:
    """Yield what was done to each quote of the rewrite, and quotes of the original that lost their marks."""
    for match in quotes_of_link(link):
        if match.source != "quote" or {match.rewrite.kind, *(quote.kind for quote in match.originals)} <= _NO_SPEECH:
            continue
        if match.hidden:
            yield _hidden(match)
        for lost in match.edges:
            yield _edge(match, lost, link)
        for swapped in match.brackets:
            yield _bracketed(match, swapped, link)
        if match.stitched:
            yield _stitched(match, link)
        elif len(match.differences) > _MOST_STRETCHES or (match.differences and match.likeness < _LEAST_KEPT):
            yield _whole(match)
        else:
            for difference in match.differences:
                yield _stretch(match, difference, link)
    for quote, original, rewrite in unmarked_words(link):
        yield Change(
            type="quote-altered",
            original=original,
            rewrite=rewrite,
            message="the original quotes these words; the rewrite has them without marks, as its own",
            confidence=0.3,
            severity="info",
            why={"difference": "marks-removed", "quote": quote.text, "rewrite": link.rewrite.document.slice(rewrite)},
        )


def _why(match: QuoteMatch, difference: str) -> dict[str, Any]:
    return {
        "difference": difference,
        "quote": " / ".join(quote.text for quote in match.originals),
        "rewrite": match.rewrite.text,
        "words_kept": round(match.likeness, 3),
    }


def _content(match: QuoteMatch) -> Span:
    return match.rewrite.marked[0].join(match.rewrite.marked[-1])


def _hidden(match: QuoteMatch) -> Change:
    words = " ".join("not" if token.lower in {"n't", "n’t"} else token.lower for token in match.hidden)
    return Change(
        type="quote-altered",
        original=span_of(match.hidden),
        rewrite=_content(match),
        message=f"the words left out of the quote hide “{words}”",
        confidence=0.6,
        severity="warning",
        why=_why(match, "hidden-by-omission"),
    )


def _edge(match: QuoteMatch, lost: Difference, link: Link) -> Change:
    kind = difference_kind(lost, link.original.facts, link.rewrite.facts)
    ours = link.original.document.slice(lost.original_place)
    opening = (
        lost.original_place.start < lost.rewrite_place.start
        if match.region is None
        else (lost.original_place.end <= match.region.start)
    )
    if opening and kind not in {"negation", "hedge"}:
        kind = "hedge"
    noun = f"{_NOUNS[kind]} " if kind in _NOUNS else ""
    return Change(
        type="quote-altered",
        original=lost.original_place,
        rewrite=lost.rewrite_place,
        message=f"the quote {'begins after' if opening else 'breaks off before'} {noun}“{ours}”",
        confidence=0.9 if kind == "negation" else 0.6,
        severity="error" if kind == "negation" else "warning",
        why={**_why(match, kind), "original_words": ours, "rewrite_words": ""},
    )


def _bracketed(match: QuoteMatch, swapped: Difference, link: Link) -> Change:
    kind = value_kind(swapped.original, swapped.rewrite) or "words"
    theirs = link.rewrite.document.slice(swapped.rewrite_place)
    if swapped.original:
        ours = link.original.document.slice(swapped.original_place)
        message = f"the words in brackets, “{theirs}”, stand for {_NOUNS[kind]} “{ours}”"
    else:
        message = f"the words in brackets, “{theirs}”, put {_NOUNS[kind]} into the quote"
    return Change(
        type="quote-altered",
        original=swapped.original_place if swapped.original else match.region,
        rewrite=swapped.rewrite_place,
        message=message,
        confidence=0.6 if kind == "hedge" else 0.75,
        severity="error" if kind == "negation" or value_kind((), swapped.rewrite) == kind else "warning",
        why=_why(match, "bracket") | {"bracket": kind},
    )


def _stitched(match: QuoteMatch, link: Link) -> Change:
    several = len(match.originals) > 1
    return Change(
        type="quote-altered",
        original=match.stitched[0],
        rewrite=_content(match),
        message=f"the quote joins words of {'two quotes' if several else 'two places of one quote'} as if said in one",
        confidence=0.95,
        why=_why(match, "stitched")
        | {
            "places": [[place.start, place.end] for place in match.stitched],
            "pieces": [link.original.document.slice(place) for place in match.stitched],
        },
    )


def _whole(match: QuoteMatch) -> Change:
    region = match.region or match.originals[0].span
    return Change(
        type="quote-altered",
        original=region,
        rewrite=_content(match),
        message="the quoted words are not the speaker's: much of the quote was rewritten",
        confidence=0.95 if match.likeness >= 0.4 else 0.85,
        why=_why(match, "rewritten"),
    )


def _stretch(match: QuoteMatch, difference: Difference, link: Link) -> Change:
    kind = difference_kind(difference, link.original.facts, link.rewrite.facts)
    ours = link.original.document.slice(difference.original_place) if difference.original else ""
    theirs = link.rewrite.document.slice(difference.rewrite_place) if difference.rewrite else ""
    noun = f"{_NOUNS[kind]} " if kind in _NOUNS else ""
    if ours and theirs:
        message = f"inside the quote {noun}“{ours}” became “{theirs}”"
    elif ours:
        message = f"the quote lost {noun}“{ours}” without a mark"
    else:
        message = f"the quote gained {noun}“{theirs}”"
    return Change(
        type="quote-altered",
        original=difference.original_place,
        rewrite=difference.rewrite_place,
        message=message,
        confidence=0.97,
        why={**_why(match, kind), "original_words": ours, "rewrite_words": theirs},
    )
