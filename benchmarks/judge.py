"""Time the bundled judge beside an untrained encoder of the shape of ModernBERT-base, on the same pairs of passages.

    python benchmarks/judge.py [--pairs 4] [--page docs/judge.md]

The encoder is the one that token-level checkers of generated text are built on; it is made from its configuration, so nothing is
fetched, and weights make no difference to time. It needs torch and transformers (pip install --group judge); without them the
judge is timed alone. Both use the same cores. The ratio, not the time, is what another machine will see again.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from articles import article_pairs
from tables import put, table
from unspin import Document
from unspin.align import align
from unspin.facts import Facts
from unspin.judge import bundled
from unspin.language import analyse

Pairs = Sequence[tuple[str, str]]
ROUNDS = 3
BATCH = 8


def passages(number: int) -> list[tuple[str, str]]:
    """The linked passages of so many pairs of 600-word articles."""
    found = []
    for original, rewrite in article_pairs(number):
        links = align(*(Facts(analysis) for analysis in analyse(Document(original), Document(rewrite))))
        found += [(link.original.text, link.rewrite.text) for link in links]
    return [pair for pair in found if all(pair)]


def encoder(pairs: Pairs) -> Callable[[], object] | None:
    """Reads the pairs with an encoder of ModernBERT-base's shape, in batches of like length; None without the libraries."""
    try:
        import torch  # noqa: PLC0415
        from transformers import ModernBertConfig, ModernBertModel  # noqa: PLC0415
    except ImportError:
        return None
    torch.manual_seed(0)
    model = ModernBertModel(ModernBertConfig(attn_implementation="sdpa")).eval()
    # The judge's own pieces stand in for the encoder's, whose tokenizer is not at hand: about as many a word.
    lengths = sorted(len(cut.ids) for cut in bundled().reader.pieces(pairs))
    batches = [lengths[start : start + BATCH] for start in range(0, len(lengths), BATCH)]

    def read() -> None:
        with torch.inference_mode():
            for batch in batches:
                ids = torch.randint(10, 50_000, (len(batch), max(batch)))
                mask = torch.tensor([[1] * length + [0] * (max(batch) - length) for length in batch])
                model(input_ids=ids, attention_mask=mask)

    return read


def best(way: Callable[[], object]) -> float:
    """The best time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        way()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=4, help="pairs of articles (default 4)")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    pairs = passages(options.pairs)
    words = sum(len(text.split()) for pair in pairs for text in pair)
    judge = bundled()
    judge.judge(pairs[:2])
    ours = best(lambda: judge.judge(pairs))
    rows: list[tuple[str, str, str, str]] = [
        ("the bundled judge", f"{1000 * ours / len(pairs):.1f}", f"{words / ours:.0f}", "1")
    ]
    if (way := encoder(pairs)) is None:
        print("torch and transformers are not installed (pip install --group judge): the encoder is skipped")
    else:
        way()
        theirs = best(way)
        rows.append(
            (
                "untrained ModernBERT-base shape",
                f"{1000 * theirs / len(pairs):.1f}",
                f"{words / theirs:.0f}",
                f"{theirs / ours:.1f}",
            )
        )
    text = table(("reader", "ms a pair of passages", "words a second", "time beside the judge"), rows)
    print(text)
    if options.page:
        put(options.page, "speed", text)


if __name__ == "__main__":
    main()
