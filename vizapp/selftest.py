"""Does everything that vizapp needs work on this machine: ``vizapp --self-test``.

A checkout and an installed bundle run the same checks: what is in the folder, every
encoding and kind of file, the fonts, every chart, every format it is saved in, the
model in its own process, and the window with a file on it. Nothing is written
outside a temporary folder and no connection is opened; that is a check, too.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import platform
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vizapp
from vizapp.core import paths
from vizapp.core.language import Lang, system_lang

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from vizapp.gui.values import Notice
    from vizapp.rendering.chart import BuiltChart

log = logging.getLogger(__name__)

LIMIT_S = 120.0  # for the model's process and for the window; both need seconds
_ZH = "城市,销量\n" + "北京,1200\n上海,980\n广州,760\n成都,640\n" * 6
# What people's files are written in: the encoding and a table that shows it.
ENCODINGS: Mapping[str, str] = {
    "utf-8": _ZH,
    "utf-8-sig": _ZH,
    "utf-16": _ZH,
    "gb18030": _ZH,
    "big5": "縣市,銷售額\n" + "臺北,1200\n臺中,980\n高雄,760\n" * 6,
    "shift_jis": "都市,売上\n" + "とうきょう,1200\nおおさか,980\nなごや,760\n" * 6,
    "euc-kr": "도시,매출\n" + "서울특별시,1200\n부산광역시,980\n" * 6,
    "cp1251": "Город,Продажи\n" + "Москва,1200\nКазань,980\n" * 6,
    "cp1252": "Stadt,Größe\n" + "München,1200\nKöln,980\nGenève,760\n" * 6,
}
KINDS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet")
_MAGIC = {
    ".png": b"\x89PNG",
    ".svg": b"<svg",
    ".pdf": b"%PDF",
    ".html": b"<!DOCTYPE html>",
    ".json": b"{",
    ".pptx": b"PK",
    ".xlsx": b"PK",
}
_TITLES: Mapping[str, tuple[str, str]] = {
    "files": ("Files of the program", "程序文件"),
    "encoding": ("Encodings", "文字编码"),
    "reader": ("Kinds of file", "文件格式"),
    "font": ("Fonts", "字体"),
    "chart": ("Charts", "图表"),
    "export": ("Formats to save in", "导出格式"),
    "model": ("The model", "推理模型"),
    "window": ("The window", "窗口"),
    "network": ("Privacy", "隐私"),
}


class SelfTestError(Exception):
    """Something does not do what it should; the text says what."""


@dataclass(frozen=True)
class Outcome:
    """What became of one check.

    `detail` is a measured value where it passed, the reason where it failed.
    """

    group: str
    name: str
    passed: bool
    detail: str
    elapsed_ms: float


Check = tuple[str, str, Callable[[], str]]


def _require(condition: object, why: str) -> None:
    if not condition:
        raise SelfTestError(why)


# --- what lies in the folder ---------------------------------------------------


def _file_checks() -> Iterator[Check]:
    wanted = {
        "fonts": "fonts/*.otf",
        "icons": "icons/*.png",
        "samples": "samples/*.csv",
        "outlines": "world/*.json",
    }
    for name, pattern in wanted.items():
        yield "files", name, lambda pattern=pattern: _count_files(pattern)  # type: ignore[misc]
    yield "files", "model", _model_is_whole


def _count_files(pattern: str) -> str:
    found = list(paths.resources().glob(pattern))
    _require(found, f"nothing in {paths.resources() / pattern}")
    _require(all(file.stat().st_size for file in found), f"an empty file in {pattern}")
    return f"{len(found)}"


def _model_is_whole() -> str:
    import hashlib

    manifest = json.loads((paths.models() / "manifest.json").read_text("utf-8"))
    found = hashlib.sha256(paths.bundled_model().read_bytes()).hexdigest()
    _require(found == manifest["sha256"], "the model's file is not the one of its manifest")
    return f"{paths.bundled_model().name} {manifest['version']}"


# --- reading -------------------------------------------------------------------


def _reading_checks(folder: Path) -> Iterator[Check]:
    for encoding in ENCODINGS:
        yield "encoding", encoding, lambda e=encoding: _read_encoding(folder, e)  # type: ignore[misc]
    for kind in KINDS:
        yield "reader", kind, lambda k=kind: _read_kind(folder, k)  # type: ignore[misc]


def _read_encoding(folder: Path, encoding: str) -> str:
    from vizapp.data.load import load_table

    text = ENCODINGS[encoding]
    path = folder / f"{encoding}.csv"
    path.write_bytes(text.encode(encoding))
    table = load_table(path)
    header, first = (line.split(",") for line in text.split("\n", 2)[:2])
    _require(list(table.frame.columns) == header, f"read {list(table.frame.columns)}")
    _require(str(table.frame.iloc[0, 0]) == first[0], f"read {table.frame.iloc[0, 0]}")
    return table.reading.encoding or ""


def _read_kind(folder: Path, kind: str) -> str:
    import pandas as pd

    from vizapp.data.load import load_table

    path = folder / f"表 {kind}.{kind}"
    frame = pd.DataFrame({"城市": ["北京", "上海", "广州"], "销量": [1200, 980, 760]})
    write: dict[str, Callable[[], object]] = {
        "csv": lambda: frame.to_csv(path, index=False),
        "tsv": lambda: frame.to_csv(path, index=False, sep="\t"),
        "xlsx": lambda: _write_workbook(path, [list(frame.columns), *frame.values.tolist()]),
        "json": lambda: frame.to_json(path, orient="records", force_ascii=False),
        "jsonl": lambda: frame.to_json(path, orient="records", lines=True, force_ascii=False),
        "parquet": lambda: frame.to_parquet(path, index=False),
    }
    write[kind]()
    table = load_table(path)
    _require(list(table.frame.columns) == ["城市", "销量"], f"read {list(table.frame.columns)}")
    _require(len(table.frame) == len(frame), f"read {len(table.frame)} rows")
    return f"{len(table.frame)} x {len(table.frame.columns)}"


def _write_workbook(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write the smallest workbook that is one; nothing in vizapp needs to write any."""
    cells = (
        (f'<c t="inlineStr"><is><t>{c}</t></is></c>' if isinstance(c, str) else f"<c><v>{c}</v></c>"
         for c in row)
        for row in rows
    )  # fmt: skip
    lines = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    kinds = "http://schemas.openxmlformats.org"
    office = f"{kinds}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{kinds}/spreadsheetml/2006/main" xmlns:r="{office}">'
        '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{kinds}/spreadsheetml/2006/main">'
        f"<sheetData>{lines}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


