"""predicate-changed: the rewrite says that something else happened or is so."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.align import Link
from unspin.align.substitutions import Substitution, contrasts_in, coverage, substitutions
from unspin.changes.registry import Change, Example, change_type
from unspin.embedding import word_similarity
from unspin.facts.roles import is_passive
from unspin.language import Token
from unspin.lexicon import antonyms, hypernyms, is_known
from unspin.wordlists import converse_of

_COVERED = 0.75  # share of words that must be kept before one other verb says another thing
_UNLIKE = 0.35  # cosine below which two verbs are told apart
# With these a verb says something else than alone.
_DECIDING = frozenset({"against", "for", "to", "out", "off", "up", "down"})
_LIGHT = frozenset(
    "be have do make take get give go come put set keep let run turn bring carry hold say add note call see show "
    "move leave join want ask need seem become remain feature include identify discuss".split()
)


@change_type(
    name="predicate-changed",
    severity="error",
    precedence=60,
    reports="Another event, action, state or property: charged became convicted, a former officer a current one, hidden became seized.",
    matters="The sentence still has its people, numbers and places, and tells of something that did not happen.",
    fine="Synonyms, a noun made of the verb, a more general word that stays true.",
    sure="Sure for words that exclude each other (the package lists them); otherwise only where all the rest of the sentence stayed.",
    must_report=[
        Example("The clerk was charged with theft.", "The clerk was convicted of theft.", "charged", "convicted"),
        Example(
            "Ada Quill is a former governor of the bank.",
            "Ada Quill is the current governor of the bank.",
            "former",
            "current",
        ),
    ],
    must_stay_silent=[
        Example("The firm bought the mill in May.", "The firm purchased the mill in May."),
        Example("The minister announced a review.", "The minister made an announcement about a review."),
    ],
)
def predicate_changed(link: Link) -> Iterator[Change]:
    """Yield states and actions that exclude each other, and lone verbs exchanged in a sentence that otherwise stayed."""
    for found in contrasts_in(link):
        if found.contrast.type == "predicate-changed":
            yield Change(
                type="predicate-changed",
                original=found.original,
                rewrite=found.rewrite,
                message=f"“{found.words[0]}” became “{found.words[1]}”",
                confidence=0.8,
                why={"set": found.contrast.name, "original": found.words[0], "rewrite": found.words[1]},
            )
    others = [
        pair
        for pair in substitutions(link)
        if pair.original.pos == pair.rewrite.pos == "VERB" and pair.how == "same place"
    ]
    if (
        len(others) == 1
        and coverage(link) >= _COVERED
        and _verbatim(link)
        and _says_another(others[0].original, others[0].rewrite)
        and _same_frame(others[0], link)
    ):
        ours, theirs = others[0].original, others[0].rewrite
        yield Change(
            type="predicate-changed",
            original=ours.span,
            rewrite=theirs.span,
            message=f"“{ours.text}” became “{theirs.text}”",
            confidence=0.55,
            why={
                "original": ours.lemma,
                "rewrite": theirs.lemma,
                "similarity": round(word_similarity(ours.lower, theirs.lower), 2),
            },
        )


def _verbatim(link: Link) -> bool:
    """Whether the aligned words are the same words: who replaces many words by synonyms has replaced the verb by one as well."""
    reworded = sum(pair.reason in {"synonym", "hypernym", "vectors"} for pair in link.words.pairs)
    return reworded == 0


def _same_frame(pair: Substitution, link: Link) -> bool:
    """Whether both verbs take the same parts, one of them at least filled by the same word: else one may tell it otherwise."""
    ours, theirs = pair.original, pair.rewrite
    if is_passive(ours) != is_passive(theirs) or (ours.child("dobj") is None) != (theirs.child("dobj") is None):
        return False
    return (
        any(
            link.words.partner(child) is other
            for child in ours.children
            for other in theirs.children
            if child.dep == other.dep and child.dep in {"nsubj", "nsubjpass", "dobj", "pobj"}
        )
        or link.words.partner(ours.head) is theirs.head
    )


def _says_another(ours: Token, theirs: Token) -> bool:
    if {ours.lemma, theirs.lemma} & _LIGHT or not (is_known(ours.lemma, "VERB") and is_known(theirs.lemma, "VERB")):
        return False
    if any(child.dep == "prt" for verb in (ours, theirs) for child in verb.children):
        return False
    if any(child.lower in _DECIDING for verb in (ours, theirs) for child in verb.children):
        return False
    if theirs.lemma in antonyms(ours.lemma, "VERB") or any(
        both.other == theirs.lemma for both in converse_of(ours.lemma)
    ):
        # Opposites are polarity's, and a verb that tells the event from the other side says the same.
        return False
    if word_similarity(ours.lower, theirs.lower) >= _UNLIKE:
        return False
    return not (hypernyms(ours.lemma, "VERB").keys() & hypernyms(theirs.lemma, "VERB").keys())
