"""How vizapp reads reports that have several damages at once, without any option.

``python -m tests.benchmarks.reports [FAMILY ...] [--first N] [--seeds N] [--worst N]``
makes the reports of `tests.data.reports` for each family and seed, loads each as the window
does, and prints per family the share of files with every cell of every record in its own row
and column, the share with exact names, and how many records were lost, rows added and records
read with other cells, in all files together. The files that are furthest off are listed with
their damages; ``--show FOLDER`` keeps them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path

from tests.benchmarks.pollution import vizapp
from tests.data.report_last import ALL
from tests.data.reports import Report, Verdict, judge, report

Result = tuple[Report, Verdict]


def read(one: Report, folder: Path) -> Verdict:
    """Return how a report is read that is written to a folder."""
    path = folder / one.name
    path.write_bytes(one.data)
    return judge(one, vizapp(path))


def main() -> None:
    """Print the table of families, and the worst files."""
    arguments = _arguments()
    warnings.simplefilter("ignore")
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    results: dict[str, list[Result]] = {}
    start = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for family in arguments.families or ALL:
            made = [report(family, seed) for seed in seeds]
            results[family] = [(one, read(one, folder)) for one in made]
    seconds = time.process_time() - start
    print(f"{'family':16}{'files':>6}{'exact':>8}{'names':>8}{'lost':>7}{'added':>7}{'moved':>7}")
    for family, found in results.items():
        _line(family, found)
    everything = [result for found in results.values() for result in found]
    _line("all", everything)
    print(f"{1000 * seconds / len(everything):.1f} ms a file, made, read and compared")
    wrong = [(one, how) for one, how in everything if not (how.exact and how.header)]
    wrong.sort(key=lambda result: (_off(result), not result[1].header), reverse=True)
    for one, how in wrong[: arguments.worst]:
        names = "" if how.header else " names"
        rows = f"lost {how.lost} added {how.added} moved {how.moved} of {len(one.tables[0])}"
        print(f"{one.family} {one.seed}: {rows}{names}; {', '.join(one.damages)}")
        if arguments.show:
            arguments.show.mkdir(parents=True, exist_ok=True)
            (arguments.show / one.name).write_bytes(one.data)


def _off(result: Result) -> float:
    """Return how far off a file is: wrong rows among its records."""
    one, how = result
    return (how.lost + how.added + how.moved) / len(one.tables[0])


def _line(label: str, found: list[Result]) -> None:
    verdicts = [verdict for _, verdict in found]
    exact = sum(verdict.exact for verdict in verdicts) / len(verdicts)
    names = sum(verdict.header for verdict in verdicts) / len(verdicts)
    lost, added, moved = (
        sum(getattr(verdict, word) for verdict in verdicts) for word in ("lost", "added", "moved")
    )
    print(f"{label:16}{len(found):6}{exact:8.1%}{names:8.1%}{lost:7}{added:7}{moved:7}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*", help="of the reports; all without any")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=20, help="how many of each family")
    parser.add_argument("--worst", type=int, default=20, help="how many files are listed")
    parser.add_argument("--show", type=Path, help="a folder to keep the listed files in")
    return parser.parse_args()


if __name__ == "__main__":
    main()
