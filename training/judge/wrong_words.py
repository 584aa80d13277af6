"""Edits that change words, tenses, parts and order, and that add or leave out."""

from __future__ import annotations

import random
from collections.abc import Iterator

from edit import Edit, Replacement, cased, dropped, inflected, swap, text_of, whole
from stock import Stock

from unspin import lexicon
from unspin.language import Sentence

ADVERBS = (
    "reportedly allegedly only repeatedly briefly secretly publicly immediately eventually nearly partly possibly probably "
    "deliberately accidentally finally initially permanently temporarily quickly slowly unanimously narrowly illegally officially"
).split()


def words(sentence: Sentence, rng: random.Random, stock: Stock) -> Iterator[Edit]:
    """Antonyms, and words that are near but say something else."""
    for token in sentence.tokens:
        if (
            token.pos not in {"VERB", "NOUN", "ADJ", "ADV"}
            or token.entity in {"PERSON", "GPE", "ORG"}
            or len(token.text) < 3
        ):
            continue
        opposite = sorted(word for word in lexicon.antonyms(token.lemma, token.pos) if word.isalpha())
        if opposite:
            form = inflected(rng.choice(opposite), token.tag)
            if form:
                yield swap("antonym", token, form, verdict="contradicted")
        near = stock.near.get((token.lemma, token.pos))
        if near:
            form = inflected(rng.choice(near), token.tag)
            if form and form.lower() != token.lower:
                yield swap("near", token, form)


