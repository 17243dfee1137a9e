"""PDF pages with words: read back by following the file's own tables, object by object."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest

from vizapp.core.language import Lang
from vizapp.rendering.alternative import alternative_text
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import to_pdf
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style
from vizapp.rendering.tagged_pdf import describe_pdf

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def sample(component: str, lang: Lang = "zh") -> BuiltChart:
    made = samples()[component]
    return build_chart(made.chart(lang), made.table(lang), Style(lang=lang))


def plain_pdf(built: BuiltChart) -> bytes:
    """Return the page as the converter writes it."""
    return to_pdf(built)


class Reader:
    """Follows startxref, /Prev and the cross-reference tables, newest first, as viewers do."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.offsets: dict[int, int] = {}
        self.trailers: list[bytes] = []
        start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
        while start >= 0:
            start = self._table(start)

    def _table(self, start: int) -> int:
        assert self.pdf[start : start + 4] == b"xref", "startxref does not point at a table"
        at = start + 5
        while (head := re.compile(rb"(\d+) (\d+)\s+").match(self.pdf, at)) is not None:
            at = head.end()
            for number in range(int(head[1]), int(head[1]) + int(head[2])):
                entry = self.pdf[at : at + 20]
                assert re.fullmatch(rb"\d{10} \d{5} [nf]( \r| \n|\r\n)", entry), entry
                if entry[17:18] == b"n":
                    self.offsets.setdefault(number, int(entry[:10]))
                at += 20
        assert self.pdf[at : at + 7] == b"trailer"
        trailer = self.pdf[at : self.pdf.index(b"startxref", at)]
        self.trailers.append(trailer)
        before = re.search(rb"/Prev (\d+)", trailer)
        return int(before[1]) if before else -1

    def object(self, number: int) -> bytes:
        """Return what stands between obj and endobj."""
        at = self.offsets[number]
        head = b"%d 0 obj" % number
        assert self.pdf[at : at + len(head)] == head, f"object {number} is not where it should be"
        return self.pdf[at + len(head) : self.pdf.index(b"endobj", at)]

    def follow(self, holder: bytes, key: bytes) -> bytes:
        """Return the object that a dictionary names."""
        return self.object(self.number(holder, key))

    @staticmethod
    def number(holder: bytes, key: bytes) -> int:
        found = re.search(rb"/%s\s+(\d+) 0 R" % key, holder)
        assert found is not None, key
        return int(found[1])

    @staticmethod
    def text(holder: bytes, key: bytes) -> str:
        found = re.search(rb"/%s <FEFF([0-9A-F]*)>" % key, holder)
        assert found is not None, key
        return bytes.fromhex(found[1].decode()).decode("utf-16-be")

    @property
    def root(self) -> bytes:
        return self.follow(self.trailers[0], b"Root")

    @property
    def page(self) -> bytes:
        pages = self.follow(self.root, b"Pages")
        kid = re.search(rb"/Kids\s*\[\s*(\d+) 0 R", pages)
        assert kid is not None
        return self.object(int(kid[1]))


@pytest.mark.parametrize(("component", "lang"), [("bar", "zh"), ("line", "en"), ("sankey", "zh")])
def test_a_page_says_what_it_shows(component: str, lang: Lang) -> None:
    built = sample(component, lang)
    reader = Reader(to_pdf(built, described=True))
    told = alternative_text(built)
    info = reader.follow(reader.trailers[0], b"Info")
    assert reader.text(info, b"Title") == built.heading
    assert reader.text(info, b"Subject") == told
    assert reader.text(reader.root, b"Lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert b"/MarkInfo << /Marked true >>" in reader.root
    assert b"/DisplayDocTitle true" in reader.root
    tree = reader.follow(reader.root, b"StructTreeRoot")
    figure = reader.follow(tree, b"K")
    assert b"/S /Figure" in figure
    assert reader.text(figure, b"Alt") == told
    assert reader.text(figure, b"T") == built.heading


def test_the_figure_is_the_pages_content() -> None:
    reader = Reader(to_pdf(sample("bar"), described=True))
    page, tree = reader.page, reader.follow(reader.root, b"StructTreeRoot")
    figure = reader.number(tree, b"K")
    # The marked content's number on this page leads to the figure, and the figure to the page.
    assert b"/StructParents 0" in page
    assert re.search(rb"/ParentTree << /Nums \[0 \[%d 0 R\]\] >>" % figure, tree)
    assert reader.object(reader.number(reader.object(figure), b"Pg")) == page
    assert b"/K 0" in reader.object(figure)
    listed = re.search(rb"/Contents \[(\d+) 0 R (\d+) 0 R (\d+) 0 R\]", page)
    assert listed is not None
    begin, middle, end = (reader.object(int(number)) for number in listed.groups())
    for part, words in ((begin, b"/Figure << /MCID 0 >> BDC"), (end, b"EMC")):
        found, length = _STREAM.search(part), re.search(rb"/Length (\d+)", part)
        assert found is not None
        assert length is not None
        assert found[1] == words
        assert int(length[1]) == len(words)
    drawn = _STREAM.search(middle)
    assert drawn is not None
    assert len(zlib.decompress(drawn[1])) > 500  # the picture itself


def test_every_byte_of_the_page_stays() -> None:
    built = sample("column")
    plain = plain_pdf(built)
    told = describe_pdf(plain, built)
    assert told.startswith(plain.rstrip())
    assert len(told) > len(plain)
    assert len(Reader(told).trailers) == 2
    size = re.search(rb"/Size (\d+)", Reader(told).trailers[0])
    assert size is not None
    assert int(size[1]) == max(Reader(told).offsets) + 1


def test_words_of_any_writing_come_back() -> None:
    title = "利润 (¥) <b>)> 🚢 é\\"
    built = replace(sample("bar"), title=title, headline="")
    reader = Reader(describe_pdf(plain_pdf(built), built))
    assert reader.text(reader.follow(reader.trailers[0], b"Info"), b"Title") == title
    half = replace(built, title="a\ud800b")  # half a character, as broken files have them
    reader = Reader(describe_pdf(plain_pdf(built), half))
    assert reader.text(reader.follow(reader.trailers[0], b"Info"), b"Title") == "a?b"


@pytest.mark.parametrize(
    "strange",
    [
        b"",
        b"%PDF-1.7\nnothing of a PDF",
        b"trailer << /Root 1 0 R /Info 2 0 R >> startxref 0 %%EOF",
        b"trailer << /Root 1 0 R /Info 2 0 R >> startxref 999999 %%EOF",
    ],
)
def test_a_file_of_another_shape_comes_back_unchanged(strange: bytes) -> None:
    assert describe_pdf(strange, sample("bar")) == strange


def test_changes_of_the_converters_shape_are_seen_and_left_alone() -> None:
    built = sample("bar")
    plain = plain_pdf(built)
    changes = (
        (b"/Kids", b"/Kidz"),  # no page
        (b"/Contents", b"/Kontents"),
        (b"/Info", b"/Inf0"),
        (b"/Root", b"/R00t"),
        (b"xref\n0 ", b"xref\n1 "),  # a table that does not begin at the first object
        (b"%%EOF", b"%%E0F"),
    )
    for old, new in changes:
        assert old in plain, old
        changed = plain.replace(old, new)
        assert describe_pdf(changed, built) == changed, old
