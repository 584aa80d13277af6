"""Reports built by hand, so that a format is tested without a language model."""

from __future__ import annotations

from unspin.changes import Change, Severity
from unspin.document import Document, Span
from unspin.report.model import LinkedSpans, Report

ORIGINAL = """Quellmar plants trees

The town of Quellmar planted 1,200 trees, Mayor Ada Prill said. She may resign next year.

Orla Venn denies that she was paid.
"""
REWRITE = """Quellmar plants trees

Mayor Ada Prill said Quellmar, a market town, had planted 2,100 trees. She will resign next year.
"""


def place(text: str, words: str) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def change(
    kind: str, original: str | None, rewrite: str | None, *, severity: Severity = "error", confidence: float = 0.9
) -> Change:
    """A change between words of the two sample texts."""
    return Change(
        type=kind,
        original=place(ORIGINAL, original) if original else None,
        rewrite=place(REWRITE, rewrite) if rewrite else None,
        message=f"{original} became {rewrite}" if original and rewrite else f"{original or rewrite} stands alone",
        confidence=confidence,
        severity=severity,
        why={"original": {"value": 1200.000049, "exact": True}} if kind == "number-changed" else {},
    )


def links() -> tuple[LinkedSpans, ...]:
    """The sentences of the sample texts, linked; the last of the original is dropped."""
    pairs = [
        ("Quellmar plants trees", "Quellmar plants trees"),
        (
            "The town of Quellmar planted 1,200 trees, Mayor Ada Prill said.",
            "Mayor Ada Prill said Quellmar, a market town, had planted 2,100 trees.",
        ),
        ("She may resign next year.", "She will resign next year."),
        ("Orla Venn denies that she was paid.", None),
    ]
    return tuple(
        LinkedSpans((place(ORIGINAL, ours),), (place(REWRITE, theirs),) if theirs else (), 0.912345 if theirs else 0.0)
        for ours, theirs in pairs
    )


def report() -> Report:
    """Four changes: one of each severity, an addition and an omission among them."""
    return Report(
        original=Document(ORIGINAL, name="wire.txt"),
        rewrite=Document(REWRITE, name="desk.txt"),
        links=links(),
        changes=(
            change("number-changed", "1,200 trees", "2,100 trees", confidence=0.97),
            change("unsupported", None, "a market town", severity="info", confidence=0.512345),
            change("certainty-changed", "may resign", "will resign", severity="warning"),
            change("omitted", "Orla Venn denies that she was paid", None, severity="warning"),
        ),
        fidelity=0.031234,
    )


def unchanged() -> Report:
    """No change at all."""
    document = Document(ORIGINAL, name="wire.txt")
    return Report(document, Document(ORIGINAL, name="desk.txt"), (), (), 0.99)


def hostile(words: str) -> Report:
    """One change whose words, sentence and names are the given ones."""
    text = f"Before {words} after."
    span = Span(7, 7 + len(words))
    found = Change("number-changed", span, span, f"{words} became {words}", 0.9, "error", {words: words})
    both = Document(text, name=f"{words}.txt")
    return Report(both, both, (LinkedSpans((Span(0, len(text)),), (Span(0, len(text)),), 1.0),), (found,), 0.1)
