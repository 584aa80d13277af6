"""What a stretch between quotation marks is: speech, part of a sentence, a marked word, a title or a by-name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from unspin.document import Block, Document
from unspin.facts.quote_marks import Marked

QuoteKind = Literal["direct", "mixed", "indirect", "scare", "title", "nickname"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAMED_SO = re.compile(
    r"\b(?:called|named|known as|nicknamed|dubbed|titled|entitled|so-called|alias|a\.?k\.?a\.?)[\s,]*$", re.IGNORECASE
)
_WORK = re.compile(
    r"\b(?:film|movie|book|novel|song|album|single|play|show|series|musical|opera|memoir|poem|essay|episode|podcast|documentary|"
    r"programme|program|sitcom|drama|exhibition|painting|sculpture|article|headline|hit|thriller|comedy|column|report|blog|magazine|"
    r"video|game|track|commentary|op-ed|editorial|ballad|anthem|symphony|sonata)s?(?: \w+)?[\s,:]*$",
    re.IGNORECASE,
)
_SAID_SO = re.compile(
    r"\b(?:(?:chant|shout|yell|scream|sign|banner)(?:s|ed|ing)?|chorus|cry|cries|cried|crying)(?: \w+){0,3}\s*$"
    r"|\b(?:hailed|described|denounced|labell?ed|branded|blasted|mocked|derided|dismissed|praised|slammed)\b[^.;]* as\s*$",
    re.IGNORECASE,
)
# Somebody calls somebody so: a judgement, not a name.
_CALLED_SO = re.compile(
    r"(?:\b(?:he|she|they|I|we|who|has|have|had)|\b[A-Z][\w.'’-]*,?)(?: \w+ly| also| once)? called\s*$"
)
_OWNED = re.compile(r"\w['’]s?\s+$")
_THING = re.compile(
    r"\b(?:a|an|the|his|her|their|its|our|on|in|of|at|for|from|with|and|or|\d{4})\s+$",
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
    block = _block_of(document, stretch)
    before = document.prose[max(block.span.start, stretch.span.start - 60) : stretch.span.start]
    after = document.prose[stretch.span.end : min(block.span.end, stretch.span.end + 60)]
    ends = text[-1] in ".,!?" or after[:1] == ","
    capitalised = all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words)
    if capitalised and words[0][0].isupper():
        if len(words) <= 2 and re.search(r"\b[A-Z][\w.'’-]+ $", before) and re.match(r" [A-Z]", after):
            return "nickname"
        if _NAMED_SO.search(before) or _WORK.search(before):
            return "title"
        said_so = _SAID_SO.search(before) or _announced(document, stretch)
        if len(words) <= 9 and not said_so and not _is_title_case(before + " " + after):
            if _in_a_sentence(before, words) and text[-1] not in "!?":
                return "title"
            if len(words) >= 2 and text[-1] not in ".,!?":
                return "title"
            if len(words) >= 3 and text[-1] not in "!?" and len(block.span) <= len(stretch.span) + 1:
                # A heading: it fills its block.
                return "title"
    elif _NAMED_SO.search(before) and len(words) <= 5:
        return "nickname" if len(words) == 1 or not _CALLED_SO.search(before) else "mixed"
    if len(words) <= 2 and not (words[0][0].isupper() and ends):
        return "scare"
    opens_block = block.span.start == stretch.span.start
    return "direct" if (words[0][0].isupper() and (ends or len(words) > 6)) or opens_block else "mixed"


def _block_of(document: Document, stretch: Marked) -> Block:
    """The block that a stretch stands in."""
    return document.blocks[bisect_right(document.blocks, stretch.span.start, key=lambda block: block.span.start) - 1]


def _is_title_case(around: str) -> bool:
    """Whether words around a stretch are written like those of a headline, so that capitals in it say nothing."""
    longer = [word for word in _WORD.findall(around) if len(word) > 4]
    return len(longer) >= 3 and all(not word[0].islower() for word in longer)


def _in_a_sentence(before: str, words: Sequence[str]) -> bool:
    """Whether what stands before names words in capitals as a thing: on Venn's "Late Hour", her 1994 "Salt Year"."""
    if _OWNED.search(before):
        return True
    return sum(word.lower() not in _SMALL for word in words) >= 2 and _THING.search(before) is not None


def _announced(document: Document, stretch: Marked) -> bool:
    """Whether a colon announces a stretch as speech, in its own block or at the end of the one before."""
    return document.prose[max(0, stretch.span.start - 20) : stretch.span.start].rstrip().endswith(":")
