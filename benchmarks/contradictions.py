"""Measure contradictions: on our own articles, planted ones found and false ones; on real articles, how many alarms.

    python benchmarks/contradictions.py [--split dev|test] [--show] [--alarms] [--page PAGE.md]

Our own articles (benchmarks/data/contradictions.jsonl) are fictional: half hold planted contradictions, half only tempt.
A contradiction is found where a reported one of its kind touches both of its places. On real articles nothing is
labelled: alarms are counted and, with --alarms, printed, to be read by eye. Those are read from the folder that
UNSPIN_EVALUATION names (default: ../shared/evaluation beside the repository), and skipped where it is absent.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sets import EVALUATION, HOME
from tables import put, table
from unspin.contradictions import Contradiction, contradictions_of
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse

OWN = HOME / "benchmarks" / "data" / "contradictions.jsonl"

REAL = {
    "quotes/polnear_dev": "text",
    "quotes/gum_news": "text",
    "dev/articles": "original",
    "dev/sentences": "original",
    "public/summedits_dev": "original",
}
"""Sets of real texts, and the field that holds the text."""


@dataclass
class Score:
    """How many contradictions of each kind were planted, found, and reported without being there."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float | None:
        """Share of those reported that were planted; None where none was reported."""
        reported = self.found.total() + self.false.total()
        return self.found.total() / reported if reported else None

    @property
    def recall(self) -> float | None:
        """Share of those planted that were found; None where none was planted."""
        return self.found.total() / self.planted.total() if self.planted else None


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(text: str) -> list[Contradiction]:
    """The contradictions of a text."""
    return contradictions_of(Facts(analyse(Document(text))[0]))


def touches(found: Contradiction, planted: dict[str, Any]) -> bool:
    """Whether a contradiction is of the kind that was planted, and shares a code point with both of its places."""
    return found.what == planted["what"] and all(
        span.start < end and start < span.end
        for span, (start, end) in ((found.first, planted["first"]), (found.second, planted["second"]))
    )


def score(articles: Sequence[dict[str, Any]], *, show: bool = False) -> Score:
    """Score the articles; with ``show``, print what is missed and what is reported wrongly."""
    result = Score()
    for article in articles:
        left = read(article["text"])
        for planted in article["contradictions"]:
            result.planted[planted["what"]] += 1
            hit = next((one for one in left if touches(one, planted)), None)
            if hit is not None:
                left.remove(hit)
                result.found[planted["what"]] += 1
            elif show:
                words = " / ".join(article["text"][slice(*planted[side])] for side in ("first", "second"))
                print(f"missed  {article['id']} {planted['what']}: {words}")
        for one in left:
            result.false[one.what] += 1
            if show:
                print(f"wrong   {article['id']} {one.what}: {one.message}")
    return result


def own_tables(split: str | None, *, show: bool) -> str:
    """The scores on our own articles, one row a kind, for each split."""
    articles = rows(OWN)
    parts = []
    for name in [split] if split else ["dev", "test"]:
        chosen = [article for article in articles if article["split"] == name]
        result = score(chosen, show=show and name == "dev")
        kinds = sorted(result.planted | result.false)
        body: list[Sequence[object]] = [
            (kind, result.planted[kind], result.found[kind], result.false[kind]) for kind in kinds
        ]
        body.append(("all", result.planted.total(), result.found.total(), result.false.total()))
        parts += [
            f"### {name}: {len(chosen)} articles of our own\n",
            table(("kind", "planted", "found", "false alarms"), body),
            table(("precision", "recall"), [(result.precision, result.recall)]),
        ]
    return "\n".join(parts)


def real_texts() -> Iterator[tuple[str, str, str]]:
    """Set, id and text of each real article that lies on this machine, each text once."""
    seen: set[str] = set()
    for name, key in REAL.items():
        path = EVALUATION / f"{name}.jsonl"
        for row in rows(path) if path.is_file() else ():
            if row[key] not in seen:
                seen.add(row[key])
                yield name, str(row["id"]), row[key]


def real_table(*, show: bool) -> str:
    """Alarms on real texts, one row a set; with ``show``, each alarm is printed."""
    texts: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    words: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for name, identity, text in real_texts():
        facts = Facts(analyse(Document(text))[0])
        for _ in (facts.names, facts.quantities, facts.times, facts.marked_quotes, facts.hedges, facts.negations):
            pass
        started = time.perf_counter()
        found = contradictions_of(facts)
        seconds[name] += time.perf_counter() - started  # type: ignore[assignment]
        texts[name] += 1
        words[name] += len(text.split())
        alarms[name] += len(found)
        for one in found if show else ():
            print(f"{name} {identity} {one.what} ({one.confidence}): {one.message}")
    if not texts:
        return f"Real articles: skipped, there are none in {EVALUATION}; UNSPIN_EVALUATION names another folder.\n"
    body = [
        (name, texts[name], alarms[name], 100 * alarms[name] / texts[name], 600_000 * seconds[name] / words[name])
        for name in texts
    ]
    head = ("set", "texts", "alarms", "alarms per 100 texts", "ms per 600 words, beyond the facts")
    return "### Real texts\n\n" + table(head, body)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test"], help="only this part of our own articles")
    parser.add_argument("--show", action="store_true", help="print the errors on the development part")
    parser.add_argument("--alarms", action="store_true", help="print every alarm on real texts")
    parser.add_argument("--page", type=Path, help="put the tables into this page")
    options = parser.parse_args(arguments)
    text = own_tables(options.split, show=options.show) + "\n" + real_table(show=options.alarms)
    print(text)
    if options.page:
        put(options.page, "contradictions", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
