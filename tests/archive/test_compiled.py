"""Where machine code is kept, what becomes of that of earlier states, and what happens where none can be kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CODE = "from unspin.archive.tokens import tokens_of; import sys; sys.stdout.write(str(len(tokens_of('four words of text'))))"


def words(cache: Path, *, most_bytes: int | None = None) -> str:
    """What a new process finds that keeps its machine code there, in files of at most so many bytes."""
    limit = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes},) * 2); "
        if most_bytes is not None
        else ""
    )
    result = subprocess.run(
        [sys.executable, "-c", limit + CODE],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_machine_code_of_earlier_states_goes_after_a_week(tmp_path: Path) -> None:
    old, recent, other = (tmp_path / name for name in ("kernels-01", "kernels-02", "elsewhere"))
    for folder in (old, recent, other):
        (folder / "module").mkdir(parents=True)
        (folder / "module" / "code.nbc").write_bytes(b"code")
    for folder in (old, other):
        os.utime(folder, (time.time() - 8 * 24 * 3600,) * 2)
    assert words(tmp_path) == "4"
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == 3
    assert {other, recent} < set(kept)
    made = next(folder for folder in kept if folder not in (other, recent))
    code = {path: path.stat().st_mtime_ns for path in made.rglob("*.nbc")}
    assert code
    # What is there already is loaded, and nothing is looked through.
    os.utime(recent, (0, 0))
    assert words(tmp_path) == "4"
    assert recent.exists()
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*.nbc")} == code


def test_where_no_machine_code_can_be_kept_it_is_made_anew(tmp_path: Path) -> None:
    assert words(tmp_path, most_bytes=100) == "4"
    assert not list(tmp_path.rglob("*.nbc"))
    (tmp_path / "file").write_text("")
    assert words(tmp_path / "file") == "4"
