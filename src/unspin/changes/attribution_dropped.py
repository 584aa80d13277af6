"""attribution-dropped: the rewrite states as plain fact what the original attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unspin.align.statements import content_tokens, introduced
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts.attribution import Attribution
from unspin.facts.reporting import hints_at_source
from unspin.facts.source_kinds import kinds_of
from unspin.facts.speakers import Speaker, compare_speakers, in_sentence
from unspin.facts.statement_scope import claims_of, part_after
from unspin.language import Sentence, Token, span_of
from unspin.wordlists import reporting_classes

if TYPE_CHECKING:
    from unspin.align import Link

# Verbs whose object is true, or is made true by the saying: nothing is lost with them.
_PLAIN = reporting_classes()["certain"] | reporting_classes()["promise"] | reporting_classes()["directive"]
_PLAIN |= frozenset(
    "announce declare decide rule agree begin call describe label dub brand praise see hear understand hope "
    "quote".split()
)
# With these a sentence carries its source over to the next; the second few show that it was carried over from the one
# before.
_CARRYING = frozenset(
    "say tell according state claim argue allege insist warn report write estimate believe testify maintain contend "
    "deny explain "
    "suggest think add note".split()
)
_GOING_ON = frozenset("add continue".split())
_SOURCED = frozenset("say tell according".split())
_PLAIN -= {"tell", "indicate", "order"}
# The writer of the text speaks: there is nobody else to name.
_WRITER = frozenset("i we you me us".split())
# A sentence that turns against the one before is no longer its source's.
_TURNING = frozenset("however but yet nevertheless nonetheless".split())
_FORECASTING = frozenset("expect anticipate forecast predict project".split())
_SHORTEST_PART = 3
_LEAST_KEPT = 0.55


@change_type(
    name="attribution-dropped",
    severity="warning",
    precedence=65,
    reports="A claim that the original gives to a source stands in the rewrite as plain fact.",
    matters="A reader takes one side's word, an estimate or a guess for something that the paper itself vouches for.",
    fine="An attribution that stands elsewhere in the sentence or in the sentence before or after it; a claim that "
    "the original also makes "
    "in its own voice; what is announced, admitted, promised or proved.",
    sure="Middling: many claims are no longer in doubt, and their attribution may go.",
    must_report=[
        Example(
            "Engineers at Moss & Co said the tunnel could flood if the city skips a repair of the old pumps.",
            "The tunnel could flood if the city skips a repair of the old pumps.",
            "Engineers at Moss & Co said",
            "The tunnel could flood",
        ),
        Example(
            "According to the coroner, Mr Quill had been dead for ten hours when the neighbour found him.",
            "Mr Quill had been dead for ten hours when the neighbour found him.",
            "According to the coroner",
            "Mr Quill had been dead",
        ),
    ],
    must_stay_silent=[
        Example(
            "Engineers at Moss & Co said the tunnel could flood if the city skips a repair.",
            "The tunnel could flood if the city skips a repair, in the view of engineers at Moss & Co.",
        ),
        Example(
            "The harbour office announced that the pier would open in May.",
            "The pier will open in May.",
        ),
    ],
)
def attribution_dropped(link: Link) -> Iterator[Change]:
    """Yield each attributed claim of the original whose words stand in the rewrite without any sign of a source."""
    if not link.rewrite.sentences:
        return
    for found in link.original.attributions:
        if (
            found.speaker is None
            or found.speaker.head.lower in _WRITER
            or found.verb in _PLAIN
            or _is_inner(found, link.original.attributions)
        ):
            continue
        for claim in _claims(found, link):
            kept = [partner for token in claim if (partner := link.words.partner(token)) is not None]
            if len(claim) < 2 or len(kept) < max(2, _LEAST_KEPT * len(claim)) or _is_thing(found, claim):
                continue
            apart = _source_of_another(found, link, kept)
            sentences = _sentences(kept)
            if all(sentence.is_question for sentence in sentences):
                continue
            if not apart and (
                any(_sourced(sentence, found, link, kept) for sentence in sentences)
                or _speaker_stays(found, link, kept)
            ):
                continue
            if _told_elsewhere(claim, link):
                continue
            yield Change(
                type="attribution-dropped",
                original=found.span,
                rewrite=_bare_claim(claim, kept, link),
                message=f"what “{in_sentence(found.speaker)}” said stands as plain fact",
                confidence=0.6 if apart else 0.75 if found.verb in _SOURCED else 0.65,
                why={
                    "source": found.speaker.name,
                    "cue": link.original.document.slice(found.cue),
                    "claim": link.original.document.slice(span_of(claim)),
                },
            )
            break


def _claims(found: Attribution, link: Link) -> list[list[Token]]:
    """The content words of what is attributed: all of them, then each part that could lose its source alone."""
    tokens = content_tokens(link.original.facts, found)
    parts = claims_of(tokens)
    return [tokens, *(part for part in parts if len(parts) > 1 and len(part) >= _SHORTEST_PART)]


def _is_thing(found: Attribution, claim: list[Token]) -> bool:
    """Whether a thing was turned down, not a claim: "the council rejected the motion" has no source to lose."""
    return found.verb in reporting_classes()["denial"] and min(claim, key=_depth).pos not in {"VERB", "AUX"}


def _is_inner(found: Attribution, attributions: list[Attribution]) -> bool:
    return any(
        other is not found and any(piece.covers(found.span) for piece in other.content) for other in attributions
    )


def _sentences(tokens: list[Token]) -> list[Sentence]:
    unique = {token.sentence.index: token.sentence for token in tokens}
    return [unique[index] for index in sorted(unique)]


def _sourced(sentence: Sentence, claim: Attribution, link: Link, kept: list[Token]) -> bool:
    """Whether the sentence names a source or quotes, or those beside it in its paragraph carry one over."""
    facts = link.rewrite.facts
    # Saying can be what the claim is about: "he had complained to the manager".
    told = {id(token) for token in kept}
    others = [
        found
        for found in facts.attributions
        if not any(id(token) in told for token in facts.analysis.tokens_in(found.cue) if token.pos == "VERB")
    ]
    here = [found for found in others if sentence.span.overlaps(found.span)]
    limited = [found for found in _limited(link) if found in here]
    if (not limited and hints_at_source(sentence)) or any(
        sentence.span.overlaps(quote.span) for quote in facts.marked_quotes
    ):
        return True
    for found in here:
        if _covers(found, kept) or (found.verb in _CARRYING and found not in limited):
            return True
    before, after = (_neighbour(sentence, link, step) for step in (-1, 1))
    turned = any(token.lower in _TURNING for token in sentence.tokens[:2])
    carried = before is not None and any(
        before.span.overlaps(found.span)
        and found.verb in _CARRYING
        and found.speaker is not None
        and not (turned and claim.speaker is not None and not _may_be_one(claim.speaker, found.speaker, link))
        for found in others
    )
    return carried or (
        after is not None and any(after.span.overlaps(found.span) and found.verb in _GOING_ON for found in others)
    )


def _may_be_one(ours: Speaker, theirs: Speaker, link: Link) -> bool:
    """Whether the source of the sentence before can be the claim's: the same one, or a pronoun's."""
    return "pronoun" in (ours.kind, theirs.kind) or _is_same(ours, theirs, link)


def _is_same(ours: Speaker | None, theirs: Speaker | None, link: Link) -> bool:
    if ours is None or theirs is None:
        return False
    return compare_speakers(ours, theirs, introduced(link.original.facts, link.rewrite.facts)) == "same"


def _limited(link: Link) -> list[Attribution]:
    """The sources of the rewrite that vouch for what follows them only: "A and, by X's account, B"."""
    sentences = link.rewrite.sentences
    return [
        found
        for found in link.rewrite.attributions
        if any(sentence.span.overlaps(found.span) and part_after(found.span, sentence) for sentence in sentences)
    ]


def _covers(found: Attribution, kept: list[Token]) -> bool:
    return any(piece.overlaps(token.span) for piece in found.content for token in kept)


def _source_of_another(found: Attribution, link: Link, kept: list[Token]) -> bool:
    """Whether the only source beside the claim is one to which the original gives another sentence, not this one."""
    speaker = found.speaker
    if speaker is None or speaker.kind == "pronoun" or link.words.pair(speaker.head) is not None:
        return False
    spans = [sentence.span for sentence in _sentences(kept)]
    beside = [other for other in link.rewrite.attributions if any(span.overlaps(other.span) for span in spans)]
    if not beside:
        return False
    for other in beside:
        head = None if other.speaker is None else link.words.pair(other.speaker.head)
        if other.speaker is None or head is None or head.reason != "same word":
            return False
        if head.original.sentence is speaker.head.sentence or _is_same(speaker, other.speaker, link):
            return False
        if kinds_of(speaker.roles) & kinds_of(other.speaker.roles):
            return False
    return True


def _neighbour(sentence: Sentence, link: Link, step: int) -> Sentence | None:
    place = sentence.index + step
    sentences = link.rewrite.facts.analysis.sentences
    return sentences[place] if 0 <= place < len(sentences) and sentences[place].block == sentence.block else None


def _speaker_stays(found: Attribution, link: Link, kept: list[Token]) -> bool:
    """Whether the rewrite still names the source in another part than the claim's own subject."""
    if found.speaker is None:
        return False
    head = found.speaker.head
    partner = link.words.partner(head)
    if partner is None:
        return False
    doing = partner.head if partner.dep in {"nsubj", "nsubjpass"} else None
    if any(limit.span.overlaps(partner.span) and not _covers(limit, kept) for limit in _limited(link)):
        return False
    # "The guard said he had slept" told as "The guard slept": the source is there, but only as the one who did it.
    return doing is None or doing not in kept or doing.lemma in _FORECASTING


