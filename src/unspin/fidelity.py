"""How probable it is that a rewrite changes nothing: neither by a change that was found nor by one that was missed.

A logistic model over all that speaks for a change: the changes found, what the comparison left without an explanation, and what the
judge doubts. Each kind of evidence has a weight that is not negative, so that it speaks against fidelity or not at all. The weights lie
in ``data/fidelity.json``, made by ``training/fit_fidelity.py``; ``docs/fidelity.md`` lists them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from unspin.report.model import severity_of

if TYPE_CHECKING:
    from unspin.align import Link
    from unspin.changes import Change
    from unspin.facts import Facts, Passage
    from unspin.language import Token

# No chance counts for more than this, as a logarithm.
_MOST = 7.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a change, each kind as a number: for every link with reworded sides, and for the whole pair."""

    links: tuple[dict[str, float], ...]
    whole: dict[str, float]


def fidelity(links: Sequence[Link], changes: Sequence[Change]) -> float:
    """The probability in [0, 1], to four digits, that a pair with these links and changes changes nothing.

    1.0 where both sides say the same words and nothing was found; below 1.0 everywhere else. Remarks (severity info) do not count.
    """
    evidence = evidence_of(links, changes)
    if not evidence.links and not any(evidence.whole.values()):
        return 1.0
    weights, intercept = _model()
    return round(1 / (1 + math.exp(min(weighed(evidence, weights) - intercept, 700.0))), 4)


def weighed(evidence: Evidence, weights: Mapping[str, float]) -> float:
    """All that speaks for a change, by weights: of the links only the one with most, for in a long text there is always a little."""
    links = (math.fsum(weights[name] * value for name, value in link.items()) for link in evidence.links)
    return max(links, default=0.0) + math.fsum(weights[name] * value for name, value in evidence.whole.items())


def evidence_of(links: Sequence[Link], changes: Sequence[Change]) -> Evidence:
    """What speaks for a change in a pair with these links and the changes found in them."""
    both = [link for link in links if link.original.sentences and link.rewrite.sentences]
    reworded = [link for link in both if link.is_reworded]
    chances = (change.confidence for change in changes if severity_of(change) != "info")
    return Evidence(
        tuple(_of_link(link) for link in links if link.is_reworded or not link.original.sentences),
        {
            "changes found": math.fsum(against(1 - chance) for chance in chances),
            "reworded": float(len(reworded) > 0 or len(both) < len(links)),
            # The highest of many is high by chance.
            "many links": -math.log(max(1, len(reworded))),
        },
    )


def _of_link(link: Link) -> dict[str, float]:
    new, words = _unsaid(link, link.rewrite, link.original.facts)
    gone, others = _unsaid(link, link.original, link.rewrite.facts)
    # What differs in a sentence that was kept is an edit; in one that was reworded it may be part of the rewording.
    kept = _kept(link, words + others) ** 2
    return {
        "values new": _values_missing(link.rewrite, link.original.facts),
        "names new": _names_missing(link.rewrite, link.original.facts),
        "names gone": _names_missing(link.original, link.rewrite.facts),
        "new among kept": kept * math.log1p(new),
        "gone among kept": kept * math.log1p(gone),
        "opposite among kept": kept * any(pair.reason == "antonym" for pair in link.words.pairs),
        "heads among kept": kept * _rehung(link),
        **_judged(link),
    }


def _judged(link: Link) -> dict[str, float]:
    """What the judge says against the link, as logarithms of chances: 0 where it has no doubt, at most 7."""
    judgement = link.judgement
    backed, kept, doubt, loss = (
        (judgement.backed, judgement.kept, judgement.most_doubted, judgement.most_lost)
        if judgement
        else (1.0, 1.0, 0.0, 0.0)
    )
    return {
        "not backed": against(backed),
        "word doubted": against(1 - doubt),
        "not kept": against(kept),
        "word lost": against(1 - loss),
    }


def against(chance: float) -> float:
    """What a chance that all is well says against it: its negative logarithm, in [0, 7]."""
    return min(_MOST, -math.log(max(chance, 1e-9)))


def _kept(link: Link, words: int) -> float:
    """Share of the content words of both sides that stand on the other side as they are, in [0, 1]."""
    same = sum(pair.reason in {"same word", "same name"} and pair.rewrite.is_content for pair in link.words.pairs)
    return min(1.0, 2 * same / max(1, words))


def _unsaid(link: Link, passage: Passage, other: Facts) -> tuple[int, int]:
    """How many of a passage's content words have no backed partner and are not said by the other document; and how many there are."""
    from unspin.align.support import vocabulary_of  # noqa: PLC0415

    words = [token for token in passage.tokens if token.is_content]
    vocabulary = vocabulary_of(other)
    return sum(not link.words.backed(token) and not vocabulary.says(token) for token in words), len(words)


def _rehung(link: Link) -> float:
    """Share of the pairs of alike content words whose heads are both paired, but not with each other."""
    compared = moved = 0
    for pair in link.words.pairs:
        ours, theirs = _head(pair.original), _head(pair.rewrite)
        if ours is None or theirs is None or not pair.rewrite.is_content or not link.words.backed(pair.rewrite):
            continue
        partner, other = link.words.partner(ours), link.words.partner(theirs)
        if partner is not None and other is not None:
            compared += 1
            moved += partner is not theirs
    return moved / compared if compared else 0.0


def _head(token: Token) -> Token | None:
    return next((head for head in token.ancestors() if head.is_content), None)


def _values_missing(passage: Passage, other: Facts) -> float:
    known = {fact.key for fact in other.quantities} | {fact.key for fact in other.times}
    ours = [quantity.key for quantity in passage.quantities] + [time.key for time in passage.times]
    return _some(key in known for key in ours)


def _names_missing(passage: Passage, other: Facts) -> float:
    from unspin.facts.names import same_name  # noqa: PLC0415

    known = {name.canonical for name in other.names if not name.is_pronoun}
    ours = (name.canonical for name in passage.names if not name.is_pronoun)
    return _some(name in known or any(same_name(name, there) for there in known) for name in ours)


def _some(present: Iterable[bool]) -> float:
    """The logarithm of one more than the number of things that are missing."""
    return math.log1p(sum(not there for there in present))


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, float], float]:
    data = json.loads((files("unspin") / "data" / "fidelity.json").read_text(encoding="utf-8"))
    return data["weights"], data["intercept"]
