"""What the clipboard holds, as the bytes of a table file."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

_SHEET_MARKS = (
    "urn:schemas-microsoft-com:office:excel",
    "google-sheets-html-origin",
    "LibreOffice",
)


def pasted_table(mime: QMimeData) -> tuple[bytes, str] | None:
    """Return the clipboard's table and the suffix of a file that holds it.

    Spreadsheets put their cells as text with tabs beside a page full of styles:
    the text says the same. Of a web page the page is taken, as its plain text
    loses merged cells. Text without a table, such as a word, is None.
    """
    plain = mime.text() if mime.hasText() else ""
    page = mime.html() if mime.hasHtml() else ""
    has_table = "<table" in page.lower()
    from_sheet = any(mark in page for mark in _SHEET_MARKS)
    if has_table and not (from_sheet and "\t" in plain):
        head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
        return f"{head}{page}</body></html>".encode("utf-8", "replace"), ".html"
    lines = [line for line in plain.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    return plain.encode("utf-8", "replace"), ".tsv" if "\t" in plain else ".csv"
