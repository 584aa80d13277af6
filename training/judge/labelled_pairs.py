"""Training records from labelled sentence pairs: verdicts from the labels, places from what sets a changed rewrite apart.

    python training/judge/labelled_pairs.py PAIRS.jsonl.gz RECORDS.jsonl.gz

PAIRS holds {"original", "rewrite", "label": consistent | inconsistent, "nli": entail | neutral | contradict | null,
"from": "SET/PART"} lines. Where a changed rewrite has a faithful twin of the same original (or is the original with a few words
edited), the words that set it apart are its places. Sets of plain inference are sampled, for they are far from rewriting;
sets in which both sides say the same are also read the other way round.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from records import Record, write_records

SEED = 7
# Share of a set that is kept; 1 where a set is not named.
SHARES = {
    "ling_in_loop": 0.2,
    "snli": 0.25,
    "cad_nli": 0.6,
    "megaveridicality": 0.3,
    "conjnli": 0.7,
    "fever": 0.7,
    "xsumfaith": 0.0,
    "shroom_mt": 0.5,
}
# Sets whose faithful rewrites say all of the original, so that a pair can be turned round.
WHOLE = {"paws", "menli", "demetr_core", "condaqa_edits", "summedits_pairs"}
# Sets whose changed rewrites say something else, never only more.
SYMMETRIC = {"paws", "condaqa_edits"}
# Sets in which faithful pairs may differ a little: no word labels from them, and they keep only their verdict.
LOOSE = {
    "mrpc",
    "iterater",
    "shroom_mt",
    "shroom_pg",
    "sci_exaggeration",
    "covidfact",
    "xsumfaith",
    "defacto",
    "wice_tokens",
}
DENIALS = {"not", "n't", "no", "never", "nobody", "nothing", "neither", "nor", "none", "without", "cannot"}
MOST_WORDS = 90
WORD = re.compile(r"\w+(?:['’.,]\w+)*|[^\w\s]")


def words_of(text: str) -> list[re.Match[str]]:
    """The words and marks of a text, with their places."""
    return list(WORD.finditer(text))


def differences(one: str, other: str) -> tuple[list[list[int]], list[list[int]], float]:
    """Places of ``one`` that ``other`` has not, the reverse, and the share of words in common."""
    ours, theirs = words_of(one), words_of(other)
    matcher = SequenceMatcher(
        None, [word[0].lower() for word in ours], [word[0].lower() for word in theirs], autojunk=False
    )
    new, gone = [], []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            if j > i:
                new.append([ours[i].start(), ours[j - 1].end()])
            if m > k:
                gone.append([theirs[k].start(), theirs[m - 1].end()])
    return new, gone, matcher.ratio()


def shortened(original: str, rewrite: str) -> str:
    """The sentences of a long original that share most with the rewrite, in their order."""
    if len(original.split()) <= MOST_WORDS:
        return original
    sentences = re.split(r"(?<=[.!?])\s+|\n+", original)
    wanted = Counter(word[0].lower() for word in words_of(rewrite) if len(word[0]) > 3)
    scores = [
        sum(word[0].lower() in wanted for word in words_of(sentence)) / (8 + len(sentence.split()))
        for sentence in sentences
    ]
    chosen: list[int] = []
    length = 0
    for index in sorted(range(len(sentences)), key=lambda index: -scores[index]):
        if chosen and length + len(sentences[index].split()) > MOST_WORDS:
            break
        chosen.append(index)
        length += len(sentences[index].split())
    return " ".join(sentences[index] for index in sorted(chosen))


def record_of(pair: dict[str, str], twins: list[str]) -> Record:
    """What is known of a pair, given the faithful rewrites of the same original."""
    source = pair["from"].split("/")[0]
    original, rewrite = shortened(pair["original"], pair["rewrite"]), pair["rewrite"]
    if pair["label"] == "consistent":
        loose = source in LOOSE
        whole = source in WHOLE
        return Record(
            original, rewrite, "backed", True if whole else None, None if loose else [], [] if whole else None, source
        )
    verdict = {"contradict": "contradicted", "neutral": "unbacked"}.get(pair["nli"] or "", "unfaithful")
    compared = [(differences(rewrite, twin), twin) for twin in [*twins, original]]
    (new, gone, ratio), twin = max(compared, key=lambda found: found[0][2])
    if ratio < 0.72 or source in LOOSE or len(new) > 3:
        return Record(original, rewrite, verdict, False if source in SYMMETRIC else None, None, None, source)
    if not new and gone:  # only left something out: what remains is backed, unless a denial was taken away
        taken = {word for start, end in gone for word in twin[start:end].lower().split()}
        if taken & DENIALS:
            return Record(original, rewrite, "contradicted", False, None, None, source)
        return Record(
            original,
            rewrite,
            "backed" if source in WHOLE else verdict,
            False,
            [] if source in WHOLE else None,
            gone if twin is original else None,
            source,
        )
    # What stands in the place of other words takes away what these said.
    kept = False if source in WHOLE else None
    if new and not gone and source in WHOLE:
        added = {word for start, end in new for word in rewrite[start:end].lower().split()}
        kept = not added & DENIALS
        verdict = "unfaithful" if kept else "contradicted"
    return Record(
        original,
        rewrite,
        verdict,
        kept,
        new or None,
        [] if kept else gone if twin is original else None,
        source,
    )


def records(path: Path) -> Iterator[Record]:
    """Every record, by original."""
    rng = random.Random(SEED)
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            source = pair["from"].split("/")[0]
            if rng.random() < SHARES.get(source, 1.0):
                groups[pair["original"]].append(pair)
    for group in groups.values():
        twins = [
            pair["rewrite"] for pair in group if pair["label"] == "consistent" and pair["from"].split("/")[0] in WHOLE
        ]
        for pair in group:
            record = record_of(pair, twins)
            yield record
            if record.source in WHOLE and record.kept is not None:
                yield record.swapped()


def main() -> None:
    """Write the records and count them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--only", nargs="+", help="write the records of these sets only")
    options = parser.parse_args()
    found = [record for record in records(options.pairs) if not options.only or record.source in options.only]
    print(write_records(options.records, found), "records")
    for key, number in sorted(
        Counter((record.source, record.verdict, record.kept, record.unbacked is None) for record in found).items(),
        key=str,
    ):
        print(*key, number)


if __name__ == "__main__":
    main()
