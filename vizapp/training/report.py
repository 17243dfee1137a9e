"""Scores as Markdown, as one HTML page and as JSON.

Markdown and page are two forms of the same sections. The page holds all it
shows: its charts are our own stack's SVG, in a light and a dark form, as images
of their own, because the ids in several inline SVGs would clash.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vizapp.core.errors import DataError
from vizapp.rendering import theme
from vizapp.rendering.export import to_svg
from vizapp.rendering.style import BuiltChart, Style, ThemeName
from vizapp.rendering.theme import Colors
from vizapp.training.metrics import Interval, Scores

_WIDTH = 640
_N_CONFUSIONS = 15
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_BLEU_NOTE = (
    "A low BLEU is fine: a good thought may be worded in many ways; its claims are checked instead."
)

Spec = dict[str, Any]
Draw = Callable[[Colors], Spec]  # a chart's Vega-Lite in the colours of a theme


@dataclass(frozen=True)
class Loss:
    """One point of a loss curve, in nats per supervised token."""

    step: int
    loss: float
    dev_loss: float | None = None


@dataclass(frozen=True)
class Comparison:
    """Another model on the same cases, and what the first one has over it."""

    model: str
    scores: Scores
    differences: Mapping[str, Interval]


@dataclass(frozen=True)
class Report:
    """Everything that is told of one model on one split.

    Parameters
    ----------
    model, split : str
        Their names.
    think : bool
        Whether the model thought before it answered.
    notes : tuple of str
        What a reader must know of the split.
    scores : Scores
        The model's scores.
    matrix : mapping
        (wanted, given) components with their counts.
    against : Comparison, optional
        Another model on the same cases.
    losses : sequence of Loss
        The model's training; may be empty.
    """

    model: str
    split: str
    think: bool
    notes: tuple[str, ...]
    scores: Scores
    matrix: Mapping[tuple[str, str], int]
    against: Comparison | None = None
    losses: Sequence[Loss] = ()


@dataclass(frozen=True)
class _Section:
    title: str
    head: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    note: str = ""
    chart: Draw | None = None


def read_losses(path: Path) -> tuple[Loss, ...]:
    """Return the loss curve of a training's ``losses.jsonl``.

    Each line is an object with ``step``, ``loss`` and, where it was measured,
    ``dev_loss``. A training that went on from a checkpoint repeats steps; the
    last line of a step counts.

    Raises
    ------
    DataError
        If the file cannot be read or a line is not such an object.
    """
    found: dict[int, Loss] = {}
    try:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                step = int(record["step"])
                found[step] = Loss(step, float(record["loss"]), record.get("dev_loss"))
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise DataError(f"{path.name} is no loss curve: {err}.") from err
    return tuple(found[step] for step in sorted(found))


def report(name: str, scores: Scores) -> str:
    """Return the scores of one set as Markdown."""
    sections = [_measures(scores), _components(scores), _confusions(scores)]
    return "\n\n".join([f"## {name}", *(_table(s) for s in sections if s.rows)])


def to_markdown(report: Report) -> str:
    """Return a report as Markdown."""
    parts = [f"# {_title(report)}", *(f"> {note}" for note in report.notes)]
    for section in _sections(report):
        parts.append(f"## {section.title}")
        if section.rows:
            parts.append(_table(section))
        if section.note:
            parts.append(section.note)
    return "\n\n".join(parts) + "\n"


def to_html(report: Report) -> str:
    """Return a report as a page that needs nothing from elsewhere."""
    title = html.escape(_title(report))
    parts = [f"<h1>{title}</h1>"]
    parts += [f'<p class="note">{html.escape(note)}</p>' for note in report.notes]
    for section in _sections(report):
        parts.append(f"<h2>{html.escape(section.title)}</h2>")
        if section.chart is not None:
            parts.append(_picture(section.chart, section.title))
        if section.rows:
            parts.append(_html_table(section))
        if section.note:
            parts.append(f"<p>{html.escape(section.note)}</p>")
    return _PAGE.format(title=title, body="\n".join(parts), **_colours())


def to_json(report: Report) -> str:
    """Return a report as JSON, shares and losses rounded to four digits."""
    against = report.against
    record = {
        "model": report.model,
        "split": report.split,
        "think": report.think,
        "notes": report.notes,
        "scores": _plain(report.scores),
        "confusion_matrix": [[*pair, n] for pair, n in sorted(report.matrix.items())],
        "against": against
        and {
            "model": against.model,
            "scores": _plain(against.scores),
            "differences": {name: asdict(d) for name, d in against.differences.items()},
        },
    }
    rounded = json.loads(json.dumps(record), parse_float=lambda text: round(float(text), 4))
    return json.dumps(rounded, ensure_ascii=False, indent=1) + "\n"


def write(report: Report, folder: Path) -> None:
    """Write ``report.md``, ``report.html`` and ``scores.json`` into a folder, made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("report.md", to_markdown(report)),
        ("report.html", to_html(report)),
        ("scores.json", to_json(report)),
    ):
        (folder / name).write_text(text, "utf-8")