# --- drawing and saving ----------------------------------------------------------


def _drawing_checks(folder: Path) -> Iterator[Check]:
    from vizapp.cli.arguments import CHART_SUFFIXES
    from vizapp.components.catalogue import catalogue

    yield "font", "in charts", _charts_have_letters
    for name in catalogue():
        yield "chart", name, lambda name=name: _draw(name)  # type: ignore[misc]
    for suffix in CHART_SUFFIXES:
        yield "export", suffix, lambda s=suffix: _save(folder, s)  # type: ignore[misc]
    yield "export", ".csv", lambda: _save_table(folder)


def _built(name: str, lang: Lang) -> BuiltChart:
    from vizapp.rendering.chart import Style, build_chart
    from vizapp.rendering.samples import samples

    sample = samples()[name]
    return build_chart(sample.chart(lang), sample.table(lang), Style(lang=lang))


def _charts_have_letters() -> str:
    """Draw two characters; boxes for missing letters would look alike."""
    from vizapp.rendering import engine

    def picture(letter: str) -> bytes:
        spec = {"data": {"values": [{}]}, "mark": {"type": "text", "text": letter, "size": 900}}
        return bytes(engine.run("vegalite_to_png", json.dumps(spec)))

    _require(picture("数") != picture("据"), "Chinese characters are drawn as boxes")
    _require(picture("数") != picture(" "), "Chinese characters are not drawn")
    return "zh"


def _draw(name: str) -> str:
    from vizapp.rendering.export import to_png

    sizes = [len(to_png(_built(name, lang))) for lang in ("zh", "en")]
    _require(min(sizes) > 1000, f"a picture of {min(sizes)} bytes")
    return " + ".join(f"{size:,} B" for size in sizes)


def _save(folder: Path, suffix: str) -> str:
    from vizapp.rendering.export import save

    path = folder / f"图表 {suffix[1:]}{suffix}"
    save(_built("line", "zh"), path)
    content = path.read_bytes()
    _require(content.lstrip().startswith(_MAGIC.get(suffix, b"")), f"begins with {content[:12]!r}")
    return f"{len(content):,} B"


