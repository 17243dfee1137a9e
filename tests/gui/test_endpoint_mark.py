"""The window says when descriptions go to another machine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from vizapp.gui.widgets.status import StatusLine
from vizapp.reasoning.endpoint import Endpoint


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_status_line_names_the_other_machine(qtbot: QtBot, lang: str) -> None:
    status = StatusLine()
    qtbot.addWidget(status)
    status.retranslate(lang)  # type: ignore[arg-type]
    here = status._local.text()
    status.set_endpoint(Endpoint.parse("gpu-box:8080"))
    assert "gpu-box:8080" in status._local.text()
    assert "gpu-box:8080" in status._local.toolTip()
    status.set_endpoint(Endpoint.parse("localhost:8080"))
    assert status._local.text() == here
    assert "localhost:8080" in status._local.toolTip()
    status.set_endpoint(None)
    assert (status._local.text(), status._local.toolTip()) == (here, "")
