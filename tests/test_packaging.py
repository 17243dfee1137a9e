"""What makes bundles: the recipe, the notices, the package, the icons, the release."""

from __future__ import annotations

import ast
import configparser
import multiprocessing.spawn
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from vizapp import __version__
from vizapp.gui.actions import EXPORT_SUFFIXES
from vizapp.project import SUFFIX


@pytest.fixture(scope="module")
def packaging(root: Path) -> Path:
    return root / "packaging"


@pytest.fixture
def module(packaging: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import one of packaging's scripts, which lie beside each other and in no package."""
    monkeypatch.syspath_prepend(str(packaging))

    def load(name: str) -> ModuleType:
        monkeypatch.delitem(sys.modules, name, raising=False)
        return __import__(name)

    return load


def _constant(path: Path, name: str, known: Mapping[str, Any] | None = None) -> Any:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name:
            return eval(compile(ast.Expression(node.value), str(path), "eval"), dict(known or {}))
    raise LookupError(name)


def _imports(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "vizapp").rglob("*.py")):
        if "training" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((str(path.relative_to(root)), name) for name in names)


def test_the_recipe_leaves_out_nothing_that_vizapp_imports(root: Path, packaging: Path) -> None:
    excluded = _constant(packaging / "vizapp.spec", "EXCLUDED_MODULES")
    wrong = {
        (where, name)
        for where, name in _imports(root)
        if any(name == module or name.startswith(f"{module}.") for module in excluded)
    }
    # Extras of the project: vizapp says what to do when one is missing. The rest is for scripts.
    assert {name.partition(".")[0] for _, name in wrong} == {"duckdb", "mcp", "altair"}
    assert {where for where, name in wrong if name == "altair"} == {"vizapp/api.py"}


def test_the_recipe_leaves_out_what_only_training_needs(packaging: Path) -> None:
    excluded = _constant(packaging / "vizapp.spec", "EXCLUDED_MODULES")
    assert {"vizapp.training", "torch", "tokenizers", "gguf"} <= set(excluded)


