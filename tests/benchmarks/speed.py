"""How fast vizapp is, as ratios of times that are measured in one run.

``python -m tests.benchmarks.speed`` prints them and never fails: a busy or slow
machine moves all times, so each is set against something plain that does what
cannot be avoided: llama.cpp's bare decode, an empty window, an empty Python.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_ROWS = [
    {
        "date": f"2024-{month:02d}-01",
        "region": region,
        "product": product,
        "sales": round(100 + 7.5 * month + 20 * len(region) + 3.1 * len(product), 1),
        "orders": 12 + 3 * month + len(product),
    }
    for month in range(1, 13)
    for region in ("North", "South", "West")
    for product in ("tea", "coffee")
]

# Printed by a child at its first paint; `{made}` opens a window and runs Qt's loop.
_WINDOW = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QTimer.singleShot(0, end)
        return False

def end():
    print(time.time(), flush=True)
    os._exit(0)

run = QApplication.exec
def patched(*_):
    watcher = FirstPaint()
    QApplication.instance().installEventFilter(watcher)
    return run()
QApplication.exec = patched
{made}
"""
_EMPTY_WINDOW = """
app = QApplication([])
window = QWidget()
window.resize(1200, 800)
window.show()
app.exec()
"""
_OUR_WINDOW = "from vizapp.__main__ import main; main([])"

# Prints the seconds from the drop to the chart: twice, the first one cold.
_DROP = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from vizapp.core.settings import Settings
from vizapp.gui.app import make_application
from vizapp.gui.bridge import Bridge
from vizapp.gui.controller import Controller
from vizapp.gui.window import MainWindow

app = make_application()
controller = Controller(Bridge(), Settings(), save=lambda _: None)
window = MainWindow(controller)
window.show()
app.processEvents()
controller.warm_up()
state = {"since": 0.0}

def drop():
    state["since"] = time.perf_counter()
    controller.open(Path(sys.argv[1]))

def drawn(drawing):
    if drawing is None or not state["since"]:
        return
    print(time.perf_counter() - state["since"], flush=True)
    again = state.pop("again", True)
    state.update(since=0.0, again=False)
    if again:
        QTimer.singleShot(1500, drop)
    else:
        QTimer.singleShot(0, app.quit)

controller.drawing_changed.connect(drawn)
QTimer.singleShot(0, drop)
app.exec()
controller.close()
"""


def _spread(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):8.3f}  ({min(seconds):.3f} to {max(seconds):.3f})"


def _row(what: str, seconds: Sequence[float], base: Sequence[float] | None, named: str) -> None:
    ratio = ""
    if base:
        share = statistics.median(seconds) / statistics.median(base)
        ratio = f"{share:7.2f} x {named}"
    print(f"{what:<44}{_spread(seconds)}  {ratio}", flush=True)


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if not environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


def _child(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=True,
        env=_environment(),
        timeout=300,
    )
    return done.stdout


def _until_paint(made: str) -> float:
    start = time.time()
    return float(_child("-c", _WINDOW.replace("{made}", made))) - start


def _wall(*command: str) -> float:
    start = time.perf_counter()
    _child(*command)
    return time.perf_counter() - start


def _in_turn(n: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Measure alternately, so that a busy spell hits all alike; the first round warms the disk."""
    rounds = [[measure() for measure in measures] for _ in range(n + 1)]
    return [list(column) for column in zip(*rounds[1:], strict=True)]


def model(n: int) -> None:
    """Time a recommendation against the bare decode of as many tokens."""
    from vizapp.core import paths
    from vizapp.core.tasks import CancelToken
    from vizapp.reasoning.engine import LlamaReasoner
    from vizapp.reasoning.events import Answer, Request
    from vizapp.reasoning.stream import encode_prompt
    from vizapp.workflow import Workflow

    workflow = Workflow()
    description = workflow.describe(workflow.read_rows(_ROWS)).description
    reasoner = LlamaReasoner(paths.bundled_model())
    engine = reasoner.engine
    request = Request(lang="en")
    prompt = engine.tokenize(encode_prompt(description, request).text)
    n_tokens = 0

    def answer() -> float:
        nonlocal n_tokens
        *_, last = reasoner.reason(description, request, cancel=CancelToken())
        assert isinstance(last, Answer)
        n_tokens = last.n_tokens
        return last.seconds

    def decode() -> float:
        engine.begin(CancelToken())
        engine.forget()
        engine.evaluate(prompt, room=n_tokens)
        start = time.perf_counter()
        for _ in range(n_tokens):
            engine.append(prompt[0])
            engine.logits()
        return time.perf_counter() - start

    answered, decoded = _in_turn(n, answer, decode)
    reasoner.close()
    print(f"model: {len(prompt)} tokens read, {n_tokens} written")
    _row("  recommendation of a 5-column table", answered, decoded, "plain decode")
    _row("  plain decode of as many tokens", decoded, None, "")


def window(n: int) -> None:
    """Time from a process's start to the first paint."""
    ours, empty = _in_turn(
        n, lambda: _until_paint(_OUR_WINDOW), lambda: _until_paint(_EMPTY_WINDOW)
    )
    shown_on = _environment().get("QT_QPA_PLATFORM") or _environment().get("DISPLAY")
    print(f"window, from process start to first paint, on {shown_on}")
    _row("  vizapp", ours, empty, "empty window")
    _row("  empty PySide6 window", empty, None, "")


def first_chart(n: int, table: Path) -> None:
    """Time from dropping a small CSV to its chart, in the window's process."""
    cold: list[float] = []
    warm: list[float] = []
    for _ in range(n):
        first, second, *_ = map(float, _child("-c", _DROP, str(table)).split())
        cold.append(first)
        warm.append(second)
    print(f"chart after dropping a CSV of {len(_ROWS)} rows")
    _row("  as soon as the window stands", cold, warm, "the second drop")
    _row("  the second drop", warm, None, "")


def command_line(n: int, table: Path) -> None:
    """Time whole commands against an empty Python."""
    recommend = ("-m", "vizapp", "recommend", str(table), "--json")
    answered, helped, empty = _in_turn(
        n,
        lambda: _wall(*recommend),
        lambda: _wall("-m", "vizapp", "--version"),
        lambda: _wall("-c", "pass"),
    )
    print("command line, whole process")
    _row("  vizapp recommend FILE --json", answered, empty, "python -c pass")
    _row("  vizapp --version", helped, empty, "python -c pass")
    _row("  python -c pass", empty, None, "")


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=5, help="measurements of each (default: 5)")
    n = parser.parse_args().n
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}; seconds: median (least to most) of {n}\n")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "sales.csv"
        header = ",".join(_ROWS[0])
        lines = [",".join(map(str, row.values())) for row in _ROWS]
        table.write_text("\n".join([header, *lines, ""]), "utf-8")
        os.environ["VIZAPP_CONFIG_DIR"] = folder
        model(n)
        window(n)
        first_chart(n, table)
        command_line(n, table)


if __name__ == "__main__":
    main()
