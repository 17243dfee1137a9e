"""The training loop: initial training and fine-tuning alike.

Each step draws random examples up to a number of tokens, sorts them by
length and cuts them into small padded batches, so that little is padding
and every step still sees short and long examples. On a CPU, one process per
core computes half of a step's gradient with one thread; weights, gradients
and optimizer states are shared memory, and each process updates its share of
the weights. Two single-thread processes were faster than two threads, the
more so while other programs use the machine, as they meet four times per
step and not in every matrix product.

The result depends on the seed and the number of processes only, unless the
length is given in minutes.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BrokenBarrierError
from typing import Any

import numpy as np
import torch
import torch.multiprocessing as mp
from numpy.typing import NDArray
from torch import Tensor

from vizapp.core.tasks import CancelToken, Progress, ProgressCallback
from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.batches import micro_batches, n_supervised, step_batches
from vizapp.training.fused import FusedLoss
from vizapp.training.optimizer import Slot, adam_step, layout, muon_step, shares
from vizapp.training.tokens import Corpus

_WAIT_S = 900.0  # for another process, before it counts as lost
LAST = "last.pt"
BEST = "best.pt"
LOSSES = "losses.jsonl"


@dataclass(frozen=True)
class FitConfig:
    """How to train; exactly one of `steps` and `minutes` says for how long."""

    steps: int | None = None
    minutes: float | None = None
    batch_tokens: int = 16_384  # per step
    micro_tokens: int = 1_024  # at a time in one process: little padding, fits the cache
    muon_lr: float = 0.02
    adam_lr: float = 4e-3
    decay: float = 0.01
    warmup_steps: int = 40
    decay_share: float = 0.45  # of the length, at its end
    clip: float = 1.0
    seed: int = 0
    dev_every: int = 200  # steps
    log_every: int = 10  # steps
    save_every_s: float = 300.0
    n_processes: int | None = None  # None: one per core, at most two
    bf16: bool = True
    device: str | None = None  # None: CUDA if there is one

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.minutes is None):
            raise ValueError("give either steps or minutes")

    def rate(self, step: int, elapsed_s: float) -> float:
        """Return the factor of the learning rates at a point of the training."""
        done = step / self.steps if self.steps else elapsed_s / (60 * (self.minutes or 1))
        warm = min(1.0, (step + 1) / max(1, self.warmup_steps))
        return warm * max(0.0, min(1.0, (1 - done) / self.decay_share))

    def is_over(self, step: int, elapsed_s: float) -> bool:
        """Whether the training has its length."""
        if self.steps is not None:
            return step >= self.steps
        return elapsed_s >= 60 * (self.minutes or 0)


@dataclass(frozen=True)
class Record:
    """One line of the loss curve; losses are nats per supervised token."""

    step: int
    loss: float
    rate: float
    gradient_norm: float
    n_tokens: int
    elapsed_s: float
    dev_loss: float | None = None


@dataclass(frozen=True, eq=False)
class _Shared:
    """What the processes share; everything else each computes for itself."""

    weights: Tensor  # (P,)
    grads: Tensor  # (n_processes, P)
    mean: Tensor  # (P,) momentum of Muon, first moment of Adam
    square: Tensor  # (P,) second moment of Adam
    control: Tensor  # (2,) rate (negative: stop), spare
    sums: Tensor  # (n_processes, 2) loss or dev loss, squared gradient norm


@dataclass(frozen=True, eq=False)
class _Job:
    """What one process needs to begin."""

    rank: int
    n_processes: int
    model: ModelConfig
    config: FitConfig
    corpus: Corpus
    dev: Corpus | None
    device: str
    step: int
    epoch: int
    position: int


class _Worker:
    """One process's part of the training."""

    def __init__(self, job: _Job, shared: _Shared, barrier: Any, model: Decoder | None = None):
        self.job, self.shared, self.barrier = job, shared, barrier
        self.step, self.epoch, self.position = job.step, job.epoch, job.position
        self.model = model if model is not None else Decoder(job.model)
        self.model.to(job.device)
        slots = layout(self.model)
        weights = dict(self.model.named_parameters())
        for slot in slots:
            weights[slot.name].data = slot.view(shared.weights)
            weights[slot.name].grad = slot.view(shared.grads[job.rank])
        self.fused = None
        if job.config.bf16 and FusedLoss.fits(self.model, job.device):
            self.fused = FusedLoss(self.model)
        self.own: list[Slot] = shares(slots, job.n_processes)[job.rank]
        self.batches = step_batches(
            job.corpus,
            job.config.batch_tokens,
            job.config.seed,
            epoch=job.epoch,
            position=job.position,
        )

    def meet(self) -> None:
        """Wait for the other processes."""
        if self.barrier is not None:
            self.barrier.wait(_WAIT_S)

    def _mine(self, examples: NDArray[np.int64], corpus: Corpus) -> NDArray[np.int64]:
        by_length = examples[np.argsort(-corpus.lengths[examples], kind="stable")]
        return by_length[self.job.rank :: self.job.n_processes]

    def _autocast(self) -> AbstractContextManager[Any]:
        kind = torch.device(self.job.device).type
        return torch.autocast(kind, torch.bfloat16, enabled=self.job.config.bf16)

    def _batches(self, corpus: Corpus, examples: NDArray[np.int64]) -> Iterator[list[Tensor]]:
        mine = self._mine(examples, corpus)
        for batch in micro_batches(corpus, mine, self.job.config.micro_tokens):
            yield [part.to(self.job.device) for part in batch]

    def _losses(self, corpus: Corpus, examples: NDArray[np.int64]) -> Iterator[Tensor]:
        for ids, rows, targets in self._batches(corpus, examples):
            with self._autocast():
                loss = self.model.loss(ids, rows, targets)
            yield loss

    def _descend(self, corpus: Corpus, examples: NDArray[np.int64], scale: float) -> Tensor:
        """Return the summed loss of this process's part; add its gradients times `scale`."""
        total = torch.zeros((), device=self.job.device)
        if self.fused is not None:
            self.fused.refresh()
            for ids, rows, targets in self._batches(corpus, examples):
                total += self.fused.add(ids, rows, targets, scale)
            return total
        for loss in self._losses(corpus, examples):
            (loss * scale).backward()  # type: ignore[no-untyped-call]
            total += loss.detach()
        return total

    def train_step(self, rate: float) -> tuple[float, float, int]:
        """Do one step; return loss, gradient norm and number of tokens."""
        job, shared = self.job, self.shared
        examples, self.epoch, self.position = next(self.batches)
        n_wanted = n_supervised(job.corpus, examples)
        shared.grads[job.rank].zero_()
        total = self._descend(job.corpus, examples, 1 / n_wanted)
        shared.sums[job.rank, 0] = total / n_wanted
        self.meet()
        own = [(slot, self._summed(slot)) for slot in self.own]
        squares = [grad.square().sum() for _, grad in own]
        shared.sums[job.rank, 1] = torch.stack(squares).sum() if squares else 0.0
        self.meet()
        norm = float(shared.sums[:, 1].sum().sqrt())
        shrink = min(1.0, job.config.clip / (norm + 1e-9))
        self.step += 1
        for slot, grad in own:
            self._update(slot, grad.mul_(shrink), rate)
        loss_mean = float(shared.sums[:, 0].sum())
        self.meet()
        return loss_mean, norm, int(job.corpus.lengths[examples].sum())

    def _summed(self, slot: Slot) -> Tensor:
        total = slot.view(self.shared.grads[0]).clone()
        for rank in range(1, self.job.n_processes):
            total += slot.view(self.shared.grads[rank])
        return total

    def _update(self, slot: Slot, grad: Tensor, rate: float) -> None:
        shared, config = self.shared, self.job.config
        weight, mean = slot.view(shared.weights), slot.view(shared.mean)
        if slot.muon:
            muon_step(weight, grad, mean, lr=rate * config.muon_lr, decay=config.decay)
        else:
            square = slot.view(shared.square)
            # Neither norms nor the embedding decay: rare tokens would fade.
            lr = rate * config.adam_lr
            adam_step(weight, grad, mean, square, lr=lr, decay=0.0, step=self.step)

    def dev_loss(self) -> float:
        """Return the mean loss on the development examples."""
        dev = self.job.dev
        if dev is None or not len(dev):
            return float("nan")
        everything = np.arange(len(dev))
        with torch.no_grad():
            total = sum((float(loss) for loss in self._losses(dev, everything)), 0.0)
        self.shared.sums[self.job.rank, 0] = total
        self.meet()
        mean = float(self.shared.sums[:, 0].sum()) / n_supervised(dev, everything)
        self.meet()
        return mean

    def follow(self) -> None:
        """Work along with process 0 until it says stop."""
        while True:
            self.meet()
            rate, evaluate = self.shared.control.tolist()
            if rate < 0:
                return
            self.train_step(rate)
            if evaluate:
                self.dev_loss()


