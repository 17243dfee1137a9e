"""What can be typed after ``vizapp``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from vizapp import __version__
from vizapp.core.errors import VizappError, near_match

COMMANDS = ("recommend", "describe", "convert", "evaluate", "mcp", "models")
# Those of `NO_DATA` are made or ship with vizapp, the others need a folder.
NO_DATA = ("generated", "wide", "authored", "asks")
SPLITS = (*NO_DATA, "gptvis", "nvbench", "nvbench-zh", "follow-ups", "tables")
CHART_SUFFIXES = (".png", ".svg", ".pdf", ".html", ".json", ".py", ".pptx", ".jsonl")
DEFAULT_TOP = 3


class UsageError(VizappError):
    """The command line itself is wrong; the exit code is 2."""

    code = "usage"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; without a command it is the window's.

    Raises
    ------
    SystemExit
        With 2 for a usage error, with 0 after ``--help`` and ``--version``.
    """
    if argv and argv[0] in COMMANDS:
        return _command_parser().parse_args(argv)
    parser = _window_parser()
    if argv and re.fullmatch(r"\w+", argv[0]) and not Path(argv[0]).exists():
        near = near_match(argv[0], COMMANDS)
        if near:
            parser.error(f"{argv[0]!r} is neither a file nor a command. {near}")
    arguments = parser.parse_args(argv, argparse.Namespace(command=None))
    if arguments.json and not arguments.self_test:
        parser.error("--json is for --self-test; a table's is 'vizapp recommend FILE --json'.")
    return arguments


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vizapp",
        description="Recommend charts for a table, with a reasoning model that runs here.",
        epilog=f"Commands for the terminal: {', '.join(COMMANDS)}; see 'vizapp COMMAND --help'.",
    )
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a table to open")
    parser.add_argument("--version", action="version", version=f"vizapp {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="check that all of vizapp works on this machine"
    )
    parser.add_argument(
        "--json", action="store_true", help="the report of --self-test as one line of JSON"
    )
    return parser


def _command_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vizapp")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_recommend(
        commands.add_parser("recommend", help="reason about a table and recommend charts")
    )
    describe = commands.add_parser("describe", help="print the attribute description as JSON")
    describe.add_argument("file", metavar="FILE", type=Path, help="the table")
    _add_convert(commands.add_parser("convert", help="write tables as UTF-8 CSV (RFC 4180)"))
    mcp = commands.add_parser(
        "mcp",
        help="serve other programs over the Model Context Protocol",
        description="Serve describe_table, recommend_charts and render_chart over standard input "
        "and output (Model Context Protocol).",
    )
    _add_model(mcp)
    _add_models(commands.add_parser("models", help="list, fetch, add, try and remove models"))
    _add_evaluate(commands.add_parser("evaluate", help="score a model on labelled tables"))
    return parser


def _add_recommend(recommend: argparse.ArgumentParser) -> None:
    recommend.description = (
        "Reason about a table and recommend charts, for one file or for a batch."
    )
    recommend.add_argument("file", metavar="FILE", nargs="?", type=Path, help="the table")
    recommend.add_argument(
        "--batch", metavar="IN.jsonl", help="one request a line, '-' for standard input"
    )
    recommend.add_argument("--ask", metavar="TEXT", help="what you want to see")
    recommend.add_argument(
        "--edit", metavar="ANSWER.json", type=Path, help="the chart on screen that --ask changes"
    )
    recommend.add_argument(
        "--top",
        metavar="N",
        type=_positive,
        default=DEFAULT_TOP,
        help=f"how many charts are ranked (default: {DEFAULT_TOP})",
    )
    _add_rounds(recommend)
    recommend.add_argument(
        "--jobs",
        metavar="N",
        type=_positive,
        default=1,
        help="answer a batch in N processes, in the order of its lines (default: 1)",
    )
    recommend.add_argument("--no-think", action="store_true", help="answer without a thought")
    recommend.add_argument("--lang", choices=("zh", "en"), help="the language of the thought")
    _add_model(recommend)
    _add_endpoint(recommend)
    recommend.add_argument("--json", action="store_true", help="the result as one line of JSON")
    recommend.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        help=f"save the chart; its suffix is one of {' '.join(CHART_SUFFIXES)}",
    )


