"""The HTML pages in a real browser: keys, filters, folds, map, print, narrow screens, screen readers, hostile words.

They need Debian's chromium, playwright and axe-core, and are skipped where one of them is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from report.hostile_words import HOSTILE
from report.reading import samples as readings
from report.samples import hostile, report, unchanged
from report.test_trace_formats import empty
from report.test_trace_formats import hostile as hostile_trace
from report.test_trace_formats import sample as trace
from unspin.changes import Change
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.html import to_html
from unspin.report.model import LinkedSpans, Report
from unspin.report.reading.html import to_html as reading_to_html
from unspin.report.tracing.html import to_html as trace_to_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opened = Callable[..., Page]

WIDE, NARROW = (1440, 900), (390, 844)
RUNS = [
    "<script>ran()</script>",
    "<img src=x onerror=ran()>",
    "</p></script></style><svg onload=ran()>",
    "<a href=javascript:ran()>",
]
LONG_WORD = "Llanfair" * 40


def long_report(paragraphs: int = 60, every: int = 12) -> Report:
    """Two texts of many paragraphs, in every twelfth of which a number was changed; one heading, one endless word."""
    ours = [
        f"Market {number} in Quellmar sold {number} crates of pears and closed at noon." for number in range(paragraphs)
    ]
    theirs = [text.replace("crates", "boxes" if number % every else "barrels") for number, text in enumerate(ours)]
    ours[1] = theirs[1] = LONG_WORD
    original, rewrite = (Document("\n\n".join(side), name=f"{LONG_WORD}.txt") for side in (ours, theirs))
    links = tuple(
        LinkedSpans((one.span,), (other.span,), 0.9) for one, other in zip(original.blocks, rewrite.blocks, strict=True)
    )
    changes = []
    for number in range(0, paragraphs, every):
        crates, barrels = (
            Span(start, start + len(word))
            for document, word in ((original, "crates"), (rewrite, "barrels"))
            if (start := document.text.index(word, document.blocks[number].span.start))
        )
        severity = SEVERITIES[number // every % len(SEVERITIES)]
        why = {"original": {"counted": "crate"}, "rewrite": {"counted": "barrel"}}
        confidence = 0.3 + number / 100
        changes.append(Change("number-changed", crates, barrels, "crates became barrels", confidence, severity, why))
    return Report(original, rewrite, links, tuple(changes), 0.2, 3)


PAGES: dict[str, Callable[[], str]] = {
    "check": lambda: to_html(report()),
    "check of long texts": lambda: to_html(long_report()),
    "check without changes": lambda: to_html(unchanged()),
    "check of nothing": lambda: to_html(Report(Document(""), Document(""), (), (), 1.0)),
    "read": lambda: reading_to_html(readings.reading()),
    "read without findings": lambda: reading_to_html(readings.nothing()),
    "trace": lambda: trace_to_html(trace()),
    "trace without changes": lambda: trace_to_html(trace(checked=False)),
    "trace without passages": lambda: trace_to_html(empty()),
}


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens pages; at the end, none of them may have asked for anything but itself, nor have complained."""
    pages: dict[object, Page] = {}
    asked: list[str] = []
    opened: list[str] = []
    complaints: list[str] = []

    def open_page(content: str, size: tuple[int, int] = WIDE, *, scheme: Any = "light", scripts: bool = True) -> Page:
        if (size, scheme, scripts) not in pages:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=scripts
            )
            page = pages[size, scheme, scripts] = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page = pages[size, scheme, scripts]
        file = tmp_path / f"{len(opened)}.html"
        file.write_text(content, encoding="utf-8")
        opened.append(file.as_uri())
        page.goto(opened[-1])
        return page

    yield open_page
    for page in pages.values():
        page.context.close()
    assert complaints == []
    assert asked == opened


def settled(page: Page) -> None:
    """Some frames later, when what was asked for is shown and paragraphs that came into view have their height."""
    for _ in range(4):
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    settled(page)


def current(page: Page) -> list[str]:
    """The list items that are selected."""
    return [element.get_attribute("id") or "" for element in page.query_selector_all("li.current")]


