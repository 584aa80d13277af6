"""``unspin explain``: the types of change, from their own documentation."""

from __future__ import annotations

import click

from unspin.changes import ChangeType, Example, all_types, get_type
from unspin.cli.output import open_output
from unspin.contradictions import explained

HELP = """List the types of change, or explain one: what it reports, why it matters, when a difference is fine.

\b
Examples:
  unspin explain
  unspin explain number-changed
  unspin explain contradicts-itself
"""


@click.command("explain", help=HELP, short_help="Explain the types of change.")
@click.argument("name", metavar="[TYPE]", required=False)
def explain_command(name: str | None) -> None:
    """Print the list of types, or all that one says of itself."""
    if name is None:
        text = overview(all_types())
    elif name == explained.NAME:
        text = of_contradictions()
    else:
        try:
            text = explanation(get_type(name))
        except KeyError as error:
            raise click.BadParameter(str(error.args[0]), param_hint="TYPE") from None
    with open_output(None, readable=True) as output:
        output.write(text)


def overview(types: list[ChangeType]) -> str:
    """One line a type: name, severity, what it reports."""
    name = max((len(kind.name) for kind in types), default=0)
    lines = [f"{kind.name:{name}}  {kind.severity:7}  {_wrapped(kind.reports, name + 11)}" for kind in types]
    lines.append(f"{explained.NAME:{name}}  {'error':7}  {_wrapped(explained.REPORTS, name + 11)}")
    return "\n".join([*lines, "", "More on one of them: unspin explain TYPE"]) + "\n"


def explanation(kind: ChangeType) -> str:
    """Everything that the type says of itself."""
    parts = [
        f"{kind.name} ({kind.severity})",
        _section("What it reports", kind.reports),
        _section("Why it matters", kind.matters),
        _section("Reported", *(line for example in kind.must_report for line in _reported(example))),
        _section("When it is fine", kind.fine),
        _section("Not reported", *(line for example in kind.must_stay_silent for line in _sides(example))),
        _section("How sure it is", kind.sure),
    ]
    return "\n\n".join(parts) + "\n"


def of_contradictions() -> str:
    """The same of statements of one document that cannot both be true, which ``unspin read`` reports."""
    parts = [
        f"{explained.NAME} (error, of `unspin read`)",
        _section("What it reports", explained.REPORTS),
        _section("Why it matters", explained.MATTERS),
        _section("Reported", *(line for text in explained.MUST_REPORT for line in (text, ""))),
        _section("When it is fine", explained.FINE),
        _section("Not reported", *(line for text in explained.MUST_STAY_SILENT for line in (text, ""))),
        _section("How sure it is", explained.SURE),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, *paragraphs: str) -> str:
    lines = [title, *(f"  {_wrapped(paragraph, 2)}" if paragraph else "" for paragraph in paragraphs)]
    return "\n".join(lines).rstrip()


def _sides(example: Example) -> list[str]:
    return [f"original: {example.original}", f"rewrite:  {example.rewrite}", ""]


def _reported(example: Example) -> list[str]:
    changed = [f'"{words}"' if words else "nothing" for words in (example.changed_original, example.changed_rewrite)]
    return [*_sides(example)[:2], f"change:   {changed[0]} -> {changed[1]}", ""]


def _wrapped(text: str, indent: int) -> str:
    import textwrap  # noqa: PLC0415

    margin = " " * indent
    return textwrap.fill(text, 100, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False).lstrip()
