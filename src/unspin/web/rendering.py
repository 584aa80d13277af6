"""Pages: the templates of ``templates/`` around those of the HTML reports, and the files of ``static/``."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from unspin.report.formats import Command
from unspin.web.processes import Progress
from unspin.web.tasks import report_of, undecided, written

if TYPE_CHECKING:
    from jinja2 import Environment


_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOLDERS = (("unspin.web", "static"), ("unspin.report", "page"))


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load."""

    data: bytes
    media_type: str


def render(template: str, *, styles: Sequence[str] = (), scripts: Sequence[str] = (), **values: Any) -> str:
    """A page of the server, with the values escaped; it loads styles and scripts from the server, and nothing else."""
    static = f"/static/{version()}"
    return _environment().get_template(template).render(static=static, styles=styles, scripts=scripts, **values)


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Every file that a page may load, by its name."""
    found: dict[str, Asset] = {}
    for package, folder in _FOLDERS:
        for file in files(package).joinpath(folder).iterdir():
            kind = _MEDIA_TYPES.get(file.name[file.name.rfind(".") :])
            if kind:
                found[file.name] = Asset(file.read_bytes(), kind)
    return found


@lru_cache(maxsize=1)
def version() -> str:
    """A name for the content of all of them, part of their addresses: browsers ask for each file once."""
    parts = [name.encode() + asset.data for name, asset in sorted(assets().items())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Show:
    """The page of a finished job; ``kept`` is its report. ``site`` are the values of the page around it."""

    command: Command
    kept: bytes
    site: dict[str, Any]

    @property
    def characters(self) -> int:
        """Nothing: no language is read."""
        return 0

    def run(self, progress: Progress) -> bytes:
        """The page."""
        progress("writing", 0, 0)
        return _shown(pickle.loads(self.kept), self.command, self.site)


@dataclass(frozen=True, slots=True)
class ShowCase:
    """The page of a case, made of its texts and its report as JSON values."""

    texts: dict[str, dict[str, str]]
    report: dict[str, Any]
    site: dict[str, Any]

    @property
    def characters(self) -> int:
        """Nothing: no language is read."""
        return 0

    def run(self, progress: Progress) -> bytes:
        """The page."""
        progress("writing", 0, 0)
        return _shown(report_of(self.texts, self.report), "check", self.site)


@dataclass(frozen=True, slots=True)
class WriteUndecided:
    """Write a finished check in a format, without the changes of the ``decided`` fingerprints."""

    kept: bytes
    form: str
    decided: frozenset[str]

    @property
    def characters(self) -> int:
        """Nothing: no language is read."""
        return 0

    def run(self, progress: Progress) -> bytes:
        """The report in this format."""
        progress("writing", 0, 0)
        return written(undecided(pickle.loads(self.kept), self.decided), "check", self.form)


def _shown(result: Any, command: Command, site: dict[str, Any]) -> bytes:
    folder = {"check": "", "read": "reading.", "trace": "tracing."}[command]
    to_html = import_module(f"unspin.report.{folder}html").to_html
    if command == "check":
        site = {**site, "fingerprints": result.fingerprints}
    page: str = to_html(result, partial(render, site=site))
    return page.encode("utf-8", "backslashreplace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader  # noqa: PLC0415

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_template))


def _template(name: str) -> str:
    """A template: one of the server's own, or else one of the reports', whose frame the server's own extends."""
    own = files("unspin.web").joinpath("templates", name)
    source = own if own.is_file() else files("unspin.report").joinpath("page", name.removeprefix("report/"))
    return source.read_text(encoding="utf-8")
