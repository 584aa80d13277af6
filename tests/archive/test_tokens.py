"""The tokens of a text beside a slow, plain way to cut it, and laws that hold for any text."""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unspin
from unspin.archive.tokens import Tokens, tokens_of, tokens_of_all, tokens_of_bytes

# What training/build_folding.py says, written again in other words.
UNSEEN = "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\ufeff"
SPACELESS = [
    *[range(0xE00, 0xF00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x1950, 0x1A00), range(0x1A20, 0x1AB0)],
    *[
        range(0x1B00, 0x1B80),
        range(0x2E80, 0x3130),
        range(0x31A0, 0x3200),
        range(0x3400, 0xA4D0),
        range(0xA980, 0xAA00),
    ],
    *[range(0xAA60, 0xAAE0), range(0xF900, 0xFB00), range(0x11700, 0x11750), range(0x16FE0, 0x18E00)],
    *[range(0x1AFF0, 0x1B300), range(0x20000, 0x40000)],
]

SEPARATOR, WORD, LONE = "separator", "word", "lone"


@cache
def parts_of(character: str) -> list[tuple[str, str]]:
    """What a character folds to and what each part counts as; nothing for a mark."""
    if unicodedata.category(character) in {"Cs", "Cn"}:
        return [(SEPARATOR, "")]

    def spaceless(part: str) -> bool:
        return any(ord(part) in block for block in SPACELESS)

    def mark(part: str) -> bool:
        category = unicodedata.category(part)
        dropped = category in {"Mn", "Me"} or (category == "Mc" and spaceless(part))
        return dropped or unicodedata.combining(part) != 0 or part in UNSEEN

    def kind(part: str) -> str:
        category = unicodedata.category(part)
        if part in "\u02bb\u02bc\u02bd" or not (category[0] in "LN" or category == "Mc"):
            return SEPARATOR
        return LONE if category[0] == "L" and spaceless(part) else WORD

    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if not mark(part))
    return [(kind(part), part) for part in unicodedata.normalize("NFKD", bare.casefold()) if not mark(part)]


@dataclass
class Word:
    folded: str
    start: int
    end: int


def plainly(text: str) -> list[Word]:
    """The tokens, one character after the other."""
    words: list[Word] = []
    running = False
    for place, character in enumerate(text):
        parts = parts_of(character)
        if not parts and words and words[-1].end == place:
            words[-1].end += 1
        for kind, part in parts:
            if kind == WORD and running:
                words[-1] = Word(words[-1].folded + part, words[-1].start, place + 1)
            elif kind != SEPARATOR:
                words.append(Word(part, place, place + 1))
            running = kind == WORD
    return words


@cache
def hash_of(word: str) -> int:
    """The hash of a folded word in whole numbers without end."""
    state, below = 0, 2**64
    for character in word:
        state = (state ^ ord(character)) * 0x9E3779B97F4A7C15 % below
    state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % below
    state = (state ^ state >> 27) * 0x94D049BB133111EB % below
    return state ^ state >> 31


def assert_plain(tokens: Tokens, text: str) -> None:
    words = plainly(text)
    assert tokens.starts.tolist() == [word.start for word in words]
    assert tokens.ends.tolist() == [word.end for word in words]
    assert tokens.hashes.tolist() == [hash_of(word.folded) for word in words]


@cache
def unassigned() -> npt.NDArray[np.bool_]:
    """Which code points had no character yet in the Unicode of the table."""
    with np.load(Path(unspin.__file__).parent / "data" / "folding.npz") as arrays:
        return np.asarray(arrays["blocks"].reshape(-1, 128)[arrays["pages"]].reshape(-1) >> 21 == 5)


def in_table(character: str) -> bool:
    """Whether every Python agrees about the character: later ones know some that the table leaves out."""
    return not unassigned()[ord(character)] or unicodedata.category(character) == "Cn"


# Arbitrary characters seldom meet in a word: most of these texts are of what words are made of.
TELLING = (
    "aeIZ09 .-'’\n\u0301\u0308\u00ad\u200d\u200béßﬁİıŉ½⑴㍿ﷺ™＂Ａｶﾞ"
    "漢字かが\u3099ไทยกำभारतहिन्दी한글\u1112\u1161\u11ab\U0001f600𝒜\U00020000\u0345ς"
)
texts = st.lists(st.one_of(st.sampled_from(TELLING), st.characters()), max_size=40).map("".join)


@given(texts)
def test_any_text_is_cut_as_the_plain_way_cuts_it(text: str) -> None:
    text = "".join(character for character in text if in_table(character))
    assert_plain(tokens_of(text), text)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F), max_size=100))
def test_ascii_is_cut_as_the_plain_way_cuts_it(text: str) -> None:
    assert_plain(tokens_of(text), text)


BROKEN = [
    b"\xe2",
    b"\x80",
    b"\x99",
    b"\xf0",
    b"\x9f",
    b"\x90",
    b"\xf4",
    b"\x8f",
    b"\xed",
    b"\xa0",
    b"\xc0",
    b"\xc3",
    b"\xff",
]


