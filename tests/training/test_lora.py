"""Adapters: trained beside a frozen base, loaded by llama.cpp as torch merges them."""

from __future__ import annotations

import ctypes
import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from llama_cpp import Llama, llama_cpp
from numpy.typing import NDArray

from tests.training.decoders import random_decoder
from vizapp.components.spec import Chart, VisSpec, to_json
from vizapp.core.errors import DataError, ModelFileError
from vizapp.profile.attributes import AttributeDescription, TableDescription
from vizapp.reasoning.events import Request
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.specials import SPECIALS, component_token
from vizapp.reasoning.stream import encode_prompt
from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.convert import write_gguf
from vizapp.training.lora import (
    TARGETS,
    LoraConfig,
    LowRank,
    add_adapters,
    main,
    pick_examples,
    read_picks,
    save_adapters,
    tune,
)
from vizapp.training.synthesise import write_example
from vizapp.training.tokens import Tokenizer, encode_corpus, train_tokenizer

TEXT = "sales of each shop<|end|>"
QUICK = LoraConfig(steps=16, lr=2e-2, batch_tokens=512)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer([TEXT, "销售额"] * 3, SPECIALS, 4700)


def _model(tokenizer: Tokenizer) -> Decoder:
    config = ModelConfig(
        len(tokenizer), d_model=64, n_layers=2, n_heads=4, n_kv_heads=2, d_ffn=96, n_ctx=512
    )
    return random_decoder(config)


def _fill(adapters: dict[str, LowRank]) -> None:
    generator = torch.Generator().manual_seed(9)
    for adapter in adapters.values():
        with torch.no_grad():
            adapter.b.copy_(0.3 * torch.randn(adapter.b.shape, generator=generator))


def _torch_logits(model: Decoder, ids: list[int]) -> NDArray[np.float32]:
    with torch.no_grad():
        logits: NDArray[np.float32] = model(torch.tensor([ids]))[0, -1].numpy()
    return logits


def _llama_logits(base: Path, ids: list[int], adapter: Path, scale: float) -> NDArray[np.float32]:
    llama = Llama(str(base), n_ctx=64, n_threads=1, flash_attn=False, verbose=False)
    found = llama_cpp.llama_adapter_lora_init(llama.model, str(adapter).encode())
    assert found, "llama.cpp refuses the adapter"
    handles = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(found)
    scales = (ctypes.c_float * 1)(scale)
    assert llama_cpp.llama_set_adapters_lora(llama.ctx, handles, 1, scales) == 0
    llama.eval(ids)
    logits = llama_cpp.llama_get_logits_ith(llama.ctx, -1)
    copied = np.ctypeslib.as_array(logits, shape=(llama.n_vocab(),)).copy()
    llama.close()
    return copied


def test_an_adapter_begins_as_nothing_and_the_base_is_frozen(tokenizer: Tokenizer) -> None:
    model, ids = _model(tokenizer), tokenizer.encode(TEXT)
    before = _torch_logits(model, ids)
    adapters = add_adapters(model, rank=4, alpha=8.0)
    assert len(adapters) == 2 * len(TARGETS)
    np.testing.assert_array_equal(_torch_logits(model, ids), before)
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert len(trained) == 2 * len(adapters)
    assert all(name.endswith((".a", ".b")) for name in trained)


def test_an_unknown_target_is_refused(tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="attention"):
        add_adapters(_model(tokenizer), targets=("attention.p",))


