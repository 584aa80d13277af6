"""Names for findings that hold no offsets: they survive edits elsewhere in the texts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence


class Fingerprints:
    """Gives each finding of a report a name of 16 hexadecimal digits, made from its type and the words that it is about.

    Case, marks and white space make no difference; a second finding with the same words gets the next number.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def name(self, kind: str, passages: Sequence[str]) -> str:
        """The name of the next finding."""
        words = "\0".join([kind, *(" ".join(re.findall(r"\w+", passage.casefold())) for passage in passages)])
        self._seen[words] += 1
        key = f"{words}\0{self._seen[words]}"
        return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16]


def fingerprints(findings: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """The names of all findings of a report, each given by its type and the words that it is about."""
    names = Fingerprints()
    return tuple(names.name(kind, passages) for kind, passages in findings)
