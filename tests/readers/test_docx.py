"""Word documents: what stands in them, and the two versions that tracked changes hold."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import invoke
from readers.word_files import W, deleted, inserted, paragraph, run, word
from unspin.document import Document
from unspin.readers import ReadError, read, read_stdin, read_versions
from unspin.readers.docx import MOST_XML, docx_document, docx_versions

FIRST = paragraph("Mayor Ada Prill resigned on Monday.")


def parsed(body: str, **parts: str) -> Document:
    return docx_document(word(body, parts), name="t.docx", metadata={})


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.slice(block.span)) for block in document.blocks]


def versions(body: str, **parts: str) -> tuple[str, str]:
    original, rewrite = docx_versions(word(body, parts), name="t.docx", metadata={})
    return original.text, rewrite.text


def test_a_document_that_another_library_wrote(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Ferry strike ends", 1)
    made.add_paragraph("Crews went back to work.")
    made.add_paragraph("Lorn Bay", style="List Bullet")
    made.add_paragraph("The quay at Lorn.", style="Caption")
    table = made.add_table(2, 2)
    for place, text in enumerate(["Port", "Crews", "Lorn", "1,200"]):
        table.cell(place // 2, place % 2).text = text
    path = tmp_path / "article.docx"
    made.save(str(path))
    document = read(path)
    assert blocks(document) == [
        ("heading", "Ferry strike ends"),
        ("paragraph", "Crews went back to work."),
        ("list-item", "Lorn Bay"),
        ("caption", "The quay at Lorn."),
        ("list-item", "Port | Crews"),
        ("list-item", "Lorn | 1,200"),
    ]
    assert document.name == str(path)
    assert read_stdin(io.BytesIO(path.read_bytes())).text == document.text


def test_kinds_by_style_outline_numbering_and_looks() -> None:
    body = (
        paragraph("Calm at sea", properties='<w:pStyle w:val="Desk"/>')
        + paragraph("It ended.", properties='<w:outlineLvl w:val="1"/>')
        + paragraph("One crew", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>')
        + paragraph("Photo: Ada Holm")
        + paragraph("What comes next")
        + FIRST
    )
    assert blocks(parsed(body)) == [
        ("heading", "Calm at sea"),
        ("heading", "It ended."),
        ("list-item", "One crew"),
        ("caption", "Ada Holm"),
        ("heading", "What comes next"),
        ("paragraph", "Mayor Ada Prill resigned on Monday."),
    ]


def test_tabs_breaks_and_hyphens_are_kept_and_what_is_no_text_is_not() -> None:
    body = paragraph(
        "<w:r><w:t>Port</w:t><w:tab/><w:t>Lorn</w:t><w:br/><w:t>north</w:t><w:noBreakHyphen/><w:t>east</w:t></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText><w:t>code</w:t></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run(" 3 May"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run(" hidden", "<w:vanish/>"),
        run(" seen", '<w:vanish w:val="0"/>'),
        '<w:commentRangeStart w:id="0"/>',
        "<w:hyperlink><w:r><w:t> linked</w:t></w:r></w:hyperlink>",
    )
    comments = f'<w:comments xmlns:w="{W}"><w:comment>{FIRST}</w:comment></w:comments>'
    assert parsed(body, comments=comments).text == "Port\tLorn\nnorth\u2011east 3 May seen linked"


def test_footnotes_come_last_and_text_boxes_once() -> None:
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    alternate = (
        '<w:r><m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent></w:r>"
    )
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>'
    text = parsed(paragraph("Around it.", alternate), footnotes=notes).text
    assert text == "In a box.\n\nAround it.\n\nA note."


def test_insertions_deletions_and_moves() -> None:
    moved_from = deleted("Crews sang. ").replace("w:del ", "w:moveFrom ").replace("</w:del>", "</w:moveFrom>")
    moved_to = inserted(" Crews sang.").replace("w:ins ", "w:moveTo ").replace("</w:ins>", "</w:moveTo>")
    body = paragraph(moved_from, "She ", deleted("may"), inserted("will"), " resign.", moved_to)
    assert versions(body) == ("Crews sang. She may resign.", "She will resign. Crews sang.")


def test_what_was_inserted_and_then_deleted_is_in_neither() -> None:
    both = '<w:ins w:id="1"><w:del w:id="2"><w:r><w:delText>not </w:delText></w:r></w:del></w:ins>'
    assert versions(paragraph("She did ", both, "resign", deleted(" today"), ".")) == (
        "She did resign today.",
        "She did resign.",
    )


def test_marks_of_paragraphs_join_and_part_them() -> None:
    mark = "<w:rPr><w:{} w:id='5'/></w:rPr>"
    parted = paragraph("She resigned.", properties=mark.format("ins")) + paragraph(" He stayed.")
    assert versions(parted) == ("She resigned. He stayed.", "She resigned.\n\nHe stayed.")
    joined = paragraph("She resigned.", properties=mark.format("del")) + paragraph(" He stayed.")
    assert versions(joined) == ("She resigned.\n\nHe stayed.", "She resigned. He stayed.")
    gone = FIRST + paragraph(deleted("He stayed."), properties=mark.format("del"))
    assert versions(gone)[1] == "Mayor Ada Prill resigned on Monday."


def test_rows_and_cells_come_and_go() -> None:
    def row(*cells: str, change: str = "") -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = (
        row(paragraph("Lorn"), paragraph("12"))
        + row(paragraph("Holm"), paragraph("15"), change='<w:ins w:id="1"/>')
        + row(paragraph("Crane"), paragraph("9"), change='<w:del w:id="2"/>')
        + row(paragraph("Venn"), f"<w:tcPr><w:cellIns w:id='3'/></w:tcPr>{paragraph('8')}", paragraph("7"))
    )
    assert versions(f"<w:tbl>{table}</w:tbl>") == (
        "Lorn | 12\n\nCrane | 9\n\nVenn | 7",
        "Lorn | 12\n\nHolm | 15\n\nVenn | 8 | 7",
    )


def test_changes_of_form_alone_are_no_second_version() -> None:
    form = '<w:pStyle w:val="Cap"/><w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="Desk"/></w:pPr></w:pPrChange>'
    with pytest.raises(ReadError, match="no tracked changes"):
        versions(paragraph("The quay.", properties=form))
    assert blocks(parsed(paragraph("The quay.", properties=form))) == [("caption", "The quay.")]


def test_a_version_without_words_is_told() -> None:
    with pytest.raises(ReadError, match=r"cannot read t\.docx: with all changes rejected it holds no words"):
        versions(paragraph(inserted("All of it is new.")))


def test_one_file_is_checked_against_itself(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(word(FIRST + paragraph("The plan is for ", deleted("1,200"), inserted("2,100"), " homes.")))
    result = invoke("check", path, "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["original"]["name"], report["rewrite"]["name"]) == (f"{path} (changes rejected)", str(path))
    assert [(one["original"]["text"], one["rewrite"]["text"]) for one in report["changes"]] == [
        ("1,200 homes", "2,100 homes")
    ]
    assert read_versions(path)[1].text == read(path).text


def test_one_file_without_tracked_changes_is_no_pair(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(word(FIRST))
    result = invoke("check", path)
    assert result.exit_code == 2
    assert result.stderr == (
        f"unspin: cannot read {path}: it has no tracked changes, so it holds one version only; "
        "give the original and the rewrite as two files\n"
    )


def zipped(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


RELS = '<r xmlns="x"><Relationship Type="a/officeDocument" Target="{}"/></r>'
ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'ha ha'><!ENTITY b '&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(mimetype="spreadsheet"), "other than Word"),
        (zipped(**{"_rels__.rels": RELS.format("xl/workbook.xml")}), "other than Word"),
        (zipped(**{"_rels__.rels": "<r"}), "damaged"),
        (b"PK\x03\x04rest", "office document and is damaged"),
        (word(FIRST)[:-60], "damaged"),
        (word("<w:p>"), "XML is damaged"),
        (word(""), "no words"),
        (word(FIRST, prolog=ENTITY), "document type"),
        (word(FIRST, {"styles": LAUGHS + "<s/>"}), "document type"),
        (word(" " * (MOST_XML + 1)), "unpacks to more than 64 MB"),
        (word("<w:p>" * 3000 + "</w:p>" * 3000), "nested absurdly deep"),
        (word(FIRST) + b"PK\x01\x02" * 20_001, "absurd number of parts"),
        (word(FIRST).replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00"), "password"),
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        docx_document(data, name="t.docx", metadata={})
    assert reason in caught.value.reason
    assert caught.value.remedy


def test_the_document_stands_where_the_package_says() -> None:
    body = f'<w:document xmlns:w="{W}"><w:body>{FIRST}</w:body></w:document>'
    data = zipped(**{"_rels__.rels": RELS.format("/text/main.xml"), "text__main.xml": body})
    assert docx_document(data, name="t", metadata={}).text == "Mayor Ada Prill resigned on Monday."


WHOLE = word(FIRST + paragraph("She ", deleted("may"), inserted("will"), " resign."))


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_give_a_document_or_a_read_error(place: int, put: bytes) -> None:
    try:
        document = docx_document(WHOLE[:place] + put + WHOLE[place + len(put) :], name="t", metadata={})
    except ReadError:
        return
    assert document.text.strip()


PARTS = st.lists(
    st.tuples(st.sampled_from(["kept", "inserted", "deleted"]), st.text("abc .", min_size=1, max_size=8)), min_size=1
)


@given(PARTS)
def test_each_version_is_what_was_kept_and_its_own(parts: list[tuple[str, str]]) -> None:
    made = {"kept": run, "inserted": inserted, "deleted": deleted}
    body = paragraph("x", *(made[kind](text) for kind, text in parts), inserted("i"), deleted("d"), run("y"))
    original, rewrite = versions(body)
    assert original == "x" + "".join(text for kind, text in parts if kind != "inserted") + "dy"
    assert rewrite == "x" + "".join(text for kind, text in parts if kind != "deleted") + "iy"