def test_the_recipe_knows_how_processes_of_a_bundle_are_started(
    packaging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They load no Qt: see `without_children` there."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    child = _constant(packaging / "vizapp.spec", "CHILD")
    assert child in multiprocessing.spawn.get_command_line(pipe_handle=3)


def test_the_packed_icons_are_those_of_the_pictures(root: Path, module: Any) -> None:
    icons = module("icons")
    folder = root / "resources" / "icons"
    assert (folder / "vizapp.ico").read_bytes() == icons.ico()
    assert (folder / "vizapp.icns").read_bytes() == icons.icns()


_LISTS = """
        ggml_add_cpu_backend_variant(x64)
        ggml_add_cpu_backend_variant(sse42              SSE42)
            ggml_add_cpu_backend_variant(zen4           SSE42 AVX)
        ggml_add_cpu_backend_variant(haswell            SSE42 AVX)
        ggml_add_cpu_backend_variant(icelake            SSE42 AVX)
        ggml_add_cpu_backend_variant(alderlake          SSE42 AVX)
        message(STATUS kept)
"""


def test_only_our_generations_of_processors_are_compiled(tmp_path: Path, module: Any) -> None:
    llama = module("llama")
    lists = tmp_path / "CMakeLists.txt"
    lists.write_text(_LISTS, "utf-8")
    llama.choose_generations(lists)
    assert set(re.findall(r"variant\((\w+)", lists.read_text("utf-8"))) == set(llama.GENERATIONS)
    assert "message(STATUS kept)" in lists.read_text("utf-8")


def test_a_generation_that_ggml_no_longer_knows_is_named(tmp_path: Path, module: Any) -> None:
    lists = tmp_path / "CMakeLists.txt"
    lists.write_text(_LISTS.replace("icelake", "newname"), "utf-8")
    with pytest.raises(RuntimeError, match="icelake"):
        module("llama").choose_generations(lists)


def test_a_graphics_add_on_is_one_that_the_program_loads(
    tmp_path: Path, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vizapp.reasoning import backends

    llama = module("llama")
    for gpu, (_, target) in llama.GPUS.items():
        folder = tmp_path / gpu
        folder.mkdir()
        (folder / f"lib{target}.so").touch()
        llama.describe_add_on(folder, gpu, f"lib{target}.so")
    monkeypatch.setenv("VIZAPP_BACKENDS_DIR", str(tmp_path))
    found = backends.add_ons()
    assert [add_on.backend for add_on in found] == sorted(llama.GPUS)
    assert [add_on.problem for add_on in found if add_on.problem] == []
    assert all(add_on.library.is_file() for add_on in found)


def test_the_tools_are_compiled_for_this_machine_and_download_nothing(module: Any) -> None:
    llama = module("llama")
    options = {**llama.ALWAYS, **llama.FOR_TOOLS}
    assert options["GGML_NATIVE"] == "ON"
    assert options["LLAMA_USE_PREBUILT_UI"] == "OFF"
    assert options["LLAMA_OPENSSL"] == "OFF"


def test_the_release_makes_add_ons_of_known_kinds(root: Path, module: Any) -> None:
    text = (root / ".github" / "workflows" / "release.yml").read_text("utf-8")
    kinds = set(re.findall(r"gpu: (\w+)", text))
    assert {"vulkan", "cuda"} <= kinds <= set(module("llama").GPUS)


def _tables_of_contents(folder: Path, *sources: str) -> Path:
    folder.mkdir()
    entries = [(Path(source).name, source, "EXTENSION") for source in sources]
    links = [("libx.so", "elsewhere/libx.so", "SYMLINK")]
    (folder / "PYZ-00.toc").write_text(repr(("name", [("os", "", "PYMODULE")])), "utf-8")
    (folder / "COLLECT-00.toc").write_text(repr((None, entries + links)), "utf-8")
    return folder


def test_notices_name_what_is_bundled_with_its_text(tmp_path: Path, module: Any) -> None:
    import numpy
    import PySide6.QtCore

    stranger = tmp_path / "libstranger.so"
    stranger.touch()
    work = _tables_of_contents(
        tmp_path / "work", numpy.__file__, PySide6.QtCore.__file__, str(stranger)
    )
    parts, strangers = module("notices").write(work, tmp_path / "out", qt="_internal/PySide6")
    assert {part.name for part in parts} == {"Python", "numpy", "PySide6_Essentials"}
    assert strangers == [stranger]
    notices = (tmp_path / "out" / "NOTICES.txt").read_text("utf-8")
    assert f"numpy {numpy.__version__}: BSD" in notices
    assert "folder _internal/PySide6" in notices
    assert "Noto Sans" in notices
    assert re.search(r"^- PySide6_Essentials .*, with Qt 6", notices, re.M)
    lesser = (tmp_path / "out" / "PySide6_Essentials" / "LGPL-3.0.txt").read_text("utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert any((tmp_path / "out" / "numpy").iterdir())


def _needed(*names: str) -> set[str]:
    """Return the packages that these are, and what they need, extras asked for included."""
    queue, seen = [Requirement(name) for name in names], set()
    found = set()
    while queue:
        wanted = queue.pop()
        if (wanted.name, *sorted(wanted.extras)) in seen:
            continue
        seen.add((wanted.name, *sorted(wanted.extras)))
        found.add(canonicalize_name(wanted.name))
        for text in distribution(wanted.name).requires or ():
            need = Requirement(text)
            extras = ("", *wanted.extras)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras):
                queue.append(need)
    return found


def test_what_vizapp_installs_is_named_with_its_licence(root: Path, packaging: Path) -> None:
    """In the file for people; a bundle's own notices are made from what is in it."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = _needed(*project["dependencies"], *extras["mcp"], *extras["duckdb"])
    text = (packaging / "THIRD_PARTY.md").read_text("utf-8")
    told = text.partition("## Needed at run time")[2].partition("\n## ")[0]
    named = {canonicalize_name(word) for word in re.findall(r"[A-Za-z][\w.-]*[A-Za-z0-9]", told)}
    assert needed - named == set()
    rows = {canonicalize_name(name) for name in re.findall(r"^\| ([\w-]+) \|", told, re.M)}
    assert rows - {"package"} <= needed


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    (folder / "licences").mkdir(parents=True)
    (folder / "licences" / "NOTICES.txt").write_text("notices\n", "utf-8")
    shutil.copy2("/bin/true" if Path("/bin/true").exists() else sys.executable, folder / "vizapp")
    return folder


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no Debian tools")
def test_the_debian_package_unpacks_to_a_program(bundle: Path, tmp_path: Path, module: Any) -> None:
    package = module("deb").build(bundle, tmp_path)
    tree = tmp_path / "tree"
    subprocess.run(["dpkg-deb", "-x", str(package), str(tree)], check=True)
    assert (tree / "usr" / "bin" / "vizapp").resolve() == tree / "usr" / "lib" / "vizapp" / "vizapp"
    assert (tree / "usr" / "bin" / "vizapp").stat().st_mode & 0o111 == 0o111
    assert (tree / "usr/share/icons/hicolor/48x48/apps/vizapp.png").is_file()
    fields = subprocess.run(
        ["dpkg-deb", "-f", str(package), "Version", "Depends"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert f"Version: {__version__}\n" in fields
    assert re.search(r"Depends: libc6 \(>= 2\.\d+\)", fields)


def test_the_menu_entry_opens_the_kinds_of_table_that_vizapp_reads(packaging: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(packaging / "linux" / "vizapp.desktop", "utf-8")
    kinds = entry["Desktop Entry"]["MimeType"].split(";")
    assert {"text/csv", "text/tab-separated-values", "application/vnd.apache.parquet"} <= set(kinds)
    assert "application/x-vizapp" in kinds
    assert any("spreadsheetml" in kind for kind in kinds)
    described = (packaging / "linux" / "vizapp-mime.xml").read_text("utf-8")
    assert f'<glob pattern="*{SUFFIX}"/>' in described
    for kind in re.findall(r'mime-type type="([\w/.-]+)"', described):
        assert "/" not in kind or kind in kinds


def test_windows_offers_the_same_tables(packaging: Path) -> None:
    script = (packaging / "windows" / "vizapp.iss").read_text("utf-8")
    assert set(re.findall(r"Classes\\(\.\w+)\\OpenWithProgids", script)) == {
        ".csv",
        ".tsv",
        ".xlsx",
        ".parquet",
        SUFFIX,
    }
    assert rf'Classes\{SUFFIX}"; ValueType: string; ValueData: "vizapp.project"' in script
    assert "PrivilegesRequired=lowest" in script


def test_the_guides_name_the_programs_that_can_write_to_a_terminal(
    root: Path, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = module("build")
    monkeypatch.setattr(build.sys, "platform", "win32")
    windows = build.program().stem
    monkeypatch.setattr(build.sys, "platform", "darwin")
    mac = build.program().relative_to(build.DIST).as_posix()
    for lang in ("zh", "en"):
        text = (root / "resources" / "docs" / f"guide.{lang}.md").read_text("utf-8")
        assert f"`{windows}`" in text
        assert f"`/Applications/{mac}`" in text


def test_a_mac_offers_the_same_tables(packaging: Path) -> None:
    recipe = packaging / "vizapp.spec"
    assert {"csv", "tsv", "xlsx", "parquet"} <= set(_constant(recipe, "MAC_SUFFIXES"))
    assert "public.comma-separated-values-text" in _constant(recipe, "MAC_TYPES")


def test_a_mac_reads_types_or_suffixes_of_an_entry_but_not_both(packaging: Path) -> None:
    recipe = packaging / "vizapp.spec"
    names = {name: _constant(recipe, name) for name in ("MAC_TYPES", "MAC_SUFFIXES")}
    entries = _constant(recipe, "MAC_DOCUMENTS", names)
    assert all(
        ("LSItemContentTypes" in entry) != ("CFBundleTypeExtensions" in entry) for entry in entries
    )
    suffixes = {suffix for entry in entries for suffix in entry.get("CFBundleTypeExtensions", ())}
    assert suffixes == {*names["MAC_SUFFIXES"], SUFFIX.lstrip(".")}


def test_the_release_runs_scripts_that_exist(root: Path) -> None:
    text = (root / ".github" / "workflows" / "release.yml").read_text("utf-8")
    named = set(re.findall(r"packaging[\\/][\w/.\\-]+\.(?:sh|py|iss)", text))
    assert {"packaging/dev.sh", "packaging/build.py", "packaging/macos/package.sh"} <= named
    assert all((root / name.replace("\\", "/")).is_file() for name in named)
    assert "://" not in text


def test_the_release_installs_the_libraries_that_the_set_up_asks_for(root: Path) -> None:
    """A hosted runner is not root: there the set-up only says what is missing, and fails."""
    text = (root / ".github" / "workflows" / "release.yml").read_text("utf-8")
    script = (root / "packaging" / "dev.sh").read_text("utf-8")
    needed = re.findall(r"^    (lib[\w.-]+)=lib", script, re.M)
    installed = text.partition("apt-get install -y")[2].partition("- run: xvfb-run")[0].split()
    assert len(needed) > 10
    assert set(needed) - set(installed) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the program")
def test_a_bundle_is_shown_the_display_and_its_key(
    module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`xvfb-run` makes a display that refuses whoever does not bring its key."""
    program = tmp_path / "vizapp"
    program.write_text('#!/bin/sh\n[ "$DISPLAY $XAUTHORITY $SECRET" = ":7 /key " ]\n', "utf-8")
    program.chmod(0o755)
    for name, value in (("DISPLAY", ":7"), ("XAUTHORITY", "/key"), ("SECRET", "x")):
        monkeypatch.setenv(name, value)
    assert module("build").self_test(program) == 0


_STRANGER = """#!/bin/sh
here=$(dirname "$0")
case $1 in
--self-test)
    [ "$(id -u)" = 65534 ] || { echo "as $(id -u)"; exit 3; }
    if touch "$here/x" 2>/dev/null; then echo writes; exit 4; fi
    [ "$(grep -c : /proc/net/dev)" -le 1 ] || { echo network; exit 5; }
    case $here in *'程序 文件'*) ;; *) exit 6 ;; esac
    touch "$HOME/settings" || exit 7
    exit ${FAILS:-0} ;;
recommend) echo '<svg/>' >"$4" ;;
esac
"""


@pytest.fixture
def strange_bundle(tmp_path: Path, module: Any) -> tuple[Any, Path]:
    build = module("build")
    if not build.can_be_a_stranger():
        pytest.skip("only root may become a stranger, in a namespace")
    folder = tmp_path / "dist" / "vizapp"
    (folder / "_internal" / "resources" / "samples").mkdir(parents=True)
    (folder / "vizapp").write_text(_STRANGER, "utf-8")
    (folder / "vizapp").chmod(0o755)
    return build, folder


def test_a_bundle_is_tested_as_by_a_stranger_without_a_network(
    strange_bundle: tuple[Any, Path],
) -> None:
    build, folder = strange_bundle
    assert build.stranger_test(folder) == 0


def test_a_bundle_that_fails_for_a_stranger_fails(strange_bundle: tuple[Any, Path]) -> None:
    build, folder = strange_bundle
    (folder / "vizapp").write_text(_STRANGER.replace("${FAILS:-0}", "9"), "utf-8")
    assert build.stranger_test(folder) == 9
    (folder / "vizapp").write_text(_STRANGER.replace("<svg/>", "nothing"), "utf-8")
    assert build.stranger_test(folder) == 1


def test_the_self_test_saves_in_every_format_of_the_window() -> None:
    from vizapp.cli.arguments import CHART_SUFFIXES

    assert {suffix.lstrip(".") for suffix in CHART_SUFFIXES} >= set(EXPORT_SUFFIXES)
