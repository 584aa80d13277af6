"""One document in, the passages out that were taken from other documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unspin.changes import Change
from unspin.check import compare
from unspin.document import Document, Span
from unspin.report.tracing.model import Empty, Passage, Reason, Source, Trace
from unspin.typography import plain

if TYPE_CHECKING:
    from unspin.archive.finding import Found
    from unspin.archive.store import Archive

MIN_LENGTH = 150
"""A passage has at least so many characters on both sides, unless another length is asked for."""

_MESSAGES: dict[Reason, str] = {
    "document-empty": "the document has no words",
    "document-too-short": "the document is shorter than the minimum length of {length:,} characters",
    "no-sources": "there is no document to compare with",
    "nothing-shared": "no three words in a row of the document stand in any source",
    "only-boilerplate": "what is shared stands in so many sources that it does not tell where it comes from",
    "too-little-shared": "words in a row are shared, but with no source so many that more may have been taken from it",
    "no-likeness": "the sources that share words in a row have no stretch that is alike enough",
    "below-minimum": "what is shared is shorter than the minimum length of {length:,} characters",
}

# So many marks beside a passage belong to it when it is checked: quotation marks, the full stop.
_MARKS = 6


def trace(
    document: Document | str,
    *,
    archive: Archive | str | Path | None = None,
    against: Sequence[Document | str] | None = None,
    check: bool = False,
    min_length: int = MIN_LENGTH,
) -> Trace:
    """Say which passages of a document were made from other documents.

    Args:
        document: The text to trace.
        archive: The archive to search, or its folder. Documents that share rare runs of words with the text are compared.
        against: The documents to compare with, each of them, in place of an archive. A source's id is its name; a text's is
            "source 1", "source 2" and so on.
        check: Hold each passage against its source, as ``unspin.check`` does, and tell what changed.
        min_length: Shorter passages are left out; in characters, on either side.

    Returns:
        Passages in order of their place in the document, or the reason why there are none. Same texts, same trace.

    Raises:
        ArchiveError: There is no archive, it is damaged, or an unspin made it that cuts texts into other words.
        ModuleNotFoundError: ``unspin[corpus]`` is not installed.
        ValueError: Neither or both of ``archive`` and ``against`` are given, or ``min_length`` is less than 1.
    """
    if (archive is None) == (against is None):
        raise ValueError("give either an archive or documents to compare with")
    if min_length < 1:
        raise ValueError(f"a passage has at least 1 character, not {min_length}")
    text = Document(document, name="document") if isinstance(document, str) else document
    if against is not None:
        found, source_of = _found_in(text, against, min_length)
    else:
        assert archive is not None
        found, source_of = _found_in_archive(text, archive, min_length)
    sources = {number: source_of(number) for number in sorted({number for number, _ in found.passages})}
    passages = [
        Passage(
            span=Span(one.start, one.end),
            source=sources[number],
            source_span=Span(one.source_start, one.source_end),
            kind=one.kind,
            similarity=one.similarity,
        )
        for number, one in found.passages
    ]
    if check:
        passages = [replace(passage, changes=tuple(changes_of(text, passage))) for passage in passages]
    empty = None if found.reason is None else Empty(found.reason, _MESSAGES[found.reason].format(length=min_length))
    return Trace(text, tuple(passages), empty)


def _found_in(
    text: Document, against: Sequence[Document | str], min_length: int
) -> tuple[Found, Callable[[int], Source]]:
    # What cuts and compares is loaded when first needed: `unspin --help` must answer at once.
    from unspin.archive.finding import found_in  # noqa: PLC0415
    from unspin.archive.tokens import tokens_of  # noqa: PLC0415

    documents = [
        Document(one, name=f"source {number}") if isinstance(one, str) else one
        for number, one in enumerate(against, start=1)
    ]
    found = found_in(tokens_of(text.prose), [tokens_of(one.prose) for one in documents], min_length)
    return found, lambda number: _source(documents[number].name, documents[number], documents[number].metadata)


def _found_in_archive(
    text: Document, archive: Archive | str | Path, min_length: int
) -> tuple[Found, Callable[[int], Source]]:
    from unspin.archive.finding import found_in_archive  # noqa: PLC0415
    from unspin.archive.store import Archive  # noqa: PLC0415
    from unspin.archive.tokens import tokens_of  # noqa: PLC0415

    opened = Archive.open(archive) if isinstance(archive, str | Path) else archive

    def source_of(number: int) -> Source:
        stored = opened.document(number)
        return _source(stored.id, Document(stored.text, name=stored.id), stored.metadata)

    return found_in_archive(tokens_of(text.prose), opened, min_length), source_of


def _source(identity: str, document: Document, metadata: Mapping[str, Any]) -> Source:
    known = {key: str(metadata[key]) for key in ("title", "date", "outlet") if isinstance(metadata.get(key), str | int)}
    return Source(identity, document, **known)


def changes_of(document: Document, passage: Passage) -> list[Change]:
    """What changed from a passage's source to the passage, with places in the whole texts."""
    source = passage.source.document
    ours, theirs = stretch(source, passage.source_span), stretch(document, passage.span)
    texts = [source.slice(ours), document.slice(theirs)]
    # Nothing changes between a text and its typographic copy.
    if plain(texts[0])[0] == plain(texts[1])[0]:
        return []
    changes = compare(*(Document(text) for text in texts))[1]
    return [
        replace(
            change,
            original=change.original and _moved(change.original, ours.start),
            rewrite=change.rewrite and _moved(change.rewrite, theirs.start),
        )
        for change in changes
    ]


def stretch(document: Document, span: Span) -> Span:
    """A passage with the marks that stand beside it: words alone have lost the quotation mark that they begin with."""
    text = document.text
    start, end = span.start, span.end
    while start > max(0, span.start - _MARKS) and _is_mark(text[start - 1]):
        start -= 1
    while end < min(len(text), span.end + _MARKS) and _is_mark(text[end]):
        end += 1
    return Span(start, end)


def _is_mark(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
