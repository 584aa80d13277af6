"""What the processes do: read documents, check, read and trace them, and write results in a format."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from unspin.report.formats import Command, form_of
from unspin.settings import Rules
from unspin.web.processes import Progress, Refused

if TYPE_CHECKING:
    from unspin.document import Document
    from unspin.report.findings import Result
    from unspin.report.model import Report

OWN_FORMATS = ("json", "full", "concise", "html")
"""The formats of every command beside those of ``unspin.report.formats``."""

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A document of a request: its text, or the bytes of its file. ``place`` is where it stands in the request."""

    place: str
    name: str
    text: str | None = None
    data: bytes = b""

    @property
    def characters(self) -> int:
        """Its length, about."""
        return len(self.data) if self.text is None else len(self.text)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task gives.

    Args:
        body: The report as JSON.
        texts: The documents as they were read, each with "name" and "text"; by their part in the report.
        kept: The report itself, for ``Write``. It is opened in the processes alone.
    """

    body: str
    texts: dict[str, dict[str, str]]
    kept: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Check a rewrite; ``rewrite`` None stands for a Word document that holds both versions.

    ``line`` asks for one line with this id, in place of the contract over several lines; ``keep`` for all of ``Made``.
    """

    original: Given
    rewrite: Given | None
    rules: Rules
    most: int
    line: str | int | None = None
    keep: bool = False

    @property
    def characters(self) -> int:
        """Length of both texts."""
        return self.original.characters + (self.rewrite.characters if self.rewrite else 0)

    def run(self, progress: Progress) -> Made:
        """The report."""
        from unspin import check  # noqa: PLC0415
        from unspin.judge import load  # noqa: PLC0415
        from unspin.report.jsonformat import to_json, to_line  # noqa: PLC0415

        progress("reading", 0, 0)
        if self.rewrite is None:
            original, rewrite = _versions(self.original, self.most)
        else:
            original, rewrite = _document(self.original, self.most), _document(self.rewrite, self.most)
        progress("comparing", 0, 0)
        report = self.rules.report(check(original, rewrite, judge=load("bundled", threads=1)), self.line).result
        body = to_json(report) if self.line is None else to_line(report, identity=self.line)
        return _made(body, report, self.keep, original=original, rewrite=rewrite)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Read one document; ``original`` says which passage of a twin the other is held against."""

    document: Given
    rules: Rules
    most: int
    original: Literal["earlier", "later"] = "earlier"
    keep: bool = False

    @property
    def characters(self) -> int:
        """Length of the text."""
        return self.document.characters

    def run(self, progress: Progress) -> Made:
        """The reading."""
        from unspin import read  # noqa: PLC0415
        from unspin.report.reading.jsonformat import to_json  # noqa: PLC0415

        progress("reading", 0, 0)
        document = _document(self.document, self.most)
        progress("comparing", 0, 0)
        reading = self.rules.reading(read(document, original=self.original)).result
        return _made(to_json(reading), reading, self.keep, document=document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Trace one document in an archive, or in documents that come with it."""

    document: Given
    rules: Rules
    most: int
    min_length: int
    archive: str | None = None
    against: Sequence[Given] = ()
    check: bool = False
    keep: bool = False

    @property
    def characters(self) -> int:
        """Length of the texts."""
        return self.document.characters + sum(one.characters for one in self.against)

    def run(self, progress: Progress) -> Made:
        """The trace; what is done is counted in passages."""
        from unspin import trace  # noqa: PLC0415
        from unspin.report.tracing.jsonformat import to_json  # noqa: PLC0415
        from unspin.trace import changes_of  # noqa: PLC0415

        progress("reading", 0, 0)
        document = _document(self.document, self.most)
        others = [_document(one, self.most) for one in self.against]
        progress("searching", 0, 0)
        with _archive_told():
            found = trace(
                document, archive=self.archive, against=None if self.archive else others, min_length=self.min_length
            )
        if self.check:
            passages = []
            for number, passage in enumerate(found.passages):
                progress("comparing", number, len(found.passages))
                passages.append(replace(passage, changes=tuple(changes_of(document, passage))))
            found = replace(found, passages=tuple(passages))
        found = self.rules.trace(found).result
        return _made(to_json(found), found, self.keep, document=document)


@dataclass(frozen=True, slots=True)
class Write:
    """Write what a task has kept in a format: text as UTF-8, or bytes."""

    command: Command
    kept: bytes
    form: str

    @property
    def characters(self) -> int:
        """Nothing: no language is read."""
        return 0

    def run(self, progress: Progress) -> bytes:
        """The report in this format."""
        progress("writing", 0, 0)
        return written(pickle.loads(self.kept), self.command, self.form)


