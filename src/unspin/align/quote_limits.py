"""What a quote leaves out that turns or limits what it keeps: behind a marked omission, before its start, after its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from unspin.align.quote_search import Run
from unspin.align.quote_words import Difference
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import quote_words
from unspin.facts.quotes import Quote
from unspin.language import Token

_DENIALS = frozenset({"not", "n't", "n’t", "never", "hardly", "scarcely", "barely", "no", "neither"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_NO_DENIAL = _ONLY | {"matter", "doubt", "longer"}
_TURNS = frozenset({"but", "yet", "although", "though", "except"})
_CONDITIONS = frozenset({"unless", "if", "until", "provided", "except", "although", "though"})
_PRONOUNS = frozenset("i we you he she they it one people".split())
_THINKING = frozenset(
    "think thinks thought believe believes believed guess guessed suspect suspected suppose supposed assume assumed imagine "
    "imagined feel feels felt hope hoped expect expected fear feared doubt doubted doubts".split()
)
_MAYBE = frozenset("maybe perhaps possibly probably presumably apparently allegedly reportedly".split())
_DENYING = frozenset({"not", "never", "hardly", "doubt", "doubted", "doubts"})
_BESIDE = frozenset("do does did would could can have has had 'd really just also still always that".split())
_OPENING = frozenset("and but so well look because".split())
_LONGEST_HEAD = 8  # words
_LED_BY = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "aux", "auxpass", "cc", "neg", "nmod", "quantmod", "advmod"}
)
_LEADING = frozenset({"pobj", "dobj", "attr", "acomp", "pcomp", "oprd"})
_SOON = 120  # code points
_LEAST_LIMIT = 3  # words
_SENTENCE_END = re.compile(r"[.!?]['’\")”\]]*(?=\s|$)")
_LIMITING = re.compile(
    r"[,;—–’”\"'-]*\s*(?:(?:and|or|only|even|,)[\s,]+)*"
    r"(?:but|unless|if|except|provided|providing|until|as long as|so long as|although|though|albeit|however)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"[,;—–’”\"'-]*\s*because\b", re.IGNORECASE)


def hidden_limits(original: Facts, run: Run, first: int, last: int) -> list[Token]:
    """What an omission of the run's words from ``first`` up to ``last`` hides of the sense of the words that stay.

    That is a negation of a word that is kept, or the "but", "unless", "if" of a clause that is left out as a whole
    while the statement that it limits is kept. What is left out together with its whole statement hides nothing.
    """
    if not 0 < first < last < len(run.words) or run.quotes[first] is not run.quotes[last]:
        return []
    hidden = [token for word in run.words[first:last] for token in original.analysis.tokens_in(word.span)]
    places = {token.index for token in hidden}
    stay = {run.words[place].form for place in (first - 2, first - 1) if place >= 0}
    return [
        token
        for number, token in enumerate(hidden)
        if token not in hidden[:number]
        and ((_denies_kept(token, places) and not stay & {"not", token.lower}) or _limits_kept(token, places))
    ]


def _denies_kept(token: Token, hidden: set[int]) -> bool:
    """Whether a negation is hidden while the verb stays that asserts what it denies."""
    after = token.neighbour(1)
    if token.lower not in _DENIALS or (after is not None and after.lower in _NO_DENIAL):
        return False
    verb = next((head for head in token.ancestors() if head.pos in {"VERB", "AUX"}), None)
    return verb is not None and token.head.index not in hidden and verb.index not in hidden


def _limits_kept(token: Token, hidden: set[int]) -> bool:
    clause = _clause_of(token)
    if clause is None or clause.index not in hidden or clause.head.index in hidden or clause.head is clause:
        return False
    return sum(word.is_word and word.index in hidden for word in clause.subtree()) >= _LEAST_LIMIT


def _clause_of(token: Token) -> Token | None:
    """The head of the clause that a "but" or a condition opens."""
    if token.lower in _TURNS and token.dep == "cc":
        return next((child for child in token.head.children if child.dep == "conj" and child.index > token.index), None)
    if token.lower in _CONDITIONS and token.dep in {"mark", "advmod"} and token.head.dep == "advcl":
        return token.head
    return token if token.lower == "except" and token.dep == "prep" else None


def cut_limit(run: Run, places: Sequence[int]) -> Span | None:
    """The limiting clause (but, if, unless ...) with which the original's quote goes on in the sentence that was cut.

    A "because" limits a statement that is denied or narrowed ("not because ...", "simply because ..."). None where the
    quote goes on in no such way, or with fewer than three words.
    """
    last = places[-1]
    quote = run.quotes[last]
    if quote is None:
        return None
    piece = next((piece for piece in quote.marked if piece.covers(run.words[last].span)), None)
    rest = [
        place
        for place in range(last + 1, len(run.words))
        if run.quotes[place] is quote and piece is not None and piece.covers(run.words[place].span)
    ]
    prose, end = quote.document.prose, run.words[last].span.end
    if not rest or not (_LIMITING.match(prose, end) or (_REASON.match(prose, end) and _narrowed(run, places))):
        return None
    stop = _SENTENCE_END.search(prose, run.words[rest[0]].span.start)
    inside = [run.words[place].span for place in rest if stop is None or run.words[place].span.end <= stop.start() + 1]
    return inside[0].join(inside[-1]) if len(inside) >= _LEAST_LIMIT else None


def _narrowed(run: Run, places: Sequence[int]) -> bool:
    """Whether the last sentence of the places holds a negation, or ends with "simply", "only" ..."""
    if run.words[places[-1]].form in _ONLY:
        return True
    quote = run.quotes[places[-1]]
    for place in reversed(places):
        word = run.words[place]
        if word.form in {"not", "never"}:
            return True
        before = run.words[place - 1] if place else None
        if (
            before is None
            or quote is None
            or _SENTENCE_END.search(quote.document.prose, before.span.end, word.span.start)
        ):
            return False
    return False


def cut_edges(original: Facts, run: Run, places: Sequence[int], rewrite: Quote) -> Iterator[Difference]:
    """What a quote lost at its edges and hides: an opening "I think", or the last word of a phrase that is broken off.

    An opening counts where the quote begins as a sentence of its own; a last word where it is all that is gone of the
    sentences that were quoted. The place in the rewrite is that of the word beside the loss.
    """
    words = [word for word in rewrite.words if word.kind == "word"]
    head = _cut_opening(run, places)
    if head and rewrite.document.prose[words[0].span.start].isupper():
        yield _lost(run, head, words[0].span)
    last = places[-1] + 1
    if (
        rewrite.words[-1].kind == "word"
        and last < len(run.words)
        and run.quotes[last] is run.quotes[places[-1]]
        and (not _before(run, places[0]) or _opens_piece(run, places[0]))
    ):
        ends = last + 1 == len(run.words) or run.quotes[last + 1] is not run.quotes[last] or _parted(run, last + 1)
        gone = ends and not _parted(run, last) and _is_broken(original, run, last)
        if gone and not _goes_on_with(rewrite, run.words[last].form):
            yield _lost(run, range(last, last + 1), words[-1].span)


def _goes_on_with(rewrite: Quote, form: str) -> bool:
    """Whether the text says a word soon after a quote: the next quote begins with it, or the text repeats it."""
    after = Span(rewrite.span.end, min(rewrite.span.end + _SOON, len(rewrite.document.prose)))
    return any(word.form == form for word in quote_words(rewrite.document.prose, after))


def _lost(run: Run, places: Sequence[int], beside: Span) -> Difference:
    words = tuple(run.words[place] for place in places)
    return Difference(words, (), words[0].span.join(words[-1].span), beside)


def _opens_piece(run: Run, place: int) -> bool:
    """Whether a word is the first after an opening mark or an attribution."""
    quote, start = run.quotes[place], run.words[place].span.start
    return quote is not None and any(piece.start <= start <= piece.start + 1 for piece in quote.marked)


def _parted(run: Run, place: int) -> bool:
    """Whether a sentence ends before a word of a quote."""
    quote = run.quotes[place]
    end, start = run.words[place - 1].span.end, run.words[place].span.start
    return quote is not None and _SENTENCE_END.search(quote.document.prose, end, start) is not None


def _before(run: Run, place: int) -> range:
    """The words of the same quote and sentence before a word."""
    first = place
    while first and run.quotes[first - 1] is run.quotes[place] and not _parted(run, first):
        first -= 1
    return range(first, place)


def _cut_opening(run: Run, places: Sequence[int]) -> range | None:
    """The "I think", "I do not believe that" or "maybe" with which the sentence opens before its first quoted word."""
    before = _before(run, places[0])
    forms = [run.words[place].form for place in before]
    while forms and forms[0] in _OPENING:
        forms.pop(0)
    if not forms or len(forms) > _LONGEST_HEAD:
        return None
    supposed = forms[0] in _PRONOUNS and any(form in _THINKING for form in forms[1:])
    plain = all(form in _THINKING | _BESIDE | _DENYING | _MAYBE for form in forms[1:])
    opens = (supposed and plain) or (len(forms) == 1 and forms[0] in _MAYBE)
    return range(before.stop - len(forms), before.stop) if opens else None


def _is_broken(original: Facts, run: Run, last: int) -> bool:
    """Whether a word and the one before it belong to one phrase that does not stand without it."""
    ours, gone = (original.analysis.tokens_in(run.words[place].span) for place in (last - 1, last))
    if not ours or not gone:
        return False
    if ours[-1].dep in _LED_BY and (ours[-1].head in gone or ours[-1].dep == "cc"):
        return True
    return any(token.head in ours and token.dep in _LEADING for token in gone)
