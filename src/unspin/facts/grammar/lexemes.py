"""Numbers, words and marks of a sentence, as the grammars of quantities and times read them.

The parser's tokens split "2.35bn", "16-year-old" and "2.15 p.m." in too many ways to build on; this cut goes by
characters alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from unspin.document import Span
from unspin.language import Analysis, Sentence, Token, plain

_LEXEME = re.compile(
    r"(?P<pm>\b[ap]\.\s?m\b\.?)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<vulgar>[½¼¾⅓⅔⅕⅛])?"
    r"|(?P<alone>[½¼¾⅓⅔⅕⅛])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)
_VULGAR = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "⅕": Fraction(1, 5),
    "⅛": Fraction(1, 8),
}
_MOST_DIGITS = 40


def words(text: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A number, word or mark. ``text`` is lower-case; ``start`` and ``end`` are offsets in the sentence's plain text.

    ``value`` is what the digits of a number say, None for words and marks; ``spaced`` tells whether white space stands
    before it.
    """

    text: str
    start: int
    end: int
    capital: bool
    spaced: bool
    value: Fraction | None = None


@dataclass(frozen=True)
class Line:
    """A sentence cut into lexemes, with the way back to the document's offsets and to the parser's tokens."""

    lexemes: Sequence[Lexeme]
    sentence: Sentence | None = None
    analysis: Analysis | None = None
    offsets: Sequence[int] = field(default=(), repr=False)
    start: int = 0

    def __len__(self) -> int:
        return len(self.lexemes)

    def word(self, place: int) -> str:
        """The lexeme's text in lower case, or "" outside of the sentence."""
        return self.lexemes[place].text if 0 <= place < len(self.lexemes) else ""

    def value(self, place: int) -> Fraction | None:
        """What the digits at this place say, or None."""
        return self.lexemes[place].value if 0 <= place < len(self.lexemes) else None

    def tight(self, place: int) -> bool:
        """Whether this lexeme follows the one before without white space."""
        return 0 < place < len(self.lexemes) and not self.lexemes[place].spaced

    def capital(self, place: int) -> bool:
        """Whether the lexeme begins with a capital letter."""
        return 0 <= place < len(self.lexemes) and self.lexemes[place].capital

    def span(self, first: int, last: int) -> Span:
        """Where the lexemes ``first`` to ``last`` (not included) stand in the document."""
        start, end = self.lexemes[first].start, self.lexemes[last - 1].end
        if not self.offsets:
            return Span(start, end)
        return Span(self.start + self.offsets[start], self.start + self.offsets[end - 1] + 1)

    def tokens(self, first: int, last: int) -> list[Token]:
        """The parser's tokens that the lexemes ``first`` to ``last`` (not included) belong to."""
        if self.analysis is None or first >= last:
            return []
        return self.analysis.tokens_in(self.span(first, last))

    def token(self, place: int) -> Token | None:
        """The parser's token of a lexeme; the last one where the parser cuts finer."""
        tokens = self.tokens(place, place + 1) if 0 <= place < len(self.lexemes) else []
        return tokens[-1] if tokens else None

    def skip(self, place: int, *marks: str) -> int:
        """The place after the lexeme here if it is one of these, else this place."""
        return place + 1 if self.word(place) in marks else place


def lex(text: str) -> list[Lexeme]:
    """The numbers, words and marks of a plain text, in order."""
    found = []
    end = 0
    for match in _LEXEME.finditer(text):
        value = None
        if match["number"] and len(match["number"]) <= _MOST_DIGITS:
            value = Fraction(match["number"].replace(",", ""))
            value += _VULGAR[match["vulgar"]] if match["vulgar"] else 0
        elif match["alone"]:
            value = _VULGAR[match["alone"]]
        text_here = match["pm"][0] + "m" if match["pm"] else match[0]
        found.append(
            Lexeme(
                text_here.lower(),
                match.start(),
                match.end(),
                match[0][0].isupper(),
                match.start() > end or end == 0,
                value,
            )
        )
        end = match.end()
    return found


@lru_cache(maxsize=2)
def lines_of(analysis: Analysis) -> list[Line]:
    """Each sentence of a document, cut into lexemes; remembered, for quantities and times are read from the same cut."""
    lines = []
    for sentence in analysis.sentences:
        text, offsets = plain(sentence.text)
        lines.append(Line(lex(text), sentence, analysis, offsets, sentence.span.start))
    return lines
