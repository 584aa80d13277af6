"""PDF: the text that is in it, page by page, in paragraphs. What is a picture of text is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unspin.readers.built import built
from unspin.readers.errors import ReadError
from unspin.readers.pdf_layout import HYPHEN, Line, pieces_of

if TYPE_CHECKING:
    from unspin.document import Document

SIGNATURE = b"%PDF-"
MOST_PAGES = 1_000
MOST_CHARACTERS = 2_000_000

# PDFium's names for a hyphen at the end of a line.
_HYPHENS = frozenset({0x2, 0xFFFE})
_WIDE = 2.0


def pdf_document(data: bytes, *, name: str, metadata: dict[str, str]) -> Document:
    """The document of a PDF's text: columns one after the other, paragraphs whole, also over pages.

    Hyphens at the ends of lines go where they only part a word; what stands at the edges of many pages goes.

    Raises:
        ReadError: It is damaged, encrypted or too large, holds no text (a scan), or unspin[documents] is not installed.
    """
    try:
        import pypdfium2  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError:
        raise ReadError(
            name,
            "it is a PDF file, and reading PDF needs pypdfium2",
            "install unspin[documents], or save the text as plain text (UTF-8)",
        ) from None
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(name, *_refusal(str(error))) from None
    try:
        if len(file) > MOST_PAGES:
            raise ReadError(name, f"it has more than {MOST_PAGES:,} pages", "split it into single articles")
        pages: list[list[Line]] = []
        characters = 0
        for number in range(len(file)):
            pages.append(list(_lines(file[number])))
            characters += sum(len(line.text) for line in pages[-1])
            if characters > MOST_CHARACTERS:
                raise ReadError(
                    name, f"it has more than {MOST_CHARACTERS:,} characters", "split it into single articles"
                )
        title = str(file.get_metadata_value("Title")).strip()
    except pypdfium2.PdfiumError as error:
        raise ReadError(name, *_refusal(str(error))) from None
    finally:
        file.close()
    return built(
        pieces_of(pages),
        name=name,
        metadata={**metadata, "format": "pdf", **({"title": title} if title else {})},
        nothing=(
            "it is a PDF file without text; its pages are scans or drawings",
            "run text recognition (OCR) on it, or save the text as plain text (UTF-8)",
        ),
    )


def _refusal(error: str) -> tuple[str, str]:
    if "password" in error.casefold() or "security" in error.casefold():
        return "it is a PDF file that is encrypted", "save it without a password"
    return "it is a PDF file that is damaged", "open it in the program that made it and save it again"


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page in the order in which the file holds them; wide white space ends a line."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

    text = page.get_textpage()
    letters: list[str] = []
    left = right = bottom = top = size = 0.0

    def ended() -> Iterator[Line]:
        words = "".join(letters).strip()
        letters.clear()
        if words:
            yield Line(words, left, right, bottom, top, size)

    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in (0x0A, 0x0D):
            yield from ended()
        elif pdfium.FPDFText_IsGenerated(text, place) == 1:
            if letters:
                letters.append(chr(code))
        else:
            x0, y0, x1, y1 = text.get_charbox(place, loose=True)
            height = pdfium.FPDFText_GetFontSize(text, place)
            # A matrix may have scaled letters of size 1.
            height = height if height > 1.5 else (y1 - y0) / 1.2
            if letters and (
                abs((y0 + y1) - (bottom + top)) > 1.2 * size or x0 > right + _WIDE * size or x0 < right - 2 * size
            ):
                yield from ended()
            if not letters:
                left, right, bottom, top, size = x0, x1, y0, y1, height
            letters.append(HYPHEN if code in _HYPHENS else chr(code))
            right = max(right, x1)
    yield from ended()
