"""Invented news for the tests of reuse, and short ways to run it and to read what it wrote."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unspin import reuse

SYLLABLES = "bel cor dan fes gar hul ist jor kel lom mar nis orv pel qua rin sol tam urd vel wes yar zin".split()
SMALL = "the a of to in and that for with was on by it at from which said had its new".split()
RESULTS = ("passages.jsonl", "passages.parquet", "clusters.jsonl", "clusters.parquet")


def sentences(seed: int, number: int) -> list[str]:
    """Sentences that nobody else has."""
    chance = random.Random(seed)
    found = []
    for _ in range(number):
        words = []
        for _ in range(chance.randrange(8, 18)):
            made = "".join(chance.choice(SYLLABLES) for _ in range(chance.randrange(2, 4)))
            words.append(chance.choice((made, made, chance.choice(SMALL))))
        found.append(" ".join(words).capitalize() + ".")
    return found


def prose(seed: int, number: int = 12) -> str:
    return " ".join(sentences(seed, number))


def edited(text: str, seed: int, share: float = 0.1) -> str:
    """Some words are others."""
    chance = random.Random(seed)
    return " ".join("instead" if chance.random() < share else word for word in text.split(" "))


def write(path: Path, records: Iterable[Mapping[str, Any]] | Mapping[str, str]) -> Path:
    if isinstance(records, Mapping):
        records = [{"id": name, "text": text} for name, text in records.items()]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def found(folder: Path) -> list[dict[str, Any]]:
    return lines(folder / "passages.jsonl")


def pairs(folder: Path) -> list[tuple[str, str]]:
    return [(passage["document"], passage["source"]) for passage in found(folder)]


def reused(folder: Path, texts: Mapping[str, str], **options: Any) -> list[dict[str, Any]]:
    """The passages of some texts."""
    folder.mkdir(exist_ok=True)
    reuse([write(folder / "corpus.jsonl", texts)], output=folder / "found", **options)
    return found(folder / "found")


def written(folder: Path) -> dict[str, bytes]:
    """The bytes of all results but the report."""
    return {name: (folder / name).read_bytes() for name in RESULTS}


def mixed_corpus(number: int = 60) -> dict[str, str]:
    """Documents of which every third is made from an earlier one, in several ways."""
    texts: dict[str, str] = {}
    for which in range(number):
        own, other = sentences(which, 10), sentences(which - 2, 10)
        match which % 12 if which > 2 else 0:
            case 3:
                own[3:3] = other[2:7]
            case 6:
                own = [edited(line, which) for line in other]
            case 9:
                own = other[5:] + other[:5]
            case 10:
                own = other
        texts[f"d{which:03}"] = " ".join(own)
    return texts
