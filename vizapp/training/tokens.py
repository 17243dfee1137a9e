"""The tokenizer and the token form of training examples.

Byte-level BPE with GPT-2's splitting rule, which llama.cpp knows as
`gpt-2`, so that the exported file makes the same tokens. Our own trainer
decides the merges, for three reasons that no library trainer covers:

- every common Chinese character (GB2312 level 1) has its own token, seen in
  the training texts or not, so that unseen names share parts with known ones;
- a token is whole characters, or a part of one, never the tail of one glued
  to the next; and only short runs of Chinese characters or digits may merge,
  so that no attribute name is learned as a whole;
- ties are broken by spelling, so that the same texts give the same tokens.

Markers such as ``<|table|>`` are never split and never part of a merge.
Text from a table must be escaped before it comes here: this module cannot
tell a marker from a header that looks like one.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import AddedToken, models, pre_tokenizers
from tokenizers import Tokenizer as _HfTokenizer
from tokenizers import decoders as hf_decoders

MAX_CJK = 4  # characters
MAX_DIGITS = 4
MAX_BYTES = 24
_ENCODE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Example:
    """What the model reads, and what it must write."""

    prompt: str
    target: str


def _byte_letters() -> dict[int, str]:
    """Return the printable letter that stands for each byte, as GPT-2 fixed them."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in kept}
    others = (byte for byte in range(256) if byte not in letters)
    return letters | {byte: chr(256 + i) for i, byte in enumerate(others)}


_LETTER = _byte_letters()
_BYTE = {letter: byte for byte, letter in _LETTER.items()}


def common_characters() -> list[str]:
    """Return the 3,755 characters of GB2312 level 1, in its order.

    Examples
    --------
    >>> len(common_characters()), common_characters()[0]
    (3755, '啊')
    """
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    decoded = (cell.decode("gb2312", errors="ignore") for cell in cells)
    return [character for character in decoded if character]