def _told_elsewhere(claim: list[Token], link: Link) -> bool:
    """Whether the original makes the claim in its own voice too."""
    facts = link.original.facts
    wanted = {token.lemma for token in claim}
    own = {token.sentence.index for token in claim}
    for sentence in facts.analysis.sentences:
        if sentence.index in own or sentence.block.kind != "paragraph":
            continue
        shared = wanted & {token.lemma for token in sentence.tokens}
        if len(shared) >= 0.7 * len(wanted) and not any(
            sentence.span.overlaps(other.span) for other in facts.attributions
        ):
            return True
    return False


def _bare_claim(claim: list[Token], kept: list[Token], link: Link) -> Span:
    """From the claim's subject to its verb in the rewrite; where neither is clear, its first words."""
    main = _main(claim, kept, link)
    if main.pos not in {"VERB", "AUX"} and main.head.pos in {"VERB", "AUX"}:
        main = main.head
    if main.pos not in {"VERB", "AUX"}:
        first = kept[0].sentence
        return span_of([token for token in kept if token.sentence is first][:4])
    subject = main.child("nsubj", "nsubjpass")
    words = [main, *([] if subject is None else subject.subtree())]
    objects = main.child("dobj", "attr", "acomp", "advmod")
    if objects is not None and objects.index - main.index in range(1, 4):
        words.append(objects)
    return span_of(words)


def _main(claim: list[Token], kept: list[Token], link: Link) -> Token:
    """The word of the rewrite for the claim's verb, or for what the claim says of its subject; else the kept word highest up."""
    first = min(claim, key=_depth)
    inside = {id(token) for token in claim}
    # A claim with "be" has no word of its own at the top: what hangs on the same verb says it.
    level = [token for token in claim if token.head is first.head or token is first]
    for token in sorted(level, key=lambda token: (token.dep not in {"attr", "acomp", "ROOT", "ccomp"}, token.index)):
        partner = link.words.partner(token)
        if partner is None or not {partner.pos, partner.head.pos} & {"VERB", "AUX"}:
            continue
        if token.dep != "advcl" and (id(token.head) not in inside or token is first):
            return partner
    return min(kept, key=_depth)


def _depth(token: Token) -> tuple[int, int]:
    return sum(1 for _ in token.ancestors()), token.index
