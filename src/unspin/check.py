"""Two documents in, a report out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from unspin.candidates import DOUBTS, Candidate, candidates_in
from unspin.changes import Change, all_types, get_type
from unspin.confidence import Model
from unspin.confidence import models as shipped_models
from unspin.document import Document, Span
from unspin.fidelity import fidelity
from unspin.report.model import LinkedSpans, Report, severity_of

if TYPE_CHECKING:
    from unspin.align import Link
    from unspin.facts import Facts
    from unspin.judge import Judge

# The types that look at quotes and their speakers have precedences up to this.
_QUOTES = 20
_DROPPED = "attribution-dropped"


def check(
    original: Document | str,
    rewrite: Document | str,
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    min_confidence: float = 0.0,
    judge: Judge | None = None,
) -> Report:
    """Say what the rewrite changed in meaning.

    Args:
        original: The text that the rewrite was made from, or a document.
        rewrite: The text to check.
        select: Names of the only types of change to report; None for all.
        ignore: Names of types not to report.
        min_confidence: Changes below this probability, in [0, 1], are not reported.
        judge: Who reads the passages beside the comparisons; None for the judge that ships with unspin. Others come from
            ``unspin.judge.load``.

    Returns:
        A report with typed, located changes in order of the rewrite. Same texts, same report.

    Raises:
        KeyError: ``select`` or ``ignore`` names an unknown type.
    """
    wanted = {kind.name for kind in all_types()} if select is None else {get_type(name).name for name in select}
    wanted -= {get_type(name).name for name in ignore}
    ours, theirs = (
        Document(side, name=name) if isinstance(side, str) else side
        for side, name in ((original, "original"), (rewrite, "rewrite"))
    )
    links, found = compare(ours, theirs, judge=judge)
    changes = [change for change in found if change.type in wanted and change.confidence >= min_confidence]
    return Report(
        original=ours,
        rewrite=theirs,
        links=tuple(_spans(link) for link in links),
        changes=tuple(changes),
        fidelity=fidelity(links, found),
    )


def compare(original: Document, rewrite: Document, *, judge: Judge | None = None) -> tuple[list[Link], list[Change]]:
    """The links of two documents, in order of the rewrite, and every change between them, one at a place."""
    # What reads and compares is loaded when first needed: `unspin --help` must answer at once.
    from unspin.facts import Facts  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415

    analysed = analyse(original, rewrite)
    return compare_facts(Facts(analysed[0]), Facts(analysed[1]), judge=judge)


def compare_facts(original: Facts, rewrite: Facts, *, judge: Judge | None = None) -> tuple[list[Link], list[Change]]:
    """The same for documents whose facts are known already."""
    links = judged_links(original, rewrite, judge)
    return links, reported(candidates(links), shipped_models())


def judged_links(original: Facts, rewrite: Facts, judge: Judge | None = None) -> list[Link]:
    """The links of two documents, with what a judge (None: the bundled one) makes of them."""
    from unspin.align import align  # noqa: PLC0415
    from unspin.align.judging import judge_links  # noqa: PLC0415
    from unspin.judge import bundled  # noqa: PLC0415

    links = align(original, rewrite)
    judge_links(links, judge or bundled())
    return links


def candidates(links: Iterable[Link]) -> Iterator[Candidate]:
    """Everything in the links that may be a change; nothing that lies inside a quote and is settled by comparing quotes."""
    for link in links:
        for candidate in candidates_in(link):
            if not _is_settled(candidate.change, link.original.facts, link.rewrite.facts):
                yield candidate


def reported(found_in_links: Iterable[Candidate], models: Mapping[str, Model]) -> list[Change]:
    """The candidates that are sure enough, one at a place, in order of the rewrite.

    ``models`` tell how sure a candidate is, by its kind. What only the judge doubts is reported in passages in which no comparison
    found anything: a comparison can say why.
    """
    found: dict[bool, list[Change]] = {True: [], False: []}
    for candidate in found_in_links:
        # One change casts doubt on all that stands beside it.
        if candidate.kind == DOUBTS and candidate.evidence["found beside"]:
            continue
        if (change := candidate.judged(models)) is not None:
            found[candidate.kind == DOUBTS].append(change)
    compared = arbitrate(found[False])
    doubted = arbitrate(change for change in found[True] if not any(_same_place(change, other) for other in compared))
    return sorted([*compared, *doubted], key=_place)


def _is_settled(change: Change, original: Facts, rewrite: Facts) -> bool:
    """Whether a change lies inside a quote, and is of a type that does not look at quotes."""
    from unspin.align.quote_settled import settled_in_quotes  # noqa: PLC0415

    return get_type(change.type).precedence > _QUOTES and settled_in_quotes(
        original, rewrite, change.original, change.rewrite
    )


def arbitrate(changes: Iterable[Change]) -> list[Change]:
    """Keep one change at a place: the more specific type, then the surer one; in order of the rewrite."""
    kept: list[Change] = []
    for change in sorted(changes, key=_rank):
        if not any(_same_place(change, other) for other in kept):
            kept.append(change)
    return sorted(kept, key=_place)


def _rank(change: Change) -> tuple[bool, int, float, tuple[int, int, str]]:
    # A remark never takes the place of a finding.
    return severity_of(change) == "info", get_type(change.type).precedence, -change.confidence, _place(change)


def _same_place(change: Change, other: Change) -> bool:
    """Whether two changes share words on either side: one exchange of words is one change.

    A dropped attribution points at all that it was said of, and takes nothing away from what else was changed in there.
    """
    sides = [(change.original, other.original)]
    if _DROPPED not in (change.type, other.type) or change.type == other.type:
        sides.append((change.rewrite, other.rewrite))
    return any(ours is not None and theirs is not None and ours.overlaps(theirs) for ours, theirs in sides)


def _place(change: Change) -> tuple[int, int, str]:
    span = change.rewrite or change.original or Span(0, 0)
    return span.start, span.end, change.type


def _spans(link: Link) -> LinkedSpans:
    return LinkedSpans(
        tuple(sentence.span for sentence in link.original.sentences),
        tuple(sentence.span for sentence in link.rewrite.sentences),
        round(link.similarity, 4),
    )
