"""What is kept comes back as it was, is found, decided about, exported, and gone when it is deleted."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kept import CERTAINTY, NUMBER, ORIGINAL, REPORT, REWRITE, keep
from unspin import check
from unspin.cases import Case, Cases, CasesError, NotFound, Refused, Text, standing
from unspin.cases.identities import new_id
from unspin.report.jsonformat import to_dict

ABSENT = "01a218f3-fb09-7cd9-8d94-0183f375a529"


def test_a_case_comes_back_as_it_was_kept(cases: Cases, case: Case) -> None:
    assert cases.get(case.id) == case
    assert (case.original, case.rewrite, case.report) == (ORIGINAL, REWRITE, REPORT)
    assert (case.title, case.who) == ("Trees of Quellmar", "Orla Venn")
    # The keys of a report stand in their order, so that it is written as it was.
    assert json.dumps(cases.get(case.id).report) == json.dumps(REPORT)


def test_the_report_of_a_real_check_is_kept(cases: Cases) -> None:
    report = to_dict(check(ORIGINAL.text, REWRITE.text))
    assert report["changes"]
    case = cases.create(ORIGINAL, REWRITE, report, title=None, who="Orla Venn")
    assert cases.get(case.id).report == report
    for change in report["changes"]:
        cases.decide(case.id, change["fingerprint"], "accepted", "", "Orla Venn")
    summary = cases.list().cases[0]
    assert summary.changes == summary.decided == len(report["changes"])


@pytest.mark.parametrize(
    "text", ["", "\r\n\t \x01\x7f", "“Łódź” — İstanbul ﬁ 𝄞 \u202e 🜁", 'it\'s "quoted" \\ %s :id {}']
)
def test_every_character_that_a_database_can_hold_comes_back(cases: Cases, text: str) -> None:
    report = {**REPORT, "note": text, "nul": "\0"}
    case = cases.create(Text(text, text), Text(text, text), report, title=text, who="Orla Venn")
    found = cases.get(case.id)
    assert (found.original, found.rewrite, found.title) == (Text(text, text), Text(text, text), text)
    assert found.report == report


def test_texts_of_ten_megabytes(cases: Cases) -> None:
    """Different words all the way, which fill an index fastest, then one word without an end."""
    words = " ".join(f"w{number:x}" for number in range(1_400_000))
    long = Text("long.txt", f"{words} zephyrine")
    assert len(long.text) > 10_000_000
    endless = Text("endless.txt", "x" * 10_000_000)
    started = time.perf_counter()
    case = cases.create(long, endless, REPORT, title=None, who="Orla Venn")
    assert time.perf_counter() - started < 60
    assert cases.get(case.id) == case
    assert [found.id for found in cases.search("zephyrine w1 w155cbf")] == [case.id]
    assert cases.list().cases[0].original == "long.txt"
    cases.delete(case.id, "Orla Venn")
    assert cases.search("zephyrine") == ()


def test_lists_go_from_new_to_old_page_by_page(cases: Cases) -> None:
    made = [keep(cases, title=f"Case {number}").id for number in range(7)]
    first = cases.list(limit=3)
    second = cases.list(limit=3, before=first.before)
    # Kept meanwhile: the pages that follow are not shifted by it.
    keep(cases, title="late")
    third = cases.list(limit=3, before=second.before)
    seen = [summary.id for page in (first, second, third) for summary in page.cases]
    assert seen == made[::-1]
    assert third.before is None
    exact = cases.list(limit=8)
    assert (len(exact.cases), exact.before) == (8, None)


def test_a_list_can_be_of_those_that_hold_words(cases: Cases) -> None:
    harbour = [keep(cases, f"The harbour of Marn, part {number}.", title=None).id for number in range(3)]
    keep(cases, "The mill burned.")
    page = cases.list("HARBOUR marn", limit=2)
    assert [summary.id for summary in page.cases] == harbour[:0:-1]
    assert [summary.id for summary in cases.list("harbour marn", limit=2, before=page.before).cases] == harbour[:1]
    assert cases.list("…").cases == ()
    assert len(cases.list(" ").cases) == 4


def test_decisions_are_a_history_and_the_last_one_counts(cases: Cases, case: Case) -> None:
    first = cases.decide(case.id, NUMBER, "accepted", "the agency corrected the figure", "Ada Prill")
    second = cases.decide(case.id, CERTAINTY, "dismissed", "", "Orla Venn")
    third = cases.decide(case.id, NUMBER, "open", "it did not, after all", "Orla Venn")
    assert cases.decisions(case.id) == (first, second, third)
    assert first.number < second.number < third.number
    assert standing(cases.decisions(case.id)) == {NUMBER: third, CERTAINTY: second}
    assert (first.decision, first.reason, first.who) == ("accepted", "the agency corrected the figure", "Ada Prill")
    assert (cases.list().cases[0].changes, cases.list().cases[0].decided) == (2, 1)
    cases.decide(case.id, NUMBER, "dismissed", "", "Ada Prill")
    assert cases.list().cases[0].decided == 2


def test_dates_are_utc(cases: Cases, case: Case) -> None:
    decision = cases.decide(case.id, NUMBER, "accepted", "", "Ada Prill")
    dates = [case.created, decision.when, *(entry.when for entry in cases.audit())]
    assert case.created <= dates[2] <= decision.when <= dates[3]
    for date in dates:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", date)
        assert abs(datetime.fromisoformat(date) - datetime.now(UTC)) < timedelta(minutes=1)


def test_ids_sort_by_time_and_are_not_guessed() -> None:
    ids = []
    for _ in range(2000):
        ids.append(new_id())
        time.sleep(1e-6)
    assert ids == sorted(ids)
    rest = {identity[19:] for identity in ids}
    assert len(rest) == len(ids)
    # Each of the 62 random bits is set about as often as not.
    numbers = [int(identity[19:].replace("-", ""), 16) for identity in ids]
    for bit in range(62):
        assert 800 < sum(number >> bit & 1 for number in numbers) < 1200


def test_an_export_holds_everything(cases: Cases, case: Case) -> None:
    decision = cases.decide(case.id, NUMBER, "accepted", "the agency corrected the figure", "Ada Prill")
    exported = cases.export(case.id)
    assert json.loads(json.dumps(exported)) == exported
    assert exported["original"] == {"name": ORIGINAL.name, "text": ORIGINAL.text}
    assert exported["rewrite"] == {"name": REWRITE.name, "text": REWRITE.text}
    assert exported["report"] == REPORT
    assert exported["decisions"] == [
        {
            "number": decision.number,
            "fingerprint": NUMBER,
            "decision": "accepted",
            "reason": "the agency corrected the figure",
            "who": "Ada Prill",
            "when": decision.when,
        }
    ]
    assert [entry["what"] for entry in exported["audit"]] == ["created", "decided"]
    assert set(exported) == {
        "schema_version", "id", "created", "who", "title", "original", "rewrite", "report", "decisions", "audit",
    }  # fmt: skip


def test_a_deleted_case_is_gone_but_not_from_the_audit_trail(cases: Cases, case: Case) -> None:
    other = keep(cases, "The harbour of Marn.", title="Harbour")
    cases.decide(case.id, NUMBER, "accepted", "Prill told us", "Ada Prill")
    cases.delete(case.id, "Ada Prill")
    for ask in (cases.get, cases.export, cases.decisions):
        with pytest.raises(NotFound, match=case.id):
            ask(case.id)
    with pytest.raises(NotFound):
        cases.decide(case.id, NUMBER, "open", "", "Ada Prill")
    with pytest.raises(NotFound):
        cases.delete(case.id, "Ada Prill")
    assert cases.search("town of quellmar") == ()
    assert [summary.id for summary in cases.list().cases] == [other.id]
    assert [(entry.what, entry.who) for entry in cases.audit(case.id)] == [
        ("created", "Orla Venn"),
        ("decided", "Ada Prill"),
        ("deleted", "Ada Prill"),
    ]


def test_nothing_of_a_deleted_text_is_left_in_the_file(tmp_path: Path) -> None:
    cases = Cases(str(tmp_path / "cases.sqlite"))
    cases.upgrade()
    for number in range(40):
        keep(cases, f"The harbour of Marn has {number} cranes. " * 50, title=None)
    case = keep(cases, "Zephyrine told Quorrin. " * 3000, title="Xanthicle")
    cases.decide(case.id, NUMBER, "accepted", "vermiculated", "Ada Prill")
    secrets = (b"ephyrine", b"uorrin", b"anthicle", b"ermiculated")

    def held() -> list[bytes]:
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        return [secret for secret in secrets if secret in content]

    assert held() == list(secrets)
    cases.delete(case.id, "Ada Prill")
    assert held() == []
    assert len(cases.search("harbour cranes")) == 40
    cases.close()


@pytest.mark.parametrize("identity", [ABSENT, "", "x", "1 OR 1=1", "\0", "é" * 40, "../etc", ABSENT.upper()])
def test_an_id_that_is_none_is_not_found(cases: Cases, case: Case, identity: str) -> None:
    for ask in (cases.get, cases.export, cases.decisions):
        with pytest.raises(NotFound, match="there is no case"):
            ask(identity)
    with pytest.raises(NotFound):
        cases.delete(identity, "Orla Venn")
    assert cases.audit(identity) == ()
    assert cases.get(case.id)


@pytest.mark.parametrize("fingerprint", ["", "ffffffffffffffff", "\0", "\ud800", NUMBER.upper()])
def test_a_change_that_the_report_does_not_name_is_not_found(cases: Cases, case: Case, fingerprint: str) -> None:
    with pytest.raises(NotFound, match=f"case {case.id} has no change"):
        cases.decide(case.id, fingerprint, "accepted", "", "Orla Venn")
    assert cases.decisions(case.id) == ()


NONSENSE: Any = "perhaps"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((NONSENSE, "", "Ada Prill"), "'perhaps' is no decision; decide one of accepted, dismissed, open"),
        (("accepted", "x" * 10_001, "Ada Prill"), "reason has 10,001 characters; give at most 10,000"),
        (("accepted", "a\0b", "Ada Prill"), "U+0000 at 1, which databases do not keep; leave it out"),
        (("accepted", "", " \n"), "it is not said who does this; give a name"),
        (("accepted", "", "x" * 201), "who has 201 characters; give at most 200"),
    ],
)
def test_what_is_no_decision_is_refused(cases: Cases, case: Case, given: tuple[Any, str, str], said: str) -> None:
    with pytest.raises(Refused) as refused:
        cases.decide(case.id, NUMBER, *given)
    assert str(refused.value).endswith(said)
    assert cases.decisions(case.id) == ()
    assert len(cases.audit()) == 1


@pytest.mark.parametrize(
    "report", [{}, {"changes": None}, {"changes": [{}]}, {"changes": [], "x": float("nan")}, {"changes": [], "x": {1}}]
)
def test_a_report_that_is_none_is_refused(cases: Cases, report: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="the report is none of a check"):
        cases.create(ORIGINAL, REWRITE, report, title=None, who="Orla Venn")
    assert cases.list().cases == ()
    assert cases.audit() == ()


@pytest.mark.parametrize(("text", "named"), [("ab\0", "U\\+0000 at 2"), ("\ud83d", "U\\+D83D at 0")])
def test_what_no_database_keeps_is_refused_openly(cases: Cases, text: str, named: str) -> None:
    for original, title in ((Text("x", text), None), (Text(text, "x"), None), (ORIGINAL, text)):
        with pytest.raises(Refused, match=named):
            cases.create(original, REWRITE, REPORT, title=title, who="Orla Venn")
    with pytest.raises(Refused):
        cases.create(ORIGINAL, REWRITE, {**REPORT, "note": "\ud83d"}, title=None, who="Orla Venn")
    assert cases.audit() == ()


def test_numbers_out_of_range_are_refused(cases: Cases, case: Case) -> None:
    for limit in (0, -1, 501, 1 << 70):
        with pytest.raises(Refused, match="ask for 1 to 500"):
            cases.list(limit=limit)
        with pytest.raises(Refused):
            cases.search("trees", limit)
        with pytest.raises(Refused):
            cases.audit(limit=limit)
    for after in (-1, 1 << 63, 1 << 80):
        with pytest.raises(Refused):
            cases.audit(after=after)
    with pytest.raises(Refused):
        cases.list(before="yesterday")
    with pytest.raises(Refused, match="query has 1,001 characters"):
        cases.search("x" * 1001)
    assert cases.list(limit=500).cases[0].id == case.id


def test_every_error_names_the_place_and_a_remedy(cases: Cases) -> None:
    with pytest.raises(CasesError) as error:
        cases.get(ABSENT)
    assert str(error.value) == f"cases {cases.place}: there is no case {ABSENT}; list them to see which there are"
