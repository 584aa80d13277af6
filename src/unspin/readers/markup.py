"""The marks of Markdown inside a block: which characters are no words of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unspin.blocks import Span

# Each alternative names its marks "a" and "b" (before and after the words that stay), or "a" alone where nothing stays.
# Every repetition is bounded, so that the time stays linear in the length of the text.
_CONSTRUCTS = re.compile(
    r"(?P<a1>\\)(?=[!-/:-@\[-`{-~\n\r])"
    r"|(?P<a2>(?P<ticks>`+))[^`]{1,500}?(?P<b2>(?P=ticks))(?!`)"
    r"|(?P<a3><!--.{0,2000}?-->|\[\^[^\]\s]{1,40}\])"
    r"|(?P<a4><)(?:https?://|mailto:)[^<>\s]{1,2000}(?P<b4>>)"
    r"|(?P<a5></?[A-Za-z][^<>]{0,500}>)"
    r"|(?P<a6>!?\[)[^\[\]]{0,500}(?P<b6>\](?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+(?:\"[^\"]{0,200}\"|'[^']{0,200}'))?\)|\[[^\[\]]{0,100}\]))",
    re.DOTALL,
)
_DELIMITER = re.compile(r"\*{1,3}|_{1,3}|~~")


def inline_markup(text: str, span: Span) -> Iterator[Span]:
    """Yield what is markup in a block: emphasis, link targets, tags, footnote numbers, escapes; in no order."""
    masked = list(text[span.start : span.end])
    for match in _CONSTRUCTS.finditer(text, span.start, span.end):
        for name, matched in match.groupdict().items():
            if matched is not None and name != "ticks":
                start, end = match.span(name)
                yield Span(start, end)
                masked[start - span.start : end - span.start] = "x" * (end - start)
        if match.group("a1"):
            masked[match.end() - span.start] = "x"
    yield from _emphasis("".join(masked), span.start)


def _emphasis(block: str, offset: int) -> Iterator[Span]:
    opened: dict[str, list[int]] = {}
    for match in _DELIMITER.finditer(block):
        mark, start, end = match.group(), match.start(), match.end()
        before, after = block[start - 1 : start], block[end : end + 1]
        inside_word = mark[0] == "_" and before.isalnum() and after.isalnum()
        waiting = opened.get(mark)
        if waiting and before and not before.isspace() and not inside_word and not (mark[0] == "_" and after.isalnum()):
            opener = waiting.pop()
            yield Span(offset + opener, offset + opener + len(mark))
            yield Span(offset + start, offset + end)
        elif after and not after.isspace() and not inside_word and not (mark[0] == "_" and before.isalnum()):
            opened.setdefault(mark, []).append(start)
