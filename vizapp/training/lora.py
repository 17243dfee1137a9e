"""LoRA: tune the model to a person's own picks without touching its weights.

    python -m vizapp.training.lora --base models/vizapp-reasoner-q8_0.gguf --picks picks.jsonl
        --out adapter.gguf

Each adapted matrix W is used as ``W + alpha / rank * B @ A`` with two narrow matrices
(Hu et al. 2022, "LoRA: Low-rank adaptation of large language models"). Only those
are trained, and only they are written: a GGUF adapter of about a megabyte, which
llama.cpp loads beside the base model and which can be deleted again.

The picks are training records, one JSON object per line. A few picks say nothing
about all other tables, so generated tables with their usual answers are mixed in.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from vizapp.components.check import check_chart
from vizapp.components.spec import parse
from vizapp.core.errors import DataError, VizappError
from vizapp.core.language import choose_lang
from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.profile.attributes import parse_description
from vizapp.reasoning.native import STREAM_KEY
from vizapp.reasoning.stream import STREAM_VERSION
from vizapp.training.architecture import Decoder
from vizapp.training.batches import micro_batches, n_supervised, step_batches
from vizapp.training.convert import read_gguf, write_adapter_gguf
from vizapp.training.corpora import reason_of, without_samples
from vizapp.training.synthesise import Case, examples_of, generate_cases, write_example
from vizapp.training.tokens import Corpus, Example, Tokenizer, encode_corpus

log = logging.getLogger("vizapp.training")

TARGETS = (
    "attention.q", "attention.k", "attention.v", "attention.out",
    "ffn.gate", "ffn.up", "ffn.down",
)  # fmt: skip


@dataclass(frozen=True)
class LoraConfig:
    """The knobs of `tune`.

    Parameters
    ----------
    rank : int
        The width of the narrow matrices.
    alpha : float
        Scales what they add, by ``alpha / rank``.
    targets : tuple of str
        The adapted matrices of every block.
    steps : int
        Updates; the learning rate falls to zero over all of them.
    lr : float
        Of AdamW, to begin with.
    batch_tokens : int
        Tokens per update.
    copies : int
        Varied examples written from each pick.
    replay : float
        Generated examples for each of them.
    seed : int
        Of everything random.
    """

    rank: int = 8
    alpha: float = 16.0
    targets: tuple[str, ...] = TARGETS
    steps: int = 40
    lr: float = 2e-3
    batch_tokens: int = 2048
    copies: int = 4
    replay: float = 1.0
    seed: int = 11


class LowRank(nn.Module):
    """What an adapter adds to one matrix.

    Parameters
    ----------
    weight : Tensor, shape (n_out, n_in)
        The matrix to adapt.
    rank : int
        The width of the narrow matrices `a` (rank, n_in) and `b` (n_out, rank).
    alpha : float
        See `LoraConfig`.
    generator : torch.Generator
        Draws `a`; `b` starts at zero, so that an adapter begins as nothing.
    """

    def __init__(self, weight: Tensor, rank: int, alpha: float, generator: torch.Generator) -> None:
        super().__init__()
        n_out, n_in = weight.shape
        self.a = nn.Parameter(torch.randn(rank, n_in, generator=generator) * n_in**-0.5)
        self.b = nn.Parameter(torch.zeros(n_out, rank))
        self.scale = alpha / rank

    def forward(self, weight: Tensor) -> Tensor:
        """Return the adapted matrix, shape (n_out, n_in)."""
        return weight + self.scale * (self.b @ self.a)


def add_adapters(
    model: Decoder,
    rank: int = LoraConfig.rank,
    alpha: float = LoraConfig.alpha,
    targets: Sequence[str] = TARGETS,
    *,
    seed: int = 0,
) -> dict[str, LowRank]:
    """Freeze a model and give its matrices adapters, in place.

    Returns
    -------
    dict of str to LowRank
        The adapters by the name of their matrix, such as ``blocks.0.attention.q``.

    Raises
    ------
    ValueError
        If a block has no such matrix.
    """
    model.requires_grad_(False)
    generator = torch.Generator().manual_seed(seed)
    adapters: dict[str, LowRank] = {}
    for number, block in enumerate(model.blocks):
        for target in targets:
            if target not in TARGETS:
                raise ValueError(f"a block has no matrix {target!r}; it has {', '.join(TARGETS)}")
            linear = block.get_submodule(target)
            adapter = LowRank(linear.weight, rank, alpha, generator)  # type: ignore[arg-type]
            parametrize.register_parametrization(linear, "weight", adapter)
            adapters[f"blocks.{number}.{target}"] = adapter
    return adapters


def tune(
    model: Decoder,
    adapters: dict[str, LowRank],
    corpus: Corpus,
    config: LoraConfig,
    *,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> list[float]:
    """Train the adapters of a model in place.

    Returns
    -------
    list of float
        The loss of each step, in nats per supervised token.
    """
    device = model.embedding.weight.device
    weights = [w for adapter in adapters.values() for w in adapter.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=config.lr, weight_decay=0.0)
    losses: list[float] = []
    batches = step_batches(corpus, config.batch_tokens, config.seed)
    for step in range(config.steps):
        if cancel is not None and cancel.is_set:
            break
        examples, _, _ = next(batches)
        n_wanted = n_supervised(corpus, examples)
        total = 0.0
        for batch in micro_batches(corpus, examples, config.batch_tokens):
            with torch.autocast(device.type, torch.bfloat16):
                loss = model.loss(*(tensor.to(device) for tensor in batch)) / n_wanted
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        for settings in optimizer.param_groups:
            settings["lr"] = config.lr * (1 - step / config.steps)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(total)
        if progress is not None:
            progress(Progress(f"loss {total:.3f}", step + 1, config.steps))
    return losses


def read_picks(path: Path) -> list[Case]:
    """Return a person's picks.

    Parameters
    ----------
    path : Path
        Training records, one JSON object per line: the attribute description under
        ``input.input``, the picked charts under ``input.output``, and the question,
        where there was one, under ``input.ask``. References may be wrapped or plain.

    Raises
    ------
    DataError
        If a line is no such record, or its chart does not fit its table.
    """
    cases = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)["input"]
            description = parse_description(record["input"])
            charts = parse(record["output"], names=description.names).charts
            ask = record.get("ask")
        except (ValueError, KeyError, TypeError, AttributeError, VizappError) as err:
            raise DataError(f"Line {number} of {path.name} is no training record: {err}") from err
        findings = [f.message for chart in charts for f in check_chart(chart, description)]
        if findings or not charts:
            raise DataError(
                f"Line {number} of {path.name} has no chart that fits its table.",
                hint=findings[0] if findings else "",
            )
        reasons = tuple("asked" if ask else reason_of(c, description) for c in charts)
        lang = choose_lang(None, ask, description.names)
        cases.append(Case(description, charts, reasons, lang, ask))
    return cases


def pick_examples(picks: Sequence[Case], config: LoraConfig) -> Iterator[Example]:
    """Yield what the adapters learn: each pick in several ways, generated tables between.

    Every other example of a pick comes without a thought, as the alternatives
    of an answer are completed.
    """
    rng = random.Random(config.seed)
    n_picked = 0
    for copy in range(config.copies):
        for pick in picks:
            varied = without_samples(pick, rng) if rng.random() < 0.3 else pick
            example = write_example(varied, rng, think=copy % 2 == 0)
            if example is not None:
                n_picked += 1
                yield example
    cases = list(generate_cases(config.seed, round(n_picked * config.replay)))
    yield from examples_of(cases, config.seed, other_lang=0.0)


def tune_to_picks(
    model: Decoder,
    tokenizer: Tokenizer,
    picks: Sequence[Case],
    config: LoraConfig,
    *,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> dict[str, LowRank]:
    """Adapt a model to a person's picks and return the trained adapters.

    Raises
    ------
    ValueError
        If no pick can be written as an example.
    """
    examples = [
        example
        for example in pick_examples(picks, config)
        if len(tokenizer.encode(example.prompt + example.target)) <= model.config.n_ctx
    ]
    if not examples:
        raise ValueError("none of the picks can be written as an example")
    corpus = encode_corpus(examples, tokenizer)
    adapters = add_adapters(model, config.rank, config.alpha, config.targets, seed=config.seed)
    tune(model, adapters, corpus, config, progress=progress, cancel=cancel)
    return adapters


def save_adapters(adapters: dict[str, LowRank], path: Path, alpha: float) -> None:
    """Write adapters as a GGUF file that fits models of this stream version."""
    matrices = {
        name: (adapter.a.detach().cpu().numpy(), adapter.b.detach().cpu().numpy())
        for name, adapter in adapters.items()
    }
    write_adapter_gguf(matrices, path, alpha=alpha, metadata={STREAM_KEY: STREAM_VERSION})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m vizapp.training.lora",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--base", type=Path, required=True, help="the base model, a GGUF of our own"
    )
    parser.add_argument("--picks", type=Path, required=True, help="training records, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="gets the GGUF adapter")
    numbers = [f for f in dataclasses.fields(LoraConfig) if f.name != "targets"]
    for field in numbers:
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = LoraConfig(**{f.name: getattr(options, f.name) for f in numbers})
    picks = read_picks(options.picks)
    model, tokenizer = read_gguf(options.base)
    adapters = tune_to_picks(
        model,
        tokenizer,
        picks,
        config,
        progress=lambda p: log.info("%s %s/%s", p.step, p.done, p.total),
    )
    save_adapters(adapters, options.out, config.alpha)
    log.info("wrote %s from %d picks", options.out, len(picks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
