"""Findings as workflow commands of GitHub Actions, which become annotations, and as Markdown for the summary of a job.

GitHub shows ten errors, ten warnings and ten notices of a step. The gravest and surest are written, and the log says how many
were left out. The escapes are those that the runner undoes: ``%``, CR and LF everywhere, ``:`` and ``,`` in properties too. It
leaves ``%3B`` alone, so ``;`` is written as it is.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.report.findings import Finding, Result, findings, name_of
from unspin.report.joined import Joined
from unspin.report.markdown import Context, counts_table, escaped, remarks
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Record

MOST = 10
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}

# A summary may hold 1 MiB; what is longer is not shown at all.
_MOST_OF_SUMMARY = 900_000


def to_text(result: Result) -> str:
    """One command a line, sorted by severity, then the surest first."""
    return joined("").of(result)


def piece(result: Result, record: Record | None) -> str:
    """The commands of all changes, each after how sure it is; what is shown of them is decided when all are known."""
    return "\n".join(
        f"{finding.confidence or 0:.4f} {command(finding, record)}" for finding in findings(result, record=record)
    )


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """The commands of all pairs of a file; each annotation stands at the line of its record."""
    del path, kind
    return _Commands()


def command(finding: Finding, record: Record | None) -> str:
    """The command of one change."""
    site, region = finding.site, finding.site.region
    properties = {"file": site.path, "line": str(site.line)}
    if region:
        properties["endLine"] = str(region.end.line)
        # GitHub refuses columns where the words run over several lines.
        if region.start.line == region.end.line:
            properties |= {"col": str(region.start.column), "endColumn": str(region.end.column)}
    properties["title"] = f"{finding.type} ({finding.sure})" if finding.sure else finding.type
    named = f"Pair {record.id}: " if record else ""
    return written(COMMANDS[finding.severity], properties, f"{named}{finding.told}{finding.see}")


def written(name: str, properties: dict[str, str], message: str) -> str:
    """A command; its message is one line."""
    told = ",".join(f"{key}={escape_property(one_line(value))}" for key, value in properties.items() if value)
    return f"::{name} {told}::{escape_data(one_line(message))}"


def escape_data(text: str) -> str:
    """Text as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Text as the value of a property."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


@dataclass(slots=True, order=True)
class _Kept:
    """A command in a heap whose least member is the next to go."""

    confidence: float
    lateness: int
    text: str = field(compare=False)


class _Commands(Joined):
    """Keeps the surest commands of each severity until all are known."""

    def __init__(self) -> None:
        super().__init__(piece)
        self._kept: dict[Severity, list[_Kept]] = {severity: [] for severity in SEVERITIES}
        self._seen: Counter[Severity] = Counter()

    def add(self, piece: str, accepted: int | None = None) -> str:
        """Nothing yet."""
        del accepted
        for line in piece.split("\n") if piece else []:
            confidence, _, text = line.partition(" ")
            self._keep(float(confidence), text)
        return ""

    def fail(self, record: Record, error: str) -> str:
        """Nothing yet; a record that could not be checked is an error like another, and the surest."""
        properties = {"file": record.path, "line": str(record.line), "title": "not checked"}
        named = "" if record.id is None else f"Pair {record.id}: "
        self._keep(2.0, written("error", properties, f"{named}{error}"))
        return ""

    def end(self) -> str:
        """The commands that GitHub will show, and how many there are beside them."""
        lines = []
        for severity in SEVERITIES:
            kept = sorted(self._kept[severity], reverse=True)
            lines += [one.text for one in kept]
            more = self._seen[severity] - len(kept)
            if more:
                lines.append(f"{severity}: {more:,} more, left out since GitHub shows {MOST} of a step")
        return "".join(f"{line}\n" for line in lines)

    def _keep(self, confidence: float, text: str) -> None:
        severity = next(severity for severity, name in COMMANDS.items() if text.startswith(f"::{name} "))
        self._seen[severity] += 1
        kept = _Kept(confidence, -sum(self._seen.values()), text)
        heap = self._kept[severity]
        (heapq.heappush if len(heap) < MOST else heapq.heappushpop)(heap, kept)


def summary(*results: Result) -> str:
    """The summary of a job: counts, and every finding with its words, as far as there is room."""
    room = _MOST_OF_SUMMARY
    parts: list[str] = []
    show = Context()
    for result in results:
        found = sorted(findings(result), key=lambda finding: finding.gravity)
        counted = Counter((finding.type, finding.severity) for finding in found)
        head = f"## unspin: {escaped(name_of(result, '→'))}\n\n{counts_table(counted)}{remarks(result)}"
        for entry in [head, *map(show.listing, found)]:
            room -= len(entry.encode()) + 1
            if room < 0:
                return "\n".join([*parts, "More was found than there is room for; `--format markdown` has it all.\n"])
            parts.append(entry)
    return "\n".join(parts)


def summary_of_pairs(pairs: int, failed: int, changed: int, types: Counter[tuple[str, Severity]]) -> str:
    """The summary of a job that checked many pairs: counts alone."""
    rows = [
        ("pairs checked", pairs - failed),
        ("pairs that could not be checked", failed),
        ("pairs with changes", changed),
    ]
    table = "".join(f"| {name} | {number:,} |\n" for name, number in rows)
    return f"## unspin\n\n| pairs | number |\n|---|--:|\n{table}\n{counts_table(types)}"
