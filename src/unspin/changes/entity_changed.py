"""entity-changed: the rewrite names or describes another participant."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.names import Renamed, renamed
from unspin.align.substitutions import contrasts_in
from unspin.changes.registry import Change, Example, change_type


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
    for found in contrasts_in(link):
        if found.contrast.type == "entity-changed":
            yield Change(
                type="entity-changed",
                original=found.original,
                rewrite=found.rewrite,
                message=f"{found.words[0]} became {found.words[1]}",
                confidence=0.75,
                why={"set": found.contrast.name, "original": found.words[0], "rewrite": found.words[1]},
            )


def _change(change: Renamed) -> Change:
    return Change(
        type="entity-changed",
        original=change.original,
        rewrite=change.rewrite,
        message=f"{change.names[0]} became {change.names[1]}",
        confidence=change.confidence,
        why={"original": change.names[0], "rewrite": change.names[1], "how": change.how},
    )
