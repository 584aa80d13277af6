"""Attribution: who is said to have said what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from unspin.document import Span
from unspin.facts.attributed import Attribution, AttributionKind
from unspin.facts.frames import frames_of, marked_in
from unspin.facts.names import Name
from unspin.facts.quote_marks import Marked, scan
from unspin.facts.reporting import (
    CUES,
    EVIDENTIAL,
    FIGURES,
    NAMING,
    NEVER_INVERTED,
    SAYING,
    SHOWING,
    VIEWS,
    YARDSTICKS,
)
from unspin.facts.speakers import Speaker, speaker_at
from unspin.facts.statement_scope import (
    another_report_between,
    asides,
    is_report_of_its_own,
    joined_reports,
    part_after,
    part_of_sentence,
    pieces_without,
    relative_part,
    reporter_above,
    unreported_before,
)
from unspin.language import Analysis, Sentence, Token, span_of

_LONGEST_ADDRESSEE = 60
_LONGEST_APPOSITION = 25  # words and marks
_IN_NAME = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"})
_NOUNLIKE = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def attributions_of(analysis: Analysis, names: list[Name]) -> list[Attribution]:
    """The attributions of a document in order of place; those inside quotes are left out."""
    outer = [stretch for stretch in scan(analysis.document) if stretch.depth == 0]
    named: dict[int, list[Name]] = {}
    for name in names:
        named.setdefault(name.tokens[0].sentence.index, []).append(name)
    marked = marked_in(analysis.sentences, outer)
    found: list[Attribution] = []
    for frame in frames_of(analysis, marked, named):
        quoted = marked[frame.sentence.index]
        for attribution in _Finder(frame.sentence, quoted, frame.names, analysis.document.prose).attributions():
            speakers = (frame.in_document(attribution.speaker), frame.in_document(attribution.addressee))
            found.append(replace(attribution, speaker=speakers[0], addressee=speakers[1]))
    return sorted(found, key=lambda attribution: (attribution.span.start, attribution.span.end))


class _Finder:
    """The attributions of one sentence."""

    def __init__(self, sentence: Sentence, marked: Sequence[Marked], names: Sequence[Name], text: str) -> None:
        self.sentence = sentence
        self.marked = marked
        self.names = names
        self.text = text
        self.quoted = {
            id(token)
            for token in sentence.tokens
            for stretch in marked
            if stretch.span.start <= token.start < stretch.span.end
        }

    def attributions(self) -> Iterator[Attribution]:
        for token in self.sentence.tokens:
            if id(token) in self.quoted:
                continue
            if token.lemma in CUES and token.tag.startswith("VB"):
                yield from self._verb(token)
            elif token.lower == "according" and (to := token.neighbour(1)) and to.lower == "to":
                yield from self._according(token, to)
            elif token.lower in VIEWS and (of := token.neighbour(1)) and of.lower == "of":
                yield from self._view(token, of)
            elif token.lower in EVIDENTIAL:
                clause = self._clause_of(token)
                yield Attribution(
                    token.span,
                    self._without(clause, [token.span]),
                    None,
                    None,
                    token.span,
                    token.lemma,
                    "evidential",
                    0.6,
                )

    def _verb(self, verb: Token) -> Iterator[Attribution]:
        if any(child.dep == "neg" for child in verb.children) or self._is_aimless(verb):
            return
        head = self._speaker_head(verb)
        passive = any(child.dep in {"nsubjpass", "auxpass"} for child in verb.children) and verb.tag == "VBN"
        if (
            passive
            and head is None
            and verb.lemma not in {"say", "believe", "think", "report", "allege", "understand", "expect"}
        ):
            return
        if head is None and not passive and not self._beside_quote([verb]):
            return
        speaker = speaker_at(head, self.names, self.text) if head is not None else None
        cue = self._cue(verb)
        parts = [*cue, *([] if head is None else self.sentence_tokens(speaker.span if speaker else verb.span))]
        clause = span_of([token for token in parts if id(token) not in self.quoted] or cue)
        if speaker is not None and another_report_between(self.sentence.tokens, speaker.span.end, span_of(cue).start):
            clause = span_of(cue)
        content, confidence = self._content(verb, cue, clause, head)
        if not content:
            return
        addressee = self._addressee(verb, head)
        kind: AttributionKind = "said" if head is not None else "evidential"
        yield Attribution(clause, content, speaker, addressee, span_of(cue), verb.lemma, kind, confidence)

    def sentence_tokens(self, span: Span) -> list[Token]:
        """The tokens of the sentence in a span."""
        return [token for token in self.sentence.tokens if span.covers(token.span)]

    def _is_aimless(self, verb: Token) -> bool:
        """Whether nothing was said: to say, declined to say, "which reads"."""
        if verb.tag == "VB" and any(child.dep == "aux" and child.lower == "to" for child in verb.children):
            return True
        return verb.dep in {"xcomp", "pcomp"} and verb.tag == "VB"

    def _speaker_head(self, verb: Token, depth: int = 0) -> Token | None:
        if depth > 3:
            return None
        agent = next((child for child in verb.children if child.dep == "agent"), None)
        if agent is not None and (by := agent.child("pobj")):
            return by
        subject = next(
            (child for child in verb.children if child.dep in {"nsubj", "csubj"} and id(child) not in self.quoted), None
        )
        if verb.lemma in SAYING and (named := self._after_quote(verb, subject)):
            return named
        if subject is not None and subject.entity not in {"DATE", "TIME"} and self._names_somebody(subject):
            if subject.tag in {"WP", "WDT"} or (subject.lower in {"who", "which", "that"} and verb.dep == "relcl"):
                return verb.head if verb.dep == "relcl" and verb.head is not verb else None
            return subject
        if any(child.dep in {"nsubjpass", "auxpass"} for child in verb.children):
            return None
        if verb.dep == "acl" and verb.tag == "VBN" and verb.head.dep == "ROOT" and verb.head.pos in {"NOUN", "PROPN"}:
            # "A spokeswoman, Petra Hald, called it "nonsense"." has a verb, whatever the parser says.
            before = verb.neighbour(-1)
            return verb.head if before is not None and before.text == "," and verb.lemma in CUES else None
        inverted = self._after(verb)
        if inverted is not None and verb.lemma in SAYING - NEVER_INVERTED and self._beside_mark(verb):
            return inverted
        named = self._before(verb) if verb.dep == "conj" else None
        if named is not None and named.dep in {"appos", "nsubj"} and named.index > verb.head.index:
            return named
        if verb.dep == "conj" and verb.head.pos in {"VERB", "AUX"} and verb.head.start >= self._clause_of(verb).start:
            above = reporter_above(verb.head) if is_report_of_its_own(verb) else None
            return self._speaker_head(above or verb.head, depth + 1)
        if verb.dep in {"advcl", "acl"} and verb.tag == "VBG":
            if verb.dep == "acl" and verb.head.pos in {"NOUN", "PROPN"} and verb.head.dep in {"nsubj", "dobj", "pobj"}:
                return verb.head
            return self._speaker_head(verb.head, depth + 1)
        return self._before(verb) if verb.tag in {"VBD", "VBZ", "VBN"} and verb.lemma in SAYING | {"put"} else None

    def _after_quote(self, verb: Token, subject: Token | None) -> Token | None:
        """The first noun, name or pronoun between a quote and a verb: "...," Ilse Grann, who runs the harbour, said.

        None where the parser's subject stands there, or where what stands there is no participant followed by the verb.
        """
        quote = next((stretch for stretch in reversed(self.marked) if stretch.span.end <= verb.start), None)
        if quote is None:
            return None
        between = self.sentence_tokens(Span(quote.span.end, verb.start))
        if not between or (subject is not None and subject in between) or len(between) > _LONGEST_APPOSITION:
            return None
        first: list[Token] = []
        for token in between:
            if token.pos not in _IN_NAME and token.dep != "poss" and token.lower not in {"'s", "-"}:
                break
            first.append(token)
        rest = between[len(first) :]
        heads = [token for token in first if token.pos in {"NOUN", "PROPN", "PRON"} and token.dep != "poss"]
        aside = bool(rest) and rest[0].text in {",", "("} and rest[-1].text in {",", ")"}
        if not heads or heads[-1].entity in {"DATE", "TIME"} or not (aside or not rest):
            return None
        return heads[-1]

    def _names_somebody(self, token: Token) -> bool:
        # The parser takes some rare first names for verbs.
        return token.pos in _NOUNLIKE or any(token in name.tokens for name in self.names)

    def _before(self, verb: Token) -> Token | None:
        """The noun, name or pronoun right before a verb for which the parser found no subject: Venn (East) said."""
        token = verb.neighbour(-1)
        if token is not None and token.text == ")":
            while token is not None and token.text != "(":
                token = token.neighbour(-1)
            token = token.neighbour(-1) if token is not None else None
        while token is not None and token.pos == "ADV":
            token = token.neighbour(-1)
        if token is not None and token.text == "," and (named := token.neighbour(-1)) and named.pos == "PROPN":
            if id(named) in self.quoted or named.dep not in {"appos", "nsubj", "conj"}:
                return None
            role = named.head
            # "its director, Dora Quill, told ..."
            return role if named.dep == "appos" and role.pos == "NOUN" and role.dep in {"appos", "nsubj"} else named
        if token is None or id(token) in self.quoted or token.entity in {"DATE", "TIME"}:
            return None
        if token.pos not in {"PROPN", "PRON", "NOUN"} or token.dep in {"pobj", "poss"}:
            return None
        before_it = self.text[self.sentence.span.start : token.start]
        # Only a clause of its own: the whole sentence, or what follows a mark.
        loose = token.head in (verb, token) or token.dep in {"dep", "npadvmod", "compound", "ROOT"}
        return (
            token if loose or any(stretch.span.end <= token.start for stretch in self.marked) or not before_it else None
        )

    def _after(self, verb: Token) -> Token | None:
        """The noun, name or pronoun right behind the verb: said Orla Venn, said the chief executive."""
        step = 1
        token = verb.neighbour(step)
        while token is not None and (
            token.pos in {"DET", "ADJ", "ADV"} or token.dep in {"det", "amod", "poss", "compound", "nmod", "case"}
        ):
            step += 1
            token = verb.neighbour(step)
        if token is None or token.pos not in {"NOUN", "PROPN", "PRON"} or id(token) in self.quoted:
            return None
        if token.entity in {"DATE", "TIME"}:
            return None
        following = token.neighbour(1)
        while following is not None and following.pos == token.pos == "PROPN" and following.head in (token, token.head):
            token, following = following, following.neighbour(1)
        return token

    def _beside_mark(self, verb: Token) -> bool:
        before = verb.neighbour(-1)
        return before is not None and (not before.is_word or id(before) in self.quoted)

    def _cue(self, verb: Token) -> list[Token]:
        cue = [verb]
        cue.extend(
            child for child in verb.children if child.dep in {"aux", "auxpass", "prt"} and id(child) not in self.quoted
        )
        return sorted(cue, key=lambda token: token.index)

    def _addressee(self, verb: Token, head: Token | None) -> Speaker | None:
        for child in verb.children:
            if child is head or id(child) in self.quoted:
                continue
            if (
                child.dep in {"dobj", "dative", "iobj"}
                and child.pos in {"NOUN", "PROPN", "PRON"}
                and verb.lemma in {"tell", "inform"}
            ):
                return speaker_at(child, self.names, self.text)
            if child.dep in {"prep", "dative"} and child.lower in {"to", "with"} and (goal := child.child("pobj")):
                return speaker_at(goal, self.names, self.text)
        return None

    def _content(
        self, verb: Token, cue: Sequence[Token], clause: Span, head: Token | None
    ) -> tuple[tuple[Span, ...], float]:
        """What is attributed, and how sure that is."""
        taken = {id(token) for token in cue}
        clauses = [
            child
            for child in verb.children
            if child.dep in {"ccomp", "parataxis"}
            or (child.dep in {"xcomp", "advcl"} and child.tag in {"VB", "VBG"} and verb.lemma in SAYING)
        ]
        final = self._is_final(verb, clause)
        here = self._clause_of(verb)
        spans = []
        for child in clauses:
            if child is head or verb.lemma in {"begin", "continue"}:
                continue
            if child.start < verb.start and not (verb.lemma in SAYING or final):
                continue
            tokens = [token for token in child.subtree() if id(token) not in taken and here.covers(token.span)]
            if tokens:
                spans.append(span_of(tokens))
        if spans:
            holes = [clause, *(span for child in clauses for span in joined_reports(child))]
            if final and here.start > self.sentence.span.start and max(span.end for span in spans) <= clause.start:
                spans.append(unreported_before(here, self.sentence))
            pieces = [piece for span in sorted(spans) for piece in self._without(span, holes)]
            return self._with_quotes(tuple(pieces), clause), 0.9
        beside = self._quotes_beside(clause)
        if verb.lemma in NAMING:
            # What is called something stands before the verb, what it is called behind it.
            beside = (
                tuple(
                    span
                    for span in beside
                    if span.start > clause.end
                    and not another_report_between(self.sentence.tokens, clause.end, span.start)
                )
                or beside
            )
        if verb.lemma in SHOWING:
            # "There is "no proof" that it holds": these show or think what follows them.
            beside = tuple(span for span in beside if span.start > clause.end)
        if beside:
            return beside, 0.9
        if verb.lemma == "put" and any(child.dep == "dobj" and child.lemma in FIGURES for child in verb.children):
            return self._without(Span(span_of(cue).end, span_of(verb.subtree()).end), []), 0.7
        if verb.lemma in SHOWING:
            return (), 0.0
        if verb.lemma in NAMING:
            rest = Span(span_of(cue).end, span_of(verb.subtree()).end)
            return (self._without(rest, asides(verb)), 0.6) if rest.end > rest.start else ((), 0.0)
        return self._parenthetical(verb, clause)

    def _is_final(self, verb: Token, clause: Span) -> bool:
        """Whether the sentence or its part ends with the verb and has told all before it: "..., figures show"."""
        return self.text[clause.end : self.sentence.span.end].lstrip()[:1] in {".", ";", ",", ""} and not any(
            child.dep == "dobj" for child in verb.children
        )

    def _parenthetical(self, verb: Token, clause: Span) -> tuple[tuple[Span, ...], float]:
        """The sentence around an inserted or final "X said"."""
        before = self.text[self.sentence.span.start : clause.start].rstrip()
        after = self.text[clause.end : self.sentence.span.end].lstrip()
        follows = before.endswith((",", ";", "—", "–", '"', "”", "'", "’"))
        alone = after[:1] in {",", ".", ";", ""} or verb.dep in {"ROOT", "parataxis", "ccomp"}
        told = verb.lemma in NEVER_INVERTED and len(after) <= _LONGEST_ADDRESSEE
        if follows and verb.lemma in SAYING and (alone or told):
            here = self._clause_of(verb)
            end = here.end if after[:1] == "," else clause.start
            # The speaker's clause can begin before the part of the sentence that its verb is in: then nothing is told.
            return (self._without(Span(here.start, end), [clause]), 0.7) if here.start < end else ((), 0.0)
        that = next(
            (token for token in self.sentence.tokens if token.start >= clause.end and token.lower in {"that", ":"}),
            None,
        )
        if that is not None and verb.lemma in SAYING and that.start - clause.end <= 40:
            return self._without(Span(that.end, self.sentence.span.end), []), 0.6
        return (), 0.0

    def _according(self, token: Token, to: Token) -> Iterator[Attribution]:
        source = to.child("pobj") or self._after(to)
        if source is None or source.lemma in YARDSTICKS:
            return
        speaker = speaker_at(source, self.names, self.text)
        phrase = token.span.join(span_of([to, *self.sentence_tokens(speaker.span)]))
        whole = token.span.join(span_of([to, *to.subtree()])) if to.children else phrase
        phrases = [whole if whole.start == token.start else phrase]
        part = part_after(phrase, self.sentence) or relative_part(token)
        content = self._without(part or self._clause_of(token), phrases)
        if not content:
            content = self._without(self.sentence.span, [phrase])
        if content:
            yield Attribution(
                phrase, content, speaker, None, token.span.join(to.span), "according", "according-to", 0.9
            )

    def _view(self, token: Token, of: Token) -> Iterator[Attribution]:
        """Give the statement around "in the view of X" or "by the account of X"."""
        before = [token.neighbour(-1), token.neighbour(-2)]
        opener = next((other for other in before if other is not None and other.lower in {"in", "by", "on"}), None)
        source = of.child("pobj")
        if opener is None or source is None:
            return
        speaker = speaker_at(source, self.names, self.text)
        phrase = opener.span.join(speaker.span)
        content = self._without(part_after(phrase, self.sentence) or self._clause_of(token), [phrase])
        if content:
            yield Attribution(
                phrase, content, speaker, None, opener.span.join(of.span), token.lower, "according-to", 0.8
            )

    def _clause_of(self, token: Token) -> Span:
        return part_of_sentence(token, self.quoted)

    def _without(self, span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
        return pieces_without(self.text, span, holes)

    def _beside_quote(self, cue: Sequence[Token]) -> bool:
        return bool(self._quotes_beside(span_of(cue)))

    def _quotes_beside(self, clause: Span) -> tuple[Span, ...]:
        """The contents of the quotes that the clause stands next to, in the same sentence."""
        found = []
        for stretch in self.marked:
            before = stretch.span.end <= clause.start
            first, last = (stretch.span.end, clause.start) if before else (clause.end, stretch.span.start)
            gap = self.text[first:last]
            if len(gap) <= 60 or not any(character.isalnum() for character in gap):
                found.append(stretch.content)
        return tuple(found)

    def _with_quotes(self, pieces: tuple[Span, ...], clause: Span) -> tuple[Span, ...]:
        """The pieces and the quotes beside the clause that the parser left outside them."""
        extra = [span for span in self._quotes_beside(clause) if not any(piece.overlaps(span) for piece in pieces)]
        return tuple(sorted([*pieces, *extra]))


__all__ = ["Attribution", "AttributionKind", "attributions_of"]
