"""The tokenizer's promises and the token form of examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vizapp.training.tokens import (
    Corpus,
    Example,
    Tokenizer,
    common_characters,
    encode_corpus,
    train_tokenizer,
)

SPECIALS = ["<|user|>", "<|table|>", "<|end|>"]
TEXTS = [
    "<|table|>一二三四五六七八 sales 1234567<|end|>",
    "<|table|>一二三四五六七八 sales by month<|end|>",
    "<|user|>sales 销售额 1234567<|end|>",
]
TOKENIZER = train_tokenizer(TEXTS, SPECIALS, 4500)


def test_all_common_characters_are_single_tokens() -> None:
    assert len(common_characters()) == 3755
    for character in common_characters():
        assert len(TOKENIZER.encode(character)) == 1


def test_characters_stay_whole_between_rare_ones() -> None:
    # 喆 and 龘 are not in GB2312 level 1 and fall apart into bytes.
    ids = TOKENIZER.encode("喆额龘")
    assert TOKENIZER.encode("额")[0] in ids
    assert TOKENIZER.decode(ids) == "喆额龘"


def test_frequent_words_are_learned() -> None:
    assert len(TOKENIZER.encode(" sales")) == 1
    assert len(TOKENIZER.encode("销售额")) == 3  # seen once: not worth a token


def test_long_chinese_names_and_numbers_are_not_one_token() -> None:
    for i in range(len(TOKENIZER)):
        text = TOKENIZER.decode([i])
        assert sum("\u3400" <= character <= "\u9fff" for character in text) <= 4
        assert i < len(SPECIALS) or sum(character.isdigit() for character in text) <= 4
    assert len(TOKENIZER.encode("一二三四五六七八")) == 2


def test_max_cjk_caps_learned_tokens() -> None:
    single = train_tokenizer(TEXTS, SPECIALS, 4500, max_cjk=1)
    assert len(single.encode("一二三四五六七八")) == 8


def test_markers_are_one_token_anywhere() -> None:
    ids = TOKENIZER.encode("a<|table|><|end|>b<|other|>")
    assert ids[1:3] == [TOKENIZER.id_of("<|table|>"), TOKENIZER.id_of("<|end|>")]
    assert len(ids) > 6  # the unknown marker is plain text
    with pytest.raises(KeyError):
        TOKENIZER.id_of("a")


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_decode_undoes_encode(text: str) -> None:
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


def test_decode_replaces_broken_characters() -> None:
    assert TOKENIZER.decode(TOKENIZER.encode("喆")[:1]) == "\ufffd"


def test_training_ignores_the_order_of_texts() -> None:
    again = train_tokenizer(reversed(TEXTS), SPECIALS, 4500)
    assert again.tokens == TOKENIZER.tokens


def test_save_and_load(tmp_path: Path) -> None:
    TOKENIZER.save(tmp_path / "tokenizer.json")
    loaded = Tokenizer.load(tmp_path / "tokenizer.json")
    assert loaded.tokens == TOKENIZER.tokens
    assert loaded.encode(TEXTS[0]) == TOKENIZER.encode(TEXTS[0])


def test_load_refuses_another_json(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="not a tokenizer"):
        Tokenizer.load(tmp_path / "x.json")


def test_impossible_vocabularies_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        train_tokenizer(TEXTS, SPECIALS, 3000)
    with pytest.raises(ValueError, match="marker"):
        train_tokenizer(TEXTS, ["end"], 4500)


def test_corpus_holds_the_examples(tmp_path: Path) -> None:
    examples = [Example(f"<|user|>sales {i}", f"month {i}<|end|>") for i in range(7)]
    corpus = encode_corpus(iter(examples), TOKENIZER)
    corpus.save(tmp_path / "corpus.npz")
    corpus = Corpus.join([Corpus.load(tmp_path / "corpus.npz"), corpus])
    assert len(corpus) == 14
    for i in (0, 6, 13):
        prompt, target = map(TOKENIZER.encode, (examples[i % 7].prompt, examples[i % 7].target))
        assert corpus.ids[corpus.offsets[i] : corpus.offsets[i + 1]].tolist() == prompt + target
        assert int(corpus.n_prompt[i]) == len(prompt)


def test_corpus_leaves_out_what_is_too_long() -> None:
    examples = [Example("<|user|>", "sales " * 50), Example("<|user|>", "sales<|end|>")]
    corpus = encode_corpus(examples, TOKENIZER, max_tokens=20)
    assert len(corpus) == 1
    assert np.array_equal(corpus.offsets, [0, len(corpus.ids)])
    assert len(encode_corpus([], TOKENIZER)) == 0


def test_examples_are_chosen_by_what_they_hold() -> None:
    corpus = Corpus(
        np.array([5, 6, 7, 9, 5, 9, 9], np.uint16),
        np.array([0, 2, 4, 4, 7], np.int64),
        np.array([1, 1, 0, 2], np.uint16),
    )
    assert corpus.holding(9).tolist() == [False, True, False, True]
    kept = corpus.chosen(~corpus.holding(7))
    assert kept.ids.tolist() == [5, 6, 5, 9, 9]
    assert kept.offsets.tolist() == [0, 2, 2, 5]
    assert kept.n_prompt.tolist() == [1, 0, 2]
