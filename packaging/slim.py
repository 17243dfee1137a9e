"""Make a bundle smaller than its parts: ``packaging/build.py`` calls it.

Some things no recipe of PyInstaller can leave out. Vega-Lite's schema is mostly
descriptions, which no check reads. On Linux, Arrow's modules name every library of
Arrow, used or not; three of them are not, so their names are taken out and the libraries
with them. Qt needs ICU for collation and a few encodings, and ICU's data are 30 MB for
700 languages; the languages of vizapp stay. Pillow brings copies of libraries that the
bundle has already, one of them 2 MB of zeros. PyInstaller does not compress the modules
that Python starts with.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# No symbol of theirs is used outside their own modules; `unlink` makes sure of it.
UNUSED_ARROW = ("libarrow_substrait", "libarrow_dataset", "libarrow_acero")
# Pillow's copies, and what the bundle has of them in its own folder.
SHARED = {"libXau-*": "libXau.so.6", "liblzma-*": "liblzma.so.5", "libzstd-*": "libzstd.so.1"}
_KEPT_DATA = re.compile(
    r"[^/]+/(coll/)?((root|pool|res_index|ucadata|(en|zh)(_\w+)?)\.(res|icu)|"
    r"(?!unames|langInfo)[a-z]+[A-Z]\w*\.res|zoneinfo64\.res|"
    r"(?!unames)\w+\.(icu|nrm)|gb18030\.cnv|ibm-1252_\S+\.cnv|ibm-1386_\S+\.cnv)"
)
_LOAD, _DYNAMIC = 1, 2  # kinds of ELF segments
_NEEDED, _STRINGS, _LAST = 1, 5, 0  # entries of the dynamic one
_ALIGNMENT = 16  # of ICU's items


def slim(folder: Path) -> None:
    """Make the program's folder smaller.

    Raises
    ------
    RuntimeError
        If a library is not as it was when this was written.
    subprocess.CalledProcessError
        If binutils or the compiler refuses.
    """
    for schema in (folder / "altair").rglob("vega-lite-schema.json"):
        told = json.loads(schema.read_text("utf-8"))
        schema.write_text(json.dumps(undescribed(told), separators=(",", ":")), "utf-8")
    for archive in folder.glob("base_library.zip"):
        compress(archive)
    if sys.platform != "linux" or shutil.which("nm") is None:
        return
    unlink(folder / "pyarrow", UNUSED_ARROW)
    share(folder / "pillow.libs")
    for library in (folder / "PySide6" / "Qt" / "lib").glob("libicudata.so.*"):
        reduce_icu(library)


def compress(archive: Path) -> None:
    """Compress the modules that Python starts with: 40 % of the size, and as fast to load."""
    with zipfile.ZipFile(archive) as whole:
        members = [(info.filename, whole.read(info)) for info in whole.infolist()]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as small:
        for name, data in members:
            small.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def share(folder: Path) -> None:
    """Link Pillow's copies to the bundle's other libraries that offer all that Pillow uses."""
    users = [path for path in (folder, folder.parent / "PIL") for path in path.glob("*.so*")]
    for pattern, name in SHARED.items():
        shared = folder.parent / name
        for library in folder.glob(pattern):
            if not shared.exists():
                continue
            offered = _symbols(library, "--defined-only")
            used = set().union(*(_symbols(user, "--undefined-only") for user in users))
            if used & offered <= _symbols(shared, "--defined-only"):
                library.unlink()
                library.symlink_to(f"../{name}")


def undescribed(part: object) -> object:
    """Return a part of a JSON schema without the texts that say what is meant."""
    if isinstance(part, list):
        return [undescribed(one) for one in part]
    if not isinstance(part, dict):
        return part
    # A property may be called so, too: then it is an object.
    return {
        key: undescribed(value)
        for key, value in part.items()
        if key != "description" or not isinstance(value, str)
    }


def unlink(folder: Path, unused: tuple[str, ...]) -> None:
    """Delete libraries and what the other ones in the folder say about needing them."""
    gone = [path for path in folder.iterdir() if path.name.startswith(unused)]
    kept = [path for path in folder.iterdir() if ".so" in path.name and path not in gone]
    offered = set().union(*(_symbols(path, "--defined-only") for path in gone))
    others = set().union(*(_symbols(path, "--defined-only") for path in kept))
    for path in kept:
        missing = _symbols(path, "--undefined-only") & (offered - others)
        if missing:
            raise RuntimeError(f"{path} uses {min(missing)}: it is not unused any more.")
        path.write_bytes(without_needed(path.read_bytes(), unused))
    for path in gone:
        path.unlink()
        # PyInstaller leaves a link to each library in the program's folder.
        (folder.parent / path.name).unlink(missing_ok=True)


def _symbols(path: Path, kind: str) -> set[str]:
    told = subprocess.run(["nm", "-D", kind, str(path)], check=True, capture_output=True, text=True)
    lines = (line.split() for line in told.stdout.splitlines())
    # Weak ones are copies of templates that each library brings along.
    return {words[-1].partition("@")[0] for words in lines if words[-2] in "TDBRU"}


def without_needed(elf: bytes, unused: tuple[str, ...]) -> bytes:
    """Return a 64-bit library that does not ask for libraries of these names."""
    data = bytearray(elf)
    if data[:6] != b"\x7fELF\x02\x01":
        raise RuntimeError("This is no 64-bit little-endian ELF file.")
    (start,) = struct.unpack_from("<Q", data, 32)
    size, number = struct.unpack_from("<HH", data, 54)
    segments = [struct.unpack_from("<IIQQQQ", data, start + i * size) for i in range(number)]
    [(at, length)] = [(s[2], s[5]) for s in segments if s[0] == _DYNAMIC]
    entries = list(struct.iter_unpack("<qQ", data[at : at + length]))
    [address] = [value for tag, value in entries if tag == _STRINGS]
    [strings] = [
        address - s[3] + s[2] for s in segments if s[0] == _LOAD and s[3] <= address < s[3] + s[5]
    ]

    def is_unused(tag: int, value: int) -> bool:
        name = data[strings + value : data.index(0, strings + value)].decode()
        return tag == _NEEDED and name.startswith(unused)

    kept = [(tag, value) for tag, value in entries if tag != _NEEDED or not is_unused(tag, value)]
    kept += [(_LAST, 0)] * (len(entries) - len(kept))
    for i, entry in enumerate(kept):
        struct.pack_into("<qQ", data, at + 16 * i, *entry)
    return bytes(data)


def reduce_icu(library: Path) -> None:
    """Put the data of vizapp's languages in the place of all; not without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return
    symbol, data = _icu_data(library)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").write_bytes(reduced(data))
        (folder / "data.s").write_text(
            f".section .rodata\n.globl {symbol}\n.type {symbol}, @object\n"
            f'.balign {_ALIGNMENT}\n{symbol}:\n.incbin "data"\n.size {symbol}, . - {symbol}\n'
            '.section .note.GNU-stack,"",@progbits\n',
            "ascii",
        )
        made = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-o", str(library)]
        subprocess.run([compiler, *made, "data.s"], check=True, cwd=folder)