def seen(page: Page, selector: str) -> bool:
    """Whether the first element of this kind is inside the window and not covered."""
    found: bool = page.evaluate(
        """(selector) => {
            const element = document.querySelector(selector);
            const box = element.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(8, box.height / 2));
            return element.contains(top) || top?.contains(element) === true && top.closest("article, li") !== null;
        }""",
        selector,
    )
    return found


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out(opened: Opened, name: str, scheme: str, size: tuple[int, int]) -> None:
    pytest.importorskip("axe_playwright_python")
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page = opened(PAGES[name](), size, scheme=scheme)
    page.evaluate(axe)
    for keys in ((), ("n", "n", "?")):
        press(page, *keys)
        found = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window(opened: Opened, name: str) -> None:
    page = opened(PAGES[name]())
    for width in (320, 390, 720, 1130, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        wider = page.evaluate(
            """() => [...document.querySelectorAll("article, section, header, dd, .block, .stretch")]
                .filter((part) => part.clientWidth && part.scrollWidth > part.clientWidth + 1)
                .map((part) => part.outerHTML.slice(0, 80))"""
        )
        assert (width, wider) == (width, [])


def test_keys_step_through_the_changes_and_both_texts_follow(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    press(page, "n")
    assert current(page) == ["change-1"]
    press(page, "j", "n", "n")
    assert current(page) == ["change-4"]
    assert page.evaluate("document.activeElement.id") == "change-4"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.inner_text(".position").startswith("4 of 5")
    assert "number-changed" in (page.text_content("[role=status].position") or "")
    assert all(seen(page, f"#{place}-4") for place in ("original", "rewrite"))
    assert seen(page, "#change-4")
    press(page, "p", "k")
    assert current(page) == ["change-2"]
    press(page, "k", "k")
    assert current(page) == ["change-5"]
    press(page, "Escape")
    assert current(page) == []


def test_a_step_shows_the_linked_sentence_where_there_are_no_words(opened: Opened) -> None:
    page = opened(to_html(report()))
    press(page, "n", "n")
    assert current(page) == ["change-2"]
    linked = page.query_selector_all("#original .sentence.linked")
    assert [(one.text_content() or "")[:12] for one in linked] == ["The town of "]


def test_the_list_of_keys_opens_and_letters_can_be_turned_off(opened: Opened) -> None:
    page = opened(to_html(report()))
    press(page, "?")
    assert page.is_visible("#keys")
    press(page, "n")
    assert current(page) == []
    page.uncheck("#use-keys")
    press(page, "Escape")
    assert not page.is_visible("#keys")
    press(page, "n")
    assert current(page) == []
    page.click("[data-step='1']")
    assert current(page) == ["change-1"]


def test_buttons_step_and_keep_the_focus(opened: Opened) -> None:
    page = opened(to_html(report()))
    for _ in range(2):
        page.focus("[data-step='1']")
        press(page, "Enter")
    assert current(page) == ["change-2"]
    assert page.evaluate("document.activeElement.dataset.step") == "1"


def test_filters_hide_entries_marks_and_strands(opened: Opened) -> None:
    page = opened(to_html(report()))
    page.uncheck("input[name=severity][value=warning]")
    assert [page.is_visible(f"#change-{number}") for number in (1, 2, 3, 4)] == [True, True, False, False]
    assert page.inner_text(".shown") == "2 of 4 shown"
    assert not page.is_visible("#original-3")
    assert "may resign" in page.inner_text("#original")
    assert not page.is_visible(".map [data-change='3']")
    page.fill("input[name=confidence]", "75")
    assert [page.is_visible(f"#change-{number}") for number in (1, 2, 3, 4)] == [True, False, False, False]
    press(page, "n", "n")
    assert current(page) == ["change-1"]
    page.click("button[type=reset]")
    page.wait_for_selector("#change-4", state="visible")
    assert page.is_visible("#original-3")
    assert not page.is_visible(".left")
    page.uncheck("input[name=type][value=omitted]")
    assert not page.is_visible("#change-4")
    assert page.inner_text(".shown") == "3 of 4 shown"


def test_unchanged_stretches_fold_and_unfold_by_key_and_click(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    words = "Market 5 in"
    assert words in page.inner_text("#original")
    press(page, "f")
    assert words not in page.inner_text("#original")
    assert "sold 12 " in page.inner_text("#original")
    assert page.get_attribute(".fold-all", "aria-pressed") == "true"
    assert "11 unchanged paragraphs" in page.inner_text("#rewrite .fold summary >> nth=0")
    page.focus("#original .fold summary")
    press(page, "Enter")
    assert words in page.inner_text("#original")
    assert words not in page.inner_text("#rewrite")
    page.click("#rewrite .fold summary")
    settled(page)
    assert words in page.inner_text("#rewrite")
    press(page, "f")
    assert page.locator("details.fold:not([open])").count() == 0


def test_the_map_leads_to_the_change_and_to_the_place_that_was_clicked(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    press(page, "f")
    strand, drawn = page.locator(".map [data-change='3']").bounding_box(), page.locator(".map svg").bounding_box()
    assert strand
    assert drawn
    page.mouse.click(drawn["x"] + 4, strand["y"] + 2)
    settled(page)
    assert current(page) == ["change-3"]
    assert seen(page, "#rewrite-3")
    between = drawn["y"] + drawn["height"] * 0.9
    page.mouse.click(drawn["x"] + drawn["width"] - 4, between)
    settled(page)
    shown = page.evaluate(
        "() => { const box = document.querySelector('#rewrite').getBoundingClientRect();"
        " return document.elementFromPoint(box.x + 60, box.y + box.height / 2).textContent }"
    )
    assert "Market 5" in shown
    assert len(page.query_selector_all("rect.view")) == 2


def test_the_map_lies_where_the_page_is_one_column(opened: Opened) -> None:
    page = opened(to_html(long_report()), NARROW)
    strand, drawn = page.locator(".map [data-change='3']").bounding_box(), page.locator(".map svg").bounding_box()
    assert strand
    assert drawn
    assert drawn["width"] > 3 * drawn["height"]
    page.mouse.click(strand["x"] + 2, drawn["y"] + 4)
    settled(page)
    assert current(page) == ["change-3"]
    assert seen(page, "#change-3")


def test_the_map_is_told_in_words(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    told = page.get_attribute(".map svg", "aria-label") or ""
    assert "60 of 60 passages stand in both." in told
    assert "5 changes in the rewrite: 2 in its first third, 2 in its middle third, 1 in its last third." in told


@pytest.mark.parametrize("name", PAGES)
def test_print_holds_every_word_and_no_control(opened: Opened, name: str, tmp_path: Path) -> None:
    page = opened(PAGES[name]())
    whole = page.evaluate(
        """() => [...document.querySelectorAll(".block")].flatMap((block) => {
            const copy = block.cloneNode(true);
            for (const label of copy.querySelectorAll(".note, .tag")) label.replaceWith(" ");
            return copy.textContent.split(/\\s+/);
        })"""
    )
    press(page, "f")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as pdf:
        printed = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    assert all(words in printed for words in whole if len(words) < 40 and words.isascii() and words.isalpha())
    page.emulate_media(media="print")
    for control in page.query_selector_all("button:not(.speaker), input, summary:not(:has(~ table, ~ dl)), .skip a"):
        assert not control.is_visible() or control.evaluate("(one) => getComputedStyle(one).display") == "none"


@pytest.mark.parametrize("name", PAGES)
def test_it_reads_without_scripts(opened: Opened, name: str) -> None:
    page = opened(PAGES[name](), scripts=False)
    assert all(block.is_visible() for block in page.locator(".block").all())
    controls = page.locator("button:not(.speaker), input").all()
    assert not any(control.is_visible() for control in controls)
    tags = page.locator(".block .tag").all()
    if tags:
        tags[-1].click()
        assert page.locator(":target").is_visible()


@pytest.mark.parametrize(
    "made",
    [
        lambda words: to_html(hostile(words)),
        lambda words: reading_to_html(readings.hostile(words)),
        lambda words: trace_to_html(hostile_trace(words)),
    ],
    ids=["check", "read", "trace"],
)
def test_hostile_words_never_run(opened: Opened, made: Callable[[str], str]) -> None:
    for words in (*RUNS, *HOSTILE):
        page = opened(made(words))
        press(page, "n")
        assert current(page)
        assert page.evaluate("typeof ran") == "undefined"
        assert page.locator("script").count() == 1
        assert page.locator("img, iframe, [onclick], [onload], [onerror], a[href^=javascript]").count() == 0


def test_severities_differ_without_colour(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    styles = page.evaluate(
        "['error', 'warning', 'info'].map((one) => getComputedStyle(document.querySelector(`mark.${one}`)).borderBottomStyle)"
    )
    assert len(set(styles)) == 3


def test_accepted_changes_are_counted(opened: Opened) -> None:
    page = opened(to_html(long_report()))
    assert "3 accepted" in page.inner_text("header")
    assert "Not shown: 3 that were accepted." in page.inner_text(".filters")


def test_speakers_can_be_shown_alone(opened: Opened) -> None:
    page = opened(PAGES["read"]())
    page.click("button.speaker >> nth=0")
    assert page.locator(".quotes li:visible").count() == 2
    page.click("button.speaker >> nth=0")
    assert page.locator(".quotes li:visible").count() == 4


def test_passages_fold_what_was_taken_from_nowhere(opened: Opened) -> None:
    page = opened(PAGES["trace"]())
    press(page, "n")
    assert current(page) == ["passage-1"]
    assert page.locator(".map .current").count() == 1
    page.uncheck("input[name=severity][value=error]")
    assert not page.is_visible("#change-1")
    assert page.is_visible("#passage-1")
