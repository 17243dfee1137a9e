"""Projects: a table, how it is read, what was asked and answered, in one file.

Stands beside `workflow`; knows neither Qt nor a DataFrame. A `.vizapp` file is
a zip of `project.json`, the table's own file (its bytes, so that it can be read
in another way later) and a small picture of the chart. The window keeps every
open document in the same form, so that a kill loses nothing.
"""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from vizapp.components.spec import Chart, chart_to_json, parse_chart
from vizapp.core.errors import DataError, ExportError, SpecError
from vizapp.core.files import json_bytes, readable, replace_file, write_hint
from vizapp.data.options import ReadOptions
from vizapp.profile.attributes import ATTRIBUTE_TYPES, AttributeType
from vizapp.reasoning.events import Answer, ReasoningEvent, from_dict, to_dict

SUFFIX = ".vizapp"
FORMAT = 1
_DOCUMENT, _PICTURE, _TABLES = "project.json", "chart.png", "table/"
_MAX_DOCUMENT = 256 * 2**20

_GUESS_ALL = ReadOptions()


@dataclass(frozen=True)
class TableChoices:
    """What the person decided about a table; all else is found by vizapp.

    Parameters
    ----------
    reading : ReadOptions
        How the file is read.
    types : tuple of (name, type)
        Attributes whose type was changed.
    units : tuple of (name, unit)
        Attributes whose unit was changed; ``""`` for none.
    left_out : tuple of str
        Attributes that the model is not told about.
    day_first : tuple of (name, bool)
        Dates such as 05/06/2023 that were said to have the day first, or not.
    keep_totals : bool
        Whether rows of totals are rows like any other.
    """

    reading: ReadOptions = _GUESS_ALL
    types: tuple[tuple[str, AttributeType], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    day_first: tuple[tuple[str, bool], ...] = ()
    keep_totals: bool = False

    def with_type(self, name: str, type_: AttributeType) -> TableChoices:
        """Return the choices with that attribute's type decided."""
        others = tuple(pair for pair in self.types if pair[0] != name)
        return replace(self, types=(*others, (name, type_)))

    def with_unit(self, name: str, unit: str) -> TableChoices:
        """Return the choices with that attribute's unit decided."""
        others = tuple(pair for pair in self.units if pair[0] != name)
        return replace(self, units=(*others, (name, unit)))

    def with_day_first(self, name: str, first: bool) -> TableChoices:
        """Return the choices with that attribute's order of day and month decided."""
        others = tuple(pair for pair in self.day_first if pair[0] != name)
        return replace(self, day_first=(*others, (name, first)))

    def to_json(self) -> dict[str, Any]:
        """Return what was decided, as plain values."""
        record: dict[str, Any] = {
            "reading": self.reading.to_json(),
            "types": dict(self.types),
            "units": dict(self.units),
            "left_out": list(self.left_out),
            "day_first": dict(self.day_first),
            "keep_totals": self.keep_totals,
        }
        return {key: value for key, value in record.items() if value}

    @classmethod
    def from_json(cls, record: object) -> TableChoices:
        """Rebuild the choices; what cannot be understood counts as not decided."""
        if not isinstance(record, Mapping):
            return cls()
        reading, gone = record.get("reading"), record.get("left_out")
        try:
            options = ReadOptions.from_json(reading) if isinstance(reading, dict) else _GUESS_ALL
        except (DataError, TypeError):
            options = _GUESS_ALL
        types = tuple(
            (name, type_) for name, type_ in _pairs(record.get("types")) if type_ in ATTRIBUTE_TYPES
        )
        names = tuple(n for n in gone if isinstance(n, str)) if isinstance(gone, list) else ()
        days = record.get("day_first")
        first = tuple(days.items()) if isinstance(days, dict) else ()
        return cls(
            reading=options,
            types=types,
            units=_pairs(record.get("units")),
            left_out=names,
            day_first=tuple((n, v) for n, v in first if isinstance(v, bool)),
            keep_totals=record.get("keep_totals") is True,
        )


NO_CHOICES = TableChoices()


def _pairs(record: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(record, Mapping):
        return ()
    return tuple((str(k), v) for k, v in record.items() if isinstance(v, str))


# -- projects ---------------------------------------------------------------------


@dataclass(frozen=True)
class TableFile:
    """The file that a table was read from, as it was then.

    Parameters
    ----------
    path : str
        Where it lies, or lay.
    size_bytes, modified_ns : int
        What tells a changed file from the same one.
    """

    path: str
    size_bytes: int = -1
    modified_ns: int = -1

    @classmethod
    def of(cls, path: Path) -> TableFile:
        """Return the file as it is now; one that cannot be seen matches nothing."""
        try:
            found = path.stat()
        except OSError:
            return cls(str(path))
        return cls(str(path), found.st_size, found.st_mtime_ns)

    @property
    def is_unchanged(self) -> bool:
        """Whether the file is still there as it was."""
        return self.size_bytes >= 0 and TableFile.of(Path(self.path)) == self


@dataclass(frozen=True)
class Project:
    """One document: everything that was on screen, so that no model need be asked again.

    Parameters
    ----------
    name : str
        The table's name.
    table : TableFile
        Where the table came from.
    choices : TableChoices
        What the person decided about it.
    ask, draft : str or None, str
        The question that was answered; what stands in the ask line.
    events : tuple of ReasoningEvent
        The last run; without an `Answer` at its end it was cut short.
    candidates : tuple of (Chart, float or None)
        The charts on offer with the model's probability.
    history : mapping
        Every chart that was on screen, as the window's editing gives it.
    talk : tuple of mapping
        What was said about the chart, turn by turn, as the window's chat gives it.
    saved_as : str
        The project file that a kept document belongs to, ``""`` for none.
    """

    name: str
    table: TableFile
    choices: TableChoices = NO_CHOICES
    ask: str | None = None
    draft: str = ""
    events: tuple[ReasoningEvent, ...] = ()
    candidates: tuple[tuple[Chart, float | None], ...] = ()
    history: Mapping[str, Any] = field(default_factory=dict)
    talk: tuple[Mapping[str, Any], ...] = ()
    saved_as: str = ""

    @property
    def answer(self) -> Answer | None:
        """The answer of the last run, None when it was cut short."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, Answer) else None

    def to_json(self) -> dict[str, Any]:
        """Return the document as plain values."""
        return {
            "format": FORMAT,
            "name": self.name,
            "table": asdict(self.table),
            "choices": self.choices.to_json(),
            "ask": self.ask,
            "draft": self.draft,
            "events": [to_dict(event) for event in self.events],
            # Wrapped, so that a column called $$price$$ comes back as such.
            "candidates": [[chart_to_json(c, wrapped=True), p] for c, p in self.candidates],
            "history": dict(self.history),
            "talk": [dict(turn) for turn in self.talk],
            "saved_as": self.saved_as,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Project:
        """Rebuild a document.

        Raises
        ------
        DataError
            If it was written by a newer vizapp, or is not a document.
        """
        try:
            if int(record["format"]) > FORMAT:
                raise DataError(
                    "This project was written by a newer vizapp.", hint="Install the newer one."
                )
            ask, history = record["ask"], record["history"]
            return cls(
                name=str(record["name"]),
                table=TableFile(**record["table"]),
                choices=TableChoices.from_json(record["choices"]),
                ask=None if ask is None else str(ask),
                draft=str(record["draft"]),
                events=tuple(from_dict(event) for event in record["events"]),
                candidates=tuple((parse_chart(c), p) for c, p in record["candidates"]),
                history=dict(history),
                talk=tuple(dict(turn) for turn in record.get("talk", ())),
                saved_as=str(record.get("saved_as", "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError, SpecError) as err:
            raise DataError(
                "This is not a vizapp project, or it is damaged.",
                hint="Open the table itself, or an older copy of the project.",
            ) from err


def save_project(
    project: Project,
    path: Path,
    *,
    table: Path | None = None,
    picture: bytes | None = None,
    sync: bool = True,
) -> None:
    """Write a project as one file, whole or not at all.

    Parameters
    ----------
    project : Project
        The document.
    path : Path
        The file to write or to replace.
    table : Path, optional
        The table's file, which goes along; without it only its path does.
    picture : bytes, optional
        A small PNG of the chart.
    sync : bool
        Whether to wait for the disk, against a power cut; the file outlives a
        kill of the process either way.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """

    def fill(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_DOCUMENT, json_bytes(project.to_json()))
            if picture:
                archive.writestr(_PICTURE, picture, zipfile.ZIP_STORED)
            if table is not None:
                archive.write(table, f"{_TABLES}{readable(table.name)}")

    write_whole(path, fill, sync=sync)


def write_whole(path: Path, fill: Callable[[IO[bytes]], object], *, sync: bool = True) -> None:
    """Write a file that appears whole or not at all, also when the process is killed.

    With `sync` it waits for the disk, so that the same holds for a power cut.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, fill, sync=sync, private=True)
    except OSError as err:
        raise ExportError(
            f"{path} cannot be written: {err.strerror or err}.",
            hint=write_hint(err),
            path=str(path),
        ) from err


def load_project(path: Path) -> Project:
    """Read a project's document; `extract_table` gives its table.

    Raises
    ------
    DataError
        If the file is missing, damaged or no project.
    """
    with _archive(path) as archive:
        try:
            if archive.getinfo(_DOCUMENT).file_size > _MAX_DOCUMENT:
                raise _damaged(path)
            record = json.loads(archive.read(_DOCUMENT).decode("utf-8"))
        except (KeyError, ValueError, OSError, zipfile.BadZipFile, zlib.error) as err:
            raise _damaged(path) from err
    if not isinstance(record, dict):
        raise _damaged(path)
    return Project.from_json(record)


def extract_table(path: Path, folder: Path) -> Path | None:
    """Write the table that lies in a project into a folder; None if only its path was kept.

    Raises
    ------
    DataError
        If the project is damaged.
    """
    with _archive(path) as archive:
        found = next((n for n in archive.namelist() if n.startswith(_TABLES)), None)
        if found is None:
            return None
        # The last part only: a name must not lead out of the folder.
        name = PurePosixPath(found.replace("\\", "/")).name
        if name in ("", ".", ".."):
            raise _damaged(path)
        target = folder / name
        try:
            with archive.open(found) as source:
                write_whole(target, lambda file: shutil.copyfileobj(source, file))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as err:
            raise _damaged(path) from err
    return target


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as err:
        raise DataError(f"{path} does not exist.", hint="Check the name.") from err
    except (OSError, zipfile.BadZipFile) as err:
        raise _damaged(path) from err


def _damaged(path: Path) -> DataError:
    return DataError(
        f"{path.name} is not a vizapp project, or it is damaged.",
        hint="Open the table itself, or an older copy of the project.",
        name=path.name,
    )
