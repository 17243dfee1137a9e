"""llama.cpp's own quantiser on small files."""

from __future__ import annotations

from pathlib import Path

import gguf
import pytest

from tests.reasoning import tiny_model
from vizapp.core.errors import ModelFileError
from vizapp.reasoning.llama import Engine
from vizapp.training.quantise import Kind, main, quantise


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write_native(tmp_path_factory.mktemp("f16") / "tiny.gguf")


def _kinds(path: Path) -> dict[str, str]:
    return {tensor.name: tensor.tensor_type.name for tensor in gguf.GGUFReader(path).tensors}


@pytest.mark.parametrize(
    ("kind", "stored"),
    [("Q8_0", "Q8_0"), ("Q4_0", "Q4_0"), ("IQ4_NL", "IQ4_NL"), ("Q4_K_S", "Q5_0")],
)
def test_the_file_is_smaller_and_loads(
    source: Path, tmp_path: Path, kind: Kind, stored: str
) -> None:
    target = tmp_path / "small.gguf"
    quantise(source, target, kind)
    assert target.stat().st_size < source.stat().st_size
    kinds = _kinds(target)
    assert kinds["blk.0.attn_q.weight"] == stored  # K kinds fall back: the rows are short
    assert kinds["blk.0.attn_norm.weight"] == "F32"
    engine = Engine(target)
    assert engine.metadata("vizapp.stream") is not None
    assert engine.log_likelihood(engine.tokenize("abc"), 1) < 0
    engine.close()


def test_pure_takes_the_embedding_along(source: Path, tmp_path: Path) -> None:
    quantise(source, tmp_path / "usual.gguf", "Q4_0")
    quantise(source, tmp_path / "pure.gguf", "Q4_0", pure=True)
    assert set(_kinds(tmp_path / "pure.gguf").values()) == {"F32", "Q4_0"}
    assert set(_kinds(tmp_path / "usual.gguf").values()) > {"F32", "Q4_0"}


def test_what_is_no_model_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "broken.gguf"
    source.write_bytes(b"GGUF and no more")
    with pytest.raises(ModelFileError, match=r"cannot quantise broken.gguf as Q4_0"):
        quantise(source, tmp_path / "out.gguf", "Q4_0")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.gguf"]


def test_the_command_prints_what_each_form_costs(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(source), "--kinds", "Q8_0", "--limit", "2", "--out", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| form | MB | type, top 1 | encode |")
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| tiny", "| Q8_0"]
    assert [path.name for path in tmp_path.iterdir()] == ["tiny-q8_0.gguf"]
