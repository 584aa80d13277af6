"""Keep cases, decide about their changes, find them again, and account for it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any, get_args

import sqlalchemy as sa

from unspin.cases import audit as trail
from unspin.cases import search as finder
from unspin.cases.database import Database
from unspin.cases.errors import NotFound, Refused
from unspin.cases.identities import is_id, new_id, now
from unspin.cases.model import Case, Decision, Entry, Page, Summary, Text, Verdict
from unspin.cases.tables import CASES, CHANGES, DECISIONS
from unspin.cases.words import REASON, TEXT, TITLE, asked_for

EXPORT_VERSION = 1

_LONGEST = {"title": 500, "who": 200, "reason": 10_000, "query": 1000}
_MOST = 500
_UNKEPT = re.compile("[\0\ud800-\udfff]")


class Cases:
    """The cases in a database. Threads may share one object, and processes one database.

    Whatever writes is on disk when it comes back, wholly, and has not happened when it raises.

    Args:
        url: The path of a file (SQLite), or ``postgresql://USER:PASSWORD@HOST/DATABASE``. Nothing is opened yet.

    Raises:
        CasesError: It is no address; every method raises one when the database fails, with what to do about it.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    @property
    def place(self) -> str:
        """The file or the address, without its password."""
        return self._database.place

    def upgrade(self) -> None:
        """Make the database if it is a file that is not there, and its tables, or bring them up to date.

        Nothing else does: without it, a wrong name is an error. Processes may do it at once.
        """
        self._database.upgrade()

    def ready(self) -> None:
        """Raise what stands in the way, if the database cannot be reached or is of another version."""
        with self._database.reading() as connection:
            connection.execute(sa.select(CASES.c.id).limit(1))

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def create(self, original: Text, rewrite: Text, report: dict[str, Any], *, title: str | None, who: str) -> Case:
        """Keep a check.

        Args:
            original: The text that the rewrite was made from.
            rewrite: The text that was checked.
            report: The report as ``check --format json`` has it.
            title: What to call the case, at most 500 characters.
            who: Who keeps it, at most 200 characters.

        Raises:
            Refused: The report is none, a name is missing or too long, or a text holds what databases cannot keep.
        """
        self._named(who, title=title)
        try:
            prints = [str(change["fingerprint"]) for change in report["changes"]]
            kept = json.dumps(report, ensure_ascii=False, allow_nan=False)
        except (KeyError, TypeError, ValueError):
            raise self._refused("the report is none of a check", "give one of `check --format json`") from None
        for text in (original.name, original.text, rewrite.name, rewrite.text, kept, *prints):
            self._keepable(text)
        case = Case(new_id(), now(), who, title, original, rewrite, json.loads(kept))
        # Before anybody else has to wait.
        words = finder.passages(case.id, [(TITLE, title or ""), (TEXT, original.text), (TEXT, rewrite.text)])
        with self._database.writing() as connection:
            row = {
                "id": case.id,
                "created": case.created,
                "who": who,
                "title": title,
                "original_name": original.name,
                "rewrite_name": rewrite.name,
                "original": original.text,
                "rewrite": rewrite.text,
                "report": kept,
            }
            connection.execute(CASES.insert(), row)
            if prints:
                rows = [{"case_id": case.id, "fingerprint": fingerprint} for fingerprint in dict.fromkeys(prints)]
                connection.execute(CHANGES.insert(), rows)
            finder.index(connection, words)
            lengths = {"original": len(original.text), "rewrite": len(rewrite.text)}
            trail.record(self._database, connection, who, "created", case.id, **lengths, changes=len(prints))
        return case

    def get(self, identity: str) -> Case:
        """A case.

        Raises:
            NotFound: There is none with this id.
        """
        with self._database.reading() as connection:
            return self._case(connection, identity)

    def list(self, query: str | None = None, limit: int = 50, before: str | None = None) -> Page:
        """Cases, newest first.

        Args:
            query: Words that all stand in a case; without any, all cases are listed.
            limit: How many, from 1 to 500.
            before: What the page before said to go on with.

        Raises:
            Refused: A value is not one of these.
        """
        self._within(limit)
        if before is not None and not is_id(before):
            raise self._refused("the list cannot go on from there", "give what the page before names")
        with self._database.reading() as connection:
            wanted = _summaries().order_by(CASES.c.id.desc()).limit(limit + 1)
            if before is not None:
                wanted = wanted.where(CASES.c.id < before)
            if query is not None and query.strip():
                if not (asked := self._asked(query)):
                    return Page((), None)
                wanted = wanted.where(finder.holds(connection, "cases.id", asked))
            found = [Summary(*row) for row in connection.execute(wanted)]
        more = len(found) > limit
        return Page(tuple(found[:limit]), found[limit - 1].id if more else None)

    def search(self, query: str, limit: int = 50) -> tuple[Summary, ...]:
        """The cases in which all words of the query stand, the most relevant first.

        Raises:
            Refused: The query is longer than 1,000 characters, or the limit is not one from 1 to 500.
        """
        self._within(limit)
        if not (asked := self._asked(query)):
            return ()
        with self._database.reading() as connection:
            order = finder.ranked(connection, asked, limit)
            rows = connection.execute(_summaries().where(CASES.c.id.in_(order)))
            found = {row.id: Summary(*row) for row in rows}
        return tuple(found[identity] for identity in order)

    def delete(self, identity: str, who: str) -> None:
        """Remove a case: its texts, its report, the decisions. The audit trail keeps what was done, without the texts.

        Raises:
            NotFound: There is none with this id.
            Refused: A name is missing or too long.
        """
        self._named(who)
        with self._database.writing() as connection:
            self._there(connection, identity, hold=True)
            connection.execute(CASES.delete().where(CASES.c.id == identity))
            self._database.forget(connection)
            trail.record(self._database, connection, who, "deleted", identity)
        self._database.tidy()

    def export(self, identity: str) -> dict[str, Any]:
        """All that is kept of a case, as JSON values: texts, report, every decision, audit trail.

        Raises:
            NotFound: There is none with this id.
        """
        with self._database.reading() as connection:
            case = self._case(connection, identity)
            decisions = self._history(connection, identity)
            audit = trail.entries(connection, identity, 0, None)
        return {
            "schema_version": EXPORT_VERSION,
            **asdict(case),
            "decisions": [_without_case(asdict(decision)) for decision in decisions],
            "audit": [_without_case(asdict(entry)) for entry in audit],
        }

    def decide(self, case_id: str, fingerprint: str, decision: Verdict, reason: str, who: str) -> Decision:
        """Decide about a change: accept it, dismiss it as a false alarm, or open it again. The last decision counts.

        Args:
            case_id: The case.
            fingerprint: The change, as the report names it.
            decision: "accepted", "dismissed" or "open".
            reason: Why, at most 10,000 characters; may be empty.
            who: Who decides.

        Raises:
            NotFound: There is no such case, or it has no such change.
            Refused: Something is missing, too long, or no decision.
        """
        self._named(who, reason=reason)
        if decision not in get_args(Verdict):
            raise self._refused(f"{decision!r} is no decision", f"decide one of {', '.join(get_args(Verdict))}")
        with self._database.writing() as connection:
            self._there(connection, case_id, hold=True)
            of_it = (CHANGES.c.case_id == case_id, CHANGES.c.fingerprint == fingerprint)
            if _UNKEPT.search(fingerprint) or not connection.execute(sa.select(CHANGES).where(*of_it)).first():
                missing = f"case {case_id} has no change {fingerprint}"
                raise NotFound(self.place, missing, "give a fingerprint of its report")
            row = {
                "case_id": case_id,
                "fingerprint": fingerprint,
                "decision": decision,
                "reason": reason,
                "who": who,
                "created": now(),
            }
            number = connection.execute(DECISIONS.insert().returning(DECISIONS.c.id), row).scalar_one()
            finder.index(connection, finder.passages(case_id, [(REASON, reason)]))
            # The reason may cite the texts, which must not outlive the case: it is in the history alone.
            details = {"fingerprint": fingerprint, "decision": decision}
            trail.record(self._database, connection, who, "decided", case_id, **details)
        return Decision(number, case_id, fingerprint, decision, reason, who, row["created"])

    def decisions(self, case_id: str) -> tuple[Decision, ...]:
        """Every decision about a case, oldest first; ``standing`` picks those that count.

        Raises:
            NotFound: There is no such case.
        """
        with self._database.reading() as connection:
            self._there(connection, case_id)
            return self._history(connection, case_id)

    def audit(self, case_id: str | None = None, after: int = 0, limit: int = 100) -> tuple[Entry, ...]:
        """Lines of the audit trail, of one case or of all, oldest first; those of deleted cases are there.

        Args:
            case_id: The case; None for all.
            after: The number of the last line that is known already.
            limit: How many, from 1 to 500.

        Raises:
            Refused: A number is out of its range.
        """
        self._within(limit)
        if not 0 <= after < 1 << 63:
            raise self._refused(f"the audit trail has no line {after}", "give the number of a line")
        if case_id is not None and not is_id(case_id):
            return ()
        with self._database.reading() as connection:
            return trail.entries(connection, case_id, after, limit)

    def _case(self, connection: sa.Connection, identity: str) -> Case:
        row = connection.execute(sa.select(CASES).where(CASES.c.id == identity)).first() if is_id(identity) else None
        if row is None:
            raise self._missing(identity)
        original, rewrite = Text(row.original_name, row.original), Text(row.rewrite_name, row.rewrite)
        return Case(row.id, row.created, row.who, row.title, original, rewrite, json.loads(row.report))

    def _there(self, connection: sa.Connection, identity: str, *, hold: bool = False) -> None:
        """See that a case is there; ``hold`` keeps others from writing to it until the transaction ends."""
        wanted = sa.select(CASES.c.id).where(CASES.c.id == identity)
        found = connection.execute(wanted.with_for_update() if hold else wanted) if is_id(identity) else None
        if found is None or found.first() is None:
            raise self._missing(identity)

    def _history(self, connection: sa.Connection, identity: str) -> tuple[Decision, ...]:
        columns = [
            DECISIONS.c[name] for name in ("id", "case_id", "fingerprint", "decision", "reason", "who", "created")
        ]
        wanted = sa.select(*columns).where(DECISIONS.c.case_id == identity).order_by(DECISIONS.c.id)
        return tuple(Decision(*row) for row in connection.execute(wanted))

    def _asked(self, query: str) -> tuple[str, ...]:
        self._short(query=query)
        return asked_for(query)

    def _named(self, who: str, **texts: str | None) -> None:
        if not who.strip():
            raise self._refused("it is not said who does this", "give a name")
        self._short(who=who, **texts)
        for text in (who, *texts.values()):
            self._keepable(text or "")

    def _short(self, **texts: str | None) -> None:
        for name, text in texts.items():
            if text is not None and len(text) > _LONGEST[name]:
                reason = f"{name} has {len(text):,} characters"
                raise self._refused(reason, f"give at most {_LONGEST[name]:,}")

    def _keepable(self, text: str) -> None:
        if found := _UNKEPT.search(text):
            reason = (
                f"a text holds the character U+{ord(found[0]):04X} at {found.start():,}, which databases do not keep"
            )
            raise self._refused(reason, "leave it out")

    def _within(self, limit: int) -> None:
        if not 1 <= limit <= _MOST:
            raise self._refused(f"{limit} are not given at once", f"ask for 1 to {_MOST}")

    def _refused(self, reason: str, remedy: str) -> Refused:
        return Refused(self.place, reason, remedy)

    def _missing(self, identity: str) -> NotFound:
        return NotFound(self.place, f"there is no case {identity}", "list them to see which there are")


def _summaries() -> sa.Select[Any]:
    """Cases as ``Summary`` has them."""
    changes = sa.select(sa.func.count()).where(CHANGES.c.case_id == CASES.c.id).scalar_subquery()
    later = DECISIONS.alias()
    overruled = sa.exists().where(
        later.c.case_id == DECISIONS.c.case_id,
        later.c.fingerprint == DECISIONS.c.fingerprint,
        later.c.id > DECISIONS.c.id,
    )
    decided = (
        sa.select(sa.func.count())
        .where(DECISIONS.c.case_id == CASES.c.id, DECISIONS.c.decision != "open", ~overruled)
        .scalar_subquery()
    )
    head = [CASES.c[name] for name in ("id", "created", "who", "title", "original_name", "rewrite_name")]
    return sa.select(*head, changes, decided)


def _without_case(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "case"}