@dataclass(frozen=True, slots=True)
class WriteCase:
    """Write a check that was kept as JSON in another format, without the changes of the ``left_out`` fingerprints."""

    texts: dict[str, dict[str, str]]
    report: dict[str, Any]
    form: str
    left_out: frozenset[str]

    @property
    def characters(self) -> int:
        """Nothing: no language is read."""
        return 0

    def run(self, progress: Progress) -> bytes:
        """The report in this format."""
        progress("writing", 0, 0)
        report = undecided(report_of(self.texts, self.report), self.left_out)
        return written(report, "check", self.form)


@dataclass(frozen=True, slots=True)
class Warm:
    """Load what checks need."""

    characters: int = 0

    def run(self, progress: Progress) -> None:
        """Check a sentence."""
        from unspin import check  # noqa: PLC0415
        from unspin.judge import load  # noqa: PLC0415

        progress("starting", 0, 0)
        check("Mira Sandoe said the bridge was shut.", "The bridge may be open.", judge=load("bundled", threads=1))


def report_of(texts: Mapping[str, Mapping[str, str]], report: Mapping[str, Any]) -> Report:
    """The report of a check that was kept as JSON, with its texts."""
    from unspin.document import Document  # noqa: PLC0415
    from unspin.report.jsonformat import from_dict  # noqa: PLC0415

    original, rewrite = (Document(texts[side]["text"], texts[side]["name"]) for side in ("original", "rewrite"))
    return from_dict(report, original, rewrite)


def undecided(report: Report, decided: Collection[str]) -> Report:
    """The report without the changes of these fingerprints, which are counted as accepted."""
    both = zip(report.changes, report.fingerprints, strict=True)
    left = tuple(change for change, fingerprint in both if fingerprint not in decided)
    if len(left) == len(report.changes):
        return report
    return replace(report, changes=left, accepted=(report.accepted or 0) + len(report.changes) - len(left))


def written(result: Result, command: Command, name: str) -> bytes:
    """A report, reading or trace in the format of this name.

    Raises:
        Refused: The command has no such format, or a package that it needs is missing.
    """
    from importlib import import_module  # noqa: PLC0415

    if form := form_of(name, command):
        if not form.binary:
            return _utf8(form.function("to_text")(result))
        try:
            form.function("require")()
        except ImportError as error:
            raise Refused("not-installed", f"the format {name} {error}") from None
        data: bytes = form.function("to_bytes")(result)
        return data
    folder = {"check": "", "read": "reading.", "trace": "tracing."}[command]
    match name:
        case "json":
            return _utf8(import_module(f"unspin.report.{folder}jsonformat").to_json(result))
        case "html":
            return _utf8(import_module(f"unspin.report.{folder}html").to_html(result))
        case "concise":
            from unspin.report.concise import to_lines  # noqa: PLC0415

            return _utf8("".join(f"{line}\n" for line in to_lines(result)))
        case "full":
            module = import_module(f"unspin.report.{folder}full")
            return _utf8(module.to_text(result, colour=False, width=_WIDTH, summary=True))
    raise Refused("invalid", f"format: {command} has none of this name")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _made(body: str, result: Any, keep: bool, **documents: Document) -> Made:
    if not keep:
        return Made(body, {})
    texts = {part: {"name": one.name, "text": one.text} for part, one in documents.items()}
    return Made(body, texts, pickle.dumps(result))


def _document(given: Given, most: int) -> Document:
    from unspin.document import Document  # noqa: PLC0415
    from unspin.readers import read_bytes  # noqa: PLC0415

    if given.text is not None:
        return _within(Document(given.text, name=given.name), given.place, most)
    with _reading_told(given):
        return _within(read_bytes(given.data, name=given.name, suffix=_suffix(given.name)), given.place, most)


def _versions(given: Given, most: int) -> tuple[Document, Document]:
    from unspin.readers.docx import docx_versions  # noqa: PLC0415

    with _reading_told(given):
        original, rewrite = docx_versions(given.data, name=given.name, metadata={})
    return _within(original, given.place, most), _within(rewrite, given.place, most)


def _within(document: Document, place: str, most: int) -> Document:
    if document.characters > most:
        raise Refused(
            "too-large",
            f"{place}: it has {document.characters:,} characters, and {most:,} are allowed; send a part of it",
        )
    return document


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot >= 0 else ""


@contextmanager
def _reading_told(given: Given) -> Iterator[None]:
    """Turn a document that cannot be read into a refusal that names its place in the request."""
    from unspin.readers import ReadError  # noqa: PLC0415

    try:
        yield
    except ReadError as error:
        code = "not-installed" if "pip install" in error.remedy else "unreadable"
        raise Refused(code, f"{given.place}: {error.reason}; {error.remedy}") from None


@contextmanager
def _archive_told() -> Iterator[None]:
    """Turn what is wrong with an archive into a refusal; its folder is nothing that a client need know."""
    from unspin.archive.errors import ArchiveError  # noqa: PLC0415

    try:
        yield
    except ArchiveError as error:
        raise Refused("unusable", f"the archive: {error.reason}; {error.remedy}") from None
    except ModuleNotFoundError as error:
        raise Refused("not-installed", f'trace needs {error.name}: pip install "unspin[corpus]"') from None
