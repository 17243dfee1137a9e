"""How readers of tables do on polluted files, without any parameter.

``python -m tests.benchmarks.pollution [READER ...] [--cells N] [--kinds WORD] [--wrong]``
writes every polluted file of `tests.data.pollute` to a folder, loads each with vizapp
and with the other readers named (pandas, clevercsv, duckdb: their own guesses), and prints
per kind the mean score (0-10, as in the Pollock benchmark: records as the delimiters cut
them), the same where a cell put back into its own column is right as well, and the share
of files with every cell in its place. The other readers are needed for this comparison
only. ``--tables FOLDER --sample N --seed S`` pollutes real CSV files instead of made ones.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.data.pollute import (
    Loaded,
    Polluted,
    Source,
    commerce,
    is_exact,
    pollutions,
    score,
    sources,
)
from vizapp.core.errors import EmptyTableError, VizappError

ROWS = (10, 120)  # of the real tables that are polluted
COLUMNS = (3, 12)
Reader = Callable[[Path], Loaded | None]


def vizapp(path: Path) -> Loaded | None:
    """Load a file as the window does; a refusal of a file without cells is right."""
    from vizapp.data.load import load_table

    try:
        table = load_table(path)
    except EmptyTableError:
        return Loaded([], [])
    except VizappError:
        return None
    rows = [[str(cell) for cell in row] for row in table.frame.to_numpy(dtype=object).tolist()]
    # A column without a name in the file has none here.
    names = [_GIVEN.sub("", str(name)) for name in table.frame.columns]
    return Loaded(names if table.reading.header_row is not None else [], rows)


def pandas(path: Path) -> Loaded | None:
    """Load a file with pandas' defaults, cells as text."""
    import pandas as pd

    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, header=None)
    except pd.errors.EmptyDataError:
        return Loaded([], [])
    except (ValueError, UnicodeError):
        return None
    return _first_row_names([[str(cell) for cell in row] for row in frame.to_numpy().tolist()])


def clevercsv(path: Path) -> Loaded | None:
    """Load a file with CleverCSV's dialect and encoding."""
    import clevercsv as reader
    from clevercsv.exceptions import Error, NoDetectionResult

    try:
        return _first_row_names(reader.read_table(path))
    except (Error, NoDetectionResult, UnicodeError):
        return Loaded([], []) if not path.read_bytes().strip() else None


def duckdb(path: Path) -> Loaded | None:
    """Load a file with DuckDB's sniffer, cells as text."""
    import duckdb as database

    try:
        found = database.read_csv(str(path), all_varchar=True, null_padding=True, strict_mode=False)
        rows = found.fetchall()
    except (database.Error, UnicodeError):
        return Loaded([], []) if not path.read_bytes().strip() else None
    return Loaded(list(found.columns), [["" if c is None else str(c) for c in r] for r in rows])


def _first_row_names(rows: list[list[str]]) -> Loaded:
    return Loaded(rows[0], rows[1:]) if rows else Loaded([], [])


_GIVEN = re.compile(r"\A(?:column |\u5217)\d+\Z")
READERS: dict[str, Reader] = {
    "vizapp": vizapp,
    "pandas": pandas,
    "clevercsv": clevercsv,
    "duckdb": duckdb,
}


