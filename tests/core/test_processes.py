"""Children of a program: what starts with them, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

# No guard: a child that ran it again would start another, and so on.
SCRIPT = """
import multiprocessing, sys
from multiprocessing import resource_tracker
from pathlib import Path
from tests.core.test_processes import speak
from vizapp.core.processes import without_main

context = multiprocessing.get_context("spawn")
before = context.Lock() if "lock first" in sys.argv else None
ours, theirs = context.Pipe()
process = context.Process(target=speak, args=(theirs,))
with without_main():
    process.start()
theirs.close()
said = ours.recv()
threads = Path("/proc/self/task").iterdir()
children = [one for task in threads for one in (task / "children").read_text().split()]
ours.send("enough")
process.join()
after = context.Lock() if "lock last" in sys.argv else None
print(said, len(children), process.exitcode, resource_tracker._resource_tracker._pid is not None)
"""


def speak(connection: Connection) -> None:
    """Use what a tracker would clear away, and tell whether the script ran here, too."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Lock():
        connection.send(hasattr(sys.modules["__main__"], "process"))
        connection.recv()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at Linux's /proc")
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("no lock", "False 1 0 False"),
        # The tracker that a program has, or needs later, is there.
        ("lock first", "False 2 0 True"),
        ("lock last", "False 1 0 True"),
    ],
)
def test_only_the_child_itself_is_started(tmp_path: Path, root: Path, how: str, said: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(script), how],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (ended.stdout.strip(), ended.stderr) == (said, "")
