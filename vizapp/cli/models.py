"""``vizapp models``: list, fetch, add, try and remove models.

``models get`` is the only command that fetches anything, and it does so in a
process of its own.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from vizapp.cli.arguments import UsageError
from vizapp.cli.terminal import display_width, say
from vizapp.core import paths
from vizapp.core.language import system_lang
from vizapp.core.tasks import CancelToken
from vizapp.reasoning import model_list, model_store
from vizapp.reasoning.downloads import Download, Fetched, Received, download
from vizapp.reasoning.model_list import KNOWN
from vizapp.reasoning.model_store import InstalledModel
from vizapp.reasoning.trial import Trial, Tried, sample_cases, try_model


def models(arguments: argparse.Namespace) -> int:
    """Run the subcommand that the arguments name."""
    return _COMMANDS[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from vizapp.reasoning.expected_wait import expected_seconds, free_memory_bytes, measure_speed

    lang = system_lang()
    rows: list[tuple[str, ...]] = [("installed", "size", "context", "origin", "")]
    rows += [_installed_row(model) for model in model_store.installed()]
    print(_aligned(rows))
    print()
    speed, free = measure_speed(), free_memory_bytes()
    rows = [("can be fetched", "size", "memory", "licence", "an answer", "")]
    for known in KNOWN:
        memory = _size(known.memory_bytes, about=True)
        if free is not None and known.memory_bytes > free:
            memory += " (!)"
        wait = _wait(expected_seconds(known, speed))
        about = f"{known.note[lang]} {known.card}"
        size = _size(known.size_bytes, about=True)
        rows.append((known.id, size, memory, known.licence, wait, about))
    print(_aligned(rows))
    print()
    print(
        "An answer: the expected wait on this processor, from its speed just now; 'vizapp models "
        "try' measures it." + ("" if free is None else f" (!): more than the {_size(free)} free.")
    )
    return 0


def _wait(seconds: float) -> str:
    """Return an expected wait in round numbers, as it is no more exact than that.

    Examples
    --------
    >>> _wait(3.4), _wait(47), _wait(285), _wait(8000)
    ('~3 s', '~50 s', '~5 min', 'hours')
    """
    if seconds > 3600:
        return "hours"
    if seconds > 120:
        return f"~{round(seconds / 60)} min"
    step = 10 if seconds >= 20 else 1
    return f"~{max(1, round(seconds / step) * step)} s"


def _installed_row(model: InstalledModel) -> tuple[str, str, str, str, str]:
    header = model.header
    if header is None:
        return (model.name, "", "", model.origin, model.problem)
    kind = "speaks vizapp's own stream" if header.own else header.name or header.architecture
    if not header.own and not header.has_template:
        kind += " (no chat template: probably not trained to follow instructions)"
    return (model.name, _size(model.size_bytes), f"{header.n_ctx:,}", model.origin, kind)


def _get(arguments: argparse.Namespace) -> int:
    task = _download_of(arguments)
    target = Path(task.target)
    if target.exists():
        raise UsageError(f"{target.name} is there already.", hint="Remove it first to get it anew.")
    tell = _Teller()
    say(f"Fetching from {task.urls[0]}")
    for item in download(task, cancel=CancelToken()):
        if isinstance(item, Received):
            tell(item)
        elif isinstance(item, Fetched):
            model_store.keep_record(target, dict(item.record))
            if not item.record["checked"]:
                say(
                    "Nobody told what its SHA-256 should be; compare it with the publisher's: "
                    f"{item.record['sha256']}"
                )
    say(f"{target}: saved. Use it with: --model {target.stem}")
    return 0


def _download_of(arguments: argparse.Namespace) -> Download:
    folder = paths.user_models()
    if arguments.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", arguments.sha256):
        # Known before gigabytes have come, which a wrong one would throw away.
        raise UsageError(f"--sha256 {arguments.sha256}: a SHA-256 has 64 hexadecimal digits.")
    if "://" in arguments.model:
        name = arguments.model.partition("?")[0].rstrip("/").rpartition("/")[2]
        if not name.lower().endswith(".gguf"):
            raise UsageError(f"{arguments.model} is not the address of a GGUF file.")
        return Download((arguments.model,), str(folder / name), arguments.sha256)
    known = model_list.known_model(arguments.model)
    hosts = (arguments.host.rstrip("/"),) if arguments.host else ()
    return Download(
        known.urls(hosts),
        str(folder / known.file),
        arguments.sha256,
        known.size_bytes,
        known.licence,
    )


class _Teller:
    """Says how far a download is: in place on a terminal, each tenth elsewhere."""

    def __init__(self) -> None:
        self._tenths = 0

    def __call__(self, received: Received) -> None:
        """Say it, if it is worth a line."""
        total = f" of {_size(received.total)}" if received.total else ""
        line = f"{received.step}: {_size(received.done)}{total}"
        if sys.stderr.isatty():
            speed = f", {received.speed / 1e6:.1f} MB/s" if received.step == "fetch" else ""
            end = "\n" if received.step == "check" and received.done == received.total else ""
            print(f"\r{line + speed:<60}", end=end, file=sys.stderr, flush=True)
        elif received.total and received.step == "fetch":
            tenths = received.done * 10 // received.total
            if tenths > self._tenths:
                say(line)
            self._tenths = tenths


def _add(arguments: argparse.Namespace) -> int:
    model = model_store.add(Path(arguments.model))
    say(f"{model.path}: added. Use it with: --model {model.name}")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    model = model_store.remove(arguments.model)
    what = "deleted" if model.origin == "fetched" else "forgotten; the file stays where it is"
    say(f"{model.path}: {what}.")
    return 0


def _devices(arguments: argparse.Namespace) -> int:
    """Say what this machine computes with, and where each model would go."""
    from vizapp.reasoning import hardware
    from vizapp.reasoning.devices import SMALL_MODEL_BYTES, Shape, place, wanted_layers

    found, wanted = hardware.look(), wanted_layers()
    print(f"processor  {found.processor or '?'}")
    for device in found.devices:
        free, total = _size(device.free_bytes), _size(device.total_bytes)
        print(f"graphics   {device.label}, {free} of {total} free")
    for problem in found.problems:
        print(f"problem    {problem}")
    if not found.devices and not found.problems:
        print("graphics   none" + (f" ({', '.join(found.backends)})" if found.backends else ""))
    for model in model_store.installed():
        if model.header is None:
            continue
        shape = Shape(model.size_bytes, model.header.n_layers, model.header.kv_bytes)
        placed = place(shape, found, wanted)
        if wanted is None and model.size_bytes < SMALL_MODEL_BYTES:
            print(f"{model.name}: CPU (small: it answers sooner than a graphics driver starts)")
        else:
            why = f" ({placed.note[system_lang()]})" if placed.note else ""
            print(f"{model.name}: {placed.label}{why}")
    return 0


def _try(arguments: argparse.Namespace) -> int:
    from vizapp.reasoning.client import WorkerReasoner
    from vizapp.workflow import Workflow

    path = model_store.find(arguments.model)
    workflow = Workflow()
    cases = sample_cases(lambda file: workflow.open(file).description, arguments.limit)
    with (
        closing(WorkerReasoner(path)) as model,
        closing(WorkerReasoner(paths.bundled_model())) as reference,
    ):
        for item in try_model(model, reference, cases, cancel=CancelToken()):
            if isinstance(item, Tried):
                print(_tried_line(item), flush=True)
            else:
                print(f"\n{trial_text(item)}", flush=True)
    return 0


def _tried_line(item: Tried) -> str:
    if item.problem:
        return f"{item.case.name}: {item.problem}"
    verdict = "valid" if item.valid else "NOT valid"
    same = "the same" if item.same_spec else f"bundled model: {item.reference}"
    return f"{item.case.name}: {item.component} ({verdict}; {same}), {item.seconds:.1f} s"


def trial_text(trial: Trial) -> str:
    """Return the figures of a trial as a person reads them."""
    n = len(trial.tried)
    memory = _size(trial.memory_bytes) if trial.memory_bytes else "not told by this system"
    return (
        f"{trial.model}: {trial.n_valid} of {n} answers valid; the bundled model's chart in "
        f"{trial.n_same_component}, its whole answer in {trial.n_same_spec}.\n"
        f"On {trial.device or 'CPU'}: median {trial.median_seconds:.1f} s per answer, "
        f"{trial.tokens_per_second:.1f} tokens/s, loaded in {trial.load_seconds:.1f} s, memory at "
        f"most {memory}." + (f"\n{trial.note}" if trial.note else "")
    )


def _size(amount: int | None, *, about: bool = False) -> str:
    if amount is None:
        return "?"
    text = f"{amount / 1e9:.1f} GB" if amount >= 1e9 else f"{amount / 1e6:.0f} MB"
    return f"~{text}" if about else text


def _aligned(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [c + " " * (w - display_width(c)) for c, w in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "get": _get,
    "add": _add,
    "try": _try,
    "devices": _devices,
    "remove": _remove,
}
