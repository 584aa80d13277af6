"""Words as settings compare them: case, marks and white space make no difference."""

from __future__ import annotations

import re

from unspin.typography import plain

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_POSSESSIVE = re.compile(r"(?<=\w)'s?(?!\w)")
_ARTICLES = frozenset({"the", "a", "an"})


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or phrase in lower case, without marks, articles and the possessive 's."""
    bare = _POSSESSIVE.sub("", plain(text)[0].casefold())
    return tuple(word for word in _WORD.findall(bare) if word not in _ARTICLES)
