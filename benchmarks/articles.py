"""Article pairs for timing, made from the bundled examples: any number of them, of about as many words as wanted."""

from __future__ import annotations

import random

from sets import HOME


def article_pairs(number: int, words: int = 600) -> list[tuple[str, str]]:
    """So many different pairs, the same ones every time: paragraphs of the example pairs, shuffled and joined."""
    folders = sorted(path.parent for path in (HOME / "examples").glob("*/original.txt"))
    if not folders:
        raise SystemExit("examples/ holds no pairs to time")
    sides = [
        [(folder / f"{side}.txt").read_text(encoding="utf-8").strip().split("\n\n") for folder in folders]
        for side in ("original", "rewrite")
    ]
    pairs = []
    for seed in range(number):
        order = random.Random(seed).sample(range(len(folders)), len(folders))
        pairs.append((_article(sides[0], order, words), _article(sides[1], order, words)))
    return pairs


def _article(texts: list[list[str]], order: list[int], words: int) -> str:
    """Whole paragraphs of the texts, in order, until there are enough words."""
    taken: list[str] = []
    length = 0
    for text in (*order, *order):
        for paragraph in texts[text]:
            if length >= words:
                return "\n\n".join(taken)
            taken.append(paragraph)
            length += len(paragraph.split())
    return "\n\n".join(taken)
