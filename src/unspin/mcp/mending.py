"""Lines of JSON in which half a character does no harm."""

from __future__ import annotations

import io
import re

import anyio
import anyio.to_thread

# A backslash that is escaped itself, a whole pair of surrogates, or one half of a pair.
_ESCAPES = re.compile(
    r"\\(?:\\|u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2}))"
)


def mended(line: str) -> str:
    """A line of JSON with U+FFFD for each escaped half of a pair of surrogates.

    Programs that cut a text in the middle of an emoji send such halves. They are no Unicode, so that the protocol's package
    refuses the whole line, and the call would never be answered.
    """
    return _ESCAPES.sub(lambda match: r"\ufffd" if match["half"] else match[0], line)


class Lines(anyio.AsyncFile[str]):
    """The lines of a stream of UTF-8, mended as they are read; waiting for the next one can be cancelled."""

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__(io.TextIOWrapper(stream, encoding="utf-8", errors="replace"))

    async def readline(self) -> str:
        """The next line; at the end nothing."""
        # Nothing can wake the thread; whoever ends the process must not wait for it.
        return mended(await anyio.to_thread.run_sync(self.wrapped.readline, abandon_on_cancel=True))
