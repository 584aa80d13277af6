"""Edits that keep what a sentence says: one function a kind. They teach the judge to leave a faithful rewrite alone."""

from __future__ import annotations

import random
import re
from collections.abc import Container, Iterator

from edit import Edit, Replacement, cased, inflected, listed_words, text_of, whole
from wrong_facts import MONTHS

from unspin import lexicon
from unspin.embedding import word_similarity
from unspin.language import Sentence

DIGITS = {
    str(number): word
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
SPELT = {word: digit for digit, word in DIGITS.items() if digit not in {"0", "1"}}
CONTRACTIONS = listed_words("contractions.txt")
FORMS = listed_words("phrases.txt")
FORM = re.compile(r"(?<![\w'’-])(" + "|".join(sorted(map(re.escape, FORMS), key=len, reverse=True)) + r")(?![\w'’-])")
CONVERSE = {
    "sold": ("bought", "to", "from"),
    "bought": ("sold", "from", "to"),
    "lent": ("borrowed", "to", "from"),
    "borrowed": ("lent", "from", "to"),
    "gave": ("received", "to", "from"),
    "received": ("gave", "from", "to"),
}


def same(start: int, end: int, text: str) -> Replacement:
    """An exchange that changes nothing in what is said."""
    return Replacement(start, end, text, told=False)


def kept(kind: str, *replacements: Replacement) -> Edit:
    """An edit after which everything is said as before."""
    return Edit(kind, replacements, "backed", True)


def phrases(sentence: Sentence, rng: random.Random) -> Iterator[Edit]:
    """Connectives, quantifiers and set phrases in other words; contractions."""
    text = sentence.text
    for match in FORM.finditer(text):
        if match[1] in {"to", "as", "since"}:
            continue
        if match[1] in {"about", "around", "over", "under", "nearly", "almost", "up to"} and not re.match(
            r"\s+[$£€]?\d", text[match.end() :]
        ):
            continue
        if match[1] in {"before", "after"} and re.match(r"\s+(he|she|it|they|we|I)\b", text[match.end() :]):
            continue
        yield kept("phrase", same(match.start(), match.end(), rng.choice(FORMS[match[1]])))
    for long, (short,) in CONTRACTIONS.items():
        for one, other in ((long, short), (short, long)):
            for match in re.finditer(rf"\b{re.escape(one)}\b", text):
                yield kept("contraction", same(match.start(), match.end(), other))


def numbers(sentence: Sentence, rng: random.Random) -> Iterator[Edit]:
    """The same number, amount or date in another format."""
    text = sentence.text
    for token in sentence.tokens:
        if token.text in DIGITS and token.text not in {"0", "1"} and token.pos == "NUM" and token.dep == "nummod":
            yield kept("format", same(token.start, token.end, DIGITS[token.text]))
        elif token.lower in SPELT and token.pos == "NUM":
            yield kept("format", same(token.start, token.end, SPELT[token.lower]))
    for match in re.finditer(
        r"\b(\d{1,3})(,000,000)\b|\b(\d{1,3}),(\d)00,000\b|\b(\d{1,3}) million\b|\b(\d{1,3})\.(\d) million\b", text
    ):
        a, _, c, d, e, f, g = match.groups()
        written = f"{a} million" if a else f"{c}.{d} million" if c else f"{e},000,000" if e else f"{f},{g}00,000"
        yield kept("format", same(match.start(), match.end(), written))
    for match in re.finditer(r"(\d)%|(\d) per ?cent\b", text):
        written = f"{match[1]} percent" if match[1] else f"{match[2]}%"
        yield kept("format", same(match.start(), match.end(), written))
    for match in re.finditer(r"\$(\d[\d.,]*\d|\d)( million| billion)?\b", text):
        yield kept("format", same(match.start(), match.end(), f"{match[1]}{match[2] or ''} dollars"))
    months = "|".join(MONTHS)
    for match in re.finditer(rf"\b({months}) (\d{{1,2}})(, (\d{{4}}))?\b", text):
        year = f" {match[4]}" if match[4] else ""
        yield kept("format", same(match.start(), match.end(), f"{match[2]} {match[1]}{year}"))
    for match in re.finditer(rf"\b(\d{{1,2}}) ({months})( (\d{{4}}))?\b", text):
        year = f", {match[4]}" if match[4] else ""
        yield kept("format", same(match.start(), match.end(), f"{match[2]} {match[1]}{year}"))
    if rng.random() < 0.5:
        for match in re.finditer(r"\b(\d{1,3}),(\d{3})\b(?!,)", text):
            yield kept("format", same(match.start(), match.end(), match[1] + match[2]))


def synonyms(sentence: Sentence, rng: random.Random, usual: Container[str]) -> Iterator[Edit]:
    """Usual words for words of the same sense: full synonyms that are also near as vectors."""
    for token in sentence.tokens:
        if token.pos not in {"VERB", "NOUN", "ADJ", "ADV"} or token.entity or len(token.lemma) < 4:
            continue
        before, after = token.neighbour(-1), token.neighbour(1)
        if (before and before.dep == "compound") or token.dep == "compound" or (after and after.dep == "prt"):
            continue
        found = [
            word
            for word in sorted(lexicon.synonyms(token.lemma, token.pos))
            if word in usual
            and lexicon.similar(token.lemma, token.pos, word, token.pos).score >= 0.82
            and word_similarity(token.lemma, word) >= 0.52
        ]
        form = inflected(rng.choice(found), token.tag) if found else None
        if form:
            exchange = [same(token.start, token.end, cased(form, token.text))]
            if before and before.lower in {"a", "an"}:
                article = "an" if form[0].lower() in "aeiou" else "a"
                exchange.append(same(before.start, before.end, cased(article, before.text)))
            yield kept("synonym", *exchange)


def voices(sentence: Sentence, _: random.Random) -> Iterator[Edit]:
    """Active to passive, passive to active; converse verbs used rightly."""
    text = sentence.text
    for token in sentence.tokens:
        if token.pos != "VERB":
            continue
        subject, thing, agent = token.child("nsubj", "nsubjpass"), token.child("dobj"), token.child("agent")
        if subject is None or subject.pos == "PRON":
            continue
        one = subject.subtree()
        first = text_of(one, text)
        if one[0].index == 0 and one[0].pos != "PROPN":
            first = first[:1].lower() + first[1:]
        if thing and token.tag == "VBD" and thing.pos != "PRON":
            two = thing.subtree()
            participle = inflected(token.lemma, "VBN")
            if (
                participle
                and whole(one)
                and whole(two)
                and token.neighbour(1) is two[0]
                and one[-1].index == token.index - 1
                and len(one) + len(two) < 20
            ):
                was = "were" if thing.tag in {"NNS", "NNPS"} else "was"
                second = cased(text_of(two, text), text_of(one, text))
                yield kept(
                    "voice",
                    same(one[0].start, one[-1].end, second),
                    same(token.start, token.end, f"{was} {participle} by"),
                    same(two[0].start, two[-1].end, first),
                )
            if token.lower in CONVERSE:
                other, preposition, instead = CONVERSE[token.lower]
                phrase = next(
                    (
                        child
                        for child in token.children
                        if child.dep in {"prep", "dative"} and child.lower == preposition
                    ),
                    None,
                )
                partner = phrase.child("pobj") if phrase else None
                if phrase and partner and partner.pos == "PROPN":
                    three = partner.subtree()
                    if whole(one) and whole(three) and subject.pos == "PROPN":
                        yield kept(
                            "converse",
                            same(one[0].start, one[-1].end, text_of(three, text)),
                            same(token.start, token.end, other),
                            same(phrase.start, phrase.end, instead),
                            same(three[0].start, three[-1].end, first),
                        )
        by = agent.child("pobj") if agent else None
        if agent and by and token.tag == "VBN" and subject.dep == "nsubjpass":
            helper = token.child("auxpass")
            two = by.subtree()
            past = inflected(token.lemma, "VBD")
            if (
                helper
                and past
                and helper.lower in {"was", "were"}
                and helper.neighbour(1) is token
                and token.neighbour(1) is agent
                and whole(one)
                and whole(two)
                and one[-1].index == helper.index - 1
                and len(one) + len(two) < 20
            ):
                second = cased(text_of(two, text), text_of(one, text))
                yield kept(
                    "voice",
                    same(one[0].start, one[-1].end, second),
                    same(helper.start, agent.end, past),
                    same(two[0].start, two[-1].end, first),
                )


def orders(sentence: Sentence, _: random.Random) -> Iterator[Edit]:
    """Phrases and clauses moved to the front or to the end; conjuncts exchanged; who said it, named first or last."""
    text = sentence.text
    end = len(text) - 1 if text[-1:] in ".!?" else len(text)
    first = sentence.tokens[0]
    opening = first.text if first.pos == "PROPN" or first.text == "I" else first.text[:1].lower() + first.text[1:]
    for token in sentence.tokens:
        parts = token.subtree()
        if (
            token.head.dep == "ROOT"
            and token.dep in {"prep", "advcl", "npadvmod"}
            and whole(parts)
            and 1 < len(parts) < 16
        ):
            place = text_of(parts, text)
            if (
                parts[-1].end == end
                and parts[0].index > 2
                and not place.endswith(('"', "”"))
                and token.lower not in {"of", "to", "by", "with"}
            ):
                start = parts[0].start - 1
                if text[start - 1] == ",":
                    start -= 1
                moved = place[:1].upper() + place[1:] + ", " + opening
                yield kept("order", same(first.start, first.end, moved), same(start, end, ""))
            elif parts[0].index == 0 and text[parts[-1].end : parts[-1].end + 2] == ", " and parts[0].pos != "PROPN":
                following = text[parts[-1].end + 2 :][:1]
                moved = " " + place[:1].lower() + place[1:]
                yield kept(
                    "order", same(0, parts[-1].end + 2 + len(following), following.upper()), same(end, end, moved)
                )
        if (
            token.dep == "conj"
            and token.head.dep not in {"ROOT", "conj"}
            and token.pos == token.head.pos
            and not any(child.dep == "conj" for child in token.children)
        ):
            joint = [child for child in token.head.children if child.dep == "cc"]
            mates = [child for child in token.head.children if child.dep == "conj"]
            if (
                len(joint) == 1
                and len(mates) == 1
                and joint[0].lower in {"and", "or"}
                and token.pos in {"PROPN", "NOUN"}
                and joint[0].index == parts[0].index - 1
                and token.head.index == joint[0].index - 1
            ):
                left = [
                    part for part in token.head.subtree() if part.index <= token.head.index and part.dep not in {"det"}
                ]
                right = [part for part in parts if part.dep != "det"]
                if (
                    whole(left)
                    and whole(right)
                    and right[0] is parts[0]
                    and len(left) < 5
                    and len(right) < 5
                    and left[0].index > 0
                ):
                    yield kept(
                        "order",
                        same(left[0].start, left[-1].end, text_of(right, text)),
                        same(right[0].start, right[-1].end, text_of(left, text)),
                    )
    yield from _reports(sentence)


def _reports(sentence: Sentence) -> Iterator[Edit]:
    text = sentence.text
    end = len(text) - 1 if text[-1:] in ".!?" else len(text)
    for token in sentence.tokens:
        clause, subject = token.child("ccomp"), token.child("nsubj")
        if (
            token.dep != "ROOT"
            or token.lower not in {"said", "says", "told", "reported", "announced"}
            or clause is None
            or subject is None
        ):
            continue
        inside, who = clause.subtree(), subject.subtree()
        if not whole(inside) or not whole(who) or len(who) > 8:
            continue
        if (
            who[0].index == 0
            and who[-1].index == token.index - 1
            and inside[0].index == token.index + 1
            and inside[-1].end >= end - 1
            and '"' not in text
            and "“" not in text
        ):
            start = inside[1] if inside[0].lower == "that" and len(inside) > 1 else inside[0]
            body = text[start.start : end]
            name = text_of(who, text)
            name = name if who[0].pos == "PROPN" else name[:1].lower() + name[1:]
            yield kept("report", same(0, end, f"{body[:1].upper()}{body[1:]}, {name} {token.text}"))
            yield kept("report", same(0, start.start, f"According to {name}, "))
        elif (
            inside[0].index == 0
            and inside[-1].index < who[0].index
            and who[-1].index == token.index - 1
            and token.end == end
            and '"' not in text
            and "“" not in text
        ):
            body = text_of(inside, text)
            body = body if inside[0].pos == "PROPN" else body[:1].lower() + body[1:]
            name = text_of(who, text)
            yield kept("report", same(0, end, f"{name[:1].upper()}{name[1:]} {token.text} that {body}"))


def shapes(sentence: Sentence, _: random.Random) -> Iterator[Edit]:
    """Possessives turned round, "that" left out or put in, a surname for a full name."""
    text = sentence.text
    for token in sentence.tokens:
        if token.dep == "poss" and token.pos == "PROPN" and token.head.pos == "NOUN":
            owner = token.subtree()
            mark = owner[-1]
            thing = [part for part in token.head.subtree() if owner[-1].index < part.index <= token.head.index]
            if (
                mark.tag == "POS"
                and whole(owner)
                and whole(thing)
                and thing
                and thing[0].index == mark.index + 1
                and len(owner) < 6
            ):
                name = text[owner[0].start : mark.start]
                the = "The" if owner[0].index == 0 else "the"
                yield kept("possessive", same(owner[0].start, thing[-1].end, f"{the} {text_of(thing, text)} of {name}"))
        elif token.lower == "that" and token.dep == "mark" and token.head.dep == "ccomp":
            yield kept("that", same(token.start, token.end + 1, ""))
    for entity in sentence.entities:
        parts = text[entity.span.start : entity.span.end].split()
        if (
            entity.label == "PERSON"
            and len(parts) == 2
            and all(part[:1].isupper() and part.isalpha() for part in parts)
        ):
            yield Edit("surname", (same(entity.span.start, entity.span.end, parts[1]),), "backed", True)


KINDS = (phrases, numbers, voices, orders, shapes)


def rewordings(sentence: Sentence, rng: random.Random, usual: Container[str]) -> list[Edit]:
    """Every edit that keeps what a sentence says; synonyms are taken from the ``usual`` lemmas."""
    return [*(edit for kind in KINDS for edit in kind(sentence, rng)), *synonyms(sentence, rng, usual)]
