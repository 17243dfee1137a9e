"""Train the bundled model end to end: one command, one manifest.

    python -m vizapp.training.train --data FOLDER --out models --work build

Stages: generate and profile tables, learn the tokenizer, train from scratch on
generated, authored and labelled tables and on questions, review, export Q8_0, measure on the
public benchmark's real tables, none of which was taught, write the manifest. Each
stage keeps its result in the work folder and is skipped when it is there. Without
``--data`` only generated and authored tables are used; ``--tiny`` proves the whole path in
seconds. ``--fine-tune`` goes on with the real tables, measured by k-fold then; it did not
help (see LOG.md). ``--start GGUF`` goes on from a finished model instead of from scratch;
with ``--fine-tune`` the real tables are among what it is taught, and nothing is measured.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import hashlib
import json
import logging
import pickle
import platform
import random
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from vizapp import __version__
from vizapp.core.tasks import Progress
from vizapp.reasoning.specials import ASK, SPECIALS
from vizapp.reasoning.stream import STREAM_VERSION
from vizapp.training import corpora, gptvis
from vizapp.training.architecture import Decoder, ModelConfig
from vizapp.training.convert import read_gguf, write_gguf
from vizapp.training.evaluate import evaluate, gptvis_case, open_reasoner, report
from vizapp.training.fit import LOSSES, FitConfig, fit, load_model, save_weights
from vizapp.training.gptvis import GptVisCase
from vizapp.training.metrics import Outcome, Scores, summarise
from vizapp.training.synthesise import Case
from vizapp.training.tokens import Corpus, Tokenizer, encode_corpus, train_tokenizer

log = logging.getLogger("vizapp.training")
MODEL_NAME = "vizapp-reasoner"


@dataclasses.dataclass(frozen=True)
class Recipe:
    """Everything that decides the result besides the data."""

    seed: int = 23
    n_cases: int = 90_000
    ask_share: float = 0.5  # of the generated cases
    real_passes: int = 2  # over the questions and the labelled tables
    vocab_size: int = 7168
    d_model: int = 320
    n_layers: int = 6
    n_heads: int = 5
    d_ffn: int = 896
    n_ctx: int = 1536
    minutes: float = 110
    review_minutes: float = 10  # further ones, mostly on examples without a question
    review_asks: float = 0.42  # of the examples with a question that are seen again
    steps: int | None = None
    fine_tune: bool = False  # on the real tables
    tune_steps: int = 60
    tune_rate: float = 0.3  # of the initial learning rates
    real_copies: int = 24
    authored_copies: int = 10  # of the authored tables in the training from scratch
    tune_authored: int = 1  # of them while fine-tuning
    schema_draws: int = 14  # tables of each authored schema
    ask_draws: int = 10  # tables of each authored ask
    replay: float = 0.6  # generated examples per real one while fine-tuning
    blend: float = 0.6  # of the fine-tuned weights; the rest are those before
    n_folds: int = 5
    n_dev: int = 600
    start_rate: float = 0.5  # of the initial learning rates where a finished model goes on
    start_copies: int = 60  # of the real tables among its examples
    start_blend: float = 1.0  # of its weights afterwards; the rest are those of the start


TINY = Recipe(
    n_cases=60, vocab_size=4600, d_model=64, n_layers=2, n_heads=2, d_ffn=128,
    steps=4, review_minutes=0.02, tune_steps=2, real_copies=1, authored_copies=1, tune_authored=1,
    schema_draws=1, ask_draws=1, n_folds=0, n_dev=10,
)  # fmt: skip


class Run:
    """One training run: the recipe, its folders, its data."""

    def __init__(
        self, recipe: Recipe, work: Path, data: Path | None, start: Path | None = None
    ) -> None:
        self.recipe = recipe
        self.work = work
        self.data = data
        self.start = start
        work.mkdir(parents=True, exist_ok=True)

    def cases(self) -> tuple[list[Case], list[Case]]:
        """Return the generated cases, and those of real tables, made once."""
        path = self.work / "cases.pickle"
        if not path.exists():
            started = time.monotonic()
            generated = corpora.synthetic_cases(
                self.recipe.n_cases, self.recipe.seed, ask_share=self.recipe.ask_share
            )
            asked: list[Case] = []
            if self.data:
                asked = corpora.nvbench_cases(self.data)
                asked += corpora.labelled_cases(
                    self.data / corpora.TABLES_FOLDER, self.recipe.seed + 4
                )
            log.info(
                "%d generated tables, %d questions and labels, %.0f s",
                len(generated), len(asked), time.monotonic() - started,
            )  # fmt: skip
            path.write_bytes(pickle.dumps((generated, asked)))
        generated, asked = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
        return generated, asked

    def corpus(self) -> tuple[Corpus, Corpus, Tokenizer]:
        """Return the encoded training and development examples and the tokenizer."""
        train, dev = self.work / "train.npz", self.work / "dev.npz"
        vocabulary = self.work / "tokenizer.json"
        if not (train.exists() and dev.exists() and vocabulary.exists()):
            recipe = self.recipe
            generated, asked = self.cases()
            rng = random.Random(recipe.seed)
            held = corpora.all_examples(generated[: recipe.n_dev], recipe.seed)
            taught = corpora.some_numbered(generated[recipe.n_dev :], recipe.seed + 2)
            examples = corpora.all_examples(taught, recipe.seed + 1)
            for copy in range(recipe.real_passes):  # each time in other words
                examples += corpora.all_examples(
                    asked, recipe.seed + 20 + copy, other_lang=0.1, direct=0.15
                )
            examples += corpora.varied_examples(
                self.authored(), recipe.seed + 40, copies=recipe.authored_copies
            )
            drawn = corpora.schema_cases(recipe.seed + 50, draws=recipe.schema_draws)
            examples += corpora.all_examples(drawn, recipe.seed + 51)
            asks = corpora.taught_asks(recipe.seed + 60, draws=recipe.ask_draws)
            examples += corpora.all_examples(asks, recipe.seed + 61, other_lang=0.06)
            rng.shuffle(examples)
            if self.start and not vocabulary.exists():
                before = read_gguf(self.start)[1]  # spare markers have got their meaning since
                Tokenizer(SPECIALS, before.merges).save(vocabulary)
            if not vocabulary.exists():
                texts = [e.prompt + e.target for e in examples[:30_000]]
                train_tokenizer(texts, SPECIALS, recipe.vocab_size).save(vocabulary)
            tokenizer = Tokenizer.load(vocabulary)
            encode_corpus(examples, tokenizer).save(train)
            encode_corpus(held, tokenizer).save(dev)
            log.info("%d examples, vocabulary %d", len(examples), len(tokenizer))
        return Corpus.load(train), Corpus.load(dev), Tokenizer.load(vocabulary)

    def authored(self) -> list[Case]:
        """Return the authored tables that are taught; none is a near-duplicate of a real one."""
        real = gptvis.load(self.data / corpora.GPTVIS_FILE) if self.data else []
        return corpora.authored_cases("train", apart=real)

    def pretrain(self) -> tuple[Decoder, Tokenizer]:
        """Return the model after its training from scratch."""
        recipe = self.recipe
        train, dev, tokenizer = self.corpus()
        path = self.work / "pretrained.pt"
        if not path.exists():
            config = ModelConfig(
                vocab_size=len(tokenizer),
                d_model=recipe.d_model,
                n_layers=recipe.n_layers,
                n_heads=recipe.n_heads,
                n_kv_heads=recipe.n_heads,
                d_ffn=recipe.d_ffn,
                n_ctx=recipe.n_ctx,
            )
            model = Decoder(config, seed=recipe.seed)
            log.info("%.1f M parameters", model.n_parameters / 1e6)
            length: dict[str, Any] = {"minutes": recipe.minutes}
            if recipe.steps is not None:
                length = {"steps": recipe.steps}
            fit(
                model,
                train,
                config=FitConfig(**length, seed=recipe.seed),
                checkpoint_dir=self.work / "pretrain",
                dev=dev,
                progress=_report,
                resume=True,
            )
            self._review(model, train, dev, tokenizer)
            save_weights(model, path)
        return load_model(path), tokenizer

    def go_on(self, real: Sequence[Case]) -> tuple[Decoder, Tokenizer]:
        """Return the model of `start` after it has seen today's examples."""
        assert self.start is not None
        recipe = self.recipe
        train, dev, tokenizer = self.corpus()
        path = self.work / "final.pt"
        if path.exists():
            return load_model(path), tokenizer
        model, _ = read_gguf(self.start)
        if recipe.fine_tune:
            examples = corpora.varied_examples(real, recipe.seed + 3, copies=recipe.start_copies)
            train = Corpus.join([train, encode_corpus(list(examples), tokenizer)])
        defaults = FitConfig(steps=1)
        config = FitConfig(
            minutes=None if recipe.steps else recipe.minutes,
            steps=recipe.steps,
            seed=recipe.seed + 5,
            muon_lr=defaults.muon_lr * recipe.start_rate,
            adam_lr=defaults.adam_lr * recipe.start_rate,
            decay_share=0.8,
        )
        folder = self.work / "pretrain"
        fit(model, train, config=config, checkpoint_dir=folder, dev=dev, progress=_report,
            resume=True)  # fmt: skip
        self._review(model, train, dev, tokenizer)
        save_weights(model, path)
        return model, tokenizer

    def _review(self, model: Decoder, train: Corpus, dev: Corpus, tokenizer: Tokenizer) -> None:
        """Go on at half the rates, mostly on examples without a question.

        Questions are quicker learned than what a table itself calls for, so more of
        the training than of the use is about them.
        """
        recipe = self.recipe
        asked = train.holding(tokenizer.id_of(ASK))
        again = np.random.default_rng(recipe.seed).random(len(train)) < recipe.review_asks
        whole = FitConfig(steps=1)
        config = FitConfig(
            minutes=recipe.review_minutes,
            seed=recipe.seed + 1,
            muon_lr=whole.muon_lr * 0.5,
            adam_lr=whole.adam_lr * 0.5,
            decay_share=0.9,
        )
        chosen = train.chosen(~asked | again)
        folder = self.work / "review"
        fit(model, chosen, config=config, checkpoint_dir=folder, dev=dev, progress=_report)

    def curve(self) -> list[dict[str, Any]]:
        """Return the loss curve from scratch to the end of the review, one after the other.

        That of the model that this one goes on from comes first, where it lies beside it.
        """
        lines: list[dict[str, Any]] = []
        files = [self.work / name / LOSSES for name in ("pretrain", "review")]
        if self.start and (known := self.start.with_name(LOSSES)).exists():
            files.insert(0, known)
        for file in files:
            before = lines[-1] if lines else {}
            for text in file.read_text("utf-8").splitlines():
                line = json.loads(text)
                for key in ("step", "n_tokens", "elapsed_s"):
                    line[key] += before.get(key, 0)
                lines.append(line)
        return lines

    def tune(self, real: Sequence[Case], name: str) -> tuple[Decoder, Tokenizer]:
        """Return the model fine-tuned on real tables, generated ones mixed in."""
        recipe = self.recipe
        model, tokenizer = self.pretrain()
        path = self.work / f"{name}.pt"
        if path.exists():
            return load_model(path), tokenizer
        examples = list(corpora.varied_examples(real, recipe.seed + 3, copies=recipe.real_copies))
        train, _, _ = self.corpus()
        parts = [train]
        if examples:
            examples += corpora.varied_examples(
                self.authored(), recipe.seed + 6, copies=recipe.tune_authored
            )
            own = encode_corpus(examples, tokenizer)
            n_replay = min(len(train), int(len(own) * recipe.replay))
            parts = [own, _head(train, n_replay)]
        defaults = FitConfig(steps=1)
        config = FitConfig(
            steps=recipe.tune_steps,
            seed=recipe.seed,
            muon_lr=defaults.muon_lr * recipe.tune_rate,
            adam_lr=defaults.adam_lr * recipe.tune_rate,
            warmup_steps=5,
            decay_share=0.8,
        )
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        fit(model, Corpus.join(parts), config=config, checkpoint_dir=folder, progress=_report)
        shutil.rmtree(folder, ignore_errors=True)
        blend_weights(model, load_model(self.work / "pretrained.pt"), recipe.blend)
        save_weights(model, path)
        return model, tokenizer

    def export(self, model: Decoder, tokenizer: Tokenizer, path: Path) -> None:
        """Write the model as Q8_0."""
        path.parent.mkdir(parents=True, exist_ok=True)
        metadata: dict[str, str | int | float | bool] = {
            "general.name": MODEL_NAME,
            "general.license": "mit",
            "vizapp.stream": STREAM_VERSION,
            "vizapp.version": __version__,
        }
        write_gguf(model, tokenizer, path, quantisation="Q8_0", metadata=metadata)

    def k_fold(self, real: Sequence[tuple[GptVisCase, Case | None]]) -> list[Outcome]:
        """Return how each fold's model answers the tables it never saw, on its GGUF."""
        outcomes: list[Outcome] = []
        splits = gptvis.folds([table for table, _ in real], self.recipe.n_folds)
        for number, held in enumerate(splits):
            out = set(held)
            taught = [c for i, (_, c) in enumerate(real) if i not in out and c is not None]
            model, tokenizer = self.tune(taught, f"fold{number}")
            path = self.work / f"fold{number}.gguf"
            self.export(model, tokenizer, path)
            found = _answers(path, [real[i] for i in held])
            log.info("fold %d: top 1 %.3f", number, summarise(found).top1.value)
            outcomes += found
        return outcomes


