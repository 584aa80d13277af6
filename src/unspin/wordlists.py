"""Hand-made lists of verbs: converses (sell and buy) and verbs of reporting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

ReportingClass = Literal["neutral", "certain", "weak", "denial", "directive", "promise"]


@dataclass(frozen=True, slots=True)
class Converse:
    """A verb that tells the event of another from the other side.

    ``roles`` maps the part that a participant has with ``verb`` to the part that it has with ``other``. Parts are
    "agent" (subject of the active verb), "patient" (direct object), "recipient" (indirect object) or a preposition: for
    sell and buy {"agent": "from", "patient": "patient", "to": "agent", ...}.
    """

    verb: str
    other: str
    roles: Mapping[str, str]


def _lines(name: str) -> Iterator[str]:
    for line in (files("unspin") / "data" / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@lru_cache(maxsize=1)
def _converses() -> dict[str, tuple[Converse, ...]]:
    found: dict[str, list[Converse]] = defaultdict(list)
    for line in _lines("converse.txt"):
        verb, other, mapping = (part.strip() for part in line.split("|"))
        pairs = [(ours, theirs) for ours, theirs in (pair.split("=") for pair in mapping.split())]
        found[verb].append(Converse(verb, other, dict(pairs)))
        if verb != other:
            # Two parts can become one ("to" and "recipient" are both the buyer): back again it is the first that is
            # named.
            found[other].append(Converse(other, verb, {theirs: ours for ours, theirs in reversed(pairs)}))
    return {verb: tuple(converses) for verb, converses in found.items()}


def converse_of(lemma: str) -> tuple[Converse, ...]:
    """The converses of a verb with the parts its participants take; a symmetric verb (marry) is its own converse."""
    return _converses().get(lemma, ())


@lru_cache(maxsize=1)
def reporting_classes() -> Mapping[ReportingClass, frozenset[str]]:
    """Lemmas of the verbs of reporting by what they let a reader believe; a verb may stand in two classes."""
    found = {}
    for line in _lines("reporting.txt"):
        name, words = line.split(":")
        kind = next(kind for kind in get_args(ReportingClass) if kind == name)
        found[kind] = frozenset(word.strip() for word in words.split(","))
    return found


REPORTING_VERBS: frozenset[str] = frozenset().union(*reporting_classes().values())


def reporting_class(lemma: str) -> ReportingClass | None:
    """The first class of a verb, in the order neutral, certain, weak, denial, directive, promise; None for others."""
    return next((kind for kind, verbs in reporting_classes().items() if lemma in verbs), None)