def _icu_data(library: Path) -> tuple[str, bytes]:
    """Return the name of the library's only symbol and what lies there."""
    told = subprocess.run(
        ["nm", "-D", "--defined-only", str(library)], check=True, capture_output=True, text=True
    )
    address, _, symbol = told.stdout.split()
    # In the first segment, where addresses are places in the file.
    return symbol, library.read_bytes()[int(address, 16) :]


def reduced(data: bytes) -> bytes:
    """Return ICU's data with the items of `_KEPT_DATA` alone.

    The form is ICU's "common data": a header, the number of items, for each the places
    of its name and of itself, counted from the end of the header, then names and items.
    """
    (header,) = struct.unpack_from("<H", data)
    if data[12:16] != b"CmnD":
        raise RuntimeError("ICU's data are not what they were.")
    table = data[header:]
    (number,) = struct.unpack_from("<I", table)
    places = [struct.unpack_from("<II", table, 4 + 8 * i) for i in range(number)]
    ends = [*(place for _, place in places[1:]), len(table)]
    items = []
    for (at, begin), end in zip(places, ends, strict=True):
        name = table[at : table.index(0, at)]
        if _KEPT_DATA.fullmatch(name.decode()):
            items.append((name + b"\0", table[begin:end]))
    names, parts, entries = b"", b"", []
    first = 4 + 8 * len(items)
    begin = -(-(first + sum(len(name) for name, _ in items)) // _ALIGNMENT) * _ALIGNMENT
    for name, item in items:
        entries.append(struct.pack("<II", first + len(names), begin + len(parts)))
        names += name
        parts += item + bytes(-len(item) % _ALIGNMENT)
    whole = struct.pack("<I", len(items)) + b"".join(entries) + names
    return data[:header] + whole.ljust(begin, b"\0") + parts
