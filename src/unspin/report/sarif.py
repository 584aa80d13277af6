"""A report as SARIF 2.1.0 (OASIS), for code scanning services and editors.

A result stands at the place in the rewrite, the place in the original is related; words that the rewrite lost stand at their
place in the original. Columns and offsets count UTF-16 code units, as the run declares.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from unspin.changes import ChangeType, Example, Severity, all_types
from unspin.document import Document
from unspin.report.joined import Joined
from unspin.report.jsontext import document, member
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Finding, Record, Site, findings, tidy, utf16_units
from unspin.report.values import rounded

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

# The key of a fingerprint ends in the version of how it is made.
FINGERPRINT = "unspinChange/v1"
_PAIR = "unspinPair/v1"

_DEPTH = 4


def to_text(report: Report) -> str:
    """One log with one run."""
    artifacts = [_artifact(report.original, "original"), _artifact(report.rewrite, "rewrite")]
    results = [_result(finding, None) for finding in findings(report, measure=utf16_units)]
    return document(_log(results, artifacts, []))


def piece(report: Report, record: Record | None) -> str:
    """The results of one pair, as they stand in the array of a run."""
    results = [_result(finding, record) for finding in findings(report, record=record, measure=utf16_units)]
    return _SEPARATOR.join(member(result, depth=_DEPTH) for result in results)


def joined(path: str) -> Joined:
    """One log with one run for all pairs of a file; each result stands at the line of its record."""
    return _Log(path)


class _Log(Joined):
    """The log around results that are written before anybody knows which records will fail."""

    def __init__(self, path: str) -> None:
        self._artifacts = [{"location": _address(path), "roles": _roles(path, "analysisTarget")}]
        self._failures: list[dict[str, Any]] = []
        super().__init__(head=f"{self._around()[0]}{_RESULTS[:-1]}\n", separator=_SEPARATOR)

    def fail(self, record: Record, error: str) -> str:
        """Nothing yet: the run tells of it at its end."""
        said = f"{_named(record)} was not checked: {one_line(error)}"
        place = {"artifactLocation": {**_address(record.path), "index": 0}, "region": {"startLine": record.line}}
        notification = {"level": "error", "message": {"text": plain(said)}, "locations": [{"physicalLocation": place}]}
        self._failures.append(notification)
        return ""

    def end(self) -> str:
        """The end of the results, and what became of the run."""
        return f"\n      ]{self._around()[1]}"

    def _around(self) -> tuple[str, str]:
        # Inside a string of JSON the quotation marks would be escaped, so that these characters stand there only once.
        before, _, after = document(_log([], self._artifacts, self._failures)).partition(_RESULTS)
        return before, after


_SEPARATOR = ",\n"
_RESULTS = '"results": []'


def _log(results: list[Any], artifacts: list[Any], failures: list[Any]) -> dict[str, Any]:
    from unspin import __version__  # noqa: PLC0415  the package imports this module

    driver = {"name": "unspin", "semanticVersion": __version__, "rules": [_rule(kind) for kind in _types()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": artifacts,
        "results": results,
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures}],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


@lru_cache(maxsize=1)
def _types() -> tuple[ChangeType, ...]:
    return tuple(sorted(all_types(), key=lambda kind: kind.name))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {kind.name: number for number, kind in enumerate(_types())}


def _rule(kind: ChangeType) -> dict[str, Any]:
    name = "".join(part.capitalize() for part in kind.name.split("-"))
    return {
        "id": kind.name,
        # A name that says no more than the identifier is not to be given.
        **({"name": name} if name.casefold() != kind.name else {}),
        "shortDescription": {"text": kind.reports},
        "fullDescription": {"text": f"{kind.reports} {kind.matters}"},
        "help": {"text": _help(kind, markdown=False), "markdown": _help(kind, markdown=True)},
        "defaultConfiguration": {"level": LEVELS[kind.severity]},
        "properties": {"tags": ["meaning"]},
    }


def _help(kind: ChangeType, *, markdown: bool) -> str:
    """All that a type says of itself."""
    sections = [
        ("What it reports", [kind.reports]),
        ("Why it matters", [kind.matters]),
        ("Reported", [_example(example) for example in kind.must_report]),
        ("When it is fine", [kind.fine]),
        ("Not reported", [_example(example) for example in kind.must_stay_silent]),
        ("How sure it is", [kind.sure]),
    ]
    if not markdown:
        return "\n\n".join("\n".join([f"{title}:", *lines]) for title, lines in sections)
    return "\n\n".join(
        "\n".join([f"## {title}", "", *(f"- {line}" if len(lines) > 1 else line for line in lines)])
        for title, lines in sections
    )


def _example(example: Example) -> str:
    return f"{_flat(example.original)} → {_flat(example.rewrite)}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _result(finding: Finding, record: Record | None) -> dict[str, Any]:
    prints = {FINGERPRINT: finding.fingerprint}
    properties: dict[str, Any] = {"confidence": finding.confidence, "why": rounded(finding.why)}
    said = finding.message
    if record:
        prints[_PAIR] = str(record.id)
        said = f"{_named(record)}: {said}"
        properties |= {site.side: _words(site) for site in (finding.original, finding.rewrite) if site}
    result: dict[str, Any] = {
        "ruleId": finding.type,
        "ruleIndex": _numbers()[finding.type],
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": plain(one_line(said))},
        "locations": [_location(finding.site, record)],
    }
    if finding.rewrite is None:
        result["locations"][0]["message"] = {"text": "Only the original says this."}
    elif finding.original and not record:
        related = {"id": 1, **_location(finding.original, record), "message": {"text": "The original's words."}}
        result["relatedLocations"] = [related]
    return {**result, "partialFingerprints": prints, "properties": properties}


def _words(site: Site) -> dict[str, Any]:
    return {"start": site.span.start, "end": site.span.end, "text": site.words}


def _named(record: Record) -> str:
    return f"The record at line {record.line}" if record.id is None else f"Pair {record.id}"


def _location(site: Site, record: Record | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _address(site.path), "region": _region(site)}
    if not record:
        place["artifactLocation"]["index"] = 0 if site.side == "original" else 1
        return {"physicalLocation": place}
    member = {"name": site.side, "fullyQualifiedName": f"{record.id}/{site.side}", "kind": "member"}
    place["artifactLocation"]["index"] = 0
    return {"physicalLocation": place, "logicalLocations": [member]}


def _region(site: Site) -> dict[str, Any]:
    if site.region is None:
        return {"startLine": site.line}
    return {
        "startLine": site.region.start.line,
        "startColumn": site.region.start.column,
        "endLine": site.region.end.line,
        "endColumn": site.region.end.column,
        "charOffset": site.region.offset,
        "charLength": site.region.length,
        "snippet": {"text": site.words},
    }


def _artifact(text: Document, side: str) -> dict[str, Any]:
    role = "analysisTarget" if side == "rewrite" else "referencedOnCommandLine"
    artifact: dict[str, Any] = {"location": _address(text.name), "roles": _roles(text.name, role)}
    if "encoding" in text.metadata:
        return {**artifact, "encoding": text.metadata["encoding"]}
    # The text came in no file, so that nobody could look at it unless it is told.
    return {**artifact, "contents": {"text": text.text}}


def _roles(name: str, role: str) -> list[str]:
    return [role, "standardStream"] if name == "-" else [role]


def _address(name: str) -> dict[str, Any]:
    return {"uri": uri(name)}


def uri(name: str) -> str:
    """A path as a URI: relative where the path is, a file URI where it begins at a root."""
    path = tidy(name)
    written = quote(path, safe="/!$&'()*+,;=@~", errors="surrogatepass")
    if PurePosixPath(path).is_absolute():
        return f"file:///{written.lstrip('/')}"
    return written


def plain(text: str) -> str:
    """Words as a SARIF message: braces stand for arguments there, and ``[words](place)`` for a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
