"""The action for GitHub: held against a schema that others made, and its script run by bash with the variables that GitHub sets."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.project import ENVIRONMENT, FERRY, FERRY_NOW, TRAM, new_project, write

HOME = Path(__file__).parents[1]
ACTION = yaml.safe_load((HOME / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
_INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


def test_the_schema_for_actions_holds() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.github-actions",
            str(HOME / "action.yml"),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_script_has_an_expression_in_it() -> None:
    """GitHub pastes the value of an expression into a script before the shell reads it."""
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 2
    assert [script for script in scripts if "${{" in script] == []


def test_every_input_is_used() -> None:
    used = {name for step in STEPS for value in {**step.get("env", {}), **step.get("with", {})}.values()
            for name in _INPUT.findall(value)}  # fmt: skip
    assert used == set(ACTION["inputs"])
    assert all(given["description"] for given in ACTION["inputs"].values())


def variables(step: dict[str, Any], inputs: dict[str, str]) -> dict[str, str]:
    """The variables of a step as GitHub makes them of the inputs."""
    values = {name: inputs.get(name, given["default"]) for name, given in ACTION["inputs"].items()}
    return {name: _INPUT.sub(lambda found: values[found[1]], value) for name, value in step["env"].items()}


class Ran:
    """What a run of the checking step left behind."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        (step,) = (step for step in STEPS if step.get("id") == "check")
        script, binaries = folder.parent / "script.sh", folder.parent / "bin"
        script.write_text(step["run"], encoding="utf-8")
        binaries.mkdir(exist_ok=True)
        # The Python that the step before has put first on the path.
        (binaries / "python").unlink(missing_ok=True)
        (binaries / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (binaries / "python").chmod(0o755)
        files = {
            name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH")
        }
        for path in files.values():
            path.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=folder,
            env={
                **ENVIRONMENT,
                "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
                **{name: str(path) for name, path in files.items()},
                **variables(step, {name.replace("_", "-"): value for name, value in inputs.items()}),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        self.code, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr
        self.output, self.summary = files["GITHUB_OUTPUT"].read_text(), files["GITHUB_STEP_SUMMARY"].read_text()
        self.others = files["GITHUB_ENV"].read_text() + files["GITHUB_PATH"].read_text()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = new_project(tmp_path / "project", {"articles/ferry.md": FERRY, "tram.txt": TRAM})
    write(folder, {"articles/ferry.md": FERRY_NOW, "tram.txt": TRAM.replace("3 crowns", "30 crowns")})
    return folder


def annotated(ran: Ran) -> list[str]:
    return re.findall(r"^::error file=([^,]+),", ran.stdout, re.MULTILINE)


def test_files_against_a_revision(project: Path) -> None:
    ran = Ran(project, against="HEAD", files="articles\n")
    assert (ran.code, ran.output) == (1, "exit-code=1\n"), ran.stderr
    assert annotated(ran) == ["articles/ferry.md"]
    assert "| number-changed |" in ran.summary
    assert sorted(annotated(Ran(project, against="HEAD"))) == ["articles/ferry.md", "tram.txt"]


def test_two_files_and_what_fails(project: Path) -> None:
    write(project, {"wire.txt": FERRY})
    ran = Ran(project, original="wire.txt", rewrite="articles/ferry.md", fail_on="never")
    assert (ran.code, ran.output) == (0, "exit-code=0\n"), ran.stderr
    assert annotated(ran) == ["articles/ferry.md"]


def test_sarif_in_place_of_annotations(project: Path) -> None:
    ran = Ran(project, against="HEAD", files="tram.txt", sarif_file="out put.sarif")
    assert (ran.code, ran.stdout) == (1, ""), ran.stderr
    (run,) = json.loads((project / "out put.sarif").read_text(encoding="utf-8"))["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["number-changed"]


def test_pairs_with_more_options(project: Path) -> None:
    pairs = [{"id": number, "original": TRAM, "rewrite": TRAM} for number in (1, 2)]
    pairs[0]["rewrite"] = TRAM.replace("3 crowns", "30 crowns")
    write(project, {"pairs.jsonl": "".join(json.dumps(pair) + "\n" for pair in pairs)})
    ran = Ran(project, pairs="pairs.jsonl", args="--fail-rate=50%\r\n\n--jobs\n1\n")
    assert (ran.code, ran.output) == (0, "exit-code=0\n"), ran.stderr
    assert annotated(ran) == ["pairs.jsonl"]
    assert "within the --fail-rate of 50%" in ran.stderr


def test_what_cannot_be_done_ends_in_2(project: Path) -> None:
    ran = Ran(project, against="nope")
    assert (ran.code, ran.output) == (2, "exit-code=2\n")
    assert "there is no revision 'nope'" in ran.stderr
    assert Ran(project).code == 2


HOSTILE = ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "a\nb; touch pwned\n$(touch pwned)", "' && touch pwned '", "*",
           "--output=pwned", "-q", "x\nexit-code=0", "${IFS}touch${IFS}pwned", "\\\"$(touch pwned)"]  # fmt: skip


@pytest.mark.parametrize("name", ["against", "files", "original", "pairs", "fail_on", "args"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_inputs_are_data(project: Path, name: str, value: str) -> None:
    before = {path for path in project.rglob("*") if ".git" not in path.parts}
    others = {"original": {"rewrite": value}, "files": {"against": "HEAD"}}.get(name, {})
    ran = Ran(project, **{name: value}, **others)
    assert {path for path in project.rglob("*") if ".git" not in path.parts} == before
    assert ran.output == f"exit-code={ran.code}\n"
    assert ran.code == 2, ran.stderr
    assert ran.others == ""
    assert "Traceback" not in ran.stderr


def test_no_module_of_the_texts_is_run(project: Path) -> None:
    """A pull request may bring files that are named like modules of Python."""
    trap = "raise SystemExit('trapped')\n"
    write(project, dict.fromkeys(["unspin/__main__.py", "unspin/__init__.py", "click.py", "json.py", "multiprocessing/spawn.py",
                                  "multiprocessing/__init__.py", "random.py"], trap))  # fmt: skip
    ran = Ran(project, against="HEAD", files="tram.txt")
    assert (ran.code, annotated(ran)) == (1, ["tram.txt"]), ran.stderr


def test_unspin_is_installed_from_the_action_itself(tmp_path: Path) -> None:
    (step,) = (step for step in STEPS if "pip install" in step.get("run", ""))
    (tmp_path / "python").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "python").chmod(0o755)
    for extras, wanted in (
        ("", "/opt/un spin"),
        ("documents,corpus", "/opt/un spin[documents,corpus]"),
        ("$(id)", "/opt/un spin[$(id)]"),
    ):
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "GITHUB_ACTION_PATH": "/opt/un spin",
                 **variables(step, {"extras": extras})},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == wanted
        assert done.stdout.splitlines()[:3] == ["-m", "pip", "install"]
