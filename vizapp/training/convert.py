"""A trained model and its tokenizer as one GGUF file for llama.cpp, an adapter as another.

The `llama` architecture turns neighbouring pairs in RoPE, as our decoder
does, so no weight is permuted. The output layer is left out: llama.cpp then
uses the embedding, which halves what a small model spends on its vocabulary.

All markers are user-defined tokens, which llama.cpp finds in every text, as
our tokenizer does. The end marker alone is a control token: llama.cpp makes
``<|end|>`` one in any case, and warns about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np
import torch
from numpy.typing import NDArray

from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.tokens import Tokenizer

Quantisation = Literal["F32", "F16", "Q8_0"]
END = "<|end|>"
_STREAM_KEY = "vizapp.stream"

_FILE_TYPES = {
    "F32": gguf.LlamaFileType.ALL_F32,
    "F16": gguf.LlamaFileType.MOSTLY_F16,
    "Q8_0": gguf.LlamaFileType.MOSTLY_Q8_0,
}
_TENSOR_TYPES = {
    "F32": gguf.GGMLQuantizationType.F32,
    "F16": gguf.GGMLQuantizationType.F16,
    "Q8_0": gguf.GGMLQuantizationType.Q8_0,
}
_BLOCK_NAMES = {
    "attention_norm": "attn_norm",
    "attention.q": "attn_q",
    "attention.k": "attn_k",
    "attention.v": "attn_v",
    "attention.out": "attn_output",
    "ffn_norm": "ffn_norm",
    "ffn.gate": "ffn_gate",
    "ffn.up": "ffn_up",
    "ffn.down": "ffn_down",
}
_OUTER_NAMES = {"embedding": "token_embd", "norm": "output_norm"}


def _gguf_name(name: str) -> str:
    """Return llama.cpp's name of one of our weights."""
    stem = name.removesuffix(".weight")
    if not stem.startswith("blocks."):
        return f"{_OUTER_NAMES[stem]}.weight"
    _, number, part = stem.split(".", 2)
    return f"blk.{number}.{_BLOCK_NAMES[part]}.weight"


def write_gguf(
    model: Decoder,
    tokenizer: Tokenizer,
    path: Path,
    *,
    quantisation: Quantisation = "Q8_0",
    metadata: Mapping[str, str | int | float | bool] | None = None,
) -> None:
    """Write a model file.

    Parameters
    ----------
    model : Decoder
        The trained weights.
    tokenizer : Tokenizer
        Must contain the marker ``<|end|>``.
    path : Path
        Written whole or not at all.
    quantisation : {"F32", "F16", "Q8_0"}
        The type of the matrices; norms stay F32.
    metadata : mapping, optional
        Further keys, such as ``general.name`` or ``vizapp.stream``; whole
        numbers are written as unsigned 32-bit.

    Raises
    ------
    ValueError
        If vocabulary and model differ, the end marker is missing, or rows
        cannot be quantised.
    """
    if len(tokenizer) != model.config.vocab_size:
        raise ValueError(
            f"the model has {model.config.vocab_size} tokens, its tokenizer {len(tokenizer)}"
        )
    if END not in tokenizer.specials:
        raise ValueError(f"the tokenizer lacks the marker {END}")
    part = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(part, "llama")
    try:
        _add_shape(writer, model, quantisation)
        _add_tokenizer(writer, tokenizer)
        for key, value in (metadata or {}).items():
            _add_value(writer, key, value)
        for name, weight in model.named_parameters():
            values = weight.detach().float().cpu().numpy()
            _add_tensor(writer, _gguf_name(name), values, quantisation)
        _finish(writer, part, path)
    finally:
        writer.close()
        part.unlink(missing_ok=True)


