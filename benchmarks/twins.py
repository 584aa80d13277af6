"""Score read's twins and the changes in them; list what is taken for a twin in ordinary articles.

    python benchmarks/twins.py [--sets NAME ...] [--errors] [--articles] [--output FILE.json]

Prints, for each set with labelled twins, how well the pairs of passages are found, and how well the changes in them:
places (detection), places with types (typed), each type, and how many faithful twins are left alone (specificity).

- A reported twin meets a labelled one where both its passages overlap the labelled passages by a Jaccard index of
  characters of at least 0.8. Each meets at most one.
- Changes are scored as score_changes.py scores those of a check, the first passage as the original and the second as
  the rewrite, places counted in the document. What is reported in a twin that meets no labelled one counts as false;
  what is labelled in a twin that was not found, as missed. "known pairs" is the same with the labelled passages given.

--articles prints every twin found in ordinary news articles (quotes/polnear_dev, quotes/gum_news), to be judged by eye:
hardly any article tells a thing twice. --errors prints every labelled change that was missed and every false one.
The sets are dev/twins and own/twins (benchmarks/data/twins.jsonl); the former and the articles are read from the folder
that UNSPIN_EVALUATION names (default: ../shared/evaluation beside the repository), and left out where it is absent.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sets import EVALUATION, is_present, pairs_of, scorer
from tables import cell, table

Row = dict[str, Any]

SETS = ("dev/twins", "own/twins")
ARTICLES = ("quotes/polnear_dev", "quotes/gum_news")
OVERLAP = 0.8


def jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Share of the characters of two spans together that both hold."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def meets(labelled: Row, found: Row) -> bool:
    """Whether a reported twin is the labelled one."""
    return all(jaccard(labelled[side], found[side]) >= OVERLAP for side in ("first", "second"))


def meetings(labelled: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """For each labelled twin that was found, by its place, the place of the reported one."""
    met: dict[int, int] = {}
    for place, twin in enumerate(labelled):
        other = next((at for at, one in enumerate(found) if at not in met.values() and meets(twin, one)), None)
        if other is not None:
            met[place] = other
    return met


def read_twins(text: str) -> list[Row]:
    """The twins that read finds, with their changes in the shape that the scorer reads."""
    from unspin import read  # noqa: PLC0415  so that a run without sets loads nothing
    from unspin.report.model import severity_of  # noqa: PLC0415

    return [
        {
            "first": [twin.first.start, twin.first.end],
            "second": [twin.second.start, twin.second.end],
            "similarity": twin.similarity,
            "changes": [_change(change, severity_of(change)) for change in twin.changes],
        }
        for twin in read(text).twins
    ]


def check_known(text: str, first: Sequence[int], second: Sequence[int]) -> list[Row]:
    """The changes between two passages that are given, places counted in the document."""
    from unspin.align.twins import TwinSpans  # noqa: PLC0415
    from unspin.document import Document, Span  # noqa: PLC0415
    from unspin.facts import Facts  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415
    from unspin.read import twin_of  # noqa: PLC0415
    from unspin.report.model import severity_of  # noqa: PLC0415

    facts = Facts(analyse(Document(text))[0])
    twin = twin_of(facts, TwinSpans(Span(*first), Span(*second), 1.0))
    return [_change(change, severity_of(change)) for change in twin.changes]


def _change(change: Any, severity: str) -> Row:
    places = {
        side: None if span is None else {"start": span.start, "end": span.end}
        for side, span in (("original", change.original), ("rewrite", change.rewrite))
    }
    return {"type": change.type, "severity": severity, "message": change.message, **places}


def as_pair(name: str, labelled: Row | None) -> Row:
    """A labelled twin as a pair that the scorer reads; None stands for a twin that is none."""
    changes = labelled["changes"] if labelled else ()
    return {
        "id": name,
        "changes": [
            {"type": change["type"], "original": change["first"], "rewrite": change["second"]} for change in changes
        ],
    }


def score_changes(pairs: Sequence[tuple[Row, Row]]) -> Row:
    """The scorer's figures for labelled and reported changes, pair by pair."""
    result: Row = scorer("score_changes").score([gold for gold, _ in pairs], [found for _, found in pairs])
    return result


