"""Small files that ask for endless time or memory: ``python -m tests.data.bombs FOLDER``.

Each is read in turn under a limit of memory; a line of JSON says what came of it, and the
seconds of processor time that it took.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import lzma
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import Workbook

from tests.faults import repacked

MEMORY_BYTES = 3 * 2**30
_XXE = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">'
_CYCLE = '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">'


def _laughs(depth: int = 12) -> str:
    """Return a document type whose last entity is ten to the power of its depth long."""
    lines = ['<!ENTITY e0 "ha">']
    lines += [f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, depth)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _book(rows: int = 3) -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["name", "n"])
    for row in range(rows):
        book.active.append([f"town {row}", row])
    book.save(file)
    return file.getvalue()


def _sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(old, new, 1) if name.endswith("sheet1.xml") else data

    return repacked(_book(), change)


def _typed(doctype: str, entity: str) -> bytes:
    """Return a workbook with a document type in each of its parts, and an entity in a cell."""
    head = b"<?xml version='1.0' encoding='UTF-8'?>"

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith(".xml"):
            return data
        bare = data[data.index(b"?>") + 2 :] if data.startswith(b"<?xml") else data
        return head + doctype.encode() + bare.replace(b"town 0", f"&{entity};".encode())

    return repacked(_book(), change)


def _merged(ranges: Iterator[str]) -> bytes:
    cells = "".join(f'<mergeCell ref="{place}"/>' for place in ranges)
    end = b"</sheetData>"
    return _sheet(end, end + f"<mergeCells>{cells}</mergeCells>".encode())


def bombs(n: int = 1_000_000) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file; `n` is how large the larger ones are."""
    zeros = bytes(200 * n)
    return {
        "zeros.csv.gz": lambda: gzip.compress(zeros),
        "zeros.csv.bz2": lambda: bz2.compress(zeros),
        "zeros.csv.xz": lambda: lzma.compress(zeros),
        "zeros.zip": lambda: _zip({"t.csv": zeros}),
        "zip_of_zip.zip": lambda: _zip({"t.zip": _zip({"t.csv": zeros})}),
        "gz_of_gz.gz": lambda: gzip.compress(gzip.compress(zeros)),
        "many_members.zip": lambda: _zip({f"{i}.csv": b"a,b\n1,2\n" for i in range(n // 200)}),
        "commas.csv": lambda: b"," * (10 * n) + b"\n1,2\n",
        "late_commas.csv": lambda: b"a,b\n" * 50 + b"," * n + b"\n",
        "one_line.csv": lambda: b"x" * (20 * n),
        "one_cell.csv": lambda: b'a,b\n"' + b"x,y\n" * (4 * n),
        "tabs.tsv": lambda: b"\t" * n,
        "blanks.txt": lambda: b" " * (10 * n),
        "lines.csv": lambda: b"\n" * (10 * n),
        "returns.csv": lambda: b"\r" * (10 * n),
        "quotes.csv": lambda: b'"' * n,
        "same_names.csv": lambda: b",".join([b"a"] * 16_000) + b"\n" + b"1," * 15_999 + b"1\n",
        "digits.csv": lambda: b"a,b\n" + b"9" * n + b",1\n" + b"1e" + b"9" * n + b",2\n",
        "deep_list.json": lambda: b"[" * (5 * n),
        "deep_rows.json": lambda: b'[{"a":' * n + b"1" + b"}]" * n,
        "sparse.json": lambda: json.dumps([{f"k{i}": i} for i in range(5_000)]).encode(),
        "sparse_rows.json": lambda: json.dumps([[], *[[1]] * 3_000, [0] * 9_000]).encode(),
        "long_number.json": lambda: b'[{"a": ' + b"9" * n + b"}]",
        "wide.jsonl": lambda: json.dumps({f"k{i}": i for i in range(50_000)}).encode() + b"\n{}",
        "merged.xlsx": lambda: _merged(f"A{2 * i + 9}:A{2 * i + 10}" for i in range(n)),
        "merged_over.xlsx": lambda: _merged("A1:A1048576" for _ in range(n)),
        "merged_all.xlsx": lambda: _merged("A1:XFD1048576" for _ in range(200)),
        "corner.xlsx": lambda: _sheet(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
        "laughs.xlsx": lambda: _typed(_laughs(), "e11"),
        "cycle.xlsx": lambda: _typed(f"{_CYCLE}]>", "a"),
        "outside.xlsx": lambda: _typed(f"{_XXE}]>", "b"),
        "laughs.xml": lambda: f"<?xml version='1.0'?>{_laughs()}<x>&e11;</x>".encode(),
        "laughs.html": lambda: f"{_laughs()}<table><tr><td>&e11;<td>1</table>".encode(),
        "outside.html": lambda: f"{_XXE}]><table><tr><td>&b;<td>1</table>".encode(),
        "spans.html": lambda: b"<table><tr>" + b"<td rowspan=999 colspan=999>x" * (n // 100),
        "tables.html": lambda: b"<table>" * (n // 2),
    }


def main(folder: Path, n: int) -> None:
    """Write and read each of the files."""
    from vizapp.core.errors import VizappError
    from vizapp.data.load import load_table

    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for name, make in bombs(n).items():
        path = folder / name
        path.write_bytes(make())
        said: dict[str, object] = {"name": name, "size": path.stat().st_size}
        begun = time.process_time()
        try:
            frame = load_table(path).frame
            said["shape"] = frame.shape
            said["head"] = str(frame.iloc[:2, :2].to_numpy().tolist())[:200]
        except VizappError as err:
            said["error"] = err.to_dict()
        except BaseException as err:  # noqa: BLE001 - what the test looks for
            said["broke"] = f"{type(err).__name__}: {err}"[:300]
        said["seconds"] = round(time.process_time() - begun, 2)
        path.unlink()
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
