"""Write src/unspin/data/lexicon.txt.gz and wordnet.LICENSE from the dictionary files of WordNet 3.0.

    python training/build_lexicon.py [--wordnet /usr/share/wordnet] [--licence /usr/share/doc/wordnet-base/copyright]

The files are those of Debian's package wordnet-base; wndb(5WN) and senseidx(5WN) describe them. The same dictionary
gives the same bytes.

The result is text in two parts with an empty line between them. The first part has one line for each lemma and part of
speech, sorted by their bytes: key ("rise v"), senses ("12.60 877.25": number of the synset, weight in percent),
antonyms, derivations ("riser n|rising a"); tabs stand between the columns. The second part has one line for each
synset, numbered from 0: its words, hypernyms, similar synsets (of adjectives), number of synsets below it.
"""

from __future__ import annotations

import argparse
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "unspin" / "data"
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSE_PARTS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}

Key = tuple[str, str]


@dataclass
class Synset:
    """A synset as its file has it; pointers are (symbol, target, word here, word there), words from 1, or 0 for all."""

    words: list[str]
    pointers: list[tuple[str, Key, int, int]]
    below: int = 0


@dataclass
class Entry:
    """A lemma in one part of speech."""

    senses: list[tuple[Key, float]] = field(default_factory=list)
    antonyms: set[str] = field(default_factory=set)
    derivations: set[str] = field(default_factory=set)
    is_name: bool = True


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a dictionary file without the licence at its head."""
    with path.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines if not line.startswith("  "))


def read_synsets(folder: Path) -> dict[Key, Synset]:
    """All synsets by part of speech and offset."""
    synsets = {}
    for name, part in PARTS.items():
        for line in lines_of(folder / f"data.{name}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = [word.split("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
            rest = fields[4 + 2 * count :]
            pointers = [
                (
                    rest[at],
                    (rest[at + 2].replace("s", "a"), rest[at + 1]),
                    int(rest[at + 3][:2], 16),
                    int(rest[at + 3][2:], 16),
                )
                for at in range(1, 1 + 4 * int(rest[0]), 4)
            ]
            synsets[part, fields[0]] = Synset(words, pointers)
    return synsets


def read_counts(folder: Path) -> dict[tuple[str, str, int], int]:
    """How often each sense, by lemma, part of speech and number, was met in the texts that WordNet's makers tagged."""
    counts = {}
    for line in lines_of(folder / "cntlist.rev"):
        key, number, count = line.split()
        lemma, sense = key.split("%")
        counts[lemma.replace("_", " "), SENSE_PARTS[sense[0]], int(number)] = int(count)
    return counts


def read_entries(folder: Path, synsets: dict[Key, Synset]) -> dict[Key, Entry]:
    """All lemmas with weighted senses, antonyms and derivations."""
    counts = read_counts(folder)
    entries: dict[Key, Entry] = defaultdict(Entry)
    for name, part in PARTS.items():
        for line in lines_of(folder / f"index.{name}"):
            fields = line.split()
            lemma, senses = fields[0].replace("_", " "), fields[-int(fields[2]) :]
            # The order of senses is that of frequency even where no text was tagged; 1/rank keeps it there.
            weights = [counts.get((lemma, part, rank), 0) + 1 / rank for rank in range(1, len(senses) + 1)]
            entries[lemma, part].senses = [
                ((part, sense), weight / sum(weights)) for sense, weight in zip(senses, weights, strict=True)
            ]
    for (part, _), synset in synsets.items():
        for word in synset.words:
            if word == word.lower():
                entries[word, part].is_name = False
        for symbol, target, here, there in synset.pointers:
            if symbol in {"!", "+", "\\", "<"} and here and there:
                ours, theirs = synset.words[here - 1].lower(), synsets[target].words[there - 1].lower()
                if symbol == "!":
                    entries[ours, part].antonyms.add(theirs)
                elif ours != theirs:
                    entries[ours, part].derivations.add(f"{theirs} {target[0]}")
                    entries[theirs, target[0]].derivations.add(f"{ours} {part}")
    return entries


def count_below(synsets: dict[Key, Synset]) -> None:
    """Set how many synsets stand below each in the hierarchy of hypernyms."""
    below = defaultdict(set)
    for key, synset in synsets.items():
        for symbol, target, _, _ in synset.pointers:
            if symbol in {"@", "@i"}:
                below[target].add(key)
    for key, synset in synsets.items():
        found, queue = set(), [key]
        while queue:
            new = below[queue.pop()] - found
            found |= new
            queue.extend(new)
        synset.below = len(found)


def render(synsets: dict[Key, Synset], entries: dict[Key, Entry]) -> str:
    """The two parts of the file."""
    # Names of people, places, plants and animals are the larger half of WordNet and say nothing here, unless a word
    # derives from them.
    kept = {key: entry for key, entry in entries.items() if entry.senses and (not entry.is_name or entry.derivations)}
    needed = {sense for entry in kept.values() for sense, _ in entry.senses}
    queue = list(needed)
    while queue:
        for symbol, target, _, _ in synsets[queue.pop()].pointers:
            if symbol == "@" and target not in needed:
                needed.add(target)
                queue.append(target)
    number = {key: place for place, key in enumerate(sorted(needed))}
    lines = []
    for lemma, part in sorted(kept, key=lambda key: f"{key[0]} {key[1]}".encode()):
        entry = kept[lemma, part]
        senses = " ".join(f"{number[sense]}.{max(1, round(100 * weight))}" for sense, weight in entry.senses)
        lines.append(
            "\t".join(
                (f"{lemma} {part}", senses, "|".join(sorted(entry.antonyms)), "|".join(sorted(entry.derivations)))
            )
        )
    lines.append("")
    for key in sorted(needed):
        targets = {
            symbol: [
                str(number[target])
                for found, target, _, _ in synsets[key].pointers
                if found == symbol and target in number
            ]
            for symbol in ("@", "&")
        }
        words = "|".join(word.lower() for word in synsets[key].words if (word.lower(), key[0]) in kept)
        lines.append("\t".join((words, " ".join(targets["@"]), " ".join(targets["&"]), str(synsets[key].below))))
    return "\n".join(lines) + "\n"


def licence_of(path: Path) -> str:
    """The words of WordNet's licence in Debian's copyright file."""
    stanza = path.read_text(encoding="utf-8").split("Files: *\n")[1].split("\n\n")[0]
    lines = [line.strip() for line in stanza.splitlines()]
    holder = lines[0].removeprefix("Copyright: ")
    text = "\n".join("" if line == "." else line for line in lines[2:])
    note = "lexicon.txt.gz holds a selection of its database in another format."
    return f"WordNet 3.0, Copyright {holder}\n{note}\n\n{text}\n"


def main() -> None:
    """Read the dictionary and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--licence", type=Path, default=Path("/usr/share/doc/wordnet-base/copyright"))
    arguments = parser.parse_args()
    synsets = read_synsets(arguments.wordnet)
    entries = read_entries(arguments.wordnet, synsets)
    count_below(synsets)
    text = render(synsets, entries)
    DATA.mkdir(exist_ok=True)
    (DATA / "lexicon.txt.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    (DATA / "wordnet.LICENSE").write_text(licence_of(arguments.licence), encoding="utf-8")


if __name__ == "__main__":
    main()
