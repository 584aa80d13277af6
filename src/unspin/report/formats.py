"""The formats of a check beside those for reading and the JSON contract: what each is for, and the module that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from unspin.report.joined import Joined


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its name, what it is for, and its module in this package.

    Every module has ``to_text(report)``, or ``to_bytes(report)`` where ``binary``. One that takes ``pairs`` has
    ``piece(report, record)`` and ``joined(path)`` beside it.
    """

    name: str
    purpose: str
    module: str
    pairs: bool = False
    binary: bool = False

    def function(self, name: str) -> Callable[..., Any]:
        """A function of the format's module, which is imported only now."""
        return cast(Callable[..., Any], getattr(import_module(f"unspin.report.{self.module}"), name))

    def joined(self, path: str) -> Joined:
        """What writes the pieces of a file of pairs as one."""
        return cast(Joined, self.function("joined")(path))


FORMS = (
    Form("markdown", "a table and quotations, for a comment or a page", "markdown"),
    Form("csv", "a row a change, for a spreadsheet", "csvformat", pairs=True),
    Form("docx", "the rewrite for Word with a comment at each change", "docx", binary=True),
    Form("sarif", "SARIF 2.1.0, for code scanning and editors", "sarif", pairs=True),
    Form("github", "annotations and job summary of GitHub Actions", "github", pairs=True),
    Form("gitlab", "GitLab's Code Quality report", "gitlab", pairs=True),
    Form("junit", "JUnit XML, a test case for each type of change", "junit", pairs=True),
    Form("rdjson", "reviewdog's diagnostics, for code review", "rdjson", pairs=True),
    Form("annotation", "W3C Web Annotations (JSON-LD)", "annotation"),
    Form("claimreview", "drafts of schema.org ClaimReview (JSON-LD), without a rating", "claimreview"),
)


def form_of(name: str) -> Form | None:
    """The format of this name, if it is one of these."""
    return next((form for form in FORMS if form.name == name), None)