@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(st.sampled_from([*BROKEN, b"a", b"B", b" ", "é".encode(), "漢".encode(), "𝒜".encode()])).map(b"".join),
    )
)
def test_any_bytes_are_cut_as_python_decodes_them(data: bytes) -> None:
    text = data.decode(errors="replace")
    if all(in_table(character) for character in text):
        assert_plain(tokens_of_bytes(data), text)


@given(texts)
def test_text_and_its_bytes_give_the_same(text: str) -> None:
    tokens = tokens_of(text)
    data = text.encode(errors="replace")
    for same in (data, bytearray(data), memoryview(data), np.frombuffer(bytearray(data), dtype=np.uint8)):
        other = tokens_of_bytes(same)
        assert tokens.hashes.tolist() == other.hashes.tolist()
        assert tokens.starts.tolist() == other.starts.tolist()
        assert tokens.ends.tolist() == other.ends.tolist()


@given(texts)
def test_tokens_stand_in_order_and_within_the_text(text: str) -> None:
    tokens = tokens_of(text)
    assert [str(array.dtype) for array in (tokens.hashes, tokens.starts, tokens.ends)] == ["uint64", "int32", "int32"]
    assert len(tokens) == len(tokens.hashes) == len(tokens.starts) == len(tokens.ends)
    assert (tokens.starts < tokens.ends).all()
    assert (np.diff(tokens.starts) >= 0).all()
    assert (np.diff(tokens.ends) >= 0).all()
    if len(tokens):
        assert tokens.starts[0] >= 0
        assert tokens.ends[-1] <= len(text)


@given(texts)
def test_a_text_and_its_decomposition_say_the_same(text: str) -> None:
    text = "".join(character for character in text if in_table(character))
    assert tokens_of(text).hashes.tolist() == tokens_of(unicodedata.normalize("NFKD", text)).hashes.tolist()


def words_of(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" — …\n", []),
        ("One", ["One"]),
        ("It's the co-op’s 2nd.", ["It", "s", "the", "co", "op", "s", "2nd"]),
        ("e\u0301té \u0301a", ["e\u0301té", "a"]),
        ("soft\u00adly zero\u200bwidth", ["soft\u00adly", "zero", "width"]),
        ("東京タワー 2020年", ["東", "京", "タ", "ワ", "ー", "2020", "年"]),
        ("か\u3099き", ["か\u3099", "き"]),
        ("ไทย ๑๒", ["ไ", "ท", "ย", "๑๒"]),
        ("한국어를 hindi हिन्दी", ["한국어를", "hindi", "हिन्दी"]),
        ("2½ kg", ["2½", "½", "kg"]),
        ("a\ud800b", ["a", "b"]),
        ("\ufeffBOM", ["BOM"]),
        ("don\u02bct", ["don", "t"]),
    ],
)
def test_what_a_token_is(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("É", "e"),
        ("e\u0301", "é"),
        ("STRASSE", "straße"),
        ("ﬁn", "FIN"),
        ("ＡＢＣ１２", "abc12"),
        ("ＡＢＣ’ｓ", "abc's"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("ｶﾞ", "ガ"),
        ("½", "1/2"),
        ("m²", "M2"),
        ("co\u00adoperate", "cooperate"),
        ("İ", "i"),
        ("한", "\u1112\u1161\u11ab"),
    ],
)
def test_what_is_the_same(one: str, other: str) -> None:
    assert tokens_of(one).hashes.tolist() == tokens_of(other).hashes.tolist()


