"""What packaging/slim.py takes out of a bundle, and that the rest stays as it was."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyarrow
import pytest

UNUSED = ("libarrow_substrait", "libarrow_dataset", "libarrow_acero")


@pytest.fixture(scope="module")
def slim(root: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(root / "packaging"))
    import slim as module

    yield module
    sys.path.remove(str(root / "packaging"))


def icu_data(items: dict[str, bytes]) -> bytes:
    """Return items in ICU's common form: 16 bytes each at least, in order of their names."""
    header = struct.pack("<HBB", 32, 0xDA, 0x27).ljust(12, b"\0") + b"CmnD"
    names, places = b"", []
    for name in items:
        places.append(4 + 8 * len(items) + len(names))
        names += name.encode() + b"\0"
    begin = -(-(4 + 8 * len(items) + len(names)) // 16) * 16
    entries, parts = b"", b""
    for place, item in zip(places, items.values(), strict=True):
        entries += struct.pack("<II", place, begin + len(parts))
        parts += item.ljust(-(-len(item) // 16) * 16, b"\0")
    table = struct.pack("<I", len(items)) + entries + names
    return header.ljust(32, b"\0") + table.ljust(begin, b"\0") + parts


def test_the_data_of_our_languages_stay_in_place_and_order(slim: ModuleType) -> None:
    kept = {
        "icudt73l/cnvalias.icu": b"aliases" * 5,
        "icudt73l/coll/root.res": b"r" * 16,
        "icudt73l/coll/ucadata.icu": b"u" * 40,
        "icudt73l/coll/zh_Hans.res": b"zh",
        "icudt73l/gb18030.cnv": b"gb" * 20,
        "icudt73l/res_index.res": b"i" * 17,
    }
    gone = {
        "icudt73l/af.res": b"af",
        "icudt73l/brkitr/cjdict.dict": b"c" * 100,
        "icudt73l/coll/ja.res": b"ja",
        "icudt73l/curr/zh.res": b"x",
        "icudt73l/unames.icu": b"n" * 33,
        "icudt73l/zone/en.res": b"z",
    }
    everything = dict(sorted({**kept, **gone}.items()))
    assert slim.reduced(icu_data(everything)) == icu_data(kept)


def test_other_data_are_refused(slim: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="ICU"):
        slim.reduced(bytes(64))
    with pytest.raises(RuntimeError, match="ELF"):
        slim.without_needed(b"MZ" + bytes(64), UNUSED)


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("readelf"), reason="for ELF files"
)
def test_a_library_asks_for_all_but_the_unused_ones(slim: ModuleType, tmp_path: Path) -> None:
    [library] = Path(pyarrow.__file__).parent.glob("_feather.*.so")
    made = tmp_path / library.name
    made.write_bytes(slim.without_needed(library.read_bytes(), UNUSED))

    def needed(path: Path) -> list[str]:
        told = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True)
        return [line.split()[-1] for line in told.stdout.splitlines() if "NEEDED" in line]

    assert needed(made) == [n for n in needed(library) if not n.strip("[]").startswith(UNUSED)]
    assert len(needed(made)) == len(needed(library)) - len(UNUSED)
    assert made.stat().st_size == library.stat().st_size


def test_a_library_that_is_used_is_not_taken_away(
    slim: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pyarrow"
    folder.mkdir()
    for name in ("lib.so", "libarrow_acero.so.26"):
        (folder / name).write_bytes(b"")

    def symbols(path: Path, kind: str) -> set[str]:
        is_library = path.name.startswith("libarrow")
        return {"joined"} if is_library == (kind == "--defined-only") else set()

    monkeypatch.setattr(slim, "_symbols", symbols)
    with pytest.raises(RuntimeError, match=r"lib\.so uses joined"):
        slim.unlink(folder, UNUSED)
    assert (folder / "libarrow_acero.so.26").exists()


def test_only_a_library_that_offers_enough_takes_the_place_of_a_copy(
    slim: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pillow.libs"
    folder.mkdir()
    for name in ("pillow.libs/libzstd-1.so", "pillow.libs/liblzma-1.so", "pillow.libs/libtiff.so",
                 "pillow.libs/libXau-1.so", "libzstd.so.1", "liblzma.so.5"):  # fmt: skip
        (tmp_path / name).write_text(name, "utf-8")
    offered = {
        "libzstd-1.so": {"pack", "unpack", "train"},
        "libzstd.so.1": {"pack", "unpack"},
        "liblzma-1.so": {"encode", "decode"},
        "liblzma.so.5": {"encode"},
    }
    used = {"libtiff.so": {"pack", "encode", "decode"}}

    def symbols(path: Path, kind: str) -> set[str]:
        return (offered if kind == "--defined-only" else used).get(path.name, set())

    monkeypatch.setattr(slim, "_symbols", symbols)
    slim.share(folder)
    assert (folder / "libzstd-1.so").read_text("utf-8") == "libzstd.so.1"
    assert not (folder / "liblzma-1.so").is_symlink()
    assert not (folder / "libXau-1.so").is_symlink()


def test_a_schema_keeps_everything_but_its_descriptions(slim: ModuleType) -> None:
    schema = {
        "description": "what it is",
        "definitions": {"A": {"enum": ["description"], "description": "more", "type": "string"}},
        "properties": {"description": {"type": "string", "description": "of the chart"}},
        "anyOf": [{"description": "one", "$ref": "#/definitions/A"}],
    }
    assert slim.undescribed(schema) == {
        "definitions": {"A": {"enum": ["description"], "type": "string"}},
        "properties": {"description": {"type": "string"}},
        "anyOf": [{"$ref": "#/definitions/A"}],
    }


def test_compressed_modules_are_the_same(slim: ModuleType, tmp_path: Path) -> None:
    archive = tmp_path / "base_library.zip"
    source = b"VALUE = 1\n" * 500
    with zipfile.ZipFile(archive, "w") as whole:
        whole.writestr("part.py", source)
    size = archive.stat().st_size
    slim.compress(archive)
    assert archive.stat().st_size < size / 5
    loaded = subprocess.run(
        [sys.executable, "-c", "from part import VALUE; print(VALUE)"],
        env={"PYTHONPATH": str(archive)},
        capture_output=True,
        check=True,
    )
    assert loaded.stdout.strip() == b"1"
