"""Names for findings that hold no offsets: they survive edits elsewhere in the texts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence


def fingerprints(findings: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """A name of 16 hexadecimal digits for each finding, made from its type and the words that it is about.

    Case, marks and white space make no difference; a second finding with the same words gets the next number.
    """
    seen: Counter[str] = Counter()
    names = []
    for kind, passages in findings:
        words = [kind, *(" ".join(re.findall(r"\w+", passage.casefold())) for passage in passages)]
        seen["\0".join(words)] += 1
        key = "\0".join([*words, str(seen["\0".join(words)])])
        names.append(hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16])
    return tuple(names)
