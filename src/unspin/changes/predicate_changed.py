"""predicate-changed: the rewrite says that something else happened or is so."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.substitutions import contrasts_in
from unspin.changes.registry import Change, Example, change_type


@change_type(
    name="predicate-changed",
    severity="error",
    precedence=60,
    reports="Another event, action, state or property: charged became convicted, a former officer a current one, rented became bought.",
    matters="The sentence still has its people, numbers and places, and tells of something that did not happen.",
    fine="Synonyms, a noun made of the verb, a more general word that stays true.",
    sure="Sure: only words that exclude each other count (the package lists them); other verbs are taken for rewording.",
    must_report=[
        Example("The clerk was charged with theft.", "The clerk was convicted of theft.", "charged", "convicted"),
        Example(
            "Ada Quill is a former governor of the bank.",
            "Ada Quill is the current governor of the bank.",
            "former",
            "current",
        ),
    ],
    must_stay_silent=[
        Example("The firm bought the mill in May.", "The firm purchased the mill in May."),
        Example("The minister announced a review.", "The minister made an announcement about a review."),
    ],
)
def predicate_changed(link: Link) -> Iterator[Change]:
    """Yield states and actions that exclude each other."""
    for found in contrasts_in(link):
        if found.contrast.type == "predicate-changed":
            yield Change(
                type="predicate-changed",
                original=found.original,
                rewrite=found.rewrite,
                message=f"“{found.words[0]}” became “{found.words[1]}”",
                confidence=0.8,
                why={"set": found.contrast.name, "original": found.words[0], "rewrite": found.words[1]},
            )
