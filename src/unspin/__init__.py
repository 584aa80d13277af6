"""unspin: a diff for facts. ``check(original, rewrite)`` says what a rewrite changed in meaning, where, how surely and why."""

# Nothing imported here may load spaCy or numpy: `unspin --help` must answer at once.
from unspin.changes import Change
from unspin.check import check
from unspin.document import Block, Document, Span
from unspin.report.model import Report

__version__ = "0.1.0"
__all__ = ["Block", "Change", "Document", "Report", "Span", "__version__", "check"]
