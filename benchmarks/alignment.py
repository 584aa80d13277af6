"""The sentence alignment against the gold of examples/*/alignment.json: precision, recall and F1 of sentence pairs.

    python benchmarks/alignment.py [NAME ...] [--errors]

A link of some sentences with some others counts as all their pairs; a sentence that is dropped or added has none, and a
link that gives it one is an error of precision.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from unspin.align import Link, align
from unspin.facts import Facts
from unspin.language import analyse
from unspin.readers import read

EXAMPLES = Path(__file__).parent.parent / "examples"

Pair = tuple[int, int]


class GoldLink(NamedTuple):
    """Sentences of both sides, by their exact words; an empty side is a sentence dropped or added."""

    original: tuple[str, ...]
    rewrite: tuple[str, ...]


class Score(NamedTuple):
    """How many pairs of sentences were linked rightly, how many were linked, and how many should be."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the linked pairs that the gold links too."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold's pairs that were linked."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


class Result(NamedTuple):
    """The score of one example, with the words of the pairs that one side alone links."""

    score: Score
    wrong: list[tuple[str, str]]
    missed: list[tuple[str, str]]


def names() -> list[str]:
    """The examples that have a gold alignment."""
    return sorted(path.parent.name for path in EXAMPLES.glob("*/alignment.json"))


def gold_links(name: str) -> list[GoldLink]:
    """The gold alignment of an example."""
    links = json.loads((EXAMPLES / name / "alignment.json").read_text(encoding="utf-8"))
    return [GoldLink(tuple(link["original"]), tuple(link["rewrite"])) for link in links]


def gold_pairs(links: Iterable[GoldLink], original: Sequence[str], rewrite: Sequence[str]) -> set[Pair]:
    """The pairs of sentence numbers that the gold links.

    Raises:
        ValueError: A sentence of the gold is none of the document's.
    """
    return {
        (original.index(ours), rewrite.index(theirs))
        for link in links
        for ours in link.original
        for theirs in link.rewrite
    }


def linked_pairs(links: Iterable[Link]) -> set[Pair]:
    """The pairs of sentence numbers that an alignment links."""
    return {
        (ours.index, theirs.index)
        for link in links
        for ours in link.original.sentences
        for theirs in link.rewrite.sentences
    }


def measure(name: str) -> Result:
    """Align an example and compare with its gold."""
    ours, theirs = analyse(read(EXAMPLES / name / "original.txt"), read(EXAMPLES / name / "rewrite.txt"))
    original, rewrite = [sentence.text for sentence in ours.sentences], [sentence.text for sentence in theirs.sentences]
    gold = gold_pairs(gold_links(name), original, rewrite)
    found = linked_pairs(align(Facts(ours), Facts(theirs)))

    def words(pairs: set[Pair]) -> list[tuple[str, str]]:
        return [(original[one], rewrite[other]) for one, other in sorted(pairs)]

    return Result(Score(len(gold & found), len(found), len(gold)), words(found - gold), words(gold - found))


def main() -> None:
    """Print a row for each example and one for all, with the errors if wanted."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*", metavar="NAME", help="an example; all of them if none is named")
    options.add_argument("--errors", action="store_true", help="print the pairs that are linked wrongly or not at all")
    wanted = options.parse_args()
    results = {name: measure(name) for name in wanted.names or names()}
    total = Score(*(sum(column) for column in zip(*(result.score for result in results.values()), strict=True)))
    print("| example | pairs in the gold | precision | recall | F1 |\n|---|---|---|---|---|")
    for name, score in [*((name, result.score) for name, result in results.items()), ("all", total)]:
        print(f"| {name} | {score.gold} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |")
    for name, result in results.items() if wanted.errors else ():
        for kind, pairs in (("wrong", result.wrong), ("missed", result.missed)):
            for ours, theirs in pairs:
                print(f"\n{name}, {kind}\n  {ours}\n  {theirs}")


if __name__ == "__main__":
    main()
