"""The labelled sets: where they lie, and the pairs that they hold."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

HOME = Path(__file__).resolve().parents[1]
EVALUATION = Path(os.environ.get("UNSPIN_EVALUATION", HOME.parent / "shared" / "evaluation"))

EXAMPLES = "examples"
"""The bundled example pairs, as a set."""

OWN = "own/"
"""What begins the name of a set of our own, in benchmarks/data."""

LABELLED = (
    "dev/sentences",
    "dev/articles",
    EXAMPLES,
    *(
        f"{OWN}{name}"
        for name in ("sentences", "articles", "faithful", "written", "held_out_sentences", "held_out_articles")
    ),
)
"""Sets whose every change is labelled with its type and places."""

PUBLIC = ("public/summedits_pairs_dev", "public/condaqa_edits_dev", "public/demetr_core_dev", "public/paws_dev")
"""Sets that label whole pairs as consistent or inconsistent."""

READING = (
    "dev/twins",
    f"{OWN}twins",
    "quotes/polnear_dev",
    "quotes/gum_news",
    "quotes/altered_dev",
    f"{OWN}contradictions",
)
"""Sets for `read` and for quotes: twins, quotes with speakers, what rewrites did to quotes, contradictions."""


def path_of(name: str) -> Path:
    """The file of a set, by its name below the evaluation folder and without suffix; the folder of the examples."""
    if name.startswith(OWN):
        return HOME / "benchmarks" / "data" / f"{name.removeprefix(OWN)}.jsonl"
    return HOME / "examples" if name == EXAMPLES else EVALUATION / f"{name}.jsonl"


def is_present(name: str) -> bool:
    """Whether the set lies on this machine."""
    return path_of(name).exists()


def pairs_of(name: str) -> list[dict[str, Any]]:
    """The set's pairs, in order of the file."""
    if name == EXAMPLES:
        return [_example(path.parent) for path in sorted(path_of(name).glob("*/changes.json"))]
    with path_of(name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _example(folder: Path) -> dict[str, Any]:
    texts = {side: (folder / f"{side}.txt").read_text(encoding="utf-8") for side in ("original", "rewrite")}
    changes = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    for change in changes:
        for side, text in texts.items():
            words = change[side]
            change[side] = None if words is None else (text.index(words), text.index(words) + len(words))
    return {"id": folder.name, **texts, "changes": changes}


def hash_of(name: str) -> str:
    """SHA-256 of the set's pairs."""
    if name == EXAMPLES:
        return hashlib.sha256(json.dumps(pairs_of(name), sort_keys=True).encode()).hexdigest()
    return hashlib.sha256(path_of(name).read_bytes()).hexdigest()


def scorer(name: str) -> ModuleType:
    """A scorer that lies beside the sets, as a module."""
    spec = importlib.util.spec_from_file_location(name, EVALUATION / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer {name}.py in {EVALUATION}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
