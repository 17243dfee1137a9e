"""Groups of entries that several menus share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from vizapp.core.language import Lang
from vizapp.gui.texts import text


def add_day_orders(menu: QMenu, lang: Lang, now: str, choose: Callable[[bool], object]) -> None:
    """Add the two ways to read 01/02: `choose` gets whether the day comes first.

    Parameters
    ----------
    menu : QMenu
        What gets the entries.
    lang : Lang
        The language of the window.
    now : str
        Which one holds, ``day`` or ``month``; another word ticks neither.
    choose : callable
        Called with True for day first, False for month first.
    """
    group = QActionGroup(menu)
    for order in ("day", "month"):
        action = menu.addAction(text(f"columns.{order}_first", lang))
        action.setCheckable(True)
        action.setChecked(order == now)
        group.addAction(action)
        action.triggered.connect(lambda _=False, first=order == "day": choose(first))
