"""Logs in the W3C extended format: their directives become one row of names."""

from __future__ import annotations

import re

PIECE_CHARS = 2**20
HEAD_CHARS = 4_096  # in which the directive of the names stands
_FIELDS = re.compile(r"^#Fields:[ \t]*(\S[^\r\n]*)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^#[^\r\n]*", re.MULTILINE)


def with_names(text: str) -> str | None:
    r"""Return a log whose directives are blank but for the names; None for any other text.

    Lines keep their numbers. A server writes its directives again at each start.

    Examples
    --------
    >>> with_names("#Version: 1.0\n#Fields: date status\n2024-01-02 200\n")
    '\ndate status\n2024-01-02 200\n'
    """
    if not text.startswith("#"):
        return None
    fields = _FIELDS.search(text, 0, HEAD_CHARS)
    if fields is None:
        return None
    above = _DIRECTIVE.sub("", text[: fields.start()])
    pieces = [above, fields[1].rstrip()]
    at = fields.end()
    while at < len(text):  # piece by piece, so that other threads may run
        end = text.find("\n", at + PIECE_CHARS) + 1 or len(text)
        piece = text[at:end]
        pieces.append(_DIRECTIVE.sub("", piece) if "#" in piece else piece)
        at = end
    return "".join(pieces)
