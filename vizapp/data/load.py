"""Files become tables: the kind is found by content, the suffix only helps."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import pandas as pd

from vizapp.core.errors import UnsupportedFileError
from vizapp.core.memory import no_collection
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.data import columnar, database, markup, workbook
from vizapp.data import records as json_records
from vizapp.data.delimited import read_delimited
from vizapp.data.encoding import Decoded, decode
from vizapp.data.notes import Guess, Note, given
from vizapp.data.options import GUESS_ALL, ReadOptions
from vizapp.data.rows import no_such_part, shape_rows
from vizapp.data.sampling import Sample, as_sample, sample_file
from vizapp.data.source import Content, read_file, too_large, unpack
from vizapp.data.table import Reading, Table, stamp_of, table_name

Kind = Literal["parquet", "feather", "workbook", "sqlite", "duckdb", "text"]
_HTML = ("<!doctype html", "<html", "<?xml", "<table", "<meta", "<head", "<body")


def load_table(
    path: str | os.PathLike[str],
    *,
    options: ReadOptions = GUESS_ALL,
    lang: str = "en",
    cancel: CancelToken | None = None,
    progress: ProgressCallback | None = None,
) -> Table:
    """Read a file of any supported kind.

    Parameters
    ----------
    path : path
        A file of text (CSV, TSV, fixed width, JSON, JSON Lines, HTML), a workbook
        (XLSX, XLSB, XLS, ODS), Parquet, Feather, SQLite or DuckDB, or any of
        these in .gz, .zip, .zst, .bz2 or .xz.
    options : ReadOptions
        What the person said about the file; the rest is guessed.
    lang : str
        The language of notes and of names for unnamed columns.
    cancel : CancelToken, optional
        Polled between stages and every few thousand records.
    progress : callable, optional
        Told each stage.

    Raises
    ------
    DataError
        If the file is missing, cannot be read or holds no table; the subclass
        says which.
    """
    path = Path(path)
    job = _Job(path.name, options, lang, cancel or CancelToken(), progress)
    job.report("read")
    stamp = _stamp(path)
    sample = _sample(path, options, job.cancel)
    data = sample.data if sample else read_file(path, job.cancel)
    try:
        with no_collection():
            content = unpack(data, path.name, options.part, job.cancel)
            frame, reading = job.table(content)
    except MemoryError as err:
        raise too_large(path.name, len(data)) from err
    if sample and not reading.sampled:
        reading = as_sample(reading, len(frame), sample.lines_total)
    if content.data is not data:
        reading = replace(reading, cut=None)  # the lines are not those of the file
    job.cancel.raise_if_set()
    return Table(frame, table_name(path), path, reading, stamp)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        return stamp_of(path)
    except (OSError, ValueError):
        return None  # reading it says what is wrong


def table_from_text(
    text: str,
    *,
    html: str | None = None,
    name: str = "clipboard",
    options: ReadOptions = GUESS_ALL,
    lang: str = "en",
    cancel: CancelToken | None = None,
) -> Table:
    """Make a table of text from the clipboard.

    Parameters
    ----------
    text : str
        Plain text: what a spreadsheet copies (cells with tabs between), or any
        other text that a file could hold.
    html : str, optional
        The same as HTML; used where it holds a table and the text has no tabs.
    name : str
        The table's name.
    options : ReadOptions
        What the person said; the rest is guessed.
    lang : str
        The language of notes and of names for unnamed columns.
    cancel : CancelToken, optional
        Polled while reading.

    Raises
    ------
    DataError
        If the text holds no table.
    """
    job = _Job(name, options, lang, cancel or CancelToken(), None)
    if html and ("\t" not in text or not text.strip()):
        found = job.page(html, "utf-8", ())
        if found is not None:
            return Table(found[0], name, None, found[1])
    clean = text.replace("\x00", "").lstrip("\ufeff")
    with no_collection():
        frame, reading = job.text(Decoded(clean, "utf-8", code="given"), PurePosixPath("").suffix)
    return Table(frame, name, None, reading)


def table_from_rows(
    rows: Sequence[Mapping[str, Any]], *, name: str = "table", lang: str = "en"
) -> Table:
    """Make a table of row objects, as a program hands them over.

    Keys that a row lacks count as missing; nested values become JSON text.

    Raises
    ------
    EmptyTableError
        If there is no row or no key.
    DataError
        If a row is not an object.
    """
    frame = json_records.frame_of_rows(rows, name=name, lang=lang)
    return Table(frame, name, None, Reading("rows"))


def content_kind(data: bytes) -> Kind:
    """Return the kind of a file by its first bytes; `text` for all that has none."""
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(columnar.FEATHER):
        return "feather"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "workbook"
    if data.startswith(database.SQLITE):
        return "sqlite"
    return "duckdb" if database.is_duckdb(data[:16]) else "text"


def _sample(path: Path, options: ReadOptions, cancel: CancelToken) -> Sample | None:
    """Return a sample of a large text; None for the others and for what cannot be read."""
    if options.whole:
        return None
    try:
        return sample_file(path, cancel) if path.is_file() else None
    except (OSError, ValueError):
        return None  # reading it whole says what is wrong


class _Job:
    """One file on its way to a table."""

    def __init__(
        self,
        name: str,
        options: ReadOptions,
        lang: str,
        cancel: CancelToken,
        progress: ProgressCallback | None,
    ) -> None:
        self.name = name
        self.options = options
        self.lang = lang
        self.cancel = cancel
        self.progress = progress

    def report(self, step: str, done: int = 0) -> None:
        self.cancel.raise_if_set()
        if self.progress:
            self.progress(Progress(step, done))

    def table(self, content: Content) -> tuple[pd.DataFrame, Reading]:
        """Return the table in the bytes of a file, and how it was read."""
        asked = self.options
        self.name = content.name
        self.options = replace(asked, part=content.part)
        frame, reading = self._of_kind(content)
        if not content.members:
            return frame, reading
        part = content.member or ""
        if reading.part is not None:
            part += f"!{reading.part}"
        facts: dict[str, Any] = {"member": content.member, "total": len(content.members)}
        guess = given("part", part) if asked.part else Guess("part", part, 0.7, "largest")
        others = tuple(guess for guess in reading.guesses if guess.key != "part")
        reading = replace(
            reading,
            part=part,
            n_parts=max(len(content.members), reading.n_parts),
            options=asked,
            guesses=(*others, guess),
            findings=(Note("member", facts), *reading.findings),
        )
        return frame, reading

    def _of_kind(self, content: Content) -> tuple[pd.DataFrame, Reading]:
        data = content.data
        kind = content_kind(data)
        if kind in ("parquet", "feather"):
            frame = columnar.read_columnar(data, kind, name=self.name, lang=self.lang)
            return frame, Reading(kind, options=self.options, lang=self.lang)
        if kind == "workbook":
            return self._workbook(data)
        if kind in ("sqlite", "duckdb"):
            return self._database(data, kind)
        decoded = decode(data, name=self.name, encoding=self.options.encoding)
        self.report("decode")
        return self.text(decoded, content.suffix)

    def text(self, decoded: Decoded, suffix: str) -> tuple[pd.DataFrame, Reading]:
        """Return the table in a text of any form."""
        start = decoded.text.lstrip("\ufeff \t\r\n")[:1]
        if start in ("{", "[") or suffix in (".json", ".jsonl", ".ndjson"):
            found = self._json(decoded, suffix)
            if found is not None:
                return found
        if decoded.text.lstrip()[:15].lower().startswith(_HTML):
            page = self.page(decoded.text, decoded.encoding, _damage(decoded))
            if page is not None:
                return page
            raise UnsupportedFileError(
                f"{self.name} is a web page or XML without a table.",
                hint="Save the table as CSV or XLSX.",
                name=self.name,
            )
        return read_delimited(
            decoded,
            name=self.name,
            suffix=suffix,
            options=self.options,
            lang=self.lang,
            report=self.report,
        )

    def page(
        self, text: str, encoding: str, notes: Sequence[Note]
    ) -> tuple[pd.DataFrame, Reading] | None:
        """Return the table asked for in a web page, else its largest; None without any."""
        tables = markup.find_tables(text)
        if not tables:
            return None
        part = self.options.part
        sizes = [sum(map(len, rows)) for rows in tables]
        index = sizes.index(max(sizes))
        if part is not None:
            index = int(part) - 1 if part.isdecimal() else -1
            if not 0 <= index < len(tables):
                raise no_such_part(self.name, part, [str(i + 1) for i in range(len(tables))])
        rows = tables[index]
        grid = shape_rows(
            rows,
            range(1, len(rows) + 1),
            lang=self.lang,
            name=self.name,
            options=replace(self.options, part=None),
        )
        findings = [*notes, *grid.notes]
        guesses = list(grid.guesses)
        if len(tables) > 1:
            findings.append(Note("tables", {"n": index + 1, "total": len(tables)}))
            own = str(index + 1)
            guesses.append(given("part", own) if part else Guess("part", own, 0.7, "largest"))
        reading = Reading(
            "html",
            encoding=encoding,
            header_row=grid.header_row,
            header_rows=grid.header_rows,
            skip_rows=grid.skip_rows,
            part=str(index + 1) if len(tables) > 1 else None,
            n_parts=len(tables),
            options=self.options,
            guesses=tuple(guesses),
            findings=tuple(findings),
            lang=self.lang,
        )
        return grid.frame, reading

    def _json(self, decoded: Decoded, suffix: str) -> tuple[pd.DataFrame, Reading] | None:
        found = json_records.parse_text(decoded.text, name=self.name, suffix=suffix)
        if found is None:
            return None
        value, kind = found
        self.report("shape")
        frame = json_records.frame_of_json(value, name=self.name, lang=self.lang)
        reading = Reading(
            kind,
            encoding=decoded.encoding,
            options=self.options,
            guesses=(Guess("encoding", decoded.encoding, decoded.confidence, decoded.code),),
            findings=_damage(decoded),
            lang=self.lang,
        )
        return frame, reading

    def _workbook(self, data: bytes) -> tuple[pd.DataFrame, Reading]:
        sheet = workbook.read_workbook(
            data, name=self.name, lang=self.lang, cancel=self.cancel, options=self.options
        )
        reading = Reading(
            workbook.kind_of_workbook(data),
            header_row=sheet.header_row,
            header_rows=sheet.header_rows,
            skip_rows=sheet.skip_rows,
            sheet=sheet.title,
            part=sheet.part,
            n_parts=sheet.n_parts,
            options=self.options,
            guesses=tuple(sheet.guesses),
            findings=tuple(sheet.notes),
            lang=self.lang,
        )
        return sheet.frame, reading

    def _database(self, data: bytes, kind: str) -> tuple[pd.DataFrame, Reading]:
        part = self.options.part
        found = database.read_database(
            data,
            kind,
            name=self.name,
            lang=self.lang,
            part=part,
            cancel=self.cancel,
            whole=bool(self.options.whole),
        )
        several = len(found.titles) > 1
        notes = []
        if several:
            facts = {"n": found.titles.index(found.title) + 1, "total": len(found.titles)}
            notes.append(Note("tables", facts))
        sampled = len(found.frame) < found.n_rows_total
        if sampled:
            facts = {"n": len(found.frame), "total": found.n_rows_total}
            notes.append(Note("sampled", facts))
        guess = given("part", part) if part else Guess("part", found.title, 0.7, "largest")
        reading = Reading(
            kind,
            sheet=found.title,
            part=found.title if several else None,
            n_parts=len(found.titles),
            n_rows_total=found.n_rows_total,
            sampled=sampled,
            options=self.options,
            guesses=(guess,) if several else (),
            findings=tuple(notes),
            lang=self.lang,
        )
        return found.frame, reading


def _damage(decoded: Decoded) -> tuple[Note, ...]:
    return (Note("damaged", {"n": decoded.n_damaged}),) if decoded.n_damaged else ()
