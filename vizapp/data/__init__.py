"""Files become tables: encoding, dialect, names and rows, cells as they stand.

May import `core`, pandas and the readers behind it (python-calamine, pyarrow, duckdb,
charset-normalizer); knows nothing of attributes, charts or models.

What others use
---------------
- ``load.load_table(path, options=ReadOptions(...))`` reads a file; every field of
  `options.ReadOptions` that is None is guessed. ``load.table_from_text`` does the same with
  text from the clipboard, ``load.table_from_rows`` takes rows of a program.
- ``parts.parts(path)`` lists the sheets, tables or members of a file with their sizes, named
  as ``ReadOptions.part`` takes them.
- ``table.reading`` (`table.Reading`) is the report: what was decided, ``guesses`` (one
  `notes.Guess` per decision: key of `ReadOptions`, value, confidence 0-1, code,
  ``reason(lang)``), ``findings`` (one `notes.Note` per repair: code, fields,
  ``text(lang)``), ``notes`` (the same as sentences), ``n_rows_total`` and ``sampled``.
- A correction is ``load_table(path, options=replace(table.reading.options, header_rows=0))``.

Decisions
---------
- Cells keep the text of the file. What a cell means (number, date, missing) is
  for `profile`, so that `vizapp convert` can write the table unchanged.
- A file must open: rows that are a little ragged are read with a note, and only
  a table whose rows disagree throughout raises `CsvShapeError`.
- Encodings are tried in the order BOM, strict UTF-8, then East Asian code pages
  judged by how common their characters are; general detectors fail on the short
  Chinese texts that spreadsheets export, so they come last.
- Dialects are tried on the first 64 kB. Records are read by the standard; where a line
  breaks it, `split` tries other readings until one has the usual width, and `repair` puts
  back the cells of a row with a delimiter too many or too few, where kinds of cells prove it.
- Large regular files go through Arrow's reader, everything else through ours. Tests compare
  the two.
- Kinds are found by content, whatever the suffix; compressed files are unpacked in memory
  within limits; a database is read from a copy, so that nothing locks or changes the file.
"""