def score_set(name: str, *, errors: bool) -> Row:
    """Read every document of a set, print the tables, and return the scores."""
    documents = pairs_of(name)
    found_pairs, known_pairs = [], []
    labelled_twins = reported_twins = met_twins = 0
    words, seconds = 0, 0.0
    faults: list[str] = []
    for document in documents:
        text, labelled = document["text"], document["twins"]
        started = time.perf_counter()
        found = read_twins(text)
        seconds += time.perf_counter() - started
        words += len(text.split())
        met = meetings(labelled, found)
        labelled_twins, reported_twins, met_twins = (
            labelled_twins + len(labelled),
            reported_twins + len(found),
            met_twins + len(met),
        )
        for place, twin in enumerate(labelled):
            gold = as_pair(f"{document['id']} {place}", twin)
            changes = found[met[place]]["changes"] if place in met else []
            found_pairs.append((gold, {"id": gold["id"], "changes": changes}))
            known = check_known(text, twin["first"], twin["second"])
            known_pairs.append((gold, {"id": gold["id"], "changes": known}))
            if place not in met:
                faults.append(f"MISSED TWIN {gold['id']}: {_shown(text, twin)}")
            faults += _wrong(text, gold, changes)
        for at, twin in enumerate(found):
            if at not in met.values():
                gold = as_pair(f"{document['id']} false {at}", None)
                found_pairs.append((gold, {"id": gold["id"], "changes": twin["changes"]}))
                faults.append(f"FALSE TWIN {document['id']}: {_shown(text, twin)}")
    precision, recall = met_twins / max(1, reported_twins), met_twins / max(1, labelled_twins)
    as_found, given = score_changes(found_pairs), score_changes(known_pairs)
    print(
        f"### {name}: {len(documents)} documents, {labelled_twins} twins, {reported_twins} reported, "
        f"{words / seconds:.0f} words/s\n"
    )
    rows: list[Sequence[object]] = [("twins", precision, recall, _f1(precision, recall))]
    for label, score in (("", as_found), (", known pairs", given)):
        for kind, what in (("detection", "changes: place"), ("typed", "changes: place and type")):
            rows.append((what + label, score[kind]["precision"], score[kind]["recall"], score[kind]["f1"]))
    print(table(("", "precision", "recall", "F1"), rows))
    whole = as_found["pairs"]
    print(
        f"Specificity {cell(whole['specificity'])} ({whole['faithful']} faithful twins), "
        f"sensitivity {cell(whole['sensitivity'])} ({whole['changed']} changed twins).\n"
    )
    print(
        table(
            ("type", "labelled", "found", "with its type", "false alarms"),
            [
                (kind, row["labelled"], row["found"], row["found_with_type"], row["false_alarms"])
                for kind, row in as_found["by_type"].items()
            ],
        ),
        flush=True,
    )
    if errors:
        print("\n".join([*faults, ""]), flush=True)
    return {
        "twin_precision": round(precision, 4),
        "twin_recall": round(recall, 4),
        "detection_f1": as_found["detection"]["f1"],
        "typed_f1": as_found["typed"]["f1"],
        "specificity": round(whole["specificity"], 4),
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _shown(text: str, twin: Row) -> str:
    return " | ".join(" ".join(text[slice(*twin[side])].split()) for side in ("first", "second"))


def _wrong(text: str, gold: Row, reported: Sequence[Row]) -> Iterator[str]:
    """The labelled changes of a twin that nothing meets, and the reported ones that meet nothing, or another type."""
    scored = [change for change in reported if change["severity"] != "info"]
    pairs = dict(scorer("score_changes").meet(gold["changes"], scored))
    for place, change in enumerate(gold["changes"]):
        where = change["rewrite"] or change["original"]
        if place not in pairs:
            yield f"MISSED {gold['id']} {change['type']}: {text[slice(*where)]}"
        elif (kind := scored[pairs[place]]["type"]) != change["type"]:
            yield f"TYPE {gold['id']} {change['type']} is reported as {kind}: {text[slice(*where)]}"
    for place, change in enumerate(scored):
        if place not in pairs.values():
            span = change["rewrite"] or change["original"]
            yield f"FALSE {gold['id']} {change['type']}: {change['message']} ({text[span['start'] : span['end']]})"


def list_articles(name: str) -> int:
    """Print every twin found in a set of ordinary articles; how many there are."""
    from unspin.align.twins import find_twins  # noqa: PLC0415
    from unspin.document import Document  # noqa: PLC0415
    from unspin.facts import Facts  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415

    documents = pairs_of(name)
    lines, seconds, words = [], 0.0, 0
    for document in documents:
        facts = Facts(analyse(Document(document["text"]))[0])
        # What everything asks for is no part of the search.
        _ = facts.names, facts.quantities, facts.times
        started = time.perf_counter()
        twins = find_twins(facts)
        seconds += time.perf_counter() - started
        words += len(document["text"].split())
        for twin in twins:
            spans = {"first": (twin.first.start, twin.first.end), "second": (twin.second.start, twin.second.end)}
            lines.append(f"{twin.similarity:.2f} {document['id']}: {_shown(document['text'], spans)}")
    print(
        f"### {name}: {len(documents)} articles, {len(lines)} twins, {1000 * seconds / words * 600:.1f} ms/600 words\n"
    )
    print("\n".join([*(f"- {line}" for line in sorted(lines, reverse=True)), ""]), flush=True)
    return len(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="only these")
    parser.add_argument("--errors", action="store_true", help="print what was missed and what is false")
    parser.add_argument("--articles", action="store_true", help="list the twins of ordinary articles as well")
    parser.add_argument("--output", type=Path, help="write the scores to this file as JSON")
    options = parser.parse_args(arguments)
    if not EVALUATION.is_dir():
        # The scorer of changes lies beside the sets.
        print(f"twins: skipped, there are no labelled sets in {EVALUATION}; UNSPIN_EVALUATION names another folder")
        return 0
    scores = {}
    for name in options.sets:
        if is_present(name):
            scores[name] = score_set(name, errors=options.errors)
        else:
            print(f"twins: {name} is left out, it is not in {EVALUATION}")
    for name in ARTICLES if options.articles else ():
        if is_present(name):
            scores[name] = {"twins": list_articles(name)}
        else:
            print(f"twins: {name} is left out, it is not in {EVALUATION}")
    if options.output:
        options.output.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
