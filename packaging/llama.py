"""Compile llama.cpp for a bundle: for every processor, not for this machine's.

A wheel that pip compiles suits the processor that compiles it and stops others with
an illegal instruction. Here the same sources become libraries that load code for a
generation of processors when they start (ggml's own way, `GGML_BACKEND_DL`):

    python packaging/llama.py FOLDER

leaves the libraries in FOLDER; a second run finds them there. Needs CMake and a
compiler. The generations are a choice: what each one gains is in BUNDLES.md.

    python packaging/llama.py FOLDER --gpu vulkan

makes a graphics add-on for these libraries, the folder FOLDER/vulkan, which the program
finds in its folder `backends` (``vizapp/reasoning/backends.py``). It needs what compiles
for such a processor: the Vulkan headers, SPIR-V's and glslc; or CUDA, or ROCm.

    python packaging/llama.py FOLDER --tools

compiles llama.cpp's own benchmark and server for this machine, as a checkout's library
is compiled: what ``tests/benchmarks/decode.py`` and the test of endpoints compare with.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

PACKAGE = "llama-cpp-python"
SUFFIXES = (".so", ".dylib", ".dll")
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
# CMake's option and target for each kind of graphics processor.
GPUS = {
    "cuda": ("GGML_CUDA", "ggml-cuda"),
    "hip": ("GGML_HIP", "ggml-hip"),
    "sycl": ("GGML_SYCL", "ggml-sycl"),
    "vulkan": ("GGML_VULKAN", "ggml-vulkan"),
}
TOOLS = ("llama-bench", "llama-server")
# Compiled as packaging/dev.sh compiles the library of a checkout, but for what they need.
FOR_TOOLS = {
    "GGML_NATIVE": "ON",
    "LLAMA_BUILD_COMMON": "ON",
    "LLAMA_BUILD_SERVER": "ON",
    "LLAMA_BUILD_TOOLS": "ON",
    "LLAMA_BUILD_UI": "OFF",
    "LLAMA_USE_PREBUILT_UI": "OFF",  # would be downloaded
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


def compile_targets(llama: Path, build: Path, options: Mapping[str, str], *names: str) -> Path:
    """Compile and return the folder of what was made."""
    flags = [f"-D{key}={value}" for key, value in options.items()]
    if shutil.which("ninja"):
        flags.append("-GNinja")
    subprocess.run(["cmake", "-S", str(llama), "-B", str(build), *flags], check=True)
    at_once = str(os.cpu_count() or 1)
    cmake = ["cmake", "--build", str(build), "--config", "Release", "--parallel", at_once]
    subprocess.run([*cmake, "--target", *names], check=True)
    return build / "bin"


def libraries_in(folder: Path) -> list[Path]:
    """Return the libraries below a folder, each name once."""
    patterns = [f"*{suffix}" for suffix in SUFFIXES]
    return list({file.name: file for p in patterns for file in folder.rglob(p)}.values())


def compile_libraries(llama: Path, build: Path) -> list[Path]:
    """Compile and return the libraries."""
    options = ALWAYS | OF_PLATFORM[sys.platform]
    if platform.machine().lower() in {"x86_64", "amd64"} and "GGML_BACKEND_DL" in options:
        choose_generations(llama / "ggml" / "src" / "CMakeLists.txt")
    return libraries_in(compile_targets(llama, build, options, "llama"))


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


def make_add_on(folder: Path, gpu: str) -> Path:
    """Compile a graphics back end for the libraries of `make`; return its folder."""
    option, target = GPUS[gpu]
    options = {**ALWAYS, **OF_PLATFORM[sys.platform], option: "ON"}
    options["GGML_CPU_ALL_VARIANTS"] = "OFF"  # the bundle has them
    add_on = folder / gpu
    with tempfile.TemporaryDirectory(prefix="vizapp-llama-") as scratch:
        llama = sources(Path(scratch))
        made = compile_targets(llama, Path(scratch) / "build", options, target)
        [library] = [file for file in libraries_in(made) if target in file.stem]
        shutil.rmtree(add_on, ignore_errors=True)
        add_on.mkdir(parents=True)
        shutil.copy2(library, add_on / library.name)
        shutil.copy2(llama / "LICENSE", add_on / "LICENSE-llama.cpp")
    describe_add_on(add_on, gpu, library.name)
    return add_on


def describe_add_on(add_on: Path, gpu: str, library: str) -> None:
    """Write what the program reads before it loads the library of an add-on."""
    record = {"backend": gpu, "library": library, "llama_cpp_python": version(PACKAGE)}
    (add_on / "addon.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def make_tools(folder: Path) -> None:
    """Compile llama.cpp's benchmark and server into a folder, with their libraries."""
    with tempfile.TemporaryDirectory(prefix="vizapp-llama-") as scratch:
        llama = sources(Path(scratch))
        # Beside each other, so that a library is found wherever the folder goes.
        options = {**ALWAYS, **FOR_TOOLS, "CMAKE_INSTALL_RPATH": "$ORIGIN"}
        made = compile_targets(llama, Path(scratch) / "build", options, *TOOLS)
        folder.mkdir(parents=True, exist_ok=True)
        programs = [file for file in made.rglob("llama-*") if file.stem in TOOLS]
        for file in (*libraries_in(made), *programs):
            shutil.copy2(file, folder / file.name)


def main() -> int:
    """Compile what the command line asks for."""
    parser = argparse.ArgumentParser(description="Compile llama.cpp for every processor.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the libraries go")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--gpu", choices=sorted(GPUS), help="a graphics add-on instead")
    what.add_argument("--tools", action="store_true", help="llama.cpp's own programs instead")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    if arguments.gpu:
        print(make_add_on(folder, arguments.gpu))
    elif arguments.tools:
        make_tools(folder)
        print(folder)
    else:
        print("compiled" if make(folder) else "found from an earlier run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
