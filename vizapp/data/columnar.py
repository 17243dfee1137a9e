"""Parquet and Feather: typed columns, read by Arrow."""

from __future__ import annotations

import io

import pandas as pd

from vizapp.core.errors import TableTooLargeError, UnsupportedFileError
from vizapp.data import bounds
from vizapp.data.records import plain
from vizapp.data.rows import empty_table
from vizapp.data.source import MAX_BYTES, too_large
from vizapp.data.table import clean_names

FEATHER = b"ARROW1"  # an Arrow file, as Feather has been since 2020


def read_columnar(data: bytes, kind: str, *, name: str, lang: str) -> pd.DataFrame:
    """Return the table of a Parquet or Feather file; a named index becomes a column.

    Raises
    ------
    UnsupportedFileError
        If the file is damaged.
    EmptyTableError
        If it has no column.
    TableTooLargeError
        If its columns would not fit.
    """
    try:
        if kind == "parquet":
            _check_size(data, name)
            frame = pd.read_parquet(io.BytesIO(data))
        else:
            frame = _arrow_frame(data)
    except (TableTooLargeError, MemoryError):
        raise
    except Exception as err:
        # Arrow raises its own, unlisted errors.
        raise UnsupportedFileError(
            f"{name} is a damaged {kind.capitalize()} file: {err}",
            hint="Write it again.",
            name=name,
        ) from err
    if any(key is not None for key in frame.index.names):
        frame = frame.reset_index()
    if not len(frame.columns):
        raise empty_table(name)
    bounds.refuse_wide(len(frame.columns), name)
    frame = frame.set_axis(list(clean_names(list(frame.columns), lang=lang)), axis=1)
    for column in frame.columns:
        if frame[column].dtype == object:
            frame[column] = [plain(value) for value in frame[column]]
    return frame.reset_index(drop=True)


def _arrow_frame(data: bytes) -> pd.DataFrame:
    import pyarrow as pa

    with pa.ipc.open_file(pa.BufferReader(data)) as reader:
        frame: pd.DataFrame = reader.read_all().to_pandas()
    return frame


def _check_size(data: bytes, name: str) -> None:
    from pyarrow import parquet

    meta = parquet.ParquetFile(io.BytesIO(data)).metadata
    size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if size > MAX_BYTES:
        raise too_large(name, size)
