"""A report as JUnit XML, which every CI server shows: a test case for each type of change, failed where changes count.

The changes that count are those as grave as the gate asks; others stand in the output of their case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from unspin.changes import Severity, all_types
from unspin.changes.registry import SEVERITIES
from unspin.report.joined import Joined
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Finding, Record, Site, findings
from unspin.report.terminal import counted

# What XML 1.0 cannot hold; `one_line` has made escapes of the rest.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Gate:
    """What a CI server is to fail for: changes from this severity on (None: none); ``types`` are those looked for."""

    fail_on: Severity | None = "error"
    types: Collection[str] | None = None

    def counts(self, finding: Finding) -> bool:
        """Whether the change is grave enough."""
        return self.fail_on is not None and SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.fail_on)


DEFAULT = Gate()


def to_text(report: Report, gate: Gate = DEFAULT) -> str:
    """A document with one suite, named after both texts."""
    log = joined("")
    return "".join([log.begin(), log.add(piece(report, None, gate)), log.end()])


def piece(report: Report, record: Record | None, gate: Gate = DEFAULT) -> str:
    """The suite of one pair."""
    found = findings(report, record=record)
    name = f"{report.original.name} -> {report.rewrite.name}" if record is None else str(record.id)
    names = [kind.name for kind in all_types() if gate.types is None or kind.name in gate.types]
    cases = [_case(kind, name, [finding for finding in found if finding.type == kind], gate) for kind in sorted(names)]
    failures = sum(failed for _, failed in cases)
    return _suite(name, "".join(text for text, _ in cases), tests=len(cases), failures=failures)


def joined(path: str) -> Joined:
    """A document with a suite for each pair; one that could not be checked has a case with an error."""
    del path
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="unspin">\n'
    return Joined(head=head, tail="</testsuites>\n", failed=_failure)


def _suite(name: str, cases: str, *, tests: int, failures: int, errors: int = 0) -> str:
    numbers = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="0"'
    return f"  <testsuite name={_attribute(name)} {numbers}>\n{cases}  </testsuite>\n"


def _case(kind: str, suite: str, found: Sequence[Finding], gate: Gate) -> tuple[str, bool]:
    """The case of a type, and whether it failed."""
    failing = [finding for finding in found if gate.counts(finding)]
    others = [finding for finding in found if not gate.counts(finding)]
    inside = ""
    if failing:
        message = one_line(failing[0].message) if len(failing) == 1 else counted(len(failing), "change")
        attributes = f"message={_attribute(message)} type={_attribute(kind)}"
        inside += f"      <failure {attributes}>{_text(_told(failing))}</failure>\n"
    if others:
        inside += f"      <system-out>{_text(_told(others))}</system-out>\n"
    head = f"    <testcase classname={_attribute(suite)} name={_attribute(kind)}"
    return (f"{head}>\n{inside}    </testcase>\n" if inside else f"{head}/>\n"), bool(failing)


def _told(found: Sequence[Finding]) -> str:
    lines = []
    for finding in found:
        lines.append(f"{finding.severity}, {finding.confidence:.0%} sure: {one_line(finding.message)}")
        sites = [site for site in (finding.original, finding.rewrite) if site]
        lines += [f"  {site.side} {_where(site)}: {one_line(site.words)}" for site in sites]
    return "\n".join(lines)


def _where(site: Site) -> str:
    return f"{site.path}:{site.line}" + (f":{site.region.start.column}" if site.region else "")


def _failure(record: Record, error: str) -> str:
    name = f"line {record.line}" if record.id is None else str(record.id)
    message = f"{one_line(record.path)}:{record.line}: not checked: {one_line(error)}"
    case = (
        f'    <testcase classname={_attribute(name)} name="check">\n'
        f'      <error message={_attribute(message)} type="not-checked"/>\n'
        "    </testcase>\n"
    )
    return _suite(name, case, tests=1, failures=0, errors=1)


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", one_line(text)))


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
