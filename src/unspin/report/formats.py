"""The formats beside those for reading and the JSON contract: what each is for, and the module that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, cast

from unspin.report.joined import Joined

Command = Literal["check", "read", "trace"]


@dataclass(frozen=True, slots=True)
class Form:
    """A format of a command: its name, what it is for, and its module in this package.

    Every module has ``to_text(result)``, or ``to_bytes(result)`` where ``binary``. One that takes ``many`` pairs or documents
    has ``piece(result, record)`` and ``joined(path, kind)`` beside it.
    """

    name: str
    purpose: str
    module: str
    many: bool = False
    binary: bool = False

    def function(self, name: str) -> Callable[..., Any]:
        """A function of the format's module, which is imported only now."""
        return cast(Callable[..., Any], getattr(import_module(f"unspin.report.{self.module}"), name))

    def joined(self, path: str, *kind: Any) -> Joined:
        """What writes many results as one: those of a file of pairs at ``path``, or of files of their own."""
        return cast(Joined, self.function("joined")(path, *kind))


_SARIF = Form("sarif", "SARIF 2.1.0, for code scanning and editors", "sarif", many=True)
_GITHUB = Form("github", "annotations and job summary of GitHub Actions", "github", many=True)
_GITLAB = Form("gitlab", "GitLab's Code Quality report", "gitlab", many=True)
_JUNIT = Form("junit", "JUnit XML, a test case for each type of change", "junit", many=True)
_RDJSON = Form("rdjson", "reviewdog's diagnostics, for code review", "rdjson", many=True)
_ANNOTATION = Form("annotation", "W3C Web Annotations (JSON-LD)", "annotation")

FORMS = (
    Form("markdown", "a table and quotations, for a comment or a page", "markdown"),
    Form("csv", "a row a change, for a spreadsheet", "csvformat", many=True),
    Form("docx", "the rewrite for Word with a comment at each change", "docx", binary=True),
    _SARIF,
    _GITHUB,
    _GITLAB,
    _JUNIT,
    _RDJSON,
    _ANNOTATION,
    Form("claimreview", "drafts of schema.org ClaimReview (JSON-LD), without a rating", "claimreview"),
)
FORMS_OF_READ = (
    Form("markdown", "tables and quotations, for a comment or a page", "markdown", many=True),
    Form("csv", "a row a quote, for a spreadsheet", "reading.csvformat", many=True),
    Form("docx", "the document for Word with a comment at each finding", "docx", binary=True),
    _SARIF,
    _GITHUB,
    _GITLAB,
    _JUNIT,
    _RDJSON,
    _ANNOTATION,
)
FORMS_OF_TRACE = (
    Form("markdown", "a table and quotations, for a comment or a page", "markdown"),
    Form("csv", "a row a passage, for a spreadsheet", "tracing.csvformat"),
    Form("docx", "the document for Word with a comment at each passage and change", "docx", binary=True),
    _SARIF,
    _GITHUB,
    _GITLAB,
    _RDJSON,
    _ANNOTATION,
)
_OF: dict[Command, tuple[Form, ...]] = {"check": FORMS, "read": FORMS_OF_READ, "trace": FORMS_OF_TRACE}


def form_of(name: str, command: Command = "check") -> Form | None:
    """The format of this name that a command has, if it is one of these."""
    return next((form for form in _OF[command] if form.name == name), None)