def _save_table(folder: Path) -> str:
    from vizapp.data.load import load_table
    from vizapp.data.write import write_csv

    path = folder / "saved.csv"
    write_csv(load_table(next((paths.resources() / "samples").glob("*gb18030.csv"))), path)
    _require(path.read_text("utf-8-sig").count("\n") > 1, "the file is empty")
    return f"{path.stat().st_size:,} B"


# --- the model -------------------------------------------------------------------


def _model_checks() -> Iterator[Check]:
    yield "model", "processor", _processor
    yield "model", "graphics", _graphics
    yield "model", "answer zh", lambda: _answer("zh")
    yield "model", "answer en", lambda: _answer("en")


def _processor() -> str:
    """Load the model in a process that may die of an unknown instruction."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        _require(ours.poll(LIMIT_S), f"no sign for {LIMIT_S:.0f} s")
        return str(ours.recv())
    except EOFError as err:
        process.join(5)
        raise SelfTestError(f"llama.cpp ended its process with {process.exitcode}") from err
    finally:
        process.kill()
        ours.close()


def _graphics() -> str:
    """Say which graphics processors larger models can use; to have none is no failure."""
    from vizapp.reasoning.hardware import look

    found = look()
    said = [device.label for device in found.devices]
    return "; ".join([*said, *found.problems]) or "none; models run on the processor"


def _measure(connection: Connection) -> None:
    """Send the instruction sets in use and the model's speed; runs in the child."""
    from vizapp.reasoning.llama import Engine
    from vizapp.reasoning.llama_loading import instruction_sets

    engine = Engine(paths.bundled_model())
    prompt = [1 + i % 64 for i in range(256)]
    engine.evaluate(prompt, room=65)
    begun = time.perf_counter()
    for i in range(64):
        prompt.append(1 + i)
        engine.evaluate(prompt, room=2)
    per_second = 64 / (time.perf_counter() - begun)
    connection.send(f"{', '.join(instruction_sets())}; {per_second:,.0f} tokens/s")
    engine.close()


def _answer(lang: Lang) -> str:
    from vizapp.reasoning.events import Answer, Request
    from vizapp.workflow import Workflow

    workflow = Workflow()
    try:
        table = workflow.open(paths.resources() / "samples" / f"monthly_sales_{lang}.csv")
        events = list(workflow.recommend(table, Request(lang=lang)))
    finally:
        workflow.close()
    answer = events[-1]
    _require(isinstance(answer, Answer), "no answer")
    assert isinstance(answer, Answer)
    _require(answer.fallback is None, f"the rules answered: {answer.fallback}")
    _require(answer.spec.charts and answer.thought, "an empty answer")
    return f"{answer.spec.charts[0].component}, {answer.seconds:.2f} s"


# --- the window ------------------------------------------------------------------


def _window_checks(folder: Path) -> Iterator[Check]:
    yield "window", "fonts", _window_has_letters
    yield "window", "a dropped file becomes a saved chart", lambda: _drop_on_window(folder)


def _window_has_letters() -> str:
    from PySide6.QtGui import QFont, QFontInfo, QRawFont

    from vizapp.gui.app import make_application

    application = make_application()
    families = application.font().families()
    able = [
        family
        for family in families
        if QRawFont.fromFont(QFont(family)).supportsCharacter(ord("\u636e"))
    ]
    _require(able, f"none of the fonts {', '.join(families)} has Chinese characters")
    return f"{QFontInfo(application.font()).family()}; zh: {able[0]}"


def _drop_on_window(folder: Path) -> str:
    """Drop a file on the window, wait for the chart, save it: what a person does first."""
    from PySide6.QtGui import QGuiApplication

    from vizapp.core.settings import Settings
    from vizapp.gui.app import make_application
    from vizapp.gui.bridge import Bridge
    from vizapp.gui.controller import Controller
    from vizapp.gui.window import MainWindow

    application = make_application()
    controller = Controller(Bridge(), Settings(), save=lambda _: None)
    window = MainWindow(controller)
    try:
        window.show()
        begun = time.monotonic()
        _drop(window, paths.resources() / "samples" / "monthly_sales_zh.csv")

        def wait(what: str, done: Callable[[], object]) -> None:
            while not done():
                _require(time.monotonic() - begun < LIMIT_S, f"no {what} after {LIMIT_S:.0f} s")
                application.processEvents()
                time.sleep(0.005)

        wait("chart", lambda: controller.state == "failed" or (
            controller.drawing is not None and controller.state == "ready"
        ))  # fmt: skip
        _require(controller.drawing is not None, "the window could not open the file")
        seconds = time.monotonic() - begun
        _require(window.grab().save(str(folder / "window.png")), "Qt writes no PNG")
        told: list[Notice] = []
        controller.noticed.connect(told.append)
        saved = folder / "图表 window.png"
        controller.export(saved)
        wait("file", lambda: told)
        _require(saved.is_file(), f"the chart was not saved: {told[0].fields.get('message')}")
        _require(saved.read_bytes().startswith(_MAGIC[".png"]), "the saved chart is no PNG")
    finally:
        window.hide()
        controller.close()
        window.deleteLater()
        application.processEvents()
    return f"{QGuiApplication.platformName()}, {seconds:.1f} s"


