"""Edits that change what a sentence says: one function a kind, each gives every edit of its kind that a sentence allows."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edit import Edit, Replacement, cased, dropped, inflected, listed_words, swap, text_of, whole

from unspin import lexicon
from unspin.language import Sentence

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CARDINALS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
TITLES = (
    "president|prime minister|minister|secretary|governor|mayor|senator|chairman|chief executive|director|manager|spokesman|"
    "captain|coach|professor|doctor|judge|general|sergeant|inspector|deputy|treasurer|ambassador|chancellor|councillor|commissioner"
).split("|")
BOUNDS = (
    "more than",
    "fewer than",
    "less than",
    "at least",
    "at most",
    "up to",
    "nearly",
    "almost",
    "over",
    "under",
    "only",
)
EXCHANGES = listed_words("exchanges.txt")
UNITS = listed_words("units.txt")
GENDER = {
    "he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself", "hers": "his",
    "mr.": "Mrs.", "mr": "Mrs", "mrs.": "Mr.", "mrs": "Mr", "ms.": "Mr.", "ms": "Mr", "ex-husband": "ex-wife",
}  # fmt: skip
HEDGES = set(
    "may might could would reportedly allegedly possibly probably perhaps apparently likely presumably supposedly potentially "
    "seemingly".split()
)
REPORTS = set(
    "say tell add state claim report announce note argue believe think suggest warn explain insist estimate".split()
)
ADVERBS = (
    "reportedly allegedly only repeatedly briefly secretly publicly immediately eventually nearly partly possibly probably "
    "deliberately accidentally finally initially permanently temporarily quickly slowly unanimously narrowly illegally officially"
).split()


@dataclass
class Stock:
    """Words of the whole corpus to put in: names by label, near but other words by lemma and tag, adjectives, phrases, clauses.

    ``usual`` are the lemmas that are common enough to stand for another; ``without`` names functions of this module not to use.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    near: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    adjectives: dict[str, list[str]] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    usual: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def numbers(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another number, unit, ordinal; a bound put before a number, exchanged or taken away."""
    text = sentence.text
    for token in sentence.tokens:
        word = token.lower
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+(\.\d+)?", word):
            yield swap("number", token, _other_number(word, rng))
            before = token.neighbour(-1)
            if not re.fullmatch(r"(1[5-9]|20)\d\d", word) and (
                before is None
                or before.lower not in {"than", "least", "to", "nearly", "almost", "over", "about", "$", "£", "€"}
            ):
                yield Edit("bound", (Replacement(token.start, token.start, rng.choice(BOUNDS) + " "),))
        elif word in CARDINALS:
            yield swap("number", token, rng.choice([other for other in CARDINALS if other != word]))
        elif word in ORDINALS and token.pos in {"ADJ", "NUM"}:
            yield swap("number", token, rng.choice([other for other in ORDINALS if other != word]))
        elif word in UNITS:
            yield swap("unit", token, rng.choice(UNITS[word]))
    for match in re.finditer(
        r"\b(more than|less than|fewer than|at least|at most|up to|nearly|almost|over|about|around|roughly|approximately) (?=[$£€]?\d|"
        + "|".join(CARDINALS)
        + ")",
        text,
    ):
        yield Edit("bound", (Replacement(match.start(), match.end(), ""),))
        if match[1] not in {"about", "around", "roughly", "approximately"}:
            other = {
                "more than": "less than",
                "over": "under",
                "at least": "at most",
                "up to": "at least",
                "nearly": "more than",
                "almost": "more than",
                "at most": "at least",
            }
            yield Edit("bound", (Replacement(match.start(1), match.end(1), other.get(match[1], "more than")),))


def _other_number(word: str, rng: random.Random) -> str:
    plain = word.replace(",", "")
    if "." in plain:
        whole_part, digits = plain.split(".")
        value = f"{max(0.1, float(plain) * rng.choice([0.5, 0.7, 1.3, 1.9]) + rng.choice([0.1, 0.3])):.{len(digits)}f}"
        return value if value != plain else f"{int(whole_part) + 1}.{digits}"
    number = int(plain)
    if 1500 < number < 2100 and "," not in word:
        return str(number + rng.choice([-30, -11, -5, -3, -2, -1, 1, 2, 4, 7, 10]))
    other = max(
        1,
        rng.choice(
            [
                number + rng.randint(1, 9),
                number - rng.randint(1, 9),
                number * 2,
                round(number * rng.uniform(0.3, 3)),
                number + 10 ** max(0, len(plain) - 1),
            ]
        ),
    )
    other += other == number
    return f"{other:,}" if "," in word else str(other)


def times(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another month or weekday."""
    for token in sentence.tokens:
        for names in (MONTHS, DAYS):
            if token.text in names and (token.text not in {"May", "March"} or token.entity == "DATE"):
                yield swap("time", token, rng.choice([name for name in names if name != token.text]))


def names(sentence: Sentence, rng: random.Random, stock: Stock) -> Iterator[Edit]:
    """Another name of the same kind; two names of the sentence exchanged."""
    found = [entity for entity in sentence.entities if entity.label in stock.names]
    for entity in found:
        other = rng.choice(stock.names[entity.label])
        if other not in sentence.text:
            yield Edit("entity", (Replacement(entity.span.start, entity.span.end, other),))
    for one in found:
        for other in found:
            a, b = sentence.text[one.span.start : one.span.end], sentence.text[other.span.start : other.span.end]
            between = sentence.text[one.span.end : other.span.start].strip(" ,")
            # "A and B" says the same as "B and A".
            if (
                one.span.end < other.span.start
                and between not in {"and", "or", ""}
                and a not in b
                and b not in a
                and (one.label == other.label or {one.label, other.label} <= {"PERSON", "ORG", "GPE", "NORP"})
            ):
                yield Edit(
                    "role",
                    (
                        Replacement(one.span.start, one.span.end, b),
                        Replacement(other.span.start, other.span.end, a),
                    ),
                )


def titles(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another office or title."""
    for token in sentence.tokens:
        if token.lower in TITLES and token.pos in {"NOUN", "PROPN"}:
            yield swap("title", token, rng.choice([title for title in TITLES if title != token.lower]))


def listed(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Words with a known contrary or neighbour: quantifiers, connectives, directions, kin, outcomes."""
    for token in sentence.tokens:
        others = EXCHANGES.get(token.lower)
        if not others or (
            token.lower in {"to", "up", "down", "over", "for", "from", "since", "more", "most", "last"}
            and token.pos not in {"ADP", "SCONJ", "ADJ"}
        ):
            continue
        if token.lower in {"to", "for", "from"} and rng.random() < 0.7:
            continue
        yield swap("contrast", token, rng.choice(others))


def genders(sentence: Sentence, _rng: random.Random, _: Stock) -> Iterator[Edit]:
    """He for she, her for his."""
    for token in sentence.tokens:
        if token.lower in GENDER:
            yield swap("gender", token, GENDER[token.lower])
        elif token.lower == "her":
            yield swap("gender", token, "his" if token.tag == "PRP$" else "him")


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


KINDS = (
    numbers,
    times,
    names,
    titles,
    listed,
    genders,
    hedges,
    negations,
    attributions,
    words,
    wider,
    tenses,
    roles,
    swaps,
    additions,
    omissions,
)


def wrong_edits(sentence: Sentence, rng: random.Random, stock: Stock) -> dict[str, Sequence[Edit]]:
    """Every edit that changes what a sentence says, by kind."""
    found: dict[str, list[Edit]] = {}
    for function in KINDS:
        for edit in function(sentence, rng, stock) if function.__name__ not in stock.without else ():
            found.setdefault(edit.kind, []).append(edit)
    return found
