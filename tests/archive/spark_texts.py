"""A small corpus of invented news for the tests of Spark, with copies of several kinds in it; and what the local engine finds."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from unspin.archive.candidates import candidates
from unspin.archive.collection import Collection
from unspin.archive.corpus import Parameters, Tally, passage_table, rows_of
from unspin.archive.reading import Documents, group_of
from unspin.archive.spark.errors import SparkError
from unspin.archive.tokens import tokens_of

CONSONANTS, VOWELS = "b c d f g h k l m n p r s t v br cl dr st tr".split(), "a e i o u ai ou ea".split()
SMALL = "the a of to in and that for with was on by it at from which said had".split()
# In every document: as much of it as no rule of rare runs may count.
BOILERPLATE = (
    "This story is part of the evening edition and may not be printed without leave. "
    "Letters to the editor are read with care, and the best of them appear on the last page."
)


def sentence(chance: random.Random) -> str:
    words = []
    for _ in range(chance.randrange(7, 22)):
        made = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randrange(2, 4)))
        words.append(chance.choice((made, made, chance.choice(SMALL), "café", str(chance.randrange(9999)))))
    return " ".join(words).capitalize() + "."


def edited(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for at in range(len(words)):
        if chance.random() < 0.12:
            words[at] = chance.choice(("rather", "plain", "seven", "Monday", "some", "harbour"))
    return " ".join(words)


def records(number: int = 240, seed: int = 5) -> list[dict[str, object]]:
    """Documents with ids and outlets; a third of them are made from earlier ones in part, or as a whole."""
    chance = random.Random(seed)
    found: list[dict[str, object]] = []
    bodies: list[list[str]] = []
    for which in range(number):
        own = [sentence(chance) for _ in range(chance.randrange(6, 22))]
        match which % 12 if bodies else 0:
            case 3:
                own[2:2] = chance.choice(bodies)[:5]
            case 5:
                own[2:2] = [edited(line, chance) for line in chance.choice(bodies)[:6]]
            case 7:
                own = chance.sample(taken := chance.choice(bodies), len(taken))
            case 9:
                own = list(chance.choice(bodies))
            case 10:
                # An ending that thirty documents have, each after words of its own.
                own += ["The talks about the toll road will go on until the last lorry has left the yard at dawn."] * 3
        bodies.append(own)
        text = " ".join([*own, BOILERPLATE]) if which % 2 else "\n\n".join([BOILERPLATE, *own])
        found.append({"id": f"{seed}-{which}", "text": text, "outlet": f"outlet {which % 5}" if which % 7 else None})
    odd = ["Word", "…!", "Ω" * 400, "Ée\u0301 ﬁn ½ 北京市 " * 40, BOILERPLATE, BOILERPLATE, " ".join([BOILERPLATE] * 9)]
    found.extend({"id": f"{seed}-odd-{which}", "text": text} for which, text in enumerate(odd))
    return found


def write(path: Path, some: Sequence[dict[str, object]]) -> Path:
    lines = "".join(json.dumps(record) + "\n" for record in some).encode()
    path.write_bytes(gzip.compress(lines, 1) if path.suffix == ".gz" else lines)
    return path


def local_passages(sources: Sequence[Path], against: Sequence[Path] | None, parameters: Parameters, tally: Tally):  # type: ignore[no-untyped-def]
    """The passages by the kernels on all documents at once: plain, and without anything that either engine does to be fast."""
    found = list(Documents(sources, against, parameters, tally))
    tokens = [tokens_of(record.text) for record in found]
    names = [group_of(record, parameters) for record in found]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))} | {None: -1}
    hashes = np.concatenate([np.empty(0, dtype=np.uint64), *(part.hashes for part in tokens)])
    first_token = np.concatenate([[0], np.cumsum([len(part) for part in tokens])]).astype(np.int64)
    groups = np.array([numbers[name] for name in names], dtype=np.int32) if parameters.group_by else None
    pairs = candidates(hashes, first_token, groups=groups, sources=None if against is None else tally.sources)
    tally.words, tally.pairs = len(hashes), len(pairs)
    return passage_table(rows_of(Collection.of(tokens), pairs, parameters.min_length), [record.id for record in found])


def require_spark() -> None:
    """Skip the module's tests, and say so, where Spark or Java is missing."""
    pytest.importorskip("pyspark", reason='Spark is not installed: pip install "unspin[spark]"')
    from unspin.archive.spark import session

    try:
        session._pyspark()
        session._require_java()
    except (ModuleNotFoundError, SparkError) as error:
        pytest.skip(f"Spark cannot run: {error}", allow_module_level=True)
