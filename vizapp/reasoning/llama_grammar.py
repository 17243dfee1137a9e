"""A GBNF grammar of llama.cpp, token by token; imported by `llama` alone."""

from __future__ import annotations

import ctypes
from typing import Any, Self

import numpy as np
from llama_cpp import llama_cpp

from vizapp.core.errors import GrammarError
from vizapp.reasoning.sampling import Logits, Sampler


class Grammar:
    """A GBNF grammar that follows a generation token by token.

    A token is checked before it is accepted: llama.cpp ends the process on one
    outside the grammar, and on the null sampler of a grammar it cannot parse.
    """

    def __init__(self, vocab: Any, n_vocab: int, text: str) -> None:
        self._n_vocab = n_vocab
        self._sampler: Any = None
        if text.strip():  # llama.cpp takes an empty text for "no grammar"
            self._sampler = llama_cpp.llama_sampler_init_grammar(
                vocab, text.encode("utf-8"), b"root"
            )
        if not self._sampler:
            self._sampler = None
            raise GrammarError("llama.cpp refuses the grammar of this table.", grammar=text[:2000])

    def _filter(self, ids: Any, logits: Logits) -> Logits:
        """Return the logits with -inf where the grammar forbids the token."""
        data = np.zeros(len(ids), dtype=_TOKEN_DATA)
        data["id"] = ids
        data["logit"] = logits
        array = llama_cpp.llama_token_data_array(
            data=data.ctypes.data_as(llama_cpp.llama_token_data_p),
            size=len(ids),
            selected=-1,
            sorted=False,
        )
        llama_cpp.llama_sampler_apply(self._sampler, ctypes.byref(array))
        return np.asarray(data["logit"])

    def allows(self, token: int) -> bool:
        """Return whether the token may come next."""
        return bool(np.isfinite(self._filter([token], np.zeros(1, np.float32))[0]))

    def accept(self, token: int) -> None:
        """Take the next token.

        Raises
        ------
        GrammarError
            If it may not come here.
        """
        if not self.allows(token):
            raise GrammarError("The token is outside the grammar.", token=token)
        llama_cpp.llama_sampler_accept(self._sampler, token)

    def choose(self, logits: Logits, sampler: Sampler) -> int | None:
        """Draw and take a token that the grammar allows, None when it allows none."""
        token = sampler.pick(logits)
        if not self.allows(token):  # rare: models mostly know the format
            masked = self._filter(np.arange(self._n_vocab), logits)
            if not np.isfinite(masked).any():
                return None
            token = sampler.pick(masked)
        llama_cpp.llama_sampler_accept(self._sampler, token)
        return token

    def close(self) -> None:
        """Free the sampler; may be called twice."""
        if self._sampler is not None:
            llama_cpp.llama_sampler_free(self._sampler)
            self._sampler = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_TOKEN_DATA = np.dtype([("id", np.intc), ("logit", np.single), ("p", np.single)], align=True)