def test_every_code_point_counts_as_this_python_says() -> None:
    """The whole table; a Python with a later Unicode knows more characters, which the table leaves out."""
    left_out, shown = 0, []
    # What has no properties, nine of ten code points, separates; one text is enough for all of it.
    bare = [code for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cn", "Co", "Cs"}]
    assert len(tokens_of("a" + "a".join(map(chr, bare)) + "a")) == len(bare) + 1
    for code in sorted(set(range(0x110000)).difference(bare)):
        character = chr(code)
        if not in_table(character):
            left_out += 1
            continue
        # Between two letters: what is a mark, a separator or a part of the word shows in the tokens around it.
        words = plainly(f"a{character}b")
        tokens = tokens_of(f"a{character}b")
        if tokens.hashes.tolist() != [hash_of(word.folded) for word in words] or tokens.ends.tolist() != [
            w.end for w in words
        ]:
            shown.append(f"U+{code:04X}")
    assert shown == []
    assert left_out == 0 or unicodedata.unidata_version != "14.0.0"


def test_characters_that_stand_for_many_words_find_room() -> None:
    assert len(tokens_of("ﷺ" * 1000)) == 3001
    assert len(tokens_of("㍿" * 1000)) == 4000
    assert len(tokens_of("㌖" * 1000)) == 6000
    assert len(tokens_of("½" * 1000)) == 1001


def test_ten_million_characters() -> None:
    piece = "The café’s 3 owners — all from Łódź — closed it in 1999; 東京 followed.\n"
    copies = 10_000_000 // len(piece) + 1
    tokens, one = tokens_of(piece * copies), tokens_of(piece)
    assert len(tokens) == copies * len(one)
    assert (tokens.hashes.reshape(copies, -1) == one.hashes).all()
    shifts = np.arange(copies, dtype=np.int32)[:, None] * len(piece)
    assert (tokens.starts.reshape(copies, -1) - shifts == one.starts).all()
    assert (tokens.ends.reshape(copies, -1) - shifts == one.ends).all()
    assert_plain(one, piece)


def test_too_large_a_document_is_refused() -> None:
    # Never touched, so it takes no memory.
    with mmap.mmap(-1, 2**31) as nothing, memoryview(nothing) as data, pytest.raises(ValueError, match="2,147,483,648"):
        tokens_of_bytes(data)


def test_several_threads_get_the_same() -> None:
    text = "The café’s 3 owners closed it. " * 1000
    expected = tokens_of(text).hashes.tolist()
    with ThreadPoolExecutor(4) as threads:
        assert all(tokens.hashes.tolist() == expected for tokens in threads.map(tokens_of, [text] * 16))


def test_results_hold_no_more_memory_than_they_show() -> None:
    tokens = tokens_of("a few words in all")
    assert [array.base for array in (tokens.hashes, tokens.starts, tokens.ends)] == [None] * 3


def test_short_words_have_hashes_of_their_own() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    words = [a + b + c for a in ["", *letters] for b in ["", *letters] for c in letters]
    hashes = tokens_of(" ".join(words)).hashes
    assert len(np.unique(hashes)) == len(set(words))
    for low in (0, 52):
        # Any 12 bits name 4096 boxes that fill evenly: chi squared stays within five deviations of its mean.
        boxes = np.bincount((np.unique(hashes) >> np.uint64(low) & np.uint64(4095)).astype(np.int64), minlength=4096)
        expected = boxes.mean()
        assert abs(((boxes - expected) ** 2 / expected).sum() - 4095) < 5 * np.sqrt(2 * 4095)


@pytest.mark.skipif(os.name != "posix", reason="takes away the right to write by changing modes and the user")
def test_where_nothing_can_be_written_it_works_too(tmp_path: Path) -> None:
    """A package folder that cannot be written and no home: nowhere to keep compiled code."""
    package = Path(unspin.__file__).parent
    copy = tmp_path / "packages" / "unspin"
    copy.mkdir(parents=True)
    (copy / "__init__.py").touch()
    for name in ("archive/__init__.py", "archive/compiled.py", "archive/tokens.py", "data/folding.npz"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(package / name, copy / name)
    blocked = tmp_path / "file"
    blocked.write_text("no folder can be made below a file")
    # A user who may do anything is not stopped by modes; a file where the folder should be stops everybody.
    (copy / "archive" / "__pycache__").write_text("in the way")
    code = "from unspin.archive.tokens import tokens_of; print(len(tokens_of('two words')))"
    for home, kept in ((tmp_path / "home", True), (blocked / "home", False)):
        settings = {"PYTHONPATH": str(tmp_path / "packages"), "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
        done = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **settings}, capture_output=True, text=True, check=True
        )
        assert done.stdout == "2\n"
        assert any(home.rglob("*.nbi")) if kept else not home.exists()


def may_begin(gap: str) -> bool:
    """Whether a sentence may begin after what stands between two words."""
    lines = any(character in "\n\r\v\f\x85\u2028\u2029。！．？" for character in gap)
    # Half a surrogate pair is encoded as a question mark.
    stops = [place for place, character in enumerate(gap) if character in ".!?" or "\ud800" <= character <= "\udfff"]
    return lines or (bool(stops) and any(character in " \t" for character in gap[stops[0] :]))


@given(st.text() | st.text(alphabet="aé. !?\n\t”)。\u2028\ud800"))
def test_breaks(text: str) -> None:
    tokens = tokens_of(text)
    ends = [0, *tokens.ends.tolist()]
    gaps = [text[ends[number] : start] for number, start in enumerate(tokens.starts.tolist())]
    assert tokens.breaks.tolist() == [may_begin(gap) for gap in gaps]


def test_breaks_of_sentences() -> None:
    text = "It rose 3.5 metres. “Who?” she asked.\nNobody (of two.) knew; e.g. I"
    tokens = tokens_of(text)
    begins = [
        text[start:end]
        for start, end, is_break in zip(tokens.starts, tokens.ends, tokens.breaks, strict=True)
        if is_break
    ]
    assert begins == ["Who", "she", "Nobody", "knew", "I"]


@given(st.lists(st.text() | st.binary().map(lambda data: data.decode("latin-1")), max_size=6))
def test_many_texts_are_cut_as_each_alone(texts: list[str]) -> None:
    data = [text.encode("utf-8", "replace") for text in texts]
    together, firsts = tokens_of_all(data)
    alone = [tokens_of_bytes(text) for text in data]
    assert np.diff(firsts).tolist() == [len(tokens) for tokens in alone]
    for name in ("hashes", "starts", "ends", "breaks"):
        parts = [getattr(tokens, name) for tokens in alone]
        assert getattr(together, name).tolist() == [value for part in parts for value in part.tolist()]
