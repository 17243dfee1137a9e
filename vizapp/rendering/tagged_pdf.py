"""PDF pages that say what they show: title, subject and language, and the picture's own text.

The converter writes a page without any words about it. They are appended as an
incremental update, which leaves every byte of the page as it was: the new objects, and
a cross-reference table of these that names the former one.

References
----------
ISO 32000-1:2008, 7.5.6 (incremental updates), 14.3.3 (document information), 14.7 (logical
structure), 14.9.3 (alternate descriptions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.document import LANG_TAGS
from vizapp.rendering.style import BuiltChart

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
_ENTRY = 20  # bytes of a line of the table
_OBJECT = re.compile(rb"\d+ 0 obj\s*<<(.*?)>>\s*endobj", re.DOTALL)


def describe_pdf(pdf: bytes, built: BuiltChart) -> bytes:
    """Return the PDF with the chart's title and alternative text, and their language.

    A file that is not of the converter's plain shape is returned as it is.
    """
    file = _File.read(pdf)
    if file is None:
        return pdf
    title, text = _text(built.heading), _text(alternative_text(built))
    lang = _text(LANG_TAGS[built.style.lang])
    tree, figure, begin, end = (file.size + i for i in range(4))
    page = file.page.replace(
        file.content, b"/Contents [%d 0 R %s %d 0 R]" % (begin, file.content[10:], end)
    )
    return file.updated(
        {
            file.info_id: file.info + b"/Title %s /Subject %s" % (title, text),
            file.root_id: file.root
            + b"/Lang %s /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R "
            b"/ViewerPreferences << /DisplayDocTitle true >>" % (lang, tree),
            file.page_id: page + b"/StructParents 0",
            tree: b"/Type /StructTreeRoot /K %d 0 R /ParentTree << /Nums [0 [%d 0 R]] >>"
            % (figure, figure),
            figure: b"/Type /StructElem /S /Figure /P %d 0 R /Pg %d 0 R /K 0 /T %s /Alt %s"
            % (tree, file.page_id, title, text),
        },
        {begin: b"/Figure << /MCID 0 >> BDC", end: b"EMC"},
    )


def _text(words: str) -> bytes:
    """Return a text string in UTF-16, written in hexadecimal digits."""
    return b"<FEFF" + words.encode("utf-16-be", "replace").hex().upper().encode() + b">"


class _File:
    """The parts of a PDF that are changed, found by its cross-reference table."""

    def __init__(self, pdf: bytes, trailer: bytes, start: int) -> None:
        self._pdf, self._start = pdf, start
        table = _TABLE.match(pdf, start)
        if table is None:
            raise ValueError("no plain cross-reference table")
        self.size, self._entries = int(table[1]), table.end()
        self.root_id, self.info_id = _named(trailer, b"Root"), _named(trailer, b"Info")
        self.root, self.info = self._object(self.root_id), self._object(self.info_id)
        pages = self._object(_named(self.root, b"Pages"))
        kids = re.search(rb"/Kids\s*\[\s*(\d+) 0 R\s*\]", pages)
        if kids is None:
            raise ValueError("not one page")
        self.page_id = int(kids[1])
        self.page = self._object(self.page_id)
        self.content = b"/Contents %d 0 R" % _named(self.page, b"Contents")
        if self.content not in self.page:
            raise ValueError("the content is written in another way")

    @classmethod
    def read(cls, pdf: bytes) -> _File | None:
        """Return the parts, None where the file is of another shape."""
        found = _TRAILER.search(pdf)
        if found is None:
            return None
        try:
            return cls(pdf, found[1], int(found[2]))
        except ValueError:
            return None

    def _object(self, number: int) -> bytes:
        """Return what stands in an object's dictionary."""
        entry = self._entries + number * _ENTRY
        found = _OBJECT.match(self._pdf, int(self._pdf[entry : entry + 10]))
        if found is None:
            raise ValueError(f"object {number} is no dictionary")
        return found[1]

    def updated(self, dictionaries: Mapping[int, bytes], streams: Mapping[int, bytes]) -> bytes:
        """Return the file with these objects new or in the place of the former ones."""
        bodies = {number: b"<< %s >>" % body for number, body in dictionaries.items()}
        for number, body in streams.items():
            bodies[number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)
        out, table = self._pdf.rstrip() + b"\n", b"xref\n"
        for number in sorted(bodies):
            table += b"%d 1\n%010d 00000 n\r\n" % (number, len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number])
        size = max(self.size, *(number + 1 for number in bodies))
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % (
            size, self.root_id, self.info_id, self._start,
        )  # fmt: skip
        return out + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _named(dictionary: bytes, key: bytes) -> int:
    """Return the number of the object that a dictionary names."""
    found = re.search(rb"/%s\s+(\d+) 0 R" % key, dictionary)
    if found is None:
        raise ValueError(f"nothing named {key.decode()}")
    return int(found[1])
