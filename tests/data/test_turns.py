"""Other threads run while a frame is made: the window waits for the lock meanwhile."""

from __future__ import annotations

import pandas as pd
import pytest

from vizapp.data import table
from vizapp.data.table import PIECE_CELLS, frame_of
from vizapp.profile import texts
from vizapp.profile.texts import PIECE, array_of


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Return a list that grows whenever others are let run."""
    given: list[None] = []
    for module in (table, texts):
        monkeypatch.setattr(module, "let_others_run", lambda: given.append(None))
    return given


def test_behind_every_piece_of_a_long_column(turns: list[None]) -> None:
    cells = [f"cell {i}" for i in range(2 * PIECE_CELLS + 1)]
    assert frame_of({"a": tuple(cells)}, text=True)["a"].tolist() == cells
    assert len(turns) == 3


def test_for_every_short_column(turns: list[None]) -> None:
    frame = frame_of({f"c{i}": ("x", "y") for i in range(50)}, text=True)
    assert frame.shape == (2, 50)
    assert len(turns) == 50


def test_behind_every_piece_of_words(turns: list[None]) -> None:
    words = [None, *[f"word {i}" for i in range(2 * PIECE)]]
    made = array_of(pd.Series(words, dtype=object))
    assert made.isna()[0]
    assert list(made[1:]) == words[1:]
    assert len(turns) == 3
