"""Measure `unspin reuse` as a whole: speed, memory and passages found; beside datasketch and rensa on the planted corpus.

    python benchmarks/reuse.py [planted] [pan] [--peers PYTHON] [--jobs 1] [--page docs/reuse.md]

planted   20,000 documents with 2,000 planted copies of six kinds, on one core (or as many as --jobs says, for unspin): MB of
          text a second of processor time, for the whole command from its start to its end; peak memory; and the share of
          planted pairs of documents that were found, per kind. For unspin also the share of cases of which half was
          covered on both sides, as score_passages.py counts. MinHash has 128 values of the sets of three neighbouring
          words; its tools are asked for all pairs above a threshold.
pan       the suspicious documents of PAN 2013's training part against all sources, without a list of pairs; scored as
          score_passages.py does on the labelled pairs.

The peers are optional (pip install --group reuse-peers); --peers names the Python of another environment that has them. What is
not there is left out, and the table says so. The sets are read from the folder that UNSPIN_EVALUATION names.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

TOOLS = ("datasketch", "rensa")
THRESHOLDS = (0.5, 0.2)
VALUES, SHINGLE = 128, 3
KINDS = ("verb_psg", "sub15_psg", "spin30_psg", "sub15_doc", "reorder_doc", "trunc_doc")

Pairs = set[tuple[str, str]]


class Run(NamedTuple):
    """What a command took: seconds on the clock, seconds of processors, and its peak memory in MB."""

    wall: float
    cpu: float
    memory: float
    output: str


def run(command: Sequence[str | Path], *, cores: int) -> Run:
    """Run a command on the first so many cores that this process may use.

    Raises:
        SystemExit: It failed.
    """
    allowed = sorted(os.sched_getaffinity(0))[-cores:]
    started = time.perf_counter()
    # The peak of all children so far would hide that of a smaller one: each has a parent of its own.
    code = (
        "import os, resource, subprocess, sys, json\n"
        f"os.sched_setaffinity(0, {allowed})\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=False)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1000]))\n"
        "sys.stdout.flush()\n"
        "sys.stdout.buffer.write(done.stdout)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, command)], stdout=subprocess.PIPE, check=False)
    wall = time.perf_counter() - started
    head, _, output = done.stdout.decode().partition("\n")
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with exit code {done.returncode}")
    cpu, memory = json.loads(head)
    return Run(wall, cpu, memory, output)


def planted(peers: str, jobs: int) -> str:
    """The table of all tools on the planted corpus."""
    from sets import EVALUATION  # noqa: PLC0415  the peers' environment does not need it
    from tables import table  # noqa: PLC0415

    corpus = EVALUATION / "reuse" / "planted_documents.jsonl.gz"
    cases = read_lines(EVALUATION / "reuse" / "planted_cases.jsonl")
    with gzip.open(corpus, "rb") as lines:
        size = sum(len(json.loads(line)["text"].encode()) for line in lines) / 1e6
    rows: list[list[object]] = []
    remarks: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "unspin",
            "reuse",
            corpus,
            "--output",
            folder,
            "--jobs",
            str(jobs),
        ]
        # Once to compile.
        run(command, cores=jobs)
        spent = run(command, cores=jobs)
        passages = read_lines(Path(folder) / "passages.jsonl")
    own = size / spent.cpu
    found = {(passage["document"], passage["source"]) for passage in passages}
    rows.append([f"unspin reuse --jobs {jobs}", *_cells(size, spent, own), *_found(cases, found)])
    rows.append(["the same: half covered on both sides", *([None] * 4), *_covered(cases, passages)])
    for tool in TOOLS:
        if subprocess.run([peers, "-c", f"import {tool}"], capture_output=True, check=False).returncode:
            remarks.append(f"Left out: {tool} is not installed (pip install --group reuse-peers).")
            continue
        for threshold in THRESHOLDS:
            spent = run([peers, __file__, "--tool", tool, "--threshold", str(threshold), "--corpus", corpus], cores=1)
            pairs = {(one, other) for one, other in json.loads(spent.output)}
            rows.append([f"{tool}, threshold {threshold}", *_cells(size, spent, own), *_found(cases, pairs)])
    head = ("tool", "MB/CPU s", "times unspin's", "CPU s", "peak MB", *KINDS)
    return table(head, rows) + "".join(f"\n{remark}\n" for remark in remarks)


def _cells(size: float, spent: Run, own: float) -> list[object]:
    speed = size / spent.cpu
    return [f"{speed:.1f}", f"{speed / own:.2f}", f"{spent.cpu:.1f}", f"{spent.memory:,.0f}"]


def _found(cases: Sequence[dict[str, Any]], pairs: Pairs) -> list[object]:
    """The share of planted pairs of each kind that are among the pairs, whichever way round."""
    shares: list[object] = []
    for kind in KINDS:
        some = [(case["document"], case["source"]) for case in cases if case["kind"] == kind]
        shares.append(sum(pair in pairs or pair[::-1] in pairs for pair in some) / len(some))
    return shares


def _covered(cases: Sequence[dict[str, Any]], passages: Sequence[dict[str, Any]]) -> list[object]:
    """The share of cases of each kind of which the passages of their documents cover half on both sides."""
    from sets import scorer  # noqa: PLC0415  the peers' environment does not need it

    # Of two documents of a corpus the later one is called document, whichever was made from the other.
    both = [*passages, *map(_turned, passages)]
    figures = scorer("score_passages").figures
    return [figures([case for case in cases if case["kind"] == kind], both)[-1] for kind in KINDS]


def _turned(passage: dict[str, Any]) -> dict[str, Any]:
    names = {"document": "source", "start": "source_start", "end": "source_end"}
    other = {**names, **{there: here for here, there in names.items()}}
    return {other.get(name, name): value for name, value in passage.items()}


def pan(jobs: int) -> str:
    """The tables of the score and of the cost on PAN 2013's training part."""
    from sets import EVALUATION, scorer  # noqa: PLC0415  the peers' environment does not need it
    from tables import table  # noqa: PLC0415

    home = EVALUATION / "reuse"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sides: dict[str, list[bytes]] = {}
        with gzip.open(home / "pan13_train_documents.jsonl.gz", "rb") as lines:
            for line in lines:
                sides.setdefault(json.loads(line)["side"], []).append(line)
        paths = {side: folder / f"{side}.jsonl" for side in sides}
        for side, records in sides.items():
            paths[side].write_bytes(b"".join(records))
        size = sum(path.stat().st_size for path in paths.values()) / 1e6
        against = paths.pop("source")
        command: list[str | Path] = [sys.executable, "-m", "unspin", "reuse", *paths.values(), "--against", against]
        command += ["--output", folder / "found", "--jobs", str(jobs)]
        run(command, cores=jobs)
        spent = run(command, cores=jobs)
        passages = read_lines(folder / "found" / "passages.jsonl")
    cases = read_lines(home / "pan13_train_cases.jsonl")
    kind_of = {
        (pair["document"], pair["source"]): pair["kind"] for pair in read_lines(home / "pan13_train_pairs.jsonl")
    }
    listed = [passage for passage in passages if (passage["document"], passage["source"]) in kind_of]
    rows: list[list[object]] = []
    figures = scorer("score_passages").figures
    for kind in (*sorted({case["kind"] for case in cases}), None):
        some = [case for case in cases if kind in (None, case["kind"])]
        own = [p for p in listed if kind in (None, kind_of[p["document"], p["source"]])]
        plagdet, recall, precision, granularity, found = figures(some, own)
        rows.append([kind or "all", len(some), plagdet, recall, precision, granularity, found])
    empty = sum(kind_of[p["document"], p["source"]] == "none planted" for p in listed)
    text = table(("kind", "cases", "plagdet", "recall", "precision", "granularity", "half covered"), rows)
    text += (
        f"\n{empty} passages in the pairs in which nothing was planted; {len(passages) - len(listed):,} in pairs that "
    )
    text += f"are not listed, not scored. {spent.wall:.1f} s, {spent.cpu:.1f} CPU s and {spent.memory:,.0f} MB for the "
    return text + f"whole command on {size:.0f} MB of JSON lines, --jobs {jobs}.\n"


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def documents(corpus: str) -> Iterator[tuple[str, list[str]]]:
    """The id of each document, and the runs of three words that it has."""
    with gzip.open(corpus, "rb") as lines:
        for line in lines:
            record = json.loads(line)
            words = record["text"].lower().split()
            yield record["id"], list({" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)})


def datasketch_pairs(corpus: str, threshold: float) -> Pairs:
    """Pairs of documents by datasketch's MinHashLSH."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    index = MinHashLSH(threshold=threshold, num_perm=VALUES)
    names: list[str] = []

    def bytes_of() -> Iterator[list[bytes]]:
        for name, runs in documents(corpus):
            names.append(name)
            yield [run.encode() for run in runs]

    pairs: Pairs = set()
    for place, values in enumerate(MinHash.generator(bytes_of(), num_perm=VALUES)):
        pairs.update((names[place], other) for other in index.query(values))
        index.insert(names[place], values, check_duplication=False)
    return pairs


def rensa_pairs(corpus: str, threshold: float) -> Pairs:
    """Pairs of documents by rensa's RMinHashLSH."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    # As datasketch chooses for itself, bands of so many values that pairs at the threshold mostly agree in one of them.
    index = RMinHashLSH(threshold=threshold, num_perm=VALUES, num_bands=64 if threshold < 0.3 else 32)
    names: list[str] = []
    pairs: Pairs = set()
    for place, (name, runs) in enumerate(documents(corpus)):
        values = RMinHash(num_perm=VALUES, seed=1)
        values.update(runs)
        names.append(name)
        pairs.update((name, names[other]) for other in index.query(values))
        index.insert(place, values)
    return pairs


PEERS: dict[str, Callable[[str, float], Pairs]] = {"datasketch": datasketch_pairs, "rensa": rensa_pairs}


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help="which (default both)")
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="the Python that has the peers")
    parser.add_argument("--jobs", type=int, default=1, help="threads of unspin's")
    parser.add_argument("--page", type=Path, help="put the tables into this page")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--threshold", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--corpus", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        print(json.dumps(sorted(PEERS[options.tool](options.corpus, options.threshold))))
        return
    from sets import EVALUATION  # noqa: PLC0415  the peers' environment does not need it
    from tables import put  # noqa: PLC0415

    if not (EVALUATION / "reuse").is_dir():
        raise SystemExit("the evaluation sets are not here; UNSPIN_EVALUATION names their folder")
    for name in options.sets or ("planted", "pan"):
        text = planted(options.peers, options.jobs) if name == "planted" else pan(options.jobs)
        print(text)
        if options.page:
            put(options.page, name, text)


if __name__ == "__main__":
    main()
