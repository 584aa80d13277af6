"""Ages: a person who is 51 in one place and 53 in another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.quantities import Quantity
from unspin.language import Token
from unspin.lexicon import is_person

_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
_YEAR = Fraction(12)  # months
_ONCE = frozenset("when then turned turns turning turn while until till before since".split())
_DYING = frozenset("die kill perish murder drown pass survive".split())
_OLDEST = 110
_SHORTEST_GAP = 8  # years from which two ages may be told of two times without saying so


def age_claims(ground: Ground) -> Iterator[Claim]:
    """How old people are said to be now; ages at other times and ages inside quotation marks are left out."""
    named: list[Claim] = []
    loose: list[tuple[Quantity, list[Token]]] = []
    bare: list[Claim] = []
    for quantity in ground.facts.quantities:
        if quantity.kind == "count":
            bare += _bare(ground, quantity)
        if quantity.kind != "age" or quantity.is_range or quantity.bound or quantity.low.denominator != 1:
            continue
        if ground.is_quoted(quantity.span):
            continue
        tokens = ground.facts.analysis.tokens_in(quantity.span)
        if not tokens or _is_of_another_time(tokens):
            continue
        if who := _owner(ground, tokens):
            named.append(_claim(ground, quantity, *who, 0.92))
        elif who := _predicated(ground, tokens):
            named.append(_claim(ground, quantity, *who, 0.88))
        else:
            loose.append((quantity, tokens))
    aged = {claim.key for claim in named}
    named += [claim for claim in bare if claim.key in aged]
    taken = {claim.value for claim in named}
    spare = [quantity.low for quantity, _ in loose]
    yield from named
    for quantity, tokens in loose:
        # "The 53-year-old": whoever it is, the document gives the age to nobody else.
        if str(quantity.low) in taken or spare.count(quantity.low) > 1:
            continue
        if who := _taken_up(ground, tokens, {claim.key[0] for claim in named}):
            yield _claim(ground, quantity, *who, 0.8)


def _bare(ground: Ground, quantity: Quantity) -> Iterator[Claim]:
    """A number between commas behind a name that the parser took for no name: the age of whoever's age is told elsewhere."""
    if quantity.noun is not None or quantity.bound or quantity.is_range or quantity.low.denominator != 1:
        return
    tokens = ground.facts.analysis.tokens_in(quantity.span)
    after = tokens[-1].neighbour(1) if tokens else None
    if after is None or after.text != "," or not 1 <= quantity.low <= _OLDEST or ground.is_quoted(quantity.span):
        return
    beyond = after.neighbour(1)
    if (who := _name_before(ground, tokens)) and not (beyond is not None and beyond.pos in {"NUM", "PROPN"}):
        yield _claim(ground, quantity, *who, 0.85)


def ages_agree(ground: Ground, one: Claim, other: Claim) -> bool:
    """Whether two ages can be told of two times: far apart, in a document that spans about so many years."""
    gap = abs(int(one.value) - int(other.value))
    if any(ground.is_past_at(claim.span) and not _is_present(ground, claim) for claim in (one, other)):
        return True
    if gap < _SHORTEST_GAP:
        return False
    for time in ground.facts.times:
        if time.is_duration and time.calendar and time.low is not None and abs(time.low / _YEAR - gap) <= 1:
            return True
    years = {int(year) for time in ground.facts.times if isinstance(year := time.get("year"), int)}
    return any(year + step in years for year in years for step in (gap - 1, gap, gap + 1))


def _is_present(ground: Ground, claim: Claim) -> bool:
    """Whether an age is told in the present, whatever years the sentence names: "Sorn, who is 88, moved in 1960"."""
    tokens = ground.facts.analysis.tokens_in(claim.span)
    before = tokens[0].neighbour(-1) if tokens else None
    return before is not None and before.lower in {"is", "now"}


def _claim(ground: Ground, quantity: Quantity, key: str, shown: str, sureness: float) -> Claim:
    value = str(quantity.low)
    source = ground.source_of(quantity.span)
    return Claim("age", (key,), shown, value, "is", f"{value} years old", quantity.span, sureness, source)


def _is_of_another_time(tokens: list[Token]) -> bool:
    first, last = tokens[0], tokens[-1]
    before = [token.lower for step in (-1, -2, -3) if (token := first.neighbour(step))]
    after = [token.lower for step in (1, 2) if (token := last.neighbour(step))]
    if before[:1] and before[0] in {"at", "from", "by", "until", "since", "turned", "turns", "turning", "turn"}:
        return True
    if "age" in before[:2] or first.lower == "age" or set(before) & {"then", "turned", "turns", "turning"}:
        return True
    rest = " ".join(token.lower for step in range(1, 6) if (token := last.neighbour(step)))
    if after[:1] in ([","], [")"]):
        after = []  # an age between commas is told of now: "Torp, 9, since"
    return bool(set(after) & _ONCE) or rest.startswith(("at the time", "years ago", "in those", "at that"))


def _owner(ground: Ground, tokens: list[Token]) -> tuple[str, str] | None:
    return _name_before(ground, tokens) or _name_after(ground, tokens)


