"""Findings as Markdown for a comment or a page: a table, and each one with its words in context as quotations.

What comes from the texts is escaped, so that it can be neither markup nor a link, nor call on anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.report.findings import FIRST, Finding, Result, findings, name_of
from unspin.report.full import closing as closing_of_report
from unspin.report.joined import Joined
from unspin.report.model import Report
from unspin.report.places import Lines, one_line
from unspin.report.reading.context import sentences_of, shortened
from unspin.report.reading.full import closing as closing_of_reading
from unspin.report.reading.full import kind_of
from unspin.report.reading.model import Reading
from unspin.report.reading.speakers import name_of as name_of_speaker
from unspin.report.reading.speakers import resolution, said, shares
from unspin.report.sites import Record, Site
from unspin.report.terminal import Passages
from unspin.report.tracing.full import closing as closing_of_trace
from unspin.report.tracing.model import Trace

if TYPE_CHECKING:
    from unspin.facts.speakers import Speaker

_MOST_WORDS = 400
_ABSENT = ("not there", "left out")
_NOTHING = "\u2060"  # The word joiner: invisible.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ACTIVE = re.compile(r"[\\`*_\[\]|~:#$^={}!&<>]")
# What begins a list, a heading or a rule when it comes first.
_FIRST = re.compile(r"(?:[-+]|\d{1,9}[.)])")
# Services make links and mentions of these after they have read the Markdown, so that a backslash does not hold them back.
_CALLS = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|\bwww(?=\.)|:(?=//)", re.IGNORECASE)


def to_text(result: Result) -> str:
    """A page for one result."""
    return piece(result, None)


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """A page for each result, one after the other."""
    del path, kind
    return Joined(piece, separator="\n")


def piece(result: Result, record: Record | None) -> str:
    """The page of one result."""
    del record
    found = findings(result)
    parts = [f"# {escaped(name_of(result, '→'))}\n", f"{_closing(result)}\n"]
    if isinstance(result, Reading):
        parts += _quotes(result)
    if found:
        show = Context()
        parts += [table(found), *(show.listing(finding, number) for number, finding in enumerate(found, start=1))]
    return "\n".join(parts)


def _closing(result: Result) -> str:
    match result:
        case Report():
            return closing_of_report(result).plain
        case Reading():
            return closing_of_reading(result).plain
        case Trace():
            return closing_of_trace(result).plain


def _quotes(reading: Reading) -> Iterator[str]:
    """Tables of the quotes, and of who says how much."""
    document, lines = reading.document, Lines(reading.document.text)
    if not reading.quotes:
        return
    yield "| line | speaker | kind | words |\n|--:|---|---|---|\n" + "".join(
        f"| {lines.position(quote.span.start).line} | {_speaker(quote.speaker)} | {kind_of(quote)}"
        f" | {escaped(said(document, quote.content))} |\n"
        for quote in reading.quotes
    )
    if said_by := shares(document, reading.quotes):
        yield "| speaker | quotes | words | between marks |\n|---|--:|--:|--:|\n" + "".join(
            f"| {escaped(one.name)} | {one.quotes:,} | {one.words:,} | {one.quoted:,} |\n" for one in said_by
        )


def _speaker(speaker: Speaker | None) -> str:
    if speaker is None:
        return "nobody named"
    how = resolution(speaker)
    return escaped(name_of_speaker(speaker)) + (f" ({escaped(how)})" if how else "")


def table(found: Sequence[Finding]) -> str:
    """A row a finding: its number, its type, and the lines that it stands on."""
    pairs = {finding.sides for finding in found}
    # The places of a reading are all in one text: the words, and what to see beside them.
    named = next(iter(pairs)) if len(pairs) == 1 and FIRST not in found[0].sides else ("line", "see line")
    rows = []
    for number, finding in enumerate(found, start=1):
        sites = (finding.site, finding.related) if named[0] == "line" else (finding.original, finding.rewrite)
        sure = finding.sure.removesuffix(" sure")
        places = " | ".join(_line(site) for site in sites)
        rows.append(f"| {number} | {finding.severity} | {finding.type} | {sure} | {places} |\n")
    return f"| | severity | type | sure | {' | '.join(named)} |\n|--:|---|---|--:|---|---|\n" + "".join(rows)


def counts_table(types: Mapping[tuple[str, Severity], int]) -> str:
    """How many changes there are of each type and severity."""
    if not types:
        return "Nothing found.\n"
    totals = Counter({s: sum(number for (_, of), number in types.items() if of == s) for s in SEVERITIES})
    names = sorted({name for name, _ in types})
    rows = [
        *((name, [types.get((name, severity), 0) for severity in SEVERITIES]) for name in names),
        ("all", [totals[severity] for severity in SEVERITIES]),
    ]
    head = f"| type | {' | '.join(SEVERITIES)} |\n|---|--:|--:|--:|\n"
    return head + "".join(f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |\n" for name, numbers in rows)


def remarks(result: Result) -> str:
    """What is to be said beside the counts: the fidelity of a check, and how much was accepted."""
    parts = []
    if isinstance(result, Report):
        parts.append(f"Fidelity {result.fidelity:.2f}: how likely it is that nothing changed.")
    if result.accepted:
        parts.append(f"Accepted and left out: {result.accepted:,}.")
    return f"\n{' '.join(parts)}\n" if parts else ""


class Context:
    """Shows findings with their words in the sentences that they stand in."""

    def __init__(self) -> None:
        self._passages: dict[int, Passages] = {}

    def listing(self, finding: Finding, number: int | None = None) -> str:
        """One finding: its type, its reason, and the words of its places."""
        named = "" if number is None else f"{number}\\. "
        sure = f", {finding.sure}" if finding.sure else ""
        lines = [f"{named}**{finding.severity}: {finding.type}**{sure}: {escaped(finding.message)}", ""]
        for (name, site), absent in zip(finding.places, _ABSENT[-len(finding.places) :], strict=True):
            lines.append(
                f"> {name}, line {site.line}: {self._shown(site, finding)}  " if site else f"> {name}: {absent}  "
            )
        return "\n".join(lines)[:-2] + "\n"

    def _shown(self, site: Site, finding: Finding) -> str:
        """The words with what stands around them; in bold if they were judged."""
        document = site.document
        if id(document) not in self._passages:
            self._passages[id(document)] = Passages(document, sentences_of(document))
        found = self._passages[id(document)].excerpt(site.span)
        words = found.words
        if finding.confidence is None:
            return f"{_inline(found.before)}{_inline(shortened(words, _MOST_WORDS))}{_inline(found.after)}"
        # Stars beside a mark make nothing bold, unless something invisible stands between them.
        begin, end = (_NOTHING * (not edge.isalnum()) for edge in (words[:1], words[-1:]))
        return f"{_inline(found.before)}**{begin}{_inline(words)}{end}**{_inline(found.after)}"


def _line(site: Site | None) -> str:
    return f"line {site.line}" if site else "–"


def escaped(text: str) -> str:
    """Text on one line as inline Markdown that shows these very characters and does nothing."""
    marked = _inline(one_line(text).strip())
    first = _FIRST.match(marked)
    return f"{marked[: first.end() - 1]}\\{marked[first.end() - 1 :]}" if first else marked


def _inline(line: str) -> str:
    """The same of text that stands inside a line."""
    marked = _CALLS.sub(lambda call: call[0] + _NOTHING, line)
    return _ACTIVE.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), marked)
