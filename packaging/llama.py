"""Compile llama.cpp for a bundle: for every processor, not for this machine's.

A wheel that pip compiles suits the processor that compiles it and stops others with
an illegal instruction. Here the same sources become libraries that load code for a
generation of processors when they start (ggml's own way, `GGML_BACKEND_DL`):

    python packaging/llama.py FOLDER

leaves the libraries in FOLDER; a second run finds them there. Needs CMake and a
compiler. The generations are a choice: what each one gains is in BUNDLES.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from importlib.metadata import version
from pathlib import Path

PACKAGE = "llama-cpp-python"
# ggml's names. SSE4.2 (2008) is what the wheels of NumPy and Arrow ask for, too.
GENERATIONS = ("sse42", "haswell", "alderlake", "icelake")
ALWAYS = {
    "BUILD_SHARED_LIBS": "ON",
    "CMAKE_BUILD_TYPE": "Release",
    "CMAKE_BUILD_WITH_INSTALL_RPATH": "ON",
    # One file each: ctypes and the linker must not find two copies of one library.
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME": "ON",
    "GGML_CCACHE": "OFF",
    "GGML_NATIVE": "OFF",
    "LLAMA_BUILD_APP": "OFF",
    "LLAMA_BUILD_COMMON": "OFF",
    "LLAMA_BUILD_EXAMPLES": "OFF",
    "LLAMA_BUILD_SERVER": "OFF",
    "LLAMA_BUILD_TESTS": "OFF",
    "LLAMA_BUILD_TOOLS": "OFF",
    "LLAMA_OPENSSL": "OFF",
}
BY_GENERATION = {"GGML_BACKEND_DL": "ON", "GGML_CPU_ALL_VARIANTS": "ON"}
OF_PLATFORM = {
    "linux": {**BY_GENERATION, "CMAKE_INSTALL_RPATH": "$ORIGIN"},
    "win32": {**BY_GENERATION, "CMAKE_WINDOWS_EXPORT_ALL_SYMBOLS": "ON"},
    # Apple's processors agree on what matters; their graphics are worth more.
    "darwin": {
        "CMAKE_INSTALL_RPATH": "@loader_path",
        "CMAKE_OSX_DEPLOYMENT_TARGET": "12.0",
        "GGML_METAL": "ON",
        "GGML_METAL_EMBED_LIBRARY": "ON",
    },
}
_VARIANT = re.compile(r"^\s*ggml_add_cpu_backend_variant\((\w[\w.]*).*\n", re.M)


def sources(folder: Path) -> Path:
    """Download and unpack the sources of the installed version; return llama.cpp's folder."""
    requirement = f"{PACKAGE}=={version(PACKAGE)}"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", PACKAGE]
    # Only the file is wanted: its metadata need not be prepared with a compiler.
    subprocess.run([*pip, "-d", str(folder), requirement], check=True)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    [llama] = folder.glob("*/vendor/llama.cpp")
    return llama


def choose_generations(lists: Path) -> None:
    """Leave of ggml's fourteen generations of processors only ours.

    Raises
    ------
    RuntimeError
        If a generation has gone or another name: the sources have changed.
    """
    text = lists.read_text("utf-8")
    missing = set(GENERATIONS) - set(_VARIANT.findall(text))
    if missing:
        raise RuntimeError(f"{lists}: no variant {', '.join(sorted(missing))}; choose others.")
    kept = _VARIANT.sub(lambda match: match[0] if match[1] in GENERATIONS else "", text)
    lists.write_text(kept, "utf-8")


def compile_libraries(llama: Path, build: Path) -> list[Path]:
    """Compile and return the libraries."""
    options = ALWAYS | OF_PLATFORM[sys.platform]
    if platform.machine().lower() in {"x86_64", "amd64"} and "GGML_BACKEND_DL" in options:
        choose_generations(llama / "ggml" / "src" / "CMakeLists.txt")
    flags = [f"-D{key}={value}" for key, value in options.items()]
    if shutil.which("ninja"):
        flags.append("-GNinja")
    subprocess.run(["cmake", "-S", str(llama), "-B", str(build), *flags], check=True)
    at_once = str(os.cpu_count() or 1)
    cmake = ["cmake", "--build", str(build), "--config", "Release", "--target", "llama"]
    subprocess.run([*cmake, "--parallel", at_once], check=True)
    found = {
        file.name: file
        for pattern in ("*.so", "*.dylib", "*.dll")
        for file in (build / "bin").rglob(pattern)
    }
    return list(found.values())


def make(folder: Path) -> bool:
    """Fill a folder with the libraries unless it has those of this recipe; tell whether."""
    recipe = f"{version(PACKAGE)} {zlib.crc32(Path(__file__).read_bytes()):08x}\n"
    stamp = folder / "recipe"
    if stamp.is_file() and stamp.read_text("utf-8") == recipe:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="vizapp-llama-") as scratch:
        llama = sources(Path(scratch))
        libraries = compile_libraries(llama, Path(scratch) / "build")
        folder.mkdir(parents=True)
        for library in libraries:
            shutil.copy2(library, folder / library.name)
        shutil.copy2(llama / "LICENSE", folder / "LICENSE")
    stamp.write_text(recipe, "utf-8")
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compile llama.cpp for every processor.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the libraries go")
    made = make(parser.parse_args().folder)
    print("compiled" if made else "found from an earlier run")
