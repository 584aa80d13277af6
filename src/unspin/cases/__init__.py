"""Cases: checks that the server keeps, with what was decided about each change, by whom and when."""

from unspin.cases.errors import CasesError, NotFound, Refused
from unspin.cases.model import Case, Decision, Entry, Page, Summary, Text, Verdict, standing
from unspin.cases.store import Cases

__all__ = [
    "Case",
    "Cases",
    "CasesError",
    "Decision",
    "Entry",
    "NotFound",
    "Page",
    "Refused",
    "Summary",
    "Text",
    "Verdict",
    "standing",
]
