"""Another model answers, its adapters with it; the bundled one helps where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.reasoning.descriptions import CLIENT
from tests.reasoning.scripted import scripted_reply
from vizapp.components.spec import Chart, VisSpec
from vizapp.core import paths
from vizapp.core.errors import ModelFileError
from vizapp.reasoning.events import Answer, ReasoningEvent, Request
from vizapp.workflow import Workflow

BAR = VisSpec((Chart("bar", (("x", ("分类",)), ("y", ("数值",)))),))


class Worker:
    """Answers for the bundled model alone, and remembers who was made and closed."""

    made: list[tuple[str, tuple[str, ...]]]
    closed: list[str]

    def __init__(self, model: Path, *, adapters: Sequence[Path] = ()) -> None:
        self.name = model.stem
        self._broken = model != paths.bundled_model() or bool(adapters)
        self.made.append((model.stem, tuple(adapter.stem for adapter in adapters)))

    def start(self) -> None:
        """Load nothing."""

    def reason(self, *_: object, **__: object) -> Iterator[ReasoningEvent]:
        if self._broken:
            raise ModelFileError(f"{self.name} is broken.")
        yield from scripted_reply(BAR)  # type: ignore[misc]

    def close(self) -> None:
        self.closed.append(self.name)


@pytest.fixture(autouse=True)
def _workers(monkeypatch: pytest.MonkeyPatch) -> None:
    Worker.made, Worker.closed = [], []
    monkeypatch.setattr("vizapp.reasoning.client.WorkerReasoner", Worker)


def answered(workflow: Workflow) -> Answer:
    *_, answer = workflow.recommend(CLIENT, Request(top=1))
    assert isinstance(answer, Answer)
    return answer


def test_the_bundled_model_stands_in_for_another_that_fails() -> None:
    workflow = Workflow(Path("larger.gguf"), stand_in=True)
    answer = answered(workflow)
    assert answer.spec == BAR
    assert answer.fallback == "larger is broken."
    assert answered(Workflow(Path("larger.gguf"))).model == "rules"
    workflow.close()
    assert sorted(Worker.closed) == ["larger", paths.bundled_model().stem]


def test_a_model_is_exchanged_between_two_questions() -> None:
    workflow = Workflow(stand_in=True)
    assert answered(workflow).fallback is None
    workflow.use_model(None, [Path("own-words.gguf")])
    assert Worker.closed == [paths.bundled_model().stem]
    assert answered(workflow).fallback == f"{paths.bundled_model().stem} is broken."
    workflow.use_model(None)
    assert answered(workflow).fallback is None
    bundled = paths.bundled_model().stem
    made = [(bundled, ()), (bundled, ("own-words",)), (bundled, ()), (bundled, ())]
    assert Worker.made == made
