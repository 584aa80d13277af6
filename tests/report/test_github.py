from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from report.hostile_words import HOSTILE, WORDS
from report.samples import change, hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.github import escape_data, escape_property, joined, piece, summary, summary_of_pairs, to_text
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Record


@dataclass(frozen=True)
class Command:
    """What the runner makes of a line."""

    name: str
    properties: dict[str, str]
    message: str


def undone(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def read(line: str) -> Command:
    """As the runner reads: the name up to a space, properties up to the next "::", then the message."""
    assert line.startswith("::")
    head, separator, data = line[2:].partition("::")
    assert separator
    name, _, rest = head.partition(" ")
    pairs = dict(pair.split("=", 1) for pair in rest.strip().split(",") if "=" in pair)
    line_ends = {"%0D": "\r", "%0A": "\n"}
    properties = {key: undone(value, {**line_ends, "%3A": ":", "%2C": ","}) for key, value in pairs.items()}
    return Command(name, properties, undone(data, line_ends))


def test_snapshots() -> None:
    assert_snapshot("github.txt", to_text(report()))
    assert_snapshot("github-summary.md", summary(report()))


def test_commands_are_sorted_by_severity_and_lead_to_the_words() -> None:
    commands = [read(line) for line in to_text(report()).splitlines()]
    assert [command.name for command in commands] == ["error", "warning", "warning", "notice"]
    assert commands[0] == Command(
        "error",
        {
            "file": "desk.txt",
            "line": "3",
            "endLine": "3",
            "col": "59",
            "endColumn": "70",
            "title": "number-changed (97% sure)",
        },
        "1,200 trees became 2,100 trees",
    )
    assert commands[2].properties["file"] == "wire.txt"


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_a_command_or_a_property(words: str) -> None:
    lines = to_text(hostile(words)).split("\n")
    assert len(lines) == 2
    command = read(lines[0])
    assert command.name == "error"
    assert set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    assert command.message == one_line(f"{words} became {words}")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e]", lines[0])


@given(WORDS)
def test_the_runner_reads_what_was_written(words: str) -> None:
    assert undone(escape_data(words), {"%0D": "\r", "%0A": "\n"}) == words
    assert undone(escape_property(words), {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}) == words
    assert not set(escape_property(words)) & set("\r\n:,")
    (line,) = to_text(hostile(words)).splitlines()
    assert read(line).message == one_line(f"{words} became {words}")


def many() -> Report:
    changes = [
        replace(
            change("number-changed", "1,200 trees", "2,100 trees"), confidence=number / 20, message=f"number {number}"
        )
        for number in range(13)
    ]
    return replace(report(), changes=(*changes, change("unsupported", None, "a market town", severity="info")))


def test_only_the_surest_ten_of_a_severity_are_written_and_the_rest_is_counted() -> None:
    lines = to_text(many()).splitlines()
    assert [read(line).message for line in lines[:10]] == [f"number {number}" for number in range(12, 2, -1)]
    assert lines[10] == "error: 3 more, left out since GitHub shows 10 of a step"
    assert len(lines) == 12


def test_ten_of_all_pairs_are_written() -> None:
    log = joined("pairs.jsonl")
    assert log.begin() == ""
    for number in range(8):
        assert log.add(piece(report(), Record("pairs.jsonl", number + 1, f"p{number}"))) == ""
    assert log.fail(Record("pairs.jsonl", 9, "bad"), "no text") == ""
    lines = log.end().splitlines()
    first = read(lines[0])
    assert first == Command("error", {"file": "pairs.jsonl", "line": "9", "title": "not checked"}, "Pair bad: no text")
    assert read(lines[1]).properties["line"] == "1"
    assert read(lines[1]).message.startswith("Pair p0: ")
    assert "warning: 6 more" in "\n".join(lines)


def test_nothing_changed_nothing_said() -> None:
    assert to_text(unchanged()) == ""


def test_the_summary_counts_and_quotes() -> None:
    text = summary(report())
    assert "| number-changed | 1 | 0 | 0 |" in text
    assert "| all | 1 | 2 | 1 |" in text
    assert "**2,100 trees**" in text
    assert "Nothing found" in summary(unchanged())
    pairs = summary_of_pairs(3, 1, 1, Counter({("omitted", "warning"): 2}))
    assert "| pairs checked | 2 |" in pairs
    assert "| omitted | 0 | 2 | 0 |" in pairs


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_the_summary_are_only_words(words: str) -> None:
    def tags(of: str) -> list[str]:
        page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(summary(hostile(of)))
        return re.findall(r"<[^>]*>", page)

    assert tags(words) == tags("harmless")


def test_a_long_summary_ends_in_time() -> None:
    changes = tuple(change("number-changed", "1,200 trees", "2,100 trees") for _ in range(9_000))
    text = summary(replace(report(), changes=changes))
    assert len(text.encode()) < 1_000_000
    assert "More was found than there is room for" in text
