"""A baseline: the changes that were there when unspin was adopted, by fingerprints that survive edits elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unspin.report.model import Report
from unspin.report.values import indented
from unspin.settings.errors import Problem, SettingsError

VERSION = 1
_HEAD = "unspin_baseline"

Known = list[dict[str, str]]
"""The changes of one pair of texts: fingerprint, and for people type and words."""


@dataclass(frozen=True)
class Baseline:
    """The known changes of pairs of texts, by the name of the pair."""

    pairs: Mapping[str, Known]

    def fingerprints(self, pair: str) -> frozenset[str]:
        """Those of the pair with this name; none where it is not in the baseline."""
        return frozenset(known["fingerprint"] for known in self.pairs.get(pair, ()))

    def updated(self, pairs: Mapping[str, Known]) -> Baseline:
        """The same with the changes of these pairs in place of those that it had; the other pairs stay."""
        return Baseline({**self.pairs, **pairs})

    def to_json(self) -> str:
        """The baseline as it stands in its file: pairs in order of name, those without changes left out."""
        kept = {name: self.pairs[name] for name in sorted(self.pairs) if self.pairs[name]}
        return indented({_HEAD: VERSION, "pairs": kept})


def pair_name(report: Report, identity: str | int | None = None) -> str:
    """What a baseline calls a pair: the names of both texts, or the id of its record."""
    if identity is not None:
        return f"id {json.dumps(identity, ensure_ascii=False)}"
    return f"{report.original.name} -> {report.rewrite.name}"


def known_of(report: Report) -> Known:
    """The changes of a report as a baseline keeps them, in order of fingerprint."""
    found = []
    for change, fingerprint in zip(report.changes, report.fingerprints, strict=True):
        words = {
            side: " ".join(document.slice(span).split())
            for side, document, span in (
                ("original", report.original, change.original),
                ("rewrite", report.rewrite, change.rewrite),
            )
            if span is not None
        }
        found.append({"fingerprint": fingerprint, "type": change.type, **words})
    return sorted(found, key=lambda known: known["fingerprint"])


def read_baseline(path: Path, name: str | None = None) -> Baseline:
    """The baseline in a file; ``name`` is what messages call it.

    Raises:
        SettingsError: It cannot be read, or is no baseline of this version.
    """
    name = name or str(path)
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "; `unspin baseline write` makes one" if isinstance(error, FileNotFoundError) else ""
        raise SettingsError([Problem(name, 0, 0, f"cannot be read: {reason}{hint}")]) from None
    except UnicodeDecodeError:
        raise SettingsError([Problem(name, 0, 0, "not UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise SettingsError([Problem(name, error.lineno, error.colno, f"not JSON: {error.msg.lower()}")]) from None
    except RecursionError:
        raise SettingsError([Problem(name, 0, 0, "not JSON: nested too deeply")]) from None
    if not isinstance(value, dict) or _HEAD not in value:
        raise SettingsError([Problem(name, 0, 0, "no baseline: `unspin baseline write` makes one")])
    if value[_HEAD] != VERSION or not _is_pairs(value.get("pairs")):
        raise SettingsError([Problem(name, 0, 0, f"no baseline of version {VERSION}: write it anew")])
    return Baseline(value["pairs"])


def _is_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(pair, list)
        and all(isinstance(known, dict) and isinstance(known.get("fingerprint"), str) for known in pair)
        for pair in value.values()
    )
