"""The door to llama.cpp: files, vocabulary, cache, cancel, grammar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.reasoning import tiny_model
from vizapp.core.errors import (
    Cancelled,
    ContextOverflowError,
    GrammarError,
    ModelFileError,
    ReasoningError,
)
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import llama, specials, stream
from vizapp.reasoning.engine import LlamaReasoner
from vizapp.reasoning.llama import Engine
from vizapp.reasoning.sampling import Sampler


@pytest.fixture(scope="module")
def engine(chat_gguf: Path) -> Iterator[Engine]:
    made = Engine(chat_gguf)
    yield made
    made.close()
    made.close()


class _CountdownCancel(CancelToken):
    """Reads as set from the given poll on."""

    def __init__(self, polls: int) -> None:
        super().__init__()
        self.polls = polls

    @property
    def is_set(self) -> bool:
        self.polls -= 1
        return self.polls < 0


# --- the file ---------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"none\.gguf cannot be read") as caught:
        Engine(tmp_path / "none.gguf")
    assert caught.value.hint
    assert caught.value.fields["path"].endswith("none.gguf")


def test_a_folder_is_not_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="cannot be read"):
        Engine(tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.gguf"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ModelFileError, match="is not a GGUF file"):
        Engine(path)


@pytest.mark.parametrize("share", [0.0002, 0.05, 0.5, 0.98])
def test_a_truncated_file_is_refused(chat_gguf: Path, tmp_path: Path, share: float) -> None:
    whole = chat_gguf.read_bytes()
    path = tmp_path / "cut.gguf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelFileError, match="cannot load the model"):
        Engine(path)


def test_an_unknown_architecture_is_refused(chat_gguf: Path, tmp_path: Path) -> None:
    path = tmp_path / "strange.gguf"
    whole = chat_gguf.read_bytes()
    path.write_bytes(whole.replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0lorem", 1))
    with pytest.raises(ModelFileError, match="cannot load the model"):
        Engine(path)


@pytest.mark.parametrize(
    ("specials", "version"),
    [(("<|think|>",), stream.STREAM_VERSION), (specials.SPECIALS, stream.STREAM_VERSION + 1)],
)
def test_a_model_of_ours_for_another_version_is_refused(
    tmp_path: Path, specials: tuple[str, ...], version: int
) -> None:
    path = tiny_model.write_model(
        tmp_path / "other.gguf", specials=specials, metadata={"vizapp.stream": version}
    )
    with pytest.raises(ModelFileError, match="another version"):
        LlamaReasoner(path)


def test_a_path_with_chinese_characters_works(chat_gguf: Path, tmp_path: Path) -> None:
    path = tmp_path / "模型 目录" / "推理.gguf"
    path.parent.mkdir()
    path.write_bytes(chat_gguf.read_bytes())
    made = Engine(path)
    assert made.name == "tiny"
    made.close()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_path_that_is_no_text_works(chat_gguf: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("模型.gguf".encode("gb18030"))
    path.write_bytes(chat_gguf.read_bytes())
    made = Engine(path)
    assert made.name == "tiny"
    made.close()


# --- vocabulary -------------------------------------------------------------


def test_metadata_of_any_length(engine: Engine) -> None:
    assert engine.metadata("general.architecture") == "llama"
    assert engine.metadata("tokenizer.chat_template") == tiny_model.CHAT_TEMPLATE
    assert engine.metadata("no.such.key") is None


def test_text_survives_the_tokenizer(engine: Engine) -> None:
    text = 'a"b\\ 名称\n📈'
    tokens = engine.tokenize(text, special=False)
    assert b"".join(map(engine.piece, tokens)).decode() == text


def test_control_tokens_in_a_text_are_read_only_where_wanted(engine: Engine) -> None:
    (token,) = engine.tokenize("<|im_end|>")
    assert engine.is_end(token)
    assert engine.end_token == token
    assert not any(engine.is_end(t) for t in engine.tokenize("<|im_end|>", special=False))


# --- decoding ---------------------------------------------------------------


def test_the_cache_does_not_change_the_logits(engine: Engine) -> None:
    tokens = engine.tokenize("the client's attribute description")
    engine.begin(CancelToken())
    engine.forget()
    engine.evaluate(tokens)
    fresh = engine.logits().copy()
    engine.append(*engine.tokenize(" and more"))
    engine.evaluate(tokens)
    np.testing.assert_array_equal(engine.logits(), fresh)
    engine.evaluate(tokens)  # nothing to do
    np.testing.assert_array_equal(engine.logits(), fresh)


def test_the_context_grows_with_the_prompt_and_then_overflows(tmp_path: Path) -> None:
    made = Engine(tiny_model.write_chat(tmp_path / "tiny.gguf"), n_ctx=512)
    made.begin(CancelToken())
    made.evaluate([65] * 600, room=10)
    assert len(made.tokens) == 600
    assert made.n_ctx >= 610
    with pytest.raises(ContextOverflowError) as caught:
        made.evaluate([65] * 40_000)
    assert caught.value.fields["n_tokens"] > caught.value.fields["n_ctx"]
    made.close()


def test_after_a_context_that_memory_did_not_hold_the_next_request_is_answered(
    chat_gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(chat_gguf)
    with monkeypatch.context() as patch:
        patch.setattr(llama.llama_cpp, "llama_init_from_model", lambda *_: None)
        with pytest.raises(ReasoningError, match="not enough memory"):
            engine.evaluate([1], room=5000)
    engine.begin(CancelToken())
    engine.evaluate([1, 2], room=10)
    assert np.isfinite(engine.logits()).all()
    engine.close()
    with pytest.raises(ReasoningError, match="closed"):
        engine.begin(CancelToken())


def test_decoding_past_the_first_context_goes_on(tmp_path: Path) -> None:
    made = Engine(tiny_model.write_chat(tmp_path / "tiny.gguf"), n_ctx=256)
    made.begin(CancelToken())
    made.evaluate([65] * 250)
    for _ in range(20):
        made.append(66)
    assert list(made.tokens) == [65] * 250 + [66] * 20
    made.close()


def test_a_cancel_stops_prefill_inside_one_decode_call(engine: Engine) -> None:
    engine.begin(_CountdownCancel(3))
    with pytest.raises(Cancelled):
        engine.evaluate([67] * 1500)
    assert len(engine.tokens) == 0
    engine.begin(CancelToken())
    engine.evaluate([67] * 1500)  # the same engine goes on
    assert np.isfinite(engine.logits()).all()


def test_a_cancel_stops_decode(engine: Engine) -> None:
    cancel = CancelToken()
    engine.begin(cancel)
    engine.evaluate([68] * 10)
    cancel.set()
    with pytest.raises(Cancelled):
        engine.append(68)


def test_work_is_told(chat_gguf: Path) -> None:
    beats: list[int] = []
    made = Engine(chat_gguf, on_progress=lambda: beats.append(1))
    loaded = len(beats)
    assert loaded > 0
    made.begin(CancelToken())
    made.evaluate([65] * 200)
    assert len(beats) > loaded + 10  # once per node of the graph
    made.close()


# --- several sequences ------------------------------------------------------


def test_each_sequence_has_the_logits_it_would_have_alone(engine: Engine) -> None:
    prompt = [65, 66, 67]
    tails = {0: [70, 71], 1: [80], 2: [90, 91, 92]}
    engine.begin(CancelToken())
    engine.forget()
    engine.evaluate(prompt, room=10, n_sequences=3)
    first = engine.logits(0).copy()
    np.testing.assert_array_equal(engine.logits(2), first)
    engine.extend(tails)
    engine.extend({0: [72], 2: [93]})
    together = {i: engine.logits(i).copy() for i in (0, 2)}
    assert list(engine.tokens) == [*prompt, 70, 71, 72]
    for sequence, tail in ((0, [70, 71, 72]), (2, [90, 91, 92, 93])):
        engine.evaluate([*prompt, *tail])
        np.testing.assert_allclose(engine.logits(), together[sequence], atol=0.02)
    engine.evaluate(prompt)
    np.testing.assert_allclose(engine.logits(), first, atol=0.02)


def test_sequences_may_together_exceed_the_models_length_but_none_alone(tmp_path: Path) -> None:
    made = Engine(tiny_model.write_model(tmp_path / "tiny.gguf", n_ctx=512))
    made.begin(CancelToken())
    made.evaluate([65] * 100, room=200, n_sequences=8)
    for _ in range(200):
        made.extend({i: [66 + i] for i in range(8)})
    assert np.isfinite(made.logits(7)).all()
    with pytest.raises(ContextOverflowError):
        made.extend({0: [65] * 300})
    with pytest.raises(ContextOverflowError):
        made.evaluate([65] * 100, room=500)
    made.evaluate([65] * 500)
    with pytest.raises(ContextOverflowError):  # the larger cache is no longer context
        made.append(*[65] * 20)
    made.close()


def test_a_cancel_stops_a_batch_and_frees_its_sequences(engine: Engine) -> None:
    cancel = CancelToken()
    engine.begin(cancel)
    engine.evaluate([68] * 10, room=10, n_sequences=2)
    engine.extend({0: [70], 1: [71]})
    cancel.set()
    with pytest.raises(Cancelled):
        engine.extend({0: [70], 1: [71]})
    engine.begin(CancelToken())
    engine.evaluate([68] * 11)
    engine.append(68)
    assert list(engine.tokens) == [68] * 12


# --- grammar ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["root ::= missing", 'root ::= "unclosed', "", 'root ::= root "a" | "b"']
)
def test_a_broken_grammar_is_an_error_not_a_crash(engine: Engine, text: str) -> None:
    with pytest.raises(GrammarError):
        engine.grammar(text)


def test_a_token_outside_the_grammar_is_an_error_not_a_crash(engine: Engine) -> None:
    (a,), (b,) = engine.tokenize("a"), engine.tokenize("b")
    with engine.grammar('root ::= "ab"') as grammar:
        assert grammar.allows(a)
        with pytest.raises(GrammarError):
            grammar.accept(b)
        grammar.accept(a)
        assert grammar.allows(b)


def test_random_logits_follow_the_grammar_to_its_end(engine: Engine) -> None:
    random = np.random.default_rng(5)
    sampler = Sampler()
    text = b""
    with engine.grammar('root ::= "{" [ab]{2,4} "}"') as grammar:
        for _ in range(10):
            logits = random.normal(size=engine.n_vocab).astype(np.float32)
            token = grammar.choose(logits, sampler)
            if token is None or engine.is_end(token):
                break
            text += engine.piece(token)
    assert text[:1] == b"{"
    assert text[-1:] == b"}"
    assert set(text[1:-1].decode()) <= set("ab")


# --- chat templates ---------------------------------------------------------

MESSAGES = ({"role": "system", "content": "S"}, {"role": "user", "content": "U"})


def test_the_files_template_renders(engine: Engine) -> None:
    text = engine.render_chat(MESSAGES)
    assert text == (
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
    )


@pytest.mark.parametrize(
    "template", [None, "{% for x %}", "{{ messages.no.such }}", "{{ raise_exception('no') }}"]
)
def test_a_missing_or_malformed_template_counts_as_none(
    tmp_path: Path, template: str | None
) -> None:
    made = Engine(tiny_model.write_chat(tmp_path / "tiny.gguf", template=template))
    assert made.render_chat(MESSAGES) is None
    made.close()
