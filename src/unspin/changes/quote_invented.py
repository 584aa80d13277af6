"""quote-invented: quotation marks stand around words that the original does not quote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unspin.align.quotes import QuoteMatch, quotes_of_link, stands_in_marks
from unspin.changes.registry import Change, Example, change_type

if TYPE_CHECKING:
    from unspin.align import Link


@change_type(
    name="quote-invented",
    severity="error",
    precedence=11,
    reports="Quotation marks are put around words that the original does not quote: its own paraphrase of what was "
    "said, or new words.",
    matters="A reader takes what stands between marks for somebody's very words.",
    fine="Direct speech turned into indirect speech; the title of a work; a by-name; marks that the original has "
    "elsewhere.",
    sure="Near certain for whole sentences; less so for a single marked word, which may be the writer's distance and "
    "no quote.",
    must_report=[
        Example(
            "Harbour master Ilse Grann said that she could imagine another winter without a ferry.",
            'Harbour master Ilse Grann said: "I can imagine another winter without a ferry."',
            "she could imagine another winter without a ferry",
            "I can imagine another winter without a ferry.",
        ),
        Example(
            "The brewery would fight the ruling stubbornly to the end, its lawyer said.",
            'The brewery would fight the ruling "stubbornly" to the end, its lawyer said.',
            "stubbornly",
            "stubbornly",
        ),
    ],
    must_stay_silent=[
        Example(
            '"We will fight it stubbornly," the brewery\'s lawyer, Tor Veld, said.',
            'The brewery would fight it "stubbornly", said Tor Veld, its lawyer.',
        ),
        Example(
            "Her second novel, The Salt Year, sold poorly.",
            'Her second novel, "The Salt Year", sold poorly.',
        ),
    ],
)
def quote_invented(link: Link) -> Iterator[Change]:
    """Yield each quote of the rewrite whose words the original does not quote."""
    for match in quotes_of_link(link):
        quote = match.rewrite
        if match.source == "quote" or quote.kind in {"title", "nickname"}:
            continue
        confidence = _confidence(match, link)
        if confidence < 0.5:
            continue
        paraphrase = match.source == "text"
        yield Change(
            type="quote-invented",
            original=match.region,
            rewrite=quote.marked[0].join(quote.marked[-1]),
            message="the quotation marks stand round the original's own words, not round a quote"
            if paraphrase
            else "the original has no such quote",
            confidence=confidence,
            why={
                "difference": "paraphrase-marked" if paraphrase else "not-in-original",
                "rewrite": quote.text,
                "original": link.original.document.slice(match.region) if match.region else None,
            },
        )


def _confidence(match: QuoteMatch, link: Link) -> float:
    if match.rewrite.kind != "scare":
        return 0.95 if match.source == "text" else 0.9
    named = all(word.form.isdigit() or len(word.form) == 1 for word in match.rewrite.words)
    if named or stands_in_marks(match.rewrite, link.original.facts):
        return 0.0
    return 0.8 if match.rewrite.speaker is not None else 0.55
