"""Frames: sentences as they are read for who says what, with a stand-in for what they quote.

The parser is trained on sentences of one writer. A long quotation inside another sentence leads it astray: it hangs "she said"
on a word of the quotation, and the place where she said it becomes the speaker. With two plain words between the marks
it sees the reporter's sentence alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from unspin.document import Span
from unspin.facts.names import Name
from unspin.facts.quote_marks import Marked
from unspin.facts.reporting import SAYING
from unspin.facts.speakers import Speaker
from unspin.language import Analysis, Sentence, Token, parsed_without

_STAND_IN = "We agree"
# Shorter quotations are words of the reporter's sentence as often as sentences of their own.
_LEAST_WORDS = 5
# Words between a subject and its verb, where nothing was put between them.
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence of a document, parsed as it stands or with a stand-in for its quotations, and the names in it."""

    sentence: Sentence
    names: list[Name]
    originals: Mapping[int, Token]

    def in_document(self, speaker: Speaker | None) -> Speaker | None:
        """The speaker with the document's own token for its head."""
        if speaker is None or not self.originals:
            return speaker
        return replace(speaker, head=self.originals.get(speaker.head.start, speaker.head))


def frames_of(analysis: Analysis, marked: Sequence[Sequence[Marked]], names: Mapping[int, list[Name]]) -> list[Frame]:
    """A frame for each sentence, in order; ``marked`` and ``names`` give what stands in each, by its index."""
    hidden = {
        sentence.index: spans
        for sentence, stretches in zip(analysis.sentences, marked, strict=True)
        if stretches and _is_led_astray(sentence, stretches) and (spans := _clauses(sentence, stretches))
    }
    frames = [Frame(sentence, names.get(sentence.index, []), {}) for sentence in analysis.sentences]
    if not hidden:
        return frames
    parsed = parsed_without([(analysis.sentences[index], spans) for index, spans in hidden.items()], _STAND_IN)
    for sentence in parsed:
        index = sentence.index
        frames[index] = Frame(
            sentence,
            _moved(names.get(index, []), sentence),
            {token.start: token for token in analysis.sentences[index].tokens},
        )
    return frames


def _is_led_astray(sentence: Sentence, stretches: Sequence[Marked]) -> bool:
    """Whether a reporting verb outside the marks has no subject beside it there: only then is the second parse worth its time."""
    outside = [
        token
        for token in sentence.tokens
        if not any(stretch.span.start <= token.start < stretch.span.end for stretch in stretches)
    ]
    told = {id(token) for token in outside}
    for verb in outside:
        if verb.lemma in SAYING and verb.tag in {"VBD", "VBZ", "VBP", "VBN", "NN", "NNP"}:
            subject = verb.child("nsubj")
            if subject is None or id(subject) not in told or abs(subject.index - verb.index) > _BESIDE:
                return True
            if subject.entity in {"DATE", "TIME"}:
                return True
    return False


def _clauses(sentence: Sentence, stretches: Sequence[Marked]) -> list[Span]:
    """The stretches of a sentence that are clauses by themselves, where the sentence has words outside them."""
    text = sentence.document.prose
    found: list[Span] = []
    outside = sentence.text
    for stretch in stretches:
        start, end = max(stretch.content.start, sentence.span.start), min(stretch.content.end, sentence.span.end)
        words = text[start:end].split()
        outside = outside.replace(text[start:end], "")
        if len(words) < _LEAST_WORDS:
            continue
        before = text[sentence.span.start : stretch.span.start].rstrip()
        begins = start > stretch.content.start or words[0].lstrip("[(")[:1].isupper()
        goes_on = bool(found) and before.endswith((",", "-", "–", "—"))
        if begins or goes_on:
            found.append(Span(start, end))
    return found if any(character.isalpha() for character in outside) else []


def _moved(names: Sequence[Name], sentence: Sentence) -> list[Name]:
    """The names with the tokens of another parse of their sentence; those that it hides are left out."""
    tokens = {token.start: token for token in sentence.tokens}
    moved = []
    for name in names:
        there = [tokens.get(token.start) for token in name.tokens]
        kept = tuple(token for token in there if token is not None)
        if len(kept) == len(name.tokens):
            moved.append(replace(name, tokens=kept))
    return moved


def marked_in(sentences: Sequence[Sentence], stretches: Sequence[Marked]) -> list[list[Marked]]:
    """For each sentence, the stretches between marks that stand in it, wholly or in part."""
    found = []
    place = 0
    for sentence in sentences:
        while place < len(stretches) and stretches[place].span.end <= sentence.span.start:
            place += 1
        here = []
        for stretch in stretches[place:]:
            if stretch.span.start >= sentence.span.end:
                break
            here.append(stretch)
        found.append(here)
    return found
