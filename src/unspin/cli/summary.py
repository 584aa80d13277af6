"""What a batch came to: counts, and the table of ``--summary``."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field

from unspin.batch import Outcome
from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES


@dataclass(frozen=True, slots=True)
class Presented:
    """A checked pair as it is written, and what the summary counts of it."""

    text: str
    types: dict[tuple[str, Severity], int]
    accepted: int = 0
    used: frozenset[int] = frozenset()


@dataclass(slots=True)
class Tally:
    """What has been seen so far."""

    pairs: int = 0
    failed: int = 0
    changed: int = 0
    stopped: int = 0
    accepted: int = 0
    used: set[int] = field(default_factory=set)
    types: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def add(self, outcome: Outcome[Presented], fail_on: Severity | None) -> None:
        """Count one outcome."""
        self.pairs += 1
        if outcome.result is None:
            self.failed += 1
            return
        severities = {severity for _, severity in outcome.result.types}
        self.changed += bool(severities)
        self.stopped += fail_on is not None and any(
            SEVERITIES.index(s) <= SEVERITIES.index(fail_on) for s in severities
        )
        self.accepted += outcome.result.accepted
        self.used |= outcome.result.used
        self.types.update(outcome.result.types)

    @property
    def rate(self) -> float:
        """The share of the checked pairs with changes that count, in [0, 1]."""
        return self.stopped / (self.pairs - self.failed) if self.stopped else 0.0

    def exceeds(self, fail_rate: float) -> bool:
        """Whether more than this share of the pairs has changes that count."""
        return self.rate > fail_rate


def told_rate(tally: Tally, fail_rate: float) -> str:
    """Half a sentence that says which share of the pairs has changes that count, and whether that is too much."""
    counted = f"{tally.stopped:,} of {tally.pairs - tally.failed:,} pairs ({percent(tally.rate)})"
    verdict = "more than" if tally.exceeds(fail_rate) else "within"
    return f"{counted} with changes at or above --fail-on: {verdict} the --fail-rate of {percent(fail_rate)}"


def percent(share: float) -> str:
    """A share for people, such as "2.5%"."""
    return f"{100 * share:.3g}%"


def summary_table(tally: Tally, *, colour: bool, fail_rate: float = 0.0) -> str:
    """Pairs checked, failed and changed, and the changes of each type, as a table.

    A ``fail_rate`` above 0 is shown with the share that it is held against.
    """
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from unspin.report.terminal import COLOURS, terminal  # noqa: PLC0415

    console = terminal(colour=colour, width=100)
    pairs = Table(box=box.SIMPLE, show_header=False)
    pairs.add_column()
    pairs.add_column(justify="right")
    pairs.add_row("pairs checked", f"{tally.pairs - tally.failed:,}")
    pairs.add_row("pairs that could not be checked", f"{tally.failed:,}")
    pairs.add_row("pairs with changes", f"{tally.changed:,}")
    pairs.add_row("pairs at or above --fail-on", f"{tally.stopped:,}")
    if fail_rate:
        pairs.add_row("their share", percent(tally.rate))
        pairs.add_row("--fail-rate", percent(fail_rate))
    if tally.accepted:
        pairs.add_row("changes accepted", f"{tally.accepted:,}")
    console.print(pairs)
    if tally.types:
        table = Table(box=box.SIMPLE)
        table.add_column("change")
        for severity in SEVERITIES:
            table.add_column(severity, justify="right", style=COLOURS[severity])
        totals = {severity: sum(n for (_, s), n in tally.types.items() if s == severity) for severity in SEVERITIES}
        for name in sorted({name for name, _ in tally.types}):
            table.add_row(name, *(f"{tally.types[name, severity]:,}" for severity in SEVERITIES))
        table.add_section()
        table.add_row("all", *(f"{totals[severity]:,}" for severity in SEVERITIES))
        console.print(table)
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n") if line.strip()) + "\n"
