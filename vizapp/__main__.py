"""Start vizapp: the window, or the command line."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run vizapp and return its exit code."""
    # First of all: in a frozen build the model's process starts here too, and
    # without this line it would open a window of its own, which opens another.
    multiprocessing.freeze_support()
    try:
        return _run(argv)
    except KeyboardInterrupt:  # while modules were loading; commands say it themselves
        print("vizapp: interrupted", file=sys.stderr)
        return 130


def _run(argv: Sequence[str] | None) -> int:
    from vizapp.cli.arguments import parse

    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.command is None and arguments.self_test:
        from vizapp.selftest import main as self_test

        return self_test(as_json=arguments.json)
    if arguments.command is None:
        return _window(arguments.file)
    from vizapp.cli.main import run

    return run(arguments)


def _window(file: Path | None) -> int:
    from vizapp.core.display import why_no_window
    from vizapp.core.memory import arrow_without_pools, no_collection, without_openssl

    without_openssl()
    arrow_without_pools()
    why = why_no_window()
    if why is None:
        try:
            with no_collection():
                from vizapp.gui import feature_hook

                feature_hook.remove()
                from vizapp.gui.app import main as open_window
        except ImportError as err:  # a system library that Qt needs is missing
            why = str(err)
        else:
            return open_window(file)
    from vizapp.cli.main import without_window

    return without_window(file, why)


if __name__ == "__main__":
    sys.exit(main())
