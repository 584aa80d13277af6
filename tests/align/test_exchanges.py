"""Participants that swap roles."""

from __future__ import annotations

import pytest

from unspin.align import align
from unspin.align.exchanges import exchanges
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse


def swapped(original: str, rewrite: str) -> list[tuple[str, str]]:
    ours, theirs = (Facts(analysis) for analysis in analyse(Document(original), Document(rewrite)))
    return [(found.rewrite[0].text, found.rewrite[1].text) for link in align(ours, theirs) for found in exchanges(link)]


@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("Idris Kale beat Jonas Wren.", "Jonas Wren beat Idris Kale."),
        ("Idris Kale beat Jonas Wren.", "Idris Kale was beaten by Jonas Wren."),
        ("Idris Kale beat Jonas Wren.", "Idris Kale lost to Jonas Wren."),
        ("Boats sail to Aske in May and to Munde in June.", "Boats sail to Munde in May and to Aske in June."),
    ],
)
def test_found(original: str, rewrite: str) -> None:
    assert len(swapped(original, rewrite)) == 1


@pytest.mark.parametrize(
    ("original", "rewrite"),
    [
        ("Idris Kale beat Jonas Wren.", "Idris Kale beat Jonas Wren."),
        ("Idris Kale beat Jonas Wren.", "Jonas Wren was beaten by Idris Kale."),
        ("Idris Kale beat Jonas Wren.", "Jonas Wren lost to Idris Kale."),
        ("Idris Kale paid two million crowns for the mill.", "Idris Kale bought the mill for two million crowns."),
        ("Idris Kale met Jonas Wren.", "Jonas Wren met Idris Kale's brother."),
    ],
)
def test_silent(original: str, rewrite: str) -> None:
    assert swapped(original, rewrite) == []
