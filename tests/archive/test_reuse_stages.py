"""`reuse` goes on where it was killed, interrupted, or out of disk."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.reuse_texts import mixed_corpus, prose, write, written
from unspin import reuse
from unspin.archive import local, results
from unspin.archive.errors import ArchiveError
from unspin.archive.stages import FOLDER, Stages


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus.jsonl", mixed_corpus())


@pytest.fixture
def whole(tmp_path: Path, corpus: Path) -> dict[str, bytes]:
    reuse([corpus], output=tmp_path / "whole")
    assert not (tmp_path / "whole" / FOLDER).exists()
    return written(tmp_path / "whole")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The work that is done from here on."""
    made: list[str] = []

    def noted(name: str, holder: Any, function: str) -> None:
        before = getattr(holder, function)

        def call(*arguments: Any, **options: Any) -> Any:
            made.append(name)
            return before(*arguments, **options)

        monkeypatch.setattr(holder, function, call)

    noted("read", local.Engine, "_read")
    noted("find", local, "candidates")
    noted("compare", local, "rows_of")
    monkeypatch.setattr(local, "_PAIRS", 5)
    return made


KILLED = """
import os, signal, sys
from unspin import reuse
from unspin.archive import local, results
local._PAIRS = 5
left = {calls}
before = {holder}.{name}
def dies(*arguments, **options):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return before(*arguments, **options)
{holder}.{name} = dies
reuse([sys.argv[1]], output=sys.argv[2])
"""


class Kill(NamedTuple):
    """Which function a run dies in, at which call; and what is left to do then."""

    holder: str
    name: str
    call: int
    left: set[str]


@pytest.mark.parametrize(
    "kill",
    [
        Kill("local", "tokens_of_all", 1, {"read", "find", "compare"}),
        Kill("local", "candidates", 1, {"find", "compare"}),
        Kill("local", "rows_of", 3, {"compare"}),
        Kill("results", "_write_parquet", 2, set()),
        Kill("results", "sync_folder", 1, set()),
    ],
    ids=lambda kill: kill.name,
)
def test_a_killed_run_is_gone_on_with(
    tmp_path: Path, corpus: Path, whole: dict[str, bytes], calls: list[str], kill: Kill
) -> None:
    code = KILLED.format(holder=kill.holder, name=kill.name, calls=kill.call)
    process = subprocess.run([sys.executable, "-c", code, corpus, tmp_path / "found"], check=False, timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (tmp_path / "found" / FOLDER).exists()
    reuse([corpus], output=tmp_path / "found")
    assert set(calls) == kill.left
    assert written(tmp_path / "found") == whole
    assert not list((tmp_path / "found").glob("*.part"))
    calls_to_compare = calls.count("compare")
    calls.clear()
    reuse([corpus], output=tmp_path / "new")
    # Two of the blocks had been compared before the kill.
    assert calls_to_compare == calls.count("compare") - 2 or kill.name != "rows_of"


def test_ctrl_c_keeps_what_was_finished(
    tmp_path: Path, corpus: Path, whole: dict[str, bytes], calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(results, "clustered", _raises(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            reuse([corpus], output=tmp_path / "found", jobs=2)
    calls.clear()
    reuse([corpus], output=tmp_path / "found")
    assert calls == []
    assert written(tmp_path / "found") == whole


@pytest.mark.parametrize(
    "place",
    ["unspin.archive.local.write_array", "unspin.archive.stages.Column.append", "unspin.archive.results._write"],
)
def test_a_full_disk_is_told_and_gone_on_from(
    tmp_path: Path, corpus: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(place, _raises(OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(ArchiveError, match="no space left on device; free space") as error:
            reuse([corpus], output=tmp_path / "found")
    assert error.value.name == str(tmp_path / "found")
    assert not list((tmp_path / "found").glob("*.part"))
    reuse([corpus], output=tmp_path / "found")
    assert written(tmp_path / "found") == whole


def _raises(error: BaseException) -> Any:
    def fails(*_: Any, **__: Any) -> None:
        raise error

    return fails


def test_other_inputs_begin_anew_and_another_length_compares_anew(
    tmp_path: Path, corpus: Path, calls: list[str]
) -> None:
    def work(**options: Any) -> set[str]:
        calls.clear()
        reuse([corpus], output=tmp_path / "found", keep_stages=True, **options)
        return set(calls)

    everything = {"read", "find", "compare"}
    write(corpus, [{"id": n, "text": prose(1), "outlet": "Day" if n else None} for n in range(3)])
    assert work() == everything
    assert work() == set()
    assert work(min_length=200) == {"compare"}
    assert work(group_by="outlet") == everything
    assert work(against=[corpus]) == everything
    assert work() == everything
    os.utime(corpus, ns=(1, 1))
    assert work() == everything
    write(corpus, {"a": prose(1), "b": prose(1)})
    assert work() == everything
    hashes = tmp_path / "found" / FOLDER / "words" / "hashes"
    hashes.write_bytes(hashes.read_bytes()[:-8])
    assert work() >= {"read"}


def test_skips_are_told_again_by_a_run_that_goes_on(tmp_path: Path, calls: list[str]) -> None:
    corpus = write(tmp_path / "c.jsonl", [{"id": "a", "text": prose(1)}, {"id": "a", "text": prose(2)}])
    first = reuse([corpus], output=tmp_path / "found", keep_stages=True)
    again = reuse([corpus], output=tmp_path / "found")
    assert calls.count("read") == 1
    assert {**first, "seconds": None} == {**again, "seconds": None}
    assert len(again["skipped"]) == 1


def test_one_process_at_a_time(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "found").mkdir()
    held = Stages(tmp_path / "found")
    with pytest.raises(ArchiveError, match=f"process {os.getpid()} is writing to it"):
        reuse([corpus], output=tmp_path / "found")
    held.release(keep=False)
    assert reuse([corpus], output=tmp_path / "found")["passages"]


def test_a_folder_that_cannot_be_made(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="file"):
        reuse([corpus], output=tmp_path / "file")