def wider(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """A wider word: still backed, but it says less."""
    for token in sentence.tokens:
        if token.pos in {"NOUN", "VERB"} and not token.entity:
            found = sorted(
                word
                for word, distance in lexicon.hypernyms(token.lemma, token.pos).items()
                if distance == 1 and word.isalpha() and word not in lexicon.synonyms(token.lemma, token.pos)
            )
            form = inflected(rng.choice(found), token.tag) if found else None
            if form:
                yield Edit("wider", (Replacement(token.start, token.end, cased(form, token.text)),), "backed", False)


def tenses(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """What was becomes what will be, what is becomes what was."""
    for token in sentence.tokens:
        if token.dep not in {"ROOT", "aux", "auxpass", "conj", "ccomp", "relcl", "advcl"}:
            continue
        if token.lower in {"was", "were"}:
            yield swap("tense", token, rng.choice(["will be", "is" if token.lower == "was" else "are"]))
        elif token.lower in {"is", "are"} and token.lemma == "be":
            yield swap("tense", token, rng.choice(["will be", "was" if token.lower == "is" else "were"]))
        elif (
            token.lower in {"has", "have"}
            and token.dep == "aux"
            and token.head.tag == "VBN"
            and token.neighbour(1) is token.head
        ):
            yield Edit("tense", (Replacement(token.start, token.head.end, f"will {token.head.lemma}"),))
        elif token.lower in {"will"} and token.tag == "MD" and token.neighbour(1) is token.head:
            past = inflected(token.head.lemma, "VBD") if token.head.lemma != "be" else "was"
            if past:
                yield Edit("tense", (Replacement(token.start, token.head.end, past),))
        elif token.pos == "VERB" and token.tag in {"VBD", "VBZ", "VBP"}:
            other = f"will {token.lemma}"
            past = inflected(token.lemma, "VBD")
            if token.tag != "VBD" and past and rng.random() < 0.5:
                other = past
            yield swap("tense", token, other)


def roles(sentence: Sentence, _rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Subject and object exchanged, in active and in passive sentences; the voice changed but the parts not."""
    text = sentence.text
    for token in sentence.tokens:
        if token.pos != "VERB":
            continue
        subject, thing = token.child("nsubj", "nsubjpass"), token.child("dobj")
        agent = token.child("agent")
        by = agent.child("pobj") if agent else None
        other = thing or by
        if subject is None or other is None or "PRON" in {subject.pos, other.pos}:
            continue
        one, two = subject.subtree(), other.subtree()
        if (
            not (whole(one) and whole(two))
            or len(one) > 7
            or len(two) > 7
            or one[-1].index >= two[0].index
            or subject.lemma == other.lemma
        ):
            continue
        first, second = text_of(one, text), text_of(two, text)
        if one[0].index == 0 and one[0].pos not in {"PROPN"}:
            first = first[:1].lower() + first[1:]
        yield Edit(
            "role",
            (
                Replacement(one[0].start, one[-1].end, cased(second, text_of(one, text))),
                Replacement(two[0].start, two[-1].end, first),
            ),
        )
        participle = inflected(token.lemma, "VBN")
        if (
            thing
            and token.tag == "VBD"
            and participle
            and token.neighbour(1) is two[0]
            and one[-1].index == token.index - 1
        ):
            was = "were" if subject.tag in {"NNS", "NNPS"} else "was"
            yield Edit("role", (Replacement(token.start, token.end, f"{was} {participle} by"),))


def swaps(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Two words of one form exchanged: all words stay, and the sentence says something else (after PAWS, Zhang et al. 2019)."""
    for tag in ("NN", "NNS", "NNP", "JJ", "CD", "VBD", "VBN", "VBG"):
        words = [token for token in sentence.tokens if token.tag == tag and len(token.text) > 1]
        for _number in range(2 if len(words) > 1 else 0):
            one, other = sorted(rng.sample(words, 2), key=lambda token: token.index)
            # Neighbours ("stone bridge") and conjuncts ("bread and wine") may say the same when exchanged.
            joined = other in one.subtree() or one in other.subtree() or other.index - one.index < 2
            if one.lower != other.lower and not (joined and tag in {"NN", "NNS", "NNP", "JJ"}):
                yield Edit(
                    "swap",
                    (
                        Replacement(one.start, one.end, cased(other.text, one.text)),
                        Replacement(other.start, other.end, one.text if tag == "NNP" or one.index else one.lower),
                    ),
                )


def additions(sentence: Sentence, rng: random.Random, stock: Stock) -> Iterator[Edit]:
    """An adjective, an adverb, a phrase or a clause that the original does not have."""
    text = sentence.text
    for token in sentence.tokens:
        if token.pos == "NOUN" and not token.entity:
            pool = stock.adjectives.get(token.lemma)
            start = token
            while (
                (before := start.neighbour(-1)) is not None
                and before.head is token
                and before.dep in {"compound", "amod"}
            ):
                start = before
            if pool and rng.random() < 0.6:
                yield Edit(
                    "addition", (Replacement(start.start, start.start, rng.choice(pool) + " "),), "unbacked", True
                )
        elif token.tag in {"VBD", "VBZ", "VBN"} and token.pos == "VERB" and rng.random() < 0.4:
            yield Edit(
                "addition", (Replacement(token.start, token.start, rng.choice(ADVERBS) + " "),), "unbacked", True
            )
    end = len(text) - 1 if text[-1:] in ".!?" else len(text)
    if stock.phrases and not text[:end].endswith(('"', "”", "'")):
        yield Edit("addition", (Replacement(end, end, " " + rng.choice(stock.phrases)),), "unbacked", True)
        yield Edit("addition", (Replacement(end, end, rng.choice(stock.clauses)),), "unbacked", True)


def omissions(sentence: Sentence, _rng: random.Random, _: Stock) -> Iterator[Edit]:
    """A modifier, a phrase, a clause, a condition left out."""
    text = sentence.text
    for token in sentence.tokens:
        parts = token.subtree()
        if not whole(parts) or len(parts) > 14 or any(part.dep == "neg" for part in parts):
            continue
        if (
            (token.dep in {"amod", "npadvmod", "nummod"} and len(parts) <= 3 and token.head.pos in {"NOUN", "VERB"})
            or (
                token.dep == "advmod"
                and token.pos == "ADV"
                and len(parts) == 1
                and token.lower not in {"when", "where", "how", "why", "so", "as", "too"}
            )
            or (token.dep == "prep" and len(parts) > 1 and parts[0] is token and token.lower != "of")
        ):
            yield dropped("omission", parts, text)
        elif token.dep in {"advcl", "appos", "acl", "relcl"} and len(parts) > 1 and parts[0].index > 0:
            verdict = "unfaithful" if parts[0].lower in {"if", "unless", "until", "although", "though"} else "backed"
            yield dropped("omission", parts, text, verdict=verdict)
        elif token.dep == "conj" and token.head.pos == token.pos and token.head.index < parts[0].index:
            joint = [child for child in token.head.children if child.dep == "cc" and child.index == parts[0].index - 1]
            if joint:
                yield dropped("omission", [*joint, *parts], text)
