"""What a GGUF file says of itself, read without llama.cpp.

Keys and the list of tensors are read, in Python and with bounds, as a file that a
person fetched may be damaged, cut short or made to do harm.

References
----------
ggml, docs/gguf.md, versions 2 and 3.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from vizapp.core.errors import ModelFileError

_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9
_MAX_KEYS = 4096
_MAX_TEXT = 4 * 2**20
_MAX_ITEMS = 2_000_000
_MAX_TENSORS = 100_000
_MAX_AXES = 8
_ALIGNMENT = 32  # of the tensors, where the file names no other
# How many weights ggml packs into how many bytes, by its number of the kind.
PACKED = {
    0: (1, 4),  # F32
    1: (1, 2),  # F16
    2: (32, 18),  # Q4_0
    3: (32, 20),  # Q4_1
    6: (32, 22),  # Q5_0
    7: (32, 24),  # Q5_1
    8: (32, 34),  # Q8_0
    10: (256, 84),  # Q2_K
    11: (256, 110),  # Q3_K
    12: (256, 144),  # Q4_K
    13: (256, 176),  # Q5_K
    14: (256, 210),  # Q6_K
    20: (32, 18),  # IQ4_NL
    23: (256, 136),  # IQ4_XS
    30: (1, 2),  # BF16
}
_STREAM = "vizapp.stream"


@dataclass(frozen=True)
class GgufHeader:
    """The facts of a model file that a person wants to see.

    Parameters
    ----------
    name, architecture : str
        As the file says; may be empty.
    n_ctx : int
        The longest context that it was made for, 0 when it does not say.
    own : bool
        Whether it speaks vizapp's own token stream.
    has_template : bool
        Whether it brings a chat template, as instruction models do.
    licence : str
        As the file says; may be empty.
    adapter : bool
        Whether it is no model but a LoRA adapter of one.
    n_layers : int
        Its repeated layers, 0 when it does not say.
    kv_bytes : int
        What one token of context takes in all layers, in half precision; an upper bound.
    """

    name: str
    architecture: str
    n_ctx: int
    own: bool
    has_template: bool
    licence: str = ""
    adapter: bool = False
    n_layers: int = 0
    kv_bytes: int = 0


def read_header(path: Path) -> GgufHeader:
    """Return what the file says of itself.

    Raises
    ------
    ModelFileError
        If it cannot be read or is no GGUF file of version 2 or 3.
    """
    try:
        with open(path, "rb") as file:
            values, _ = _values(file)
    except OSError as err:
        raise ModelFileError(f"{path.name} cannot be read: {err.strerror or err}.") from err
    except (struct.error, EOFError, ValueError) as err:
        raise ModelFileError(
            f"{path.name} is no GGUF file, or it is damaged ({err}).",
            hint="Fetch it again, or choose another file.",
        ) from err
    architecture = str(values.get("general.architecture", ""))
    template = str(values.get("tokenizer.chat_template", ""))
    n_ctx = values.get(f"{architecture}.context_length", 0)
    n_layers = _count(values, f"{architecture}.block_count")
    return GgufHeader(
        name=str(values.get("general.name", "")),
        architecture=architecture,
        n_ctx=n_ctx if isinstance(n_ctx, int) else 0,
        own=_STREAM in values,
        has_template=bool(template),
        licence=str(values.get("general.license", "")),
        adapter=values.get("general.type") == "adapter",
        n_layers=n_layers,
        kv_bytes=n_layers * _kv_bytes(values, f"{architecture}.attention."),
    )


def is_cut_short(path: Path) -> bool:
    """Return whether the file ends before the tensors that it promises do.

    False for what is no GGUF file, or of a version that is not known here.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    size = path.stat().st_size
    with open(path, "rb") as file:
        try:
            values, n_tensors = _values(file)
            return size < _end_of_tensors(file, values, n_tensors)
        except (struct.error, EOFError):
            return True
        except ValueError:
            return False


def _end_of_tensors(file: BinaryIO, values: dict[str, Any], n_tensors: int) -> int:
    """Return where the last tensor ends, or at least where it begins; `file` is after the keys."""
    if n_tensors > _MAX_TENSORS:
        raise ValueError(f"{n_tensors} tensors")
    end = 0
    for _ in range(n_tensors):
        _text(file)
        (n_axes,) = _unpack(file, "I")
        if n_axes > _MAX_AXES:
            raise ValueError(f"a tensor of {n_axes} axes")
        axes = _unpack(file, f"{n_axes}Q")
        kind, offset = _unpack(file, "IQ")
        n_weights, n_bytes = PACKED.get(kind, (1, 0))
        end = max(end, offset + math.prod(axes) // n_weights * n_bytes)
    alignment = _count(values, "general.alignment", _ALIGNMENT)
    return -(-file.tell() // alignment) * alignment + end if n_tensors else 0


def _count(values: dict[str, Any], key: str, default: int = 0) -> int:
    """Return a number of the file; a list, of one number per layer, counts as not told."""
    value = values.get(key)
    return value if isinstance(value, int) and 0 < value < 2**31 else default


def _kv_bytes(values: dict[str, Any], prefix: str) -> int:
    """Return what a token of context takes in one layer; every head counts if it is not told."""
    architecture = prefix.partition(".")[0]
    n_heads = _count(values, f"{prefix}head_count", 1)
    size = _count(values, f"{architecture}.embedding_length") // n_heads
    key = _count(values, f"{prefix}key_length", size)
    value = _count(values, f"{prefix}value_length", size)
    return 2 * _count(values, f"{prefix}head_count_kv", n_heads) * (key + value)


def _values(file: BinaryIO) -> tuple[dict[str, Any], int]:
    """Return the file's keys with their values, lists passed over, and how many tensors it has."""
    if file.read(4) != b"GGUF":
        raise ValueError("it does not begin with GGUF")
    version, n_tensors, n_keys = _unpack(file, "IQQ")
    if version not in (2, 3):
        raise ValueError(f"version {version}")
    if n_keys > _MAX_KEYS:
        raise ValueError(f"{n_keys} keys")
    values: dict[str, Any] = {}
    for _ in range(n_keys):
        key = _text(file)
        (kind,) = _unpack(file, "I")
        values[key] = _value(file, kind)
    return values, n_tensors


def _value(file: BinaryIO, kind: int) -> Any:
    if kind in _SCALARS:
        return _unpack(file, _SCALARS[kind])[0]
    if kind == _STRING:
        return _text(file)
    if kind != _ARRAY:
        raise ValueError(f"a value of kind {kind}")
    item, count = _unpack(file, "IQ")
    if count > _MAX_ITEMS:
        raise ValueError(f"a list of {count} items")
    if item in _SCALARS:
        file.seek(struct.calcsize(_SCALARS[item]) * count, 1)
    elif item == _STRING:
        for _ in range(count):
            (size,) = _unpack(file, "Q")
            if size > _MAX_TEXT:
                raise ValueError(f"a text of {size} bytes")
            file.seek(size, 1)
    else:
        raise ValueError(f"a list of kind {item}")
    return None


def _unpack(file: BinaryIO, form: str) -> tuple[Any, ...]:
    size = struct.calcsize(f"<{form}")
    return struct.unpack(f"<{form}", file.read(size))


def _text(file: BinaryIO) -> str:
    (size,) = _unpack(file, "Q")
    if size > _MAX_TEXT:
        raise ValueError(f"a text of {size} bytes")
    data = file.read(size)
    if len(data) < size:
        raise EOFError("it ends in the middle of a text")
    return data.decode("utf-8", "replace")
