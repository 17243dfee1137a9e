"""The application: fonts, style, icon, one window."""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

import vizapp
from vizapp.core import paths, settings
from vizapp.gui.bridge import Bridge
from vizapp.gui.documents import Documents
from vizapp.gui.handed_over import HandedOver
from vizapp.gui.preferences import Preferences
from vizapp.gui.shell import Shell
from vizapp.gui.translations import load_qm
from vizapp.gui.values import Theme
from vizapp.offline import forbid_network
from vizapp.reasoning.endpoint import Endpoint
from vizapp.rendering.fonts import RARE, WHOLE
from vizapp.rendering.typeset import EMOJI

log = logging.getLogger(__name__)


def main(file: Path | None = None) -> int:
    """Open the window, on a file if one is given, and return the exit code."""
    app = make_application()
    desktop = HandedOver(app)
    if sys.platform == "darwin":  # elsewhere it would only see every event of the program
        app.installEventFilter(desktop)
    forbid_network()
    preferences = Preferences(settings.load())
    endpoint = Endpoint.from_settings(preferences.values)
    chosen = preferences.models
    backend = Bridge(chosen.own_model, endpoint, adapters=chosen.adapters, second=chosen.second)
    if file is not None:
        # On the other core while the window is made: what takes longest to load. The model
        # has time until the table is read.
        backend.start_drawing()
    documents = Documents(backend, preferences)
    follow_system_theme(app, documents.preferences)
    window = Shell(documents)
    window.show()
    # After the first paint: imports of the background must not delay the window.
    QTimer.singleShot(0, lambda: _begin(window, file, desktop))
    # Python handles Ctrl+C only between its own instructions; Qt's loop has none.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = app.exec()
    window.hide()
    if not documents.close():
        # Reading in foreign code cannot be interrupted; the process still has to end.
        log.warning("a job did not stop in time")
        logging.shutdown()
        os._exit(code)
    return code


def _begin(window: Shell, file: Path | None, desktop: HandedOver) -> None:
    window.begin()
    if file is not None:
        window.open_files((file,))
    desktop.give_to(window.open_files)
    window.page.controller.warm_up()


def make_application() -> QApplication:
    """Return the application with fonts, style and icon."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("vizapp")
    app.setApplicationDisplayName("vizapp")
    app.setApplicationVersion(vizapp.__version__)
    app.setDesktopFileName("vizapp")
    app.setStyle("Fusion")
    icon = QIcon()
    for path in sorted((paths.resources() / "icons").glob("*.png")):
        icon.addFile(str(path))
    app.setWindowIcon(icon)
    load_fonts(app)
    load_qm()
    return app


def load_fonts(app: QApplication) -> None:
    """Register the bundled fonts and write in them what the system's cannot."""
    families: list[str] = []
    folder = paths.resources() / "fonts"
    # The others there are subsets of the whole one, for charts.
    names = (WHOLE, RARE, EMOJI)
    files = [p for name in names for p in folder.glob(f"{name.replace(' ', '')}-*.otf")]
    for path in files:
        number = QFontDatabase.addApplicationFont(str(path))
        for family in QFontDatabase.applicationFontFamilies(number) if number >= 0 else ():
            if family not in families:
                families.append(family)
    own = app.font()
    wanted = [own.family(), *families]
    if sys.platform.startswith("linux"):
        # Without a desktop the default is whatever fontconfig finds first.
        wanted = [*families, own.family()]
    font = QFont()
    font.setFamilies(wanted)
    font.setPixelSize(14)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)


def follow_system_theme(app: QApplication, preferences: Preferences) -> None:
    """Tell the preferences the system's theme, now and whenever it changes."""
    hints = app.styleHints()

    def tell(scheme: Qt.ColorScheme) -> None:
        theme: Theme = "dark" if scheme == Qt.ColorScheme.Dark else "light"
        preferences.set_system_theme(theme)

    tell(hints.colorScheme())
    hints.colorSchemeChanged.connect(tell)
