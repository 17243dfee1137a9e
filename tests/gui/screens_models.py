"""The pictures of models: the page, a download, a second opinion."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reasoning import tiny_model
from vizapp.components.spec import Chart, VisSpec
from vizapp.core.tasks import CancelToken
from vizapp.gui.values import TableView
from vizapp.reasoning.downloads import Received
from vizapp.reasoning.endpoint import Endpoint
from vizapp.reasoning.events import Answer, ReasoningEvent, Request

if TYPE_CHECKING:
    from tests.gui.screens import Studio


def model_stages(studio: Studio, sample: Path, place: Path) -> tuple[Callable[[], None], ...]:
    """Return the stages, in the order in which they follow each other."""
    desk = studio.window.chooser.models
    library = studio.controller.shared.models
    os.environ["VIZAPP_MODELS_DIR"] = str(place / "models")
    state = {"answer": False}

    def second(
        table: TableView, request: Request, *, cancel: CancelToken
    ) -> Generator[ReasoningEvent, None, None]:
        while not state["answer"]:
            cancel.raise_if_set()
            time.sleep(0.01)
        first = studio.controller.answer
        assert first is not None
        chart = replace(first.spec.charts[0], component="column")
        yield replace(first, spec=VisSpec((Chart("column", chart.channels),)), model="qwen3-4b")

    def models() -> None:
        (place / "models").mkdir(exist_ok=True)
        for name in ("qwen3-4b", "team-finetune-v2"):
            path = tiny_model.write_chat(place / f"{name}.gguf")
            library.add(path)
        desk.open()
        studio.wait(lambda: len(library.installed) == 3 and library.speed is not None)
        studio.settle()

    def models_trial() -> None:
        models()
        library.try_model(library.installed[0].path, studio.backend)
        studio.wait(lambda: not library.trying)
        studio.settle()

    def models_more() -> None:
        models()
        desk.page.tabs.setCurrentIndex(1)
        library._fetching["qwen3-4b"] = None  # type: ignore[assignment]
        library.received["qwen3-4b"] = Received("fetch", 850_000_000, 2_500_000_000, 6.4e6)
        library.parts["qwen3-1.7b"] = 400_000_000
        library.changed.emit()
        desk.page.catalogue.table.setCurrentCell(4, 0)
        studio.settle()

    def models_server() -> None:
        library._fetching.clear()
        models()
        desk.page.tabs.setCurrentIndex(2)
        form = desk.page.endpoint
        form.address.setText("http://gpu-box:8080/v1")
        form.key.setText("secret-key")
        library.test_answer = Answer("", VisSpec(()), (), "qwen3-32b", "en", 2.4)
        library.use_endpoint(Endpoint.parse("gpu-box:8080"), studio.backend)
        library.changed.emit()
        studio.settle()

    def second_thinking() -> None:
        library.test_answer = None
        library.use_endpoint(None, studio.backend)
        studio.settle()
        studio.backend.second_opinion = second  # type: ignore[method-assign]
        studio.backend.change = None
        studio.backend.hold_after = None
        studio.controller.shared.prefer(second_model=str(place / "qwen3-4b.gguf"))
        state["answer"] = False
        studio.open(sample)

    def second_differs() -> None:
        if desk.second.view.stage != "thinking":
            second_thinking()
        state["answer"] = True
        studio.wait(lambda: desk.second.view.stage == "differs")
        studio.settle(2.0)
        studio.controller.shared.prefer(second_model="")

    return models, models_trial, models_more, models_server, second_thinking, second_differs