class Tokenizer:
    """Text to token ids and back.

    Parameters
    ----------
    specials : sequence of str
        The markers; their ids are their positions.
    merges : sequence of (str, str)
        The merges in order of rank, in GPT-2's byte letters.
    """

    def __init__(self, specials: Sequence[str], merges: Sequence[tuple[str, str]]) -> None:
        self.specials = tuple(specials)
        self.merges = tuple((left, right) for left, right in merges)
        letters = [_LETTER[byte] for byte in range(256)]
        self.tokens: tuple[str, ...] = (
            *self.specials,
            *letters,
            *(left + right for left, right in self.merges),
        )
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        if len(self._ids) != len(self.tokens):
            raise ValueError("two markers or merges give the same token")
        inner = _HfTokenizer(models.BPE(vocab=self._ids, merges=list(self.merges)))
        inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
        inner.decoder = hf_decoders.ByteLevel()
        inner.add_special_tokens(
            [AddedToken(text, normalized=False, special=True) for text in self.specials]
        )
        self._inner = inner

    def __len__(self) -> int:
        return len(self.tokens)

    def id_of(self, special: str) -> int:
        """Return the id of a marker.

        Raises
        ------
        KeyError
            If there is no such marker.
        """
        found = self._ids[special]
        if found >= len(self.specials):
            raise KeyError(special)
        return found

    def encode(self, text: str) -> list[int]:
        """Return the token ids of `text`; markers in it become their tokens."""
        ids: list[int] = self._inner.encode(text, add_special_tokens=False).ids
        return ids

    def encode_many(self, texts: Sequence[str]) -> list[list[int]]:
        """Return `encode` of each text, on all cores."""
        found = self._inner.encode_batch_fast(list(texts), add_special_tokens=False)
        return [item.ids for item in found]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of `ids`, markers included; broken characters become U+FFFD."""
        pieces: list[bytes] = []
        for i in ids:
            token = self.tokens[i]
            if i < len(self.specials):
                pieces.append(token.encode())
            else:
                pieces.append(bytes(_BYTE[letter] for letter in token))
        return b"".join(pieces).decode("utf-8", errors="replace")

    def save(self, path: Path) -> None:
        """Write markers and merges as JSON."""
        content = {
            "kind": "byte-bpe",
            "specials": list(self.specials),
            "merges": [f"{left} {right}" for left, right in self.merges],
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read what `save` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("kind") != "byte-bpe":
            raise ValueError(f"{path} is not a tokenizer of this program")
        merges = [tuple(merge.split(" ")) for merge in content["merges"]]
        return cls(content["specials"], merges)


def _letters(text: str) -> str:
    return "".join(_LETTER[byte] for byte in text.encode())


def _character_merges() -> list[tuple[str, str]]:
    """Return the merges that make each common character one token.

    All its characters take three bytes: first the two that many share, then
    the third.
    """
    spelled = [_letters(character) for character in common_characters()]
    prefixes = dict.fromkeys(letters[:2] for letters in spelled)
    first = [(prefix[0], prefix[1]) for prefix in prefixes]
    return first + [(letters[:2], letters[2]) for letters in spelled]


def _may_merge(token: str, max_cjk: int) -> bool:
    """Whether a learned token of these byte letters is allowed."""
    raw = bytes(_BYTE[letter] for letter in token)
    if len(raw) > MAX_BYTES:
        return False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        # Part of one character: its first byte, then fewer bytes than it announces.
        first = raw[0]
        size = 4 if first >= 0xF0 else 3 if first >= 0xE0 else 2 if first >= 0xC0 else 0
        return len(raw) < size and all(0x80 <= byte < 0xC0 for byte in raw[1:])
    if sum(character.isdigit() for character in text) > MAX_DIGITS:
        return False
    return sum("\u3400" <= character <= "\u9fff" for character in text) <= max_cjk


def train_tokenizer(
    texts: Iterable[str], specials: Sequence[str], vocab_size: int, *, max_cjk: int = MAX_CJK
) -> Tokenizer:
    """Learn merges from texts.

    Parameters
    ----------
    texts : iterable of str
        Training texts, markers included.
    specials : sequence of str
        The markers, of the form ``<|...|>``.
    vocab_size : int
        Tokens in all; fewer if the texts have nothing left to merge.
    max_cjk : int
        The most Chinese characters in one learned token.

    Raises
    ------
    ValueError
        If a marker has another form or `vocab_size` cannot hold what is fixed.
    """
    for special in specials:
        if not (special.startswith("<|") and special.endswith("|>") and special.isascii()):
            raise ValueError(f"the marker {special!r} is not of the form <|...|>")
    merges = _character_merges()
    n_fixed = len(specials) + 256 + len(merges)
    if vocab_size < n_fixed:
        raise ValueError(f"a vocabulary of {vocab_size} cannot hold {n_fixed} fixed tokens")
    start = Tokenizer(specials, merges)
    words = _count_words(texts, start)
    merges += _learn(words, start, vocab_size - n_fixed, max_cjk)
    return Tokenizer(specials, merges)


def _count_words(texts: Iterable[str], tokenizer: Tokenizer) -> Counter[str]:
    """Count the pieces, in byte letters, inside which merges may happen."""
    markers = set(tokenizer.specials)
    words: Counter[str] = Counter()
    rule = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    for text in texts:
        for part in _split_at_markers(text, markers):
            words.update(piece for piece, _ in rule.pre_tokenize_str(part))
    return words


def _split_at_markers(text: str, markers: set[str]) -> Iterator[str]:
    """Yield the stretches of text between markers."""
    begin = at = 0
    while (at := text.find("<|", at)) >= 0:
        end = text.find("|>", at)
        if end >= 0 and text[at : end + 2] in markers:
            if at > begin:
                yield text[begin:at]
            begin = at = end + 2
        else:
            at += 2
    if begin < len(text):
        yield text[begin:]


def _learn(
    words: Counter[str], start: Tokenizer, n_merges: int, max_cjk: int
) -> list[tuple[str, str]]:
    """Return the most frequent merges, each counted after those before it."""
    ordered = sorted(words)
    counts = [words[word] for word in ordered]
    ranks = {merge: rank for rank, merge in enumerate(start.merges)}
    spelled = [_apply_fixed(list(word), ranks) for word in ordered]
    pairs: Counter[tuple[str, str]] = Counter()
    places: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for index, parts in enumerate(spelled):
        for pair in pairwise(parts):
            pairs[pair] += counts[index]
            places[pair].add(index)
    heap = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(heap)
    known = set(start.tokens)
    learned: list[tuple[str, str]] = []
    while heap and len(learned) < n_merges:
        negative, pair = heapq.heappop(heap)
        if -negative != pairs[pair] or -negative < 2:
            if 2 <= pairs[pair] < -negative:
                heapq.heappush(heap, (-pairs[pair], pair))
            continue
        token = pair[0] + pair[1]
        if token in known or not _may_merge(token, max_cjk):
            continue
        learned.append(pair)
        known.add(token)
        changed: set[tuple[str, str]] = set()
        for index in sorted(places.pop(pair)):
            old = spelled[index]
            new = _apply_one(old, pair)
            for gone in pairwise(old):
                pairs[gone] -= counts[index]
            for come in pairwise(new):
                pairs[come] += counts[index]
                places[come].add(index)
                changed.add(come)
            spelled[index] = new
        for come in changed:
            heapq.heappush(heap, (-pairs[come], come))
    return learned


def _apply_one(parts: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    i = 0
    while i < len(parts):
        if i + 1 < len(parts) and parts[i] == pair[0] and parts[i + 1] == pair[1]:
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(parts[i])
            i += 1
    return merged


def _apply_fixed(parts: list[str], ranks: dict[tuple[str, str], int]) -> list[str]:
    """Merge bytes into common characters; rank order does not matter among them."""
    for _ in range(2):
        merged: list[str] = []
        i = 0
        while i < len(parts):
            if i + 1 < len(parts) and (parts[i], parts[i + 1]) in ranks:
                merged.append(parts[i] + parts[i + 1])
                i += 2
            else:
                merged.append(parts[i])
                i += 1
        parts = merged
    return parts


@dataclass(frozen=True, eq=False)
class Corpus:
    """Encoded examples, one after another.

    Attributes
    ----------
    ids : ndarray of uint16, shape (n_tokens,)
        All tokens.
    offsets : ndarray of int64, shape (n_examples + 1,)
        Example ``i`` is ``ids[offsets[i]:offsets[i + 1]]``.
    n_prompt : ndarray of uint16, shape (n_examples,)
        How many of its first tokens are prompt, which is not supervised.
    """

    ids: NDArray[np.uint16]
    offsets: NDArray[np.int64]
    n_prompt: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.n_prompt)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of tokens of each example."""
        return np.diff(self.offsets)

    def save(self, path: Path) -> None:
        """Write a NumPy archive."""
        np.savez(path, ids=self.ids, offsets=self.offsets, n_prompt=self.n_prompt)

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """Read what `save` wrote."""
        with np.load(path) as content:
            return cls(content["ids"], content["offsets"], content["n_prompt"])

    def holding(self, token: int) -> NDArray[np.bool_]:
        """Return which examples hold a token, shape (n_examples,)."""
        found = np.zeros(len(self), dtype=bool)
        places = np.flatnonzero(self.ids == token)
        found[np.searchsorted(self.offsets, places, side="right") - 1] = True
        return found

    def chosen(self, keep: NDArray[np.bool_]) -> Corpus:
        """Return the examples that a mask of shape (n_examples,) keeps."""
        lengths = self.lengths
        return Corpus(
            self.ids[np.repeat(keep, lengths)],
            np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths[keep])]),
            self.n_prompt[keep],
        )

    @classmethod
    def join(cls, parts: Sequence[Corpus]) -> Corpus:
        """Return the examples of several corpora as one."""
        lengths = np.concatenate([part.lengths for part in parts])
        return cls(
            np.concatenate([part.ids for part in parts]),
            np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
            np.concatenate([part.n_prompt for part in parts]),
        )


def encode_corpus(
    examples: Iterable[Example], tokenizer: Tokenizer, *, max_tokens: int = 1024
) -> Corpus:
    """Encode examples ahead of training; longer ones than `max_tokens` are left out."""
    if len(tokenizer) > 1 << 16:
        raise ValueError(f"{len(tokenizer)} tokens do not fit into 16 bits")
    ids: list[NDArray[np.uint16]] = []
    n_prompt: list[int] = []
    stream = iter(examples)
    while batch := list(islice(stream, _ENCODE_AT_ONCE)):
        prompts = tokenizer.encode_many([example.prompt for example in batch])
        targets = tokenizer.encode_many([example.target for example in batch])
        for prompt, target in zip(prompts, targets, strict=True):
            if len(prompt) + len(target) <= max_tokens and prompt and target:
                ids.append(np.array(prompt + target, dtype=np.uint16))
                n_prompt.append(len(prompt))
    lengths = [len(part) for part in ids]
    return Corpus(
        np.concatenate(ids) if ids else np.zeros(0, np.uint16),
        np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)]),
        np.array(n_prompt, dtype=np.uint16),
    )
