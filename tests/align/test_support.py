"""Words that a document says: the quick look-up finds what comparing every word with every word finds."""

from __future__ import annotations

from unspin.align.support import said, vocabulary_of
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse
from unspin.lexicon import similar

DOCUMENT = (
    "Doctors in Velm warned that the colour of the harbour water had altered quickly. The council approved a costly purchase of filters "
    "and organised a refund for furious residents, while the jailed mayor denied every charge."
)
OTHER = (
    "The physicians cautioned of a hasty alteration. Angry people were reimbursed, prison staff bought cheap apples, the color faded, "
    "and the organizers rejected an accusation that a tall novelist had climbed the tower at noon."
)


def facts(text: str) -> Facts:
    return Facts(analyse(Document(text))[0])


def test_every_word_alike_by_the_lexicon_is_said() -> None:
    document, other = facts(DOCUMENT), facts(OTHER)
    vocabulary = vocabulary_of(document)
    alike = [
        word
        for word in other.analysis.tokens
        if word.is_content
        and any(
            similar(word.lemma, word.pos, token.lemma, token.pos).score >= 0.6
            for token in document.analysis.tokens
            if token.is_content
        )
    ]
    assert {"physicians", "cautioned", "color", "organizers"} <= {word.lower for word in alike}
    assert all(vocabulary.says(word) for word in alike)


def test_strangers_are_not_said() -> None:
    document, other = facts(DOCUMENT), facts(OTHER)
    strangers = {
        word.lower for word in other.analysis.tokens if word.is_content and not vocabulary_of(document).says(word)
    }
    assert {"apples", "novelist", "tower"} <= strangers


def test_share_of_words_said() -> None:
    document = facts(DOCUMENT)
    assert said(document.analysis.tokens, document) == 1
    assert said([], document) == 1
    assert 0 < said(facts(OTHER).analysis.tokens, document) < 1
