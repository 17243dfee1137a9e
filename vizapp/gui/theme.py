"""Colours, style sheet and fonts of the window, light and dark.

The colour of an attribute's type is the same in the table's header and in the
reasoning, so that a name can be followed from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from vizapp.gui.values import Theme

RADIUS = 10


@dataclass(frozen=True)
class Chip:
    """The two colours of a chip."""

    text: str
    fill: str


@dataclass(frozen=True)
class Colors:
    """One palette; every value is a CSS colour."""

    background: str
    card: str
    border: str
    hover: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    bad: str
    info_fill: str
    warning_fill: str
    warning_text: str
    error_fill: str
    selection: str
    types: dict[str, Chip]
    component: Chip


LIGHT = Colors(
    background="#f3f5f9",
    card="#ffffff",
    border="#e1e6ee",
    hover="#eef2f8",
    text="#1c2633",
    muted="#64738a",
    accent="#2f6bdb",
    accent_hover="#2559bd",
    on_accent="#ffffff",
    accent_soft="#e7effd",
    good="#1a8a58",
    bad="#c23a3a",
    info_fill="#e7effd",
    warning_fill="#fff4d9",
    warning_text="#6f4c00",
    error_fill="#fdeaea",
    selection="#cfe0fc",
    types={
        "STR": Chip("#0b6e63", "#dcf3ef"),
        "INT": Chip("#1f55c4", "#e2ebfd"),
        "DOUBLE": Chip("#1f55c4", "#e2ebfd"),
        "DATE": Chip("#8f5400", "#fbedd5"),
        "BOOL": Chip("#6b3bc9", "#eee7fc"),
    },
    component=Chip("#a8246a", "#fbe3ef"),
)

DARK = Colors(
    background="#0e1115",
    card="#16191f",
    border="#2b323d",
    hover="#20262f",
    text="#e5eaf1",
    muted="#93a1b5",
    accent="#5b93f5",
    accent_hover="#79a8f8",
    on_accent="#0c1320",
    accent_soft="#22324f",
    good="#4cc38a",
    bad="#f07171",
    info_fill="#20304b",
    warning_fill="#3a2f14",
    warning_text="#f3d48a",
    error_fill="#3f2226",
    selection="#2c4674",
    types={
        "STR": Chip("#6fd9c8", "#16383a"),
        "INT": Chip("#93b8ff", "#22345a"),
        "DOUBLE": Chip("#93b8ff", "#22345a"),
        "DATE": Chip("#f0bd6b", "#3d301a"),
        "BOOL": Chip("#c3a6ff", "#332a52"),
    },
    component=Chip("#f592c1", "#44233a"),
)


def colors(theme: Theme) -> Colors:
    """Return the palette of a theme."""
    return DARK if theme == "dark" else LIGHT


def current_colors() -> Colors:
    """Return the palette of the theme that `apply` gave last, for custom painting.

    Not a widget's own palette: a transparent background in the style sheet
    makes its window colour black.
    """
    return DARK if QGuiApplication.palette().window().color().lightnessF() < 0.5 else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application that theme."""
    c = colors(theme)
    sheet = style_sheet(c)
    if app.styleSheet() == sheet:
        return  # styling every widget of every window anew takes long
    app.setPalette(_palette(c))
    app.setStyleSheet(sheet)


def _palette(c: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for key, value in (
        (role.Window, c.background),
        (role.WindowText, c.text),
        (role.Base, c.card),
        (role.AlternateBase, c.background),
        (role.Text, c.text),
        (role.PlaceholderText, c.muted),
        (role.Button, c.card),
        (role.ButtonText, c.text),
        (role.ToolTipBase, c.card),
        (role.ToolTipText, c.text),
        (role.Highlight, c.selection),
        (role.HighlightedText, c.text),
        (role.Link, c.accent),
        (role.Mid, c.border),
        (role.Midlight, c.border),
        (role.Dark, c.border),
        (role.Light, c.card),
    ):
        palette.setColor(key, QColor(value))
    disabled = QPalette.ColorGroup.Disabled
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, key, QColor(c.muted))
    return palette


