"""Names and terms that are the same: whether a change does no more than exchange one for another."""

from __future__ import annotations

from collections.abc import Sequence

from unspin.changes import Change
from unspin.settings.words import words_of

Words = tuple[str, ...]

# Where a change says which two names or quotes it compared, beside the places that it points at.
_NAMED = (("original", "rewrite"), ("original_speaker", "rewrite_speaker"), ("quote", "rewrite"))


class Aliases:
    """Groups of names; those of one group are the same."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        # The longest first: "Marn Town Council" is no "Marn" with something behind it.
        self._names = sorted(
            ((words, number) for number, group in enumerate(groups) for name in group if (words := words_of(name))),
            key=lambda one: -len(one[0]),
        )

    def __bool__(self) -> bool:
        return bool(self._names)

    def only_exchanged(self, change: Change, original: str, rewrite: str) -> bool:
        """Whether the change exchanges one name for another of its group and nothing else; the texts are its words."""
        pairs = [(original, rewrite)]
        for keys in _NAMED:
            ours, theirs = (change.why.get(key) for key in keys)
            if isinstance(ours, str) and isinstance(theirs, str):
                pairs.append((ours, theirs))
        return any(self.same(*pair) for pair in pairs)

    def same(self, original: str, rewrite: str) -> bool:
        """Whether two phrases differ, and only by names of one group."""
        ours, theirs = words_of(original), words_of(rewrite)
        return ours != theirs and bool(ours) and self._canonical(ours) == self._canonical(theirs)

    def _canonical(self, words: Words) -> tuple[str | int, ...]:
        """The words with the number of its group for each name."""
        found: list[str | int] = []
        place = 0
        while place < len(words):
            name, group = next(
                ((name, group) for name, group in self._names if words[place : place + len(name)] == name), ((), None)
            )
            found.append(words[place] if group is None else group)
            place += max(1, len(name))
        return tuple(found)
