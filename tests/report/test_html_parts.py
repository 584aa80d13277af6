"""What the HTML pages are put together from: the map, the folds, the tables of counts and facts, fidelity in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.reading import samples as readings
from report.samples import unchanged
from report.test_trace_formats import sample as trace
from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.folding import parts
from unspin.report.html import to_html, verdict
from unspin.report.marks import Entry, Fact, Facts, Side, Tally, facts_shown, tallies
from unspin.report.model import LinkedSpans, Report
from unspin.report.overview import SIZE, bands, scale, strand, strands, told
from unspin.report.reading.html import to_html as reading_to_html
from unspin.report.tracing.html import to_html as trace_to_html


def entry(number: int, kind: str, severity: str) -> Entry:
    sides = Side("original", None), Side("rewrite", None)
    return Entry(number, kind, severity, 0.9, "It differs.", sides, Facts((), ()))  # type: ignore[arg-type]


def test_both_texts_have_the_scale_of_the_longer_one() -> None:
    both = scale(Document("x" * 500), Document("x" * 250))
    assert (both.at(0), both.at(250), both.at(500)) == (0, SIZE / 2, SIZE)
    assert both.reach([Span(100, 150), Span(50, 60)]) == (100, 300)
    assert both.reach([]) is None
    assert scale(Document(""), Document("")).at(0) == 0


def test_strands_cross_the_map_or_lie_on_one_bar() -> None:
    crossing = strand("1", "error", (10, 20), (30, 40))
    assert (crossing.left, crossing.right) == (10, 30)
    assert crossing.path == "M0 10H200L800 30H1000V40H800L200 20H0Z"
    assert strand("2", "error", (10, 20), None).path == "M0 10h200V20h-200Z"
    added = strand("3", "error", None, (10, 10))
    assert (added.left, added.path) == (None, "M800 10h200V11h-200Z")
    assert strand("4", "error", None, None).path == ""


def test_the_gravest_strands_are_drawn_over_the_others() -> None:
    both = scale(Document("x" * 1000))
    entries = [entry(1, "omitted", "error"), entry(2, "omitted", "info"), entry(3, "omitted", "warning")]
    drawn = strands(entries, [(Span(0, 9), None)] * 3, (both, both))
    assert [one.name for one in drawn] == ["2", "3", "1"]


@given(st.lists(st.tuples(*[st.tuples(st.floats(0, 500), st.floats(0, 500))] * 2), max_size=5))
def test_bands_are_one_path_inside_the_map(places: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    pairs = [((a, a + b), (c, c + d)) for (a, b), (c, d) in places]
    path = bands(pairs)
    assert path.count("M") == path.count("Z") == len(pairs)
    assert all(0 <= float(number) <= SIZE for number in re.findall(r"-?[\d.]+", path))


def test_where_changes_stand_is_told_in_thirds() -> None:
    document = Document("x" * 90)
    spans = [Span(0, 5), Span(29, 40), Span(89, 90), None]
    assert told(document, "rewrite", spans, "change") == (
        "3 changes in the rewrite: 2 in its first third, 1 in its last third."
    )
    assert told(Document(""), "rewrite", [], "change") == "0 changes in the rewrite."


def test_what_is_unchanged_is_folded_unless_it_is_short() -> None:
    paragraphs = [
        ("a", False, 20),
        ("b", False, 20),
        ("c", True, 90),
        ("d", False, 5),
        ("e", True, 3),
        ("f", False, 30),
    ]
    assert [(part.paragraphs, part.folded) for part in parts(paragraphs, "unchanged")] == [
        (("a", "b"), "2 unchanged paragraphs, 40 words"),
        (("c",), ""),
        (("d",), ""),
        (("e",), ""),
        (("f",), "1 unchanged paragraph, 30 words"),
    ]


@given(st.lists(st.tuples(st.integers(), st.booleans(), st.integers(0, 60))))
def test_folds_lose_no_paragraph_and_never_hide_a_change(paragraphs: list[tuple[int, bool, int]]) -> None:
    made = list(parts(paragraphs, "unchanged"))
    assert [one for part in made for one in part.paragraphs] == [one for one, _, _ in paragraphs]
    folded = sum(len(part.paragraphs) for part in made if part.folded)
    assert folded <= sum(not seen for _, seen, _ in paragraphs)


def test_what_is_linked_to_a_change_is_not_folded() -> None:
    words = " ".join(["Nothing happened in Quellmar."] * 10)
    original = Document(f"Orla Venn was paid.\n\n{words}")
    rewrite = Document(f"{words}\n\n{words}")
    lost = Change("omitted", original.blocks[0].span, None, "it is gone", 0.9)
    links = tuple(
        LinkedSpans((one.span,), (other.span,), 0.9) for one, other in zip(original.blocks, rewrite.blocks, strict=True)
    )
    page = to_html(Report(original, rewrite, links, (lost,), 0.1))
    assert page.count("1 unchanged paragraph, 40 words") == 2
    whole = to_html(Report(original, rewrite, (), (lost,), 0.1))
    assert whole.count("2 unchanged paragraphs, 80 words") == 1


def test_facts_of_both_sides_stand_side_by_side() -> None:
    why = {
        "original": {"value": 48000, "bound": "nearly"},
        "rewrite": {"value": 48000, "counted": None},
        "evidence": 2.40000001,
    }
    shown = facts_shown(why)
    assert shown.sides == ("original", "rewrite")
    assert shown.rows == (
        Fact("value", ("48000", "48000")),
        Fact("bound", ("nearly", "")),
        Fact("counted", ("", "")),
        Fact("evidence", ("2.4",)),
    )
    assert [fact.differs for fact in shown.rows] == [False, True, False, False]


def test_facts_with_other_shapes_are_all_there() -> None:
    assert facts_shown({}) == Facts((), ())
    assert facts_shown({"exchanged": ["agent", "from"]}).rows == (Fact("exchanged", ('["agent", "from"]',)),)
    three = facts_shown({name: {"value": name} for name in "abc"})
    assert three.sides == ()
    assert three.rows[2] == Fact("c", ('{"value": "c"}',))


def test_counts_by_type_and_severity() -> None:
    entries = [entry(1, "omitted", "warning"), entry(2, "number-changed", "error"), entry(3, "omitted", "error")]
    assert tallies(entries) == (("error", "warning"), (Tally("number-changed", (1, 0)), Tally("omitted", (1, 1))))
    assert tallies([]) == ((), ())


@pytest.mark.parametrize(
    ("fidelity", "words"),
    [
        (
            1.0,
            "The rewrite almost certainly changes nothing: of 100 that look like it, more than 99 would change nothing.",
        ),
        (0.8, "The rewrite probably changes nothing: of 100 that look like it, about 80 would change nothing."),
        (0.5, "The rewrite may or may not change something: of 100 that look like it, about 50 would change nothing."),
        (0.1, "The rewrite probably changes something: of 100 that look like it, about 10 would change nothing."),
        (
            0.0,
            "The rewrite almost certainly changes something: of 100 that look like it, fewer than 1 would change nothing.",
        ),
    ],
)
def test_fidelity_in_plain_words(fidelity: float, words: str) -> None:
    assert verdict(fidelity) == words


def test_accepted_findings_are_counted_on_every_page() -> None:
    pages = [
        to_html(replace(unchanged(), accepted=2)),
        reading_to_html(replace(readings.nothing(), accepted=2)),
        trace_to_html(replace(trace(), accepted=2)),
    ]
    assert all('<span class="severity accepted">2 accepted</span>' in page for page in pages)
    assert "No other change of meaning found" in pages[0]
    assert "accepted</span>" not in to_html(replace(unchanged(), accepted=0))
