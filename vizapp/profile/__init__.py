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
- Years with a decimal part stay DOUBLE with the meaning `year`: a date would
  claim a day that nobody wrote.
- Whole numbers 0 and 1 are BOOL where the name asks, and in a long column of
  nothing else; short ones stay INT, and so do amounts, ids and the sexes.
- A row is a total only if a word says so and its figures add up; it is left out
  and noted, and a person can keep it.
- Long columns of different texts are read by Arrow in whole arrays (`many`); it
  gives what the careful way gives, or leaves the column to it.
- Reasons and confidences stand beside the description, never in it: the client's
  format stays as it is, and they cost the model no token.
- A few unreadable cells in a long numeric column count as missing; in a short
  one they keep the column STR.
"""
