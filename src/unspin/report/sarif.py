"""Findings as SARIF 2.1.0 (OASIS), for code scanning services and editors.

A result of a check stands at the place in the rewrite, the place in the original is related; words that the rewrite lost stand
at their place in the original. Columns and offsets count UTF-16 code units, as the run declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from unspin.changes import ChangeType, Example, Severity, all_types
from unspin.contradictions import explained
from unspin.document import Document
from unspin.report.anchors import Sentences
from unspin.report.findings import NOTES, Finding, Result, documents_of, findings, types_of
from unspin.report.joined import Joined
from unspin.report.jsontext import document, member
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.reading.context import sentences_of
from unspin.report.reading.model import CONTRADICTION_SEVERITY
from unspin.report.sites import Ground, Record, Region, Site, tidy, utf16_units
from unspin.report.tracing.model import Trace
from unspin.report.values import rounded

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

# The key of a fingerprint ends in the version of how it is made.
FINGERPRINT = "unspinChange/v1"
_PAIR = "unspinPair/v1"

_DEPTH = 4


def to_text(result: Result) -> str:
    """One log with one run."""
    return joined("", type(result)).of(result)


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """One log with one run; the results of a file of pairs stand at the lines of their records.

    Without a path the texts of each result are files themselves.
    """
    return _Log(path, types_of(kind))


def piece(result: Result, record: Record | None) -> str:
    """The results of one pair, as they stand in the array of a run."""
    types = types_of(type(result))
    found = findings(result, record=record, measure=utf16_units)
    if record:
        return _written([_result_of(finding, record, types) for finding in found])
    places = _Places()
    return _written([_result(finding, places, types) for finding in found])


class _Log(Joined):
    """The log around results that are written before anybody knows which records will fail."""

    def __init__(self, path: str, types: Sequence[str]) -> None:
        super().__init__(self._piece, separator=_SEPARATOR)
        self._types = types
        self._rules = [_rule(name) for name in types]
        self._places = _Places()
        self._failures: list[dict[str, Any]] = []
        if path:
            self._places.artifacts.append({"location": _address(path), "roles": _roles(path, "analysisTarget")})

    def begin(self) -> str:
        """What stands before the results."""
        return f"{self._around()[0]}{_RESULTS[:-1]}\n"

    def _piece(self, result: Result, record: Record | None) -> str:
        """The results of one report, whose texts the run lists at its end."""
        del record
        self._places.enter(result)
        found = findings(result, measure=utf16_units)
        return _written([_result(finding, self._places, self._types) for finding in found])

    def fail(self, record: Record, error: str) -> str:
        """Nothing yet: the run tells of it at its end."""
        said = f"{_named(record)} was not checked: {one_line(error)}"
        place = {"artifactLocation": _address(record.path), "region": {"startLine": record.line}}
        notification = {"level": "error", "message": {"text": plain(said)}, "locations": [{"physicalLocation": place}]}
        self._failures.append(notification)
        return ""

    def end(self) -> str:
        """The end of the results, and what became of the run."""
        return f"\n      ]{self._around()[1]}"

    def _around(self) -> tuple[str, str]:
        from unspin import __version__  # noqa: PLC0415  the package imports this module

        run = {
            "tool": {"driver": {"name": "unspin", "semanticVersion": __version__, "rules": self._rules}},
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": [],
            "artifacts": self._places.artifacts,
            "invocations": [{"executionSuccessful": not self._failures, "toolExecutionNotifications": self._failures}],
            **({} if self.accepted is None else {"properties": {"accepted": self.accepted}}),
        }
        # Inside a string of JSON the quotation marks would be escaped, so that these characters stand there only once.
        before, _, after = document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).partition(_RESULTS)
        return before, after


_SEPARATOR = ",\n"
_RESULTS = '"results": []'


def _written(results: Sequence[Any]) -> str:
    return _SEPARATOR.join(member(result, depth=_DEPTH) for result in results)


def _rule(name: str) -> dict[str, Any]:
    """All that a type says of itself."""
    kinds = {kind.name: kind for kind in all_types()}
    title = "".join(part.capitalize() for part in name.split("-"))
    head: dict[str, Any] = {
        "id": name,
        # A name that says no more than the identifier is not to be given.
        **({"name": title} if title.casefold() != name else {}),
    }
    if name in NOTES:
        told = {"text": NOTES[name]}
        return {**head, "shortDescription": told, "help": told, "defaultConfiguration": {"level": "note"}}
    reports, matters, severity, sections = (
        (explained.REPORTS, explained.MATTERS, CONTRADICTION_SEVERITY, _CONTRADICTION)
        if name == explained.NAME
        else (kinds[name].reports, kinds[name].matters, kinds[name].severity, _sections(kinds[name]))
    )
    return {
        **head,
        "shortDescription": {"text": reports},
        "fullDescription": {"text": f"{reports} {matters}"},
        "help": {"text": _help(sections, markdown=False), "markdown": _help(sections, markdown=True)},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"tags": ["meaning"]},
    }


_Sections = Sequence[tuple[str, Sequence[str]]]


def _sections(kind: ChangeType) -> _Sections:
    return [
        ("What it reports", [kind.reports]),
        ("Why it matters", [kind.matters]),
        ("Reported", [_example(example) for example in kind.must_report]),
        ("When it is fine", [kind.fine]),
        ("Not reported", [_example(example) for example in kind.must_stay_silent]),
        ("How sure it is", [kind.sure]),
    ]


_CONTRADICTION: _Sections = [
    ("What it reports", [explained.REPORTS]),
    ("Why it matters", [explained.MATTERS]),
    ("Reported", explained.MUST_REPORT),
    ("When it is fine", [explained.FINE]),
    ("Not reported", explained.MUST_STAY_SILENT),
    ("How sure it is", [explained.SURE]),
]


def _help(sections: _Sections, *, markdown: bool) -> str:
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


def _result(finding: Finding, places: _Places, types: Sequence[str]) -> dict[str, Any]:
    """A finding in texts of their own."""
    location = places.location(finding.site)
    if note := finding.note(finding.site):
        location["message"] = {"text": note}
    result: dict[str, Any] = {**_head(finding, finding.told, types), "locations": [location]}
    if finding.related:
        told = {"text": finding.note(finding.related)}
        result["relatedLocations"] = [{"id": 1, **places.location(finding.related), "message": told}]
    sure = {} if finding.confidence is None else {"confidence": finding.confidence}
    return {
        **result,
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {**sure, "why": rounded(finding.why)},
    }


def _result_of(finding: Finding, record: Record, types: Sequence[str]) -> dict[str, Any]:
    """A change in a record, where nothing leads to the words, so that they are told."""
    side = finding.sides[0 if finding.site is finding.original else 1]
    member_of = {"name": side, "fullyQualifiedName": f"{record.id}/{side}", "kind": "member"}
    place = {"artifactLocation": {**_address(finding.site.path), "index": 0}, "region": {"startLine": record.line}}
    location: dict[str, Any] = {"physicalLocation": place, "logicalLocations": [member_of]}
    if note := finding.note(finding.site):
        location["message"] = {"text": note}
    return {
        **_head(finding, f"{_named(record)}: {finding.told}", types),
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint, _PAIR: str(record.id)},
        "properties": {
            "confidence": finding.confidence,
            "why": rounded(finding.why),
            **{
                name: {"start": site.span.start, "end": site.span.end, "text": site.words}
                for name, site in finding.places
                if site
            },
        },
    }


def _head(finding: Finding, said: str, types: Sequence[str]) -> dict[str, Any]:
    return {
        "ruleId": finding.type,
        "ruleIndex": types.index(finding.type),
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": plain(one_line(said))},
    }


def _named(record: Record) -> str:
    if record.whole:
        return one_line(record.path)
    return f"The record at line {record.line}" if record.id is None else f"Pair {record.id}"


class _Places:
    """The texts of a run, and places in them."""

    def __init__(self) -> None:
        self.artifacts: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._grounds: dict[int, tuple[Ground, Sentences]] = {}
        # A document that is gone would leave its identity to the next one.
        self._entered: list[Document] = []

    def enter(self, result: Result) -> None:
        """List the texts of a result, with what is known of the sources of a trace."""
        documents = documents_of(result)
        self._entered += documents
        self._grounds.clear()
        described = (
            {id(source.document): source.described for source in result.sources} if isinstance(result, Trace) else {}
        )
        for one in documents:
            artifact = _artifact(one, target=one is documents[-1])
            if known := described.get(id(one)):
                artifact["description"] = {"text": plain(one_line(known))}
            # The same artifact must not stand there twice.
            if artifact not in self.artifacts:
                self.artifacts.append(artifact)
            self._numbers[id(one)] = self.artifacts.index(artifact)

    def location(self, site: Site) -> dict[str, Any]:
        """A place with the sentences around it."""
        place: dict[str, Any] = {"artifactLocation": _address(site.path)}
        if id(site.document) in self._numbers:
            place["artifactLocation"]["index"] = self._numbers[id(site.document)]
        if site.region:
            place["region"] = _region(site.region, site.words)
            ground, sentences = self._read(site.document)
            around = site.span.join(sentences.around(site.span))
            # A context is more than the words themselves, or it is not to be given.
            if around != site.span:
                place["contextRegion"] = _region(ground.region(around), site.document.slice(around))
        return {"physicalLocation": place}

    def _read(self, text: Document) -> tuple[Ground, Sentences]:
        if id(text) not in self._grounds:
            self._grounds[id(text)] = Ground(text, measure=utf16_units), Sentences(sentences_of(text))
        return self._grounds[id(text)]


def _region(region: Region, words: str) -> dict[str, Any]:
    return {
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
        "charOffset": region.offset,
        "charLength": region.length,
        "snippet": {"text": words},
    }


def _artifact(text: Document, *, target: bool) -> dict[str, Any]:
    role = "analysisTarget" if target else "referencedOnCommandLine"
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
    if "://" in path:
        return quote(path, safe="/!$&'()*+,;=@~:?#[]%", errors="surrogatepass")
    written = quote(path, safe="/!$&'()*+,;=@~", errors="surrogatepass")
    if PurePosixPath(path).is_absolute():
        return f"file:///{written.lstrip('/')}"
    return written


def plain(text: str) -> str:
    """Words as a SARIF message: braces stand for arguments there, and ``[words](place)`` for a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
