"""For tests of one's own: ``assert_faithful`` fails, and says why, where a rewrite changes what its original says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.check import check
from unspin.document import Document, Span
from unspin.report.model import Report, severity_of
from unspin.report.places import Lines, one_line

if TYPE_CHECKING:
    from unspin.judge import Judge
    from unspin.settings import Layer, Rules
    from unspin.settings.toml import Toml

Text = str | Path | Document
Entry = Mapping[str, Any]

_MOST_CHANGES, _MOST_CHARACTERS = 20, 200


def assert_faithful(
    original: Text,
    rewrite: Text,
    *,
    allow: str | Path | Collection[str | Entry] = (),
    fail_on: Literal["error", "warning"] | None = None,
    min_confidence: float | None = None,
    profile: str | None = None,
    config: str | Path | None = None,
    judge: Judge | None = None,
) -> Report:
    """Raise an AssertionError that lists the changes, unless the rewrite changes nothing that the original says.

    Args:
        original: The text itself, the path of its file as a ``Path``, or a document.
        rewrite: The text to check, likewise.
        allow: What may change: a type, or a list of types and of entries with "type", "original" and "rewrite" as an allow file
            has them; or the ``Path`` of an allow file.
        fail_on: From which severity on changes count; None for what the settings say, which is "error" by default.
        min_confidence: Changes less sure than this, in [0, 1], do not count; None for what the settings say, 0 by default.
        profile: The profile to build on, such as "llm-gate".
        config: A file of settings to follow, unspin.toml or pyproject.toml; None for none.
        judge: Who reads beside the comparisons, as for ``unspin.check``.

    Returns:
        The report, with the changes that are there and do not count.

    Raises:
        AssertionError: There are changes that count.
        ReadError: A file cannot be read.
        SettingsError: A setting or an entry of ``allow`` cannot be used.
    """
    # Pytest leaves this function out of the traceback, which then ends at the line of the test.
    __tracebackhide__ = True
    rules = _rules(allow, config, {"fail-on": fail_on, "min-confidence": min_confidence, "profile": profile})
    sides = _document(original, "original"), _document(rewrite, "rewrite")
    report = rules.report(check(*sides, judge=judge)).result
    least = rules.settings.fail_on
    if least != "never" and report.reaches(least):
        raise AssertionError(_message(report, least))
    return report


def _rules(allow: str | Path | Collection[str | Entry], config: str | Path | None, given: dict[str, Any]) -> Rules:
    """The settings at work: those that were given, before those of a file; ``allow`` adds to what the file accepts."""
    from unspin.settings import load, rules_of  # noqa: PLC0415
    from unspin.settings.allow import Allowed, allowed_in  # noqa: PLC0415

    today = date.today()
    listed = [] if isinstance(allow, Path) else [allow] if isinstance(allow, str) else list(allow)
    values = {name: value for name, value in given.items() if value is not None}
    layer = _layer({**values, "allow": str(allow)} if isinstance(allow, Path) else values)
    types = _layer({"ignore": [one for one in listed if isinstance(one, str)]})["ignore",].value
    # In a test the code says who accepts a change.
    entries = [{"reason": "-", "who": "-", **one} for one in listed if not isinstance(one, str)]
    settings = load(layer, start=Path(), config=None if config is None else str(config), search=False)
    rules = rules_of(settings, start=Path(), today=today)
    kept = rules.allowed or Allowed()
    added = allowed_in(_given({"allow": entries}), today)
    return replace(
        rules,
        settings=replace(settings, ignore=(*settings.ignore, *types)),
        allowed=Allowed((*kept.entries, *added.entries), (*kept.expired, *added.expired)),
    )


def _layer(values: dict[str, Any]) -> Layer:
    """Arguments as settings, held to the same rules as those of a file."""
    from unspin.settings import SettingsError  # noqa: PLC0415
    from unspin.settings.parsing import layer_of  # noqa: PLC0415

    layer, problems = layer_of(_given(values), (), Path())
    if problems:
        raise SettingsError(problems)
    return layer


def _given(values: dict[str, Any]) -> Toml:
    from unspin.settings.toml import Toml  # noqa: PLC0415

    return Toml("assert_faithful", values, {})


def _document(text: Text, name: str) -> Document:
    if isinstance(text, Path):
        from unspin.readers import read  # noqa: PLC0415

        return read(text)
    return Document(text, name=name) if isinstance(text, str) else text


def _message(report: Report, least: Severity) -> str:
    """The changes that count, the gravest first, each with its words on both sides."""
    graver = SEVERITIES[: SEVERITIES.index(least) + 1]
    counting = sorted(
        (change for change in report.changes if severity_of(change) in graver),
        key=lambda change: (SEVERITIES.index(severity_of(change)), -change.confidence),
    )
    number = f"{len(counting)} change{'s' * (len(counting) > 1)} of meaning"
    lines = [f"{number} from {one_line(report.original.name)} to {one_line(report.rewrite.name)}:"]
    sides = [(document, Lines(document.text)) for document in (report.original, report.rewrite)]
    for change in counting[:_MOST_CHANGES]:
        said = one_line(change.message)
        lines.append(f"  {severity_of(change)} {change.type}, {change.confidence:.0%} sure: {said}")
        spans = (change.original, change.rewrite)
        lines += [f"    {_place(*side, span)}" for side, span in zip(sides, spans, strict=True)]
    if len(counting) > _MOST_CHANGES:
        lines.append(f"  and {len(counting) - _MOST_CHANGES} more")
    return "\n".join(lines)


def _place(document: Document, lines: Lines, span: Span | None) -> str:
    name = one_line(document.name)
    if span is None:
        return f"{name}: -"
    place = lines.position(span.start)
    words = one_line(document.slice(span))
    shown = words if len(words) <= _MOST_CHARACTERS else f"{words[:_MOST_CHARACTERS]} ..."
    return f"{name}:{place.line}:{place.column}: {shown}"
