"""What getting vizapp costs: the README's two commands, and the size of a bundle.

    python -m tests.benchmarks.installing commands        # many minutes; needs the network
    python -m tests.benchmarks.installing bundle [DIST]   # after packaging/dev.sh bundle

``commands`` clones the checkout as it is committed into an empty folder and runs what the
README says, the window on a copy of a sample, with nothing in pip's cache, as on a bare
machine. The yardstick is the set-up of a bare PySide6 window, an environment with that one
package, in the same run.

``bundle`` tells the sizes of a folder and of the packages beside it, the memory of all
processes of the program once it has drawn a sample and rests, and, where Xvfb is, the seconds
from its start to its first pixel and to its chart; the yardstick is a bare PySide6 window.
These are seen from outside: in the frame buffer of an X server of its own, and by the
picture that the window keeps of its chart, a moment after it is shown. Linux only. Neither
ever fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.benchmarks import startup

ROOT = Path(__file__).resolve().parents[2]
COMMANDS_S = 8 * 60.0  # what both commands may take together
UNPACKED_MIB, PACKED_MB, MEMORY_MIB = 350.0, 130.0, 350.0
_LIMIT_S = 3600.0
WINDOW_S, CHART_S = 1.0, 2.0
_REST_S = 5.0
_START_S = 60.0
_RUNS = 5
_BARE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("Hello")
label.resize(300, 200)
label.show()
application.exec()
"""


def _row(what: str, value: float, unit: str, base: float | None, target: float | None) -> None:
    ratio = f"{value / base:8.1f}" if base else f"{'':8}"
    told = f"{target:9.0f}" if target else f"{'':9}"
    print(f"{what:44}{value:9.{2 if value < 10 else 1}f} {unit:4}{ratio}{told}", flush=True)


def _head() -> None:
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}")
    print(f"{'':44}{'':9} {'':4}{'ratio':>8}{'target':>9}")


def _wait(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _LIMIT_S
    while not done() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.2)


def _table(folder: Path) -> Path:
    """Return a table of a person's own; of samples the window keeps no pictures."""
    return shutil.copy2(startup.SAMPLE, folder / "table.csv")


def _chart_is_drawn(state: Path) -> bool:
    """Return whether the window has kept a small picture of its chart, for recent files."""
    return any(state.rglob("*.png"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


# --- the README's commands -----------------------------------------------------------


def commands() -> None:
    """Time both in a fresh clone."""
    with tempfile.TemporaryDirectory() as name:
        folder, state = Path(name), Path(name) / "state"
        environment = startup.surroundings(state) | {"PIP_NO_CACHE_DIR": "1"}
        bare = _bare_setup(folder / "bare", environment)
        clone = folder / "clone"
        subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(clone)], check=True)
        script = str(clone / "packaging" / "dev.sh")
        start = time.monotonic()
        command = [script, "run", str(_table(folder))]
        window = subprocess.Popen(command, env=environment, start_new_session=True)
        _wait(lambda: _chart_is_drawn(state), window)
        run_s = time.monotonic() - start
        _end(window)
        start = time.monotonic()
        tested = subprocess.run([script, "test"], env=environment, check=False)
        test_s = time.monotonic() - start
    _head()
    _row("set-up of a bare PySide6 window", bare, "s", None, None)
    _row("packaging/dev.sh run, to the first chart", run_s, "s", bare, None)
    _row(f"packaging/dev.sh test (exit code {tested.returncode})", test_s, "s", bare, None)
    _row("both", run_s + test_s, "s", bare, COMMANDS_S)


def _bare_setup(folder: Path, environment: Mapping[str, str]) -> float:
    start = time.monotonic()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "PySide6-Essentials<6.12"], check=True, env=environment)
    return time.monotonic() - start


# --- a bundle ------------------------------------------------------------------------


