"""Documents from WARC (ISO 28500), the files of web archives: the main text of each page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from unspin.archive.sources import Record, Skip
from unspin.readers import ReadError
from unspin.readers.decoding import is_html
from unspin.readers.html import MOST_HTML, html_document

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def warc_documents(path: str, at: Callable[[int], None]) -> Iterator[Record | Skip]:
    """Yield a record for each web page that a server has sent with status 200; a skip for each that cannot be read.

    The id is the page's address, ``line`` the number of the response in the file. The metadata have the date of the record
    under "date" and the one that the page names under "published". Responses of other kinds are passed over.

    Args:
        path: The file, also packed by gzip.
        at: Is told how many bytes have been read.

    Raises:
        OSError: The file cannot be opened.
    """
    try:
        import trafilatura  # noqa: F401, PLC0415
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415
    except ImportError:
        yield Skip(path, None, None, "reading WARC needs unspin[corpus,documents]")
        return
    number = 0
    with open(path, "rb") as stream:
        try:
            records = ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="none", fsspec_args=False
            )
            for number, record in enumerate(records, start=1):
                at(stream.tell())
                found = _document(path, number, record)
                if found is not None:
                    yield found
        except (OSError, ValueError, EOFError, RuntimeError, OverflowError, MemoryError) as error:
            yield Skip(
                path, number + 1, None, f"the rest of the file cannot be read: {str(error).lower() or 'damaged'}"
            )
            return
    if not number:
        yield Skip(path, None, None, "it holds no responses of a web archive")


def _document(path: str, number: int, record: Any) -> Record | Skip | None:
    """The page in a response, or None for what is none."""
    url = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    headers = record.http_headers
    if headers is None or headers.status_code is None:
        return Skip(path, number, url or None, "there is no HTTP response in the record")
    if headers.status_code != 200 or record.http_content_type not in _PAGES:
        return None
    if not url:
        return Skip(path, number, None, "the record names no address")
    sent = record.reader.read(MOST_HTML + 1)
    if record.headers.get("WARC-Truncated") or len(sent) < min(record.content_length, MOST_HTML):
        return Skip(path, number, url, "the record breaks off")
    try:
        data = _unpacked(sent, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "")
    except (OSError, ValueError, EOFError, RuntimeError) as error:
        return Skip(path, number, url, f"what the server sent cannot be unpacked: {str(error).lower()}")
    try:
        document = html_document(data, name=url, metadata={}, charset=record.http_charset or "")
    except ReadError as error:
        return Skip(path, number, url, error.reason)
    metadata = dict(document.metadata)
    if published := metadata.pop("date", ""):
        metadata["published"] = published
    if record.record_date is not None:
        metadata["date"] = record.record_date.isoformat()
    return Record(path, number, url, document.text, metadata)


def _unpacked(data: bytes, transfer: str, content: str) -> bytes:
    """The page in what a server has sent, as far as anything is read of it; some crawlers unpack it and keep the headers."""
    from fastwarc import stream_io  # noqa: PLC0415

    if is_html(data):
        return data
    stream: Any = io.BytesIO(data)
    if "chunked" in transfer.lower():
        stream = stream_io.ChunkedReader(stream)
    match content.strip().lower():
        case "gzip" | "x-gzip":
            stream = stream_io.GzipReader(stream)
        case "deflate":
            stream = stream_io.GzipReader(stream, zlib=True)
        case "br":
            stream = stream_io.BrotliReader(stream)
        case "zstd":
            stream = stream_io.ZstdReader(stream)
    return bytes(stream.read(MOST_HTML + 1))
