"""unsupported: the rewrite adds information that the original does not contain."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.names import added_names
from unspin.align.substitutions import coverage
from unspin.align.support import said
from unspin.align.words import unaligned
from unspin.changes.registry import Change, Example, change_type
from unspin.language import Token, span_of

_PHRASES = frozenset({"appos", "prep", "advcl", "relcl", "acl", "npadvmod", "agent", "conj"})
# Words that judge or colour; others before a noun ("various", "available", "latest") mostly reword what is there.
_JUDGING = frozenset(
    """popular unpopular controversial disgraced beloved notorious famous infamous celebrated renowned acclaimed respected influential
    powerful wealthy rich poor troubled embattled ailing struggling failing thriving successful unsuccessful failed lucrative costly
    expensive cheap luxury lavish modest historic landmark unprecedented shocking stunning surprising unexpected dramatic tragic horrific
    brutal violent deadly fatal dangerous unsafe safe reckless careless corrupt illegal unlawful criminal crooked secret secretive
    hidden mysterious suspicious dubious questionable flawed faulty defective botched disastrous catastrophic massive huge enormous
    tiny mere severe serious minor major critical crucial vital key prominent leading top best worst bitter fierce heated angry furious
    outraged delighted proud ashamed desperate reluctant eager keen loyal brave heroic cowardly innocent guilty vulnerable frail elderly
    sick ill drunk armed unarmed masked hardline radical extreme extremist moderate conservative liberal progressive populist outspoken
    veteran novice inexperienced experienced talented gifted brilliant mediocre award-winning best-selling record-breaking long-awaited
    much-criticised hated feared ambitious ruthless greedy generous honest dishonest fraudulent fake alleged so-called self-styled
    beautiful ugly stylish shabby outdated modern innovative pioneering groundbreaking revolutionary risky promising disappointing
    impressive excellent outstanding terrible awful poorly unfair unjust biased hostile friendly close bitterly""".split()
)
_JOINING = frozenset({"of", "since", "as", "than", "like", "such", "including", "with"})
_COVERED = 0.5


@change_type(
    name="unsupported",
    severity="warning",
    precedence=70,
    reports="A phrase, clause or sentence of the rewrite has no counterpart anywhere in the original: a reason, a judgement, a detail.",
    matters="A rewriter who adds what sounds likely publishes what nobody reported.",
    fine="Words that spell out what the original says elsewhere, a general word for a particular one, connecting words.",
    sure="Surer where all the rest of the sentence has its counterpart and nothing of the original is left over.",
    must_report=[
        Example(
            "The mill closed in March.",
            "The mill closed in March amid growing losses.",
            None,
            "amid growing losses",
        ),
        Example(
            "Ada Quill sold the house on Friday.",
            "Ada Quill, a keen sailor, sold the house on Friday.",
            None,
            "a keen sailor",
        ),
    ],
    must_stay_silent=[
        Example(
            "The mill closed in March. It had made losses for years.",
            "The mill, which had made losses for years, closed in March.",
        ),
        Example("Ada Quill sold the house on Friday.", "On Friday, the house was sold by Ada Quill."),
    ],
)
def unsupported(link: Link) -> Iterator[Change]:
    """Yield the phrases of the rewrite's side whose every content word is new to the link and to the original."""
    if not link.rewrite.sentences:
        return
    if not link.original.sentences:
        yield from _sentences(link)
        return
    covered = coverage(link)
    if covered < _COVERED:
        return
    fresh = {token.index for token in unaligned(link.rewrite.tokens, link.words)} - _same_amounts(link)
    leftover = [token for token in unaligned(link.original.tokens, link.words) if token.pos != "PRON"]
    seen: set[int] = set()
    for token in link.rewrite.tokens:
        if token.dep not in _PHRASES or token.index in seen or token.lower in _JOINING or _predicative(token):
            continue
        phrase = token.subtree()
        words = [word for word in phrase if word.is_content]
        if not words or any(word.index not in fresh for word in words) or not _whole(phrase):
            continue
        share = said(words, link.original.facts)
        least = 3 if token.pos in {"VERB", "AUX"} and token.dep != "advcl" else 2
        if share > 0.34 or len(words) < least or len(leftover) >= len(words):
            continue
        seen.update(word.index for word in phrase)
        yield _change(phrase, 0.55 + 0.3 * max(0.0, covered - 0.6), share)
    yield from _judgements(link, fresh - seen)
    for name in added_names(link):
        if not seen & {word.index for word in name.tokens} and name.kind == "person":
            yield _change(list(name.tokens), 0.7, 0.0)


def _same_amounts(link: Link) -> set[int]:
    """The words of numbers and times that the original gives too, in whatever form."""
    facts = link.original.facts
    known = {fact.key for fact in facts.quantities} | {fact.key for fact in facts.times}
    analysis = link.rewrite.facts.analysis
    given = [fact.span for fact in link.rewrite.quantities if fact.key in known]
    given += [fact.span for fact in link.rewrite.times if fact.key in known]
    return {token.index for span in given for token in analysis.tokens_in(span)}


def _judgements(link: Link, fresh: set[int]) -> Iterator[Change]:
    """Adjectives that the rewrite puts before a noun of the original which had none that could have been reworded."""
    for token in link.rewrite.tokens:
        if token.dep != "amod" or token.lower not in _JUDGING or token.index not in fresh:
            continue
        noun = link.words.pair(token.head)
        if noun is None or noun.reason != "same word" or token.head.pos != "NOUN":
            continue
        reworded = any(link.words.pair(child) is None for child in noun.original.children if child.is_content)
        if not reworded and said([token], link.original.facts) == 0.0:
            yield _change([token], 0.6, 0.0)


def _sentences(link: Link) -> Iterator[Change]:
    for sentence in link.rewrite.sentences:
        words = [token for token in sentence.tokens if token.is_content]
        share = said(words, link.original.facts)
        if len(words) >= 4 and share <= 0.4 and not sentence.is_question:
            yield _change([token for token in sentence.tokens if token.is_word], 0.6, share)


def _predicative(token: Token) -> bool:
    """Whether the phrase is what the clause says ("were in good order"), or a second word for one thing ("pilot and sole occupant")."""
    return (token.dep == "prep" and token.head.pos == "AUX") or (
        token.dep == "conj" and token.pos not in {"VERB", "AUX"}
    )


def _whole(phrase: list[Token]) -> bool:
    """Whether the phrase is one stretch of the sentence."""
    return phrase[-1].index - phrase[0].index + 1 == len(phrase)


def _change(tokens: list[Token], confidence: float, share: float) -> Change:
    words = [token for token in tokens if token.is_word]
    span = span_of(words)
    return Change(
        type="unsupported",
        original=None,
        rewrite=span,
        message="The original does not say this",
        confidence=round(min(confidence, 0.9), 2),
        why={"said by the original": round(share, 2)},
    )
