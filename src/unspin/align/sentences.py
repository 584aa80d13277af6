"""Which sentences of the rewrite tell what which sentences of the original tell."""

from __future__ import annotations

from unspin.facts import Facts
from unspin.language import Sentence

SentenceLink = tuple[tuple[Sentence, ...], tuple[Sentence, ...], float]


def align_sentences(original: Facts, rewrite: Facts) -> list[SentenceLink]:
    """Links in order of the rewrite; a link without a side stands for a sentence dropped or added."""
    ours, theirs = original.analysis.sentences, rewrite.analysis.sentences
    links: list[SentenceLink] = []
    left = set(range(len(ours)))
    for sentence in theirs:
        words = {token.lemma for token in sentence.tokens if token.is_content}
        scores = {
            place: len(words & other) / max(1, len(words | other))
            for place in left
            if (other := {token.lemma for token in ours[place].tokens if token.is_content})
        }
        best = max(scores, key=lambda place: (scores[place], -place), default=None)
        if best is None or scores[best] < 0.15:
            links.append(((), (sentence,), 0.0))
        else:
            left.discard(best)
            links.append(((ours[best],), (sentence,), scores[best]))
    links.extend(((ours[place],), (), 0.0) for place in sorted(left))
    return links
