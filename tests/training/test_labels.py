"""The hand-labelled real tables."""

from __future__ import annotations

from pathlib import Path

from vizapp.profile.attributes import ATTRIBUTE_TYPES, MEANINGS
from vizapp.training.labels import alike, labelled_tables, labels


def test_three_hundred_tables_are_labelled() -> None:
    every = labels()
    assert len(every) >= 300
    assert len({label.table for label in every}) == len(every)
    for label in every:
        assert 1 <= len(label.answers) <= 3, label.table
        assert len(set(label.answers)) == len(label.answers), label.table


def test_answers_name_columns_of_their_table_only() -> None:
    for label in labels():
        names = {name for name, _, _ in label.columns}
        for spec in label.answers:
            assert 1 <= len(spec.charts) <= 3
            for chart in spec.charts:
                assert {n for _, group in chart.channels for n in group} <= names, label.table


def test_types_and_meanings_are_known_words() -> None:
    for label in labels():
        for name, type_, meaning in label.columns:
            assert type_ in ATTRIBUTE_TYPES, (label.table, name)
            assert meaning in ("", *MEANINGS), (label.table, name)


def test_no_table_or_near_duplicate_crosses_a_split() -> None:
    every = labels()
    shares = {
        split: sum(label.split == split for label in every) for split in ("train", "dev", "test")
    }
    assert shares["train"] > 180
    assert min(shares["dev"], shares["test"]) > 25
    for i, a in enumerate(every):
        for b in every[i + 1 :]:
            if alike(a, b):
                assert a.split == b.split, (a.table, b.table)


def test_tables_are_read_from_a_folder(tmp_path: Path) -> None:
    label = next(label for label in labels() if len(label.columns) == 3)
    names = [name for name, _, _ in label.columns]
    lines = [",".join(f'"{name}"' for name in names)]
    lines += [",".join(str((i * k) % 17 + i / 7) for k in (1, 3, 5)) for i in range(40)]
    (tmp_path / f"{label.table}.csv").write_text("\n".join(lines), "utf-8")
    found = list(labelled_tables(tmp_path))
    assert [t.label.table for t in found] in ([label.table], [])  # whatever the profile admits
    assert list(labelled_tables(tmp_path / "nothing")) == []