@pytest.mark.parametrize(
    ("quantisation", "tolerance"), [("F32", 0.01), ("F16", 0.03), ("Q8_0", 0.3)]
)
def test_llama_cpp_adds_the_adapter_as_torch_does(
    quantisation: str, tolerance: float, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model, ids = _model(tokenizer), tokenizer.encode(TEXT)
    base, path = tmp_path / "base.gguf", tmp_path / "adapter.gguf"
    write_gguf(model, tokenizer, base, quantisation=quantisation)  # type: ignore[arg-type]
    plain = _torch_logits(model, ids)
    adapters = add_adapters(model, rank=4, alpha=8.0)
    _fill(adapters)
    save_adapters(adapters, path, alpha=8.0)
    adapted = _torch_logits(model, ids)
    spread = float(plain.std())
    assert np.abs(adapted - plain).max() > spread  # the adapter says something
    with_it = _llama_logits(base, ids, path, 1.0)
    without = _llama_logits(base, ids, path, 0.0)
    assert np.abs(with_it - adapted).max() < tolerance * spread
    assert np.abs(without - plain).max() < tolerance * spread


def test_the_engine_keeps_the_adapter_in_every_context(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model, ids = _model(tokenizer), tokenizer.encode(TEXT)
    base, path = tmp_path / "base.gguf", tmp_path / "adapter.gguf"
    write_gguf(model, tokenizer, base, quantisation="F16")
    adapters = add_adapters(model, rank=4, alpha=8.0)
    _fill(adapters)
    save_adapters(adapters, path, alpha=8.0)
    adapted = _torch_logits(model, ids)
    engine = Engine(base, n_ctx=256, adapters=[path])
    for room in (1, 400):  # the second one needs a larger context
        engine.evaluate(ids, room=room)
        assert np.abs(engine.logits() - adapted).max() < 0.03 * adapted.std()
    assert engine.n_ctx > 256
    engine.close()
    with pytest.raises(ModelFileError, match="no adapter"):
        Engine(base, adapters=[base])


def _shops(n: int, rng: np.random.Generator) -> TableDescription:
    words = rng.permutation(["shop", "city", "team", "branch", "model", "store"])
    measures = rng.permutation(["sales", "visits", "cost", "orders", "profit"])
    return TableDescription(
        n,
        (
            AttributeDescription(str(words[0]), "STR", n, samples=("a", "b")),
            AttributeDescription(str(measures[0]), "DOUBLE", n, range=(1.5, 90.0)),
        ),
    )


def _record(description: TableDescription) -> str:
    category, value = description.names
    chart = Chart("pie", (("category", (category,)), ("value", (value,))))
    answer = to_json(VisSpec((chart,)), wrapped=True)
    return json.dumps({"input": {"input": description.to_json(), "output": answer}, "res": ""})


@pytest.fixture
def picks_file(tmp_path: Path) -> Path:
    rng = np.random.default_rng(2)
    path = tmp_path / "picks.jsonl"
    lines = [_record(_shops(4 + i, rng)) for i in range(6)]
    path.write_text("\n".join(lines) + "\n\n", "utf-8")
    return path


def test_picks_are_training_records(picks_file: Path, tokenizer: Tokenizer) -> None:
    picks = read_picks(picks_file)
    assert [p.charts[0].component for p in picks] == ["pie"] * 6
    assert picks[0].lang == "en"
    examples = list(pick_examples(picks, LoraConfig(copies=2, replay=0.0)))
    assert len(examples) == 12
    assert all(component_token("pie") in e.target for e in examples)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"input": {}}',
        '{"input": {"input": {"data_amount": 1, "attribute_description": [{"a": "STR"}]}, '
        '"output": {"vis": [{"name": "pie", "parameter": {"valueAttribute": "b"}}]}}}',
    ],
)
def test_a_line_that_is_no_pick_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "picks.jsonl"
    path.write_text("\n" + line, "utf-8")
    with pytest.raises(DataError, match="Line 2"):
        read_picks(path)


def test_picks_move_the_ranking(picks_file: Path, tokenizer: Tokenizer) -> None:
    unseen = _shops(5, np.random.default_rng(77))
    prompt = encode_prompt(unseen, Request(lang="en"), think=False)
    ids = tokenizer.encode(prompt.text)

    def share(model: Decoder) -> float:
        logits = torch.from_numpy(_torch_logits(model, ids))
        names = [tokenizer.id_of(component_token(n)) for n in ("pie", "column", "bar", "treemap")]
        return float(torch.softmax(logits[names], 0)[0])

    model = _model(tokenizer)
    before = share(model)
    rng = random.Random(1)
    examples = [write_example(pick, rng, think=False) for pick in read_picks(picks_file)]
    corpus = encode_corpus([e for e in examples if e is not None], tokenizer)
    losses = tune(model, add_adapters(model, rank=4, alpha=8.0), corpus, QUICK)
    assert losses[-1] < losses[0]
    assert share(model) > before + 0.2


def test_the_command_writes_an_adapter(
    picks_file: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model = _model(tokenizer)
    metadata = {"vizapp.stream": 3}
    write_gguf(model, tokenizer, tmp_path / "base.gguf", quantisation="F16", metadata=metadata)
    out = tmp_path / "adapter.gguf"
    arguments = (
        f"--base {tmp_path / 'base.gguf'} --picks {picks_file} --out {out} --rank 2 --steps 1 "
        "--copies 1 --replay 0"
    )
    assert main(arguments.split()) == 0
    assert np.isfinite(_llama_logits(tmp_path / "base.gguf", [1, 2], out, 1.0)).all()
