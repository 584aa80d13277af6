"""Write src/unspin/data/folding.npz: what each code point of Unicode 14 counts as when a text is cut into tokens.

    python3.11 training/build_folding.py

Python 3.11 carries Unicode 14, the oldest that unspin meets; other versions are refused, so that the same bytes come out.

A code point is decomposed (NFKD), its case folded and the result decomposed again, and each code point of that is one
of: nothing (a mark, or unseen: a soft hyphen), a part of a word, a word by itself (of a script that puts no spaces
between words), a separator (all the rest, and also letters that look like an apostrophe).

The file holds three arrays. ``pages`` tells for each 128 code points which row of ``blocks`` describes them. A value of
``blocks`` is kind << 21 | rest, the kinds being those of ``KINDS``. The rest is, for a word or a lone one, how far it is
from the code point to the folded one, modulo 2**21; for an expansion, where it begins in ``expansions``. An expansion is
kind << 21 | folded code point, one after the other, up to and with the one that has ``LAST`` set.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

FILE = Path(__file__).resolve().parents[1] / "src" / "unspin" / "data" / "folding.npz"
KINDS = SEPARATOR, WORD, LONE, MARK, EXPANSION, UNASSIGNED = range(6)
LAST = 1 << 31
PAGE = 128

# What is not seen: the soft hyphen, joiners, direction marks, the byte order mark. The zero-width space separates.
UNSEEN = frozenset([0xAD, *range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])

# Letters to Unicode, but writers use them as the apostrophe of don't and Hawai'i.
APOSTROPHES = frozenset([0x2BB, 0x2BC, 0x2BD])

# Blocks of scripts that put no spaces between words. Tibetan is not among them: it marks every syllable's end.
SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0x2E80, 0x312F),  # radicals, Chinese and Japanese punctuation, kana, bopomofo
    (0x31A0, 0x31FF),  # more bopomofo, strokes, kana
    (0x3400, 0xA4CF),  # Han, Yi
    (0xA980, 0xA9FF),  # Javanese, Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xF900, 0xFAFF),  # Han
    (0x11700, 0x1174F),  # Ahom
    (0x16FE0, 0x18DFF),  # Tangut, Khitan
    (0x1AFF0, 0x1B2FF),  # kana, Nushu
    (0x20000, 0x3FFFF),  # Han
)


def is_mark(character: str) -> bool:
    """Whether it only changes the character before it, or is not seen at all."""
    category = unicodedata.category(character)
    if category == "Mc" and is_spaceless(character):
        return True
    return category in {"Mn", "Me"} or unicodedata.combining(character) > 0 or ord(character) in UNSEEN


def is_spaceless(character: str) -> bool:
    """Whether it is of a script that puts no spaces between words."""
    return any(first <= ord(character) <= last for first, last in SPACELESS)


def kind_of(character: str) -> int:
    """What a character counts as that is decomposed and folded."""
    category = unicodedata.category(character)
    if is_mark(character):
        return MARK
    if ord(character) in APOSTROPHES:
        return SEPARATOR
    if category.startswith("L") and is_spaceless(character):
        return LONE
    # Spacing vowel signs are letters in all but name: without them Hindi would fall to pieces.
    return WORD if category[0] in "LN" or category == "Mc" else SEPARATOR


def folded(code: int) -> list[tuple[int, int]]:
    """Kind and folded code point of each part of a code point; a mark that comes with something else is left out."""
    character = chr(code)
    if unicodedata.category(character) == "Cn":
        return [(UNASSIGNED, 0)]
    if unicodedata.category(character) == "Cs":
        return [(SEPARATOR, 0)]
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if not is_mark(part))
    parts = unicodedata.normalize("NFKD", bare.casefold())
    kinds = [(kind_of(part), ord(part)) for part in parts if not is_mark(part)]
    return [(kind, part if kind in {WORD, LONE} else 0) for kind, part in kinds] or [(MARK, 0)]


def main() -> None:
    """Fold every code point and write the file."""
    if unicodedata.unidata_version != "14.0.0":
        raise SystemExit(
            f"this Python has Unicode {unicodedata.unidata_version}; run it with Python 3.11, which has 14.0.0"
        )
    values = []
    expansions: list[int] = []
    for code in range(0x110000):
        parts = folded(code)
        kind, part = parts[0]
        if len(parts) == 1:
            values.append(kind << 21 | ((part - code) % 2**21 if kind in {WORD, LONE} else 0))
        else:
            values.append(EXPANSION << 21 | len(expansions))
            expansions += [kind << 21 | part for kind, part in parts]
            expansions[-1] |= LAST
    pages = np.array(values, dtype=np.uint32).reshape(-1, PAGE)
    blocks, page_of = np.unique(pages, axis=0, return_inverse=True)
    arrays = {
        "pages": page_of.reshape(-1).astype(np.uint16),
        "blocks": blocks.reshape(-1),
        "expansions": np.array(expansions, dtype=np.uint32),
    }
    np.savez_compressed(FILE, **arrays)
    sizes = ", ".join(f"{name} {array.nbytes:,}" for name, array in arrays.items())
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes; in memory: {sizes}")


if __name__ == "__main__":
    main()
