"""The guide and the page on security, found in the resources and opened in a reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from vizapp.core import paths
from vizapp.core.language import Lang
from vizapp.gui.values import Notice

if TYPE_CHECKING:
    from vizapp.gui.widgets.reader import Reader
    from vizapp.gui.window import MainWindow

# The action that opens a page, and the page's file without language and suffix.
PAGES = {"guide": "guide", "security": "privacy"}


def page_text(page: str, lang: Lang) -> str:
    """Return a page as Markdown.

    Raises
    ------
    OSError
        If this installation lacks it.
    """
    return (paths.resources() / "docs" / f"{page}.{lang}.md").read_text("utf-8")


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
        texts = {name: page_text(name, shared.lang) for name in PAGES.values()}
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
            reader.show_texts({n: page_text(n, shared.lang) for n in PAGES.values()}, shared.lang)

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
        for action, page in PAGES.items()
    }
