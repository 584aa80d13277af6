"""A call of a tool as work for a process, and what comes back: a value for programs and a text for reading."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unspin.mcp.folders import bytes_below
from unspin.mcp.offer import Offer
from unspin.report.formats import Command
from unspin.settings import Given as Setting
from unspin.settings import Rules, load, rules_of
from unspin.trace import MIN_LENGTH
from unspin.web.processes import Progress, Refused
from unspin.web.tasks import Check, Given, Read, Trace, written

if TYPE_CHECKING:
    from unspin.settings import Layer

# So much of a report is told in words; what an agent reads costs it dearly, and the value has all of it.
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool gives: ``value`` by its schema, and the same as ``text``."""

    value: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A task of a process: one call of check, read or trace."""

    command: Command
    task: Check | Read | Trace

    @property
    def characters(self) -> int:
        """Length of the texts, about."""
        return self.task.characters

    def run(self, progress: Progress) -> Answer:
        """The answer."""
        made = self.task.run(progress)
        text = written(pickle.loads(made.kept), self.command, "full").decode()
        return Answer(json.loads(made.body), _shortened(text))


def rules_for(offer: Offer, *, profile: str | None = None, minimum_confidence: float | None = None) -> Rules:
    """The settings of a call: those of the offer's file, and what the call asks for.

    Raises:
        SettingsError: The file cannot be read or used; every fault is told.
    """
    asked: Layer = {
        (name,): Setting(value, "the call")
        for name, value in (("profile", profile), ("min-confidence", minimum_confidence))
        if value is not None
    }
    settings = load(asked, start=Path(), config=offer.config, search=False)
    return rules_of(settings, start=Path(), today=date.today())


def question_of(offer: Offer, name: str, arguments: Mapping[str, Any]) -> Question:
    """The work of a call whose arguments are right; files are read now.

    Raises:
        ReadError: A file cannot be read.
        Refused: A text has no words.
        SettingsError: The file of settings cannot be used.
    """
    if name == "check":
        rules = rules_for(
            offer, profile=arguments.get("profile"), minimum_confidence=arguments.get("minimum_confidence")
        )
        original, rewrite = (_given(offer, side, arguments) for side in ("original", "rewrite"))
        return Question(
            "check", Check(original=original, rewrite=rewrite, rules=rules, most=offer.characters, keep=True)
        )
    rules, document = rules_for(offer), _given(offer, "document", arguments)
    if name == "read":
        return Question("read", Read(document=document, rules=rules, most=offer.characters, keep=True))
    return Question(
        "trace",
        Trace(
            document=document,
            rules=rules,
            most=offer.characters,
            min_length=int(arguments.get("minimum_length", MIN_LENGTH)),
            archive=offer.archives[arguments["archive"]],
            check=arguments.get("check", False),
            keep=True,
        ),
    )


def _given(offer: Offer, name: str, arguments: Mapping[str, Any]) -> Given:
    if (path := arguments.get(f"{name}_file")) is not None:
        return Given(f"{name}_file: {path}", path, data=bytes_below(path, offer.folders))
    text: str = arguments[name]
    if not any(character.isalnum() for character in text):
        raise Refused("unreadable", f"{name} holds no words; give the text itself")
    return Given(name, name, text)


def _shortened(text: str) -> str:
    if len(text) <= _MOST_TEXT:
        return text
    end = text.rfind("\n", 0, _MOST_TEXT) + 1
    return f"{text[:end]}... the rest stands in the structured result.\n"
