"""Word documents as tests make them: from the XML of their body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Desk"><w:name w:val="Desk line"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>'
    "</w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="Desk">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="Desk"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def paragraph(*content: str, properties: str = "") -> str:
    """Content that is no XML becomes a run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>"
        f"{''.join(part if part.startswith('<') else run(part) for part in content)}</w:p>"
    )


def word(body: str, parts: Mapping[str, str] | None = None, *, prolog: str = "") -> bytes:
    """A document of this body; ``parts`` are further ones of its folder, by their names without ".xml"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        for name, content in {"document": document, "styles": STYLES, **(parts or {})}.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()
