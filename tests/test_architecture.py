"""The layers: contracts that hold, that catch a violation, and what start-up loads."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

LINTER = Path(sys.executable).with_name("lint-imports")

# One import in each, which one contract forbids.
VIOLATIONS = {
    "core/planted.py": "import vizapp.workflow",
    "rendering/planted.py": "import vizapp.reasoning.events",
    "cli/planted.py": "import PySide6.QtCore",
    "data/planted.py": "import altair",
    "profile/planted.py": "import llama_cpp",
    "workflow.py": "import torch",
    "components/planted.py": "import pandas",
    "data/planted_too.py": "import urllib.request",
}


def _run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _python(code: str, folder: Path) -> str:
    ended = _run([sys.executable, "-X", "utf8", "-W", "error", "-c", code], folder)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_the_import_contracts_hold(root: Path) -> None:
    ended = _run([LINTER, "--no-logo"], root)
    assert ended.returncode == 0, ended.stdout
    assert "0 broken" in ended.stdout


def test_each_contract_catches_a_planted_violation(root: Path, tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__", "*.tsv")
    shutil.copytree(root / "vizapp", tmp_path / "vizapp", ignore=ignore)
    shutil.copy(root / "pyproject.toml", tmp_path)
    for name, line in VIOLATIONS.items():
        with (tmp_path / "vizapp" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    names = [c["name"] for c in contracts["tool"]["importlinter"]["contracts"]]
    assert len(names) == len(VIOLATIONS)
    ended = _run([LINTER, "--no-logo", "--no-cache"], tmp_path)
    assert ended.returncode == 1
    assert [name for name in names if f"{name} BROKEN" not in ended.stdout] == []


def test_everything_but_the_window_works_without_pyside(root: Path) -> None:
    code = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NoQt())
import vizapp
names = [m.name for m in pkgutil.walk_packages(vizapp.__path__, "vizapp.")]
for name in names:
    if not name.startswith(("vizapp.gui", "vizapp.__main__")):
        importlib.import_module(name)
import vizapp.__main__
print(len(names))
"""
    assert int(_python(code, root)) > 100


def test_the_window_is_shown_before_anything_heavy_is_loaded(root: Path) -> None:
    code = """
import sys
from vizapp.core.settings import Settings
from vizapp.gui.app import make_application
from vizapp.gui.bridge import Bridge
from vizapp.gui.documents import Documents
from vizapp.gui.preferences import Preferences
from vizapp.gui.shell import Shell

app = make_application()
window = Shell(Documents(Bridge(), Preferences(Settings())))
window.show()
heavy = ("llama_cpp", "pandas", "numpy", "pyarrow", "altair", "vl_convert", "torch", "networkx")
print([name for name in heavy if name in sys.modules])
"""
    assert _python(code, root) == "[]"


def test_reading_the_command_line_loads_nothing_heavy(root: Path) -> None:
    code = """
import sys
import vizapp.__main__, vizapp.cli.main
heavy = ("llama_cpp", "pandas", "numpy", "altair", "vl_convert", "PySide6", "torch")
print([name for name in heavy if name in sys.modules])
"""
    assert _python(code, root) == "[]"


def test_the_model_never_runs_in_the_process_that_asks(root: Path) -> None:
    code = """
import sys
from pathlib import Path
from vizapp.workflow import Workflow

workflow = Workflow(Path("nowhere.gguf"))
workflow.start()
workflow.close()
print("llama_cpp" in sys.modules)
"""
    assert _python(code, root) == "False"


def _packages(root: Path) -> list[Path]:
    return sorted((root / "vizapp").glob("*/__init__.py"))


def test_each_package_says_in_a_docstring_what_it_is(root: Path) -> None:
    assert len(_packages(root)) >= 9
    for path in _packages(root):
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path
        assert len(tree.body) == 1, f"{path} holds more than its docstring"


def test_the_contracts_name_every_package(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    layers = " | ".join(contracts["tool"]["importlinter"]["contracts"][0]["layers"]).split(" | ")
    found = {f"vizapp.{path.parent.name}" for path in _packages(root)}
    found |= {f"vizapp.{path.stem}" for path in (root / "vizapp").glob("*.py")}
    assert found - {"vizapp.__init__"} == set(layers)


@pytest.mark.parametrize("folder", ["vizapp", "tests"])
def test_no_module_grows_beyond_reading(root: Path, folder: str) -> None:
    sizes = {
        str(path.relative_to(root)): len(path.read_text("utf-8").splitlines())
        for path in (root / folder).rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > 700} == {}
