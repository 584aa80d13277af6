"""What a document states, as typed facts: one module a kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from unspin.document import Span
from unspin.facts.attribution import Attribution, attributions_of
from unspin.facts.certainty import Hedge, hedges_of
from unspin.facts.events import EventLink, event_links_of
from unspin.facts.names import Name, name_words, names_of
from unspin.facts.polarity import Negation, negations_of
from unspin.facts.quantities import Quantity, quantities_of
from unspin.facts.quotes import Quote, marked_quotes_of
from unspin.facts.reported_speech import quotes_of
from unspin.facts.roles import Role, roles_of
from unspin.facts.speaker_names import with_names
from unspin.facts.times import Time, times_of
from unspin.language import Analysis, Sentence, Token


class Fact(Protocol):
    """Anything that stands somewhere."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...


F = TypeVar("F", bound=Fact)


class Facts:
    """The facts of one document, each kind found when first asked for."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self._places: dict[int, dict[int, list[int]]] = {}

    def places_of(self, facts: Sequence[Fact]) -> dict[int, list[int]]:
        """For each sentence, by its index, the places in a list of this document's facts of those that stand in it.

        The list must live as long as the facts: its places are found once.
        """
        if id(facts) not in self._places:
            sentences = self.analysis.sentences
            starts = [sentence.span.start for sentence in sentences]
            ends = [sentence.span.end for sentence in sentences]
            found: dict[int, list[int]] = {}
            for place, fact in enumerate(facts):
                span = fact.span
                for index in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
                    found.setdefault(index, []).append(place)
            self._places[id(facts)] = found
        return self._places[id(facts)]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word and mark of the document, in lower case."""
        return frozenset(token.lower for token in self.analysis.tokens)

    @cached_property
    def word_count(self) -> int:
        """How many words the document has, marks left out."""
        return sum(token.is_word for token in self.analysis.tokens)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word of the document as names are compared by."""
        return frozenset(word for text in self.words for word in name_words(text))

    @cached_property
    def marked_quotes(self) -> list[Quote]:
        """What stands between quotation marks, with speakers; titles and by-names too."""
        return marked_quotes_of(self.analysis, self.names, self.attributions)

    @cached_property
    def quotes(self) -> list[Quote]:
        """What somebody is quoted as saying, with and without marks."""
        return with_names(self.document, quotes_of(self.analysis, self.marked_quotes, self.attributions), self.names)

    @cached_property
    def names(self) -> list[Name]:
        """Mentions of people, organisations, places and products, chained to one canonical name each."""
        return names_of(self.analysis)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Counts, amounts, measures, ages, ranks."""
        return quantities_of(self.analysis)

    @cached_property
    def times(self) -> list[Time]:
        """Dates, weekdays, clock times, periods, durations."""
        return times_of(self.analysis)

    @cached_property
    def roles(self) -> list[Role]:
        """Who does what to whom, titles, appositions, possessions."""
        return roles_of(self.analysis)

    @cached_property
    def hedges(self) -> list[Hedge]:
        """Words that say how sure or how general a statement is."""
        return hedges_of(self.analysis)

    @cached_property
    def negations(self) -> list[Negation]:
        """Words that deny, and what they deny."""
        return negations_of(self.analysis)

    @cached_property
    def attributions(self) -> list[Attribution]:
        """Statements given to a speaker or source."""
        return attributions_of(self.analysis, self.names)

    @cached_property
    def event_links(self) -> list[EventLink]:
        """Order in time and cause between events."""
        return event_links_of(self.analysis)


class Passage:
    """Some sentences of a document and the facts that they hold; the whole document's facts are in ``facts``."""

    def __init__(self, facts: Facts, sentences: tuple[Sentence, ...]) -> None:
        self.facts = facts
        self.document = facts.document
        self.sentences = sentences

    @cached_property
    def tokens(self) -> list[Token]:
        """Tokens of the sentences, in order of place."""
        return [token for sentence in self.sentences for token in sentence.tokens]

    @cached_property
    def text(self) -> str:
        """The sentences' characters, joined with spaces."""
        return " ".join(sentence.text for sentence in self.sentences)

    def within(self, facts: Sequence[F]) -> list[F]:
        """Those of the document's facts that stand in these sentences."""
        places_of = self.facts.places_of(facts)
        places = {place for sentence in self.sentences for place in places_of.get(sentence.index, ())}
        return [facts[place] for place in sorted(places)]

    @cached_property
    def names(self) -> list[Name]:
        """Mentions in the passage."""
        return self.within(self.facts.names)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Quantities in the passage."""
        return self.within(self.facts.quantities)

    @cached_property
    def times(self) -> list[Time]:
        """Times in the passage."""
        return self.within(self.facts.times)

    @cached_property
    def roles(self) -> list[Role]:
        """Roles in the passage."""
        return self.within(self.facts.roles)

    @cached_property
    def hedges(self) -> list[Hedge]:
        """Hedges in the passage."""
        return self.within(self.facts.hedges)

    @cached_property
    def negations(self) -> list[Negation]:
        """Negations in the passage."""
        return self.within(self.facts.negations)

    @cached_property
    def attributions(self) -> list[Attribution]:
        """Attributions in the passage."""
        return self.within(self.facts.attributions)

    @cached_property
    def event_links(self) -> list[EventLink]:
        """Event links in the passage."""
        return self.within(self.facts.event_links)
