"""What starting vizapp costs, as ratios to a bare PySide6 window in the same run.

``python -m tests.benchmarks.startup`` prints, and never fails: the time from the start
of the process to the window's first paint, to the chart of a table given on the
command line, and the memory of all processes once nothing moves any more. A busy or
slow machine moves all of them; the bare window says how much. Linux only: memory is
the proportional set size, which counts a page that processes share once, and too little
of it while other programs of the same environment run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "monthly_sales_zh.csv"
# In seconds and MiB. The CPU time of the window's process is what a busy machine moves
# least; the model's process is not in it.
TARGETS = {
    "window": 1.0,
    "chart": 2.0,
    "window, CPU": 1.0,
    "chart, CPU": 2.0,
    "memory": 350.0,
}
SETTLED_S = 3.0

# Both children print one line of JSON; `begun` is the parent's clock before the start.
_WATCH = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

begun, settled_ms = float(sys.argv[1]), int(1000 * float(sys.argv[2]))
told = {}

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType():
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, painted)
        return False

def painted():
    told["window"], told["window, CPU"] = time.time() - begun, time.process_time()

def memory():
    mine, total = [os.getpid()], 0
    for pid in mine:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as children:
                mine += map(int, children.read().split())
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            total += int(next(line for line in rollup if line.startswith("Pss:")).split()[1])
    return total / 1024

def report():
    told["memory"] = memory()
    print(json.dumps(told), flush=True)
    QApplication.quit()

watch = FirstPaint()
"""
BARE = """
application = QApplication([])
application.installEventFilter(watch)
label = QLabel("Hello")
label.show()
QTimer.singleShot(settled_ms, report)
application.exec()
"""
VIZAPP = """
from pathlib import Path
from vizapp.gui import feature_hook

feature_hook.remove()
from vizapp.gui import app

make, shell = app.make_application, app.Shell
shown = []

def make_application():
    application = make()
    application.installEventFilter(watch)
    return application

def make_shell(documents):
    shown.append(shell(documents))
    poll.start(10)
    return shown[0]

def look():
    if shown[0].page.controller.drawing is not None:
        poll.stop()
        told["chart"], told["chart, CPU"] = time.time() - begun, time.process_time()
        QTimer.singleShot(settled_ms, report)

app.make_application, app.Shell = make_application, make_shell
poll = QTimer()
poll.timeout.connect(look)
app.main(Path(sys.argv[3]))
"""


def surroundings(state: Path) -> dict[str, str]:
    """Return the environment of a window that keeps its state there, drawn unseen if it must."""
    environment = os.environ | {"VIZAPP_CONFIG_DIR": str(state)}
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def measure(script: str) -> dict[str, float]:
    """Run one child and return what it measured: seconds and MiB."""
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(Path(folder)) | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", _WATCH + script, str(time.time()), str(SETTLED_S)]
        ended = subprocess.run(
            [*command, str(SAMPLE)], env=environment, capture_output=True, text=True, check=True
        )
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.startup")
    parser.add_argument("--runs", type=int, default=5, help="of each, in turn (default: 5)")
    runs = parser.parse_args(argv).runs
    measure(BARE)  # the first one reads from the disk
    measure(VIZAPP)
    bare, own = zip(*((measure(BARE), measure(VIZAPP)) for _ in range(runs)), strict=True)
    print(f"{'':12}{'bare':>10}{'vizapp':>10}{'ratio':>8}{'target':>9}")
    for name, target in TARGETS.items():
        ours = statistics.median(one[name] for one in own)
        # The bare window draws no chart; it is as far when it is shown.
        plain = statistics.median(one[name.replace("chart", "window")] for one in bare)
        unit = "MiB" if name == "memory" else "s"
        print(f"{name:12}{plain:10.2f}{ours:10.2f}{ours / plain:8.1f}{target:9.1f} {unit}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
