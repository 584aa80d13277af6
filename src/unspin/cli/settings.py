"""The settings of a run: what the project's file says, and the options that go before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unspin.cli.messages import UNUSABLE, complain

if TYPE_CHECKING:
    from unspin.settings import Layer, Rules, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_GIVEN = "unspin.settings"

# Options that are settings of the same name.
_SETTINGS = {
    "select": "select",
    "ignore": "ignore",
    "min_confidence": "min-confidence",
    "fail_on": "fail-on",
    "fail_rate": "fail-rate",
    "form": "format",
    "profile": "profile",
    "allow": "allow",
    "baseline": "baseline",
}


def allow_option(command: Command) -> Command:
    """A decorator that gives a command --allow."""
    return click.option(
        "--allow",
        metavar="FILE",
        expose_value=False,
        callback=keep,
        help="Leave out the changes that this TOML file accepts, by their type and words.",
    )(command)


def baseline_option(command: Command) -> Command:
    """A decorator that gives a command --baseline."""
    return click.option(
        "--baseline",
        metavar="FILE",
        expose_value=False,
        callback=keep,
        help="Report only changes that are not in this file, which `unspin baseline` writes.",
    )(command)


def fail_rate_option(command: Command) -> Command:
    """A decorator that gives a command --fail-rate."""

    def share(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        from unspin.settings.keys import share_of  # noqa: PLC0415

        found = None if value is None else share_of(value)
        if value is not None and found is None:
            raise click.BadParameter(f"{value!r} is no share: give per cent such as 2%, or a number from 0 to 1")
        keep(context, parameter, found)

    return click.option(
        "--fail-rate",
        metavar="SHARE",
        expose_value=False,
        callback=share,
        help="With --pairs or --against: end in exit code 1 only if more than this share of the pairs has such changes, "
        "2% or 0.02 (default: 0, any).",
    )(command)


def settings_options(command: Command) -> Command:
    """A decorator that gives a command --profile, --config and --no-config; ``settings_or_exit`` reads them."""
    options = [
        click.option(
            "--profile",
            metavar="NAME",
            expose_value=False,
            callback=keep,
            help="Settings to build on: newsroom, llm-gate or summary.",
        ),
        click.option(
            "--config",
            metavar="FILE",
            expose_value=False,
            callback=keep,
            help="Take the settings of this file (default: unspin.toml or pyproject.toml, searched upwards from here).",
        ),
        click.option(
            "--no-config", is_flag=True, expose_value=False, callback=keep, help="Take the settings of no file."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep the value of an option for ``settings_or_exit``: a callback for options that no command looks at itself."""
    context.meta.setdefault(_GIVEN, {})[parameter.name] = value


def settings_or_exit(context: click.Context) -> Settings:
    """The effective settings; where they cannot be used, every fault on standard error and the exit code 2.

    Raises:
        click.UsageError: The options contradict each other.
    """
    from unspin.settings import SettingsError, load  # noqa: PLC0415

    given = context.meta.get(_GIVEN, {})
    config, off = given.get("config"), given.get("no_config", False)
    if config is not None and off:
        raise click.UsageError("--config names a file of settings and --no-config refuses them: give one")
    here = _here()
    try:
        return load(_command_line(context), start=here or Path(), config=config, search=here is not None and not off)
    except SettingsError as error:
        for problem in error.problems:
            complain(str(problem))
        context.exit(UNUSABLE)


def _here() -> Path | None:
    """The folder that unspin runs in; None where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


def rules_or_exit(context: click.Context, settings: Settings, *, adopting: bool = False) -> Rules:
    """The settings at work; where the files of accepted changes cannot be used, every fault is told and the exit code is 2.

    ``adopting`` leaves the baseline aside.
    """
    from unspin.settings import SettingsError, rules_of  # noqa: PLC0415

    try:
        return rules_of(settings, start=_here() or Path(), today=date.today(), adopting=adopting)
    except SettingsError as error:
        for problem in error.problems:
            complain(str(problem))
        context.exit(UNUSABLE)


def tell_of_entries(rules: Rules, used: frozenset[int]) -> None:
    """A line on standard error for each entry of the allow file that has expired, or accepts nothing; ``used`` are the others."""
    if rules.allowed is None:
        return
    for entry in rules.allowed.expired:
        complain(f"{entry.origin}: expired on {entry.until}, and counts no more: {entry} ({entry.who})")
    for entry in rules.allowed.unused(used):
        complain(f"{entry.origin}: accepts nothing that was found: {entry}")


def tell_of_accepted(number: int) -> None:
    """A line on standard error that says how many changes were left out, for reports that cannot say it themselves."""
    if number:
        complain(f"{number} accepted change{'s' * (number > 1)} left out")


def _command_line(context: click.Context) -> Layer:
    """The options that were given and are settings, as a layer."""
    from unspin.settings import Given  # noqa: PLC0415
    from unspin.settings.keys import nearest  # noqa: PLC0415
    from unspin.settings.profiles import PROFILES  # noqa: PLC0415

    values = {**context.params, **context.meta.get(_GIVEN, {})}
    layer: Layer = {
        (name,): Given(values[parameter], f"--{name}")
        for parameter, name in _SETTINGS.items()
        if parameter in values and context.get_parameter_source(parameter) is not click.core.ParameterSource.DEFAULT
    }
    if ("profile",) in layer and (profile := layer["profile",].value) not in PROFILES:
        raise click.UsageError(f"--profile: no profile {profile!r}; {nearest(profile, PROFILES)}")
    return layer