def _drop(window: QWidget, path: Path) -> None:
    """Let Qt tell the window of a file as when one is dropped on it."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QApplication

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy = QPointF(window.rect().center()), Qt.DropAction.CopyAction
    how = (copy, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(place.toPoint(), *how)
    QApplication.sendEvent(window, entering)
    _require(entering.isAccepted(), "the window takes no files")
    QApplication.sendEvent(window, QDropEvent(place, *how))


# --- running ---------------------------------------------------------------------


class _Network:
    """Notices connections beyond this machine's own sockets, from now on."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            self.seen.append(str(arguments[1]))
        elif event == "socket.getaddrinfo":
            self.seen.append(str(arguments[0]))

    def check(self) -> str:
        _require(not self.seen, f"connections to {', '.join(self.seen)}")
        return "0"


def run(report: Callable[[Outcome], None], *, window: bool = True) -> list[Outcome]:
    """Run every check and return what became of each.

    Parameters
    ----------
    report : callable
        Told each outcome as soon as it is known.
    window : bool
        Whether the window is checked, too; it needs Qt's platform libraries.
    """
    outcomes = []
    network = _Network()
    with tempfile.TemporaryDirectory(prefix="vizapp-自检 ") as name:
        folder = Path(name)
        os.environ["VIZAPP_CONFIG_DIR"] = str(folder / "config")
        checks = [
            *_file_checks(),
            *_reading_checks(folder),
            *_drawing_checks(folder),
            *_model_checks(),
            *(_window_checks(folder) if window else ()),
            ("network", "connections", network.check),
        ]
        for group, item, check in checks:
            begun = time.perf_counter()
            try:
                passed, detail = True, check()
            except Exception as err:
                log.debug("%s %s", group, item, exc_info=True)
                passed, detail = False, f"{type(err).__name__}: {err}"
            elapsed_ms = round(1000 * (time.perf_counter() - begun), 1)
            outcomes.append(Outcome(group, item, passed, detail, elapsed_ms))
            report(outcomes[-1])
    return outcomes


def facts() -> dict[str, str]:
    """Return what a report about this machine has to name."""
    return {
        "vizapp": vizapp.__version__,
        "form": "bundle" if getattr(sys, "frozen", False) else "checkout",
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "folder": str(paths.root()),
    }


def _line(outcome: Outcome, lang: Lang) -> str:
    title = _TITLES[outcome.group][lang == "zh"]
    mark = ("ok  ", "FAIL") if lang == "en" else ("通过", "失败")
    return (
        f"{mark[not outcome.passed]}  {title}: {outcome.name}"
        f"  ({outcome.detail}; {outcome.elapsed_ms:,.0f} ms)"
    )


def main(*, as_json: bool = False) -> int:
    """Print the report and return the exit code: 0 when every check passed."""
    from vizapp.cli.main import use_utf8
    from vizapp.core.display import why_no_window

    use_utf8()
    lang = system_lang()
    if why_no_window() is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

    def say(outcome: Outcome) -> None:
        if not as_json:
            print(_line(outcome, lang), flush=True)

    if not as_json:
        print("  ".join(f"{key} {value}" for key, value in facts().items()), flush=True)
    outcomes = run(say)
    failed = sum(not outcome.passed for outcome in outcomes)
    if as_json:
        record = facts() | {"failed": failed, "checks": [asdict(one) for one in outcomes]}
        print(json.dumps(record, ensure_ascii=False), flush=True)
    elif lang == "zh":
        print(f"{len(outcomes)} 项检查, {failed} 项失败")
    else:
        print(f"{len(outcomes)} checks, {failed} failed")
    return 1 if failed else 0
