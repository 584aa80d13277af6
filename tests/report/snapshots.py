"""What formats wrote of the sample report when somebody last looked at it.

A test that finds something else fails; with UNSPIN_WRITE_SNAPSHOTS set it writes what it found, for somebody to look at.
"""

from __future__ import annotations

import os
from pathlib import Path

from unspin import __version__

FOLDER = Path(__file__).parent / "snapshots"


def assert_snapshot(name: str, text: str) -> None:
    """The text is that of the file, but for the version of unspin."""
    found = text.replace(f'"{__version__}"', '"VERSION"').encode("utf-8")
    if os.environ.get("UNSPIN_WRITE_SNAPSHOTS"):
        (FOLDER / name).write_bytes(found)
    assert found == (FOLDER / name).read_bytes()
