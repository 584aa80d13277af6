"""TOML with places: the values of a file, and the line and column of every key and every element.

The values come from the standard library's parser, which tells no places. The places come from a second walk over the same
text; it may trust that the text is TOML, and only looks for where keys and elements begin.
"""

from __future__ import annotations

import bisect
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unspin.settings.errors import Problem, SettingsError

Keys = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_FAULT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
# TOML allows two quotation marks right before the three that close.
_LONG = {
    '"""': re.compile(r'(?:\\.|[^\\])*?"""(?:"{0,2})', re.DOTALL),
    "'''": re.compile(r".*?'''(?:'{0,2})", re.DOTALL),
}
_SHORT = {'"': re.compile(r'(?:\\.|[^"\\])*"'), "'": re.compile(r"[^']*'")}
_MOST_BYTES = 4 << 20


@dataclass(frozen=True)
class Toml:
    """A file of settings: its name in messages, its values, and where each stands."""

    name: str
    values: dict[str, Any]
    places: dict[Keys, tuple[int, int]]

    def problem(self, keys: Keys, message: str) -> Problem:
        """A fault of what stands at these keys."""
        line, column = self.place(keys)
        return Problem(self.name, line, column, message)

    def place(self, keys: Keys) -> tuple[int, int]:
        """Line and column of what stands at these keys, or of the nearest thing around it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (0, 0))


def read_toml(path: Path, name: str | None = None) -> Toml:
    """The values and places of a file; ``name`` is what messages call it.

    Raises:
        SettingsError: It cannot be read, or is no TOML.
    """
    name = name or str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            [Problem(name, 0, 0, f"cannot be read: {(error.strerror or str(error)).lower()}")]
        ) from None
    if len(data) > _MOST_BYTES:
        raise SettingsError([Problem(name, 0, 0, f"cannot be read: it is larger than {_MOST_BYTES >> 20} MB")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SettingsError([Problem(name, line, column, "not UTF-8; save the file as UTF-8")]) from None
    return parse_toml(text, name)


def parse_toml(text: str, name: str) -> Toml:
    """The values and places of a text.

    Raises:
        SettingsError: It is no TOML.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_fault(str(error), text, name)]) from None
    except RecursionError:
        raise SettingsError([Problem(name, 0, 0, "not TOML: nested too deeply")]) from None
    return Toml(name, values, _Walk(text).places())


def _fault(message: str, text: str, name: str) -> Problem:
    found = _FAULT.fullmatch(message)
    if found is None:
        return Problem(name, 0, 0, f"not TOML: {message.lower()}")
    if found[2] is None:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    else:
        line, column = int(found[2]), int(found[3])
    return Problem(name, line, column, f"not TOML: {found[1][:1].lower()}{found[1][1:]}")


class _Walk:
    """A walk over text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Keys, int] = {}
        self.elements: dict[Keys, int] = {}

    def places(self) -> dict[Keys, tuple[int, int]]:
        """Line and column, from 1, of every key and every element of an array, by the keys that lead there."""
        self._document()
        starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        lines = {keys: bisect.bisect_right(starts, offset) for keys, offset in self.found.items()}
        return {keys: (line, self.found[keys] - starts[line - 1] + 1) for keys, line in lines.items()}

    def _document(self) -> None:
        table: Keys = ()
        self._take(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._take(_BLANK)

    def _header(self) -> Keys:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        table = self._key((), counted=not many)
        self.at += 2 if many else 1
        if not many:
            return table
        number = self.elements.get(table, -1) + 1
        self.elements[table] = number
        self.found[*table, number] = start
        return (*table, number)

    def _pair(self, table: Keys) -> None:
        keys = self._key(table)
        self.at += 1  # the equals sign
        self._take(_SPACES)
        self._value(keys)

    def _key(self, table: Keys, *, counted: bool = True) -> Keys:
        """A key with its dots, up to what follows it; the keys that lead to it.

        A part that names an array of tables means the last of them, but for the last part where not ``counted``.
        """
        keys = table
        while True:
            self._take(_SPACES)
            start = self.at
            keys = (*keys, self._part())
            self.found.setdefault(keys, start)
            self._take(_SPACES)
            ends = self.text[self.at] != "."
            if keys in self.elements and (counted or not ends):
                keys = (*keys, self.elements[keys])
            if ends:
                return keys
            self.at += 1

    def _part(self) -> str:
        if (quote := self.text[self.at]) in _SHORT:
            start = self.at
            self.at += 1
            self._take(_SHORT[quote])
            name: str = tomllib.loads(f"name = {self.text[start : self.at]}")["name"]
            return name
        return self._take(_BARE)

    def _value(self, keys: Keys) -> None:
        opening = self.text[self.at : self.at + 3]
        if opening in _LONG:
            self.at += 3
            self._take(_LONG[opening])
        elif opening[0] in _SHORT:
            self.at += 1
            self._take(_SHORT[opening[0]])
        elif opening[0] == "[":
            self._array(keys)
        elif opening[0] == "{":
            self._inline(keys)
        else:
            self._take(_SCALAR)

    def _array(self, keys: Keys) -> None:
        number = 0
        self.at += 1
        self._take(_BLANK)
        while self.text[self.at] != "]":
            self.found[*keys, number] = self.at
            self._value((*keys, number))
            number += 1
            self._comma()
        self.at += 1

    def _inline(self, keys: Keys) -> None:
        self.at += 1
        self._take(_BLANK)
        while self.text[self.at] != "}":
            self._pair(keys)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._take(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._take(_BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None, "a text that the parser has read is TOML"
        self.at = match.end()
        return match[0]
