"""One HTML file that needs nothing else: templates, styles and scripts in ``page/``, and a policy that forbids the rest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY = "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


class Renders(Protocol):
    """Makes a page of a template, the names of its styles and scripts, and values, as ``page`` does."""

    def __call__(self, template: str, *, styles: Sequence[str], scripts: Sequence[str], **values: Any) -> str:
        """The page."""


def page(template: str, *, styles: Sequence[str], scripts: Sequence[str], **values: Any) -> str:
    """A whole HTML page from a template and values, which are escaped; it loads nothing, and its policy forbids it to."""
    style, script = ("\n".join(map(_asset, names)) for names in (styles, scripts))
    return (
        _environment()
        .get_template(template)
        .render(style=style, script=script, policy=_POLICY.format(style=_hash(style), script=_hash(script)), **values)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader  # noqa: PLC0415

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_asset))


@lru_cache
def _asset(name: str) -> str:
    return files("unspin.report").joinpath("page", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
