"""Files below the folders that were allowed, and none by any trick of a path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unspin.mcp.folders import bytes_below
from unspin.readers import ReadError

OUTSIDE = "it is outside of the folders that may be read"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("A secret.", encoding="utf-8")
    (tmp_path / "drafts-old").mkdir()
    (tmp_path / "drafts-old" / "old.txt").write_text("Old.", encoding="utf-8")
    drafts = tmp_path / "drafts"
    (drafts / "june").mkdir(parents=True)
    (drafts / "june" / "bus.txt").write_text("A bus.", encoding="utf-8")
    return drafts


def refusal(name: str | Path, *folders: Path) -> str:
    with pytest.raises(ReadError) as caught:
        bytes_below(str(name), [str(folder) for folder in folders])
    return caught.value.reason


def test_files_below_are_read_by_either_kind_of_path(drafts: Path) -> None:
    for name in ("june/bus.txt", "./june/../june/bus.txt", str(drafts / "june" / "bus.txt")):
        assert bytes_below(name, [str(drafts)]) == b"A bus."


def test_a_path_begins_in_each_folder_in_turn(drafts: Path) -> None:
    folders = [str(drafts), str(drafts.parent / "drafts-old")]
    assert bytes_below("old.txt", folders) == b"Old."
    assert refusal("new.txt", *map(Path, folders)) == "there is no such file"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "june/../../secret.txt",
        "../drafts-old/old.txt",
        "../none.txt",
        "/etc/passwd",
        "/",
        "..",
        "",
        ".",
    ],
)
def test_nothing_outside_is_read_or_told_of(drafts: Path, name: str) -> None:
    assert refusal(name, drafts) == OUTSIDE


def test_links_lead_nowhere_outside(drafts: Path) -> None:
    (drafts / "file.txt").symlink_to(drafts.parent / "secret.txt")
    (drafts / "none.txt").symlink_to(drafts.parent / "none.txt")
    (drafts / "up").symlink_to(drafts.parent)
    (drafts / "self").symlink_to(drafts / "self")
    for name in ("file.txt", "none.txt", "up/secret.txt", "up/drafts-old/old.txt"):
        assert refusal(name, drafts) == OUTSIDE
    assert refusal("self", drafts) not in ("", OUTSIDE)
    # One that stays inside is a file like any other.
    (drafts / "bus.txt").symlink_to(drafts / "june" / "bus.txt")
    assert bytes_below("bus.txt", [str(drafts)]) == b"A bus."


def test_an_allowed_folder_may_itself_be_a_link(drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(drafts)
    assert bytes_below("june/bus.txt", [str(tmp_path / "link")]) == b"A bus."
    assert bytes_below(str(tmp_path / "link" / "june" / "bus.txt"), [str(tmp_path / "link")]) == b"A bus."


def test_a_link_that_comes_between_looking_and_reading_is_not_followed(drafts: Path) -> None:
    """Another process exchanges a file for a link to the secret and back, as fast as it can."""
    swap = (
        "import os, sys\n"
        "file, link, secret = sys.argv[1:]\n"
        "while True:\n"
        "    open(link, 'w').write('A bus.'); os.replace(link, file)\n"
        "    os.symlink(secret, link); os.replace(link, file)\n"
    )
    file, link = drafts / "june" / "bus.txt", drafts / "june" / "swap"
    arguments = [str(file), str(link), str(drafts.parent / "secret.txt")]
    with subprocess.Popen([sys.executable, "-c", swap, *arguments], stdin=subprocess.DEVNULL) as process:
        try:
            read = refused = 0
            while read < 200 or refused < 200:
                try:
                    assert bytes_below(str(file), [str(drafts)]) in (b"A bus.", b"")
                    read += 1
                except ReadError:
                    refused += 1
        finally:
            process.kill()


def test_what_is_no_file_is_not_waited_for(drafts: Path) -> None:
    os.mkfifo(drafts / "pipe")
    assert refusal("pipe", drafts) == "it is no file"
    assert refusal("june", drafts) == "it is a directory"
    assert refusal("nul\0.txt", drafts) == "no path has a NUL in it"
    assert refusal("x" * 5000, drafts) == "file name too long"
    assert refusal("june/bus.txt/more", drafts) == "not a directory"
