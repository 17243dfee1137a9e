"""No room, no rights, no home: what was there stays, and the window says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import PLACES, as_somebody, assert_told, no_room
from vizapp.core import settings
from vizapp.core.errors import ExportError
from vizapp.core.settings import Settings
from vizapp.data.load import load_table, table_from_rows
from vizapp.data.write import write_csv
from vizapp.feedback import Feedback, FeedbackStore
from vizapp.project import Project, TableFile, load_project, save_project
from vizapp.reasoning import model_store
from vizapp.rendering.chart import build_chart
from vizapp.rendering.export import save
from vizapp.rendering.page import save_page
from vizapp.rendering.samples import samples
from vizapp.rendering.style import BuiltChart, Style

OLD = b"the old one"
FORMATS = (".png", ".svg", ".pdf", ".html", ".json", ".py", ".pptx", ".jsonl")
TABLE = table_from_rows([{"地区": f"城市 {i}", "n": i} for i in range(2000)])


@pytest.fixture(scope="module")
def built() -> BuiltChart:
    sample = samples()["bar"]
    return build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh"))


def writers(built: BuiltChart, csv: Path) -> dict[str, Callable[[Path], object]]:
    """Return everything that writes a file which the person named."""
    made: dict[str, Callable[[Path], object]] = {
        suffix: lambda path: save(built, path) for suffix in FORMATS
    }
    for suffix in (".html", ".svg"):
        made[f".page{suffix}"] = lambda path: save_page([built, built], path, "t")
    made[".csv"] = lambda path: write_csv(TABLE, path)
    made[".vizapp"] = lambda path: save_project(
        Project("a", TableFile.of(csv)), path, table=csv, picture=os.urandom(2000)
    )
    return made


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "t.csv"
    path.parent.mkdir()
    write_csv(TABLE, path)
    return path


def test_a_full_disk_keeps_every_old_file(built: BuiltChart, csv: Path, tmp_path: Path) -> None:
    for suffix, write in writers(built, csv).items():
        path = tmp_path / f"图 表{suffix}"
        path.write_bytes(OLD)
        with no_room(300), pytest.raises(ExportError) as caught:
            write(path)
        assert_told(caught.value)
        assert path.read_bytes() == OLD, suffix
        path.unlink()
        assert [other.name for other in tmp_path.iterdir()] == ["in"], suffix
        write(path)  # and once there is room, it is written
        assert path.stat().st_size > 300
        path.unlink()


def test_what_may_not_be_written_is_told(built: BuiltChart, csv: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for suffix, write in writers(built, csv).items():
        locked = tmp_path / f"locked{suffix}"
        locked.write_bytes(OLD)
        locked.chmod(0o444)
        for path in (locked, closed / f"a{suffix}", tmp_path / f"{'x' * 300}{suffix}"):
            with as_somebody(), pytest.raises(ExportError) as caught:
                write(path)
            assert_told(caught.value)
        assert locked.read_bytes() == OLD
    closed.chmod(0o755)
    assert not list(closed.iterdir())


@pytest.mark.parametrize("place", PLACES)
def test_any_name_of_a_folder_and_a_file_is_written(
    built: BuiltChart, csv: Path, tmp_path: Path, place: str
) -> None:
    folder = tmp_path / place
    folder.mkdir()
    made = writers(built, csv)
    for suffix in (".svg", ".json", ".csv", ".vizapp"):
        path = folder / f"{place}{suffix}"
        made[suffix](path)
        assert path.stat().st_size
    assert len(list(folder.iterdir())) == 4
    assert load_table(folder / f"{place}.csv").n_rows == 2000
    assert load_project(folder / f"{place}.vizapp").table.path == str(csv)
    settings.save(Settings(recent_files=(str(folder),)), folder)
    assert settings.load(folder).recent_files == (str(folder),)


# -- what is kept without being asked for -----------------------------------------


def choice(ask: str = "") -> Feedback:
    sample = samples()["bar"]
    description = sample.table("en").description
    return Feedback(table=description, chart=sample.chart("en"), how="pick", lang="en", ask=ask)


def test_settings_survive_a_full_disk(tmp_path: Path) -> None:
    settings.save(Settings(lang="zh"), tmp_path)
    with no_room(50):
        settings.save(Settings(lang="en"), tmp_path)
    assert settings.load(tmp_path).lang == "zh"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_choices_survive_a_full_disk(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "choices.jsonl")
    store.add(choice("first"))
    size = store.path.stat().st_size
    with no_room(size + 100), pytest.raises(ExportError) as caught:
        store.add(choice("second"))
    assert_told(caught.value)
    assert store.path.stat().st_size == size
    store.add(choice("third"))
    assert [kept.ask for kept in store.load()] == ["first", "third"]
    assert store.n_unreadable == 0
    with no_room(100), pytest.raises(ExportError):
        store.erase([store.load()[0]])
    assert len(store.load()) == 2


def test_the_list_of_models_survives_a_full_disk(tmp_path: Path) -> None:
    one, two = tmp_path / "一.gguf", tmp_path / ("二" * 60 + ".gguf")
    folder = tmp_path / "models"
    from tests.reasoning import tiny_model

    tiny_model.write_native(one)
    two.write_bytes(one.read_bytes())
    model_store.add(one, folder)
    with no_room(60), pytest.raises(OSError, match="large"):
        model_store.add(two, folder)
    assert [path.name for path in folder.iterdir()] == ["added.json"]
    assert [model.path for model in model_store.installed(folder)][1:] == [one]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on Unix alone")
def test_a_name_that_is_no_text_is_read_kept_and_written(built: BuiltChart, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("数据".encode("gb18030"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes text alone")
    csv = folder / os.fsdecode("销售.csv".encode("gb18030"))
    csv.write_bytes("月份,销售额\n2024-01,5\n".encode("gb18030"))
    table = load_table(csv)
    assert table.path == csv
    assert table.name == "销售"
    settings.save(Settings(recent_files=(str(csv),)), tmp_path)
    assert settings.load(tmp_path).recent_files == (str(csv),)
    project = folder / "p.vizapp"
    save_project(Project(table.name, TableFile.of(csv)), project, table=csv)
    assert Path(load_project(project).table.path) == csv
    assert load_project(project).table.is_unchanged
    save(built, folder / "c.svg")
    assert (folder / "c.svg").exists()


_SMALL = """
import sys
from pathlib import Path
from tests.test_full_disk import OLD, writers
from vizapp.core.errors import ExportError
from vizapp.data.write import write_csv
from tests.test_full_disk import TABLE, samples, build_chart, Style
sample = samples()["bar"]
built = build_chart(sample.chart("zh"), sample.table("zh"), Style(lang="zh"))
table = Path(sys.argv[2]) / "t.csv"
write_csv(TABLE, table)
disk = Path(sys.argv[1])
for suffix, write in writers(built, table).items():
    path = disk / f"a{suffix}"
    path.write_bytes(OLD)
    room = disk / "room"
    try:
        with room.open("wb", 0) as file:
            while file.write(bytes(4096)):
                pass
    except OSError:
        pass
    try:
        write(path)
        print(suffix, "written")
    except ExportError as err:
        kept = path.read_bytes() == OLD, "disk is full" in err.hint
        print(suffix, *kept, len(list(disk.iterdir())))
    room.unlink()
    path.unlink()
"""


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """In a mount namespace of its own, on a disk in memory; skipped where that is refused."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=64k none "{disk}" && exec "$@"'
    inside = ["unshare", "-rm", "sh", "-c", mount, "sh"]
    try:
        tried = subprocess.run([*inside, "true"], capture_output=True, check=False)
    except OSError:
        pytest.skip("no `unshare`: not Linux")
    if tried.returncode:
        pytest.skip("this system lets no user mount a disk of its own")
    command = [*inside, sys.executable, "-c", _SMALL, str(disk), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    said = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert len(said) > 10
    assert {result for _, result in said} == {"True True 2"}, said
