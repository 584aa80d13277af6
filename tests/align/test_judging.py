"""What the judge is given to read: short pairs whole, long ones in parts, and never what both sides say alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unspin import Document
from unspin.align import Link, align
from unspin.align.judging import judge_links
from unspin.facts import Facts
from unspin.judge import Judgement, Pieces
from unspin.language import analyse

NAMES = ["Ada Quill", "Bo Lind", "Ines Doyle", "Paul Quist", "Ruth Vane", "Omar Keld", "Lena Sarr", "Ivo Brandt"]
THINGS = ["mill", "ferry", "orchard", "chapel", "quarry", "brewery", "theatre", "lighthouse"]
OURS = [
    f"{name} sold the old {thing} near Tarn to a cousin in spring." for name, thing in zip(NAMES, THINGS, strict=True)
]
THEIRS = [
    f"In spring the old {thing} near Tarn was sold to a cousin by {name}."
    for name, thing in zip(NAMES, THINGS, strict=True)
]
ADDED = "Critics called the whole trade in ancient buildings a disgrace."


class Notes:
    """A judge that keeps what it was given, and doubts everything."""

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.read += pairs
        return [Judgement(0.2, 0.5, 0.3, 0.4, _words(rewrite), _words(original)) for original, rewrite in pairs]


def _words(text: str) -> Pieces:
    words = text.split()
    starts = np.cumsum([0, *(len(word) + 1 for word in words[:-1])])
    return Pieces(starts, starts + [len(word) for word in words], np.full(len(words), 0.9, np.float32), 0.5)


def judged(original: Sequence[str], rewrite: Sequence[str]) -> tuple[list[tuple[str, str]], list[Link]]:
    judge = Notes()
    links = align(*map(Facts, analyse(Document(" ".join(original)), Document(" ".join(rewrite)))))
    judge_links(links, judge)
    return judge.read, links


def test_a_short_pair_is_read_whole() -> None:
    read, links = judged(OURS[:3], [THEIRS[0], OURS[1]])
    assert read == [(" ".join(OURS[:3]), f"{THEIRS[0]} {OURS[1]}")]
    reworded, dropped = (
        [link for link in links if link.is_reworded],
        [link for link in links if not link.rewrite.sentences],
    )
    kept = [link for link in links if link not in (*reworded, *dropped)]
    assert [len(found) for found in (reworded, kept, dropped)] == [1, 1, 1]
    assert kept[0].judgement is None
    assert dropped[0].judgement is not None
    assert (dropped[0].judgement.backed, dropped[0].judgement.most_doubted) == (1.0, 0.0)
    assert dropped[0].judgement.most_lost > 0.8


def test_a_long_pair_is_read_in_parts_and_what_is_alike_not_at_all() -> None:
    read, links = judged(OURS, [*THEIRS[:7], OURS[7]])
    assert len(read) > 1
    assert " ".join(rewrite for _, rewrite in read).split() == " ".join(THEIRS[:7]).split()
    assert all(len(original) + len(rewrite) < 700 for original, rewrite in read)
    assert max(rewrite.count(".") for _, rewrite in read) > 1, "neighbours are read together"
    assert all((link.judgement is not None) == link.is_reworded for link in links)


def test_an_added_sentence_is_read_beside_the_nearest_of_the_original() -> None:
    read, links = judged(OURS, [*OURS, ADDED])
    [(original, rewrite)] = read
    assert rewrite == ADDED
    assert original.count(".") == 3
    [added] = [link for link in links if not link.original.sentences]
    assert added.judgement is not None
    assert (added.judgement.backed, added.judgement.kept, added.judgement.most_lost) == (0.2, 1.0, 0.0)


def test_a_copy_is_not_read() -> None:
    assert judged(OURS, OURS)[0] == []
