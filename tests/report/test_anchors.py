from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.samples import ORIGINAL, REWRITE, place, report, unchanged
from unspin.document import Document, Span
from unspin.report.anchors import Anchors, Sentences
from unspin.report.model import LinkedSpans, Report


@st.composite
def sentences(draw: st.DrawFn) -> list[Span]:
    ends = sorted(draw(st.sets(st.integers(0, 40), min_size=2, max_size=12)))
    spans = [Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    return draw(st.permutations(spans))


PLACES = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 10))


@given(sentences(), PLACES)
def test_around_is_what_looking_at_every_sentence_finds(spans: list[Span], at: Span) -> None:
    touched = [span for span in spans if span.overlaps(at)]
    expected = Span(min(span.start for span in touched), max(span.end for span in touched)) if touched else at
    assert Sentences(spans).around(at) == expected


@given(sentences(), PLACES)
def test_nearest_is_the_sentence_that_holds_the_place_or_the_last_before_it(spans: list[Span], at: Span) -> None:
    links = tuple(LinkedSpans((span,), (Span(100 * span.start, 100 * span.start + 1),), 1.0) for span in spans)
    found = Anchors(Report(Document("x"), Document("y"), links, (), 0.5)).nearest(at)
    in_order = sorted(spans)
    holding = [span for span in in_order if span.overlaps(at)]
    before = [span for span in in_order if span.end <= at.start]
    expected = [*holding[:1], *before[-1:], *in_order[:1]]
    assert found == (Span(100 * expected[0].start, 100 * expected[0].start + 1) if expected else None)


def test_lost_words_belong_to_the_sentence_after_which_they_stood() -> None:
    anchors = Anchors(report())
    found = anchors.nearest(place(ORIGINAL, "Orla Venn denies"))
    assert found
    assert found.of(REWRITE) == "She will resign next year."
    assert anchors.rewrite.around(place(REWRITE, "a market town")).of(REWRITE).startswith("Mayor Ada Prill said")
    assert Anchors(unchanged()).nearest(Span(0, 5)) is None
