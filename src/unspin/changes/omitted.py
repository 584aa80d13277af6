"""omitted: the rewrite drops information in a way that misleads."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.quote_settled import is_quote_only
from unspin.align.quotes import limits_cut
from unspin.align.support import said
from unspin.changes.registry import Change, Example, change_type
from unspin.language import Token, span_of

_DENIALS = frozenset(
    "deny dispute reject contest refute contradict disagree doubt question denial dispute unverified unconfirmed unproven unclear "
    "insist plead acquit overturn quash retract withdraw apologise apologize appeal innocent innocence exonerate caveat caution "
    "preliminary unclear unknown undecided untested unable".split()
)
_NEGATIONS = frozenset({"not", "n't", "no", "never", "neither", "nor", "none", "nobody", "nothing", "without"})
_TURNS = frozenset({"but", "although", "though", "however", "yet", "while", "whereas", "except"})
_CONDITIONS = frozenset({"if", "unless", "until", "provided", "long", "once"})
_LIMITS = frozenset({"except", "pending", "barring", "excluding", "subject"})
_CLAUSES = frozenset({"conj", "advcl", "relcl", "appos", "ROOT", "ccomp", "acl", "parataxis", "prep", "amod", "advmod"})
_EXCERPT = 0.2  # share of the original's words; with fewer a rewrite tells one point of it
_QUOTED_EXCERPT = 0.4  # the same for a rewrite that is a quote and nothing else
_GONE = 0.6  # share of a clause's words that must have no counterpart


@change_type(
    name="omitted",
    severity="warning",
    precedence=75,
    reports="A denial, a condition, a limitation or the other side of a dispute is gone, and what stays says more than the original; "
    "or a quote stops before the “but”, “if” or “unless” with which its sentence goes on.",
    matters="Every word that is left is true, and the reader is misled.",
    fine="Mere shortening: background, repetition, detail; an excerpt, with less than a fifth of the original's words, that drops whole "
    "sentences.",
    sure="Surer for conditions and denials that stand in the middle of what the rewrite tells; less sure for whole sentences.",
    must_report=[
        Example(
            "The mayor took bribes, two witnesses said. She denies it.",
            "The mayor took bribes, two witnesses said.",
            "She denies it",
            None,
        ),
        Example(
            "The drug helped most patients, but it had no effect on children.",
            "The drug helped most patients.",
            "but it had no effect on children",
            None,
        ),
    ],
    must_stay_silent=[
        Example("The mayor, who was born in Aske, resigned on Monday.", "The mayor resigned on Monday."),
        Example("She denied that she took bribes.", "She said that she took no bribes."),
    ],
)
def omitted(link: Link) -> Iterator[Change]:
    """Yield clauses of the original that deny, limit or condition what the rewrite keeps, and that the rewrite says nowhere."""
    taken: set[int] = set()
    for sentence in () if _is_excerpt(link) else link.original.sentences:
        for token in sentence.tokens:
            if (token.dep not in _CLAUSES and token.lower not in _LIMITS) or token.index in taken:
                continue
            clause = _clause(token, link)
            if (reason := _reason(clause, token)) is None or taken & {word.index for word in clause}:
                continue
            words = [word for word in clause if word.is_content and word.lemma not in {"say", "tell"}]
            least = 1 if token.lemma in _DENIALS or {word.lower for word in clause} & _NEGATIONS else 2
            if not link.rewrite.sentences and reason == "what is not so":
                # A short sentence may well be told in words that share nothing with it.
                least = 3
            if len(words) < least or sum(word.is_word for word in clause) < 3:
                continue
            gone = sum(not link.words.backed(word) for word in words) / len(words)
            # Names and the subject of the quarrel stay in the text; what must be gone is what is said of them.
            plain = [word for word in words if word.pos != "PROPN"]
            said_elsewhere = said(plain, link.rewrite.facts)
            most = 0.55 if reason == "a denial or dispute" else 0.34
            if gone < _GONE or said_elsewhere > most or (token.is_content and link.words.backed(token)):
                continue
            if reason == "a denial or dispute" and _as_many_denials(link):
                continue
            taken.update(word.index for word in clause)
            spoken = [word for word in clause if word.is_word]
            yield Change(
                type="omitted",
                original=span_of(spoken),
                rewrite=None,
                message=f"The rewrite leaves out {reason}",
                confidence=0.65,
                why={"kind": reason, "said by the rewrite": round(said_elsewhere, 2)},
            )
    for match, cut in limits_cut(link):
        yield Change(
            type="omitted",
            original=cut,
            rewrite=None,
            message=f"the quote stops before what limits it: “{link.original.document.slice(cut)}”",
            confidence=0.7,
            why={"kind": "a limitation of a quote", "difference": "cut-before-limit", "quote": match.rewrite.text},
        )


def _is_excerpt(link: Link) -> bool:
    """Whether a sentence was dropped, or only quoted, where the rewrite tells one point of the original and not the whole.

    So does a rewrite with very few of the original's words, and one that is a quote and nothing else.
    """
    original, rewrite = link.original.facts, link.rewrite.facts
    ours, theirs = original.word_count, rewrite.word_count
    if theirs >= _QUOTED_EXCERPT * ours:
        return False
    if theirs >= _EXCERPT * ours and not all(
        is_quote_only(original, rewrite, [sentence]) for sentence in rewrite.analysis.sentences
    ):
        return False
    return not link.rewrite.sentences or is_quote_only(original, rewrite, link.rewrite.sentences)


def _as_many_denials(link: Link) -> bool:
    """Whether the rewrite denies as often as the original: then the denial stands there in other words ("did nothing wrong")."""
    ours, theirs = (
        sum(token.lower in _NEGATIONS or token.lemma in _DENIALS for token in passage.facts.analysis.tokens)
        for passage in (link.original, link.rewrite)
    )
    return theirs >= ours


def _clause(token: Token, link: Link) -> list[Token]:
    """The words below a clause's head, without other clauses joined to it that come later, and with the conjunction before it."""
    inner = {
        word.index
        for child in token.children
        if child.pos in {"VERB", "AUX"}
        and (child.dep in {"conj", "parataxis"} or (child.dep == "ccomp" and link.words.backed(child)))
        for word in child.subtree()
    }
    words = [word for word in token.subtree() if word.index not in inner]
    if token.dep == "conj" and (before := words[0].neighbour(-1)) is not None and before.lower in _TURNS:
        words = [before, *words]
    return words


def _reason(clause: list[Token], head: Token) -> str | None:
    lowers = {token.lower for token in clause}
    lemmas = {token.lemma for token in clause}
    marks = {child.lower for child in head.children if child.dep in {"mark", "advmod", "cc"}} | {clause[0].lower}
    if head.lower in _LIMITS:
        return "a limitation" if len(clause) > 1 else None
    if head.dep in {"prep", "amod", "advmod"}:
        return None
    if head.dep == "advcl" and marks & _CONDITIONS:
        return "a condition"
    if lemmas & _DENIALS or (head.pos == "VERB" and head.lemma == "clear"):
        return "a denial or dispute"
    if marks & _TURNS and (lowers & _NEGATIONS or "only" in lowers or marks & {"but"}):
        return "a limitation"
    if head.dep in {"ROOT", "conj", "parataxis"} and (lowers & _NEGATIONS or {"yet", "to"} <= lowers):
        return "what is not so"
    return None
