"""The error tree: what went wrong, where, and what to do now.

Every error carries its facts as attributes, so that tests and the window
never parse text, and a `code` that stays the same across languages.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, ClassVar


class VizappError(Exception):
    """The base of everything that vizapp reports to a person.

    Parameters
    ----------
    message : str
        What happened and where, fit for the user.
    hint : str
        What to do now; may be empty.
    **fields
        The facts, kept as attributes and sent along between processes.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "", **fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields
        for key, value in fields.items():
            setattr(self, key, value)

    def __str__(self) -> str:
        # A Chinese full stop brings its own space.
        between = "" if self.message.endswith("。") else " "
        return f"{self.message}{between}{self.hint}".strip()

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain values that survive a pipe."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "fields": self.fields,
        }


class DataError(VizappError):
    """The file or table cannot be used."""

    code = "data"


class CsvEncodingError(DataError):
    """No encoding reads the file as text."""

    code = "csv_encoding"


class CsvShapeError(DataError):
    """The rows do not agree on their number of cells."""

    code = "csv_shape"


class EmptyTableError(DataError):
    """The file has no cell to show."""

    code = "empty_table"


class UnsupportedFileError(DataError):
    """The file is binary or of a kind that vizapp does not read."""

    code = "unsupported_file"


class TableTooLargeError(DataError):
    """The table does not fit into memory."""

    code = "table_too_large"


class SpecError(VizappError):
    """A vis spec that breaks the contract of the component library."""

    code = "spec"


class SpecSyntaxError(SpecError):
    """The text is not a vis spec."""

    code = "spec_syntax"


class UnknownComponentError(SpecError):
    """The component is not in the library."""

    code = "unknown_component"


class UnknownFieldError(SpecError):
    """The spec names an attribute that the table does not have."""

    code = "unknown_field"


class ChannelTypeError(SpecError):
    """A parameter is missing, unknown, or given an attribute that does not fit."""

    code = "channel_type"


class ReasoningError(VizappError):
    """The model could not answer."""

    code = "reasoning"


class ModelFileError(ReasoningError):
    """The GGUF file is missing, damaged or of an unknown architecture."""

    code = "model_file"


class ContextOverflowError(ReasoningError):
    """The description and the answer do not fit into the model's context."""

    code = "context_overflow"


class GrammarError(ReasoningError):
    """llama.cpp refused the grammar."""

    code = "grammar"


class TruncatedSpecError(ReasoningError):
    """The model stopped before the solution was complete."""

    code = "truncated_spec"


class WorkerLostError(ReasoningError):
    """The model's process ended or stopped answering."""

    code = "worker_lost"


class EndpointError(ReasoningError):
    """The endpoint that answers for a team could not be used.

    `reason` says why: address, unreachable, timeout, broken, unauthorised,
    missing, refused, busy or answer.
    """

    code = "endpoint"


class DownloadError(VizappError):
    """A file could not be fetched.

    `reason` says why: unreachable, corrupt, disk, file or lost.
    """

    code = "download"


class RenderingError(VizappError):
    """The chart could not be drawn."""

    code = "rendering"


class ExportError(RenderingError):
    """The chart could not be written."""

    code = "export"


class Defect(VizappError):  # noqa: N818 - the word for our own bugs
    """Our own bug: the traceback is logged, the person may copy a report."""

    code = "defect"

    def __init__(self, cause: BaseException) -> None:
        super().__init__(
            f"Something in vizapp failed: {type(cause).__name__}: {cause}",
            hint="The details are in the log.",
        )
        self.cause = cause


class Cancelled(Exception):  # noqa: N818 - not an error, never shown
    """The person stopped the work."""


def near_match(name: str, known: Sequence[str]) -> str:
    """Return ``Did you mean 'x'?`` for the nearest known name, or ``""``.

    Examples
    --------
    >>> near_match("coulmn", ["column", "bar"])
    "Did you mean 'column'?"
    """
    by_folded = {other.casefold(): other for other in reversed(known)}
    close = difflib.get_close_matches(name.casefold(), list(by_folded), n=1)
    return f"Did you mean {by_folded[close[0]]!r}?" if close else ""


def _tree(root: type[VizappError]) -> dict[str, type[VizappError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        if child is not Defect:
            found.update(_tree(child))
    return found


def from_dict(record: dict[str, Any]) -> VizappError:
    """Rebuild an error that travelled as `to_dict`; unknown codes become the base."""
    kind = _tree(VizappError).get(record.get("code", ""), VizappError)
    return kind(record["message"], hint=record.get("hint", ""), **record.get("fields", {}))
