"""``vizapp describe`` and ``vizapp convert``: tables as vizapp reads them."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vizapp.cli.answering import failure
from vizapp.cli.arguments import UsageError
from vizapp.cli.terminal import say
from vizapp.core.errors import ExportError
from vizapp.workflow import Workflow


def describe(arguments: argparse.Namespace) -> int:
    """Print the attribute description of a file."""
    profiled = Workflow().open(arguments.file)
    print(description_text(profiled.description.to_json()))
    return 0


def description_text(record: dict[str, Any]) -> str:
    """Return an attribute description as the client's notes lay it out.

    One attribute or group of names per line: thirty columns stay readable.
    """

    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def entry(key: str, value: Any) -> str:
        if not isinstance(value, list):
            return f"  {compact(key)}: {compact(value)}"
        items = ",\n".join(f"    {compact(item)}" for item in value)
        return f"  {compact(key)}: [\n{items}\n  ]" if value else f"  {compact(key)}: []"

    return "{\n" + ",\n".join(entry(key, value) for key, value in record.items()) + "\n}"


def convert(arguments: argparse.Namespace) -> int:
    """Write each file as CSV; one that fails is reported and the others go on."""
    from vizapp.data.write import write_csv

    workflow = Workflow()
    failed = False
    for source, target in _targets(arguments.files, arguments.output):
        try:
            _spare_sources(target, arguments.files)
            write_csv(workflow.read(source), target, safe=arguments.safe)
        except Exception as err:  # noqa: BLE001 - the other files are still converted
            failed = True
            say(f"vizapp: {source}: {failure(err)[1]}")
    return 1 if failed else 0


def _spare_sources(target: Path, sources: list[Path]) -> None:
    """Refuse to write over a table that is read: what a person opens is never changed.

    Raises
    ------
    ExportError
        If it is one of the sources.
    """
    if target.exists() and any(s.exists() and target.samefile(s) for s in sources):
        raise ExportError(
            f"{target} would be replaced, which is one of the tables.",
            hint="Choose another name or folder.",
            path=str(target),
        )


def _targets(files: list[Path], output: str) -> Iterable[tuple[Path, Path]]:
    folder = Path(output)
    names_folder = folder.is_dir() or output.endswith(("/", os.sep))
    if folder.suffix.lower() == ".csv" and not names_folder:
        if len(files) > 1:
            raise UsageError(f"-o {output} is one file, but there are {len(files)} tables.")
        return [(files[0], folder)]
    folder.mkdir(parents=True, exist_ok=True)
    return list(_in_folder(files, folder))


def _in_folder(files: list[Path], folder: Path) -> Iterator[tuple[Path, Path]]:
    """Name each file's CSV after it; tables of the same name are numbered."""
    taken: set[str] = set()
    for source in files:
        name, number = source.stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{source.stem} ({number})"
        taken.add(name.casefold())
        yield source, folder / f"{name}.csv"
