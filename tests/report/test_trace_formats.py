"""The formats of a trace, on one that is built by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from report.pages import Page, assert_linked, assert_self_contained, plain
from report.samples import place
from report.schemas import closed
from unspin.changes import Change, Severity
from unspin.document import Document, Span
from unspin.report.tracing.full import to_text
from unspin.report.tracing.html import to_html
from unspin.report.tracing.jsonformat import to_dict, to_json
from unspin.report.tracing.model import Empty, Passage, Source, Trace
from unspin.schema import trace_schema

DOCUMENT = """Quellmar plants trees

The town of Quellmar planted 2,100 trees. Mayor Ada Prill will resign next year.

A ferry was sold to Orkney. Its crew was not asked.
"""
WIRE = """The town of Quellmar planted 1,200 trees. Mayor Ada Prill may resign next year, her office said."""
FERRIES = """Ferries

A ferry was sold to Orkney.
"""


def change(kind: str, original: str | None, rewrite: str | None, severity: Severity = "error") -> Change:
    return Change(
        type=kind,
        original=place(WIRE, original) if original else None,
        rewrite=place(DOCUMENT, rewrite) if rewrite else None,
        message=f"{original} became {rewrite}" if original and rewrite else "It stands alone",
        confidence=0.912345,
        severity=severity,
        why={"original": {"value": 1200.000049}},
    )


def sample(*, checked: bool = True) -> Trace:
    """Three passages of two sources, two of which overlap."""
    wire = Source("wire/1", Document(WIRE, name="wire/1"), title="Trees", date="2024-05-01", outlet="The Day")
    ferries = Source("ferries", Document(FERRIES, name="ferries"))
    changes = (
        change("number-changed", "1,200 trees", "2,100 trees"),
        change("certainty-changed", "may resign", "will resign", "warning"),
        change("omitted", "her office said", None, "warning"),
        change("unsupported", None, "Quellmar planted", "info"),
    )
    first = place(DOCUMENT, "The town of Quellmar planted 2,100 trees. Mayor Ada Prill will resign next year")
    across = place(DOCUMENT, "next year.\n\nA ferry was sold to Orkney")
    ferry = "A ferry was sold to Orkney"
    passages = [
        Passage(first, wire, Span(0, len(WIRE) - 1), "rewritten", 0.666666, changes),
        Passage(across, ferries, Span(0, len(FERRIES) - 2), "summarised", 0.5, ()),
        Passage(place(DOCUMENT, ferry), ferries, place(FERRIES, ferry), "verbatim", 1.0, ()),
    ]
    if not checked:
        passages = [replace(passage, changes=None) for passage in passages]
    return Trace(Document(DOCUMENT, name="draft.txt"), tuple(passages))


def empty() -> Trace:
    return Trace(Document(DOCUMENT, name="draft.txt"), (), Empty("nothing-shared", "no words are shared"))


def hostile(words: str) -> Trace:
    """Everything that comes from outside is the given words."""
    text = f"Before {words} after."
    span = Span(7, 7 + len(words))
    found = Change("number-changed", span, span, f"{words} became {words}", 0.9, "error", {words: words})
    source = Source(words, Document(text, name=words), title=words, date=words, outlet=words)
    whole = Span(0, len(text) - 1)
    return Trace(Document(text, name=words), (Passage(whole, source, whole, "verbatim", 1.0, (found,)),))


HOSTILE = ["<script>alert(1)</script>", "</p></li><b>", '" onclick="x', "&lt;", "\x00\x1b[1m", "{{ 7 * 7 }}", "\u202ex"]


def test_the_schema_is_a_trace_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(trace_schema())


@pytest.mark.parametrize("made", [sample(), sample(checked=False), empty(), *map(hostile, HOSTILE)])
def test_every_trace_follows_the_schema(made: Trace) -> None:
    jsonschema.Draft202012Validator(closed(trace_schema())).validate(json.loads(to_json(made)))


@pytest.mark.parametrize(("key", "value"), [("schema_version", 2), ("empty_because", "nothing"), ("surprise", 1)])
def test_the_schema_refuses_what_the_contract_does_not_know(key: str, value: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(closed(trace_schema())).validate({**to_dict(sample()), key: value})


def test_the_contract_to_the_letter() -> None:
    found = to_dict(sample())
    assert list(found) == ["schema_version", "unspin", "document", "summary", "passages", "empty_because"]
    assert found["document"] == {"name": "draft.txt", "characters": len(DOCUMENT)}
    assert found["summary"] == {
        "passages": 3, "sources": 2, "covered": 108, "changes": 4, "error": 1, "warning": 2, "info": 1,
    }  # fmt: skip
    assert to_dict(replace(empty(), accepted=3))["summary"] == {
        "passages": 0,
        "sources": 0,
        "covered": 0,
        "accepted": 3,
    }
    first, _, last = found["passages"]
    assert list(first) == ["document", "source", "similarity", "kind", "changes"]
    assert first["source"] == {
        "id": "wire/1", "start": 0, "end": len(WIRE) - 1, "title": "Trees", "date": "2024-05-01", "outlet": "The Day",
    }  # fmt: skip
    assert (first["similarity"], first["kind"]) == (0.6667, "rewritten")
    start = DOCUMENT.index("A ferry")
    assert last == {
        "document": {"start": start, "end": start + 26},
        "source": {"id": "ferries", "start": 9, "end": 35},
        "similarity": 1.0,
        "kind": "verbatim",
        "changes": [],
    }
    assert first["changes"][0]["original"] == {"start": 29, "end": 40, "text": "1,200 trees"}
    assert first["changes"][0]["confidence"] == 0.9123
    assert len({one["fingerprint"] for one in first["changes"]}) == 4
    assert found["empty_because"] is None
    assert "changes" not in to_dict(sample(checked=False))["passages"][0]
    assert to_dict(empty())["empty_because"] == {"code": "nothing-shared", "message": "no words are shared"}


def test_the_text_names_kind_source_places_and_changes() -> None:
    text = to_text(sample())
    assert text.startswith("draft.txt\n\nPassage 1: rewritten  67% the same words\n")
    assert re.search(r"from +wire/1  Trees, The Day, 2024-05-01\n", text)
    assert re.search(r"document  line 3  The town of Quellmar planted 2,100 trees\. ", text)
    assert re.search(r"source    line 3  A ferry was sold to Orkney\n", text)
    assert "1. error number-changed  91% sure\n" in text
    assert "[1,200 trees]" in text
    assert "[2,100 trees]" in text
    assert "nothing in the document" in text
    assert text.count("Nothing that was compared differs.") == 2
    assert text.endswith(
        "3 passages from 2 sources (1 verbatim, 1 rewritten, 1 summarised); 69% of the document; 4 changes (1\n"
        "error, 2 warnings, 1 info).\n"
    )
    assert "\x1b" not in text
    assert "\x1b[" in to_text(sample(), colour=True)


def test_the_text_of_a_trace_without_check_says_nothing_of_changes() -> None:
    text = to_text(sample(checked=False))
    assert "change" not in text
    assert "differs" not in text


def test_an_empty_trace_says_why() -> None:
    assert to_text(empty()) == "draft.txt\n\nNo passage found: no words are shared.\n"
    assert to_text(empty(), summary=False) == ""
    page = to_html(empty())
    assert "Nothing was found: no words are shared." in page
    assert_self_contained(page)


def test_without_summary_only_passages_and_changes_are_shown() -> None:
    assert to_text(sample(), summary=False) == "\n".join(to_text(sample()).split("\n")[2:-3]) + "\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_acts_on_a_terminal(words: str) -> None:
    for text in (to_text(hostile(words)), to_text(hostile(words), colour=True)):
        assert "\x1b[1m\x1b" not in text.replace("\x1b[1;", "")
        assert not set(re.sub(r"\x1b\[[\d;]*m", "", text)) & {"\x00", "\x1b", "\u202e"}


def test_the_page_holds_the_document_word_for_word() -> None:
    page = to_html(sample())
    article = re.search(r"<article .*?</article>", page, re.DOTALL)
    assert article
    paragraphs = re.findall(r"<p class=\"block [^>]*>(.*?)</p>", article[0], re.DOTALL)
    shown = [plain(re.sub(r'<a class="tag.*?</a>', "", paragraph, flags=re.DOTALL)) for paragraph in paragraphs]
    assert shown == DOCUMENT.strip().split("\n\n")


def test_passages_are_marked_where_they_stand() -> None:
    page = to_html(sample())
    begins = '<a class="tag" id="place-{0}" href="#passage-{0}" data-change="p{0}">'
    assert all(page.count(begins.format(number)) == 1 for number in (1, 2, 3))
    assert '<span class="taken rewritten" data-changes="p1 p2">' in page
    assert '<span class="taken summarised" data-changes="p2 p3">' in page
    assert (
        '<mark class="error" data-changes="1">2,100 trees<a class="tag error" id="document-1" href="#change-1"' in page
    )


def test_a_card_has_both_stretches_and_what_changed() -> None:
    page = to_html(sample())
    card = page[page.index('<li id="passage-1"') : page.index('<li id="passage-2"')]
    words = " ".join(plain(card).split())
    assert words.startswith("P1 wire/1 rewritten 67% the same words Trees, The Day, 2024-05-01 source line 1 The town")
    assert '<mark class="error" data-changes="1">1,200 trees<a class="tag error" id="source-1" href="#change-1"' in card
    assert '<mark class="error" data-changes="1">2,100 trees</mark>' in card
    assert '<del class="warning" data-changes="3">her office said' in card
    assert "1 number-changed error, 91% sure 1,200 trees became 2,100 trees." in words
    assert page.count("Nothing that was compared differs.") == 2


@pytest.mark.parametrize("made", [sample(), sample(checked=False)])
def test_the_page_is_whole(made: Trace) -> None:
    page = to_html(made)
    assert_linked(page)
    assert_self_contained(page)
    assert to_html(made) == page


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_names_and_facts_are_never_markup(words: str) -> None:
    page = to_html(hostile(words))
    harmless = Page(to_html(hostile("harmless")))
    assert [tag for tag, _ in Page(page).elements] == [tag for tag, _ in harmless.elements]
    assert not any(character < " " and character != "\n" for character in page)
    assert "\u202e" not in page
