"""Whom a speaker's words stand for: the name behind a surname, a pronoun or a description, and how that is known.

A short name stands for the longer one that it is chained to. "He" and "she" stand for the last speaker of the same paragraph
whom nothing says to be of the other sex; else for the nearest person named in it, the last speaker of the paragraph before,
the nearest person before. "It" stands
for a body that spoke last, "they" for people that did. "The minister" stands for the one name that the document calls
a minister.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

from unspin.document import Document
from unspin.facts.names import FEMALE_PRONOUNS, FEMALE_WORDS, MALE_PRONOUNS, MALE_WORDS, Name, gender_of
from unspin.facts.quotes import Quote
from unspin.facts.speakers import BODIES, Introduced, Resolution, Speaker, described_as, introductions
from unspin.lexicon import is_person

_PEOPLE_TAGS = frozenset({"NNS", "NNPS"})
_WRITTEN = frozenset("report study survey poll statement document letter paper article analysis memo review".split())
_MOST_REMEMBERED = 8


def with_names(document: Document, quotes: Sequence[Quote], names: Sequence[Name]) -> list[Quote]:
    """The quotes, each speaker with the canonical name that it stands for and how that was found."""
    return list(_Resolver(document, names).resolved(quotes))


class _Resolver:
    """What one document tells of its names."""

    def __init__(self, document: Document, names: Sequence[Name]) -> None:
        self.document = document
        self.introduced: Introduced = introductions(names)
        self.by_start = {token.start: name for name in names for token in name.tokens}
        self.kinds = {name.canonical: name.kind for name in names if not name.is_pronoun}
        # A canonical name is its tokens in a row; people read "Ana-Lena" as it stands.
        self.written = {name.canonical: name for name in reversed(names) if name.how == "same words"}
        self.canonical = {self._as_written(name): name for name in self.written}
        self.paragraphs = [block.span.start for block in document.blocks]
        self.genders: dict[str, str] = {}
        for name in names:
            if not name.is_pronoun and (gender := gender_of(name) or _described_gender(name)):
                self.genders.setdefault(name.canonical, gender)

    def resolved(self, quotes: Sequence[Quote]) -> Iterator[Quote]:
        spoken: list[tuple[int, Speaker]] = []
        for quote in quotes:
            if quote.speaker is None:
                yield quote
                continue
            speaker = self._resolved(quote.speaker, spoken)
            spoken.append((quote.speaker.span.start, speaker))
            del spoken[:-_MOST_REMEMBERED]
            yield replace(quote, speaker=speaker)

    def _resolved(self, speaker: Speaker, spoken: Sequence[tuple[int, Speaker]]) -> Speaker:
        match speaker.kind:
            case "name":
                return self._named(speaker)
            case "pronoun":
                return self._pronoun(speaker, spoken)
            case "noun":
                return self._described(speaker)

    def _named(self, speaker: Speaker) -> Speaker:
        name = self.by_start.get(speaker.head.start)
        if name is None or name.is_pronoun:
            return speaker
        how: Resolution = "named" if name.how == "same words" else "short for"
        return replace(speaker, resolved=self._as_written(name.canonical), how=how)

    def _pronoun(self, speaker: Speaker, spoken: Sequence[tuple[int, Speaker]]) -> Speaker:
        place = speaker.span.start
        fitting = [(at, found) for at, found in spoken if self._can_be(found, speaker.head.lower)]
        for at, found in reversed(fitting):
            if at < place and self._paragraphs_between(at, place) == 0:
                return replace(speaker, resolved=found.name, how="last speaker")
        if speaker.names and any(
            name.canonical in speaker.names
            and name.span.start < place
            and self._paragraphs_between(name.span.start, place) == 0
            for name in self.by_start.values()
            if not name.is_pronoun
        ):
            return self._nearest(speaker)
        for at, found in reversed(fitting):
            if at < place and self._paragraphs_between(at, place) == 1:
                return replace(speaker, resolved=found.name, how="last speaker")
        return self._nearest(speaker) if speaker.names else speaker

    def _nearest(self, speaker: Speaker) -> Speaker:
        return replace(speaker, resolved=self._as_written(min(speaker.names)), how="nearest person")

    def _as_written(self, canonical: str) -> str:
        name = self.written.get(canonical)
        return " ".join(name.span.of(self.document.prose).split()) if name else canonical

    def _paragraphs_between(self, first: int, second: int) -> int:
        starts = self.paragraphs
        return bisect.bisect_right(starts, second) - bisect.bisect_right(starts, first)

    def _can_be(self, earlier: Speaker, pronoun: str) -> bool:
        name = self.canonical.get(earlier.resolved or "") or min(earlier.names, default=None)
        kind = self.kinds.get(name or "")
        plural = earlier.head.tag in _PEOPLE_TAGS or any(child.dep == "conj" for child in earlier.head.children)
        if pronoun in MALE_PRONOUNS | FEMALE_PRONOUNS:
            gender = "male" if pronoun in MALE_PRONOUNS else "female"
            known = earlier.gender or self.genders.get(name or "")
            person = kind in {"person", "other"} or (kind is None and is_person(earlier.head.lemma))
            return (not plural and person and known in {None, gender} and earlier.kind != "pronoun") or (
                earlier.kind == "pronoun" and earlier.head.lower == pronoun and earlier.resolved is not None
            )
        if pronoun == "it":
            return not plural and (kind == "organisation" or earlier.head.lemma in BODIES | _WRITTEN)
        return pronoun == "they" and plural

    def _described(self, speaker: Speaker) -> Speaker:
        """The one person whom the document calls what the speaker is called, where it says "the"."""
        first = speaker.text.split()[0].lower()
        if first not in {"the", "his", "her", "their", "its"}:
            return speaker
        holders = {
            name
            for name, words in self.introduced
            if speaker.head.lemma in words and self.kinds.get(name) == "person" and is_person(speaker.head.lemma)
        }
        if len(holders) != 1 or speaker.attached:
            return speaker
        return replace(speaker, resolved=self._as_written(holders.pop()), how="described so")


def _described_gender(name: Name) -> str | None:
    words = described_as(name)
    return "male" if words & MALE_WORDS else "female" if words & FEMALE_WORDS else None
