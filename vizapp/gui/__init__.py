"""The window. PySide6 lives only here.

May import workflow and everything below it, but nothing heavy at import time:
pandas is first touched in a background job, so that the window stands before it is
loaded; vl-convert and llama.cpp run in processes of their own.

Decisions
---------
- `bridge.py` alone talks to `Workflow`. It runs in job threads and returns the
  plain values of `values.py`; widgets therefore know no DataFrame and no spec
  compiler, and tests replace one object.
- `controller.py` holds the one state; every action's enablement follows from
  its `Situation` (`actions.py`).
- One controller per document, one `MainWindow` per tab inside `shell.py`, backend and
  preferences shared (`documents.py`, `preferences.py`): a tab keeps its widgets and its
  running work, and no widget has to be told to show another document. A page is made
  when its tab is first shown; twenty dropped files do not load at once. Rejected: one
  page that swaps documents, because every widget would need a way to forget.
- `keeping.py` writes each document as a small project file whenever something on screen
  changes, beside a copy of its table. What a kill can lose is what changed while the
  last write ran. Rejected: asking "save changes?" on quitting; the next start offers all.
- What the person decides about a table (`project.TableChoices`: how it is read, types,
  units, what is left out) travels as one value through `tables.py`, into the history and
  into projects.
- `jobs.py` is the only thread code. A job that was dropped delivers nothing
  more, whatever its thread still does.
- No WebEngine: the chart is a PNG at the screen's pixel ratio plus the regions
  of its marks. Rejected for size, memory and start-up time.
- Thought chips are painted behind ordinary text of a `QTextEdit`, so that the
  reasoning stays selectable and readable by a screen reader. Rejected: inline
  text objects, which copy as U+FFFC.
"""
