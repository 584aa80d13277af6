from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.samples import place
from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.findings import Finding, findings
from unspin.report.model import Report
from unspin.report.places import Position
from unspin.report.sites import Measure, Record, tidy, utf8_bytes, utf16_units

UNITS: dict[str, Measure] = {"utf-8": utf8_bytes, "utf-16-le": utf16_units, "utf-32-le": len}
WIDTHS = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}


def of(text: str, span: Span, measure: Measure = len, record: Record | None = None) -> Finding:
    change = Change("number-changed", None, span, "it differs", 0.9)
    return findings(
        Report(Document("x"), Document(text, name="a.txt"), (), (change,), 0.5), record=record, measure=measure
    )[0]


@given(st.text(), st.data(), st.sampled_from(sorted(UNITS)))
def test_offset_and_length_cut_the_words_out_of_the_encoded_text(text: str, data: st.DataObject, unit: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    region = of(text, Span(start, end), UNITS[unit]).site.region
    assert region
    encoded, width = text.encode(unit), WIDTHS[unit]
    cut = encoded[region.offset * width : (region.offset + region.length) * width]
    assert cut.decode(unit) == text[start:end]


def test_columns_count_the_unit_that_is_asked_for() -> None:
    text = "a\né😀 word\nb"
    columns = {}
    for unit, measure in UNITS.items():
        region = of(text, place(text, "word"), measure).site.region
        assert region
        assert (region.start.line, region.end.line) == (2, 2)
        columns[unit] = (region.start.column, region.end.column)
    assert columns == {"utf-8": (8, 12), "utf-16-le": (5, 9), "utf-32-le": (4, 8)}


def test_words_over_several_lines_end_where_they_end() -> None:
    region = of("ab\r\ncd ef", Span(1, 6)).site.region
    assert region
    assert (region.start, region.end) == (Position(1, 2), Position(2, 3))


def test_in_a_record_the_place_is_its_line() -> None:
    site = of("ab cd", Span(3, 5), record=Record("pairs.jsonl", 7, "x")).site
    assert (site.path, site.line, site.region, site.words) == ("pairs.jsonl", 7, None, "cd")


def test_paths_are_tidied_and_safe() -> None:
    assert tidy("./drafts//a b.txt") == "drafts/a b.txt"
    assert tidy("-") == "-"
    assert tidy("a\nb") == "a\\nb"


def test_an_address_on_the_web_stays_as_it_is() -> None:
    assert tidy("https://lorn.example/a//b") == "https://lorn.example/a//b"
