"""Behaviour cases: pairs of texts with the changes expected, written as Markdown under tests/behaviour/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unspin import Change, Report, Span, check
from unspin.report.model import severity_of

FOLDER = Path(__file__).parent / "behaviour"

_KEY = re.compile(r"(original|rewrite|expected):[ \t]*(.*)")
_EXPECTED = re.compile(r'(?P<type>[a-z-]+)[ \t]+(?P<original>-|".+?")[ \t]*->[ \t]*(?P<rewrite>-|".+?")')


class CaseError(Exception):
    """A case file that does not follow the format; the message says where and what is wrong."""


@dataclass(frozen=True)
class Expected:
    """A change that a case expects: its type and the words on each side, None for a side without any."""

    type: str
    original: str | None
    rewrite: str | None

    def __str__(self) -> str:
        original, rewrite = (f'"{words}"' if words else "-" for words in (self.original, self.rewrite))
        return f"{self.type} {original} -> {rewrite}"


@dataclass(frozen=True)
class Case:
    """A pair of texts and everything that check may report for it; ``place`` is the file and line of its heading."""

    title: str
    place: str
    original: str
    rewrite: str
    expected: tuple[Expected, ...]


@cache
def report_of(original: str, rewrite: str) -> Report:
    """The report of a whole check; each pair is checked once a process."""
    return check(original, rewrite)


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file under tests/behaviour, in order."""
    return tuple(
        case for path in sorted(FOLDER.glob("*.md")) for case in parse(path.read_text(encoding="utf-8"), path.name)
    )


def parse(text: str, name: str) -> Iterator[Case]:
    """Yield the cases of a file.

    A case is a ``## heading``, perhaps prose, then ``original:``, ``rewrite:`` and one or more ``expected:`` lines.
    Further lines of a text stand below it, indented by four spaces; blank lines between them separate paragraphs.

    Raises:
        CaseError: A part is missing, is said twice or cannot be read, or expected words do not stand in the text.
    """
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _case(lines[start:end], name, start + 1)


def _case(lines: list[str], name: str, first: int) -> Case:
    title, place = lines[0].removeprefix("## ").strip(), f"{name}:{first}"
    texts: dict[str, list[str]] = {}
    expected: list[str] = []
    open_text: list[str] | None = None
    for number, line in enumerate(lines[1:], first + 1):
        if match := _KEY.fullmatch(line.rstrip()):
            key, value = match.groups()
            if key == "expected":
                expected.append(value)
                open_text = None
            elif key in texts:
                raise CaseError(f"{name}:{number}: a second `{key}:` in the case {title!r}")
            else:
                open_text = texts[key] = [value] if value else []
        elif open_text is not None and (not line.strip() or line.startswith("    ")):
            open_text.append(line.strip())
        elif line.strip() and (texts or expected):
            raise CaseError(f"{name}:{number}: expected a key, a line indented by four spaces or a heading: {line!r}")
    for key in ("original", "rewrite"):
        if not any(texts.get(key, ())):
            raise CaseError(f"{place}: the case {title!r} has no `{key}:`")
    if not expected:
        raise CaseError(f"{place}: the case {title!r} has no `expected:`; write `expected: nothing` for silence")
    original, rewrite = ("\n".join(texts[key]).strip() for key in ("original", "rewrite"))
    changes = () if expected == ["nothing"] else tuple(_expected(line, original, rewrite, place) for line in expected)
    return Case(title, place, original, rewrite, changes)


def _expected(line: str, original: str, rewrite: str, place: str) -> Expected:
    match = _EXPECTED.fullmatch(line)
    if not match:
        form = 'write `nothing` alone, or `type "words" -> "words"` with - for a side without words'
        raise CaseError(f"{place}: not an expectation: {line!r}; {form}")
    sides = []
    for side, text in (("original", original), ("rewrite", rewrite)):
        words = None if match[side] == "-" else match[side][1:-1]
        if words is not None and words not in text:
            raise CaseError(f"{place}: the {side} does not hold the expected words {words!r}")
        sides.append(words)
    if sides == [None, None]:
        raise CaseError(f"{place}: no words on either side: {line!r}")
    return Expected(match["type"], *sides)


def meets(change: Change, expected: Expected, report: Report) -> bool:
    """Whether a reported change is the expected one: same type, and on each side its words, or no words."""
    return (
        change.type == expected.type
        and stands_at(change.original, expected.original, report.original.text)
        and stands_at(change.rewrite, expected.rewrite, report.rewrite.text)
    )


def stands_at(span: Span | None, words: str | None, text: str) -> bool:
    """Whether the span shares a character with a place where the words stand in the text; None is for no place."""
    if span is None or words is None:
        return span is None and words is None
    return any(span.overlaps(Span(*match.span())) for match in re.finditer(re.escape(words), text))


def findings(report: Report) -> list[Change]:
    """The changes that a reader has to act on: errors and warnings."""
    return [change for change in report.changes if severity_of(change) != "info"]


def show(report: Report, changes: Iterable[Change]) -> str:
    """One line for each change, as the case files write them, with its confidence."""
    return "\n".join(
        f"  {Expected(change.type, *_words(report, change))} ({change.confidence:.2f}) {change.message}"
        for change in changes
    )


def _words(report: Report, change: Change) -> tuple[str | None, str | None]:
    return (
        None if change.original is None else report.original.slice(change.original),
        None if change.rewrite is None else report.rewrite.slice(change.rewrite),
    )
