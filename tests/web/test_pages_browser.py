"""The pages in a real browser, at a real server: pasting, dropping, stepping, deciding, exporting, two windows, hostile words.

They need Debian's chromium, playwright and axe-core, and are skipped where one of them is missing.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from readers.word_files import deleted, inserted, paragraph, word
from unspin.report.formats import FORMS, FORMS_OF_READ, FORMS_OF_TRACE
from unspin.web.tokens import add_token
from web.server import PAIR, Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page

    Opened = Callable[..., Page]

WIDE, NARROW = (1440, 900), (390, 844)
ROOT = Path(__file__).parents[2]
ORIGINAL = "The Halden ferry carried 1,200 people on Monday. Captain Ida Moor said it may sail again in June."
REWRITE = "The Halden ferry carried 2,100 people on Tuesday. Captain Ida Moor said it will sail again in June."
FERRY = (ROOT / "examples/reading/ferry.txt").read_text(encoding="utf-8")
SOURCE = (ROOT / "examples/spun/original.txt").read_text(encoding="utf-8")
TAKEN = (ROOT / "examples/spun/rewrite.txt").read_text(encoding="utf-8")
# Refusals and lost networks are no fault of the page, but browsers write them down.
REFUSED = re.compile("Failed to load resource: .*(status of 4|ERR_INTERNET_DISCONNECTED)")
RUNS = "<script>ran()</script> <img src=x onerror=ran()> </p></script></style><svg onload=ran()> <a href=javascript:ran()>x</a>"
DROP = """([selector, name, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.querySelector(selector).dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
}"""


@pytest.fixture
def opened(browser: Browser, server: Served) -> Iterator[Opened]:
    """Opens windows; at the end none of them may have asked others than the server, run foreign words or complained."""
    contexts: list[Any] = []
    complaints: list[str] = []
    asked: set[str] = set()

    def open_page(
        path: str = "/", size: tuple[int, int] = WIDE, *, url: str = server.url, scheme: Any = "light"
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        contexts.append(context)
        context.expose_function("ran", lambda: complaints.append("foreign words ran"))
        context.on("request", lambda request: asked.add(re.sub(r"^(blob:)?(http://[^/]+)/.*$", r"\2", request.url)))
        page = context.new_page()
        page.on("console", lambda message: None if REFUSED.match(message.text) else complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(f"{url}{path}")
        urls.add(url)
        return page

    urls: set[str] = set()
    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert asked <= urls


def told(page: Page) -> str:
    """The fault that the page tells."""
    page.wait_for_selector(".fault p")
    return page.locator(".fault").inner_text()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def submit(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def checked(page: Page, original: str = ORIGINAL, rewrite: str = REWRITE) -> None:
    """Paste two texts, and wait for what comes of them."""
    field(page, "Original").fill(original)
    field(page, "Rewrite").fill(rewrite)
    submit(page, "Check")
    page.wait_for_selector(".finding[data-decision]")


def kept(page: Page, title: str) -> str:
    """Keep the check that is shown as a case; its address."""
    page.get_by_text("Keep as a case").click()
    page.get_by_label("Title").fill(title)
    submit(page, "Keep")
    page.wait_for_url("**/cases/*")
    return page.url


def decide(page: Page, key: str, reason: str) -> None:
    """Decide about the change that is selected."""
    page.keyboard.press(key)
    page.keyboard.type(reason)
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.current .decision > p")


def exported(page: Page, name: str) -> Download:
    page.locator(".exports > summary").click()
    with page.expect_download() as download:
        page.locator(f"[data-format={name}]").click()
    return download.value


def states(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".finding", "(items) => items.map((item) => item.dataset.decision)")
    return found


def assert_nobody_is_kept_out(page: Page) -> None:
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    # Nothing is wider than the window.
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_texts_are_pasted_stepped_through_and_decided(opened: Opened) -> None:
    page = opened()
    checked(page)
    findings = page.locator(".finding")
    number = findings.count()
    assert number >= 3
    assert states(page) == ["open"] * number
    press(page, "n")
    decide(page, "a", "n p a d f: the agency corrected it")
    press(page, "n")
    decide(page, "d", "")
    assert states(page) == ["accepted", "dismissed"] + ["open"] * (number - 2)
    assert "n p a d f: the agency corrected it" in findings.nth(0).inner_text()
    assert page.locator(".finding.current").get_attribute("id") == "change-2"
    # What was decided is there when the page is loaded again.
    page.reload()
    assert states(page) == ["accepted", "dismissed"] + ["open"] * (number - 2)
    # The list shows what is wanted of it.
    page.locator("[name=decision][value=accepted]").uncheck()
    page.locator("[name=decision][value=dismissed]").uncheck()
    assert page.locator(".finding:visible").count() == number - 2
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("(all) => document.querySelectorAll('.finding:not([hidden])').length === all", arg=number)
    page.get_by_role("button", name="Reopen change 2").click()
    page.wait_for_selector("#change-2[data-decision=open]")


def test_a_reason_that_is_begun_can_be_left(opened: Opened) -> None:
    page = opened()
    checked(page)
    press(page, "n", "a")
    page.keyboard.type("no")
    press(page, "Escape")
    assert page.locator(".decision form").count() == 0
    assert states(page)[0] == "open"
    press(page, "n")
    assert page.locator(".finding.current").get_attribute("id") == "change-2"


def test_every_format_can_be_exported(opened: Opened) -> None:
    page = opened()
    checked(page)
    press(page, "n")
    decide(page, "a", "meant")
    names = page.eval_on_selector_all("[data-format]", "(buttons) => buttons.map((button) => button.dataset.format)")
    assert {form.name for form in FORMS} < set(names)
    for name in names:
        assert exported(page, name).path().stat().st_size > 10
    report = json.loads(exported(page, "json").path().read_text(encoding="utf-8"))
    everything = json.loads(exported(page, "everything").path().read_text(encoding="utf-8"))
    assert everything["report"] == report
    assert (everything["original"]["text"], everything["rewrite"]["text"]) == (ORIGINAL, REWRITE)
    decision = everything["decisions"][0]
    assert (decision["fingerprint"], decision["decision"]) == (report["changes"][0]["fingerprint"], "accepted")
    assert decision["reason"] == "meant"
    page.locator(".exports > summary").click()
    page.locator("[name=undecided]").check()
    page.locator(".exports > summary").click()
    left = json.loads(exported(page, "json").path().read_text(encoding="utf-8"))
    assert left["changes"] == report["changes"][1:]
    assert exported(page, "html").suggested_filename == "unspin-check.html"


@pytest.mark.parametrize("form", ["html", "json", *(one.name for one in FORMS_OF_READ if one.name in ("docx", "csv"))])
def test_a_text_is_read(opened: Opened, form: str) -> None:
    page = opened("/read")
    field(page, "Document").fill(FERRY)
    submit(page, "Read")
    page.wait_for_selector("body.reading")
    assert page.locator(".finding").count() >= 1
    assert page.locator(".decision").count() == 0
    assert exported(page, form).path().stat().st_size > 100


def test_a_text_is_traced_in_texts_that_come_with_it(opened: Opened, tmp_path: Path) -> None:
    page = opened("/trace")
    field(page, "Document").fill(TAKEN)
    submit(page, "Trace")
    assert "Sources is missing" in told(page)
    for name, text in (("one.txt", FERRY), ("two.txt", SOURCE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    page.locator("[data-part=against] input[type=file]").set_input_files([tmp_path / "one.txt", tmp_path / "two.txt"])
    page.wait_for_selector("[data-part=against] li:nth-child(2)")
    submit(page, "Trace")
    page.wait_for_selector("body.tracing", timeout=60_000)
    assert page.locator("li.passage").count() >= 1
    assert "two.txt" in page.locator("li.passage").first.inner_text()
    assert page.locator(".finding").count() >= 1
    assert exported(page, FORMS_OF_TRACE[0].name).path().stat().st_size > 100


def test_files_are_dropped_in_place_of_texts(opened: Opened) -> None:
    page = opened()
    for side, text in (("original", ORIGINAL), ("rewrite", REWRITE)):
        data = base64.b64encode(text.encode()).decode()
        page.evaluate(DROP, [f"[data-part={side}] textarea", f"{side} of the desk.txt", data])
    page.wait_for_selector("[data-part=rewrite] .dropped li")
    assert not page.locator("#original").is_visible()
    # They are there still when the page is loaded again, and can be taken out.
    page.reload()
    assert page.locator(".dropped li").count() == 2
    page.get_by_role("button", name="Take rewrite of the desk.txt out").click()
    assert page.locator("#rewrite").is_visible()
    page.locator("#rewrite").fill(REWRITE)
    submit(page, "Check")
    page.wait_for_selector(".finding[data-decision]")
    assert "original of the desk.txt" in page.locator("header .names").inner_text()


def test_one_word_document_holds_both_versions(opened: Opened) -> None:
    page = opened()
    data = word(paragraph("The ferry carried ", deleted("1,200"), inserted("2,100"), " people."))
    page.evaluate(DROP, ["[data-part=original]", "desk.docx", base64.b64encode(data).decode()])
    page.wait_for_selector(".dropped li")
    submit(page, "Check")
    page.wait_for_selector(".finding[data-decision]")
    assert page.locator(".finding").count() == 1
    assert "1,200" in page.locator("article#original").inner_text()
    assert "2,100" in page.locator("article#rewrite").inner_text()


def test_what_the_server_refuses_is_told_and_nothing_is_lost(opened: Opened) -> None:
    page = opened()
    submit(page, "Check")
    assert "Original is missing: paste a text there, or drop a file." in told(page)
    assert page.evaluate("document.activeElement.id") == "original"
    page.locator("#original").fill(ORIGINAL)
    submit(page, "Check")
    assert "Rewrite is missing" in told(page)
    page.locator("#rewrite").fill("long " * 5_000)
    assert "longer than the 20,000 characters" in page.locator("#rewrite-words").inner_text()
    submit(page, "Check")
    page.wait_for_selector("h1:has-text('too large')")
    assert "rewrite: it has 25,000 characters" in page.locator("main").inner_text().lower()
    assert "Request " in page.locator("main").inner_text()
    page.get_by_role("link", name="Back").click()
    assert page.locator("#original").input_value() == ORIGINAL
    assert len(page.locator("#rewrite").input_value()) == 25_000
    page.evaluate(DROP, ["[data-part=rewrite]", "damaged.docx", base64.b64encode(b"PK\x03\x04 no zip").decode()])
    page.wait_for_selector(".dropped li")
    submit(page, "Check")
    page.wait_for_selector("h1:has-text('cannot be read')")
    page.goto(page.url.split("/jobs")[0])
    page.locator("#original").fill("x" * 500_000)
    submit(page, "Check")
    assert "400,000 bytes" in told(page)


def test_cases_are_kept_found_shared_and_deleted(opened: Opened) -> None:
    page = opened()
    page.get_by_role("button", name="Try an example").click()
    submit(page, "Check")
    page.wait_for_selector(".finding[data-decision]")
    page.get_by_label("Your name").fill("Ada Prill")
    press(page, "Tab")
    page.locator("h1").click()
    press(page, "n")
    decide(page, "a", "the viaduct rule")
    address = kept(page, "Bridge of sighs")
    page.wait_for_selector(".decision > p")
    assert "accepted by Ada Prill (local)" in page.locator(".finding").first.inner_text()
    # A second window, of somebody else.
    other = opened(address.removeprefix(page.url.split("/cases")[0]))
    other.wait_for_selector(".decision > p")
    assert states(other) == states(page)
    other.get_by_label("Your name").fill("Bo Lind")
    other.get_by_role("button", name="Dismiss change 2").click()
    other.keyboard.type("same day")
    press(other, "Enter")
    page.wait_for_selector("#change-2[data-decision=dismissed]")
    assert "Bo Lind (local)" in page.locator("#change-2").inner_text()
    assert "change 2 is dismissed" in page.locator(".told").inner_text()
    page.get_by_role("button", name="Reopen change 1").click()
    other.wait_for_selector("#change-1[data-decision=open]")
    page.reload()
    page.wait_for_selector("#change-2[data-decision=dismissed]")
    assert states(page) == states(other)
    export = json.loads(exported(page, "everything").path().read_text(encoding="utf-8"))
    assert [one["decision"] for one in export["decisions"]] == ["accepted", "dismissed", "open"]
    # Found by a reason, and deleted.
    page.get_by_role("link", name="Cases").click()
    page.get_by_label("Search").fill("viaduct")
    page.wait_for_selector(".found:has-text('1 case found')")
    page.get_by_label("Search").fill("viaduct nowhere")
    page.wait_for_selector(".found:has-text('No case')")
    page.get_by_label("Search").fill("viaduct")
    page.wait_for_selector(".cases li")
    page.get_by_role("button", name="Delete Bridge of sighs").click()
    page.get_by_role("button", name="Leave it").click()
    assert page.locator(".cases li").count() == 1
    page.get_by_role("button", name="Delete Bridge of sighs").click()
    page.locator("#delete .grave").click()
    page.wait_for_selector(".found:has-text('is deleted')")
    other.wait_for_selector(".fault p")
    page.goto(address)
    assert "nothing here" in page.locator("h1").inner_text()
    page.goto(f"{address.replace('/cases/', '/audit?case=')}")
    page.wait_for_selector(".audit li:nth-child(5)")
    assert [one.split(" ")[0] for one in page.locator(".audit b").all_inner_texts()] == [
        "created", "decided", "decided", "decided", "deleted",
    ]  # fmt: skip


def test_a_long_list_of_cases_comes_in_parts(opened: Opened, client: httpx.Client) -> None:
    job = client.post("/v1/check", json=PAIR, headers={"Prefer": "respond-async"}).json()["id"]
    assert client.get(f"/v1/jobs/{job}", params={"wait": 30}).json()["state"] == "done"
    for number in range(51):
        client.post("/v1/cases", json={"job": job, "title": f"Quellmar {number}"})
    page = opened("/cases?query=quellmar")
    page.wait_for_selector(".found:has-text('50 and more cases found')")
    submit(page, "More")
    page.wait_for_selector(".found:has-text('51 cases found')")
    assert page.locator(".cases h2").all_inner_texts() == [f"Quellmar {number}" for number in range(50, -1, -1)]
    assert not page.get_by_role("button", name="More", exact=True).is_visible()


def test_a_check_can_become_a_case_from_the_start(opened: Opened) -> None:
    page = opened()
    page.get_by_label("keep it as a case").check()
    field(page, "Original").fill(ORIGINAL)
    field(page, "Rewrite").fill(REWRITE)
    submit(page, "Check")
    page.wait_for_url("**/cases/*")
    assert page.locator(".case-name").inner_text().startswith("The Halden ferry carried 2,100 people")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.locator("#delete .grave").click()
    page.wait_for_url("**/cases")


def test_foreign_words_never_run(opened: Opened) -> None:
    page = opened()
    data = base64.b64encode(f"{RUNS} {ORIGINAL}".encode()).decode()
    page.evaluate(DROP, ["[data-part=original]", f"{RUNS.replace('/', '')}.txt", data])
    page.wait_for_selector(".dropped li")
    field(page, "Rewrite").fill(f"{RUNS} {REWRITE} {RUNS}")
    submit(page, "Check")
    page.wait_for_selector(".finding[data-decision]")
    page.get_by_label("Your name").fill(RUNS[:99])
    page.locator("h1").click()
    press(page, "n")
    decide(page, "a", RUNS)
    address = kept(page, f"hostile {RUNS}")
    page.wait_for_selector(".decision q")
    assert RUNS in page.locator(".decision q").inner_text()
    page.goto(f"{address.split('/cases')[0]}/cases?query=hostile")
    page.wait_for_selector(".cases li")
    assert RUNS in page.locator(".cases h2").inner_text()
    page.get_by_role("button", name="Delete").first.click()
    assert RUNS in page.locator("#delete h2").inner_text()
    press(page, "Escape")
    page.goto(f"{address.replace('/cases/', '/audit?case=')}")
    page.wait_for_selector(".audit li")
    page.goto(f"{address.split('/cases')[0]}/cases?query={RUNS}")
    page.wait_for_selector(".found:not(:empty)")
    page.wait_for_timeout(200)


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")])
def test_nobody_is_kept_out(opened: Opened, size: tuple[int, int], scheme: str) -> None:
    pytest.importorskip("axe_playwright_python")
    page = opened("/", size, scheme=scheme)
    base = page.url.rstrip("/")
    for path in ("/", "/read", "/trace", "/cases", "/audit", f"/jobs/{'A' * 24}"):
        page.goto(f"{base}{path}")
        page.wait_for_load_state("networkidle")
        assert_nobody_is_kept_out(page)
    page.goto(base)
    submit(page, "Check")
    assert_nobody_is_kept_out(page)
    checked(page)
    press(page, "n", "a")
    assert_nobody_is_kept_out(page)
    press(page, "Enter")
    page.locator(".exports > summary").click()
    assert_nobody_is_kept_out(page)
    page.locator(".exports > summary").click()
    kept(page, f"for all {scheme}")
    page.wait_for_selector(".decision > p")
    assert_nobody_is_kept_out(page)
    page.get_by_role("button", name="Delete", exact=True).click()
    assert_nobody_is_kept_out(page)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A server with an archive that asks for a token, and one."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "source.txt").write_text(SOURCE, encoding="utf-8")
    command = [sys.executable, "-m", "unspin", "archive", "build", str(folder / "news"), str(folder / "source.txt")]
    subprocess.run(command, check=True, capture_output=True)
    token = add_token(folder / "tokens.json", "desk", ("check", "read", "trace"))
    options = ("--workers", "1", "--tokens", folder / "tokens.json", "--archive", f"news={folder / 'news'}")
    with served(folder / "log", *options) as server:
        yield server, token


def signed_in(opened: Opened, guarded: tuple[Served, str]) -> Page:
    server, token = guarded
    page = opened(url=server.url)
    page.get_by_label("Token").fill("unspin_unknown")
    submit(page, "Sign in")
    assert "unknown here" in told(page)
    page.get_by_label("Token").fill(token)
    submit(page, "Sign in")
    page.wait_for_selector("form.work")
    return page


def test_whoever_has_a_token_signs_in_traces_in_an_archive_and_signs_out(
    opened: Opened, guarded: tuple[Served, str]
) -> None:
    page = signed_in(opened, guarded)
    assert page.get_by_role("link", name="Cases").count() == 0
    page.get_by_role("link", name="Trace").click()
    assert not page.locator("[data-part=against]").is_visible()
    field(page, "Document").fill(TAKEN)
    submit(page, "Trace")
    page.wait_for_selector("body.tracing", timeout=60_000)
    assert page.locator("li.passage").count() >= 1
    submit(page, "Sign out")
    page.wait_for_selector(".sign-in")
    # Whoever comes next finds no texts.
    assert page.evaluate("sessionStorage.length") == 0


def test_long_work_shows_how_far_it_is_and_can_be_cancelled(opened: Opened, guarded: tuple[Served, str]) -> None:
    page = signed_in(opened, guarded)
    long = "\n\n".join(f"{number}. {text}" for number, text in enumerate([SOURCE, TAKEN, FERRY] * 25))
    field(page, "Original").fill(long)
    field(page, "Rewrite").fill(long.replace("said", "claimed"))
    submit(page, "Check")
    page.wait_for_selector("#stage:has-text('Comparing')")
    address = page.url
    page.reload()
    page.wait_for_selector("#stage:has-text('Comparing')")
    submit(page, "Cancel")
    page.wait_for_selector("form.work")
    assert page.locator("#original").input_value() == long
    page.goto(address)
    assert "nothing here" in page.locator("h1").inner_text()
    page.goto(guarded[0].url)
    checked(page)


def test_a_server_that_is_gone_is_told(opened: Opened, tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server:
        page = opened(url=server.url)
        checked(page)
        press(page, "n")
        decide(page, "a", "no server needed")
        page.context.set_offline(True)
        page.locator(".exports > summary").click()
        page.locator("[data-format=json]").click()
        assert "does not answer" in told(page)
