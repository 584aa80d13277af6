from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import pytest

from batch.presenters import count, process
from unspin.batch import BadRecord, Pair, check_pairs

SAME = "The council met on Monday."


def pair(number: int, identity: str | int, rewrite: str = SAME) -> Pair:
    return Pair(number, identity, SAME, rewrite)


def test_outcomes_keep_the_order_and_a_dead_process_costs_its_pair_alone() -> None:
    slow = "The mayor said that the town had planted trees along the river in spring. " * 40
    records: list[Pair | BadRecord] = [
        Pair(1, "slow", slow, slow),
        *(pair(number, number) for number in range(2, 10)),
        pair(10, "kill"),
        BadRecord(11, None, "not JSON"),
        pair(12, "exit"),
        pair(13, "raise"),
        pair(14, "last"),
    ]
    outcomes = list(check_pairs(records, present=count, jobs=2))
    assert [outcome.record for outcome in outcomes] == records
    told = {outcome.record.line: outcome.error for outcome in outcomes if outcome.error}
    assert told == {
        10: "the process that checked it died (SIGKILL); it may have run out of memory",
        11: "not JSON",
        12: "the process that checked it died (exit code 3)",
        13: "internal error: RuntimeError: no luck",
    }
    assert [outcome.result for outcome in outcomes if outcome.result] == [
        ("slow", 0),
        *((number, 0) for number in range(2, 10)),
        ("last", 0),
    ]
    assert not multiprocessing.active_children()


def test_a_process_is_used_again() -> None:
    outcomes = list(check_pairs([pair(number, number) for number in range(1, 6)], present=process, jobs=1))
    assert len({outcome.result for outcome in outcomes}) == 1


def test_a_process_that_has_read_much_gives_way_to_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unspin.batch.pool._MOST_CHARACTERS", 3 * len(SAME))
    outcomes = list(check_pairs([pair(number, number) for number in range(1, 5)], present=process, jobs=1))
    first, second, third, fourth = (outcome.result for outcome in outcomes)
    assert first == second != third == fourth


def test_one_job_reads_a_record_only_when_the_outcome_before_it_is_out() -> None:
    read: list[int] = []

    def records() -> Iterator[Pair]:
        for number in range(1, 4):
            read.append(number)
            yield pair(number, number)

    outcomes = check_pairs(records(), present=count, jobs=1)
    for number in range(1, 4):
        assert next(outcomes).record.line == number
        assert read == list(range(1, number + 1))


def test_an_interruption_loses_nothing_that_is_ready_and_leaves_no_process() -> None:
    def records() -> Iterator[Pair | BadRecord]:
        yield BadRecord(1, None, "not JSON")
        yield BadRecord(2, None, "not JSON either")
        yield pair(3, 3)
        raise KeyboardInterrupt

    outcomes = check_pairs(records(), present=count, jobs=2)
    assert [next(outcomes).record.line, next(outcomes).record.line] == [1, 2]
    with pytest.raises(KeyboardInterrupt):
        next(outcomes)
    assert not multiprocessing.active_children()


def test_no_records_no_outcomes() -> None:
    assert list(check_pairs([], present=count)) == []


def test_jobs_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(check_pairs([], present=count, jobs=0))
