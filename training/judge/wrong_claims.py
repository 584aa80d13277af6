"""Edits that change how sure a sentence is, whether it denies, and who says it."""

from __future__ import annotations

import random
from collections.abc import Iterator

from edit import Edit, Replacement, cased, dropped, inflected, swap, whole
from stock import Stock

from unspin.language import Sentence

HEDGES = set(
    "may might could would reportedly allegedly possibly probably perhaps apparently likely presumably supposedly potentially "
    "seemingly".split()
)
REPORTS = set(
    "say tell add state claim report announce note argue believe think suggest warn explain insist estimate".split()
)


def hedges(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """A hedge lost, a hedge added, a plan that became a fact."""
    text = sentence.text
    for token in sentence.tokens:
        if token.lower in HEDGES and token.tag == "MD" and token.head.tag == "VB" and token.lower != "would":
            yield swap("hedge", token, rng.choice(["will", "must", "should"]))
            following = token.neighbour(1)
            past = inflected(token.head.lemma, "VBD")
            if following is token.head and past and token.head.lemma != "be":
                yield Edit("hedge", (Replacement(token.start, token.head.end, past),))
        elif token.lower in HEDGES and token.pos == "ADV":
            yield dropped("hedge", [token], text, verdict="unfaithful")
        elif token.lower in {"will", "must"} and token.tag == "MD":
            yield swap("hedge", token, rng.choice(["may", "might", "could"]))
        elif (
            token.lower in {"alleged", "suspected", "possible", "planned", "proposed", "potential", "reported"}
            and token.dep == "amod"
        ):
            yield dropped("hedge", [token], text, verdict="unfaithful")
        elif token.lemma in {
            "try",
            "plan",
            "hope",
            "want",
            "intend",
            "threaten",
            "attempt",
            "expect",
            "agree",
            "decide",
            "seek",
            "refuse",
            "fail",
        } and token.tag in {"VBD", "VBZ", "VBP"}:
            to = token.neighbour(1)
            verb = token.neighbour(2)
            if to and verb and to.tag == "TO" and verb.tag == "VB":
                form = inflected(verb.lemma, token.tag if verb.lemma != "be" else "VBD")
                if form and verb.lemma != "be":
                    yield Edit("hedge", (Replacement(token.start, verb.end, form),))
        elif token.tag in {"VBD", "VBZ"} and token.pos == "VERB" and rng.random() < 0.3:
            adverb = rng.choice(["reportedly", "allegedly", "possibly", "probably"])
            yield Edit("hedge added", (Replacement(token.start, token.start, adverb + " "),))


def negations(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """A statement denied, a denial lost."""
    text = sentence.text
    for token in sentence.tokens:
        if token.dep == "neg" and token.lower in {"not", "n't", "n’t", "never"}:
            before = token.neighbour(-1)
            verb = token.neighbour(1)
            if before and before.lemma == "do" and verb and verb.tag == "VB":
                form = inflected(verb.lemma, before.tag) if before.tag in {"VBD", "VBZ"} else verb.lemma
                if form:
                    yield Edit(
                        "negation", (Replacement(before.start, verb.end, cased(form, before.text)),), "contradicted"
                    )
            elif before and token.lower not in {"not", "never"}:
                whole_form = {"ca": "can", "wo": "will", "sha": "shall"}.get(before.lower, before.text)
                yield Edit("negation", (Replacement(before.start, token.end, whole_form),), "contradicted")
            else:
                yield dropped("negation", [token], text, verdict="contradicted")
        elif token.lower == "no" and token.dep == "det":
            yield swap("negation", token, rng.choice(["some", "a", "any"]), verdict="contradicted")
        elif (
            token.pos in {"VERB", "AUX"}
            and token.dep in {"ROOT", "ccomp", "conj", "relcl", "advcl", "acl"}
            and not any(child.dep == "neg" for child in token.children)
        ):
            helper = next(
                (
                    child
                    for child in token.children
                    if child.dep in {"aux", "auxpass"} and child.tag in {"MD", "VBD", "VBZ", "VBP"}
                ),
                None,
            )
            if helper or (token.lemma == "be" and token.tag in {"VBD", "VBZ", "VBP"}):
                place = (helper or token).end
                if (helper or token).text[:1] not in {"'", "’"}:
                    yield Edit("negation", (Replacement(place, place, " not"),), "contradicted", False)
            elif token.tag in {"VBD", "VBZ", "VBP"} and token.pos == "VERB":
                do = {"VBD": "did", "VBZ": "does", "VBP": "do"}[token.tag]
                yield Edit(
                    "negation", (Replacement(token.start, token.end, f"{do} not {token.lemma}"),), "contradicted"
                )


def attributions(sentence: Sentence, _rng: random.Random, _: Stock) -> Iterator[Edit]:
    """What somebody says, stated as plain fact."""
    text = sentence.text
    for token in sentence.tokens:
        if token.lemma in REPORTS and token.pos == "VERB" and token.tag in {"VBD", "VBZ", "VBP"}:
            clause, subject = token.child("ccomp"), token.child("nsubj")
            if clause is None or subject is None:
                continue
            inside = clause.subtree()
            if not whole(inside):
                continue
            head = [part for part in token.subtree() if part not in inside]
            if (
                inside[0].index > token.index
                and whole([part for part in head if part.index < inside[0].index])
                and token.dep == "ROOT"
            ):
                start = head[0].start
                first = inside[1] if inside[0].lower == "that" and len(inside) > 1 else inside[0]
                yield Edit(
                    "attribution",
                    (
                        Replacement(start, first.start, "", True),
                        Replacement(first.start, first.start + 1, text[first.start].upper(), False),
                    ),
                )
            elif inside[-1].index < token.index:
                rest = [part for part in head if part.index > inside[-1].index and part.is_word]
                if rest and whole(rest):
                    yield dropped("attribution", rest, text, verdict="unfaithful")
