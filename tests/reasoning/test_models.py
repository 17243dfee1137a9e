"""Models on this machine: what files say, what is kept, what a trial measures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gguf
import pytest

from tests.reasoning.descriptions import CLIENT, EVERY
from tests.reasoning.scripted import ScriptedReasoner, scripted_reply
from vizapp.components.spec import VisSpec, parse
from vizapp.core import paths
from vizapp.core.errors import ModelFileError, TruncatedSpecError
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import model_store
from vizapp.reasoning.client import WorkerReasoner
from vizapp.reasoning.gguf_header import PACKED, is_cut_short, read_header
from vizapp.reasoning.trial import Case, Trial, Tried, peak_memory_bytes, try_model


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIZAPP_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


def test_what_the_window_needs_of_models_loads_no_network_code_and_no_numpy(root: Path) -> None:
    code = (
        "import sys\n"
        "from vizapp.reasoning import downloads, endpoint, model_list, model_store, trial\n"
        "heavy = ('http.client', 'ssl', 'urllib.request', 'numpy', 'llama_cpp')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert ended.stdout == "[]\n", ended.stderr


# --- headers --------------------------------------------------------------------


def test_a_header_tells_what_kind_of_model_it_is(native_gguf: Path, chat_gguf: Path) -> None:
    own, general = read_header(native_gguf), read_header(chat_gguf)
    assert (own.name, own.architecture, own.n_ctx) == ("tiny", "llama", 8192)
    assert (own.own, own.has_template) == (True, False)
    assert (general.own, general.has_template) == (False, True)


@pytest.mark.model
def test_the_bundled_models_header_is_read() -> None:
    header = read_header(paths.bundled_model())
    assert (header.name, header.own) == ("vizapp-reasoner", True)


def test_no_damaged_file_is_more_than_an_error(native_gguf: Path, tmp_path: Path) -> None:
    whole = native_gguf.read_bytes()[:3000]
    path = tmp_path / "damaged.gguf"
    n_refused = 0
    for place in range(0, 400, 3):
        for damaged in (whole[:place], whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]):
            path.write_bytes(damaged)
            try:
                read_header(path)
            except ModelFileError:
                n_refused += 1
    assert n_refused > 150  # a changed letter of a name is no fault


@pytest.mark.parametrize("data", [b"", b"GGUF", b"<html>", b"GGUF" + bytes(20)])
def test_what_is_no_model_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(data)
    with pytest.raises(ModelFileError, match="no GGUF file"):
        read_header(tmp_path / "x.gguf")
    with pytest.raises(ModelFileError, match="cannot be read"):
        read_header(tmp_path)


@pytest.mark.model
def test_a_file_whose_end_is_missing_is_known_by_its_header(
    native_gguf: Path, tmp_path: Path
) -> None:
    for whole in (native_gguf, paths.bundled_model()):
        assert not is_cut_short(whole)
        data = whole.read_bytes()
        for n_bytes in (4, 100, len(data) // 2, len(data) - 32):
            (tmp_path / "x.gguf").write_bytes(data[:n_bytes])
            assert is_cut_short(tmp_path / "x.gguf"), n_bytes
    (tmp_path / "x.gguf").write_bytes(b"<html>")
    assert not is_cut_short(tmp_path / "x.gguf")


def test_the_sizes_of_packed_weights_are_ggmls() -> None:
    known = {int(kind): tuple(size) for kind, size in gguf.GGML_QUANT_SIZES.items()}
    assert {kind: known[kind] for kind in PACKED} == PACKED


# --- the store --------------------------------------------------------------------


def test_fetched_and_added_models_are_listed_found_and_removed(
    folder: Path, native_gguf: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    fetched = folder / "Fetched-Q8.gguf"
    fetched.write_bytes(native_gguf.read_bytes())
    model_store.keep_record(fetched, {"url": "https://a.example/x", "licence": "MIT"})
    (folder / "half.gguf.part").write_bytes(b"GGUF")
    elsewhere = tmp_path / "elsewhere" / "mine.gguf"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(native_gguf.read_bytes())
    for _ in range(2):
        assert model_store.add(elsewhere).origin == "added"
    found = {model.name: model for model in model_store.installed()}
    assert list(found) == [paths.bundled_model().stem, "Fetched-Q8", "mine"]
    assert found["Fetched-Q8"].record["licence"] == "MIT"
    assert found["mine"].size_bytes == elsewhere.stat().st_size
    assert model_store.find("fetched-q8") == fetched
    assert model_store.find("mine.gguf") == elsewhere
    assert model_store.find(str(elsewhere)) == elsewhere
    with pytest.raises(ModelFileError, match="Did you mean 'mine'"):
        model_store.find("mne")
    assert model_store.remove("mine").path == elsewhere
    assert model_store.remove("Fetched-Q8").path == fetched
    assert elsewhere.exists()
    assert sorted(path.name for path in folder.iterdir()) == ["added.json", "half.gguf.part"]
    assert [model.origin for model in model_store.installed()] == ["bundled"]


def test_the_bundled_model_cannot_be_removed() -> None:
    with pytest.raises(ModelFileError):
        model_store.remove(paths.bundled_model().stem)
    assert paths.bundled_model().exists()


@pytest.mark.parametrize("text", ["", "[]", '{"models": 3}', '{"models": [3, "/gone.gguf"]}'])
def test_a_damaged_list_and_a_file_that_is_gone_stop_nothing(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "added.json").write_text(text)
    (folder / "damaged.gguf").write_bytes(b"GGUF")
    problems = {model.name: model.problem for model in model_store.installed()}
    assert "damaged" in problems["damaged"]
    assert ("gone" in problems) == ("gone" in text)
    assert problems.get("gone") != ""


def test_what_is_no_model_is_not_added(folder: Path, native_gguf: Path, tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(b"text")
    with pytest.raises(ModelFileError):
        model_store.add(tmp_path / "x.gguf")
    (tmp_path / "x.gguf").write_bytes(native_gguf.read_bytes()[:-1000])
    with pytest.raises(ModelFileError, match="its end is missing"):
        model_store.add(tmp_path / "x.gguf")
    assert not folder.exists()


def test_an_adapter_is_not_added_as_a_model(folder: Path, tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(str(tmp_path / "adapter.gguf"), "llama")
    writer.add_type("adapter")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    with pytest.raises(ModelFileError, match="is a LoRA adapter, not a model"):
        model_store.add(tmp_path / "adapter.gguf")
    assert not folder.exists()


def test_a_model_whose_end_is_lost_later_is_listed_with_the_reason(
    folder: Path, native_gguf: Path
) -> None:
    folder.mkdir()
    (folder / "half.gguf").write_bytes(native_gguf.read_bytes()[:-1000])
    [_, half] = model_store.installed()
    assert (half.header, half.problem) == (None, "half.gguf is cut short: its end is missing.")


# --- the trial --------------------------------------------------------------------

LINE = {"xAttribute": "时间区间", "yAttribute": "收盘价:前复权"}


def _spec(name: str, **parameter: str) -> VisSpec:
    return parse({"vis": [{"name": name, "parameter": {**LINE, **parameter}}]})


def test_a_trial_counts_valid_and_equal_answers() -> None:
    replies = [_spec("line"), _spec("area"), _spec("line", yAttribute="名称")]
    replies += [_spec("line", xAttribute="no such column"), VisSpec((), "none")]
    model = ScriptedReasoner(scripted_reply(_spec("line")), *map(scripted_reply, replies))
    model.add([TruncatedSpecError("It broke off.")])
    reference = ScriptedReasoner(*[scripted_reply(_spec("line"))] * 6)
    cases = [Case(str(number), CLIENT, "zh") for number in range(6)]
    *tried, trial = try_model(model, reference, cases, cancel=CancelToken())
    assert isinstance(trial, Trial)
    assert trial.tried == tuple(tried)
    assert [item.valid for item in trial.tried] == [True, True, False, False, False, False]
    assert [item.component for item in trial.tried] == ["line", "area", "line", "line", None, None]
    assert (trial.n_valid, trial.n_same_component, trial.n_same_spec) == (2, 3, 1)
    assert "broke off" in trial.tried[-1].problem
    assert trial.memory_bytes is None
    assert trial.median_seconds >= 0


@pytest.fixture
def workers(native_gguf: Path) -> Iterator[tuple[WorkerReasoner, WorkerReasoner]]:
    made = WorkerReasoner(native_gguf), WorkerReasoner(native_gguf)
    yield made
    for worker in made:
        worker.close()


def test_a_trial_measures_a_real_process(workers: tuple[WorkerReasoner, WorkerReasoner]) -> None:
    cases = [Case("client", CLIENT, "zh"), Case("one_row", EVERY["one_row"], "en")]
    *tried, trial = try_model(*workers, cases, cancel=CancelToken())
    assert isinstance(trial, Trial)
    assert all(isinstance(item, Tried) and item.valid for item in tried)
    assert trial.tokens_per_second > 0
    assert trial.load_seconds > 0
    assert trial.memory_bytes is not None
    assert 20e6 < trial.memory_bytes < 2e9


def test_a_model_that_cannot_be_loaded_ends_the_trial(native_gguf: Path, tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(native_gguf.read_bytes()[:5000])
    model = WorkerReasoner(tmp_path / "x.gguf")
    with pytest.raises(ModelFileError):
        list(
            try_model(
                model, ScriptedReasoner(), [Case("client", CLIENT, "zh")], cancel=CancelToken()
            )
        )
    model.close()


def test_the_memory_of_this_process_is_told_and_of_none_is_not() -> None:
    assert (peak_memory_bytes(os.getpid()) or 0) > 10e6
    assert peak_memory_bytes(2**22 + 1) is None