_SHEET = """
* { outline: none; }
QToolTip { color: $text; background: $card; border: 1px solid $border; padding: 4px 6px; }
#card, #topBar { background: $card; border: 1px solid $border; border-radius: 10px; }
#topBar { border-radius: 0; border-width: 0 0 1px 0; }
#cardTitle { font-weight: 600; font-size: 14px; }
#muted { color: $muted; }
#small { color: $muted; font-size: 12px; }
#warning { color: $warning_text; background: $warning_fill; border-radius: 8px; padding: 8px; }
QTabWidget::pane { border: none; }
QListWidget#plain { border: none; background: transparent; }
QTabWidget#trust > QTabBar::tab { background: transparent; color: $muted; padding: 8px 14px;
  border: none; border-bottom: 2px solid transparent; }
QTabWidget#trust > QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabWidget#trust > QTabBar::tab:focus { background: $hover; }
QTableWidget QHeaderView::section { background: $card; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 6px 4px; font-weight: 600; }
QTableWidget { background: $card; alternate-background-color: $background; border: none;
  selection-background-color: $selection; selection-color: $text; }
#heading { font-size: 22px; font-weight: 600; }
#logo { font-size: 17px; font-weight: 700; color: $accent; }
QPushButton, QToolButton {
  color: $text; background: $card; border: 1px solid $border; border-radius: 8px;
  padding: 6px 14px; min-height: 20px; }
QToolButton { padding: 6px 10px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: transparent; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton#first { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QToolButton#second { border-top-left-radius: 0; border-bottom-left-radius: 0;
  border-left-width: 0; padding: 6px 4px; }
QPushButton#primary, QToolButton#primary {
  color: $on_accent; background: $accent; border-color: $accent; font-weight: 600; }
QPushButton#primary:hover, QToolButton#primary:hover {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton#primary:disabled, QToolButton#primary:disabled {
  color: $muted; background: $hover; border-color: $border; }
QPushButton#primary:focus, QToolButton#primary:focus { border-color: $text; }
QPushButton#stop { color: $bad; border-color: $bad; padding: 3px 10px; }
QPushButton#stop:hover { background: $error_fill; }
QPushButton#stop:disabled { color: $muted; border-color: $border; }
QPushButton#danger { color: $bad; border-color: $bad; }
QPushButton#danger:hover { background: $error_fill; }
QPushButton#danger:disabled { color: $muted; border-color: $border; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QLineEdit > QToolButton { border: none; background: transparent; padding: 0; min-height: 0; }
QToolButton#flat { border-color: transparent; background: transparent; padding: 6px; }
QToolButton#flat:hover { background: $hover; }
QToolButton#flat:focus { border-color: $accent; }
QToolButton#flat:checked { background: $accent_soft; color: $accent; }
QToolButton#flat:disabled { border-color: transparent; }
QPushButton#link { border: 1px solid transparent; background: transparent; color: $accent;
  padding: 5px 8px; text-align: left; }
QPushButton#link:hover { background: $hover; }
QPushButton#link:focus { border-color: $accent; }
QFrame#ask { background: $background; border: 1px solid $border; border-radius: 10px; }
QFrame#ask[active="true"] { border-color: $accent; background: $card; }
QFrame#ask QLineEdit { background: transparent; border: none; color: $text; padding: 0;
  selection-background-color: $selection; selection-color: $text; }
#strip { background: transparent; }
QFrame#palette { background: $card; border: 2px solid $accent; border-radius: 12px; }
#paletteList { background: transparent; border: none; }
#paletteList::item { padding: 0 10px; border-radius: 6px; color: $text; }
#paletteList::item:selected { background: $accent_soft; color: $text; }
QTabBar#tabs { background: $background; qproperty-drawBase: 0; }
QTabBar#tabs::tab { background: transparent; color: $muted; border: none; min-width: 96px;
  max-width: 220px; padding: 7px 12px; margin: 4px 0 0 4px;
  border-top-left-radius: 8px; border-top-right-radius: 8px; }
QTabBar#tabs::tab:hover { background: $hover; }
QTabBar#tabs::tab:selected { background: $card; color: $text; font-weight: 600; }
QToolButton#closeTab { border: none; background: transparent; padding: 2px; min-height: 12px;
  border-radius: 6px; margin-left: 4px; }
QToolButton#closeTab:hover { background: $accent_soft; }
QTabBar#tabs::tab:focus { color: $accent; }
QToolButton#stripItem { border-color: transparent; background: transparent; color: $text;
  padding: 2px 6px; min-height: 18px; font-size: 12px; border-radius: 6px; }
QToolButton#stripItem:hover { background: $accent_soft; }
QToolButton#stripItem:focus { border-color: $accent; }
QToolButton#stripItem[doubtful="true"] { background: $warning_fill; color: $warning_text; }
QLineEdit#filter { background: $background; border: 1px solid $border; border-radius: 8px;
  padding: 4px 8px; color: $text; selection-background-color: $selection; }
QLineEdit#filter:focus { border-color: $accent; background: $card; }
QListView { background: $card; border: none; }
QFrame#switch { background: $border; border-radius: 9px; }
QToolButton#segment { border: 1px solid transparent; border-radius: 7px; background: transparent;
  color: $muted; padding: 3px 6px; }
QToolButton#segment:hover { color: $text; }
QToolButton#segment:checked { background: $card; color: $text; font-weight: 600; }
QToolButton#segment:focus { border-color: $accent; }
QFrame#shelf { border: 1px solid transparent; border-radius: 8px; }
QFrame#shelf:hover { background: $background; }
QFrame#shelf[drop="yes"] { border-color: $accent; background: $accent_soft; }
QFrame#shelf[drop="no"] { border-color: $bad; background: $error_fill; }
QLabel#shelfHint { color: $muted; border: 1px dashed $border; border-radius: 7px; padding: 0 9px; }
QToolButton#shelfAdd, QToolButton#chipClose { border: 1px solid transparent; border-radius: 6px;
  background: transparent; padding: 2px; min-height: 0; }
QToolButton#shelfAdd:hover, QToolButton#chipClose:hover { background: $hover; }
QToolButton#shelfAdd:focus, QToolButton#chipClose:focus { border-color: $accent; }
QFrame#filterRow { background: $accent_soft; border-radius: 7px; }
QPushButton#filterText { border: 1px solid transparent; background: transparent; padding: 3px 6px;
  text-align: left; }
QPushButton#filterText:focus { border-color: $accent; }
QLabel#section { font-weight: 600; padding: 6px 2px 0 2px; }
QLabel#problem { color: $bad; }
QLabel#asked { background: $accent_soft; color: $text; border-radius: 8px; padding: 3px 9px; }
QLabel#replied { color: $text; padding: 3px 0; }
QLabel#replied[tone="working"] { color: $muted; }
QLabel#replied[tone="problem"] { color: $warning_text; }
QLineEdit#field, QFrame#fieldBox { background: $card; color: $text; border: 1px solid $border;
  border-radius: 8px; padding: 5px 9px; selection-background-color: $selection; }
QLineEdit#field:focus { border-color: $accent; }
QFrame#fieldBox { padding: 0; }
QToolButton#step { padding: 0; min-height: 0; font-size: 15px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $border; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; padding: 4px; }
QListWidget { background: $card; border: 1px solid $border; border-radius: 8px; }
QFrame#notice { border: 1px solid $border; border-radius: 8px; background: $info_fill; }
QFrame#notice[kind="warning"] { background: $warning_fill; }
QFrame#notice[kind="error"] { background: $error_fill; }
QFrame#notice[kind="warning"] QLabel { color: $warning_text; }
QTextEdit#thought { background: transparent; border: none;
  selection-background-color: $selection; selection-color: $text; }
QTableView { background: $card; alternate-background-color: $background; border: none;
  gridline-color: $border; selection-background-color: $selection; selection-color: $text; }
QTableView::item { padding: 0 4px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView { background: $card; border: none; }
QTableCornerButton::section { background: $card; border: none; }
QMenu { background: $card; border: 1px solid $border; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; color: $text; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 6px 8px; }
QMenu::icon { padding-left: 8px; }
QProgressBar { background: $border; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QStatusBar { background: $background; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; font-size: 12px; padding: 0 6px; }
QSplitter::handle { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-width: 24px; min-height: 24px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def style_sheet(c: Colors) -> str:
    """Return the style sheet with the palette's colours filled in."""
    sheet = _SHEET
    # Longest names first: $accent is the beginning of $accent_soft.
    names = sorted((f.name for f in fields(c)), key=len, reverse=True)
    for name in names:
        value = getattr(c, name)
        if isinstance(value, str):
            sheet = sheet.replace(f"${name}", value)
    return sheet
