"""Numbers that say that they are rounded: whether one is near enough to the number that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from unspin.changes import Change

_JUDGE = "judge"
# What must be the same for two numbers to be of one thing.
_SAME = ("kind", "unit", "counted", "per", "role")

# Words that say that a number is rounded, by the way that it may be off: the number given less the true one.
_BOTH, _ABOVE, _BELOW = (-1, 1), (0, 1), (-1, 0)
_OFF = {"about": _BOTH, "nearly": _ABOVE, "less than": _ABOVE, "just over": _BELOW, "more than": _BELOW}


def only_rounded(change: Change, tolerance: float, original: str = "", rewrite: str = "") -> bool:
    """Whether the rewrite rounds a number and says so, at most ``tolerance`` per cent away from it.

    "About" and its like may be off either way, "nearly" and "under" only upwards, "just over" and "more than" only downwards. A
    number is rounded if it has fewer digits before its closing noughts than the one that it stands for.

    Where the change does not say which numbers it compared, since only the judge doubts them, its words ``original`` and ``rewrite``
    are read again.
    """
    ours, theirs = change.why.get("original"), change.why.get("rewrite")
    if _JUDGE in change.why and ours is theirs is None:
        ours, theirs = _read(original), _read(rewrite)
    if not isinstance(ours, Mapping) or not isinstance(theirs, Mapping):
        return False
    exact, given = _number(ours), _number(theirs)
    if exact is None or given is None or exact == given or ours.get("bound") or theirs.get("bound") not in _OFF:
        return False
    if any(ours.get(name) != theirs.get(name) for name in _SAME) or _digits(given) >= _digits(exact):
        return False
    direction = 1 if given > exact else -1
    return direction in _OFF[theirs["bound"]] and abs(given - exact) * 100 <= Decimal(str(tolerance)) * abs(exact)


def _read(words: str) -> Mapping[str, Any] | None:
    """The facts of a phrase that is a single number with its unit and bound, and nothing else."""
    # What reads is loaded when first needed: showing settings must not wait for it.
    from unspin.document import Document  # noqa: PLC0415
    from unspin.facts.quantities import quantities_of  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415

    if not any(character.isdigit() for character in words):
        return None
    found = quantities_of(analyse(Document(words))[0])
    if (
        len(found) != 1
        or found[0].is_range
        or words[: found[0].span.start].strip()
        or words[found[0].span.end :].strip()
    ):
        return None
    one = found[0]
    return {"value": float(one.low), **{name: getattr(one, name) for name in ("bound", *_SAME)}}


def _number(facts: Mapping[str, Any]) -> Decimal | None:
    value = facts.get("value")
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)
