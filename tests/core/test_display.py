"""Whether a window can open is known before Qt is loaded."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from vizapp.core.display import why_no_window


@pytest.fixture(autouse=True)
def _on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def test_without_a_display_it_says_which_variables_are_missing() -> None:
    why = why_no_window({})
    assert why is not None
    assert "DISPLAY" in why


def test_a_display_that_does_not_answer_is_named() -> None:
    why = why_no_window({"DISPLAY": ":9871"})
    assert why is not None
    assert ":9871" in why


@pytest.mark.parametrize("display", ["nonsense", ":x", ""])
def test_a_malformed_display_is_none(display: str) -> None:
    assert why_no_window({"DISPLAY": display}) is not None


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_a_platform_of_qt_without_a_server_needs_no_display(platform: str) -> None:
    assert why_no_window({"QT_QPA_PLATFORM": platform}) is None


def test_a_wayland_socket_is_enough(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert why_no_window(environ) is not None
    (tmp_path / "wayland-0").touch()
    assert why_no_window(environ) is None


def test_an_x_server_that_answers_is_enough() -> None:
    with socket.socket() as server:
        for number in range(700, 760):
            try:
                server.bind(("127.0.0.1", 6000 + number))
            except OSError:
                continue
            break
        server.listen()
        assert why_no_window({"DISPLAY": f"127.0.0.1:{number}.0"}) is None


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_display(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert why_no_window({}) is None
