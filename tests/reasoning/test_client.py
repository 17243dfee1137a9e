"""The model behind a pipe: it may hang, fail or die, and the window lives on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reasoning import processes
from tests.reasoning.descriptions import CLIENT, EVERY
from vizapp.core.errors import Cancelled, ModelFileError, ReasoningError, WorkerLostError
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import client, worker
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.endpoint import Endpoint, connect
from vizapp.reasoning.events import Answer, ReasoningEvent, Request, Started

NOWHERE = Path("no model is read")


@pytest.fixture
def misbehaving() -> Iterator[WorkerReasoner]:
    made = WorkerReasoner(NOWHERE, main=processes.misbehave)
    yield made
    made.close()


def _ask(
    reasoner: WorkerReasoner, ask: str | None = None, cancel: CancelToken | None = None
) -> list[ReasoningEvent]:
    return list(reasoner.reason(CLIENT, Request(ask=ask), cancel=cancel or CancelToken()))


def _gone(pid: int, within_s: float = 5.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        try:  # a dead process can be collected once its last thread has ended
            dead = state.read_text().rpartition(")")[2].split()[0] == "Z"
            alone = len(list(Path(f"/proc/{pid}/task").iterdir())) <= 1
        except OSError:  # no /proc, or gone in between
            dead = alone = False
        if dead and alone:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("table", EVERY)
def test_a_description_survives_the_pipe(table: str) -> None:
    assert worker.unpack_description(worker.pack_description(EVERY[table])) == EVERY[table]


def test_importing_the_client_leaves_llama_cpp_and_qt_unloaded() -> None:
    code = (
        "import sys, vizapp.reasoning.client\n"
        "print([m for m in ('llama_cpp', 'PySide6', 'numpy', 'pandas') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr


def test_killed_while_it_thinks_then_the_next_request_is_answered(native_gguf: Path) -> None:
    reasoner = WorkerReasoner(native_gguf)
    stream = reasoner.reason(CLIENT, Request(), cancel=CancelToken())
    assert isinstance(next(stream), Started)
    first = reasoner.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)  # so that it cannot finish before it dies
    os.kill(first, signal.SIGKILL)
    with pytest.raises(WorkerLostError, match="signal 9") as caught:
        list(stream)
    assert caught.value.fields["exit_code"] == -9
    assert caught.value.hint
    assert isinstance(_ask(reasoner)[-1], Answer)
    assert reasoner.pid != first
    reasoner.close()


def test_a_crash_in_native_code_is_an_error(misbehaving: WorkerReasoner) -> None:
    with pytest.raises(WorkerLostError, match="signal 11"):
        _ask(misbehaving, "segfault")
    assert isinstance(_ask(misbehaving)[-1], Answer)


def test_a_process_that_died_while_idle_is_replaced_silently(
    misbehaving: WorkerReasoner,
) -> None:
    _ask(misbehaving)
    assert misbehaving.pid is not None
    os.kill(misbehaving.pid, signal.SIGKILL)
    assert _gone(misbehaving.pid)
    assert isinstance(_ask(misbehaving)[-1], Answer)


def test_death_while_loading_is_an_error() -> None:
    reasoner = WorkerReasoner(NOWHERE, main=processes.die_while_loading)
    with pytest.raises(WorkerLostError, match="signal 6"):
        _ask(reasoner)
    reasoner.close()


@pytest.mark.logs
def test_a_bug_in_the_process_is_an_error_and_the_process_lives_on(
    misbehaving: WorkerReasoner,
) -> None:
    _ask(misbehaving)
    pid = misbehaving.pid
    with pytest.raises(ReasoningError, match="a bug of ours"):
        _ask(misbehaving, "bug")
    assert isinstance(_ask(misbehaving)[-1], Answer)
    assert misbehaving.pid == pid


def test_a_hung_process_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    reasoner = WorkerReasoner(NOWHERE, main=processes.misbehave)
    _ask(reasoner)
    pid = reasoner.pid
    with monkeypatch.context() as impatient:  # only now: a start may take its time
        impatient.setattr(reasoner, "_silence_s", 1.0)
        with pytest.raises(WorkerLostError, match="no sign of work"):
            _ask(reasoner, "hang")
    assert pid is not None
    assert _gone(pid)
    assert isinstance(_ask(reasoner)[-1], Answer)
    reasoner.close()


def test_a_slow_process_that_still_works_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    reasoner = WorkerReasoner(NOWHERE, main=processes.misbehave)
    _ask(reasoner)
    monkeypatch.setattr(reasoner, "_silence_s", 2.0)
    assert isinstance(_ask(reasoner, "slow")[-1], Answer)
    reasoner.close()


def test_a_process_deaf_to_a_cancel_is_restarted(
    misbehaving: WorkerReasoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CANCEL_S", 0.3)
    cancel = CancelToken()
    stream = misbehaving.reason(CLIENT, Request(ask="hang"), cancel=cancel)
    next(stream)
    deaf = misbehaving.pid
    cancel.set()
    with pytest.raises(Cancelled):
        next(stream)
    assert misbehaving.pid not in (deaf, None)  # the next one is already loading
    assert deaf is not None
    assert _gone(deaf)
    assert isinstance(_ask(misbehaving)[-1], Answer)


def test_a_cancel_that_is_obeyed_keeps_the_process(native_gguf: Path) -> None:
    reasoner = WorkerReasoner(native_gguf)
    cancel = CancelToken()
    stream = reasoner.reason(CLIENT, Request(), cancel=cancel)
    next(stream)
    pid = reasoner.pid
    cancel.set()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(stream)
    assert time.monotonic() - begun < client.CANCEL_S
    assert isinstance(_ask(reasoner)[-1], Answer)
    assert reasoner.pid == pid
    reasoner.close()


def test_a_cancel_while_the_model_loads_does_not_wait_and_does_not_restart() -> None:
    reasoner = WorkerReasoner(NOWHERE, main=processes.load_slowly)
    reasoner.start()
    pid = reasoner.pid
    cancel = CancelToken()
    threading.Timer(0.2, cancel.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        _ask(reasoner, None, cancel)
    assert time.monotonic() - begun < 0.8
    assert isinstance(_ask(reasoner)[-1], Answer)
    assert reasoner.pid == pid
    reasoner.close()


def test_a_model_that_cannot_be_loaded_is_told_each_time_and_found_when_it_is_mended(
    native_gguf: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cut.gguf"
    whole = native_gguf.read_bytes()
    path.write_bytes(whole[:5000])
    reasoner = WorkerReasoner(path)
    for _ in range(2):
        with pytest.raises(ModelFileError, match="cannot load the model cut"):
            _ask(reasoner)
    path.write_bytes(whole)
    assert isinstance(_ask(reasoner)[-1], Answer)
    assert reasoner.name == "tiny"
    reasoner.close()


def test_two_threads_take_turns(misbehaving: WorkerReasoner) -> None:
    answers: list[ReasoningEvent] = []
    threads = [
        threading.Thread(target=lambda: answers.append(_ask(misbehaving)[-1])) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [type(a) for a in answers] == [Answer] * 3


def test_closing_from_another_thread_stops_an_answer(misbehaving: WorkerReasoner) -> None:
    caught: list[type[BaseException]] = []

    def run() -> None:
        try:
            _ask(misbehaving, "hang")
        except (Cancelled, ReasoningError) as err:
            caught.append(type(err))

    thread = threading.Thread(target=run)
    thread.start()
    while misbehaving.pid is None:
        time.sleep(0.01)
    pid = misbehaving.pid
    misbehaving.close()
    thread.join(5)
    assert caught == [Cancelled]
    assert _gone(pid)
    with pytest.raises((Cancelled, ReasoningError)):
        _ask(misbehaving)


def test_closing_just_before_the_pipe_is_read_is_no_loss_of_the_process(
    misbehaving: WorkerReasoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = client._Process.receive

    def closed_first(process: client._Process) -> worker.Message | None:
        misbehaving.close()
        return receive(process)

    monkeypatch.setattr(client._Process, "receive", closed_first)
    with pytest.raises(Cancelled):
        _ask(misbehaving)


def test_a_cancel_that_crosses_the_answer_leaves_the_reader_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Answered(dict[int, CancelToken]):
        """Holds a request until it is looked up: the main thread was quicker."""

        def __contains__(self, number: object) -> bool:
            return True

    class EndedError(Exception):
        pass

    def end(_code: int) -> None:
        raise EndedError

    ours, theirs = multiprocessing.Pipe()
    server = worker._Server(theirs, {})
    server._cancels = Answered()
    ours.send(worker.message("cancel", number=1))
    ours.close()
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(EndedError):  # it read on to the end of the pipe
        server._read()


def test_a_model_behind_an_address_keeps_the_dots_of_its_name() -> None:
    reasoner = connect(Endpoint.parse("models.office.example:8080", "Qwen2.5-7B-Instruct"))
    assert reasoner.name == "Qwen2.5-7B-Instruct"
    assert WorkerReasoner(Path("models/qwen2.5-1.5b.gguf")).name == "qwen2.5-1.5b"


@pytest.mark.parametrize("farewell", ["os.kill(os.getpid(), 9)", "sys.exit(0)"])
def test_no_child_outlives_its_parent(farewell: str, tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from tests.reasoning import processes\n"
        "from vizapp.reasoning.client import WorkerReasoner\n"
        "if __name__ == '__main__':\n"
        "    reasoner = WorkerReasoner(Path('x'), main=processes.load_slowly)\n"
        "    reasoner.start()\n"
        "    print(reasoner.pid, flush=True)\n"
        f"    {farewell}\n"
    )
    found = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert _gone(int(found.stdout)), found.stderr


def test_a_message_of_another_protocol_ends_the_process(
    misbehaving: WorkerReasoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def older(kind: str, **fields: object) -> dict[str, object]:
        return {"protocol": 0, "kind": kind, **fields}

    _ask(misbehaving)
    monkeypatch.setattr(client, "message", older)
    with pytest.raises(WorkerLostError):
        _ask(misbehaving)
