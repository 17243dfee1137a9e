"""vizapp: a desktop chart recommender with a local reasoning model.

For other programs: `recommend`, `describe` and `draw`, see `vizapp.api`. They are
loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vizapp.api import Recommendation, Suggestion, describe, draw, recommend

__version__ = "1.0.0"
__all__ = ["Recommendation", "Suggestion", "__version__", "describe", "draw", "recommend"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module("vizapp.api"), name)
