"""Many threads and processes at once, and processes that are killed at work: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kept import CERTAINTY, NUMBER, keep, with_tests
from unspin.cases import Case, Cases, audit, standing

THREADS, EACH = 16, 12
ROUNDS = 4


def test_threads_that_write_at_once_lose_nothing(cases: Cases) -> None:
    """Half of them keep cases and delete every third, half decide on one case, and all of them read."""
    shared = keep(cases, title="shared")

    def work(number: int) -> list[str]:
        done = []
        for turn in range(EACH):
            if number % 2:
                decision = cases.decide(shared.id, NUMBER, "accepted", f"reason{number}x{turn}", f"thread {number}")
                done.append(decision.reason)
                assert decision in cases.decisions(shared.id)
            else:
                case = keep(cases, title=f"thread{number}x{turn}")
                if turn % 3 == 2:
                    cases.delete(case.id, "somebody")
                else:
                    done.append(case.id)
            assert cases.search("shared")
        return done

    with ThreadPoolExecutor(THREADS) as threads:
        done = [name for names in threads.map(work, range(THREADS)) for name in names]
    history = cases.decisions(shared.id)
    ids = {summary.id for summary in cases.list(limit=500).cases} - {shared.id}
    assert sorted([*(decision.reason for decision in history), *ids]) == sorted(done)
    assert standing(history) == {NUMBER: history[-1]}
    # The trail has a line for everything, in the order in which it was done.
    lines = cases.audit(limit=500)
    assert [line.number for line in lines] == sorted(line.number for line in lines)
    assert len(lines) == 1 + THREADS // 2 * (EACH + EACH + EACH // 3)
    decided = [line.who for line in lines if line.what == "decided"]
    assert decided == [decision.who for decision in history]


def test_whoever_follows_the_trail_misses_no_line(cases: Cases) -> None:
    """A reader that asks again and again for what came after the last line sees them all, though lines are written at once."""
    shared = keep(cases)

    def decide(number: int) -> None:
        for _ in range(EACH):
            cases.decide(shared.id, CERTAINTY if number % 2 else NUMBER, "open", "", f"thread {number}")
            keep(cases)

    seen, last = 0, 0
    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(decide, number) for number in range(4)]
        running = True
        while running:
            running = not all(writer.done() for writer in writers)
            for line in cases.audit(after=last):
                seen, last = seen + 1, line.number
        assert [writer.result() for writer in writers] == [None] * 4
    assert seen == len(cases.audit(limit=500)) == 1 + 4 * EACH * 2


def test_a_line_waits_for_those_with_smaller_numbers(cases: Cases, case: Case) -> None:
    """While one that has its number is not committed, no later one appears: a reader would take it for the last one."""
    with ThreadPoolExecutor(1) as threads:
        with cases._database.writing() as connection:
            audit.record(cases._database, connection, "Orla Venn", "decided", case.id)
            later = threads.submit(keep, cases)
            with pytest.raises(TimeoutError):
                later.result(0.5)
            assert len(cases.audit()) == 1
        made = later.result(30)
    assert [entry.case for entry in cases.audit()] == [case.id, case.id, made.id]


def decide_on_and_on(address: str, case: str) -> None:
    """Decide without end, and say so after each decision."""
    cases = Cases(address)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in range(100_000):
        cases.decide(case, NUMBER, "accepted", f"{os.getpid()} {number}", "a process")
        sys.stdout.write(f"{os.getpid()} {number}\n")
        sys.stdout.flush()


def started(address: str, case: str) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, address, case]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=with_tests())
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_processes_lose_no_decision_that_was_acknowledged(cases: Cases, address: str, case: Case) -> None:
    """Two processes decide at once, and are killed at random moments; then two others go on."""
    draw = random.Random(7)
    acknowledged: list[str] = []
    before = 0
    for _ in range(ROUNDS):
        processes = [started(address, case.id) for _ in range(2)]
        deadline = time.monotonic() + 60
        while len(cases.decisions(case.id)) < before + 6:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(draw.uniform(0, 0.02))
        for process in processes:
            process.send_signal(signal.SIGKILL)
        for process in processes:
            # What is cut off in the middle of a line was not said.
            acknowledged += [
                line.strip() for line in process.communicate()[0].splitlines(keepends=True) if line[-1] == "\n"
            ]
        history = cases.decisions(case.id)
        missing = set(acknowledged) - {decision.reason for decision in history}
        assert not missing
        # All of a decision or nothing of it: its line in the trail and its words in the search are there too.
        assert count(cases, case.id) == len(history)
        before = len(history)
    assert len(acknowledged) >= ROUNDS
    assert [summary.id for summary in cases.search(acknowledged[-1])] == [case.id]
    assert before <= len(acknowledged) + 2 * ROUNDS


def count(cases: Cases, case: str) -> int:
    """How many decisions the audit trail tells of."""
    number, last = 0, 0
    while lines := cases.audit(case, after=last, limit=500):
        number, last = number + sum(line.what == "decided" for line in lines), lines[-1].number
    return number


def test_a_process_that_is_killed_while_it_keeps_a_case_leaves_all_of_it_or_nothing(
    address: str, tmp_path: Path
) -> None:
    cases = Cases(address)
    cases.upgrade()
    code = (
        "import sys; from kept import keep; from unspin.cases import Cases; c = Cases(sys.argv[1])\n"
        "text = ' '.join(f'w{n}' for n in range(100_000)); print('ready', flush=True); keep(c, text); print('kept', flush=True)"
    )
    command = [sys.executable, "-c", code, address]
    said = 0
    for wait in (0.05, 0.2, 0.4, 5.0):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=with_tests(), cwd=tmp_path) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(wait)
            process.kill()
            said += process.stdout.read() == "kept\n"
        found = cases.list(limit=500).cases
        assert len(found) >= said
        assert {summary.id for summary in cases.search("w99999 w7")} == {summary.id for summary in found}
        assert [line.case for line in cases.audit(limit=500)] == [summary.id for summary in found[::-1]]
        assert all(cases.get(summary.id).rewrite.text for summary in found)
    assert said
    cases.close()


if __name__ == "__main__":
    decide_on_and_on(*sys.argv[1:])
