"""A trace to read in a terminal: each passage with its source, both stretches, what changed, and a summary."""

from __future__ import annotations

from itertools import count

from rich.padding import Padding
from rich.text import Text

from unspin.document import NOTHING, Document, Span
from unspin.report.model import severity_of
from unspin.report.places import one_line
from unspin.report.reading.context import sentences_of, shortened
from unspin.report.terminal import STYLES, Passages, Row, counted, finding, places, severities, terminal, written
from unspin.report.tracing.model import Passage, Source, Trace

_MOST_WORDS = 400


def to_text(trace: Trace, *, colour: bool = False, width: int = 100, summary: bool = True) -> str:
    """The trace as lines of text, ``width`` columns wide.

    Without ``summary`` the head and the closing line are left out, so that of a document in which nothing is found nothing
    comes out.
    """
    console = terminal(colour=colour, width=width)
    if summary:
        console.print(Text(one_line(trace.document.name), "bold"), end="\n\n", soft_wrap=True)
    document = _shown(trace.document)
    sources = {source.id: _shown(source.document) for source in trace.sources}
    numbers = count(1)
    for name, passage in enumerate(trace.passages, start=1):
        source = sources[passage.source.id]
        console.print(_head(name, passage))
        rows = [_origin(passage.source), _words("document", passage.span, document)]
        console.print(places([*rows, _words("source", passage.source_span, source)]))
        if passage.changes is not None and not passage.changes:
            console.print(Padding(Text("Nothing that was compared differs.", "italic"), (0, 0, 0, 3)))
        console.print()
        for change in passage.changes or ():
            sides = (("source", source, change.original), ("document", document, change.rewrite))
            console.print(
                finding(
                    next(numbers),
                    [
                        side.row(label, span, style, absent=f"nothing in the {label}")
                        for (label, side, span), style in zip(sides, STYLES, strict=True)
                    ],
                    kind=change.type,
                    severity=severity_of(change),
                    confidence=change.confidence,
                    message=change.message,
                )
            )
    if summary:
        console.print(closing(trace))
    return written(console)


def _shown(document: Document) -> Passages:
    return Passages(document, sentences_of(document))


def _head(name: int, passage: Passage) -> Text:
    head = Text(f"Passage {name}", "bold").append(f": {passage.kind}")
    return head.append(f"  {passage.similarity:.0%} the same words", "dim")


def _origin(source: Source) -> Row:
    told = Text(one_line(source.id), "bold")
    if source.described:
        told.append(f"  {one_line(source.described)}")
    return Text("from", "dim"), Text(), told


def _words(label: str, span: Span, passages: Passages) -> Row:
    words = span.of(passages.document.prose).replace(NOTHING, "")
    return Text(label, "dim"), Text(f"line {passages.line(span)}", "dim"), Text(shortened(one_line(words), _MOST_WORDS))


def closing(trace: Trace) -> Text:
    """How many passages there are, what of the document they cover, and how many changes there are; or why there is nothing."""
    if trace.empty_because is not None:
        return Text("No passage found", "bold").append(f": {trace.empty_because.message}.")
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in trace.kinds.items() if number)
    text = Text(f"{counted(len(trace.passages), 'passage')} from {counted(len(trace.sources), 'source')}", "bold")
    text.append(f" ({kinds}); {trace.covered / max(1, trace.document.characters):.0%} of the document")
    if trace.checked:
        text.append(f"; {counted(sum(trace.counts.values()), 'change')}")
        if any(trace.counts.values()):
            text.append(" (").append_text(severities(trace.counts)).append(")")
        if trace.accepted:
            text.append(f", {trace.accepted:,} accepted")
    return text.append(".")
