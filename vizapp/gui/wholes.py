"""Charts of sampled tables over every row: what was computed is kept and drawn again.

Called in job threads only; pandas is imported inside the functions, so that the window
stands before it is loaded.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING, Any

from vizapp.core.tasks import CancelToken, ProgressCallback

if TYPE_CHECKING:
    from vizapp.components.spec import Chart
    from vizapp.profile.describe import ProfiledTable
    from vizapp.rendering.whole import Whole

MOST_KEPT = 12  # of one table; those of a median have a file on disk


class Wholes:
    """What was computed over every row, by table and by what a chart needs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: weakref.WeakKeyDictionary[ProfiledTable, dict[object, Whole]] = (
            weakref.WeakKeyDictionary()
        )

    def is_wanted(self, chart: Chart, table: Any) -> bool:
        """Return whether the chart shows a sample and could show every row."""
        from vizapp.rendering.whole import can_be_whole

        return self._found(chart, table) is None and can_be_whole(chart, table)

    def table(self, chart: Chart, table: Any) -> Any:
        """Return the table to draw the chart from: with every row, where that was computed."""
        from vizapp.rendering.whole import with_whole

        found = self._found(chart, table)
        return table if found is None else with_whole(table, found)

    def compute(
        self, chart: Chart, table: Any, *, cancel: CancelToken, progress: ProgressCallback
    ) -> None:
        """Compute what the chart needs over every row and keep it.

        Raises
        ------
        DataError
            If the file cannot be read as it was, or has too many different keys.
        """
        from vizapp.rendering.whole import needs_of, read_whole

        needs = needs_of(chart, table.description)
        if needs is None:
            return
        found = read_whole(table, needs, cancel=cancel, progress=progress)
        with self._lock:
            kept = self._kept.setdefault(table, {})
            kept[needs] = found
            for old in list(kept)[:-MOST_KEPT]:
                del kept[old]

    def _found(self, chart: Chart, table: Any) -> Whole | None:
        if not table.table.reading.sampled:
            return None
        from vizapp.rendering.whole import needs_of

        needs = needs_of(chart, table.description)
        with self._lock:
            return self._kept.get(table, {}).get(needs)
