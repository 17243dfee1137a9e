"""What the guides in ``resources/docs`` show of the program, made from the program.

python packaging/docs.py pictures [STATE ...]   the real window, drawn without a screen
python packaging/docs.py tables                 shortcuts and charts, from their declarations

The pictures are those of ``tests/gui/screens.py``, smaller and with 255 colours. Run
both after the window, an action or a chart component has changed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from vizapp.core.language import Lang

DOCS = ROOT / "resources" / "docs"
LANGS: tuple[Lang, ...] = ("zh", "en")
WIDTH, HEIGHT = 1200, 760  # px of the window
# Each run begins with a fresh window; within one, each state goes on from the last.
RUNS = (
    ("ready", "why_not", "page", "privacy"),
    ("shelves", "talk", "pinned"),
    ("left_out",),
    ("tabs",),
)
STATES = tuple(sorted(state for run in RUNS for state in run))
_HEADINGS = {
    "shortcuts": {"zh": "## 快捷键", "en": "## Keyboard shortcuts"},
    "charts": {"zh": "## 图表一览", "en": "## All charts"},
}


def main() -> int:
    """Do what the command line says and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("what", choices=("pictures", "tables"))
    parser.add_argument("states", nargs="*", metavar="STATE", help="only these pictures")
    asked = parser.parse_args()
    if asked.what == "tables":
        for lang in LANGS:
            path = DOCS / f"guide.{lang}.md"
            path.write_text(with_tables(path.read_text("utf-8"), lang), encoding="utf-8")
        return 0
    for lang in LANGS:
        take_pictures(lang, asked.states or STATES)
    return 0


# -- pictures -----------------------------------------------------------------------


def take_pictures(lang: Lang, states: Sequence[str]) -> None:
    """Picture the window in that language."""
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage

    from tests.gui.screens import shoot_all

    (DOCS / "images").mkdir(parents=True, exist_ok=True)
    for run in RUNS:
        with tempfile.TemporaryDirectory() as scratch:
            only = set(run)
            if only & set(states):
                shoot_all(Path(scratch), lang, "light", only, QSize(WIDTH, HEIGHT))
            for state in sorted(only & set(states)):
                image = QImage(str(Path(scratch) / f"{state}-{lang}-light.png"))
                small = fewer_colors(image)
                small.save(str(DOCS / "images" / f"{state}-{lang}.png"), "PNG", 0)


def fewer_colors(image: QImage) -> QImage:
    """Return the picture with a palette of at most 255 colours.

    Half of the places go to the most frequent colours, exactly; the others to the
    colours that would be farthest off, so that rare but bright ones stay.
    """
    import numpy as np
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = plain.width(), plain.height()
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(height, width) & 0xFFFFFF
    values, inverse, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=1).astype(float)
    chosen = list(np.argsort(-counts)[:128])
    distance = np.full(len(values), np.inf)
    nearest = np.zeros(len(values), np.uint8)
    place = 0
    while place < min(255, len(values)):
        if place >= len(chosen):
            chosen.append(int(np.argmax(distance * np.sqrt(counts))))
        away = np.square(parts - parts[chosen[place]]).sum(axis=1)
        closer = away < distance
        distance[closer], nearest[closer] = away[closer], place
        place += 1
    indices = np.ascontiguousarray(nearest[inverse].reshape(height, width))
    small = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    small.setColorTable([0xFF000000 | int(values[i]) for i in chosen])
    return small.copy()


# -- tables -------------------------------------------------------------------------


def with_tables(guide: str, lang: Lang) -> str:
    """Return the guide with its two tables as the program has them now.

    Raises
    ------
    LookupError
        If the guide lacks a heading.
    """
    makers: dict[str, Callable[[Lang], str]] = {"shortcuts": shortcuts, "charts": charts}
    for name, make in makers.items():
        heading = _HEADINGS[name][lang]
        pattern = re.compile(rf"(^{re.escape(heading)}\n.*?)^\|.*?(?=^[^|]|\Z)", re.S | re.M)
        if not pattern.search(guide):
            raise LookupError(f"no table below {heading!r}")
        table = make(lang)
        guide = pattern.sub(lambda found, table=table: f"{found[1]}{table}", guide)  # type: ignore[misc]
    return guide.rstrip("\n") + "\n"


def shortcuts(lang: Lang) -> str:
    """Return the table of every action that has a shortcut."""
    from vizapp.gui.actions import ACTIONS
    from vizapp.gui.texts import text

    head = "| 按键 | 作用 |" if lang == "zh" else "| keys | what they do |"
    lines = [f"| `{a.shortcut}` | {text(a.text_key, lang)} |" for a in ACTIONS if a.shortcut]
    return "\n".join([head, "|---|---|", *lines]) + "\n"


def charts(lang: Lang) -> str:
    """Return the table of every chart component: its name, purpose and when to use it."""
    from vizapp.components.catalogue import catalogue

    head = "| 图表 | 用来 | 适合 |" if lang == "zh" else "| chart | it can | take it when |"
    lines = [
        f"| {c.title[lang]} | {c.purpose[lang]} | {c.use_when[lang]} |"
        for c in catalogue().values()
    ]
    table = "\n".join([head, "|---|---|---|", *lines]) + "\n"
    return table.replace(",", "\uff0c") if lang == "zh" else table


if __name__ == "__main__":
    sys.exit(main())
