"""``unspin.trace``: what is found, where exactly, and why nothing is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from unspin import Document, Span, Trace, trace
from unspin.archive import building, comparison
from unspin.archive.errors import ArchiveError
from unspin.archive.store import Archive
from unspin.archive.writer import Writer
from unspin.report.tracing.model import Kind
from unspin.trace import MIN_LENGTH, stretch

HARBOUR = (
    "The council of Quellmar approved a plan on Tuesday to rebuild the old harbour at a cost of $40 million. "
    "Mayor Ada Prill said the work may begin in March, once the storms are over. "
    "“We have waited twelve years for this,” she said."
)
FERRY = (
    "Two ferries that sailed between the islands for thirty years were sold to a company in Orkney last week. "
    "Their crews, 46 women and men, were told of it by letter. Nobody had asked them whether they wanted to go north."
)
ORCHARD = (
    "Half of the apple trees in the monastery garden bear no fruit this year. The gardener blames a late frost in May, "
    "and bees that stayed in their hives for all of the rainy spring. Cider will cost more by the time of the autumn fair."
)
SPUN = HARBOUR.replace("$40 million", "$4 million").replace("may begin", "will begin")
WEATHER = (
    "Rain is expected over the northern coast until Friday, and gusts may close the bridge at Skarholm to lorries."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Writer(tmp_path / "news", create=True) as writer:
        writer.add("harbour", HARBOUR, {"title": "A harbour", "date": "2024-05-01", "outlet": "The Day", "pages": [1]})
        writer.add("ferry", FERRY, {"title": 17})
        writer.add("orchard", ORCHARD)
        writer.commit()
    return tmp_path / "news"


def taken(found: Trace) -> list[tuple[str, str, Kind]]:
    return [(passage.source.id, passage.span.of(found.document.text), passage.kind) for passage in found.passages]


def test_a_copy_is_found_to_the_letter(folder: Path) -> None:
    document = f"{WEATHER}\n\n{FERRY}\n\nThat is all there is to say about a long day."
    found = trace(document, archive=folder)
    assert taken(found) == [("ferry", FERRY.rstrip("."), "verbatim")]
    (passage,) = found.passages
    assert passage.similarity == 1.0
    assert passage.source_span == Span(0, len(FERRY) - 1)
    assert passage.source.document.text == FERRY
    assert (passage.source.title, passage.source.outlet) == ("17", "")
    assert (found.empty_because, passage.changes, found.checked) == (None, None, False)
    assert found.covered == len(FERRY) - 1


def test_passages_are_in_order_of_the_document_then_of_the_sources(folder: Path) -> None:
    with Writer(folder) as writer:
        writer.add("again", FERRY)
        writer.commit()
    found = trace(f"{ORCHARD} {WEATHER} {FERRY}", archive=folder)
    assert [passage.source.id for passage in found.passages] == ["orchard", "ferry", "again"]
    assert [source.id for source in found.sources] == ["orchard", "ferry", "again"]
    assert found.kinds == {"verbatim": 3, "near-verbatim": 0, "rewritten": 0, "summarised": 0}
    assert found.covered == len(ORCHARD) + len(FERRY) - 2


def test_what_is_known_of_a_source_is_told(folder: Path) -> None:
    (source,) = trace(HARBOUR, archive=folder).sources
    assert (source.title, source.date, source.outlet) == ("A harbour", "2024-05-01", "The Day")
    assert source.described == "A harbour, The Day, 2024-05-01"


def test_an_archive_and_its_documents_say_the_same(folder: Path) -> None:
    document = f"{WEATHER} {HARBOUR.replace('may', 'will').replace('Tuesday', 'Monday')} {ORCHARD}"
    opened = Archive.open(folder)
    documents = [opened.document(number) for number in opened.numbers.tolist()]
    texts = [Document(one.text, name=one.id) for one in documents]
    assert taken(trace(document, archive=opened)) == taken(trace(document, against=texts)) != []
    assert trace(document, archive=folder) == trace(document, archive=opened)


def test_texts_are_named_by_their_number() -> None:
    assert [passage.source.id for passage in trace(FERRY, against=[HARBOUR, FERRY]).passages] == ["source 2"]


def test_removed_documents_are_not_found(folder: Path) -> None:
    with Writer(folder) as writer:
        assert writer.remove("ferry")
        writer.commit()
    found = trace(FERRY, archive=folder)
    assert found.passages == ()
    assert found.empty_because
    assert found.empty_because.code == "nothing-shared"


def test_marks_forms_and_places_beyond_ascii_are_counted_in_code_points(tmp_path: Path) -> None:
    accented = FERRY.replace("ferries", "fe\u0301rries").replace("crews", "ｃｒｅｗｓ")
    with Writer(tmp_path, create=True) as writer:
        writer.add("a", f"😀 東京 {accented}")
        writer.commit()
    found = trace(f"😀😀😀 {FERRY}", archive=tmp_path)
    assert taken(found) == [("a", FERRY.rstrip("."), "verbatim")]
    (passage,) = found.passages
    assert passage.source_span.of(passage.source.document.text) == accented.rstrip(".")


def test_markup_is_no_part_of_the_words() -> None:
    marked = FERRY.replace("Orkney", "[Orkney](https://example.org/orkney)").replace("46", "**46**")
    start = marked.index("](")
    link = Span(start, marked.index(")") + 1)
    document = Document(marked, markup=(link,))
    (passage,) = trace(document, against=[FERRY]).passages
    assert passage.kind == "verbatim"


@pytest.mark.parametrize(
    ("document", "options", "code"),
    [
        ("", {}, "document-empty"),
        ("?! — …", {"min_length": 1}, "document-empty"),
        (FERRY[:100], {}, "document-too-short"),
        (WEATHER * 2, {}, "nothing-shared"),
        ("Two ferries that sailed away. " + WEATHER * 2, {}, "too-little-shared"),
        (f"{WEATHER} {WEATHER[:60]} {FERRY[:104]}", {}, "below-minimum"),
        (FERRY, {"min_length": len(FERRY)}, "document-too-short"),
        (f"{FERRY} {WEATHER}", {"min_length": len(FERRY)}, "below-minimum"),
    ],
)
def test_an_empty_result_says_why(folder: Path, document: str, options: dict[str, Any], code: str) -> None:
    found = trace(document, archive=folder, **options)
    assert found.passages == ()
    assert found.empty_because
    assert found.empty_because.code == code
    if code in {"document-too-short", "below-minimum"}:
        assert f"{options.get('min_length', MIN_LENGTH):,} characters" in found.empty_because.message


def test_only_boilerplate_is_told_from_nothing(tmp_path: Path) -> None:
    footer = "All rights reserved, and nothing of this may be printed again without leave of the editors."
    with Writer(tmp_path, create=True) as writer:
        for number in range(30):
            writer.add(str(number), f"a{number} b{number} c{number} {footer}")
        writer.commit()
    found = trace(f"{WEATHER} {footer} {footer}", archive=tmp_path)
    assert found.empty_because
    assert found.empty_because.code == "only-boilerplate"


def test_likeness_may_be_missing_though_words_are_shared(tmp_path: Path) -> None:
    words = FERRY.split()
    # Three words of the source at a time, each in a long sentence of other words.
    parts = [" ".join([*words[n : n + 3], *(f"x{n}y{k}" for k in range(8))]) for n in (0, 4, 8)]
    scattered = " ".join(f"{part}." for part in parts)
    document = f"{scattered} {' '.join(f'k{n}' for n in range(60))}"
    with Writer(tmp_path, create=True) as writer:
        writer.add("ferry", FERRY)
        writer.commit()
    for found in (trace(document, archive=tmp_path), trace(document, against=[FERRY])):
        assert found.empty_because
        assert found.empty_because.code == "no-likeness"


def test_nothing_to_compare_with(tmp_path: Path) -> None:
    with Writer(tmp_path, create=True) as writer:
        writer.commit()
    for found in (trace(FERRY, archive=tmp_path), trace(FERRY, against=[])):
        assert found.empty_because
        assert found.empty_because.code == "no-sources"


@pytest.mark.parametrize("options", [{}, {"archive": "x", "against": ["y"]}, {"against": ["y"], "min_length": 0}])
def test_what_makes_no_sense_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"give either|at least 1 character"):
        trace(FERRY, **options)


def test_archives_that_cannot_be_searched_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        trace(FERRY, archive=folder / "missing")
    (segment,) = (folder / "segments").iterdir()
    whole = segment.read_bytes()
    # The text of the ferries, which is not looked at until it is a candidate.
    place = int(Archive.open(folder).segments[0].table["place"][1]) + 60
    segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert trace(HARBOUR, archive=folder).passages
    with pytest.raises(ArchiveError, match="verify"):
        trace(FERRY, archive=folder)
    segment.write_bytes(whole[:-1])
    with pytest.raises(ArchiveError, match="verify"):
        trace(FERRY, archive=folder)
    segment.write_bytes(whole)
    monkeypatch.setattr(building, "kernel", lambda: "0" * 16)
    with pytest.raises(ArchiveError, match="another version of unspin"):
        trace(FERRY, archive=folder)


def test_a_check_tells_what_changed_with_places_in_the_whole_texts(folder: Path) -> None:
    found = trace(f"{WEATHER}\n\n{SPUN}\n\n{ORCHARD}", archive=folder, check=True)
    assert [passage.source.id for passage in found.passages] == ["harbour", "orchard"]
    changed, same = found.passages
    assert changed.changes
    places = {
        change.type: (
            change.original and change.original.of(HARBOUR),
            change.rewrite and change.rewrite.of(found.document.text),
        )
        for change in changed.changes
    }
    assert places == {"number-changed": ("$40 million", "$4 million"), "certainty-changed": ("may begin", "will begin")}
    assert same.changes == ()
    assert found.checked
    assert found.reaches("error")
    assert len(found.change_fingerprints) == 2
    only = found.narrowed(select=["certainty-changed"])
    assert [change.type for _, change in only.changes] == ["certainty-changed"]
    assert not only.reaches("error")
    assert not any(found.narrowed(min_confidence=1.0).counts.values())
    assert not found.narrowed(ignore=list(places)).reaches("info")


def test_marks_beside_a_passage_belong_to_it() -> None:
    document = Document("He left. “We have waited,” she said.  (Yes)")
    words = document.text.index("We")
    assert stretch(document, Span(words, words + 14)).of(document.text) == "“We have waited,”"
    end = len(document.text)
    assert stretch(document, Span(end - 4, end - 1)).of(document.text) == "(Yes)"
    dots = Document("x" + "." * 20)
    assert stretch(dots, Span(0, 1)) == Span(0, 7)


def test_long_documents_are_compared_in_parts(tmp_path: Path) -> None:
    with Writer(tmp_path, create=True) as writer:
        writer.add("ferry", FERRY)
        writer.add("orchard", ORCHARD)
        writer.commit()
    filler = " ".join(f"word{n}" for n in range(20_000))
    document = f"{filler} {ORCHARD} {filler} {FERRY} {WEATHER} {ORCHARD} {filler} {ORCHARD}"
    found = trace(document, archive=tmp_path)
    assert taken(found) == [
        (name, text.rstrip("."), "verbatim")
        for name, text in [("orchard", ORCHARD), ("ferry", FERRY), ("orchard", ORCHARD), ("orchard", ORCHARD)]
    ]


def test_parts_say_what_the_whole_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = " ".join(f"word{n}" for n in range(6_000))
    document = f"{WEATHER} {SPUN} {filler} {FERRY} {SPUN} {ORCHARD[60:]} {filler} {HARBOUR} {WEATHER}"
    whole = trace(document, archive=folder)
    monkeypatch.setattr("unspin.archive.finding._LONG", 100)
    assert trace(document, archive=folder) == whole
    assert len(whole.passages) == 5


def test_invalid_halves_of_pairs_do_no_harm(folder: Path) -> None:
    assert taken(trace(f"\ud800 {FERRY}", archive=folder)) == [("ferry", FERRY.rstrip("."), "verbatim")]


def test_the_least_length_is_that_of_the_comparison() -> None:
    assert MIN_LENGTH == comparison.SHORTEST


def test_sources_are_compared_in_blocks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unspin.archive.finding._BLOCK", 10)
    assert [passage.source.id for passage in trace(f"{ORCHARD} {FERRY}", archive=folder).passages] == [
        "orchard",
        "ferry",
    ]
