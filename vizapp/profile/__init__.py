"""Tables become attribute descriptions: types, units and the facts that help.

May import `data`, `core`, pandas and numpy; `attributes` alone is free of
pandas, so that components and reasoning can use it.

Decisions
---------
- A column's type is decided by its distinct values, so that neither the order
  of the rows nor the kind of file matters: `"12"` in JSON and `12` in a CSV are
  the same number.
- Plain four-digit years are INT with the meaning `year`, always; only forms
  with more to them (`2019年`, `2021-Q1`) become DATE.
- `12%` is 12 with the unit %, never 0.12; 万 and 亿 multiply.
- A date that could be read day or month first is decided once per column, by
  the values that leave no choice, else by which reading gives even steps.
- A few unreadable cells in a long numeric column count as missing; in a short
  one they keep the column STR.
"""
