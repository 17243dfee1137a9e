"""The window. PySide6 lives only here.

May import workflow and everything below it, but nothing heavy at import time:
pandas, Altair and the model's process are first touched in a background job,
so that the window stands before they are loaded.

Decisions
---------
- `bridge.py` alone talks to `Workflow`. It runs in job threads and returns the
  plain values of `values.py`; widgets therefore know no DataFrame and no spec
  compiler, and tests replace one object.
- `controller.py` holds the one state; every action's enablement follows from
  its `Situation` (`actions.py`).
- `jobs.py` is the only thread code. A job that was dropped delivers nothing
  more, whatever its thread still does.
- No WebEngine: the chart is a PNG at the screen's pixel ratio plus the regions
  of its marks. Rejected for size, memory and start-up time.
- Thought chips are painted behind ordinary text of a `QTextEdit`, so that the
  reasoning stays selectable and readable by a screen reader. Rejected: inline
  text objects, which copy as U+FFFC.
"""
