"""The options of ``unspin mcp``, and what is said before anything is served."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import invoke, run


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--allow", "none"], "'none' is no folder"),
        (["--archive", "news"], "'news' is no name and folder"),
        (["--archive", "a b=news"], "'a b=news' is no name and folder"),
        (["--archive", "news=a", "--archive", "news=b"], "the name 'news' is given twice"),
        (["--workers", "0"], "0 is not in the range"),
    ],
)
def test_a_wrong_option_is_told(options: list[str], expected: str) -> None:
    result = invoke("mcp", *options)
    assert result.exit_code == 2
    assert expected in " ".join(result.output.split())


def test_every_archive_and_setting_is_tried_before_serving(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("min-confidence = 3\n", encoding="utf-8")
    done = run("mcp", "--config", tmp_path / "odd.toml", "--archive", f"news={tmp_path / 'none'}")
    told = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout, len(told)) == (2, b"", 2)
    assert "odd.toml:1" in told[0]
    assert f"archive {tmp_path / 'none'}: " in told[1]


def test_without_its_package_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['mcp'] = None; from unspin.cli import main; main(['mcp'])"
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'unspin: mcp needs mcp: pip install "unspin[mcp]"\n'


def test_help_loads_nothing_of_the_protocol() -> None:
    code = (
        "import sys, unspin.cli\n"
        "try: unspin.cli.cli.main(['mcp', '--help'], standalone_mode=False)\n"
        "finally: print(sorted({'mcp', 'anyio', 'numpy', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_input_at_all_is_an_input_that_has_ended() -> None:
    done = run("mcp")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_it_needs_no_package_of_the_web_server() -> None:
    code = (
        "import sys\n"
        "for name in ('fastapi', 'sqlalchemy', 'psycopg', 'alembic'): sys.modules[name] = None\n"
        "import unspin.mcp.server"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
