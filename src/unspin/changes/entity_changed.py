"""entity-changed: the rewrite names or describes another participant."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.exchanges import exchanges
from unspin.align.names import Renamed, renamed
from unspin.align.referents import replaced_referents
from unspin.align.substitutions import contrasts_in, is_located, other_things
from unspin.changes.registry import Change, Example, change_type
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS
from unspin.language import Token

# Words for nearly anything of their sort: another word for the same thing.
_GENERAL = frozenset(
    "object location item product article structure firm company vendor system animal vehicle building device event substance "
    "material creature setting spot venue premises facility user client good asset resource tool programme program scheme project".split()
)


@change_type(
    name="entity-changed",
    severity="error",
    precedence=55,
    reports="Another person, organisation, product or work is named or described than in the original.",
    matters="It puts words and deeds to somebody else's name.",
    fine="A surname for the full name, a title before or after it, an acronym that the text introduces, a spelling variant, a pronoun.",
    sure="Surest where a name that the original does not know stands where the original has another.",
    must_report=[
        Example(
            "The prize went to Ada Quill on Monday.", "The prize went to Eva Quill on Monday.", "Ada Quill", "Eva Quill"
        ),
        Example("A Norwegian trawler sank off the cape.", "A Danish trawler sank off the cape.", "Norwegian", "Danish"),
    ],
    must_stay_silent=[
        Example("Ada Quill won. Quill is 40.", "Ada Quill won. Ms Quill is 40."),
        Example("The Tarn River Trust (TRT) sued the mill.", "The TRT sued the mill."),
    ],
)
def entity_changed(link: Link) -> Iterator[Change]:
    """Yield names that another name took the place of, and descriptions that exclude each other."""
    for change in renamed(link):
        if change.kind != "place":
            yield _change(change)
    yield from _pronouns(link)
    for found in replaced_referents(link):
        yield Change(
            type="entity-changed",
            original=found.original,
            rewrite=found.rewrite,
            message=f"“{found.words[0]}” became “{found.words[1]}”",
            confidence=found.confidence,
            why={"original": found.words[0], "rewrite": found.words[1], "how": found.how},
        )
    for pair in other_things(link):
        if not is_located(pair.rewrite) and not {pair.original.lemma, pair.rewrite.lemma} & _GENERAL:
            yield Change(
                type="entity-changed",
                original=pair.original.span,
                rewrite=pair.rewrite.span,
                message=f"“{pair.original.text}” became “{pair.rewrite.text}”",
                confidence=0.6,
                why={"original": pair.original.lemma, "rewrite": pair.rewrite.lemma, "how": pair.how},
            )
    for both in contrasts_in(link):
        if both.contrast.type == "entity-changed":
            yield Change(
                type="entity-changed",
                original=both.original,
                rewrite=both.rewrite,
                message=f"“{both.words[0]}” became “{both.words[1]}”",
                confidence=0.75,
                why={"set": both.contrast.name, "original": both.words[0], "rewrite": both.words[1]},
            )


def _pronouns(link: Link) -> Iterator[Change]:
    """He for she as the same part of the same verb: another person, unless two people have changed parts as a whole."""
    if any(exchanges(link)):
        return
    for theirs in link.rewrite.tokens:
        ours = _counterpart(theirs, link)
        if ours is None or theirs.lower not in MALE_PRONOUNS | FEMALE_PRONOUNS:
            continue
        if (ours.lower in MALE_PRONOUNS and theirs.lower in FEMALE_PRONOUNS) or (
            ours.lower in FEMALE_PRONOUNS and theirs.lower in MALE_PRONOUNS
        ):
            yield Change(
                type="entity-changed",
                original=ours.span,
                rewrite=theirs.span,
                message=f"“{ours.text}” became “{theirs.text}”",
                confidence=0.75,
                why={"original": ours.lower, "rewrite": theirs.lower, "how": "another pronoun in the same place"},
            )


def _counterpart(pronoun: Token, link: Link) -> Token | None:
    """The one word with the same part under the word that the pronoun's head stands for."""
    head = link.words.pair(pronoun.head)
    if head is None or head.reason == "antonym":
        return None
    same = [child for child in head.original.children if child.dep == pronoun.dep]
    return same[0] if len(same) == 1 else None


def _change(change: Renamed) -> Change:
    return Change(
        type="entity-changed",
        original=change.original,
        rewrite=change.rewrite,
        message=f"“{change.names[0]}” became “{change.names[1]}”",
        confidence=change.confidence,
        why={"original": change.names[0], "rewrite": change.names[1], "how": change.how},
    )