def _plain(scores: Scores) -> dict[str, Any]:
    record = asdict(scores)
    record["confusions"] = [[*pair, n] for pair, n in scores.confusions.items()]
    return record


def _title(report: Report) -> str:
    return f"{report.model} on {report.split}" + ("" if report.think else ", without a thought")


# --- sections ---------------------------------------------------------------


def _sections(report: Report) -> list[_Section]:
    against = report.against
    sections = [_measures(report.scores, report.model, against)]
    if against is not None:
        sections.append(_differences(against))
    if report.losses:
        sections.append(_loss_curves(report.losses))
    sections.append(_components(report.scores, chart=True))
    sections.append(_confusions(report.scores, report.matrix))
    return sections


def _measures(scores: Scores, model: str = "value", against: Comparison | None = None) -> _Section:
    columns = [_values(scores)] + ([_values(against.scores)] if against else [])
    head = ("measure", model, against.model) if against else ("measure", "value")
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return _Section("Measures", head, rows, _BLEU_NOTE if scores.bleu is not None else "")


def _values(scores: Scores) -> dict[str, str]:
    seconds = f"{scores.mean_seconds:.3f} / {scores.p95_seconds:.3f}"
    return {
        "cases": str(scores.n_cases),
        "type, top 1": _interval(scores.top1),
        "type, top 3 / top 5": f"{scores.top3:.1%} / {scores.top5:.1%}",
        "type, the label's first chart": f"{scores.first_label:.1%}",
        "encode score": _share(scores.encode),
        "encode score, text = list of one": _share(scores.encode_normalised),
        "exact match": f"{scores.exact:.1%}",
        "claims right": _share(scores.claims_right),
        "thoughts without a wrong claim": _share(scores.thoughts_right),
        "perplexity per token of the gold answer": _number(scores.perplexity),
        "BLEU-4 of the thought": _share(scores.bleu),
        "seconds per answer, mean / p95": seconds,
        "tokens per answer, mean": f"{scores.mean_tokens:.0f}",
    }


def _differences(against: Comparison) -> _Section:
    names = {"top1": "type, top 1", "encode": "encode score", "exact": "exact match"}
    rows = [
        (names[key], _interval(d, sign="+"), "yes" if d.low > 0 or d.high < 0 else "no")
        for key, d in against.differences.items()
    ]
    return _Section(
        f"Difference to {against.model}",
        ("measure", "difference (95 % interval)", "beyond chance"),
        rows,
        "Paired bootstrap over the cases, 2,000 resamples.",
    )


def _components(scores: Scores, *, chart: bool = False) -> _Section:
    rows = [
        (t.component, str(t.n_cases), f"{t.recall:.0%}", str(t.n_answers), f"{t.precision:.0%}")
        for t in scores.per_type
    ]
    head = ("component", "cases", "recall", "answers", "precision")
    return _Section("Components", head, rows, chart=_bars(scores) if chart else None)


def _confusions(scores: Scores, matrix: Mapping[tuple[str, str], int] | None = None) -> _Section:
    wrong = list(scores.confusions.items())[:_N_CONFUSIONS]
    return _Section(
        "Confusions",
        ("wanted", "given", "times"),
        [(wanted, given, str(n)) for (wanted, given), n in wrong],
        "" if wrong else "No answer has a wrong type.",
        chart=_heatmap(matrix) if matrix else None,
    )


def _loss_curves(losses: Sequence[Loss]) -> _Section:
    last = losses[-1]
    dev = [loss.dev_loss for loss in losses if loss.dev_loss is not None]
    best = f"; lowest development loss {min(dev):.3f}" if dev else ""
    note = f"{last.step:,} steps; last training loss {last.loss:.3f}{best}. Nats per token."
    return _Section("Loss", note=note, chart=_curves(losses))


def _interval(interval: Interval, *, sign: str = "") -> str:
    value, low, high = (
        f"{share:{sign}.1%}" for share in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low} to {high})"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


# --- charts -----------------------------------------------------------------


def _curves(losses: Sequence[Loss]) -> Draw:
    points = [
        {"step": point.step, "loss": loss, "of": of}
        for point in losses
        for of, loss in (("training", point.loss), ("development", point.dev_loss))
        if loss is not None
    ]

    def draw(colors: Colors) -> Spec:
        return {
            "data": {"values": points},
            "width": _WIDTH,
            "height": 280,
            "layer": [
                {"mark": {"type": "line", "strokeWidth": 1.6}},
                {
                    "transform": [{"filter": "datum.of === 'development'"}],
                    "mark": {"type": "point", "filled": True, "size": 30, "opacity": 1},
                },
            ],
            "encoding": {
                "x": {"field": "step", "type": "quantitative", "scale": {"nice": False}},
                "y": {
                    "field": "loss",
                    "type": "quantitative",
                    "title": "loss (nats per token)",
                    "scale": {"type": "log"},  # a training spans two orders of magnitude
                },
                "color": _pair("training", "development", colors),
            },
        }

    return draw


