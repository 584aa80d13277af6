from __future__ import annotations

import json

import pytest

from report.hostile_words import HOSTILE
from report.linked_data import SCHEMA, expanded, keys, known, values
from report.samples import hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.claimreview import CONTEXT, to_text


def test_snapshots() -> None:
    assert_snapshot("report.claimreview.json", to_text(report()))


def test_every_term_is_one_of_the_vocabulary_and_none_is_a_verdict() -> None:
    found = keys(json.loads(to_text(report()))) - {"@context", "@graph", "@type", "@id"}
    assert found <= known(CONTEXT)
    assert not any("rating" in key.casefold() or key in {"author", "url", "datePublished"} for key in found)


def test_a_reader_of_linked_data_finds_a_draft_a_change() -> None:
    drafts = expanded(to_text(report()))
    assert [draft["@type"] for draft in drafts] == [[f"{SCHEMA}ClaimReview"]] * 4
    assert len({draft["@id"] for draft in drafts}) == 4
    claims = [values(draft, f"{SCHEMA}claimReviewed") for draft in drafts]
    assert claims[0] == ["Mayor Ada Prill said Quellmar, a market town, had planted 2,100 trees."]
    assert claims[3] == ["She will resign next year."]
    (source,) = values(drafts[3], f"{SCHEMA}isBasedOn")
    assert values(source, f"{SCHEMA}text") == ["Orla Venn denies that she was paid."]
    assert all(values(draft, f"{SCHEMA}creativeWorkStatus") == ["Draft"] for draft in drafts)


def test_nothing_changed_nothing_drafted() -> None:
    assert json.loads(to_text(unchanged()))["@graph"] == []


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_safe_to_show_and_to_read(words: str) -> None:
    text = to_text(hostile(words))
    assert len(json.loads(text)["@graph"]) == 1
    assert not set(text) & {"\x00", "\x1b", "\x9b", "\u202e", "\u2028", "\ud800"}


def test_same_report_same_bytes() -> None:
    assert to_text(report()) == to_text(report())
