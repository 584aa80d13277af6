"""Relations: a person who is somebody's brother in one place and his son in another."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS
from unspin.language import Token, span_of

# The kind of relation, and its sex, where the word tells it.
_KIN: dict[str, tuple[str, str]] = {
    word: (kind, sex)
    for kind, sex, words in (
        ("sibling", "m", "brother stepbrother"),
        ("sibling", "f", "sister stepsister"),
        ("sibling", "", "sibling twin"),
        ("child", "m", "son stepson"),
        ("child", "f", "daughter stepdaughter"),
        ("parent", "m", "father dad stepfather"),
        ("parent", "f", "mother mum mom stepmother"),
        ("spouse", "m", "husband widower boyfriend"),
        ("spouse", "f", "wife widow girlfriend"),
        ("uncle or aunt", "m", "uncle"),
        ("uncle or aunt", "f", "aunt"),
        ("nephew or niece", "m", "nephew"),
        ("nephew or niece", "f", "niece"),
        ("grandchild", "m", "grandson"),
        ("grandchild", "f", "granddaughter"),
        ("grandparent", "m", "grandfather"),
        ("grandparent", "f", "grandmother"),
        ("cousin", "", "cousin"),
    )
    for word in words.split()
}
_INVERSE = {
    "sibling": "sibling",
    "child": "parent",
    "parent": "child",
    "spouse": "spouse",
    "uncle or aunt": "nephew or niece",
    "nephew or niece": "uncle or aunt",
    "grandchild": "grandparent",
    "grandparent": "grandchild",
    "cousin": "cousin",
}
_NOT_PLAIN = frozenset("in-law law half former ex late foster godson like adoptive".split())


def relation_claims(ground: Ground) -> Iterator[Claim]:
    """Who is what to whom, where both are named or the one is plainly meant by a pronoun."""
    for token in ground.facts.analysis.tokens:
        if token.lemma not in _KIN or token.pos != "NOUN" or token.tag != "NN" or ground.is_quoted(token.span):
            continue
        owner = token.child("poss")
        if owner is None or any(child.lower in _NOT_PLAIN for child in token.children):
            continue
        following = token.neighbour(1)
        if following is not None and following.text == "-":
            continue
        whose, relative = _owner(ground, owner), _relative(ground, token)
        if whose is None or relative is None or whose[0] == relative[0] or len(whose[0].split()) < 2:
            continue
        kind, sex = _KIN[token.lemma]
        span = span_of([token])
        source = ground.source_of(span)
        if relative[0] < whose[0]:
            yield Claim(
                "relation", (relative[0], whose[0]), relative[1], f"{kind}:{sex}", "is",
                f"the {token.lemma} of {whose[1]}", span, 0.85, source,
            )  # fmt: skip
        else:
            yield Claim(
                "relation", (whose[0], relative[0]), relative[1], f"{_INVERSE[kind]}:/{sex}", "is",
                f"the {token.lemma} of {whose[1]}", span, 0.85, source,
            )  # fmt: skip


def relations_agree(one: Claim, other: Claim) -> bool:
    """Whether two relations between the same two people can both hold: one kind, told by words for one sex or for none."""
    (kind, sex), (other_kind, other_sex) = (claim.value.split(":") for claim in (one, other))
    if kind != other_kind:
        return False
    return not (sex and other_sex and sex != other_sex and sex.startswith("/") == other_sex.startswith("/"))


def _owner(ground: Ground, owner: Token) -> tuple[str, str] | None:
    if owner.lower in MALE_PRONOUNS | FEMALE_PRONOUNS:
        return _by_pronoun(ground, owner)
    name = ground.name_of(owner)
    return ground.person(name) if name is not None else None


def _by_pronoun(ground: Ground, pronoun: Token) -> tuple[str, str] | None:
    """The only person named before a possessive in its sentence, else whom it plainly takes up from the one before."""
    sentence = pronoun.sentence
    before = {
        who
        for name in ground.names_in(sentence)
        if not name.is_pronoun
        and name.tokens[-1].index < pronoun.index
        and name.kind not in {"place", "work"}
        and (who := ground.person(name))
    }
    if len(before) == 1:
        return next(iter(before))
    return None if before else ground.sure_pronoun(pronoun)


def _relative(ground: Ground, kin: Token) -> tuple[str, str] | None:
    """The name that a word of kinship stands with: "her brother Max", "her brother, Max Venn,"."""
    token = kin.neighbour(1)
    if token is not None and token.text == "," and (token := token.neighbour(1)) is not None:
        name = ground.name_of(token)
        end = name.tokens[-1].neighbour(1) if name is not None else None
        if name is None or name.head.dep != "appos" or end is None or end.text not in {",", ".", ";"}:
            return None
    name = ground.name_of(token)
    if name is None or token is not name.tokens[0] or name.is_pronoun:
        return None
    end = name.tokens[-1].neighbour(1)
    return None if end is not None and end.lower in {"'s", "’s"} else ground.person(name)
