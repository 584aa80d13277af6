"""Find cases by words of their titles, texts and reasons.

A case is found if each word of the query stands somewhere in it, whatever its case and marks; a word of three letters or more
is found at the beginning of longer ones as well, where it counts less. The same in both databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from unspin.cases.tables import PASSAGES
from unspin.cases.words import begins, passages_of


@dataclass(frozen=True, slots=True)
class _Language:
    """How a database is asked: ``places`` is what it looks through, ``{}`` being where the words come."""

    places: str
    score: str
    whole: str
    beginning: str
    either: str


_LANGUAGES = {
    "sqlite": _Language(
        places="found JOIN passages ON passages.id = found.rowid WHERE found MATCH {}",
        score="-bm25(found)",
        whole='"{0}"',
        beginning='"{0}" OR "{0}" *',
        either=" OR ",
    ),
    "postgresql": _Language(
        places="passages WHERE words @@ CAST({} AS tsquery)",
        score="ts_rank(words, CAST(:any AS tsquery))",
        whole="'{0}'",
        beginning="'{0}' | '{0}':*",
        either=" | ",
    ),
}


def passages(case: str, texts: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    """What ``index`` takes, for texts of a case, each with its weight; a second or two where they are of megabytes."""
    return [
        {"case_id": case, "weight": weight, "words": words} for weight, text in texts for words in passages_of(text)
    ]


def index(connection: sa.Connection, found: Sequence[dict[str, Any]]) -> None:
    """Make passages known to the search."""
    if found:
        connection.execute(PASSAGES.insert(), found)


def holds(connection: sa.Connection, case: str, asked: Sequence[str]) -> sa.TextClause:
    """The condition that the case in the column ``case`` has all these words; there must be one at least."""
    language = _language(connection)
    return sa.text(_condition(language, case, len(asked))).bindparams(**_words(language, asked))


def ranked(connection: sa.Connection, asked: Sequence[str], limit: int) -> list[str]:
    """The ids of the cases that have all these words, the most relevant first, the newest first of equals."""
    language = _language(connection)
    words = _words(language, asked)
    # SQLite gives a score only where nothing is summed up in the same query.
    query = (
        f"WITH hits AS MATERIALIZED (SELECT case_id, weight * {language.score} AS score "
        f"FROM {language.places.format(':any')}) "
        f"SELECT case_id FROM hits WHERE {_condition(language, 'case_id', len(asked))} "
        "GROUP BY case_id ORDER BY SUM(score) DESC, case_id DESC LIMIT :limit"
    )
    parameters = {**words, "any": language.either.join(words.values()), "limit": limit}
    return list(connection.execute(sa.text(query), parameters).scalars())


def _language(connection: sa.Connection) -> _Language:
    if connection.dialect.name == "postgresql":
        # Vectors are kept apart from their rows. The planner does not count what it costs to fetch them all.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return _LANGUAGES[connection.dialect.name]


def _condition(language: _Language, case: str, number: int) -> str:
    places = (language.places.format(f":word{place}") for place in range(number))
    return " AND ".join(f"{case} IN (SELECT case_id FROM {place})" for place in places)


def _words(language: _Language, asked: Sequence[str]) -> dict[str, Any]:
    forms = ((language.beginning if begins(word) else language.whole).format(word) for word in asked)
    return {f"word{place}": form for place, form in enumerate(forms)}
