"""The language model's rules of word classes: remembered, they say what spaCy's own ruler says."""

from pathlib import Path
from typing import cast

import spacy
from spacy.pipeline import AttributeRuler

from unspin.language import MODEL, _model

EXAMPLES = Path(__file__).parents[1] / "examples"
PARTICULAR = (
    "Let's go: they're gonna win, and we gotta run.",
    "There is a man who ain't here.",
    "Y'all c'mon!\n\n  Yes, you'd better; there were two, and there's one.",
    "His, hers and theirs; that that that is is not what has had to be done.",
)


def test_same_as_matched_anew() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*/*.txt"))]
    remembered, anew = _model(), spacy.load(MODEL)
    ruler, own = (cast(AttributeRuler, language.get_pipe("attribute_ruler")) for language in (remembered, anew))
    assert len(texts) > 4
    # Twice, so that everything is met again.
    for text in (*texts, *PARTICULAR) * 2:
        doc = remembered(text)
        assert ruler.match(doc) == own.match(doc)
