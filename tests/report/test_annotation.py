from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from report.hostile_words import HOSTILE, WORDS
from report.linked_data import OA, expanded, keys, known, values
from report.samples import ORIGINAL, REWRITE, hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.annotation import CONTEXT, to_text


def test_snapshots() -> None:
    assert_snapshot("report.annotation.json", to_text(report()))


def test_every_term_is_one_of_the_vocabulary() -> None:
    assert keys(json.loads(to_text(report()))) - {"@context"} <= known(CONTEXT)


def test_a_reader_of_linked_data_finds_an_annotation_a_change() -> None:
    (page,) = expanded(to_text(report()))
    (items,) = values(page, "http://www.w3.org/ns/activitystreams#items")
    annotations = items["@list"]
    assert [one["@type"] for one in annotations] == [[f"{OA}Annotation"]] * 4
    assert len({one["@id"] for one in annotations}) == 4
    assert [len(values(one, f"{OA}hasTarget")) for one in annotations] == [2, 1, 2, 1]
    (target, source) = values(annotations[0], f"{OA}hasTarget")
    for found, name, text, words in (
        (target, "desk.txt", REWRITE, "2,100 trees"),
        (source, "wire.txt", ORIGINAL, "1,200 trees"),
    ):
        assert found[f"{OA}hasSource"] == [{"@id": f"https://example.org/{name}"}]
        quote, position = found[f"{OA}hasSelector"]
        (exact,), (prefix,), (suffix,) = (values(quote, f"{OA}{part}") for part in ("exact", "prefix", "suffix"))
        assert exact == words
        assert prefix + exact + suffix in text
        (start,), (end,) = values(position, f"{OA}start"), values(position, f"{OA}end")
        assert text[start:end] == words


def test_nothing_changed_nothing_annotated() -> None:
    assert json.loads(to_text(unchanged()))["items"] == []


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_kept_and_safe_to_show(words: str) -> None:
    text = to_text(hostile(words))
    (annotation,) = json.loads(text)["items"]
    assert annotation["target"][0]["selector"][0]["exact"] == words
    assert not set(text) & {"\x00", "\x1b", "\x9b", "\u202e", "\u2028", "\ud800"}


@settings(max_examples=30)
@given(WORDS)
def test_whatever_the_words_the_document_is_read(words: str) -> None:
    assert len(expanded(to_text(hostile(words)))) == 1


def test_same_report_same_bytes() -> None:
    assert to_text(report()) == to_text(report())
