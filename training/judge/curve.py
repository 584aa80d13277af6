"""Print the learning curve of training runs, from their logs.

python training/judge/curve.py RUN [RUN ...] [--page docs/judge.md]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from tables import put, table


def main() -> None:
    """Read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    rows: list[tuple[str, dict[str, float]]] = []
    names: list[str] = []
    read = 0.0
    for run in options.runs:
        entries = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        first = next(entry for entry in entries if "steps" in entry)
        records, steps = first["records"] * first.get("epochs", 1), first["steps"]
        for entry in entries:
            areas = {name.removesuffix(" all"): value for name, value in entry.items() if name.endswith(" all")}
            if areas:
                names += [name for name in areas if name not in names]
                share = 1.0 if entry.get("done") else entry["step"] / steps
                rows.append((f"{round((read + share * records) / 1000)},000", areas))
        read += records
    text = table(("records read", *names), [(at, *(areas.get(name) for name in names)) for at, areas in rows])
    print(text)
    if options.page:
        put(options.page, "curve", text)


if __name__ == "__main__":
    main()
