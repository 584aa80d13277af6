"""Time the HTML report of two long texts in Debian's chromium: how long it takes to open, to step, to filter, to fold.

    python benchmarks/html_report.py [--words 50000] [--rounds 7] [--page docs/formats.md]

The example pairs are checked, shuffled into articles and joined to two texts of so many words each. Every action is timed from the
key or the click to the second frame after it, so that layout and paint are in it; the table has the median and the slowest.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from articles import article_pairs
from tables import put, table
from unspin import check
from unspin.document import Document, Span
from unspin.report.html import to_html
from unspin.report.model import LinkedSpans, Report

GAP = "\n\n"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
SEVERITY = "() => document.querySelector('input[name=severity]').click()"


def joined(reports: Sequence[Report]) -> Report:
    """One report about all texts, one after the other."""
    links: list[LinkedSpans] = []
    changes = []
    ours = theirs = 0
    for report in reports:
        links += [
            LinkedSpans(
                tuple(moved(span, ours) for span in link.original),
                tuple(moved(span, theirs) for span in link.rewrite),
                link.similarity,
            )
            for link in report.links
        ]
        changes += [
            replace(
                change,
                original=change.original and moved(change.original, ours),
                rewrite=change.rewrite and moved(change.rewrite, theirs),
            )
            for change in report.changes
        ]
        ours += report.original.characters + len(GAP)
        theirs += report.rewrite.characters + len(GAP)
    original, rewrite = (
        Document(GAP.join(document.text for document in side), name=name)
        for side, name in (
            ([report.original for report in reports], "original"),
            ([report.rewrite for report in reports], "rewrite"),
        )
    )
    return Report(original, rewrite, tuple(links), tuple(changes), 0.0)


def moved(span: Span, by: int) -> Span:
    """The same stretch of a text that begins later."""
    return Span(span.start + by, span.end + by)


def middle(page: Page) -> tuple[float, float]:
    """The place of the rewrite's bar of the map that is half way down."""
    box = page.locator(".map svg").bounding_box()
    assert box
    return box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2


def milliseconds(page: Page, action: Callable[[], object]) -> float:
    """Time of an action until it has been shown."""
    started = time.perf_counter()
    action()
    page.evaluate(FRAMES)
    return 1000 * (time.perf_counter() - started)


def timed(file: Path, rounds: int) -> dict[str, list[float]]:
    """Times of every action on the page, in milliseconds."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is not installed: apt-get install chromium")
    times: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        actions: dict[str, Callable[[], object]] = {
            "open the file": lambda: page.goto(file.as_uri()),
            "do nothing (two frames)": lambda: None,
            "first step (`n`)": lambda: page.keyboard.press("n"),
            "next step (`n`)": lambda: page.keyboard.press("n"),
            "back to the first (`p`)": lambda: page.keyboard.press("p"),
            "from the first change to the last (`p`)": lambda: page.keyboard.press("p"),
            "hide a severity": lambda: page.evaluate(SEVERITY),
            "show it again": lambda: page.evaluate(SEVERITY),
            "fold all that is unchanged (`f`)": lambda: page.keyboard.press("f"),
            "unfold all (`f`)": lambda: page.keyboard.press("f"),
            "click in the middle of the map": lambda: page.mouse.click(*middle(page)),
            "scroll both texts to their ends": lambda: page.evaluate(
                "() => { for (const one of document.querySelectorAll('article')) one.scrollTop = one.scrollHeight }"
            ),
        }
        for _ in range(rounds):
            for name, action in actions.items():
                times.setdefault(name, []).append(milliseconds(page, action))
        browser.close()
    return times


def main() -> None:
    """Make the page, time it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=50_000, help="words of each text (default 50,000)")
    parser.add_argument("--rounds", type=int, default=7, help="how often every action is timed (default 7)")
    parser.add_argument("--page", type=Path, help="put the table into this page: docs/formats.md")
    options = parser.parse_args()
    report = joined([check(*pair) for pair in article_pairs(-(-options.words // 600))])
    started = time.perf_counter()
    content = to_html(report)
    written = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(content, encoding="utf-8")
        times = timed(file, options.rounds)
    words = [len(document.text.split()) for document in (report.original, report.rewrite)]
    rows = [(name, f"{statistics.median(spent):.0f}", f"{max(spent):.0f}") for name, spent in times.items()]
    text = (
        f"{words[0]:,} and {words[1]:,} words with {len(report.changes):,} changes: {len(content.encode()) / 1e6:.1f} MB, "
        f"written in {written:.1f} s.\n\n" + table(("action", "ms, median", "slowest"), rows)
    )
    print(text)
    if options.page:
        put(options.page, "html", text)


if __name__ == "__main__":
    main()
