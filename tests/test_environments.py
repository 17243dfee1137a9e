"""Another time zone, locale or code page: the same tables, dates, charts and files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "No/Such", "")
LOCALES = ("C", "POSIX", "C.UTF-8", "zh_CN.GBK", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "x y", "")

_WORK = """
import hashlib, json, os, sys, warnings
warnings.filterwarnings("error", category=EncodingWarning, module="vizapp")
from pathlib import Path
from vizapp.core import settings
from vizapp.core.settings import Settings
from vizapp.core.tasks import CancelToken
from vizapp.data.write import write_csv
from vizapp.project import Project, TableFile, load_project, save_project
from vizapp.reasoning.events import Request
from vizapp.reasoning.rules import RuleReasoner
from vizapp.rendering.engine import draw_without_zone
from vizapp.rendering.export import save, to_svg
from vizapp.workflow import Workflow

draw_without_zone()
folder = Path(sys.argv[1])
table_file = next(folder.glob("*.csv"))
work = Workflow()
table = work.open(table_file, lang="zh")
events = RuleReasoner().reason(table.description, Request(lang="zh"), cancel=CancelToken())
answer = list(events)[-1]
said = [json.dumps(table.description.to_json(), ensure_ascii=False), answer.thought]
said += [str(value) for value in table.frame.to_numpy().ravel()]
for chart in answer.spec.charts + tuple(r.chart for r in answer.ranking[:1]):
    built = work.draw(chart, table)
    said += [json.dumps(built.vega_lite, sort_keys=True), to_svg(built)]
name = os.fsdecode("图".encode())  # as the system gives it
out = folder / "out"
out.mkdir()
for suffix in (".svg", ".html", ".json", ".py", ".jsonl"):
    save(built, out / f"{name}{suffix}")
    written = (out / f"{name}{suffix}").read_bytes().decode("utf-8")
    said.append(written.replace(repr(str(table_file)), "").replace(str(folder), ""))
write_csv(table.table, out / f"{name}.csv")
said.append((out / f"{name}.csv").read_bytes().decode("utf-8"))
save_project(Project("数据", TableFile.of(table_file)), out / f"{name}.vizapp", table=table_file)
said.append(load_project(out / f"{name}.vizapp").name)
settings.save(Settings(recent_files=(str(table_file),)), out)
assert settings.load(out).recent_files == (str(table_file),)
whole = chr(10).join(said).encode("utf-8", "backslashreplace")
if len(sys.argv) > 2:
    Path(sys.argv[2]).write_bytes(whole)
print(hashlib.sha256(whole).hexdigest())
"""
_ROWS = "日期,时刻,销售额,地区\n" + "".join(
    f"2024-{m:02d}-{d:02d},2024-03-{d:02d} 0{m % 9}:30:00,{m * d + 0.5},{'南北'[m % 2]}区\n"
    for m in (1, 3, 10, 11)
    for d in (1, 10, 27, 28)
)


def done(folder: Path, *, strict: bool = False, **environment: str) -> str:
    """Read, reason, draw and write in a process of that environment; return a digest of all."""
    place = folder / "数据 分析 100%"
    place.mkdir(parents=True)
    (place / "销售 #1.csv").write_bytes(_ROWS.encode("gb18030"))
    program = folder / "work.py"
    program.write_text(_WORK, encoding="utf-8")
    installed = Path(__file__).parents[1]
    if strict:  # in a folder that this locale cannot spell
        for name in ("vizapp", "resources", "models"):
            unread = shutil.ignore_patterns("__pycache__", "docs", "translations", "training")
            shutil.copytree(installed / name, folder / "安装 目录" / name, ignore=unread)
        installed = folder / "安装 目录"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ"))}
    flags = ["-X", "warn_default_encoding"] if strict else []
    ended = subprocess.run(
        [sys.executable, *flags, str(program), str(place)],
        env={**kept, "PYTHONPATH": str(installed), **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")[-1500:]
    return ended.stdout.decode().strip()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> str:
    return done(tmp_path_factory.mktemp("usual"), TZ="Asia/Shanghai", LC_ALL="C.UTF-8")


def test_a_far_zone_an_ascii_terminal_and_no_default_encoding_give_the_same(
    usual: str, tmp_path: Path
) -> None:
    """As on an old server: file names are bytes, and no file is opened in a code page."""
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    assert done(tmp_path, strict=True, LC_ALL="C", TZ="America/St_Johns", **plain) == usual


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_any_zone_gives_the_same(usual: str, tmp_path: Path, zone: str) -> None:
    assert done(tmp_path, TZ=zone, LC_ALL="C.UTF-8") == usual


@pytest.mark.slow
@pytest.mark.parametrize("locale", LOCALES)
def test_any_locale_gives_the_same(usual: str, tmp_path: Path, locale: str) -> None:
    assert done(tmp_path, TZ="UTC", LC_ALL=locale, LANG=locale) == usual
