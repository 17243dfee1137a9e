"""Whether a window can open here.

Qt ends the whole process when it finds no display, so the question is asked
before Qt is loaded.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_TIMEOUT_S = 2.0
_DISPLAY = re.compile(r"(?P<host>.*):(?P<number>\d+)(?:\.\d+)?")
# Platforms of Qt that draw into memory or straight to the screen.
_NEEDS_NO_SERVER = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")


def why_no_window(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return why no window can open, None when one can."""
    if not sys.platform.startswith("linux"):
        return None
    if environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _NEEDS_NO_SERVER:
        return None
    wayland = environ.get("WAYLAND_DISPLAY")
    if wayland and (Path(environ.get("XDG_RUNTIME_DIR", "")) / wayland).exists():
        return None
    display = environ.get("DISPLAY")
    if not display:
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)."
    if not _x_server_answers(display):
        return f"the display {display} does not answer."
    return None


def _x_server_answers(display: str) -> bool:
    match = _DISPLAY.fullmatch(display)
    if match is None:
        return display.startswith("/")  # a socket's path, as on macOS
    host, number = match["host"], int(match["number"])
    if host and host != "unix":
        addresses: list[str | tuple[str, int]] = [(host, 6000 + number)]
    else:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - X11's own place
        addresses = [path, "\0" + path, ("localhost", 6000 + number)]
    return any(map(_connects, addresses))


def _connects(address: str | tuple[str, int]) -> bool:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(_TIMEOUT_S)
        try:
            client.connect(address)
        except (OSError, OverflowError):  # the latter: no such port
            return False
        return True
