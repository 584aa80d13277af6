"""What kind of difference lies between two quotes."""

from __future__ import annotations

import pytest

from unspin.align.quote_differences import difference_kind
from unspin.align.quote_settled import settled_in_quotes
from unspin.align.quotes import match_quotes
from unspin.document import Document, Span
from unspin.facts import Facts
from unspin.language import analyse

ORIGINAL = "“We may ask Dora Quill for the twelve green boats, not the barges,” said Max Orle."


def facts(*texts: str) -> list[Facts]:
    return [Facts(analysis) for analysis in analyse(*(Document(text) for text in texts))]


@pytest.mark.parametrize(
    ("words", "others", "kind"),
    [
        ("twelve", "21", "number"),
        ("the twelve green", "the green", "number"),
        ("not the", "the", "negation"),
        ("may", "will", "hedge"),
        ("may ask", "ask", "hedge"),
        ("Dora Quill", "Vera Holt", "name"),
        ("green", "red", "words"),
        ("green boats", "boats", "dropped"),
        ("green", "green old", "added"),
    ],
)
def test_kinds(words: str, others: str, kind: str) -> None:
    assert words in ORIGINAL
    ours, theirs = facts(ORIGINAL, ORIGINAL.replace(words, others, 1))
    (match,) = match_quotes(ours, theirs)
    (difference,) = match.differences
    assert difference_kind(difference, ours, theirs) == kind


def test_a_quote_settles_what_lies_inside_it() -> None:
    original = "“I cannot picture a harbour without cranes,” said Max Orle."
    alone, embedded = "“picture a harbour without cranes,” said Max Orle.", "Max Orle said he can “picture a harbour”."
    denied = Span(original.index("cannot"), original.index(" a harbour"))
    for rewrite, settled in ((alone, True), (embedded, False)):
        ours, theirs = facts(original, rewrite)
        place = Span(rewrite.index("picture"), rewrite.index("picture") + 7)
        assert settled_in_quotes(ours, theirs, denied, place) is settled, rewrite
    ours, theirs = facts(original, alone)
    speaker = Span(alone.index("Max"), len(alone) - 1)
    assert not settled_in_quotes(ours, theirs, Span(original.index("Max"), len(original) - 1), speaker)
