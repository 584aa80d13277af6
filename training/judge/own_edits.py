"""Training records of our own: faithful rewordings and wrong edits of faithful texts, with the places that each edit touches.

    python training/judge/own_edits.py PAIRS.jsonl.gz RECORDS.jsonl.gz [--sentences 36000] [--seed 3]

PAIRS is the file that labelled_pairs.py reads. Sentences of its originals are edited by themselves, and so are the faithful
rewrites of its sets of whole paraphrases and of the pairs written by hand (written_pairs.py), against their own originals: then a wrong
edit hides in real rewording. Needs the package and lemminflect. The same seed gives the same records; another seed gives other edits of
other sentences.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from edit import Edit, apply, touches
from labelled_pairs import WHOLE
from records import Record, write_records
from rewordings import rewordings
from stock import Stock, stock_of
from written_pairs import written
from wrong_edits import wrong_edits

from unspin import Document
from unspin.language import Sentence, analyse

# Where running prose comes from, and how large a part of the sentences.
PROSE = {
    "xsumfaith": 0.42,
    "defacto": 0.24,
    "fever": 0.1,
    "covidfact": 0.05,
    "fm2": 0.04,
    "conjnli": 0.06,
    "mnli": 0.03,
    "wice_tokens": 0.02,
    "iterater": 0.04,
}
SHORTEST, LONGEST = 7, 42
# How often a kind is chosen beside the others, where a sentence allows it.
CHANCES = {
    "near": 2.2, "antonym": 1.2, "addition": 1.6, "omission": 2.0, "negation": 1.2, "tense": 1.3, "wider": 0.9,
    "hedge": 5.0, "hedge added": 0.8, "entity": 1.5, "role": 2.2, "swap": 2.5, "number": 1.5, "bound": 1.5, "unit": 2.0, "time": 2.0,
    "title": 2.0,
    "contrast": 2.0, "gender": 1.2, "attribution": 3.5,
}  # fmt: skip
BATCH = 400


def prose(path: Path, number: int, rng: random.Random) -> list[list[str]]:
    """Sentences with their neighbours' text: [sentence, before, after], sampled."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            texts[pair["from"].split("/")[0]][pair["original"]] = None
    found: list[list[str]] = []
    for source, share in PROSE.items():
        sentences: dict[str, list[str]] = {}
        for text in texts[source]:
            parts = [part.strip() for part in re.split(r"(?<=[.!?])[\"”]?\s+(?=[A-Z\"“])|\n+", text)]
            for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
                if SHORTEST <= len(part.split()) <= LONGEST and part.count('"') % 2 == 0 and part[-1:] in '.!?"”':
                    sentences.setdefault(part, [part, before, after])
        chosen = list(sentences.values())
        rng.shuffle(chosen)
        found += chosen[: round(number * share)]
    rng.shuffle(found)
    return found


