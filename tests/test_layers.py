"""What a module may import and touch: one way from texts to report, and only the outermost layer meets the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import unspin

PACKAGE = Path(unspin.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
OUTERMOST = ("cli/", "web/", "mcp/", "__main__.py")
INNER = [module for module in MODULES if not module.startswith(OUTERMOST)]
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests", "httpx", "aiohttp"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def package_of(module: str) -> list[str]:
    return ["unspin", *module.split("/")[:-1]]


def imports(module: str) -> Iterator[str]:
    """Every module and every name that is imported anywhere in the module, in full."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package_of(module)[: len(package_of(module)) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield origin
            yield from (f"{origin}.{name.name}" for name in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("language/")])
def test_only_language_imports_spacy(module: str) -> None:
    assert [name for name in imports(module) if within(name, "spacy", "thinc")] == []


@pytest.mark.parametrize("module", INNER)
def test_inner_layers_do_not_print_read_settings_or_open_connections(module: str) -> None:
    assert [name for name in imports(module) if within(name, *NETWORK)] == []
    touched: list[str] = []
    for node in ast.walk(tree(module)):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input" | "breakpoint" as name)):
                touched.append(name)
            case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" | "getenv" | "putenv" as name):
                touched.append(f"os.{name}")
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "stdin" | "argv" | "exit" as name):
                touched.append(f"sys.{name}")
    touched += [name for name in imports(module) if name in {"os.environ", "os.getenv", "sys.stdout", "sys.stderr"}]
    assert touched == []


# Each layer may use those before it, and none after it.
ORDER = ["document", "language", "judge", "facts", "align", "changes", "check", "settings", "cases", "web", "cli"]


@pytest.mark.parametrize("layer", ORDER)
def test_no_layer_imports_a_later_one(layer: str) -> None:
    later = [f"unspin.{name}" for name in ORDER[ORDER.index(layer) + 1 :]]
    members = [module for module in MODULES if module == f"{layer}.py" or module.startswith(f"{layer}/")]
    assert members
    assert {module: names for module in members if (names := [n for n in imports(module) if within(n, *later)])} == {}


@pytest.mark.parametrize("module", [module for module in MODULES if module not in {"check.py", "changes/registry.py"}])
def test_the_engine_knows_no_type_by_name(module: str) -> None:
    """A type is a file: nothing imports one but the registry, which finds them, and types that build on another."""
    types = {
        path.stem for path in (PACKAGE / "changes").glob("*.py") if "@change_type(" in path.read_text(encoding="utf-8")
    }
    named = [name for name in imports(module) if within(name, *(f"unspin.changes.{kind}" for kind in types))]
    assert named == [] or module.startswith("changes/")


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_importing_unspin_loads_no_model_library() -> None:
    heavy = "sorted({'spacy', 'numpy', 'thinc', 'nupunkt', 'tokenizers', 'onnxruntime', 'torch', 'jinja2'} & set(sys.modules))"
    assert run(f"import sys, unspin; print({heavy})") == "[]"


def test_modules_stay_short() -> None:
    lengths = {module: len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module: length for module, length in lengths.items() if length > 420} == {}
