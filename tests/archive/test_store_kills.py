"""Writers that are killed, that run out of disk, or that are interrupted: what was committed is there, whole."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from unspin.archive.store import Archive
from unspin.archive.verify import verify
from unspin.archive.writer import Writer

ROUNDS = 20
OPTIONS = {"memory": 3000, "fan": 2, "most_tokens": 1500}


def states(state: dict[str, str], seed: int) -> Iterator[tuple[list[tuple[str, str]], dict[str, str]]]:
    """Commits without end: what each adds (an empty text: removes), and what the archive holds after it."""
    draw = random.Random(seed)
    while True:
        steps = []
        for _ in range(draw.randint(1, 12)):
            identity = str(draw.randrange(60))
            removes = identity in state and draw.random() < 0.5
            steps.append((identity, "" if removes else " ".join(str(draw.randrange(500)) for _ in range(60))))
        state = {**state, **dict(steps)}
        state = {identity: text for identity, text in state.items() if text}
        yield steps, state


def write(path: Path, state: dict[str, str], seed: int, acknowledge: int) -> None:
    """Commit on and on, and say so after each commit; in every other round another thread merges meanwhile."""
    with Writer(path, create=True, **OPTIONS) as writer:
        for steps, _ in states(state, seed):
            for identity, text in steps:
                if text:
                    writer.add(identity, text, replace=True)
                else:
                    writer.remove(identity)
            writer.commit(more=seed % 2 == 1)
            os.write(acknowledge, b".")


def content(path: Path) -> dict[str, str]:
    archive = Archive.open(path)
    return {found.id: found.text for found in map(archive.document, archive.numbers.tolist())}


def look_on(path: Path, reader: int, commits: int) -> int:
    """Read while another process writes, until it has said so many commits; how many it has said.

    What is opened is a whole state, whatever is merged and deleted meanwhile.
    """
    said = 0
    while said < commits:
        archive = Archive.open(path)
        assert archive.documents == len({archive.document(number).id for number in archive.numbers.tolist()})
        if select.select([reader], [], [], 0)[0]:
            heard = len(os.read(reader, 65536))
            assert heard, "the writer ended by itself"
            said += heard
    return said


def kill_again_and_again(path: Path) -> None:
    """Fork, kill, look, twenty times; prints what was seen."""
    draw = random.Random(5)
    state: dict[str, str] = {}
    commits, between = 0, 0
    # Compiled code is loaded once, before all forks.
    with Writer(path, create=True) as warm:
        warm.add("first", "A text of more than five words.")
    for seed in range(ROUNDS):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            write(path, state, seed, writer)
        os.close(writer)
        acknowledged = look_on(path, reader, draw.randrange(1, 12))
        # Somewhere in the next commits.
        time.sleep(draw.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while said := os.read(reader, 65536):
            acknowledged += len(said)
        os.close(reader)
        following = states(state, seed)
        possible = [state, *(next(following)[1] for _ in range(acknowledged + 1))][acknowledged:]
        found = content(path)
        assert found in possible, (
            f"round {seed}: after {acknowledged} commits the archive holds none of {len(possible)} states"
        )
        assert verify(path) == []
        state = found
        commits += acknowledged
        between += found == possible[-1] != possible[0]
    sys.stdout.write(json.dumps({"commits": commits, "between": between}))


def test_kills_at_random_moments_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    # In a process of its own: this one may run threads, and those do not survive a fork.
    result = subprocess.run(
        [sys.executable, __file__, str(tmp_path / "archive")], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    # The writers were killed at work, not before it.
    assert json.loads(result.stdout)["commits"] >= ROUNDS


def limited(bytes_of_a_file: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line where no file may grow larger: what a write then meets is like a full disk."""
    code = (
        "import resource, sys; from unspin.cli import run\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2); sys.exit(run(sys.argv[2:]))"
    )
    command = [sys.executable, "-c", code, str(bytes_of_a_file), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def records(path: Path, number: int) -> Path:
    draw = random.Random(1)
    texts = (" ".join(str(draw.randrange(10**6)) for _ in range(300)) for _ in range(number))
    path.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    return path


def test_a_full_disk_leaves_the_last_good_state(tmp_path: Path) -> None:
    path = tmp_path / "archive"
    with Writer(path, create=True) as writer:
        writer.add("a", "A text of more than five words.")
        writer.commit()
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file() and file.name != "lock"}
    source = records(tmp_path / "many.jsonl", 200)
    result = limited(50_000, "archive", "add", path, source)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        f"unspin: archive {path}: file too large; free space or check permissions, then go on: what was committed is there"
    ]
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file() and file.name != "lock"} == before
    assert verify(path) == []
    assert limited(5_000_000, "archive", "add", path, source).returncode == 0
    assert Archive.open(path).documents == 201


def test_an_interrupted_build_goes_on(tmp_path: Path) -> None:
    """Ctrl-C in the middle leaves the last commit; the same command then does the rest, and says nothing of what is there."""
    path, source = tmp_path / "archive", tmp_path / "pipe.jsonl"
    records(source, 3000)
    command = [sys.executable, "-m", "unspin", "archive", "build", str(path), str(source), "--memory", "1M"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            if (path / "manifest.json").exists() and Archive.open(path).documents:
                process.send_signal(signal.SIGINT)
                break
            time.sleep(0.005)
        said = process.communicate()[1]
    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in said
    assert said == f"unspin: stopped; {path} is as after its last commit, and the same command goes on from there\n"
    done = Archive.open(path).documents
    assert 0 < done < 3000
    assert verify(path) == []
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"{3000 - done:,} documents added, {done:,} there already; {path} has 3,000 documents\n"
    assert verify(path) == []


if __name__ == "__main__":
    kill_again_and_again(Path(sys.argv[1]))
