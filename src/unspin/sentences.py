"""Sentence boundaries inside a block of news text, by rules: what stands before a mark, and what comes after it.

Measured against other splitters in docs/sentences.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unspin.blocks import Block, Span
from unspin.typography import plain

# How far the rules look to either side of a gap; a bound keeps the time linear whatever the text.
_LOOK_BACK = 60
_LOOK_AHEAD = 120

_GAP = re.compile(
    r"(?<=[.!?…'\")\]]) (?=\S)"  # a space after a mark
    r"|(?<=[a-z]{2}[.!?]\")(?=[A-Z])|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])"  # a space lost after one
)
_MARK = re.compile(r"(?P<mark>\.{2,} ?|…|[.!?]+…?)(?P<closers>['\")\]]*)$")
_OPENERS = "'\"([*"


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A title stands before a name, and a particle before what it compares or cites: no sentence ends with them. Titles and
# the abbreviations below have a capital; "he fell ill" has none.
_TITLES = _words(
    "Mr Mrs Ms Mx Messrs Mme Dr Drs Prof Rev Hon Fr Msgr Gov Sen Sens Rep Reps Atty Gen Lt Col Maj Capt Cmdr Cdr Comdr "
    "Sgt Cpl Pfc Pvt Spc Adm Brig Supt Insp Det Pres Amb Sec Treas"
)
_PARTICLES = _words("e.g i.e cf ca vs v viz approx al incl esp")
# Abbreviations when a figure follows; otherwise months, or words like any other.
_BEFORE_FIGURE = _words(
    "no nos p pp par art arts fig figs vol vols ch sec secs para pt c jan feb mar apr jun jul aug sep sept oct "
    "nov dec tel ext op rm"
)
# Abbreviations that end a sentence only if the next word can begin nothing else.
_SOMETIMES_LAST = _words(
    "Inc Ltd Co Corp Cos Bros LLC PLC Plc Jr Sr St Ste Mt Ft Ave Rd Blvd Dept Univ Assn Intl Natl Govt Dist "
    "Bldg Esq Bn Div Regt Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky Mass Md Mich Minn Miss Mo "
    "Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta"
)
_CLOCK = _words("a.m p.m am pm")
_AFTER_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T|E\.T\.|GMT|UTC|BST|CET|Eastern|Central|Mountain|Pacific"
    r"|[A-Z][a-z]+ time)(?!\w)"
)
_DOTTED = re.compile(r"(?:[a-z]{1,3}\.)+[a-z]{1,3}$|[a-z]$", re.IGNORECASE)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\.$")

# Words that begin sentences, and stand within one with a capital only in names: a stop before them is one.
_STARTER = re.compile(
    r"(?:The|They|He|She|It|We|You|Their|His|Her|Its|Our|My|This|That|These|Those|There|But|And|So|Yet|In|On|At|By|From|With"
    r"|For|To|After|Before|When|While|Although|If|As|Since|Until|Because|However|Meanwhile|Nobody|Everyone|Some|Many|Most"
    r"|Several|Both|No|Not|What|Who|Why|How|Where|Then|Now|Later|Earlier|Last|An|All|Each|One|Two|Three)(?=[ ,'])"
)
# "Mayor Tam Reeve asked": a name, perhaps with a title, and a verb of speaking; it goes on after a quoted question.
_SPEAKER = re.compile(
    r"(?:(?:[A-Z][\w'.&-]*|of|de|van|von|the|for) ){0,5}[A-Z][\w'.&-]*,? (?:(?:later|then|also|once|had|has|have) )?"
    r"(?:ask|said\b|say|tell|told|add(?:s|ed)?\b|repl(?:y|ied)|shout|wr[io]te|cr(?:y|ied)|call|jok|wonder|recall|exclaim"
    r"|yell|scream|demand|declar|announc|tweet|post|quip|remark|not(?:e[ds]?|ing)\b|continu|laugh|insist|warn|admit"
    r"|explain|reckon|s[ai]ng\b|chant)"
)
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_DASHED = re.compile(r"[-–—]+ ?(?=[A-Z])")
_ADDRESS = re.compile(r"[/@:]|\w\.\w")


def sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """Yield the sentences of one block in order, without the white space around them; a heading is one sentence.

    Marks, line breaks and invisible characters make no difference to where the boundaries are. Time is linear in the
    length of the block.
    """
    if block.kind == "heading":
        yield block.span
        return
    shown, offsets = plain(block.span.of(text))
    if not shown:
        return
    begin = 0
    for end in [*_boundaries(shown), len(shown)]:
        first = begin + (shown[begin] == " ")
        yield Span(block.span.start + offsets[first], block.span.start + offsets[end - 1] + 1)
        begin = end


def _boundaries(shown: str) -> Iterator[int]:
    """Yield where the sentences of a plain text end, the last one's end left out."""
    cased = any(character.isupper() for character in shown)
    begin = 0
    for gap in _GAP.finditer(shown):
        end = gap.start()
        before = shown[max(begin, end - _LOOK_BACK) : end].lstrip()
        after = shown[gap.end() : gap.end() + _LOOK_AHEAD]
        word = before[before.rfind(" ") + 1 :]
        if (gap.end() == end and not _lost_space(word, after)) or (word == before and _ENUMERATOR.match(word)):
            continue
        if _ends(word, before, after, cased=cased):
            yield end
            begin = end


def _lost_space(word: str, after: str) -> bool:
    return not _ADDRESS.search(word) and (word[-1] == '"' or bool(_STARTER.match(after)))


def _ends(word: str, before: str, after: str, *, cased: bool) -> bool:
    """Whether a sentence ends with a word, seen with what stands before and after the gap."""
    ending = _MARK.search(word)
    if not ending:
        return False
    mark, closers = ending.group("mark"), ending.group("closers")
    start = after.lstrip(_OPENERS)
    quoted = "'" in closers or '"' in closers
    if quoted and _DASHED.match(after):
        return False
    goes_on = start[:1].islower() and not _CAMEL.match(start)
    if goes_on and (cased or mark != ".") and (after[0] not in "'\"" or mark != "." or closers):
        return False
    if mark[0] in "!?":
        return not (quoted and not _STARTER.match(after) and _SPEAKER.match(after))
    if mark != ".":
        return _ellipsis_ends(word, before, mark, after, quoted=quoted)
    return _stop_ends(word[: ending.start()], closers, after, goes_on=goes_on)


def _ellipsis_ends(word: str, before: str, mark: str, after: str, *, quoted: bool) -> bool:
    """An ellipsis ends a sentence before a capital; not after a space, where it stands for words, nor before "I"."""
    if quoted or len(mark) > 3:
        return True
    left_out = word.startswith(mark[0]) and before != word
    return not left_out and not re.match(r"I\b", after)


def _stop_ends(stem: str, closers: str, after: str, *, goes_on: bool) -> bool:
    """Whether a full stop after a stem is more than the stop of an abbreviation."""
    stem = re.split(r"[-–—/]", stem.lstrip(_OPENERS))[-1]
    start = after.lstrip(_OPENERS)
    figure = start[:1].isdigit()
    if stem in _TITLES or stem.lower() in _PARTICLES or (figure and stem.lower() in _BEFORE_FIGURE):
        return False
    if closers:
        return True
    if stem.lower() in _CLOCK:
        return not goes_on and not figure and not _AFTER_CLOCK.match(start)
    if stem in _SOMETIMES_LAST or _DOTTED.match(stem):
        return bool(_STARTER.match(start)) or (len(stem) > 1 and after[0] in "'\"(" and start[:1].isupper())
    return True


__all__ = ["sentence_spans"]