def _answers(path: Path, real: Sequence[tuple[GptVisCase, Case | None]]) -> list[Outcome]:
    """Return how a finished file answers real tables."""
    reasoner = open_reasoner(path)
    try:
        return list(evaluate(reasoner, [gptvis_case(table) for table, _ in real]))
    finally:
        reasoner.close()


def blend_weights(model: Decoder, before: Decoder, share: float) -> None:
    """Move a fine-tuned model part of the way back, in place.

    Fine-tuning on few tables forgets what those tables do not show; the mean of
    both sets of weights keeps most of the gain and most of the breadth
    (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
    """
    old = dict(before.named_parameters())
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.mul_(share).add_(old[name], alpha=1 - share)


def _head(corpus: Corpus, n: int) -> Corpus:
    end = corpus.offsets[n]
    return Corpus(corpus.ids[:end], corpus.offsets[: n + 1], corpus.n_prompt[:n])


def _report(progress: Progress) -> None:
    log.info("%s %s/%s", progress.step, progress.done, progress.total or "?")


def _plain(scores: Scores) -> dict[str, Any]:
    """Return the scores of a set as JSON values, rounded."""
    record = dataclasses.asdict(scores)
    record["confusions"] = [[*pair, n] for pair, n in scores.confusions.items()]
    plain: dict[str, Any] = json.loads(
        json.dumps(record), parse_float=lambda text: round(float(text), 4)
    )
    return plain


