"""Measure quotes: spans and speakers against gold sets and beside textacy, the mark scanner's speed, and robustness.

    python benchmarks/quotes.py spans [polnear_dev|gum_news ...] [--page docs/quotes.md]
    python benchmarks/quotes.py marks [--page docs/quotes.md]
    python benchmarks/quotes.py robust [--mutations 5000] [--seed 1] [--jobs 1] [--page docs/quotes.md]

spans    reads every document, writes the predictions beside --out where given, scores them as score_quotes.py does and
         prints a table: unspin, its mark scanner without a model, and textacy, on the same documents in the same run
         with the same spaCy model; words a second of processor time, parsing included.
marks    times the scanner alone, with the making of the Document, and beside a regular expression that finds marks.
robust   reads every document whole, then mutations of stretches of them, writes each reading in every format, and
         checks that all places lie in the text and in order. Prints what was wrong, and ends with 1 if anything was.

textacy is optional (pip install --group peers); without it its row is left out, and the table says so. The sets are
read from the folder that UNSPIN_EVALUATION names (default: ../shared/evaluation beside the repository).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mutations import faults_of, mutated, windows
from sets import EVALUATION, scorer
from tables import put, table
from unspin import Document, read
from unspin.facts import Facts
from unspin.facts.quote_kinds import has_words, kind_of
from unspin.facts.quote_marks import scan
from unspin.language import analyse

SETS = ("polnear_dev", "gum_news")
Quotes = list[dict[str, Any]]
System = Callable[[str], Quotes]


class PeerMissingError(Exception):
    """The peer is not installed."""


def documents_of(name: str) -> list[dict[str, Any]]:
    """The documents of a gold set, in order of the file."""
    path = EVALUATION / "quotes" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def unspin_quotes() -> System:
    """The package's own quotes, as `unspin read` lists them."""

    def quotes(text: str) -> Quotes:
        return [
            {
                "spans": [[span.start, span.end] for span in quote.content],
                "marked": [[span.start, span.end] for span in quote.marked],
                "kind": quote.kind,
                "speaker": {"start": quote.speaker.span.start, "end": quote.speaker.span.end}
                if quote.speaker
                else None,
            }
            for quote in Facts(analyse(Document(text))[0]).quotes
        ]

    return quotes


def scanned_quotes() -> System:
    """What stands between marks, without a model and without speakers."""

    def quotes(text: str) -> Quotes:
        document = Document(text)
        stretches = [stretch for stretch in scan(document) if stretch.depth == 0 and has_words(document, stretch)]
        kinds = ((stretch, kind_of(document, stretch)) for stretch in stretches)
        return [
            {"spans": [place], "marked": [place], "kind": kind, "speaker": None}
            for stretch, kind in kinds
            if kind not in {"title", "nickname"}
            for place in [[stretch.content.start, stretch.content.end]]
        ]

    return quotes


