"""The guides, the page on security and the licences, opened in a reader without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from vizapp.core import paths
from vizapp.core.language import Lang, Text
from vizapp.gui.values import Notice

if TYPE_CHECKING:
    from vizapp.gui.widgets.reader import Reader
    from vizapp.gui.window import MainWindow

# The action that opens a page, and the page's file without language and suffix.
PAGES = {"guide": "guide", "security": "privacy"}
# This one is not written but collected: what the installation really contains.
LICENCES = "licences"
_LICENCES_HEAD: Text = {
    "zh": (
        "# 开源许可\n\nvizapp 采用 MIT 许可证。它所用的其他部分各有自己的许可证，列在下面"
        "（原文为英文）。Qt 和 PySide6 按 LGPL-3.0 使用，未作修改，以独立的库文件提供，"
        "你可以换成接口相同的其他版本。{where}\n\n"
    ),
    "en": (
        "# Open-source licences\n\nvizapp is under the MIT licence. What it stands on keeps its "
        "own licences, listed below. Qt and PySide6 are used under the LGPL-3.0, unchanged, as "
        "separate libraries that you may replace. {where}\n\n"
    ),
}
_LICENCES_WHERE: Text = {
    "zh": "所有许可证全文都在文件夹 `{folder}` 里。",
    "en": "The texts of all licences lie in the folder `{folder}`.",
}


def page_text(page: str, lang: Lang) -> str:
    """Return a page as Markdown.

    Raises
    ------
    OSError
        If this installation lacks it.
    """
    return (paths.resources() / "docs" / f"{page}.{lang}.md").read_text("utf-8")


def licences_text(lang: Lang) -> str:
    """Return what others made of this installation, as Markdown.

    A bundle has a list that was collected from its files when it was built; a checkout has
    the list of what it installs.
    """
    root = paths.root()
    # Beside the program's files; in a Mac's app among its resources.
    bundled = (root.parent / "licences", root.parent / "Resources" / "licences")
    for folder in bundled:
        if (folder / "NOTICES.txt").is_file():
            where = _LICENCES_WHERE[lang].format(folder=folder)
            return _LICENCES_HEAD[lang].format(where=where) + _below_title(folder / "NOTICES.txt")
    listed = root / "packaging" / "THIRD_PARTY.md"
    known = _below_title(listed) if listed.is_file() else ""
    return _LICENCES_HEAD[lang].format(where="").rstrip() + "\n\n" + known


def _below_title(path: Path) -> str:
    """Return a text without its first heading, whichever way that is written."""
    lines = path.read_text("utf-8").splitlines()
    underlined = len(lines) > 1 and lines[1].startswith("===")
    return "\n".join(lines[2 if underlined else 1 :]).strip() + "\n"


def _all_pages(lang: Lang) -> dict[str, str]:
    """Return every page, by name.

    Raises
    ------
    OSError
        If this installation lacks a guide.
    """
    written = {name: page_text(name, lang) for name in PAGES.values()}
    return written | {LICENCES: licences_text(lang)}


def picture(name: str) -> QImage:
    """Return a picture of the pages by its address in them; an empty one if there is none."""
    folder = paths.resources() / "docs"
    path = (folder / name).resolve()
    return QImage(str(path)) if path.is_relative_to(folder.resolve()) else QImage()


def open_page(window: MainWindow, page: str) -> Reader | None:
    """Show a page in the reader, one for all tabs; a missing page is said in the window."""
    from vizapp.gui.widgets.reader import Reader

    shared = window.controller.shared
    try:
        texts = _all_pages(shared.lang)
    except OSError as err:
        window.notice.show_notice(Notice("warning", "notice.no_guide", {"path": str(err.filename)}))
        return None
    top = window.window()
    reader = top.findChild(Reader)
    if reader is None:
        reader = Reader(picture, top)
        reader.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def renew() -> None:
            assert reader is not None
            reader.show_texts(_all_pages(shared.lang), shared.lang)

        shared.look_changed.connect(renew)
        reader.destroyed.connect(lambda: shared.look_changed.disconnect(renew))
    reader.show_texts(texts, shared.lang)
    reader.turn(page)
    reader.hide()  # so that showing it brings it to the front
    reader.show()
    return reader


def guide_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what the actions of the guides do."""
    return {
        action: lambda page=page: open_page(window, page)  # type: ignore[misc]
        for action, page in {**PAGES, LICENCES: LICENCES}.items()
    }
