"""What requests hold."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)

from unspin.changes import get_type
from unspin.changes.registry import all_types
from unspin.contradictions.explained import NAME as CONTRADICTS_ITSELF
from unspin.settings import Given as Value
from unspin.settings import Layer, Rules
from unspin.settings.merging import settings_of
from unspin.settings.profiles import PROFILES
from unspin.trace import MIN_LENGTH
from unspin.web.problems import Problem
from unspin.web.tasks import Given

NAME_LENGTH = 255


def _known(name: str) -> str:
    if name == CONTRADICTS_ITSELF:
        return name
    try:
        return get_type(name).name
    except KeyError as error:
        raise ValueError(error.args[0]) from None


def _profile(name: str | None) -> str | None:
    if name is not None and name not in PROFILES:
        raise ValueError(f"no profile {name!r}; there are {', '.join(PROFILES)}")
    return name


TypeName = Annotated[
    str,
    AfterValidator(_known),
    Field(json_schema_extra={"enum": [*(kind.name for kind in all_types()), CONTRADICTS_ITSELF]}),
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Document(_Model):
    """A text, or a file in base64."""

    text: str | None = None
    file: str | None = None
    name: Annotated[str | None, Field(min_length=1, max_length=NAME_LENGTH)] = None
    _data: bytes = PrivateAttr(b"")

    @model_validator(mode="after")
    def _usable(self) -> _Document:
        if (self.text is None) == (self.file is None):
            raise ValueError('give either "text" or "file"')
        if self.text is not None and not self.text.strip():
            raise ValueError("the text is empty")
        if self.file is not None:
            if self.name is None:
                raise ValueError('a file has a "name", whose ending tells what it is')
            try:
                self._data = base64.b64decode(self.file, validate=True)
            except (binascii.Error, ValueError):
                raise ValueError("the file is not base64") from None
        return self

    def given(self, place: str, label: str) -> Given:
        """The document for a task; ``label`` is its name where it has none."""
        return Given(place, self.name or label, self.text, self._data)


_TEXT = {"type": "string", "minLength": 1, "pattern": r"\S"}
_NAME = {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH, "description": "What reports call it."}

Document = Annotated[
    _Document,
    BeforeValidator(lambda value: {"text": value} if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "description": "A text; or a text with a name; or a file in base64, whose name tells what it is.",
            "anyOf": [
                _TEXT,
                {
                    "type": "object",
                    "properties": {"text": _TEXT, "name": _NAME},
                    "required": ["text"],
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentEncoding": "base64",
                            "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
                            "description": "Its bytes in base64.",
                        },
                        "name": _NAME,
                    },
                    "required": ["file", "name"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]


def _whole(value: object) -> object:
    """JSON knows one kind of number: 150.0 is whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Options(_Model):
    """Settings of one request, which go before those of the server."""

    select: Annotated[list[TypeName] | None, Field(max_length=64, description="The only types to report.")] = None
    ignore: Annotated[list[TypeName] | None, Field(max_length=64, description="Types not to report.")] = None
    min_confidence: Annotated[
        float | None, Field(ge=0, le=1, allow_inf_nan=False, description="What is less sure is not reported.")
    ] = None
    profile: Annotated[
        str | None,
        AfterValidator(_profile),
        Field(description="Settings to build on.", json_schema_extra={"enum": [*PROFILES, None]}),
    ] = None

    def rules(self, rules: Rules) -> Rules:
        """The server's rules with these settings on top."""
        wanted = {
            "select": None if self.select is None else tuple(self.select),
            "ignore": None if self.ignore is None else tuple(self.ignore),
            "min-confidence": self.min_confidence,
            "profile": self.profile,
        }
        asked: Layer = {(name,): Value(value, "the request") for name, value in wanted.items() if value is not None}
        if not asked:
            return rules
        chosen = {
            key: value
            for key, value in rules.settings.given.items()
            if value.origin != "default" and not value.origin.startswith("profile ")
        }
        return Rules(settings_of(chosen, asked), rules.allowed, rules.baseline)


class QueryOptions(Options):
    """The same in an address, where every value is a text."""

    model_config = ConfigDict(strict=False)


class CheckRequest(Options):
    """Two texts, or one Word document with tracked changes as the original alone."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["rewrite"], "properties": {"rewrite": {"not": {"type": "null"}}}},
                {"properties": {"original": {"type": "object", "required": ["file"]}}},
            ]
        }
    )

    original: Document
    rewrite: Annotated[
        Document | None, Field(description="Left out where the original is a Word document with tracked changes.")
    ] = None

    @model_validator(mode="after")
    def _complete(self) -> CheckRequest:
        if self.rewrite is None and self.original.file is None:
            raise ValueError("the rewrite is missing; only a Word document with tracked changes goes without one")
        return self


class ReadRequest(Options):
    """One text."""

    document: Document
    original: Annotated[
        Literal["earlier", "later"],
        Field(description="Which passage of two that tell the same the other is held against."),
    ] = "earlier"


class TraceRequest(Options):
    """One text, and where to search: an archive of the server, or documents."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [one], "properties": {one: {"not": {"type": "null"}}, other: {"type": "null"}}}
                for one, other in (("archive", "against"), ("against", "archive"))
            ]
        }
    )

    document: Document
    archive: Annotated[str | None, Field(max_length=NAME_LENGTH, description="The name of one of the archives.")] = None
    against: Annotated[
        list[Document] | None, Field(min_length=1, max_length=100, description="The documents to compare with.")
    ] = None
    check: Annotated[bool, Field(description="Hold each passage against its source.")] = False
    min_length: Annotated[
        int,
        Field(ge=1, le=1_000_000, description="Passages with fewer characters are left out."),
        BeforeValidator(_whole),
    ] = MIN_LENGTH

    @model_validator(mode="after")
    def _somewhere(self) -> TraceRequest:
        if (self.archive is None) == (self.against is None):
            raise ValueError('give either "archive" or "against"')
        return self


def reporting(rules: Rules, *more: str) -> Rules:
    """The rules, if they leave a type to report; ``more`` are types beside those of change.

    Raises:
        Problem: They leave none.
    """
    if not any(rules.settings.reports(kind) for kind in [*more, *(kind.name for kind in all_types())]):
        raise Problem("unfit", "select and ignore leave no type of change to report")
    return rules
