"""The README, the notices and the texts of the repository say what is true."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vizapp import __version__
from vizapp.cli.arguments import parse
from vizapp.components.catalogue import catalogue

TEXT_SUFFIXES = {".py", ".md", ".toml", ".sh", ".txt", ".spec", ".tsv", ".json", ".svg", ""}
# A folder of somebody's machine, and a host that only some networks have.
MACHINE = re.compile(
    r"(?<![\w./{}:-])/(?:work|root|opt|mnt|srv)/[\w.-]+"
    r"|(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}"
    r"|://[\w.-]+\.(?:internal|corp|lan|local)\b"
)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def _code(readme: str) -> list[str]:
    return [line for block in re.findall(r"```\w*\n(.*?)```", readme, re.S)
            for line in block.splitlines()]  # fmt: skip


def _commands(readme: str, start: str) -> list[list[str]]:
    lines = [line.removeprefix("$ ") for line in _code(readme)]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith(start + " ")]


def _texts(root: Path) -> Iterator[Path]:
    for name in (".ci", "models", "packaging", "resources", "tests", "vizapp"):
        for path in (root / name).rglob("*"):
            if path.is_file() and path.suffix in TEXT_SUFFIXES and "__pycache__" not in path.parts:
                yield path
    yield from (path for path in root.iterdir() if path.suffix in {".md", ".toml"})


def test_the_two_commands_of_the_readme_are_there(root: Path, readme: str) -> None:
    commands = _commands(readme, "packaging/dev.sh")
    assert [command[0] for command in commands][:2] == ["run", "test"]
    script = (root / "packaging" / "dev.sh").read_text("utf-8")
    for command in commands:
        assert f"\n{command[0]})" in script


def test_every_vizapp_command_of_the_readme_parses(readme: str) -> None:
    commands = _commands(readme, ".venv/bin/vizapp") + _commands(readme, "vizapp")
    assert {command[0] for command in commands} >= {"recommend", "describe", "convert"}
    for command in commands:
        parse([word for word in command if word not in ("[FILE]",)])


def test_every_path_of_the_readme_exists(root: Path, readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    named = re.findall(r"`((?:models|packaging|resources|tests|vizapp)/[\w./-]*)`", readme)
    assert links
    for name in [*links, *named]:
        assert (root / name).exists(), name


def test_the_readme_names_every_component(readme: str) -> None:
    assert [name for name in catalogue() if f"`{name}`" not in readme] == []


def test_the_notices_name_every_dependency(root: Path, project: dict[str, Any]) -> None:
    notices = (root / "packaging" / "THIRD_PARTY.md").read_text("utf-8")
    reasons = (root / "packaging" / "DECISIONS.md").read_text("utf-8")
    extras = project["project"]["optional-dependencies"]
    for requirement in project["project"]["dependencies"]:
        name = re.match(r"[\w-]+", requirement)[0]  # type: ignore[index]
        assert f"| {name} |" in notices, name
        assert f"`{name}`" in reasons, name
    for requirement in [*extras["train"], *extras["dev"], *extras["package"]]:
        name = re.match(r"[\w-]+", requirement)[0]  # type: ignore[index]
        assert f"`{name}`" in reasons, name


def test_the_changelog_has_this_version(root: Path) -> None:
    changes = (root / "packaging" / "CHANGELOG.md").read_text("utf-8")
    assert f"## {__version__}" in changes or "## Unreleased" in changes
    assert "### Added" in changes


def test_no_text_names_somebodys_machine(root: Path) -> None:
    found = {
        f"{path.relative_to(root)}: {match[0]}"
        for path in _texts(root)
        for match in MACHINE.finditer(path.read_text("utf-8", errors="replace"))
        if path.name != Path(__file__).name
    }
    assert found == set()


@pytest.mark.parametrize("script", ["packaging/dev.sh", ".ci/run"])
def test_the_scripts_are_shell(root: Path, script: str) -> None:
    ended = subprocess.run(["bash", "-n", str(root / script)], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (root / script).stat().st_mode & 0o100


def test_the_font_and_the_outline_come_with_their_licences(root: Path) -> None:
    resources = root / "resources"
    assert "SIL OPEN FONT LICENSE" in (resources / "fonts" / "OFL.txt").read_text("utf-8")
    assert "public domain" in (resources / "world" / "NOTICE.md").read_text("utf-8")


def test_each_font_is_described_and_its_maker_named(root: Path) -> None:
    folder = root / "resources" / "fonts"
    told = (folder / "README.md").read_text("utf-8")
    notice = (root / "packaging" / "THIRD_PARTY.md").read_text("utf-8")
    parts = {path.name.split("-")[0].removeprefix("VizappSans") for path in folder.glob("*.otf")}
    assert len(parts) == 5
    assert {part for part in parts if f"VizappSans{part}" not in told} == set()
    rows = [row.split("|") for row in notice.splitlines() if "| `resources/fonts` |" in row]
    named = " ".join(what for _, what, *_ in rows)
    assert {part for part in parts if part not in named} == set()
