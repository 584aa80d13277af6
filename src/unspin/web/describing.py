"""How the API describes itself (OpenAPI 3.1): answers, problems, and the schemas that the package ships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import FastAPI

from unspin.schema import check_schema, read_schema, trace_schema
from unspin.web.guard import SCHEME
from unspin.web.problems import KINDS
from unspin.web.problems import MEDIA_TYPE as PROBLEM

Responses = dict[int | str, dict[str, Any]]

_NDJSON = "application/x-ndjson"
_OBJECT = {"type": "object"}
_SCHEMAS = {"check": check_schema, "read": read_schema, "trace": trace_schema}


def report(command: Literal["check", "read", "trace"], *, jobs: bool) -> Responses:
    """A report, or a job that will give one."""
    statuses = (*_OF_WORK, 404) if command == "trace" else _OF_WORK
    found: Responses = {200: _json("The report.", {"$ref": f"#/components/schemas/{command}"}), **_problems(*statuses)}
    if jobs:
        headers = {"Location": {"description": "Where the job is.", "schema": {"type": "string"}}}
        found[202] = {**_json("A job.", _JOB), "headers": headers}
    return found


def batch_request() -> dict[str, Any]:
    """The body of a batch."""
    line = {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "integer"]},
            "original": {"type": "string"},
            "rewrite": {"type": "string"},
        },
        "required": ["id", "original", "rewrite"],
    }
    description = "JSON lines: one such object a line."
    return {"requestBody": {"required": True, "content": {_NDJSON: {"schema": line}}, "description": description}}


def batch_response() -> Responses:
    """The answer to a batch."""
    content = {_NDJSON: {"schema": {"$ref": "#/components/schemas/check"}}}
    return {
        200: {"description": "A report or a fault for each line, in order.", "content": content},
        **_problems(*_ALL, 415),
    }


def job() -> Responses:
    """The state of a job."""
    return {200: _json("How far it has come.", _JOB), **_problems(*_ALL, 404)}


def nothing() -> Responses:
    """No content."""
    return {204: {"description": "Done."}, **_problems(*_ALL, 404)}


def files(formats: Mapping[str, tuple[str, str]]) -> Responses:
    """A result in any format."""
    kinds = sorted({media_type.partition(";")[0] for media_type, _ in formats.values()})
    content: dict[str, Any] = {kind: {} for kind in kinds}
    return {200: {"description": "The result.", "content": content}, **_problems(*_OF_WORK, 404, 409)}


def texts() -> Responses:
    """The texts of a job."""
    one = {"type": "object", "properties": {"name": {"type": "string"}, "text": {"type": "string"}}}
    schema = {"type": "object", "additionalProperties": {**one, "required": ["name", "text"]}}
    return {200: _json("The texts, by their part in the report.", schema), **_problems(*_OF_WORK, 404, 409)}


def session(*more: int) -> Responses:
    """Who a client is."""
    schema = {
        "type": "object",
        "properties": {
            "client": {"type": ["string", "null"]},
            "scopes": {"type": "array", "items": {"type": "string"}},
            "tokens": {"type": "boolean", "description": "Whether the server asks for tokens."},
            "cases": {"type": "boolean", "description": "Whether it keeps cases."},
        },
        "required": ["client", "scopes", "tokens", "cases"],
    }
    return {200: _json("Who the client is.", schema), **_problems(400, 403, 421, 422, *more)}


def types() -> Responses:
    """The types of change."""
    words = ("name", "command", "severity", "reports", "matters", "fine", "sure")
    lists = ("reported", "not_reported")
    kind = {
        "type": "object",
        "properties": {
            **{name: {"type": "string"} for name in words},
            **{name: {"type": "array", "items": _OBJECT} for name in lists},
        },
        "required": [*words, *lists],
    }
    schema = {"type": "object", "properties": {"types": {"type": "array", "items": kind}}, "required": ["types"]}
    return {200: _json("The types.", schema), **_problems(*_ALL)}


def archives() -> Responses:
    """The names of archives."""
    names = {"type": "array", "items": {"type": "string"}}
    schema = {"type": "object", "properties": {"archives": names}, "required": ["archives"]}
    return {200: _json("The names.", schema), **_problems(*_ALL)}


def health(*more: int) -> Responses:
    """That all is well."""
    schema = {"type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}
    return {200: _json("All is well.", schema), **_problems(*more)}


def metrics() -> Responses:
    """Numbers."""
    return {200: {"description": "The numbers.", "content": {"text/plain": {}}}, **_problems(*_ALL)}


def cases(status: int, *more: int) -> Responses:
    """What the database of cases says."""
    return {status: _json("What is kept.", _OBJECT), **_problems(*{*_ALL, 404, 503, *more})}


def install(app: FastAPI) -> None:
    """Complete what FastAPI makes of the routes."""
    make = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        found = make()
        components = found.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["problem"] = _PROBLEM
        for name, schema in _SCHEMAS.items():
            schemas.update(_components(name, schema()))
        components["securitySchemes"] = {
            SCHEME: {"type": "http", "scheme": "bearer", "description": "A token of `unspin serve token`."}
        }
        return found

    app.openapi = complete  # type: ignore[method-assign]


def _components(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its definitions beside it, each under a name of its own."""
    parts = {f"{name}-{part}": value for part, value in schema.pop("$defs").items()}
    whole = {key: value for key, value in schema.items() if not key.startswith("$")}
    found: dict[str, Any] = _moved({name: whole, **parts}, f"#/components/schemas/{name}-")
    return found


def _moved(value: Any, place: str) -> Any:
    match value:
        case dict():
            return {
                key: part.replace("#/$defs/", place) if key == "$ref" and isinstance(part, str) else _moved(part, place)
                for key, part in value.items()
            }
        case list():
            return [_moved(part, place) for part in value]
        case _:
            return value


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problems(*statuses: int) -> Responses:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}
    titles = {
        status: "; or ".join(title for other, title in KINDS.values() if other == status) for status in sorted(statuses)
    }
    return {status: {"description": f"{title}.", "content": content} for status, title in titles.items()}


_ALL = (400, 401, 403, 421, 422)
_OF_WORK = (*_ALL, 408, 413, 415, 429, 500, 501, 503)
_COUNT = {"type": "integer", "minimum": 0}
_JOB: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "command": {"enum": list(_SCHEMAS)},
        "state": {"enum": ["waiting", "running", "done", "failed", "cancelled"]},
        "stage": {"type": "string", "description": "What is being done."},
        "done": {**_COUNT, "description": "Parts of the stage that are done."},
        "total": {**_COUNT, "description": "Parts of the stage; 0 where they are not counted."},
        "ahead": {**_COUNT, "description": "Jobs that wait before it."},
        "seconds": {"type": "number", "description": "Since it was taken, until it ended."},
        "problem": {"$ref": "#/components/schemas/problem"},
    },
    "required": ["id", "command", "state", "stage", "done", "total", "ahead", "seconds"],
}
_PROBLEM = {
    "title": "problem",
    "description": "What is wrong, after RFC 9457.",
    "type": "object",
    "properties": {
        "type": {"enum": [f"urn:unspin:problem:{code}" for code in KINDS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong with this request, and what to do."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"where": {"type": "string"}, "message": {"type": "string"}},
                "required": ["where", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "request_id"],
}
