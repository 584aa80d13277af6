"""Findings as JUnit XML, which every CI server shows: a test case for each type of change, failed where changes count.

The changes that count are those as grave as the gate asks; others stand in the output of their case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.report.findings import NOTES, Finding, Result, findings, name_of, types_of
from unspin.report.joined import Joined
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Record
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


def to_text(result: Result, gate: Gate = DEFAULT) -> str:
    """A document with one suite, named after the texts."""
    return joined("").of(result, gate=gate)


def piece(result: Result, record: Record | None, gate: Gate = DEFAULT) -> str:
    """The suite of one result."""
    found = findings(result, record=record)
    name = name_of(result) if record is None else str(record.id)
    names = [name for name in types_of(type(result)) if name in NOTES or gate.types is None or name in gate.types]
    cases = [_case(kind, name, [finding for finding in found if finding.type == kind], gate) for kind in names]
    failures = sum(failed for _, failed in cases)
    return _suite(name, "".join(text for text, _ in cases), tests=len(cases), failures=failures)


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """A document with a suite for each pair; one that could not be checked has a case with an error."""
    del path, kind
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="unspin">\n'
    return Joined(piece, _failure, head=head, tail="</testsuites>\n")


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
        sure = f", {finding.sure}" if finding.sure else ""
        lines.append(f"{finding.severity}{sure}: {one_line(finding.message)}")
        lines += [f"  {name} {site.where}: {one_line(site.words)}" for name, site in finding.places if site]
    return "\n".join(lines)


def _failure(record: Record, error: str) -> str:
    name = record.path if record.whole else f"line {record.line}" if record.id is None else str(record.id)
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
