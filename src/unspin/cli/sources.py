"""The texts that a command is given: paths, standard input, or texts inline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from unspin.cli.messages import complain
from unspin.cli.output import standard_input

if TYPE_CHECKING:
    from unspin.cli import many
    from unspin.document import Document

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A path ("-" is standard input), a web address, or a text given inline under a name; ``option`` is what gave it."""

    name: str
    text: str | None = None
    option: str = ""


def is_address(name: str) -> bool:
    """Whether a name is an address on the web and no path."""
    return bool(_ADDRESS.match(name))


def holds_versions(path: str) -> bool:
    """Whether a file may hold both the original and the rewrite, as Word documents with tracked changes do."""
    from unspin.readers import has_versions  # noqa: PLC0415

    return not is_address(path) and has_versions(path)


def document_of(source: Source) -> Document:
    """The document.

    Raises:
        ReadError: It cannot be read, or is no text.
    """
    from unspin.document import Document  # noqa: PLC0415
    from unspin.readers import ReadError, read, read_stdin  # noqa: PLC0415

    if source.text is None:
        if is_address(source.name):
            from unspin.cli.addresses import document_at  # noqa: PLC0415

            return document_at(source.name)
        return read_stdin(standard_input()) if source.name == "-" else read(source.name)
    if not source.text.strip():
        raise ReadError(source.option, "it is empty", "give a text, or a file in its place")
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError:
        raise ReadError(source.option, "it is not UTF-8", "put it in a file") from None
    return Document(source.text, name=source.name)


def document_or_complaint(source: Source) -> Document | None:
    """The document, or None and a line on standard error that says why not."""
    from unspin.readers import ReadError  # noqa: PLC0415

    try:
        return document_of(source)
    except ReadError as error:
        complain(str(error))
        return None


def versions_or_complaint(source: Source) -> list[Document]:
    """The original and the rewrite in a Word document with tracked changes; else none, and a line on standard error."""
    from unspin.readers import ReadError, read_versions  # noqa: PLC0415

    try:
        return list(read_versions(source.name))
    except ReadError as error:
        complain(str(error))
        return []


def records_of(
    pairs: str | None, against: str | None, paths: tuple[str, ...], *, inline: bool = False
) -> many.Source | None:
    """What --pairs or --against brings, or None where neither is given; ``inline`` if there are texts on the command line.

    Raises:
        click.UsageError: Something does not go together with it.
    """
    if pairs is not None:
        if against is not None:
            raise click.UsageError("--pairs brings its own originals, --against takes those of git: give one")
        if paths or inline:
            raise click.UsageError("--pairs brings its own texts: give no ORIGINAL, REWRITE or inline text with it")
        from unspin.cli.pairs import PairsFile  # noqa: PLC0415

        return PairsFile(pairs)
    if against is not None:
        if inline or "-" in paths:
            raise click.UsageError("--against compares files with what git has of them: give no other text with it")
        from unspin.cli.revisions import WorkingCopy  # noqa: PLC0415

        return WorkingCopy(against, paths)
    return None
