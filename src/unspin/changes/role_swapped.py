"""role-swapped: the rewrite keeps the participants but exchanges their parts."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.exchanges import Exchange, exchanges
from unspin.align.substitutions import contrasts_in
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.language import Token, span_of

_CLOSE = 25  # words


@change_type(
    name="role-swapped",
    severity="error",
    precedence=35,
    reports="The participants are the same, but their parts are exchanged: who did what to whom, whose title, relation or "
    "property it is.",
    matters="The words all stand in the original, so a reader who compares words finds nothing, and the accuser has become the "
    "accused.",
    fine="Active and passive, converse verbs used rightly (sold to, bought from), a title before or after its name.",
    sure="Surer where both participants are names and both take over the other's part; less sure where the parse is long.",
    must_report=[
        Example(
            "Minister Tora Lind accused the banker Aldo Prenn of fraud.",
            "Minister Tora Lind was accused by the banker Aldo Prenn of fraud.",
            "Tora Lind accused the banker Aldo Prenn",
            "Tora Lind was accused by the banker Aldo Prenn",
        ),
        Example(
            "Ilse Morand, the lawyer, and Petra Vahl, the judge, left the room.",
            "Ilse Morand, the judge, and Petra Vahl, the lawyer, left the room.",
            "Ilse Morand, the lawyer",
            "Ilse Morand, the judge",
        ),
    ],
    must_stay_silent=[
        Example(
            "Minister Tora Lind accused Aldo Prenn of fraud.", "Aldo Prenn was accused of fraud by Minister Tora Lind."
        ),
        Example("The Kerr family sold the mill to Osric Bane.", "Osric Bane bought the mill from the Kerr family."),
    ],
)
def role_swapped(link: Link) -> Iterator[Change]:
    """Yield each pair of participants that takes over each other's roles, and words put for the other end of a relation."""
    if not link.original.sentences or not link.rewrite.sentences:
        return
    for exchange in exchanges(link):
        ours, theirs = _place(exchange.original), _place(exchange.rewrite)
        first, second = (token.text for token in exchange.rewrite)
        yield Change(
            type="role-swapped",
            original=ours,
            rewrite=theirs,
            message=f"“{first}” and “{second}” have changed parts",
            confidence=_confidence(exchange),
            why={"exchanged": [f"{label}: {other}" for label, other in exchange.features], "kept": exchange.kept},
        )

    for found in contrasts_in(link):
        if found.contrast.converse:
            yield Change(
                type="role-swapped",
                original=found.original,
                rewrite=found.rewrite,
                message=f"“{found.words[0]}” became “{found.words[1]}”, the other end of the relation",
                confidence=0.8,
                why={"set": found.contrast.name, "original": found.words[0], "rewrite": found.words[1]},
            )


def _confidence(exchange: Exchange) -> float:
    names = sum(token.pos == "PROPN" for token in exchange.rewrite)
    return round(0.7 + 0.1 * names - 0.1 * min(exchange.kept, 2), 2)


def _place(tokens: tuple[Token, Token]) -> Span:
    """From the one participant to the other where they stand close together, else the second with the word that it belongs to."""
    first, second = sorted(tokens, key=lambda token: token.index)
    if first.sentence is second.sentence and second.index - first.index <= _CLOSE:
        return span_of((first, second))
    near = (
        second.head
        if second.head.sentence is second.sentence and abs(second.head.index - second.index) <= _CLOSE
        else second
    )
    return span_of((near, second))
