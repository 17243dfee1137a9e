"""Vega-Lite's schema, which Altair brings, without loading Altair.

Altair checks a drawing against this file by the same library. Its own two thousand classes
say nothing more about a drawing that is written as a dict, but take 0.2 s and 19 MB more, in
the process that draws for the window as well as in every command.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vizapp.core.memory import no_collection

# Altair's; a test compares. What it names is what every drawing of ours is: layers.
URL = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
_KIND = "#/definitions/TopLevelLayerSpec"
_LONGEST = 300  # characters of what is said about a fault; some list all that is allowed


def schema_file() -> Path:
    """Return where Altair keeps the schema.

    Raises
    ------
    FileNotFoundError
        If there is no Altair, or it is another one.
    """
    found = importlib.util.find_spec("altair")  # looks for it and does not load it
    for folder in (found.submodule_search_locations or ()) if found else ():
        for file in Path(folder).glob("vegalite/v6/schema/vega-lite-schema.json"):
            return file
    raise FileNotFoundError("Altair's schema of Vega-Lite is not installed.")


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification with the address of the schema that accepts it.

    Raises
    ------
    ValueError
        If the schema refuses it.
    """
    from jsonschema.exceptions import best_match  # type: ignore[import-untyped]

    fault = best_match(_validator().iter_errors(spec))
    if fault is not None:
        said = f"{fault.json_path}: {fault.message}"
        raise ValueError(said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…")
    return {"$schema": URL, **spec}


@functools.cache
def _validator() -> Any:
    with no_collection():
        from jsonschema import Draft7Validator  # type: ignore[import-untyped]

        whole = json.loads(schema_file().read_text("utf-8"))
    return Draft7Validator({**whole, "$ref": _KIND}, format_checker=Draft7Validator.FORMAT_CHECKER)