def _bars(scores: Scores) -> Draw:
    shares = [
        {"component": f"{t.component} ({t.n_cases})", "share": share, "of": of}
        for t in scores.per_type
        for of, share in (("recall", t.recall), ("precision", t.precision))
    ]

    def draw(colors: Colors) -> Spec:
        return {
            "data": {"values": shares},
            "width": _WIDTH,
            "height": {"step": 10},
            "mark": "bar",
            "encoding": {
                "x": {
                    "field": "share",
                    "type": "quantitative",
                    "title": None,
                    "scale": {"domain": [0, 1]},
                    "axis": {"format": "%"},
                },
                "y": {"field": "component", "title": "component (cases)", "sort": None},
                "yOffset": {"field": "of", "sort": ["recall", "precision"]},
                "color": _pair("recall", "precision", colors),
            },
        }

    return draw


def _pair(first: str, second: str, colors: Colors) -> Spec:
    """Return the colours of two things shown side by side."""
    return {
        "field": "of",
        "title": None,
        "scale": {"domain": [first, second], "range": list(colors.categorical[:2])},
        "legend": {"orient": "top"},
    }


def _heatmap(matrix: Mapping[tuple[str, str], int]) -> Draw:
    n_wanted: dict[str, int] = {}
    for (name, _), n in matrix.items():
        n_wanted[name] = n_wanted.get(name, 0) + n
    wanted = sorted(n_wanted, key=lambda name: (-n_wanted[name], name))
    given = wanted + sorted({name for _, name in matrix} - set(wanted))
    cells = [
        {"wanted": w, "given": g, "n": n, "share": n / n_wanted[w]} for (w, g), n in matrix.items()
    ]

    def draw(colors: Colors) -> Spec:
        ramp = [colors.sequential[0], colors.sequential[-2]]
        text = {
            "condition": {"test": "datum.share > 0.5", "value": colors.on_mark},
            "value": colors.text,
        }
        return {
            "data": {"values": cells},
            "width": {"step": 24},
            "height": {"step": 20},
            "encoding": {
                "x": {
                    "field": "given",
                    "scale": {"domain": given},
                    "axis": {"labelAngle": -45, "grid": True, "tickBand": "extent"},
                },
                "y": {
                    "field": "wanted",
                    "scale": {"domain": wanted},
                    "axis": {"grid": True, "tickBand": "extent"},
                },
            },
            "layer": [
                {
                    "mark": "rect",
                    "encoding": {
                        "color": {
                            "field": "share",
                            "type": "quantitative",
                            "title": "share of wanted",
                            "scale": {"domain": [0, 1], "range": ramp},
                            "legend": {"format": "%"},
                        }
                    },
                },
                {
                    "mark": {"type": "text", "fontSize": 11},
                    "encoding": {"text": {"field": "n"}, "color": text},
                },
            ],
        }

    return draw


def _drawn(draw: Draw, name: ThemeName) -> str:
    """Return a chart as SVG in a theme's colours."""
    colors = theme.THEMES[name]
    spec = {"$schema": _SCHEMA, "config": theme.config(colors), **draw(colors)}
    return to_svg(BuiltChart(spec, "", (), Style(theme=name)))


# --- forms ------------------------------------------------------------------


def _table(section: _Section) -> str:
    lines = ["| " + " | ".join(section.head) + " |", "|" + "---|" * len(section.head)]
    lines += ["| " + " | ".join(row) + " |" for row in section.rows]
    return "\n".join(lines)


def _html_table(section: _Section) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "\n".join(row(cells, "td") for cells in section.rows)
    return f"<table>\n<thead>{row(section.head, 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _picture(chart: Draw, title: str) -> str:
    light, dark = (
        "data:image/svg+xml;base64," + base64.b64encode(_drawn(chart, name).encode()).decode()
        for name in ("light", "dark")
    )
    return (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" alt="{html.escape(title)}"></picture>'
    )


def _colours() -> dict[str, str]:
    return {
        f"{name}_{part}": getattr(theme.THEMES[name], part)
        for name in ("light", "dark")
        for part in ("background", "text", "muted", "grid")
    }


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --back: {light_background}; --text: {light_text};
  --muted: {light_muted}; --line: {light_grid}; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --back: {dark_background}; --text: {dark_text}; --muted: {dark_muted};
    --line: {dark_grid}; }}
}}
body {{ font: 15px/1.5 system-ui, sans-serif; background: var(--back); color: var(--text);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }} h2 {{ font-size: 1.15rem; margin-top: 2rem; }}
p {{ color: var(--muted); }}
.note {{ border-left: 3px solid currentColor; padding-left: .8rem; color: var(--text); }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
th, td {{ text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); }}
th {{ color: var(--muted); font-weight: 600; }}
img {{ max-width: 100%; height: auto; display: block; margin-bottom: 1rem; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