def data_hash(run: Run) -> str:
    """Return the SHA-256 of the encoded training examples."""
    return hashlib.sha256((run.work / "train.npz").read_bytes()).hexdigest()


def _command(recipe: Recipe, start: Path | None) -> str:
    """Return the command line that says all of this again."""
    parts = ["python -m vizapp.training.train --data FOLDER --out models"]
    if start:
        parts.append("--start GGUF")
    if recipe.fine_tune:
        parts.append("--fine-tune")
    own, usual = dataclasses.asdict(recipe), dataclasses.asdict(Recipe())
    other = [f"{k}={v}" for k, v in own.items() if v != usual[k] and k != "fine_tune"]
    if other:
        parts.append("--set " + " ".join(other))
    return " ".join(parts)


def train(
    recipe: Recipe, *, data: Path | None, work: Path, out: Path, start: Path | None = None
) -> Path:
    """Run every stage and return the path of the GGUF."""
    started = time.monotonic()
    run = Run(recipe, work, data, start)
    real = corpora.gptvis_cases(data / corpora.GPTVIS_FILE) if data else []
    taught = [case for _, case in real if case is not None]
    scores: Scores | None = None
    before = hashlib.sha256(start.read_bytes()).hexdigest() if start else None
    title = f"{len(real)} real tables, none of them taught, Q8_0"
    if start:
        model, tokenizer = run.go_on(taught)
        if recipe.start_blend < 1:
            blend_weights(model, read_gguf(start)[0], recipe.start_blend)
    else:
        model, tokenizer = run.pretrain()
        if real and recipe.fine_tune:
            scores = summarise(run.k_fold(real)) if recipe.n_folds else None
            title = f"{recipe.n_folds}-fold over {len(real)} real tables, Q8_0"
            model, tokenizer = run.tune(taught, "final")
    path = out / f"{MODEL_NAME}-q8_0.gguf"
    run.export(model, tokenizer, path)
    if real and not (start and recipe.fine_tune):
        if not recipe.fine_tune:
            scores = summarise(_answers(path, real))
        if scores:
            (work / "gptvis.md").write_text(report(title, scores) + "\n", "utf-8")
    curve = run.curve()
    (out / LOSSES).write_text("".join(f"{json.dumps(line)}\n" for line in curve), "utf-8")
    manifest = {
        "model": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "size_bytes": path.stat().st_size,
        "version": __version__,
        "stream_version": STREAM_VERSION,
        "start_sha256": before,  # the model that this one goes on from
        "n_parameters": model.n_parameters,
        "recipe": dataclasses.asdict(recipe),
        "architecture": model.config.to_dict(),
        "n_tokens": curve[-1]["n_tokens"],
        "data_sha256": data_hash(run),
        "n_real_tables": len(real),
        "hardware": f"{platform.machine()}, {torch.get_num_threads()} threads, CPU"
        if not torch.cuda.is_available()
        else torch.cuda.get_device_name(),
        "seconds": {
            "of_training": round(curve[-1]["elapsed_s"], 1),
            "in_this_call": round(time.monotonic() - started, 1),
        },
        "scores": {
            "gptvis": _plain(scores) if scores else None,
        },
        "command": _command(recipe, start),
    }
    (out / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    return path


def _changes(given: Sequence[str]) -> dict[str, Any]:
    """Return what of the recipe `NAME=VALUE` sets: a number, a truth value or None."""
    changes: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        changes[name] = ast.literal_eval(value)
    return changes


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m vizapp.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with the public training sets")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument(
        "--set", nargs="+", default=[], metavar="NAME=VALUE", help="other values of the recipe"
    )
    parser.add_argument("--start", type=Path, help="a GGUF of our own to go on from")
    parser.add_argument("--fine-tune", action="store_true", help="go on with the real tables")
    parser.add_argument("--tiny", action="store_true", help="a model of no use, in seconds")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = TINY if options.tiny else Recipe()
    recipe = dataclasses.replace(recipe, fine_tune=options.fine_tune)
    try:
        recipe = dataclasses.replace(recipe, **_changes(options.set))
    except (SyntaxError, TypeError, ValueError) as err:
        parser.error(f"--set: {err}")
    path = train(recipe, data=options.data, work=options.work, out=options.out, start=options.start)
    log.info("wrote %s", path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
