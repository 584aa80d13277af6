"""Profiles: settings that belong together, by the names of those who need them."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.settings.model import Given, Key, Layer


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of settings, and whom it is for."""

    name: str
    purpose: str
    settings: tuple[tuple[Key, object], ...]

    @property
    def layer(self) -> Layer:
        """Its settings as a layer."""
        return {key: Given(value, f"profile {self.name}") for key, value in self.settings}


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "newsroom",
            "an editor's desk: a warning is reason enough to look, and a statement that lost its source is an error",
            ((("fail-on",), "warning"), (("severity", "attribution-dropped"), "error")),
        ),
        Profile(
            "llm-gate",
            "rewrites by a language model: what the model added is an error; what is less sure than 0.5 is left out, so "
            "that the gate stops what a person would stop",
            ((("severity", "unsupported"), "error"), (("min-confidence",), 0.5)),
        ),
        Profile(
            "summary",
            "summaries: a sentence that is left out whole is silent, and figures that say that they are rounded may be 5 per "
            "cent off; what the summary added is an error, and what it cut out of a sentence that it tells is still told",
            ((("shortened",), True), (("severity", "unsupported"), "error"), (("rounding",), 5.0)),
        ),
    )
}
