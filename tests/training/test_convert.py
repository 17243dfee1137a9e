"""The GGUF file against the model and tokenizer that it was made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from llama_cpp import Llama

from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.convert import END, Quantisation, read_gguf, write_gguf
from vizapp.training.tokens import Tokenizer, train_tokenizer

SPECIALS = ["<|user|>", "<|table|>", "<|think|>", END, "<|1|>", "<|12|>"]
TRAINING = [
    "<|table|>月份, 销售额, Sales by month 2024<|end|>",
    "<|user|>各地区的销售额对比 compare the sales of each region<|end|>",
] * 3
TEXTS = [
    "<|user|>draw the sales<|table|>月份|销售额|3.5e10<|think|>ok<|1|><|12|>",
    "各地区的销售额, it's the year's   best\n\n\tnet \"sales\" \\ 100%",
    "啊喆龘𠮷 🙂👩‍👩‍👧 naïve Ελλάδα 日本語テスト 한국어 ½ ² ٣ ",
    '<|nothing|> <| user|> <|user<|user|>|> |><| $$1$$ {"name": "bar"}',
    " leading\u3000wide\u00a0space trailing  ",
    "don't DON'T we'll'll 's  's 2024-01-02T03:04:05.678 1234567890",
    "<solution>[a](b)</solution>\r\n\x00\x01\x7f e\u0301 \u200b\ufeff",
    "，。！？“引号”《书》（括号）１２３ＡＢＣ",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(TRAINING, SPECIALS, 4480)


@pytest.fixture(scope="module")
def model(tokenizer: Tokenizer) -> Decoder:
    config = ModelConfig(
        len(tokenizer), d_model=64, n_layers=2, n_heads=4, n_kv_heads=2, d_ffn=96, n_ctx=128
    )
    model = Decoder(config)
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for weight in model.parameters():
            spread = 0.3 * torch.randn(weight.shape, generator=generator)
            weight.copy_(1 + spread if weight.ndim == 1 else spread)
    return model


def _open(path: Path) -> Llama:
    f32 = 0  # of the cache, F16 by default, which alone costs two decimals
    return Llama(
        str(path),
        n_ctx=128,
        logits_all=True,
        n_threads=1,
        type_k=f32,
        type_v=f32,
        flash_attn=False,
        verbose=False,
    )


@pytest.fixture(scope="module")
def loaded(model: Decoder, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Llama:
    path = tmp_path_factory.mktemp("gguf") / "f32.gguf"
    write_gguf(
        model,
        tokenizer,
        path,
        quantisation="F32",
        metadata={"general.name": "tiny", "vizapp.stream": 3},
    )
    return _open(path)


@pytest.mark.parametrize("text", TEXTS)
def test_llama_cpp_makes_the_same_tokens(text: str, tokenizer: Tokenizer, loaded: Llama) -> None:
    ours = tokenizer.encode(text)
    for parse_special in (True, False):
        theirs = loaded.tokenize(text.encode(), add_bos=False, special=parse_special)
        assert theirs == ours
    assert tokenizer.decode(ours) == text


def test_llama_cpp_makes_the_same_tokens_of_random_text(
    tokenizer: Tokenizer, loaded: Llama
) -> None:
    rng = np.random.default_rng(7)
    alphabet = list("aeZ 0129'sltd\n\t .,;|<>\"\\销售额月份喆龘，。🙂é½") + SPECIALS[:3]
    for _ in range(300):
        text = "".join(rng.choice(alphabet, size=int(rng.integers(1, 30))))
        theirs = loaded.tokenize(text.encode(), add_bos=False, special=False)
        assert theirs == tokenizer.encode(text), text


def test_end_marker_is_found_only_when_specials_are_parsed(
    tokenizer: Tokenizer, loaded: Llama
) -> None:
    end = tokenizer.id_of(END)
    assert loaded.tokenize(END.encode(), add_bos=False, special=True) == [end]
    assert end not in loaded.tokenize(END.encode(), add_bos=False, special=False)
    assert loaded.token_eos() == end


def test_metadata_is_kept(loaded: Llama) -> None:
    assert loaded.metadata["general.name"] == "tiny"
    assert loaded.metadata["vizapp.stream"] == "3"


def _both(model: Decoder, llama: Llama) -> tuple[np.ndarray, np.ndarray]:
    ids = np.random.default_rng(1).integers(0, model.config.vocab_size, 60).tolist()
    llama.reset()
    llama.eval(ids)
    with torch.no_grad():
        ours = model(torch.tensor([ids]))[0].numpy()
    return ours, np.array(llama.scores[: len(ids)])


def test_f32_logits_equal_the_models(model: Decoder, loaded: Llama) -> None:
    ours, theirs = _both(model, loaded)
    assert ours.std() > 1.0
    np.testing.assert_allclose(theirs, ours, atol=1e-3, rtol=1e-4)


@pytest.mark.parametrize(("quantisation", "tolerance"), [("F16", 0.01), ("Q8_0", 0.12)])
def test_quantised_logits_are_close(
    quantisation: Quantisation,
    tolerance: float,
    model: Decoder,
    tokenizer: Tokenizer,
    tmp_path: Path,
) -> None:
    path = tmp_path / "model.gguf"
    write_gguf(model, tokenizer, path, quantisation=quantisation)
    ours, theirs = _both(model, _open(path))
    assert np.sqrt(np.mean((ours - theirs) ** 2)) < tolerance * ours.std()
    assert [file.name for file in tmp_path.iterdir()] == ["model.gguf"]


def test_a_tokenizer_of_another_size_is_refused(model: Decoder, tmp_path: Path) -> None:
    other = train_tokenizer([], SPECIALS, 4400)
    with pytest.raises(ValueError, match="tokens"):
        write_gguf(model, other, tmp_path / "model.gguf")
    assert list(tmp_path.iterdir()) == []


def test_a_written_model_is_read_again(
    model: Decoder, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    path = tmp_path / "again.gguf"
    write_gguf(model, tokenizer, path, quantisation="F32", metadata={"vizapp.stream": 3})
    again, same = read_gguf(path)
    assert same.tokens == tokenizer.tokens
    assert again.config == model.config
    for name, weight in model.named_parameters():
        assert torch.equal(dict(again.named_parameters())[name], weight)


def test_a_foreign_model_is_not_read(model: Decoder, tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "foreign.gguf"
    write_gguf(model, tokenizer, path, quantisation="F32")
    with pytest.raises(ValueError, match="not trained here"):
        read_gguf(path)
