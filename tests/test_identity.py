"""A text changes nothing in itself or in its copy with other marks, spaces or line breaks; and laws of any report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import all_cases, report_of, show
from typography import COPIES, copies, curly, straight, wrapped
from unspin import Report, Span, check
from unspin.changes import all_types

EXAMPLES = Path(__file__).parents[1] / "examples"

# Checks of one law draw on the parser, so they are few; derandomised, they are the same few for everybody.
few = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


def example_texts() -> dict[str, str]:
    files = sorted(path for suffix in ("txt", "md") for path in EXAMPLES.glob(f"*/*.{suffix}"))
    return {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in files}


def short_pairs() -> list[tuple[str, str]]:
    pairs = [(case.original, case.rewrite) for case in all_cases()]
    for kind in all_types():
        pairs += [(example.original, example.rewrite) for example in (*kind.must_report, *kind.must_stay_silent)]
    return sorted(set(pairs))


EXAMPLE_TEXTS = example_texts()
PAIRS = short_pairs()
TEXTS = sorted({text for pair in PAIRS for text in pair})
GROUPS = [TEXTS[start : start + 10] for start in range(0, len(TEXTS), 10)]


def silent(original: str, rewrite: str, what: str) -> None:
    report = check(original, rewrite)
    assert not report.changes, f"{what}:\n{show(report, report.changes)}"
    assert report.fidelity == 1


def test_there_are_texts() -> None:
    assert len(EXAMPLE_TEXTS) >= 10
    assert len(TEXTS) >= 60


@pytest.mark.parametrize("name", EXAMPLE_TEXTS)
@pytest.mark.parametrize("kind", ["the text itself", *COPIES])
def test_an_example_and_its_copies(name: str, kind: str) -> None:
    text = EXAMPLE_TEXTS[name]
    copied = {"the text itself": text, **copies(text)}.get(kind)
    if copied is not None:
        silent(text, copied, f"{name} and {kind}")
        silent(copied, text, f"{kind} and {name}")


@pytest.mark.parametrize("text", TEXTS)
def test_a_short_text_and_itself(text: str) -> None:
    silent(text, text, text)


@pytest.mark.parametrize("group", range(len(GROUPS)))
@pytest.mark.parametrize("kind", COPIES)
def test_short_texts_and_their_copies(group: int, kind: str) -> None:
    """Ten texts a document, so that one check stands for ten."""
    text = "\n\n".join(GROUPS[group])
    silent(text, COPIES[kind](text), kind)


SOUP = (
    "the a mayor of Sarn council said that rose not fell 12 two may after because Ines Orrin he it vote , and “no” "
    "'yes' Tuesday per cent £4m in outside all some she's 51-year-old by was sold bought to - ( ) ? … Dr. a.m. ."
)


@few
@given(st.lists(st.sampled_from(SOUP.split()), min_size=1, max_size=60).map(" ".join))
def test_word_soup_changes_nothing_in_itself(soup: str) -> None:
    silent(soup, soup, repr(soup))
    silent(soup, wrapped(soup, 30).replace(" ", "  "), repr(soup))


@few
@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_any_characters_change_nothing_in_themselves(text: str) -> None:
    assert check(text, text).changes == ()


@given(st.sampled_from(TEXTS))
def test_marks_survive_a_round_trip(text: str) -> None:
    assert straight(curly(straight(text))) == straight(text)


def assert_lawful(report: Report) -> None:
    assert 0 <= report.fidelity <= 1
    for document, side in ((report.original, "original"), (report.rewrite, "rewrite")):
        linked = [span for link in report.links for span in getattr(link, side)]
        assert sorted(set(linked)) == sorted(linked), "a sentence stands in two links"
        for change in report.changes:
            span: Span | None = getattr(change, side)
            if span is not None:
                words = document.slice(span)
                assert span.end <= document.characters
                assert words == words.strip() != "", change
    for change in report.changes:
        assert change.original or change.rewrite, change
        assert 0 <= change.confidence <= 1, change
        assert change.message, change
        assert not re.search(r"\w{3}\.$", change.message), f"a full stop, and no abbreviation's: {change}"
    assert len(set(report.fingerprints)) == len(report.changes)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[1])
def test_every_report_is_lawful(pair: tuple[str, str]) -> None:
    assert_lawful(report_of(*pair))


def test_any_two_texts_give_a_lawful_report() -> None:
    @few
    @given(st.lists(st.sampled_from(TEXTS), max_size=4), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
    def law(original: list[str], rewrite: list[str]) -> None:
        assert_lawful(check("\n\n".join(original), "\n\n".join(rewrite)))

    law()


def test_the_same_texts_give_the_same_report() -> None:
    for original, rewrite in PAIRS[:20]:
        again = check(original, rewrite)
        assert (again.changes, again.links, again.fidelity) == (
            report_of(original, rewrite).changes,
            report_of(original, rewrite).links,
            report_of(original, rewrite).fidelity,
        )


@few
@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_swapping_sides_swaps_what_was_added_and_what_is_missing(text: str, more: str) -> None:
    """A paragraph put behind a text can only be unsupported; with the sides exchanged, it can only be omitted."""
    longer = f"{text}\n\n{more}"
    for change in check(text, longer).changes:
        assert change.rewrite is not None, change
        assert change.rewrite.end > len(text), change
    for change in check(longer, text).changes:
        assert change.original is not None, change
        assert change.original.end > len(text), change