def real_sources(folder: Path, n: int, seed: int) -> list[Source]:
    """Return regular tables of a folder of CSV files, drawn at random."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
        except UnicodeDecodeError:
            continue
        if _is_plain(rows):
            found.append(Source(path.stem, rows[0], rows[1:]))
    return random.Random(seed).sample(found, min(n, len(found)))


def _is_plain(rows: list[list[str]]) -> bool:
    """Return whether a table is small, with names, and has nothing odd of its own."""
    if not ROWS[0] <= len(rows) - 1 <= ROWS[1] or not COLUMNS[0] <= len(rows[0]) <= COLUMNS[1]:
        return False
    names = [name.strip() for name in rows[0]]
    return (
        all(len(row) == len(names) for row in rows)
        and all(any(row) and row[-1] for row in rows)
        and all(names)
        and len(set(names)) == len(names)
    )


@dataclass
class Marks:
    """What one reader made of the files of a kind."""

    strict: list[float] = field(default_factory=list)  # records as the delimiters cut them
    placed: list[float] = field(default_factory=list)  # or with the cells in their columns
    exact: list[bool] = field(default_factory=list)


def measure(
    reader: Reader, polluted: list[Polluted], folder: Path
) -> tuple[dict[str, Marks], float]:
    """Return the marks per kind, and the seconds that loading took."""
    marks: dict[str, Marks] = defaultdict(Marks)
    seconds = 0.0
    for one in polluted:
        start = time.perf_counter()
        loaded = reader(folder / one.name)
        seconds += time.perf_counter() - start
        marks[one.kind].strict.append(score(one, loaded))
        marks[one.kind].placed.append(score(one, loaded, placed=True))
        marks[one.kind].exact.append(is_exact(one, loaded))
    return marks, seconds


def main() -> None:
    """Print the table of kinds and readers."""
    arguments = _arguments()
    readers = arguments.readers if isinstance(arguments.readers, list) else [arguments.readers]
    warnings.simplefilter("ignore")
    polluted = [one for one in _files(arguments) if arguments.kinds in one.kind]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in polluted:
            (folder / one.name).write_bytes(one.data)
        results = {word: measure(READERS[word], polluted, folder) for word in readers}
        if arguments.wrong:
            for one in polluted:
                loaded = READERS[readers[0]](folder / one.name)
                if not is_exact(one, loaded):
                    print(f"{score(one, loaded):5.2f}  {one.name}")
    print(f"{'kind':30}" + "".join(f"{word + ': as cut':>20} placed exact" for word in results))
    for kind in dict.fromkeys(one.kind for one in polluted):
        _line(kind, [[marks[kind]] for marks, _ in results.values()])
    _line("mean of files", [[_merged(marks)] for marks, _ in results.values()])
    _line("mean of kinds", [list(marks.values()) for marks, _ in results.values()])
    # The mean of files of any mixture of the kinds is at least that of the worst.
    worst = [[min(m.values(), key=lambda one: _mean(one.strict))] for m, _ in results.values()]
    _line("the worst kind", worst)
    timing = "".join(f"{1000 * t / len(polluted):18.1f} ms" + " " * 12 for _, t in results.values())
    print(f"{'time per file':30}{timing}   ({len(polluted)} files)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    # argparse of Python 3.11 compares a list as default with the choices.
    parser.add_argument("readers", nargs="*", default="vizapp", choices=list(READERS))
    parser.add_argument("--cells", type=int, default=4, help="rows and columns that are visited")
    parser.add_argument("--every-cell", action="store_true", help="the commercial table throughout")
    parser.add_argument("--tables", type=Path, help="a folder of real CSV files to pollute")
    parser.add_argument("--sample", type=int, default=40, help="how many of them are drawn")
    parser.add_argument("--seed", type=int, default=0, help="of the drawing")
    parser.add_argument("--kinds", default="", help="only kinds with this word")
    parser.add_argument("--wrong", action="store_true", help="name the files that are not exact")
    return parser.parse_args()


def _files(arguments: argparse.Namespace) -> Iterator[Polluted]:
    if arguments.every_cell:
        yield from pollutions(commerce())
        return
    chosen = list(sources())
    if arguments.tables:
        chosen = real_sources(arguments.tables, arguments.sample, arguments.seed)
    for source in chosen:
        yield from pollutions(source, cells=arguments.cells)


def _line(label: str, readers: list[list[Marks]]) -> None:
    """Print a row: for each reader the means of means."""
    text = ""
    for kinds in readers:
        text += f"{_mean([_mean(k.strict) for k in kinds]):20.3f}"
        text += f"{_mean([_mean(k.placed) for k in kinds]):7.3f}"
        text += f"{_mean([_mean(k.exact) for k in kinds]):6.1%}"
    print(f"{label:30}{text}")


def _merged(marks: dict[str, Marks]) -> Marks:
    merged = Marks()
    for one in marks.values():
        merged.strict += one.strict
        merged.placed += one.placed
        merged.exact += one.exact
    return merged


def _mean(values: list[float] | list[bool]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
