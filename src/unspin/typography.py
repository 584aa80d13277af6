"""A text without its typography: marks, white space and invisible characters make no difference to what it says."""

from __future__ import annotations

import re

_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑−", "-"),
        # Half a pair of UTF-16 is no character: the parser refuses it.
        **dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd"),
    }
)
_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACE = re.compile(r"\s")
_UNEVEN = re.compile(rf"[{''.join(sorted(_IGNORED))}]|\s\s|^\s|\s$")


def plain(text: str) -> tuple[str, list[int]]:
    """Text as the parser should see it, and the offset in ``text`` of each of its characters (and one past the last).

    Runs of white space become one space, typographic marks plain ones, and invisible characters vanish; so a text and
    its copy with other marks or line breaks are parsed alike.
    """
    if not _UNEVEN.search(text):
        return _SPACE.sub(" ", text.translate(_MARKS)), list(range(len(text) + 1))
    return slowly_plain(text)


def slowly_plain(text: str) -> tuple[str, list[int]]:
    """The same as ``plain``, a character at a time: for text with characters to leave out, and as its reference."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text.translate(_MARKS)):
        if character in _IGNORED:
            continue
        if character.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                offsets.append(offset)
            continue
        characters.append(character)
        offsets.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    offsets.append(offsets[-1] + 1 if offsets else 0)
    return "".join(characters), offsets