def _end_with_parent() -> None:
    """End this process once process 0 is gone, even if it was killed."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _follower(job: _Job, shared: _Shared, barrier: Any) -> None:
    torch.set_num_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _Worker(job, shared, barrier).follow()
    except BrokenBarrierError:
        return  # process 0 ended early and reports why
    except BaseException:
        barrier.abort()
        raise


def _share(size: tuple[int, ...], device: str, shared: bool) -> Tensor:
    tensor = torch.zeros(size, device=device)
    if shared:
        tensor.share_memory_()  # type: ignore[no-untyped-call]
    return tensor


def fit(
    model: Decoder,
    corpus: Corpus,
    *,
    config: FitConfig,
    checkpoint_dir: Path,
    dev: Corpus | None = None,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
    resume: bool = False,
) -> list[Record]:
    """Train a model in place.

    Parameters
    ----------
    model : Decoder
        With fresh weights, or with those to fine-tune.
    corpus : Corpus
        Training examples; drawn in a new order each epoch.
    config : FitConfig
        Length, rates and speed.
    checkpoint_dir : Path
        Gets `last.pt` (weights and optimizer, to resume), `best.pt` (weights
        of the lowest development loss) and `losses.jsonl`.
    dev : Corpus, optional
        Development examples.
    progress : callable, optional
        Told each logged step.
    cancel : CancelToken, optional
        Ends the training after a step, with a checkpoint.
    resume : bool
        Go on from `last.pt` if it is there.

    Returns
    -------
    list of Record
        The loss curve of this call.
    """
    device = config.device or ("cuda" if torch.cuda.is_available() else "cpu")
    n_processes = config.n_processes or min(2, os.cpu_count() or 1)
    if device != "cpu":
        n_processes = 1
    checkpoint_dir.mkdir(parents=True, exist_ok=True)
    size = sum(weight.numel() for weight in model.parameters())
    many = n_processes > 1
    shared = _Shared(
        weights=_share((size,), device, many),
        grads=_share((n_processes, size), device, many),
        mean=_share((size,), device, many),
        square=_share((size,), device, many),
        control=_share((2,), "cpu", many),
        sums=_share((n_processes, 2), "cpu", many),
    )
    state = {"step": 0, "epoch": 0, "position": 0, "elapsed_s": 0.0, "n_tokens": 0}
    last = checkpoint_dir / LAST
    if resume and last.exists():
        state = _restore(last, shared)
    else:
        for slot, weight in zip(layout(model), model.parameters(), strict=True):
            slot.view(shared.weights).copy_(weight.detach())

    def job(rank: int) -> _Job:
        place = {key: int(state[key]) for key in ("step", "epoch", "position")}
        return _Job(rank, n_processes, model.config, config, corpus, dev, device, **place)

    n_threads = torch.get_num_threads()
    context = mp.get_context("spawn")
    barrier = context.Barrier(n_processes) if many else None
    followers = [
        context.Process(target=_follower, args=(job(rank), shared, barrier), daemon=True)
        for rank in range(1, n_processes)
    ]
    for follower in followers:
        follower.start()
    if many:
        torch.set_num_threads(1)
    try:
        worker = _Worker(job(0), shared, barrier, model)
        before = state["elapsed_s"], int(state["n_tokens"])
        return _lead(worker, checkpoint_dir, before, progress, cancel)
    except BrokenBarrierError as err:
        raise RuntimeError("a training process ended early; its error is above") from err
    finally:
        torch.set_num_threads(n_threads)
        _finish(model, followers, barrier)


def _finish(model: Decoder, followers: list[Any], barrier: Any) -> None:
    """End the other processes and give the model weights of its own."""
    for follower in followers:
        follower.join(timeout=1.0)
        if follower.is_alive():
            barrier.abort()
            follower.join(timeout=10.0)
    for weight in model.parameters():
        weight.data = weight.data.clone()
        weight.grad = None


def _lead(
    worker: _Worker,
    folder: Path,
    before: tuple[float, int],
    progress: ProgressCallback | None,
    cancel: CancelToken | None,
) -> list[Record]:
    """Run process 0: decide rate and end, log, evaluate and save.

    `before` is how long it was trained already, in seconds and in tokens.
    """
    config, shared = worker.job.config, worker.shared
    started, n_tokens = time.monotonic() - before[0], before[1]
    saved_at = time.monotonic()
    history: list[Record] = []
    best = float("inf")
    with (folder / LOSSES).open("a", encoding="utf-8") as log:
        while True:
            elapsed_s = time.monotonic() - started
            over = config.is_over(worker.step, elapsed_s) or (cancel is not None and cancel.is_set)
            rate = config.rate(worker.step, elapsed_s)
            evaluate = worker.job.dev is not None and (worker.step + 1) % config.dev_every == 0
            shared.control.copy_(torch.tensor([-1.0 if over else rate, float(evaluate)]))
            worker.meet()
            if over:
                break
            loss, norm, n_step = worker.train_step(rate)
            n_tokens += n_step
            if not np.isfinite(loss):
                raise FloatingPointError(f"the loss at step {worker.step} is {loss}")
            dev_loss = worker.dev_loss() if evaluate else None
            elapsed_s = time.monotonic() - started
            if evaluate or worker.step % config.log_every == 0 or worker.step == 1:
                record = Record(worker.step, loss, rate, norm, n_tokens, elapsed_s, dev_loss)
                history.append(record)
                log.write(json.dumps(asdict(record)) + "\n")
                log.flush()
                if progress is not None:
                    progress(Progress(f"loss {loss:.3f}", worker.step, config.steps))
            if dev_loss is not None and dev_loss < best:
                best = dev_loss
                save_weights(worker.model, folder / BEST)
            if time.monotonic() - saved_at >= config.save_every_s:
                _checkpoint(worker, folder / LAST, elapsed_s, n_tokens)
                saved_at = time.monotonic()
    _checkpoint(worker, folder / LAST, time.monotonic() - started, n_tokens)
    return history


def _write(content: dict[str, Any], path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.replace(path)


def _checkpoint(worker: _Worker, path: Path, elapsed_s: float, n_tokens: int) -> None:
    shared = worker.shared
    content = {
        "model": worker.job.model.to_dict(),
        "weights": {name: w.detach().cpu().clone() for name, w in worker.model.named_parameters()},
        "mean": shared.mean.cpu().clone(),
        "square": shared.square.cpu().clone(),
        "step": worker.step,
        "epoch": worker.epoch,
        "position": worker.position,
        "elapsed_s": elapsed_s,
        "n_tokens": n_tokens,
    }
    _write(content, path)


def _restore(path: Path, shared: _Shared) -> dict[str, Any]:
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    shared.weights.copy_(torch.cat([w.flatten() for w in content["weights"].values()]))
    shared.mean.copy_(content["mean"])
    shared.square.copy_(content["square"])
    return {key: content[key] for key in ("step", "epoch", "position", "elapsed_s", "n_tokens")}


def save_weights(model: Decoder, path: Path) -> None:
    """Write a model's shape and weights."""
    weights = {name: w.detach().cpu().clone() for name, w in model.named_parameters()}
    _write({"model": model.config.to_dict(), "weights": weights}, path)


def load_model(path: Path) -> Decoder:
    """Return the model of `save_weights` or of a checkpoint."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    model = Decoder(ModelConfig(**content["model"]))
    model.load_state_dict(content["weights"])
    return model
