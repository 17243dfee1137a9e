"""llama.cpp behind a small door: nothing but this, its neighbours and `backends` imports it.

Imported by the worker process alone (and by tests): the library is not
thread-safe, and no Python code survives its crashes. The low-level interface is
used because the `Llama` class refuses files with a malformed chat template,
keeps a second copy of all logits, and hides the cache that alternatives share.
"""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from llama_cpp import llama_cpp
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from vizapp.core.errors import Cancelled, ContextOverflowError, ReasoningError
from vizapp.core.language import Text
from vizapp.core.tasks import CancelToken
from vizapp.reasoning.devices import SMALL_MODEL_BYTES, Placement, note
from vizapp.reasoning.llama_grammar import Grammar
from vizapp.reasoning.llama_loading import (
    check_file,
    choose_placement,
    cores,
    load,
    load_adapter,
    open_library,
)
from vizapp.reasoning.sampling import Logits

log = logging.getLogger(__name__)

N_CTX = 2048  # to begin with; grows with the prompt, up to what the model was trained for
MAX_CTX = 32768
N_BATCH = 2048
MAX_THREADS = 4  # more gain little and starve the window
# The abort callback runs Python once per graph node: only where a decode lasts.
_LONG_BATCH = 32
_SLOW_TOKEN_S = 0.02
_SCORED_AT_ONCE = 128  # tokens whose logits are held together: 80 MB for a large vocabulary


