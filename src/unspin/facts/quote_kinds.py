"""What a stretch between quotation marks is: speech, part of a sentence, a marked word, a title or a by-name."""

from __future__ import annotations

import re
from typing import Literal

from unspin.document import Document
from unspin.facts.quote_marks import Marked

QuoteKind = Literal["direct", "mixed", "indirect", "scare", "title", "nickname"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMED_SO = re.compile(
    r"\b(?:called|named|known as|nicknamed|dubbed|titled|entitled|so-called|alias|a\.?k\.?a\.?)[\s,]*$", re.IGNORECASE
)
_WORK = re.compile(
    r"\b(?:film|movie|book|novel|song|album|single|play|show|series|musical|opera|memoir|poem|essay|episode|podcast|documentary|"
    r"programme|program|sitcom|drama|exhibition|painting|sculpture|article|headline|hit|thriller|comedy|column|report|blog|magazine|"
    r"video|game|track|ballad|anthem|symphony|sonata)s?(?: \w+)?[\s,:]*$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    ["a", "an", "the", "of", "and", "in", "on", "at", "to", "for", "with", "from", "by", "or", "is", "my", "your"]
)


def has_words(document: Document, stretch: Marked) -> bool:
    """Whether anything stands between the marks."""
    return _WORD.search(document.slice(stretch.content)) is not None


def kind_of(document: Document, stretch: Marked) -> QuoteKind:
    """What a stretch between marks is, from its words, its marks and the words around it."""
    text = document.slice(stretch.content)
    words = _WORD.findall(text)
    before = document.prose[max(0, stretch.span.start - 60) : stretch.span.start]
    after = document.prose[stretch.span.end : stretch.span.end + 2]
    ends = text[-1] in ".,!?" or after[:1] == ","
    capitalised = all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words)
    if capitalised and words[0][0].isupper():
        if len(words) <= 2 and re.search(r"\b[A-Z][\w.'’-]+ $", before) and re.match(r" [A-Z]", after):
            return "nickname"
        if (
            _NAMED_SO.search(before)
            or _WORK.search(before)
            or (2 <= len(words) <= 9 and text[-1] not in ".,!?" and len(words) > 1)
        ):
            return "title"
    if _NAMED_SO.search(before) and len(words) <= 5:
        return "nickname"
    if len(words) <= 2 and not (words[0][0].isupper() and ends):
        return "scare"
    return "direct" if (words[0][0].isupper() and (ends or len(words) > 6)) or _alone(document, stretch) else "mixed"


def _alone(document: Document, stretch: Marked) -> bool:
    """Whether the quotation opens its paragraph."""
    return any(block.span.start == stretch.span.start for block in document.blocks)
