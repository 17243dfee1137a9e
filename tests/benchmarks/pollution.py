"""How readers of tables do on polluted files, without any parameter.

``python -m tests.benchmarks.pollution [READER ...] [--cells N] [--kinds WORD] [--wrong]``
writes every polluted file of `tests.data.pollute` to a folder, loads each with vizapp
and with the other readers named (pandas, clevercsv, duckdb: their own guesses), and prints
the mean score per kind (0-10, as in the Pollock benchmark) and the share of files with
every cell in its place. The other readers are needed for this comparison only.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.data.pollute import Loaded, Polluted, commerce, is_exact, pollutions, score, sources
from vizapp.core.errors import EmptyTableError, VizappError

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


def files(cells: int) -> Iterator[Polluted]:
    """Yield the polluted files of every table."""
    for source in sources():
        yield from pollutions(source, cells=cells)


def measure(
    reader: Reader, polluted: list[Polluted], folder: Path
) -> tuple[dict[str, list[float]], dict[str, list[bool]], float]:
    """Return the scores and exactness per kind, and the seconds that loading took."""
    scores: dict[str, list[float]] = defaultdict(list)
    exact: dict[str, list[bool]] = defaultdict(list)
    seconds = 0.0
    for one in polluted:
        start = time.perf_counter()
        loaded = reader(folder / one.name)
        seconds += time.perf_counter() - start
        scores[one.kind].append(score(one, loaded))
        exact[one.kind].append(is_exact(one, loaded))
    return scores, exact, seconds


def main() -> None:
    """Print the table of kinds and readers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    # argparse of Python 3.11 compares a list as default with the choices.
    parser.add_argument("readers", nargs="*", default="vizapp", choices=list(READERS))
    parser.add_argument("--cells", type=int, default=4, help="rows and columns that are visited")
    parser.add_argument("--every-cell", action="store_true", help="the commercial table throughout")
    parser.add_argument("--kinds", default="", help="only kinds with this word")
    parser.add_argument("--wrong", action="store_true", help="name the files that are not exact")
    arguments = parser.parse_args()
    readers = arguments.readers if isinstance(arguments.readers, list) else [arguments.readers]
    warnings.simplefilter("ignore")
    every = list(pollutions(commerce())) if arguments.every_cell else list(files(arguments.cells))
    polluted = [one for one in every if arguments.kinds in one.kind]
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
    print(f"{'kind':34}" + "".join(f"{word:>18}" for word in results))
    for kind in dict.fromkeys(one.kind for one in polluted):
        line = "".join(
            f"{_mean(s[kind]):11.3f} {_mean(e[kind]):5.0%} " for s, e, _ in results.values()
        )
        print(f"{kind:34}{line}")
    for label, per_kind in (("mean of files", False), ("mean of kinds", True)):
        line = ""
        for scores, exact, _ in results.values():
            line += f"{_overall(scores, per_kind):11.3f} {_overall(exact, per_kind):5.0%} "
        print(f"{label:34}{line}")
    timing = "".join(f"{1000 * t / len(polluted):15.1f} ms" for _, _, t in results.values())
    print(f"{'time per file':34}{timing}   ({len(polluted)} files)")


def _mean(values: list[float] | list[bool]) -> float:
    return sum(values) / len(values)


def _overall(values: dict[str, list[float]] | dict[str, list[bool]], per_kind: bool) -> float:
    if per_kind:
        return _mean([_mean(v) for v in values.values()])
    return _mean([x for v in values.values() for x in v])


if __name__ == "__main__":
    main()
