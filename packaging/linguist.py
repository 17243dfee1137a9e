"""The window's texts for Qt Linguist.

python packaging/linguist.py ts FOLDER    writes vizapp_zh.ts for translators
python packaging/linguist.py qm FILE.ts   compiles it into resources/translations
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def write(folder: Path) -> Path:
    """Write the texts as a `.ts` file and return its path."""
    from vizapp.gui.translations import to_ts

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "vizapp_zh.ts"
    path.write_text(to_ts("zh"), encoding="utf-8")
    return path


def compile_ts(source: Path, folder: Path) -> Path:
    """Compile a `.ts` file with Qt's own tool and return the `.qm` file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / source.with_suffix(".qm").name
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([str(tool), str(source), "-qm", str(path)], check=True, capture_output=True)
    return path


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("ts", "qm"))
    parser.add_argument("path", type=Path)
    asked = parser.parse_args()
    if asked.what == "ts":
        print(write(asked.path))
    else:
        print(compile_ts(asked.path, ROOT / "resources" / "translations"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
