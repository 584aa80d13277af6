"""Relations: a person who is somebody's brother in one place and his son in another."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS
from unspin.language import Token

_KIN: dict[str, str] = {
    word: kind
    for kind, words in (
        ("sibling", "brother sister stepbrother stepsister sibling twin"),
        ("child", "son daughter stepson stepdaughter"),
        ("parent", "father mother dad mum mom stepfather stepmother"),
        ("spouse", "husband wife widow widower boyfriend girlfriend fiance fiancee"),
        ("uncle or aunt", "uncle aunt"),
        ("nephew or niece", "nephew niece"),
        ("grandchild", "grandson granddaughter"),
        ("grandparent", "grandfather grandmother"),
        ("cousin", "cousin"),
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
        owner = token.child("poss") or _possessor(token)
        if owner is None or any(child.lower in _NOT_PLAIN for child in token.children):
            continue
        following = token.neighbour(1)
        if following is not None and following.text == "-":
            continue
        whose, relative = _owner(ground, owner), _relative(ground, token)
        if whose is None or relative is None or whose[0] == relative[0] or len(whose[0].split()) < 2:
            continue
        if _is_ambiguous(ground, token, relative, whose):
            continue
        kind = _KIN[token.lemma]
        forward = relative[0] < whose[0]
        key = (relative[0], whose[0]) if forward else (whose[0], relative[0])
        said = f"the {token.lemma} of {whose[1]}"
        yield Claim(
            "relation", key, relative[1], kind if forward else _INVERSE[kind], "is", said, token.span, 0.85,
            ground.source_of(token.span),
        )  # fmt: skip


def _possessor(kin: Token) -> Token | None:
    """Whose relation it is, told with "of": "the brother of Ella Rasch"."""
    of = kin.child("prep")
    return of.child("pobj") if of is not None and of.lower == "of" else None


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
    """The name that a word of kinship stands with: "her brother Max", "her brother, Max Venn,", "Max Venn, her brother"."""
    above = kin.head
    if kin.dep == "appos" and kin.child("conj") is None and above.index < kin.index:
        name = ground.name_of(above)
        comma = name.tokens[-1].neighbour(1) if name is not None else None
        return ground.person(name) if name is not None and comma is not None and comma.text == "," else None
    if kin.dep == "attr" and above.lower == "is" and (said_of := above.child("nsubj")) is not None:
        name = ground.name_of(said_of)
        return ground.person(name) if name is not None and not name.is_pronoun and ground.is_asserted(above) else None
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


def _is_ambiguous(ground: Ground, kin: Token, relative: tuple[str, str], whose: tuple[str, str]) -> bool:
    """Whether a first name alone was taken for that of somebody with another surname."""
    first_alone = ground.name_of(kin.neighbour(1))
    single = first_alone is not None and len(first_alone.tokens) == 1
    return single and " " in relative[0] and relative[0].split()[-1] != whose[0].split()[-1]