def textacy_quotes(refused: Counter[str]) -> System:
    """The direct quotations of textacy, asked paragraph by paragraph; ``refused`` counts the paragraphs that it raised on.

    Raises:
        PeerMissingError: textacy is not installed.
    """
    try:
        from textacy.extract import direct_quotations  # noqa: PLC0415  measured only where it is installed
    except ImportError as error:
        raise PeerMissingError("textacy is not installed (pip install --group peers)") from error
    from unspin.language import _model  # noqa: PLC0415  the same model, with the same settings, for both

    def quotes(text: str) -> Quotes:
        found: Quotes = []
        spans = [match.span() for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
        parsed = _model().pipe([text[start:end] for start, end in spans])
        for (start, _), doc in zip(spans, parsed, strict=True):
            try:
                triples = list(direct_quotations(doc))
            except ValueError as error:
                refused[type(error).__name__] += 1
                continue
            for triple in triples:
                content = [start + triple.content.start_char, start + triple.content.end_char]
                first, last = triple.speaker[0], triple.speaker[-1]
                speaker = {"start": start + first.idx, "end": start + last.idx + len(last)}
                found.append({"spans": [content], "marked": [content], "kind": "direct", "speaker": speaker})
        return found

    return quotes


def scores(documents: Sequence[dict[str, Any]], predicted: Sequence[Quotes], task: str) -> dict[str, float]:
    """Precision, recall and F1 of a task of score_quotes.py ("marked" or "contents"), and F1 with the speaker right."""
    score = scorer("score_quotes")
    hits = right = labelled = reported = with_speaker = reported_speaker = 0
    for document, quotes in zip(documents, predicted, strict=True):
        text = document["text"]
        golds = list(score.pieces(document["quotes"], text, task))
        ours = list(score.pieces(quotes, text, task))
        labelled, reported = labelled + len(golds), reported + len(ours)
        with_speaker += sum(quote["speaker_start"] is not None for _, quote in golds)
        reported_speaker += sum(quote["speaker"] is not None for _, quote in ours)
        for place, other in score.meet(golds, ours):
            hits += 1
            gold = golds[place][1]
            right += gold["speaker_start"] is not None and score.same_speaker(text, gold, ours[other][1])
    return {
        "precision": hits / max(1, reported),
        "recall": hits / max(1, labelled),
        "f1": 2 * hits / max(1, reported + labelled),
        "speaker_f1": 2 * right / max(1, reported_speaker + with_speaker),
    }


def spans(names: Sequence[str], out: Path | None) -> str:
    """The table of all systems on some sets."""
    rows: list[list[object]] = []
    remarks: list[str] = []
    for name in names:
        documents = documents_of(name)
        words = sum(len(document["text"].split()) for document in documents)
        refused: Counter[str] = Counter()
        systems: dict[str, Callable[[], System]] = {
            "unspin": unspin_quotes,
            "unspin's mark scanner, no model": scanned_quotes,
            "textacy, by paragraph": lambda refused=refused: textacy_quotes(refused),  # type: ignore[misc]
        }
        least = 0.0
        for title, make in systems.items():
            try:
                system = make()
            except PeerMissingError as missing:
                remarks.append(f"Left out: {missing}.")
                continue
            system(documents[0]["text"])
            refused.clear()
            started = time.process_time()
            predicted = [system(document["text"]) for document in documents]
            speed = words / (time.process_time() - started)
            least = least or speed
            if out:
                out.mkdir(parents=True, exist_ok=True)
                lines = [
                    json.dumps({"id": document["id"], "quotes": quotes})
                    for document, quotes in zip(documents, predicted, strict=True)
                ]
                (out / f"{name}.{title.split()[0].rstrip(',')}.jsonl").write_text(
                    "\n".join(lines) + "\n", encoding="utf-8"
                )
            names_speakers = any(quote["speaker"] for quotes in predicted for quote in quotes)
            marked, contents = (scores(documents, predicted, task) for task in ("marked", "contents"))
            rows.append(
                [
                    name,
                    title,
                    *figures(marked, names_speakers),
                    *figures(contents, names_speakers),
                    f"{speed:,.0f}",
                    f"{speed / least:,.1f}",
                ]
            )
            if refused:
                remarks.append(f"textacy raised an error on {refused.total()} paragraphs of {name}.")
    head = (
        *("set", "system", "marked: P", "R", "F1", "with speaker", "contents: P", "R", "F1", "with speaker"),
        *("words/s", "times unspin's"),
    )
    return table(head, rows) + "".join(f"\n{remark}\n" for remark in dict.fromkeys(remarks))


def figures(score: dict[str, float], names_speakers: bool) -> list[float | None]:
    """A row's cells for one task; no figure with speakers for a system that names none."""
    return [score["precision"], score["recall"], score["f1"], score["speaker_f1"] if names_speakers else None]


def marks(rounds: int = 7) -> str:
    """The table of the scanner's speed on polnear_dev; the best of some rounds, in processor time."""
    texts = [document["text"] for document in documents_of("polnear_dev")]
    words = sum(len(text.split()) for text in texts)
    made = [Document(text) for text in texts]
    for document in made:
        document.prose  # noqa: B018  kept by the document from here on
    alone = re.compile("[\"“”«»]|``|''|(?<!\\w)['‘]|['’](?!\\w)")
    ways: dict[str, Callable[[], object]] = {
        "a regular expression that finds marks and pairs none": lambda: [alone.findall(text) for text in texts],
        "`scan`": lambda: [scan(document) for document in made],
        "`scan` and the `Document` with its blocks": lambda: [scan(Document(text)) for text in texts],
    }
    times = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for title, way in ways.items():
            started = time.process_time()
            way()
            times[title] = min(times[title], time.process_time() - started)
    least = times["`scan`"]
    rows = [(title, f"{words / spent:,.0f}", f"{spent / least:.2f}") for title, spent in times.items()]
    return table(("way", f"words/s ({words:,} words)", "times the time of `scan`"), rows)


def tried(text: str) -> list[str]:
    """What is wrong with the reading of a text: faults, or the error that it raised."""
    try:
        return faults_of(read(text))
    except Exception:  # the measurement is that there is none
        return [traceback.format_exc()]


def robust(mutations: int, seed: int, jobs: int) -> tuple[str, list[tuple[str, str]]]:
    """A sentence on how many readings were tried and failed, and the (text, fault) pairs of those that did."""
    whole = [document["text"] for name in SETS for document in documents_of(name)]
    spoilt = [mutated(chance, text) for chance, text in windows(whole, mutations, seed)]
    bad: list[tuple[str, str]] = []
    texts = [*whole, *spoilt]
    for place, (text, faults) in enumerate(zip(texts, _tried(texts, jobs), strict=True), 1):
        bad += [(text, fault) for fault in faults]
        if place % 500 == 0:
            print(f"{place} of {len(texts)}, {len(bad)} faults", file=sys.stderr)
    crashes = sum("Traceback" in fault for _, fault in bad)
    return (
        f"{len(whole)} documents and {mutations:,} mutations (seed {seed}) were read and written in every format: "
        f"{crashes} crashes, {len(bad) - crashes} places or orders that were wrong."
    ), bad


def _tried(texts: Sequence[str], jobs: int) -> Iterator[list[str]]:
    if jobs == 1:
        yield from map(tried, texts)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(tried, texts, chunksize=20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the measurements; 1 where a reading failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["spans", "marks", "robust"])
    parser.add_argument("sets", nargs="*", help="gold sets of spans (default: polnear_dev gum_news)")
    parser.add_argument("--out", type=Path, help="a folder for the predictions of spans")
    parser.add_argument("--mutations", type=int, default=5000, help="how many mutations to read (default 5000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other mutations (default 1)")
    parser.add_argument("--jobs", type=int, default=1, help="processes for robust (default 1)")
    parser.add_argument("--page", type=Path, help="put the result into this page: docs/quotes.md")
    options = parser.parse_args(arguments)
    unknown = set(options.sets) - set(SETS)
    if unknown:
        parser.error(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    if not all((EVALUATION / "quotes" / f"{name}.jsonl").exists() for name in options.sets or SETS):
        print(f"skipped: no quotes/ in {EVALUATION}")
        return 0
    # One core: the libraries read these when they are loaded, which is later than here.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    bad: list[tuple[str, str]] = []
    if options.what == "robust":
        text, bad = robust(options.mutations, options.seed, options.jobs)
    else:
        text = spans(options.sets or SETS, options.out) if options.what == "spans" else marks()
    for spoilt, fault in bad:
        print(f"{fault.strip()}\n  in {json.dumps(spoilt)}\n")
    print(text)
    if options.page:
        put(options.page, options.what, text)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
