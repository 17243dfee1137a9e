"""Writes small GGUF files with random weights: real llama.cpp, nothing shipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

from vizapp.reasoning import specials, stream

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_WIDTH, _HEADS, _LAYERS, _HIDDEN = 32, 2, 2, 64


def _byte_tokens() -> list[str]:
    """The 256 bytes as GPT-2 writes them: printable ones as such, the others shifted."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    shifted = iter(range(256, 512))
    return [chr(b) if b in printable else chr(next(shifted)) for b in range(256)]


def write_model(
    path: Path,
    *,
    specials: Sequence[str] = (),
    metadata: dict[str, int | str] | None = None,
    template: str | None = None,
    n_ctx: int = 8192,
    width: int = _WIDTH,
    layers: int = _LAYERS,
    seed: int = 1,
) -> Path:
    """Write a llama-architecture model with a byte-level tokenizer."""
    controls = ["<|im_start|>", "<|im_end|>"]
    tokens = [*_byte_tokens(), "th", *specials, *controls]
    types = [gguf.TokenType.NORMAL] * 257
    types += [gguf.TokenType.USER_DEFINED] * len(specials)
    types += [gguf.TokenType.CONTROL] * len(controls)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_context_length(n_ctx)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(width // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(["t h"])
    writer.add_eos_token_id(len(tokens) - 1)
    writer.add_add_bos_token(False)
    if template is not None:
        writer.add_chat_template(template)
    for key, value in (metadata or {}).items():
        if isinstance(value, int):
            writer.add_uint32(key, value)
        else:
            writer.add_string(key, value)
    random = np.random.default_rng(seed)

    def matrix(name: str, rows: int, columns: int) -> None:
        values = random.normal(0, 0.3, (rows, columns)).astype(np.float16)
        writer.add_tensor(name, values)

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(width, np.float32))

    matrix("token_embd.weight", len(tokens), width)
    matrix("output.weight", len(tokens), width)
    ones("output_norm.weight")
    for layer in range(layers):
        prefix = f"blk.{layer}."
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            matrix(f"{prefix}{name}.weight", width, width)
        matrix(f"{prefix}ffn_gate.weight", _HIDDEN, width)
        matrix(f"{prefix}ffn_up.weight", _HIDDEN, width)
        matrix(f"{prefix}ffn_down.weight", width, _HIDDEN)
        ones(f"{prefix}attn_norm.weight")
        ones(f"{prefix}ffn_norm.weight")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_native(path: Path, *, n_ctx: int = 8192, seed: int = 1) -> Path:
    """Write a model that speaks our token stream."""
    return write_model(
        path,
        specials=specials.SPECIALS,
        metadata={"vizapp.stream": stream.STREAM_VERSION},
        n_ctx=n_ctx,
        seed=seed,
    )


def write_chat(path: Path, *, template: str | None = CHAT_TEMPLATE, seed: int = 1) -> Path:
    """Write a general model with or without a chat template."""
    return write_model(path, template=template, seed=seed, n_ctx=32768)