def _add_rounds(recommend: argparse.ArgumentParser) -> None:
    recommend.add_argument(
        "--samples",
        metavar="N",
        type=int,
        choices=range(1, 9),
        default=1,
        help="sample so many answers and take the most frequent one (default: 1, most: 8)",
    )
    recommend.add_argument(
        "--hints",
        metavar="N",
        type=int,
        choices=range(9),
        default=0,
        help="feed the answer back until two in a row agree, at most N times (default: 0)",
    )


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model", metavar="GGUF", type=Path, help="another model than the bundled one"
    )


def _add_endpoint(recommend: argparse.ArgumentParser) -> None:
    recommend.add_argument(
        "--endpoint",
        metavar="URL",
        help="ask a team's OpenAI-compatible server instead; it gets the attribute description "
        "and the question, never the rows (key: VIZAPP_ENDPOINT_KEY)",
    )
    recommend.add_argument(
        "--endpoint-model", metavar="NAME", default="", help="the model to ask for there"
    )


def _add_convert(convert: argparse.ArgumentParser) -> None:
    convert.add_argument("files", metavar="FILE", nargs="+", type=Path, help="the tables")
    convert.add_argument(
        "-o",
        "--output",
        metavar="OUT.csv|FOLDER",
        required=True,
        help="a file for one table, a folder for several",
    )
    convert.add_argument(
        "--safe",
        action="store_true",
        help="put an apostrophe before cells that a spreadsheet would run as formulas",
    )


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.description = (
        "Score a model on a split: generated tables (generated, wide), tables written by hand "
        "(authored) with what people ask of them (asks), the public benchmark's tables (gptvis), "
        "questions about held-out databases (nvbench, nvbench-zh, follow-ups), or hand-labelled "
        "real tables (tables). Writes report.md, report.html and scores.json."
    )
    evaluate.add_argument(
        "model", metavar="MODEL", help="a GGUF file, or 'rules' for the hand-written rules"
    )
    evaluate.add_argument("split", metavar="SPLIT", choices=SPLITS, help=", ".join(SPLITS))
    evaluate.add_argument(
        "--data",
        metavar="FOLDER",
        type=Path,
        help=f"the public sets, for all but {', '.join(NO_DATA)}",
    )
    evaluate.add_argument(
        "--against", metavar="OTHER_MODEL", help="a second model to compare with, case by case"
    )
    evaluate.add_argument("--no-think", action="store_true", help="answer without a thought")
    evaluate.add_argument("--limit", metavar="N", type=_positive, help="at most so many cases")
    evaluate.add_argument(
        "--seed", metavar="N", type=int, default=0, help="draw and word them otherwise (default: 0)"
    )
    evaluate.add_argument(
        "--out", metavar="FOLDER", type=Path, help="for the report (default: MODEL-SPLIT)"
    )
    evaluate.add_argument(
        "--loss-curve", metavar="FILE", type=Path, help="the losses.jsonl of the model's training"
    )


def _add_models(models: argparse.ArgumentParser) -> None:
    models.description = (
        "The models of this machine. Nothing is fetched but by 'models get', and then from the "
        "address that it names."
    )
    actions = models.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="what is installed, and what can be fetched")
    get = actions.add_parser("get", help="fetch a model; a broken download goes on where it ended")
    get.add_argument("model", metavar="ID|URL", help="one of the list, or a GGUF file's address")
    get.add_argument("--sha256", metavar="HEX", help="what the file's digest must be")
    get.add_argument(
        "--host", metavar="URL", help="a mirror of the hub (also: VIZAPP_MODEL_HOST, HF_ENDPOINT)"
    )
    add = actions.add_parser("add", help="remember a GGUF file where it lies")
    add.add_argument("model", metavar="FILE", help="the file")
    attempt = actions.add_parser("try", help="let a model answer the sample tables, and measure it")
    attempt.add_argument("model", metavar="NAME|FILE", help="an installed model or a GGUF file")
    attempt.add_argument("--limit", metavar="N", type=_positive, help="at most so many tables")
    actions.add_parser("devices", help="what models run on here, and why not on more")
    remove = actions.add_parser("remove", help="delete a fetched model, or forget an added one")
    remove.add_argument("model", metavar="NAME", help="an installed model")


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number
