"""unspin: a diff for facts. ``check(original, rewrite)`` says what a rewrite changed, ``read(document)`` what one text says."""

# Nothing imported here may load spaCy or numpy: `unspin --help` must answer at once.
from unspin.changes import Change
from unspin.check import check
from unspin.contradictions import Contradiction
from unspin.document import Block, Document, Span
from unspin.read import read
from unspin.report.model import Report
from unspin.report.reading.model import Notice, Reading, Twin
from unspin.report.tracing.model import Passage, Source, Trace
from unspin.reuse import reuse
from unspin.trace import trace

__version__ = "0.1.0"
__all__ = [
    "Block",
    "Change",
    "Contradiction",
    "Document",
    "Notice",
    "Passage",
    "Reading",
    "Report",
    "Source",
    "Span",
    "Trace",
    "Twin",
    "__version__",
    "check",
    "read",
    "reuse",
    "trace",
]
