"""Ids of cases: UUIDs of version 7 (RFC 9562), which nobody can guess and which sort by the time at which they were given."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from time import time_ns
from uuid import UUID

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """A new id; of two that one process gives more than a quarter of a microsecond apart the later one is greater."""
    milliseconds, rest = divmod(time_ns(), 10**6)
    # The twelve bits after the version are the fraction of the millisecond, the 62 after the variant are random.
    fraction = (rest << 12) // 10**6
    number = milliseconds << 80 | 7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=number))


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return _ID.fullmatch(text) is not None


def now() -> str:
    """The time, UTC, as ISO 8601 with microseconds."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
