"""quote-altered: words between quotation marks differ from the words that the original quotes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unspin.align.quote_words import Difference
from unspin.align.quotes import QuoteMatch, quotes_of_link
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span

if TYPE_CHECKING:
    from unspin.align import Link

# More stretches than this, or fewer words kept: the quote is rewritten as a whole, and one change says so.
_MOST_STRETCHES = 3
_LEAST_KEPT = 0.6
_NO_SPEECH = {"title", "nickname"}


@change_type(
    name="quote-altered",
    severity="error",
    precedence=10,
    reports="Words between quotation marks are not the words that the original quotes: replaced, inserted, dropped "
    "or joined unmarked.",
    matters="Quotation marks promise the speaker's own words; altered ones put words into somebody's mouth.",
    fine="Other marks, case, punctuation and spelling; a clean excerpt; a marked ellipsis that hides no denial; "
    "words in square brackets; "
    "an attribution between two halves; a contraction written out.",
    sure="Near certain where most of the quote is the original's word for word; less so where little of it is left.",
    must_report=[
        Example(
            '"We never promised anyone a berth for life," said Ilse Grann, who runs the harbour.',
            '"We never offered anyone a berth for life," said Ilse Grann, who runs the harbour.',
            "promised",
            "offered",
        ),
        Example(
            "“The bridge will not open before spring,” engineer Tor Veld said.",
            "“The bridge will open before spring,” engineer Tor Veld said.",
            "not",
            "will open",
        ),
    ],
    must_stay_silent=[
        Example(
            '"We never promised anyone a berth for life," said Ilse Grann, who runs the harbour.',
            "Ilse Grann, who runs the harbour, said it had “never promised anyone a berth for life”.",
        ),
        Example(
            "“It is slow, it is dear and it does not work,” said Tor Veld.",
            "“It is slow ... and it does not work,” said Tor Veld.",
        ),
    ],
)
def quote_altered(link: Link) -> Iterator[Change]:
    """Yield each stretch in which a quote of the rewrite differs from the quote that it takes its words from."""
    for match in quotes_of_link(link):
        if match.source != "quote" or {match.rewrite.kind, *(quote.kind for quote in match.originals)} <= _NO_SPEECH:
            continue
        if match.hidden:
            words = " ".join(word.form for word in match.hidden)
            place = match.hidden[0].span.join(match.hidden[-1].span)
            yield Change(
                type="quote-altered",
                original=place,
                rewrite=_content(match),
                message=f"the words left out of the quote hide “{words}”",
                confidence=0.6,
                severity="warning",
                why=_why(match),
            )
        if len(match.differences) > _MOST_STRETCHES or (match.differences and match.likeness < _LEAST_KEPT):
            yield _whole(match)
        else:
            for difference in match.differences:
                yield _stretch(match, difference, link)


def _why(match: QuoteMatch) -> dict[str, Any]:
    return {
        "quote": " / ".join(quote.text for quote in match.originals),
        "rewrite": match.rewrite.text,
        "words_kept": round(match.likeness, 3),
    }


def _content(match: QuoteMatch) -> Span:
    return match.rewrite.marked[0].join(match.rewrite.marked[-1])


def _whole(match: QuoteMatch) -> Change:
    region = match.region or match.originals[0].span
    return Change(
        type="quote-altered",
        original=region,
        rewrite=_content(match),
        message="the quoted words are not the speaker's: much of the quote was rewritten",
        confidence=0.95 if match.likeness >= 0.4 else 0.85,
        why=_why(match),
    )


def _stretch(match: QuoteMatch, difference: Difference, link: Link) -> Change:
    ours = link.original.document.slice(difference.original_place) if difference.original else ""
    theirs = link.rewrite.document.slice(difference.rewrite_place) if difference.rewrite else ""
    if ours and theirs:
        message = f"inside the quote “{ours}” became “{theirs}”"
    elif ours:
        message = f"the quote lost “{ours}” without a mark"
    else:
        message = f"the quote gained “{theirs}”"
    return Change(
        type="quote-altered",
        original=difference.original_place,
        rewrite=difference.rewrite_place,
        message=message,
        confidence=0.97,
        why={**_why(match), "original_words": ours, "rewrite_words": theirs},
    )
