"""An edit of a sentence: words put in the place of others, each known to keep the meaning or to change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import lemminflect

from unspin.language import Token


@dataclass(frozen=True, slots=True)
class Replacement:
    """``text`` in place of the characters [start, end) of the sentence; ``told`` where the exchange changes what is said."""

    start: int
    end: int
    text: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """Replacements that belong together, and what they do: to the verdict, and to whether all is kept."""

    kind: str
    replacements: tuple[Replacement, ...]
    verdict: str = "unfaithful"
    kept: bool = False

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where the edit touches the sentence."""
        return [(change.start, change.end) for change in self.replacements]


def touches(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same or neighbouring characters."""
    return any(start <= end2 + 1 and start2 <= end + 1 for start, end in one.places for start2, end2 in other.places)


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, list[list[int]], list[list[int]]]:
    """The edited text, the places in it that say something new, and the places of the text that are no longer said."""
    written: list[str] = []
    new: list[list[int]] = []
    gone: list[list[int]] = []
    done = length = 0
    for change in sorted(
        (change for edit in edits for change in edit.replacements), key=lambda change: (change.start, change.end)
    ):
        kept = text[done : change.start]
        written += [kept, change.text]
        length += len(kept)
        if change.told and change.text.strip():
            new.append([length, length + len(change.text)])
        if change.told and text[change.start : change.end].strip():
            gone.append([change.start, change.end])
        length += len(change.text)
        done = change.end
    written.append(text[done:])
    return "".join(written), new, gone


def swap(
    kind: str, token: Token, text: str, *, told: bool = True, verdict: str = "unfaithful", kept: bool = False
) -> Edit:
    """One word for another, in the case of the first."""
    return Edit(kind, (Replacement(token.start, token.end, cased(text, token.text), told),), verdict, kept)


def cased(word: str, like: str) -> str:
    """A word with a capital where ``like`` has one."""
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@lru_cache(maxsize=2**15)
def inflected(lemma: str, tag: str) -> str | None:
    """The form of a lemma for a Penn tag; None where there is none."""
    if " " in lemma or not lemma.isalpha():
        return None
    if tag in {"NN", "JJ", "RB", "VB", "VBP"}:
        return lemma
    forms = lemminflect.getInflection(lemma, tag=tag, inflect_oov=False)
    return forms[0] if forms else None


def listed_words(name: str) -> dict[str, list[str]]:
    """The lists of a file beside this one: the first word or phrase of each line, with the others."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, *others = (word.strip() for word in line.split("|"))
            found.setdefault(first, []).extend(others)
    return found


def text_of(tokens: Sequence[Token], text: str) -> str:
    """The characters that neighbouring tokens stand on."""
    return text[tokens[0].start : tokens[-1].end]


def dropped(kind: str, tokens: Sequence[Token], text: str, *, told: bool = True, verdict: str = "backed") -> Edit:
    """An edit that leaves neighbouring words out, with the comma or blank before them."""
    start, end = tokens[0].start, tokens[-1].end
    if start and text[start - 1] == " ":
        start -= 1
        if start and text[start - 1] in ",;" and (end == len(text) or text[end : end + 1] in ",;.!?"):
            start -= 1
            if text[end : end + 1] in {",", ";"}:
                end += 1
    elif end < len(text) and text[end] == " ":
        end += 1
    return Edit(kind, (Replacement(start, end, "", told),), verdict, False)


def whole(tokens: Sequence[Token]) -> bool:
    """Whether tokens stand side by side."""
    return bool(tokens) and tokens[-1].index - tokens[0].index == len(tokens) - 1
