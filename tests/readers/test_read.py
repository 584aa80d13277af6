import codecs
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.readers import MOST_BYTES, ReadError, read, read_stdin

TEXT = "“It is over,” said Zoë Crane – the café’s owner.\r\n\r\nThe price rose 5 per cent… and £3 was lost.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("mac_roman"), "mac_roman"),
    ],
)
def test_characters_are_those_of_the_file(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    document = read(path)
    assert document.text == TEXT
    assert document.name == str(path)
    assert document.metadata["encoding"] == encoding
    assert [document.slice(block.span) for block in document.blocks] == [
        part.strip() for part in TEXT.split("\r\n\r\n")
    ]


def test_one_accented_letter_is_enough_to_need_an_encoding() -> None:
    assert read_stdin(io.BytesIO("The café shut.".encode("cp1252"))).text == "The café shut."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "white space"),
        (codecs.BOM_UTF8, "white space"),
        (b"--- !!! ---", "no words"),
        (b"%PDF-1.7 and more", "PDF"),
        (b"PK\x03\x04rest", "office document"),
        (b"\x89PNG\r\n\x1a\nrest", "PNG"),
        (b"\xff\xd8\xff\xe0rest", "JPEG"),
        (b"{\\rtf1 words}", "RTF"),
        (b"<!DOCTYPE html><p>Words.", "web page"),
        (b"words\x00more words", "NUL"),
        (b"\x01\x02\x03\x04 words", "control characters"),
        (codecs.BOM_UTF16_LE + b"a", "UTF-16"),
        ("Привет, мир. Как дела сегодня?".encode("cp1251"), "encoding"),
        (b"\x81\x8d\x8f\x90\x9d caf\x81", "encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_reason_and_remedy(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert reason in caught.value.reason
    assert caught.value.remedy
    assert str(caught.value) == f"cannot read {path}: {caught.value.reason}; {caught.value.remedy}"


def test_one_broken_character_does_not_turn_the_others_into_another_encoding() -> None:
    article = "“It is over,” said Zoë Crane. " + "The price rose again. " * 200
    with pytest.raises(ReadError, match="UTF-8"):
        read_stdin(io.BytesIO(article.encode() + b"\xe2\x80"))


def test_missing_file_and_directory_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="directory"):
        read(tmp_path)
    with pytest.raises(ReadError, match="check the path"):
        read("The mayor resigned.\0" + "x" * 10)
    with pytest.raises(ReadError, match="check the path"):
        read("The mayor resigned. " * 500)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.txt"
    path.write_text("words")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="permission"):
        read(path)


def test_a_stream_that_breaks_off() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(ReadError, match="standard input: input/output error"):
        read_stdin(Broken())


def test_more_than_fifty_megabytes_are_refused_before_they_are_decoded() -> None:
    with pytest.raises(ReadError, match="larger than 50 MB"):
        read_stdin(io.BytesIO(b"a" * (MOST_BYTES + 1)))


def test_format_by_suffix_then_by_content(tmp_path: Path) -> None:
    marked = "# Ferry strike ends\n\nCrews went **back** to work.\n"
    kinds = {}
    for name in ("a.md", "a.txt", "a"):
        (tmp_path / name).write_text(marked)
        kinds[name] = read(tmp_path / name).blocks[0].kind
    assert kinds == {"a.md": "heading", "a.txt": "heading", "a": "heading"}
    assert read(tmp_path / "a.txt").markup == ()
    assert read(tmp_path / "a.md").markup == read(tmp_path / "a").markup != ()
    assert read_stdin(io.BytesIO(marked.encode())).markup != ()


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_read_error(data: bytes) -> None:
    try:
        document = read_stdin(io.BytesIO(data))
    except ReadError:
        return
    assert document.text.strip()


@given(st.text(alphabet=st.sampled_from('a B.\n\r#*_`[]()>-<!\\|~:"“1 \u2028\ufeff'), max_size=80))
def test_blocks_are_in_order_and_hold_every_word_of_a_plain_text(text: str) -> None:
    try:
        document = read_stdin(io.BytesIO(text.encode()))
    except ReadError:
        return
    assert len(document.prose) == len(document.text)
    ends = [0]
    for block in document.blocks:
        assert ends[-1] <= block.span.start < block.span.end <= len(document.text)
        words = document.slice(block.span)
        assert words == words.strip()
        ends.append(block.span.end)
    for mark in document.markup:
        assert any(block.span.covers(mark) for block in document.blocks)
