"""The language model's rules of word classes, remembered: what they say of a word with its tag is looked up from the second time on."""

from collections.abc import Callable
from typing import Any, cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

FACTORY = "remembered_attribute_ruler"


class RememberedAttributeRuler(AttributeRuler):
    """spaCy's attribute ruler, with the same outcome.

    Nearly all rules look at a single token, so that what they say depends on the token's own attributes: matched anew, they
    take as long as the parser. The few rules on neighbouring tokens are matched each time.
    """

    def _split(self) -> None:
        """Part the rules on one token, which are remembered, from the longer ones."""
        self._short, self._long = (Matcher(self.vocab, validate=self.validate) for _ in range(2))
        looked_at: set[int | str] = set()
        for rule, entry in enumerate(self.patterns):
            patterns = cast(list[list[dict[str, Any]]], entry["patterns"])
            short = [pattern for pattern in patterns if len(pattern) == 1]
            looked_at.update(name for pattern in short for name in pattern[0])
            for matcher, some in ((self._short, short), (self._long, [one for one in patterns if len(one) > 1])):
                if some:
                    matcher.add(str(rule), some)
        self._looked_at = sorted(looked_at, key=str)
        self._known: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """Rule, name of the rule, first token and end of each match, sorted."""
        if not hasattr(self, "_known"):
            self._split()
        rows = list(map(tuple, doc.to_array(self._looked_at).tolist()))
        if not all(row in self._known for row in rows):
            self._known.update((row, []) for row in rows)
            for rule, name, start, _ in self._sorted(self._short, doc):
                if (rule, name) not in (known := self._known[rows[start]]):
                    known.append((rule, name))
        single = [(rule, name, place, place + 1) for place, row in enumerate(rows) for rule, name in self._known[row]]
        return sorted([*single, *self._sorted(self._long, doc)])

    def _sorted(self, matcher: Matcher, doc: Doc) -> list[tuple[int, int, int, int]]:
        matches = matcher(doc, allow_missing=True)
        return sorted((int(self.vocab.strings[name]), name, start, end) for name, start, end in matches)


@Language.factory(FACTORY)
def _remembered(
    nlp: Language, name: str, validate: bool, scorer: Callable[..., Any] | None
) -> RememberedAttributeRuler:
    return RememberedAttributeRuler(nlp.vocab, name, validate=validate, scorer=scorer)