class Engine:
    """One loaded model and its context.

    Parameters
    ----------
    path : Path
        The GGUF file.
    n_gpu_layers : int, optional
        Layers given to a GPU; -1 for all, 0 for none. When not given: as ``VIZAPP_GPU``
        says, else none of a small model and of another as many as fit.
    n_threads : int, optional
        When not given: one for a small model, else the cores, four at most.
    n_ctx : int
        The context to begin with.
    adapters : sequence of Path
        LoRA adapters to add to the model, GGUF files too.
    on_progress : callable, optional
        Called now and then while it loads and decodes.
    on_gpu : callable, optional
        Called before a graphics driver is asked, which may end the process.

    Raises
    ------
    ModelFileError
        If a file is missing, damaged, of an unknown architecture, or an adapter
        for another model.
    """

    def __init__(
        self,
        path: Path,
        *,
        n_gpu_layers: int | None = None,
        n_threads: int | None = None,
        n_ctx: int = N_CTX,
        adapters: Sequence[Path] = (),
        on_progress: Callable[[], None] | None = None,
        on_gpu: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        self._on_progress = on_progress or (lambda: None)
        self._closed = False
        self._model: Any = None
        self._ctx: Any = None
        self._cancel = CancelToken()
        self._slow = False
        self._pieces: dict[int, bytes] = {}
        self._tokens: list[int] = []
        self._lengths: list[int] = []  # of the sequences, while there are several
        self._rows: dict[int, int] = {}  # where in the last batch a sequence's logits lie
        check_file(path)
        small = path.stat().st_size < SMALL_MODEL_BYTES
        self.n_threads = n_threads or (1 if small else min(cores(), MAX_THREADS))
        open_library()
        self._abort = llama_cpp.ggml_abort_callback(self._on_abort)
        self._no_abort = llama_cpp.ggml_abort_callback()
        self._decoded = (0, 0.0)  # tokens written one by one, and the seconds that took
        self._adapter_files = tuple(adapters)
        on_gpu = on_gpu or (lambda: None)
        self._settle(choose_placement(path, n_gpu_layers, small=small, on_gpu=on_gpu), n_ctx)
        self.name = self.metadata("general.name") or path.stem

    # --- where it runs ------------------------------------------------------

    def _settle(self, placement: Placement, n_ctx: int) -> None:
        """Load the model where it is to go, else on fewer layers of that, else on the CPU."""
        while True:
            try:
                self._load(placement)
                self.n_vocab = int(llama_cpp.llama_vocab_n_tokens(self._vocab))
                self.n_ctx_train = int(llama_cpp.llama_model_n_ctx_train(self._model))
                self._open_context(min(n_ctx, self.max_ctx))
            except ReasoningError as err:
                self._free()
                # An adapter of another model is none of this one on any device.
                adapter = err.fields.get("path", str(self.path)) != str(self.path)
                if adapter or not placement.n_layers:
                    raise
                log.info("%s does not take the model: %s", placement.label, err)
                placement = placement.retreat()
            else:
                return

    def to_cpu(self) -> None:
        """Load the model anew for the CPU alone; whoever held a grammar of it must not."""
        device = self.placement.devices[0].label
        self._free()
        n_all = self.placement.n_all
        self._settle(Placement(n_all=n_all, note=note("failed", device=device)), self.n_ctx)

    @property
    def on_gpu(self) -> bool:
        """Whether a device has a part of the model."""
        return bool(self.placement.n_layers)

    @property
    def device(self) -> str:
        """Where the model really runs: the CPU, or a device and how many layers it has."""
        return self.placement.label

    @property
    def note(self) -> Text | None:
        """What a person should know of where it runs, such as why not on a GPU."""
        return self.placement.note

    @property
    def speed(self) -> float:
        """Tokens decoded a second so far, one by one; 0 before there were any."""
        n_tokens, seconds = self._decoded
        return n_tokens / seconds if seconds > 0 else 0.0

    def _load(self, placement: Placement) -> None:
        loaded = load(self.path, placement, self._on_progress)
        self._model, self._vocab = loaded.model, loaded.vocab
        self._devices = loaded.devices
        self.placement = loaded.placement
        self._adapters = [
            load_adapter(file, self._model, self.path) for file in self._adapter_files
        ]

    def _on_abort(self, _data: Any) -> bool:
        self._on_progress()
        return self._cancel.is_set

    def _open_context(self, n_ctx: int, n_sequences: int = 1) -> None:
        if self._ctx is not None:
            llama_cpp.llama_free(self._ctx)
            self._ctx = None
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = n_ctx
        params.n_seq_max = n_sequences
        params.kv_unified = True  # a prompt that sequences share is kept once
        params.n_batch = min(params.n_ctx, N_BATCH)
        params.n_ubatch = min(params.n_batch, 512)
        params.n_threads = self.n_threads
        params.n_threads_batch = self.n_threads
        params.no_perf = True
        self._ctx = llama_cpp.llama_init_from_model(self._model, params)
        if not self._ctx:
            self._ctx = None
            raise ReasoningError(
                f"There is not enough memory for a context of {params.n_ctx} tokens.",
                hint="Close other programs, or choose a smaller model.",
                n_ctx=int(params.n_ctx),
            )
        if self._adapters:
            n = len(self._adapters)
            handles = (llama_cpp.llama_adapter_lora_p_ctypes * n)(*self._adapters)
            llama_cpp.llama_set_adapters_lora(
                self._ctx, handles, n, (ctypes.c_float * n)(*[1.0] * n)
            )
        self._memory = llama_cpp.llama_get_memory(self._ctx)
        self._row_type = ctypes.c_float * self.n_vocab
        self._watched: bool | None = None  # whether it has the abort callback; None: neither
        self.n_ctx = int(llama_cpp.llama_n_ctx(self._ctx))
        self._n_batch = int(params.n_batch)
        self._n_sequences = n_sequences
        self._forget_all()

    @property
    def max_ctx(self) -> int:
        """The longest context, prompt and answer together."""
        return max(256, min(self.n_ctx_train, MAX_CTX))

    def close(self) -> None:
        """Free the model; may be called twice."""
        self._closed = True
        self._free()

    def _free(self) -> None:
        if self._ctx is not None:
            llama_cpp.llama_free(self._ctx)
            self._ctx = None
        if self._model is not None:
            llama_cpp.llama_model_free(self._model)
            self._model = None

    # --- vocabulary ---------------------------------------------------------

    def metadata(self, key: str) -> str | None:
        """Return a metadata value of the file as text, None when it is missing."""
        size = 1024
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = int(
                llama_cpp.llama_model_meta_val_str(self._model, key.encode(), buffer, size)
            )
            if length < 0:
                return None
            if length < size:
                return buffer.value.decode("utf-8", "replace")
            size = length + 1

    def tokenize(self, text: str, *, special: bool = True) -> list[int]:
        """Return the tokens of a text; `special` reads special tokens in it as such."""
        raw = text.encode("utf-8", "replace")
        size = len(raw) + 8
        tokens = (llama_cpp.llama_token * size)()
        count = llama_cpp.llama_tokenize(self._vocab, raw, len(raw), tokens, size, False, special)
        if count < 0:
            raise ReasoningError("The model's tokenizer cannot read the description.")
        return list(tokens[:count])

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token stands for, special tokens by their name."""
        known = self._pieces.get(token)
        if known is not None:
            return known
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = int(llama_cpp.llama_token_to_piece(self._vocab, token, buffer, size, 0, True))
            if length >= 0:
                self._pieces[token] = buffer.raw[:length]
                return self._pieces[token]
            size = -length

    def is_end(self, token: int) -> bool:
        """Return whether the token ends a generation."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    @property
    def end_token(self) -> int | None:
        """The token that ends a generation, None when the file names none."""
        for token in (
            llama_cpp.llama_vocab_eot(self._vocab),
            llama_cpp.llama_vocab_eos(self._vocab),
        ):
            if token >= 0 and self.is_end(int(token)):
                return int(token)
        return None

    @property
    def begin_token(self) -> int | None:
        """The token that the file wants before every prompt, None for none."""
        token = int(llama_cpp.llama_vocab_bos(self._vocab))
        wanted = token >= 0 and bool(llama_cpp.llama_vocab_get_add_bos(self._vocab))
        return token if wanted else None

    # --- decoding -----------------------------------------------------------

    def spare(self, n_tokens: int, wanted: int) -> int:
        """Return how many of the wanted tokens the context holds beside `n_tokens`."""
        return max(0, min(wanted, self.max_ctx - n_tokens))

    def begin(self, cancel: CancelToken) -> None:
        """Start a request: from now on `cancel` stops prefill and decode.

        Raises
        ------
        ReasoningError
            If the model is closed, or memory does not even hold a small context.
        """
        if self._closed:
            raise ReasoningError("The model is closed.")
        if self._model is None:  # the device was left, and the CPU had no room for it either
            self._settle(Placement(n_all=self.placement.n_all, note=self.note), N_CTX)
        if self._ctx is None:  # the last request asked for more than the memory held
            self._open_context(min(N_CTX, self.max_ctx))
        self._cancel = cancel
        self._join()

    @property
    def tokens(self) -> Sequence[int]:
        """The tokens in the context, those of the first sequence where it has several."""
        return self._tokens

    def evaluate(self, tokens: Sequence[int], *, room: int = 1, n_sequences: int = 1) -> None:
        """Make the context hold exactly these tokens; a shared beginning is kept.

        They are read once and belong to every sequence.

        Parameters
        ----------
        tokens : sequence of int
            At least one.
        room : int
            How many more tokens will follow, in each sequence.
        n_sequences : int
            How many continuations will be decoded side by side.

        Raises
        ------
        ContextOverflowError
            If tokens and room do not fit into the model's context.
        Cancelled
            Once the request's cancel is set.
        """
        self._join()
        self._ensure(len(tokens) + room, len(tokens) + n_sequences * room, n_sequences)
        shared = 0
        for old, new in zip(self._tokens, tokens, strict=False):
            if old != new:
                break
            shared += 1
        if not shared == len(tokens) == len(self._tokens):  # else its logits are still there
            self._rewind(min(shared, len(tokens) - 1))
            # The last token goes alone: its logits are then the same to the last bit
            # whether the rest was in the cache or not.
            self._decode(tokens[len(self._tokens) : -1])
            self._decode(tokens[-1:])
        if n_sequences > 1:
            for sequence in range(1, n_sequences):
                llama_cpp.llama_memory_seq_cp(self._memory, 0, sequence, -1, -1)
            self._lengths = [len(tokens)] * n_sequences

    def forget(self) -> None:
        """Empty the context, so that the next answer owes nothing to earlier ones."""
        self._join()
        self._rewind(0)

    def append(self, *tokens: int) -> None:
        """Decode further tokens; see `evaluate`."""
        if len(self._tokens) + len(tokens) + 1 > min(self.n_ctx, self.max_ctx):
            self.evaluate([*self._tokens, *tokens])
        else:
            self._decode(tokens)

    def extend(self, parts: Mapping[int, Sequence[int]]) -> None:
        """Decode further tokens of several sequences in one batch.

        Parameters
        ----------
        parts : mapping of int to sequence of int
            Each sequence's next tokens; a sequence without tokens keeps its
            logits only where no other one has any.

        Raises
        ------
        ContextOverflowError
            If the sequences together need more than the room asked for.
        Cancelled
            Once the request's cancel is set.
        """
        if not self._lengths:
            self.append(*parts[0])
            return
        n_tokens = sum(map(len, parts.values()))
        if not n_tokens:
            return
        self._check_length(max(self._lengths[s] + len(tokens) for s, tokens in parts.items()))
        batch = llama_cpp.llama_batch_init(n_tokens, 0, 1)
        row = 0
        rows: dict[int, int] = {}
        for sequence, tokens in parts.items():
            for position, token in enumerate(tokens, self._lengths[sequence]):
                batch.token[row] = token
                batch.pos[row] = position
                batch.n_seq_id[row] = 1
                batch.seq_id[row][0] = sequence
                batch.logits[row] = False
                row += 1
            if tokens:
                batch.logits[row - 1] = True
                rows[sequence] = row - 1
        batch.n_tokens = n_tokens
        try:
            self._run(batch)
        finally:
            llama_cpp.llama_batch_free(batch)
        self._rows = rows
        for sequence, tokens in parts.items():
            self._lengths[sequence] += len(tokens)
        self._tokens.extend(parts.get(0, ()))

    def _join(self) -> None:
        """Give up the sequences beside the first one."""
        if not self._lengths:
            return
        for sequence in range(1, len(self._lengths)):
            llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        self._lengths = []
        self._rewind(len(self._tokens) - 1)  # its logits may be an older batch's

    def _ensure(self, n_tokens: int, n_cells: int = 0, n_sequences: int = 1) -> None:
        """Make room for `n_tokens` in a sequence, for `n_cells` in all of them."""
        self._check_length(n_tokens)
        if max(n_tokens, n_cells) <= self.n_ctx and n_sequences <= self._n_sequences:
            return
        wanted = -(-(n_tokens + 512) // 1024) * 1024
        self._open_context(
            max(n_cells, self.n_ctx, min(wanted, self.max_ctx)),
            max(n_sequences, self._n_sequences),
        )

    def _check_length(self, n_tokens: int) -> None:
        if n_tokens > self.max_ctx:
            raise ContextOverflowError(
                f"The description needs {n_tokens} tokens; the model reads {self.max_ctx}.",
                hint="Leave out columns, shorten the question, or choose a model with a longer "
                "context.",
                n_tokens=n_tokens,
                n_ctx=self.max_ctx,
            )

    def _rewind(self, length: int) -> None:
        if length == len(self._tokens):
            return
        # Recurrent models cannot forget a part: then all is read again.
        kept = length > 0 and llama_cpp.llama_memory_seq_rm(self._memory, 0, length, -1)
        if not kept:
            llama_cpp.llama_memory_clear(self._memory, True)
            length = 0
        del self._tokens[length:]

    def _forget_all(self) -> None:
        self._tokens = []
        self._lengths = []
        self._rows = {}

    def _decode(self, tokens: Sequence[int]) -> None:
        for start in range(0, len(tokens), self._n_batch):
            part = list(tokens[start : start + self._n_batch])
            array = (llama_cpp.llama_token * len(part))(*part)
            self._run(llama_cpp.llama_batch_get_one(array, len(part)))
            self._rows = {}
            self._tokens.extend(part)

    def _run(self, batch: Any) -> None:
        """Decode a batch; a cancel stops it."""
        self._cancel.raise_if_set()
        watched = self._slow or batch.n_tokens >= _LONG_BATCH
        if watched != self._watched:  # not for every token: llama.cpp writes a line to the log
            callback = self._abort if watched else self._no_abort
            llama_cpp.llama_set_abort_callback(self._ctx, callback, None)
            self._watched = watched
        begun = time.perf_counter()
        code = llama_cpp.llama_decode(self._ctx, batch)
        if batch.n_tokens <= max(1, len(self._lengths)):  # one step
            elapsed = time.perf_counter() - begun
            self._slow = elapsed > _SLOW_TOKEN_S
            n_tokens, seconds = self._decoded
            self._decoded = (n_tokens + batch.n_tokens, seconds + elapsed)
        if code != 0:
            self._failed(int(code))
        self._on_progress()

    def _failed(self, code: int) -> None:
        llama_cpp.llama_memory_clear(self._memory, True)
        self._forget_all()
        if code == 2:  # the abort callback said so
            raise Cancelled
        if code == 1:
            raise ContextOverflowError(
                "The model's context is full.",
                hint="Leave out columns, or choose a model with a longer context.",
                n_ctx=self.n_ctx,
            )
        raise ReasoningError(
            f"llama.cpp failed to decode (code {code}).",
            hint="The model file may be damaged.",
            return_code=code,
        )

    def logits(self, sequence: int = 0) -> Logits:
        """Return the logits of a sequence's next token; valid until the next decode.

        Returns
        -------
        ndarray, shape (n_vocab,)
            A view on llama.cpp's own memory.
        """
        pointer = llama_cpp.llama_get_logits_ith(self._ctx, self._rows.get(sequence, -1))
        # A tenth of the time that NumPy's own way from a pointer takes.
        row = self._row_type.from_address(ctypes.addressof(pointer.contents))
        return np.frombuffer(cast("Any", row), np.single)

    def log_likelihood(self, tokens: Sequence[int], n_prompt: int) -> float:
        """Return the log-probability of the tokens after the prompt; the context is then empty.

        Parameters
        ----------
        tokens : sequence of int
            The prompt, at least one token, and what is scored after it.
        n_prompt : int
            How many of them are the prompt.

        Returns
        -------
        float
            In nats, at most 0: the sum over ``tokens[n_prompt:]``, each given all before it.

        Raises
        ------
        ContextOverflowError
            If the tokens do not fit into the model's context.
        """
        self._ensure(len(tokens))
        self.forget()
        total = 0.0
        for start in range(0, len(tokens) - 1, _SCORED_AT_ONCE):
            part = list(tokens[start : min(start + _SCORED_AT_ONCE, len(tokens) - 1)])
            array = (llama_cpp.llama_token * len(part))(*part)
            flags = (ctypes.c_int8 * len(part))(*[1] * len(part))  # logits of every position
            batch = llama_cpp.llama_batch_get_one(array, len(part))
            batch.logits = ctypes.cast(flags, ctypes.POINTER(ctypes.c_int8))
            self._run(batch)
            self._tokens.extend(part)
            pointer = llama_cpp.llama_get_logits(self._ctx)
            logits = np.ctypeslib.as_array(pointer, shape=(len(part), self.n_vocab))
            first = max(0, n_prompt - 1 - start)  # the prompt's last position predicts the first
            scored = logits[first:].astype(np.float64)
            if len(scored):
                scored -= scored.max(axis=1, keepdims=True)
                wanted = list(tokens[start + first + 1 : start + len(part) + 1])
                chosen = scored[np.arange(len(scored)), wanted]
                total += float((chosen - np.log(np.exp(scored).sum(axis=1))).sum())
        self.forget()
        return total

    def grammar(self, text: str) -> Grammar:
        """Return a constraint from a GBNF grammar."""
        return Grammar(self._vocab, self.n_vocab, text)

    def render_chat(self, messages: Sequence[Mapping[str, str]]) -> str | None:
        """Return the messages in the file's chat template, None where it has none.

        A template that cannot be parsed or rendered counts as none.
        """
        template = self.metadata("tokenizer.chat_template")
        if not template:
            return None
        try:
            formatter = Jinja2ChatFormatter(
                template=template,
                eos_token=self._token_text("eos"),
                bos_token=self._token_text("bos"),
            )
            return str(formatter(messages=cast("Any", list(messages))).prompt)
        except Exception as err:  # noqa: BLE001 - a template is a program of the file's author
            log.info("chat template of %s ignored: %s", self.path.name, err)
            return None

    def _token_text(self, which: str) -> str:
        token = int(getattr(llama_cpp, f"llama_vocab_{which}")(self._vocab))
        return self.piece(token).decode("utf-8", "replace") if token >= 0 else ""