def read_gguf(path: Path) -> tuple[Decoder, Tokenizer]:
    """Return the weights and the tokenizer of a file that `write_gguf` wrote.

    What the file rounds stays rounded: an eighth bit of 32 weights at a time.

    Raises
    ------
    ValueError
        If the file holds another kind of model.
    """
    reader = gguf.GGUFReader(path)

    def value(key: str) -> Any:
        field = reader.get_field(key)
        if field is None:
            raise ValueError(f"{path.name} lacks {key}")
        return field.contents()

    if value("general.architecture") != "llama" or reader.get_field(_STREAM_KEY) is None:
        raise ValueError(f"{path.name} was not trained here")
    kinds = value("tokenizer.ggml.token_type")
    specials = [
        token
        for token, kind in zip(value("tokenizer.ggml.tokens"), kinds, strict=True)
        if kind != gguf.TokenType.NORMAL
    ]
    merges = [tuple(merge.split(" ")) for merge in value("tokenizer.ggml.merges")]
    tokenizer = Tokenizer(specials, merges)
    config = ModelConfig(
        vocab_size=len(tokenizer),
        d_model=value("llama.embedding_length"),
        n_layers=value("llama.block_count"),
        n_heads=value("llama.attention.head_count"),
        n_kv_heads=value("llama.attention.head_count_kv"),
        d_ffn=value("llama.feed_forward_length"),
        n_ctx=value("llama.context_length"),
        rope_base=_short(value("llama.rope.freq_base")),
        norm_eps=_short(value("llama.attention.layer_norm_rms_epsilon")),
    )
    tensors = {t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in reader.tensors}
    model = Decoder(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.copy_(torch.tensor(tensors[_gguf_name(name)]).reshape(weight.shape))
    return model, tokenizer


def _short(number: float) -> float:
    """Return the decimal that somebody wrote before it became 32 bits."""
    return float(f"{number:.6g}")


def write_adapter_gguf(
    adapters: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]],
    path: Path,
    *,
    alpha: float,
    metadata: Mapping[str, str | int | float | bool] | None = None,
) -> None:
    """Write a LoRA adapter that llama.cpp loads beside a model of `write_gguf`.

    Its weights are F32: they are few, and llama.cpp adds their product to that
    of the quantised matrix.

    Parameters
    ----------
    adapters : mapping of str to (A, B)
        By the name of the matrix, such as ``blocks.0.attention.q``; A has the
        shape (rank, n_in), B (n_out, rank).
    path : Path
        Written whole or not at all.
    alpha : float
        Times ``B @ A / rank`` is added to the matrix.
    metadata : mapping, optional
        Further keys, as for `write_gguf`.
    """
    part = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(part, "llama")
    try:
        writer.add_type(gguf.GGUFType.ADAPTER)
        writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
        writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
        for key, value in (metadata or {}).items():
            _add_value(writer, key, value)
        for name, (a, b) in adapters.items():
            writer.add_tensor(f"{_gguf_name(name)}.lora_a", np.ascontiguousarray(a))
            writer.add_tensor(f"{_gguf_name(name)}.lora_b", np.ascontiguousarray(b))
        _finish(writer, part, path)
    finally:
        writer.close()
        part.unlink(missing_ok=True)


def _finish(writer: gguf.GGUFWriter, part: Path, path: Path) -> None:
    """Write what was added and give the file its name."""
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


def _add_shape(writer: gguf.GGUFWriter, model: Decoder, quantisation: Quantisation) -> None:
    config = model.config
    writer.add_file_type(_FILE_TYPES[quantisation])
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.n_ctx)
    writer.add_embedding_length(config.d_model)
    writer.add_block_count(config.n_layers)
    writer.add_feed_forward_length(config.d_ffn)
    writer.add_head_count(config.n_heads)
    writer.add_head_count_kv(config.n_kv_heads)
    writer.add_rope_dimension_count(config.d_head)
    writer.add_rope_freq_base(config.rope_base)
    writer.add_layer_norm_rms_eps(config.norm_eps)


def _add_tokenizer(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    kinds = [gguf.TokenType.NORMAL] * len(tokenizer)
    for special in tokenizer.specials:
        kind = gguf.TokenType.CONTROL if special == END else gguf.TokenType.USER_DEFINED
        kinds[tokenizer.id_of(special)] = kind
    end = tokenizer.id_of(END)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(list(tokenizer.tokens))
    writer.add_token_types(kinds)
    writer.add_token_merges([f"{left} {right}" for left, right in tokenizer.merges])
    writer.add_bos_token_id(end)  # never added; llama.cpp would assume GPT-2's
    writer.add_eos_token_id(end)
    writer.add_pad_token_id(end)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def _add_value(writer: gguf.GGUFWriter, key: str, value: Any) -> None:
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, int):
        writer.add_uint32(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    else:
        writer.add_string(key, value)


def _add_tensor(
    writer: gguf.GGUFWriter, name: str, values: NDArray[np.float32], quantisation: Quantisation
) -> None:
    if values.ndim == 1 or quantisation == "F32":
        writer.add_tensor(name, values)
        return
    kind = _TENSOR_TYPES[quantisation]
    if quantisation == "Q8_0" and values.shape[1] % 32:
        raise ValueError(f"the rows of {name} have {values.shape[1]} values, not a multiple of 32")
    writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
