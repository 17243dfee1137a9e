"""The window's icons: strokes on a 24-unit square, drawn in any colour."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_PATHS = {
    "open": "M3 19V6a1 1 0 0 1 1-1h5l2 2.5h8a1 1 0 0 1 1 1V11 M3 19l2.6-7.3a1 1 0 0 1 .9-.7H21l-2.6"
    " 7.4a1 1 0 0 1-.9.6H3z",
    "export": "M12 15V4 M8 8l4-4 4 4 M5 13v6h14v-6",
    "copy": "M9 9h10v11H9z M5 15V4h10",
    "stop": "M7 7h10v10H7z",
    "again": "M19 12a7 7 0 1 1-2.2-5.1 M19 3.5V8h-4.5",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2"
    " M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4",
    "moon": "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M12 11v5.5 M12 7.6v.2",
    "down": "M7 10l5 5 5-5",
    "up": "M7 14l5-5 5 5",
    "book": "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8"
    " 1.5z M12 6.5v13",
    "menu": "M4 7h16 M4 12h16 M4 17h16",
    "search": "M12 4c-4.7 0-8.5 3-8.5 6.8 0 2.2 1.3 4.1 3.2 5.3L6 20l4-2.6c.6.1 1.3.2 2 .2 4.7 0"
    " 8.5-3 8.5-6.8S16.7 4 12 4z",
    "enter": "M19 6v6a2 2 0 0 1-2 2H6 M9.5 10.5L6 14l3.5 3.5",
    "drop": "M12 3.5v10 M8 9.5l4 4 4-4 M4 15v4a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 19v-4",
    "table": "M4 5h16v14H4z M4 10h16 M10 10v9",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M12 7.5V12l3 2",
    "paste": "M8 5H6v15h12V5h-2 M9 3.5h6v3H9z M9 11h6 M9 15h4",
    "save": "M5 4h11l3 3v13H5z M8 4v5h7V4 M8 20v-6h8v6",
    "warning": "M12 4L2.8 19.5h18.4z M12 10v4.5 M12 17v.2",
    "lock": "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "undo": "M8 5L4 9l4 4 M4 9h9.5a5.5 5.5 0 0 1 0 11H9",
    "redo": "M16 5l4 4-4 4 M20 9h-9.5a5.5 5.5 0 0 0 0 11H15",
    "pin": "M9 4h6 M10 4l-.6 6.5L6.5 14h11l-2.9-3.5L14 4 M12 14v6",
    "plus": "M12 5v14 M5 12h14",
    "close": "M6 6l12 12 M18 6L6 18",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M7 7l10 10 M17 7L7 17",
    "thumb": "M4 11h3.5v9H4z M7.5 11l3.5-7c1.5 0 2.3 1 2.1 2.4L12.6 9.5H18a2 2 0 0 1 2 2.3l-1 6.4a2"
    " 2 0 0 1-2 1.8H7.5",
    "question": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M9.6 9.4a2.4 2.4 0 1 1 3.5 2.2"
    "c-.8.4-1.1.9-1.1 1.9 M12 16.6v.2",
    "grid": "M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z",
    "back": "M19 12H5 M11 6l-6 6 6 6",
    "shield": "M12 3.5l7 2.6v5.4c0 4.4-2.9 7.6-7 9-4.1-1.4-7-4.6-7-9V6.1z M8.8 11.8l2.3"
    " 2.3 4.2-4.4",
    "chip": "M7 7h10v10H7z M10 3.5V7 M14 3.5V7 M10 17v3.5 M14 17v3.5 M3.5 10H7 M3.5 14H7"
    " M17 10h3.5 M17 14h3.5",
    "bulb": "M12 3.5a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.2 1.1 2.2h5c0-1 .4-1.6 1.1-2.2A6 6 0 0 0 12 3.5z"
    " M9.8 19h4.4 M10.8 21h2.4",
    "chart": "M4 20h16 M7 20v-7 M12 20V6 M17 20v-10",
}
NAMES = tuple(_PATHS)


@functools.lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` CSS pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{_PATHS[name]}" '
        f'fill="none" stroke="{color}" stroke-width="1.8" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, color: str, disabled: str) -> QIcon:
    """Return the icon for buttons and menus, sharp at 1x and 2x."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, color, 18, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, disabled, 18, ratio), QIcon.Mode.Disabled)
    return made
