"""How often the profile's types and meanings are those that people gave.

``python -m tests.benchmarks.types --data FOLDER`` reads the hand-labelled real
tables (FOLDER holds them as CSV files in ``tables/``) and prints for each split
the share of columns with the labelled type, type by type, the same for
meanings, and both confusion tables; ``--misses`` lists every column that
differs. Only schemas are labelled, and nothing here writes a cell anywhere.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vizapp.data.load import load_table
from vizapp.profile.attributes import ATTRIBUTE_TYPES, MEANINGS
from vizapp.profile.describe import profile
from vizapp.training.labels import labels

SPLITS = ("train", "dev", "test")
_SHOWN = 4  # values of a missed column
_NONE = "-"  # no meaning


@dataclass(frozen=True)
class Judged:
    """One labelled column beside what the profile says of it."""

    table: str
    column: str
    type: str
    meaning: str
    found_type: str
    found_meaning: str
    values: tuple[str, ...]


def judge(folder: Path, split: str) -> Iterator[Judged]:
    """Yield the columns of a split; tables that do not lie in the folder are left out."""
    for label in labels():
        path = folder / f"{label.table}.csv"
        if label.split != split or not path.exists():
            continue
        table = load_table(path)
        description = profile(table).description
        for name, type_, meaning in label.columns:
            found = description.attribute(name)
            if found is None:
                raise SystemExit(f"{path.name} has no column {name!r}: another version of the file")
            yield Judged(
                label.table,
                name,
                type_,
                meaning or _NONE,
                found.type,
                found.meaning or _NONE,
                tuple(str(v) for v in table.frame[name].unique()[:_SHOWN]),
            )


def _rows(title: str, kinds: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a confusion table with the recall and precision of each kind."""
    cells = Counter(pairs)
    right = sum(count for (want, got), count in cells.items() if want == got)
    present = [k for k in kinds if any(k in pair for pair in cells)]
    yield f"| {title} | columns | found | {' | '.join(present)} | precision |"
    yield "|---" * (len(present) + 4) + "|"
    for want in present:
        n = sum(cells[want, got] for got in present)
        claimed = sum(cells[other, want] for other in present)
        found = f"{cells[want, want] / n:.3f}" if n else "-"
        precise = f"{cells[want, want] / claimed:.3f}" if claimed else "-"
        counts = " | ".join(str(cells[want, got]) for got in present)
        yield f"| {want} | {n} | {found} | {counts} | {precise} |"
    yield f"| all | {len(pairs)} | {right / len(pairs):.3f} |"


def report(split: str, judged: Sequence[Judged]) -> str:
    """Return the two tables of a split as Markdown."""
    n_tables = len({j.table for j in judged})
    lines = [f"## {split}: {len(judged)} columns of {n_tables} tables", ""]
    lines += _rows("type", ATTRIBUTE_TYPES, [(j.type, j.found_type) for j in judged])
    lines.append("")
    kinds = (_NONE, *MEANINGS)
    lines += _rows("meaning", kinds, [(j.meaning, j.found_meaning) for j in judged])
    return "\n".join(lines)


def misses(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield one line per column of which type or meaning differs."""
    for j in sorted(judged, key=lambda j: (j.type, j.found_type, j.meaning, j.table)):
        if (j.type, j.meaning) != (j.found_type, j.found_meaning):
            yield (
                f"{j.type} {j.meaning} -> {j.found_type} {j.found_meaning}: "
                f"{j.table}, {j.column}: {', '.join(v[:40] for v in j.values)}"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public sets")
    parser.add_argument("--split", choices=SPLITS, nargs="+", default=SPLITS)
    parser.add_argument("--misses", action="store_true", help="list every column that differs")
    options = parser.parse_args()
    folder = options.data / "tables" if (options.data / "tables").is_dir() else options.data
    for split in options.split:
        judged = list(judge(folder, split))
        if not judged:
            raise SystemExit(f"None of the labelled tables lies in {folder} as a CSV file.")
        print(report(split, judged), end="\n\n")
        if options.misses:
            print(*misses(judged), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
