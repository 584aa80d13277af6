"""All contradictions of a document: the claims of each kind, and those among them that clash."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from unspin.contradictions import Contradiction
from unspin.contradictions.ages import age_claims, ages_agree
from unspin.contradictions.claims import clashes
from unspin.contradictions.counts import count_claims
from unspin.contradictions.dates import date_claims
from unspin.contradictions.gender import gender_claims
from unspin.contradictions.ground import Ground
from unspin.contradictions.groups import group_claims, groups_agree
from unspin.contradictions.life import life_claims
from unspin.contradictions.places import place_claims, places_agree
from unspin.contradictions.relations import relation_claims
from unspin.contradictions.sizes import size_claims
from unspin.contradictions.terms import term_claims
from unspin.contradictions.titles import held_offices, holder_claims, holders_agree, title_claims, titles_agree
from unspin.contradictions.tolls import toll_claims
from unspin.facts import Facts


def find(facts: Facts) -> list[Contradiction]:
    """The contradictions of a document, in order of their first place; no two of the same two places."""
    found: dict[tuple[int, int, int, int], Contradiction] = {}
    for one in _found(Ground(facts)):
        place = (one.first.start, one.first.end, one.second.start, one.second.end)
        if one.confidence > getattr(found.get(place), "confidence", 0.0):
            found[place] = one
    return [found[place] for place in sorted(found)]


def _found(ground: Ground) -> Iterator[Contradiction]:
    document = ground.document
    yield from clashes(document, age_claims(ground), agree=partial(ages_agree, ground))
    held = held_offices(ground)
    yield from clashes(document, title_claims(ground, held), agree=partial(titles_agree, held))
    yield from clashes(document, holder_claims(ground, held), agree=partial(holders_agree, ground))
    yield from clashes(document, relation_claims(ground))
    yield from clashes(document, place_claims(ground), agree=partial(places_agree, ground))
    yield from clashes(document, date_claims(ground))
    yield from clashes(document, toll_claims(ground))
    yield from clashes(document, [*count_claims(ground), *size_claims(ground)])
    yield from clashes(document, term_claims(ground))
    yield from clashes(document, group_claims(ground), agree=groups_agree)
    yield from clashes(document, life_claims(ground))
    yield from clashes(document, gender_claims(ground))
