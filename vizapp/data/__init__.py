"""Files become tables: encoding, dialect, names and rows, cells as they stand.

May import `core`, pandas and the readers behind it (openpyxl, pyarrow,
charset-normalizer); knows nothing of attributes, charts or models.

Decisions
---------
- Cells keep the text of the file. What a cell means (number, date, missing) is
  for `profile`, so that `vizapp convert` can write the table unchanged.
- A file must open: rows that are a little ragged are read with a note, and only
  a table whose rows disagree throughout raises `CsvShapeError`.
- Encodings are tried in the order BOM, strict UTF-8, then East Asian code pages
  judged by how common their characters are; general detectors fail on the short
  Chinese texts that spreadsheets export, so they come last.
- Large regular files go through pandas' C reader; everything else through the
  reader of the standard library with repairs. Tests compare the two.
"""
