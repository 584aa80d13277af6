"""Settings: what a project's file, its profile and the command line ask for, and what they make of a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from unspin.settings.allow import Allowed, read_allowed
from unspin.settings.applying import Rules
from unspin.settings.baseline import Baseline, read_baseline
from unspin.settings.errors import Problem, SettingsError
from unspin.settings.finding import called, find, named
from unspin.settings.merging import settings_of
from unspin.settings.model import Given, Layer, Settings
from unspin.settings.parsing import layer_of


def load(command_line: Layer, *, start: Path, config: str | None = None, search: bool = True) -> Settings:
    """The effective settings.

    Args:
        command_line: What was asked for there, each value with its option as the origin.
        start: The folder from which a file is searched upwards, and from which ``config`` is counted.
        config: The file to read in place of a search.
        search: Whether to search; False for no file at all.

    Raises:
        SettingsError: A file cannot be read, or holds settings that cannot be used; every fault is told.
    """
    found = named(config, start) if config is not None else find(start) if search else None
    if found is None:
        return settings_of({}, command_line)
    layer, problems = layer_of(found.toml, found.prefix, found.folder)
    if problems:
        raise SettingsError(problems)
    return settings_of(layer, command_line)


def rules_of(settings: Settings, *, start: Path, today: date, adopting: bool = False) -> Rules:
    """The settings at work, with their allow file and baseline.

    Args:
        settings: The effective settings.
        start: The folder from which the paths of both are counted, and which messages leave out.
        today: Entries of the allow file that ended before this day do not count.
        adopting: Leave the baseline aside, since it is being written.

    Raises:
        SettingsError: One of the files cannot be read or used; every fault of both is told.
    """
    problems: list[Problem] = []
    allowed: Allowed | None = None
    baseline: Baseline | None = None
    if settings.allow is not None:
        path = start / settings.allow
        try:
            allowed = read_allowed(path, today, called(path, start))
        except SettingsError as error:
            problems += error.problems
    if settings.baseline is not None and not adopting:
        path = start / settings.baseline
        try:
            baseline = read_baseline(path, called(path, start))
        except SettingsError as error:
            problems += error.problems
    if problems:
        raise SettingsError(problems)
    return Rules(settings, allowed, baseline)


__all__ = ["Given", "Layer", "Problem", "Rules", "Settings", "SettingsError", "load", "rules_of"]
