"""What a person may say about a file before it is read; nothing said is guessed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from vizapp.core.errors import DataError

# Codecs that a menu of corrections offers, the likely ones first.
ENCODINGS = (
    *("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp"),
    *("euc_kr", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp874"),
)
DELIMITERS = (",", ";", "\t", "|", " ", ":", "||", "::", "~", "^")
QUOTES = ('"', "'", "")
MAX_HEADER_ROWS = 5


@dataclass(frozen=True)
class ReadOptions:
    r"""Corrections to how a file is read; None means guess.

    Parameters
    ----------
    encoding : str, optional
        A codec that Python knows, such as those in `ENCODINGS`.
    delimiter : str, optional
        One or more characters between cells; ``""`` for a file of one column.
    quote : str, optional
        The character around cells; ``""`` for none.
    escape : str, optional
        The character before a quote inside a cell; ``""`` where it is doubled.
    header_rows : int, optional
        Rows of names: 0 for none, up to `MAX_HEADER_ROWS`.
    skip_rows : int, optional
        Lines (of a sheet: rows) above the names that are left out.
    decimal : str, optional
        ``"."`` or ``","``; reading leaves cells as they are, `profile` obeys it.
    part : str, optional
        The sheet, table or member to read, named as `parts` names it.
    whole : bool, optional
        Whether to read every row of a file that is sampled for its size.
    keep_blanks : bool, optional
        Whether blank cells below the name of a group stay blank.

    Examples
    --------
    >>> ReadOptions(delimiter=";").is_empty, ReadOptions().is_empty
    (False, True)
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    header_rows: int | None = None
    skip_rows: int | None = None
    decimal: str | None = None
    part: str | None = None
    whole: bool | None = None
    keep_blanks: bool | None = None

    def __post_init__(self) -> None:
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if self.delimiter is not None and any(c in "\r\n" for c in self.delimiter):
            raise DataError("A line end cannot separate cells.", hint="Choose another delimiter.")
        for name in ("quote", "escape"):
            mark = getattr(self, name)
            if mark is not None and (len(mark) > 1 or mark in ("\r", "\n")):
                raise DataError(f"The {name} is one character, not {mark!r}.")
        if self.header_rows is not None and not 0 <= self.header_rows <= MAX_HEADER_ROWS:
            raise DataError(f"A header has 0 to {MAX_HEADER_ROWS} rows, not {self.header_rows}.")
        if self.skip_rows is not None and self.skip_rows < 0:
            raise DataError("The number of lines left out is not negative.")
        if self.decimal not in (None, ".", ","):
            raise DataError(f"The decimal mark is . or , and not {self.decimal!r}.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said, so that all is guessed."""
        return all(getattr(self, field.name) is None for field in fields(self))

    def to_json(self) -> dict[str, Any]:
        """Return what is said, as plain values."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value is not None}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> ReadOptions:
        """Return options from plain values, such as a saved project's; others are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in record.items() if name in known})


def _check_encoding(encoding: str) -> None:
    try:
        known = isinstance("".encode(encoding), bytes)
    except (LookupError, ValueError, TypeError, UnicodeError):
        known = False
    if not known:
        raise DataError(
            f"{encoding!r} is no encoding.", hint="For example: utf-8, gb18030, cp1252."
        )


GUESS_ALL = ReadOptions()


@dataclass(frozen=True)
class Part:
    """A sheet, a table or a member of an archive.

    Parameters
    ----------
    name : str
        What `ReadOptions.part` takes.
    kind : str
        sheet, table or member.
    n_rows, n_columns : int or None
        Its size with the names, None where only reading would tell.
    """

    name: str
    kind: str
    n_rows: int | None = None
    n_columns: int | None = None
