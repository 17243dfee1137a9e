"""``vizapp models``: from the list to a fetched file that answers, and away again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.contract import SALES, Ended
from tests.reasoning import tiny_model
from tests.reasoning.servers import Asked, Handler, Scripted
from vizapp.core import paths
from vizapp.reasoning import hardware
from vizapp.reasoning.devices import Device, Hardware
from vizapp.reasoning.model_list import KNOWN


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIZAPP_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Scripted]:
    """A hub that has one small model under every name."""
    whole = tiny_model.write_native(tmp_path / "tiny.gguf").read_bytes()
    digest = hashlib.sha256(whole).hexdigest()

    def script(handler: Handler, asked: Asked) -> None:
        pointer = f"oid sha256:{digest}\nsize {len(whole)}\n".encode()
        handler.reply(200, pointer if "/raw/" in asked.path else whole)

    server = Scripted(script)
    yield server
    server.close()


def test_a_model_is_fetched_used_and_removed(
    vizapp: Callable[..., Ended], hub: Scripted, folder: Path
) -> None:
    ended = vizapp("models", "get", "qwen3-0.6b", "--host", hub.url)
    assert ended.code == 0, ended.err
    name = Path(KNOWN[0].file).stem
    assert f"--model {name}" in ended.err
    assert ended.out == ""
    record = json.loads((folder / f"{name}.gguf.json").read_text())
    assert record["checked"]
    assert record["licence"] == "Apache-2.0"
    assert "there already" in vizapp("models", "get", "qwen3-0.6b", "--host", hub.url).err
    listed = vizapp("models", "list").out
    assert f"{name} " in listed
    assert "fetched" in listed
    assert all(model.card in listed for model in KNOWN)
    answered = vizapp("recommend", SALES, "--json", "--no-think", "--model", name)
    assert json.loads(answered.out)["model"] == "tiny"
    assert vizapp("models", "remove", name).code == 0
    assert list(folder.iterdir()) == []


def test_an_address_without_a_digest_is_fetched_with_a_warning(
    vizapp: Callable[..., Ended], hub: Scripted, folder: Path
) -> None:
    ended = vizapp("models", "get", f"{hub.url}/any/where/x.gguf?download=true")
    assert ended.code == 0, ended.err
    assert "compare it" in ended.err
    assert [path.name for path in sorted(folder.iterdir())] == ["x.gguf", "x.gguf.json"]


def test_a_file_is_added_and_forgotten(
    vizapp: Callable[..., Ended], tmp_path: Path, folder: Path
) -> None:
    mine = tiny_model.write_chat(tmp_path / "mine.gguf")
    assert vizapp("models", "add", mine).code == 0
    assert "mine" in vizapp("models", "list").out
    assert "stays where it is" in vizapp("models", "remove", "mine").err
    assert mine.exists()


def test_the_list_tells_licence_size_memory_and_the_expected_wait(
    vizapp: Callable[..., Ended], folder: Path
) -> None:
    lines = vizapp("models", "list").out.splitlines()
    for known in KNOWN:
        [line] = [line for line in lines if line.startswith(f"{known.id} ")]
        assert known.licence in line
        assert re.search(r"~[\d.]+ [GM]B +~[\d.]+ [GM]B( \(!\))? ", line)
        assert re.search(r"(~\d+ (s|min)|hours) ", line)
    assert "the expected wait on this processor" in lines[-1]


def test_devices_says_what_models_run_on_and_why(
    vizapp: Callable[..., Ended], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIZAPP_BACKENDS_DIR", str(folder))
    large = folder / "large.gguf"
    folder.mkdir(exist_ok=True)
    tiny_model.write_chat(large)
    with large.open("r+b") as file:
        file.truncate(300 << 20)  # a hole, as large as a model that is worth a driver
    ended = vizapp("models", "devices")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[0].startswith("processor  ")
    assert lines[1] == "graphics   none"
    assert lines[2].startswith(f"{paths.bundled_model().stem}: CPU (small")
    assert lines[3].startswith("large: CPU (")


def test_devices_heeds_what_the_person_set(
    vizapp: Callable[..., Ended], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Device("CUDA0", "A card", "CUDA", 4 << 30, 8 << 30)
    monkeypatch.setattr(hardware, "look", lambda: Hardware((card,)))
    monkeypatch.setenv("VIZAPP_GPU", "off")
    assert "CPU (The graphics processor is switched off" in vizapp("models", "devices").out
    monkeypatch.setenv("VIZAPP_GPU", "all")
    assert f"{paths.bundled_model().stem}: A card (CUDA)" in vizapp("models", "devices").out


@pytest.mark.model
def test_a_trial_prints_every_table_and_the_figures(vizapp: Callable[..., Ended]) -> None:
    ended = vizapp("models", "try", paths.bundled_model().stem, "--limit", "2")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert "(valid; the same)" in lines[0]
    assert "2 of 2 answers valid; the bundled model's chart in 2" in lines[3]
    assert lines[4].startswith("On CPU: median ")
    assert "tokens/s" in lines[4]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["models"], 2, ""),
        (["models", "get"], 2, ""),
        (["models", "get", "qwen3-0.6"], 1, "Did you mean 'qwen3-0.6b'"),
        (["models", "get", "https://a.example/page.html"], 2, "not the address of a GGUF"),
        (["models", "get", "qwen3-4b", "--sha256", "abc123"], 2, "64 hexadecimal digits"),
        (["models", "get", "qwen3-4b", "--host", "http://127.0.0.1:1"], 1, "could not be fetched"),
        (["models", "add", "none.gguf"], 1, "cannot be read"),
        (["models", "try", "none"], 1, "There is no model 'none'"),
        (["models", "remove", "none"], 1, "fetched or added"),
    ],
)
def test_what_cannot_be_done_is_said(
    vizapp: Callable[..., Ended], arguments: list[str], code: int, said: str
) -> None:
    ended = vizapp(*arguments)
    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err