def bundle(dist: Path) -> None:
    """Tell what a bundle takes on the disk and in memory."""
    folder = dist / "vizapp"
    told = subprocess.run(["du", "-sm", str(folder)], check=True, capture_output=True, text=True)
    bare = startup.measure(startup.BARE)["memory"]
    resting = statistics.median(_resting_memory(folder / "vizapp") for _ in range(_RUNS))
    _head()
    _row("unpacked (du -sm)", float(told.stdout.split()[0]), "MiB", None, UNPACKED_MIB)
    for packed in sorted([*dist.glob("*.tar.*"), *dist.glob("*.deb")]):
        _row(packed.name, packed.stat().st_size / 1e6, "MB", None, PACKED_MB)
    _row("memory of a bare PySide6 window", bare, "MiB", None, None)
    _row("memory at rest, a chart drawn", resting, "MiB", bare, MEMORY_MIB)
    if shutil.which("Xvfb"):
        _tell_start(folder / "vizapp")


def _resting_memory(program: Path) -> float:
    with tempfile.TemporaryDirectory() as name:
        environment = startup.surroundings(Path(name))
        command = [str(program), str(_table(Path(name)))]
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        try:
            _wait(lambda: _chart_is_drawn(Path(name)), process)
            time.sleep(_REST_S)
            return memory_mib(process.pid)
        finally:
            _end(process)


def _tell_start(program: Path) -> None:
    """Tell how long the program takes to start, in turn with a bare window; medians."""
    with _screen() as (display, pixels):
        bare = [sys.executable, "-c", _BARE]
        rounds = [
            (_start(bare, display, pixels), _start([str(program)], display, pixels, chart=True))
            for _ in range(_RUNS + 1)
        ][1:]  # the first one reads from the disk
    plain, painted, drawn = (
        statistics.median(times) for times in zip(*((a[0], *b) for a, b in rounds), strict=True)
    )
    _row("first pixel of a bare PySide6 window", plain, "s", None, None)
    _row("first pixel", painted, "s", plain, WINDOW_S)
    _row("chart of a table given, its picture kept", drawn, "s", plain, CHART_S)


@contextmanager
def _screen() -> Iterator[tuple[str, np.memmap]]:
    """Run an X server and yield its display and what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24"]
        server = subprocess.Popen(
            [*command, "-fbdir", folder], pass_fds=[write], stderr=subprocess.DEVNULL
        )
        os.close(write)
        try:
            with os.fdopen(read) as told:
                display = f":{told.readline().strip()}"
            [shown] = Path(folder).iterdir()
            yield display, np.memmap(shown, dtype=np.uint32, mode="r")
        finally:
            server.terminate()
            server.wait()


def _start(
    command: Sequence[str], display: str, pixels: np.memmap, *, chart: bool = False
) -> tuple[float, float]:
    """Return the seconds until something is shown, and until the chart of a sample is."""
    some = pixels[len(pixels) % 97 :: 97]
    with tempfile.TemporaryDirectory() as name:
        state = Path(name)
        environment = startup.surroundings(state) | {"DISPLAY": display}
        environment |= {"QT_QPA_PLATFORM": "xcb"}
        before, times = np.array(some), [0.0, 0.0]
        begun = time.monotonic()
        process = subprocess.Popen(
            [*command, str(_table(state))], env=environment, start_new_session=True
        )
        try:
            while process.poll() is None and time.monotonic() - begun < _START_S:
                now = time.monotonic() - begun
                times[0] = times[0] or now * (not np.array_equal(before, some))
                times[1] = times[1] or now * (chart and _chart_is_drawn(state))
                if all(times) or (times[0] and not chart):
                    break
                time.sleep(0.004)
            time.sleep(1.0)  # what is done after the chart is no burden of the next one
        finally:
            _end(process)
        time.sleep(0.5)  # the server clears the screen
    return times[0], times[1]


def memory_mib(pid: int) -> float:
    """Return the proportional set size of a process and of all that it has started."""
    pids, total = [pid], 0
    for one in pids:
        for task in Path(f"/proc/{one}/task").iterdir():
            pids += map(int, (task / "children").read_text().split())
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        total += int(
            next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]
        )
    return total / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.installing")
    parser.add_argument("what", choices=("commands", "bundle"))
    parser.add_argument("dist", metavar="DIST", type=Path, nargs="?", default=ROOT / "dist")
    arguments = parser.parse_args(argv)
    if arguments.what == "commands":
        commands()
    else:
        bundle(arguments.dist)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