def _name_before(ground: Ground, tokens: list[Token]) -> tuple[str, str] | None:
    """The name before an age: "Venn, 51,", "Venn (51)", "Venn, aged 51", "Venn, who is 51", "Venn, a 51-year-old"."""
    token = tokens[0].neighbour(-1)
    attributive = token is not None and token.lower in {"a", "an", "the"}
    if token is not None and attributive:
        # "Venn, a 51-year-old man and a girl": a row of people, and no apposition, where the noun is joined to the name.
        noun = next((above for above in (tokens[-1], *tokens[-1].ancestors()) if above.pos in {"NOUN", "PROPN"}), None)
        if noun is not None and noun.dep == "conj":
            return None
        token = token.neighbour(-1)
    while token is not None and token.lower in {"aged", "age", "is", "who", "now", "just", "only"}:
        token = token.neighbour(-1)
    if token is None or token.text not in {",", "("}:
        return None
    token = token.neighbour(-1)
    name = ground.name_of(token)
    if name is None or name.is_pronoun or token is not name.tokens[-1]:
        return None
    who = ground.person(name)
    if name.kind in {"place", "work"} and len(name.tokens) < 2 and (who is None or " " not in who[0]):
        return None
    return who


def _name_after(ground: Ground, tokens: list[Token]) -> tuple[str, str] | None:
    """The name after an age: "the 51-year-old broker Orla Venn"."""
    if "old" not in tokens[-1].lower:
        return None
    token = tokens[-1].neighbour(1)
    for _ in range(6):
        if token is None:
            return None
        name = ground.name_of(token)
        if name is not None and not name.is_pronoun:
            who = ground.person(name)
            alone = who is None or " " not in who[0]
            if name.kind in {"place", "organisation", "nationality"} and len(name.tokens) == 1 and alone:
                token = name.tokens[-1].neighbour(1)
                continue
            following = name.tokens[-1].neighbour(1)
            if following is not None and following.lower in {"'s", "’s", "'", "-", "and"}:
                return None
            return ground.person(name)
        if token.pos not in {"NOUN", "ADJ", "PROPN"} and token.text != "-":
            return None
        if token.tag == "NNS":
            return None
        token = token.neighbour(1)
    return None


def _predicated(ground: Ground, tokens: list[Token]) -> tuple[str, str] | None:
    """The person who "is 51"; one who "was 51" only where the sentence says nothing else and a death was told before."""
    be = tokens[0].neighbour(-1)
    if be is None or be.lower not in {"is", "was", "'s"}:
        return None
    subject = be.neighbour(-1)
    if subject is None:
        return None
    if subject.lower in {"who"}:
        return None
    name = ground.name_of(subject)
    if name is None or not ground.is_asserted(be):
        return None
    if be.lower == "was":
        words = [token for token in be.sentence.tokens if token.is_word]
        before = ground.sentences[max(0, be.sentence.index - 1)]
        if len(words) > len([token for token in tokens if token.is_word]) + 4:
            return None
        if not any(token.lemma in _DYING for token in before.tokens):
            return None
    return ground.sure_pronoun(subject) if name.is_pronoun else ground.person(name)


def _taken_up(ground: Ground, tokens: list[Token], aged: set[str]) -> tuple[str, str] | None:
    """The person whom "the 53-year-old" takes up: the only one named near, whose age is told elsewhere."""
    the, last = tokens[0].neighbour(-1), tokens[-1]
    if the is None or the.lower != "the" or "old" not in last.lower:
        return None
    following = last.neighbour(1)
    if following is not None and following.pos in {"NOUN", "PROPN", "ADJ"}:
        # "The 53-year-old broker": the noun may part him from others, so that it must have been said of him.
        after = following.neighbour(1)
        if following.tag != "NN" or not is_person(following.lemma) or (after is not None and after.pos in _NAMING):
            return None
    index = last.sentence.index
    if any(ground.brings_up_somebody(sentence, the) for sentence in ground.sentences[max(0, index - 2) : index + 1]):
        return None
    near: set[str] = set()
    shown: dict[str, str] = {}
    for sentence in ground.sentences[max(0, index - 3) : index + 1]:
        for name in ground.names_in(sentence):
            if name.is_pronoun or (sentence.index == index and name.tokens[0].index > last.index):
                continue
            if (who := ground.person(name)) and (name.kind in {"person", "other"} or who[0] in aged):
                near.add(who[0])
                shown[who[0]] = who[1]
    known = near & aged
    here = [key for key in near if _is_named(ground, key, last.sentence.index - 1, last)]
    if len(known) == 1 and (len(near) == 1 or here == list(known)):
        key = next(iter(known))
        return key, shown[key]
    return None


def _is_named(ground: Ground, key: str, index: int, before: Token) -> bool:
    """Whether a person is named in the sentence before or in the same one, ahead of a token."""
    for sentence in ground.sentences[max(0, index) : index + 2]:
        for name in ground.names_in(sentence):
            if not name.is_pronoun and name.tokens[0].index < before.index:
                who = ground.person(name)
                if who is not None and who[0] == key:
                    return True
    return False