def paraphrases(path: Path) -> Iterator[tuple[str, str]]:
    """The faithful pairs of sets in which both sides say the same, both ways round."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            if pair["label"] == "consistent" and pair["from"].split("/")[0] in WHOLE:
                yield pair["original"], pair["rewrite"]
                yield pair["rewrite"], pair["original"]


def parsed(texts: Sequence[str]) -> Iterator[Sentence | None]:
    """Each text as a sentence; None where it is none or more than one."""
    for start in range(0, len(texts), BATCH):
        for analysis in analyse(*(Document(text) for text in texts[start : start + BATCH])):
            sentence = analysis.sentences[0] if len(analysis.sentences) == 1 else None
            yield sentence if sentence and sentence.span.start == 0 and sentence.tokens else None


def pick_rewordings(edits: Sequence[Edit], taken: Sequence[Edit], most: int, rng: random.Random) -> list[Edit]:
    """So many rewordings that touch neither each other nor what is taken."""
    chosen: list[Edit] = []
    for edit in rng.sample(edits, len(edits)):
        if len(chosen) == most:
            break
        if not any(touches(edit, other) for other in [*taken, *chosen]):
            chosen.append(edit)
    return chosen


def pick_wrong(found: dict[str, Sequence[Edit]], rng: random.Random) -> Edit:
    """One edit, of a kind chosen first."""
    kinds = sorted(found)
    kind = rng.choices(kinds, [CHANCES[kind] for kind in kinds])[0]
    return rng.choice(found[kind])


def edited(
    sentence: Sentence, original: str, stock: Stock, rng: random.Random, *, wrong: int, faithful: int
) -> Iterator[Record]:
    """Records in which the rewrite is an edit of the sentence; ``original`` is the sentence itself or says the same in other words."""
    itself = original == sentence.text
    keeping = rewordings(sentence, rng, stock.usual)
    changing = wrong_edits(sentence, rng, stock)
    for _ in range(faithful):
        chosen = pick_rewordings(keeping, (), rng.choice([1, 2, 2, 3, 4, 6]), rng)
        text, _, _ = apply(sentence.text, chosen)
        if chosen or not itself:
            yield Record(original, text, "backed", True, [], [], "own faithful")
    for _ in range(wrong if changing else 0):
        edit = pick_wrong(changing, rng)
        edits = [edit, *pick_rewordings(keeping, (edit,), rng.choice([0, 0, 1, 2, 3, 5]), rng)]
        text, new, gone = apply(sentence.text, edits)
        if text == sentence.text:
            continue
        unbacked = [] if edit.verdict == "backed" else new
        lost = [] if edit.kept else gone if itself else None
        yield Record(original, text, edit.verdict, edit.kept, unbacked, lost, f"own {edit.kind}")


def with_context(record: Record, before: str, after: str, rng: random.Random) -> Record:
    """The same pair with a neighbouring sentence round the original: what is kept is then no longer known."""
    original = (
        f"{before} {record.original}" if before and (not after or rng.random() < 0.5) else f"{record.original} {after}"
    )
    return Record(original, record.rewrite, record.verdict, None, record.unbacked, None, record.source)


def records(
    path: Path, number: int, seed: int, without: Collection[str] = (), *, only_written: bool = False
) -> Iterator[Record]:
    """Every record, or those of pairs written by hand only; the same for the same seed."""
    rng = random.Random(seed)
    rows = prose(path, number, rng)
    sentences = list(parsed([row[0] for row in rows]))
    stock = stock_of([sentence for sentence in sentences if sentence])
    stock.without = frozenset(without)
    for (text, before, after), sentence in zip(rows, sentences, strict=True):
        if sentence is None or only_written:
            continue
        for record in edited(sentence, text, stock, rng, wrong=2, faithful=1):
            context = (before or after) and len((before + after).split()) < 60 and rng.random() < 0.2
            yield with_context(record, before, after, rng) if context else record
        if before and len(before.split()) > 5 and rng.random() < 0.08:
            yield Record(text, before, "unbacked", False, None, None, "own other")
    pairs = [] if only_written else list(paraphrases(path))
    for (original, _), sentence in zip(pairs, parsed([rewrite for _, rewrite in pairs]), strict=True):
        if sentence is not None and len(sentence.tokens) > SHORTEST:
            yield from edited(sentence, original, stock, rng, wrong=3, faithful=2)
    parts = list(written_sentences())
    for (original, before, _, after), sentence in zip(parts, parsed([text for _, _, text, _ in parts]), strict=True):
        if sentence is not None and len(sentence.tokens) > SHORTEST:
            for record in edited(sentence, original, stock, rng, wrong=2, faithful=1):
                yield put_back(record, before, after)


def written_sentences() -> Iterator[tuple[str, str, str, str]]:
    """Each sentence of the faithful rewrites written by hand: the original, what stands before, the sentence, what stands after it."""
    for line in written():
        for text in line["faithful"]:
            ends = [match.end() for match in re.finditer(r"(?<=[.!?])[\"”]?\s+(?=[A-Z\"“])", text)]
            for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
                sentence = text[start:end].rstrip()
                yield line["original"], text[:start], sentence, text[start + len(sentence) :]


def put_back(record: Record, before: str, after: str) -> Record:
    """An edited sentence as part of the text that it comes from; who wrote that by hand may have left out something harmless."""
    unbacked = record.unbacked and [[start + len(before), end + len(before)] for start, end in record.unbacked]
    rewrite = f"{before}{record.rewrite}{after}"
    return replace(record, rewrite=rewrite, unbacked=unbacked, kept=False if record.kept is False else None, lost=None)


def main() -> None:
    """Write the records and count them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--sentences", type=int, default=36_000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--without", nargs="*", default=[], help="functions of wrong_edits.py not to use")
    parser.add_argument(
        "--only-written", action="store_true", help="edit the pairs written by hand alone; prose gives words to put in"
    )
    options = parser.parse_args()
    found = list(
        records(options.pairs, options.sentences, options.seed, options.without, only_written=options.only_written)
    )
    print(write_records(options.records, found), "records")
    for source, count in Counter(record.source for record in found).most_common():
        print(source, count)


if __name__ == "__main__":
    main()
