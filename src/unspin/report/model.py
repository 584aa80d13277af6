"""The result of a check."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from unspin.changes import Change, Severity, get_type
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span


@dataclass(frozen=True, slots=True)
class LinkedSpans:
    """One edge of the sentence alignment, as spans; an empty side is a sentence dropped or added.

    ``similarity`` is in [0, 1].
    """

    original: tuple[Span, ...]
    rewrite: tuple[Span, ...]
    similarity: float


@dataclass(frozen=True)
class Report:
    """What a rewrite changed.

    Args:
        original: The text that the rewrite was made from.
        rewrite: The text that was checked.
        links: The sentence alignment, in order of the rewrite.
        changes: In order of their place in the rewrite; an omission stands where the omitted words would.
        fidelity: Probability in [0, 1] that the rewrite changes nothing.
    """

    original: Document
    rewrite: Document
    links: tuple[LinkedSpans, ...]
    changes: tuple[Change, ...]
    fidelity: float

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Number of changes of each severity."""
        found = Counter(severity_of(change) for change in self.changes)
        return {severity: found[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether any change is of this severity or a graver one."""
        return any(self.counts[graver] for graver in SEVERITIES[: SEVERITIES.index(severity) + 1])

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """A name for each change that holds no offsets: it survives edits elsewhere in the texts.

        Made from the type and the words on both sides; a second change with the same words gets the next number.
        """
        seen: Counter[str] = Counter()
        names = []
        for change in self.changes:
            words = [change.type]
            for document, span in ((self.original, change.original), (self.rewrite, change.rewrite)):
                words.append(" ".join(re.findall(r"\w+", document.slice(span).casefold())) if span else "")
            seen["\0".join(words)] += 1
            key = "\0".join([*words, str(seen["\0".join(words)])])
            names.append(hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16])
        return tuple(names)


def severity_of(change: Change) -> Severity:
    """The change's own severity, or that of its type."""
    return change.severity or get_type(change.type).severity
