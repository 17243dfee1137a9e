"""Which graphics processors there are, and how much of a model one takes: plain values.

llama.cpp keeps the layers from the last one on where it is told to, the output among
them, and each layer's part of the context beside it. How many fit is computed here from
the free memory before anything is loaded, as a driver that runs out of memory ends the
process. What llama.cpp made of it is read from what it says (`llama`), and the person is
told that, not what was planned.

No llama.cpp here: `backends` asks it, in the model's own process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from vizapp.core.language import Text

# Below this one thread decodes 2,000 tokens a second and two gain a tenth, but
# beside other work two wait for each other at every node: 400 tokens in 7 s.
# A graphics driver takes longer to start than such a model to answer.
SMALL_MODEL_BYTES = 256 << 20
# A prompt with the library and an answer; the context grows beyond it only for wide tables.
PLANNED_CTX = 8192
# What a driver keeps for itself, and llama.cpp's buffers for 512 tokens at a time.
_RESERVE_BYTES = 700 * 2**20
_RESERVE_SHARE = 0.05
# One card may be seen by several back ends. The maker's own is the fastest.
_PREFERENCE = ("CUDA", "ROCm", "MUSA", "Metal", "SYCL", "CANN", "Vulkan", "OpenCL")

_NOTES: Mapping[str, Text] = {
    "off": {
        "zh": "图形处理器已关闭（VIZAPP_GPU），模型在 CPU 上运行。",
        "en": "The graphics processor is switched off (VIZAPP_GPU); the model runs on the CPU.",
    },
    "none": {
        "zh": "没有安装图形处理器后端，模型在 CPU 上运行。",
        "en": "No graphics back end is installed; the model runs on the CPU.",
    },
    "broken": {
        "zh": "图形处理器后端不可用（{detail}），模型在 CPU 上运行。",
        "en": "A graphics back end cannot be used ({detail}); the model runs on the CPU.",
    },
    "empty": {
        "zh": "图形处理器后端没有找到设备，模型在 CPU 上运行。",
        "en": "The graphics back end finds no device; the model runs on the CPU.",
    },
    "memory": {
        "zh": "{device} 只剩 {free} 显存，不够放模型的一层（{layer}）和缓冲区（{reserve}），"
        "因此在 CPU 上运行。",
        "en": "{device} has {free} free, too little for a layer of the model ({layer}) beside "
        "{reserve} of buffers; it runs on the CPU.",
    },
    "partly": {
        "zh": "{device} 的可用显存（{free}）放得下 {n} / {all} 层，其余在 CPU 上运行。",
        "en": "{n} of {all} layers fit into the {free} that {device} has free; the CPU does the "
        "others.",
    },
    "failed": {
        "zh": "llama.cpp 无法使用 {device}，模型改在 CPU 上运行。",
        "en": "llama.cpp could not use {device}; the model runs on the CPU instead.",
    },
    "crashed": {
        "zh": "图形驱动使模型进程意外结束，模型改在 CPU 上运行。",
        "en": "The graphics driver ended the model's process; the model runs on the CPU now.",
    },
}


@dataclass(frozen=True)
class Device:
    """One graphics processor as one back end sees it.

    Parameters
    ----------
    name : str
        ggml's name, such as ``CUDA0``.
    title : str
        What it is called, such as ``NVIDIA H200``.
    backend : str
        ``CUDA``, ``Vulkan``, ``Metal`` ...
    free_bytes, total_bytes : int
        Of its memory; 0 where it does not tell.
    integrated : bool
        Whether it shares the computer's memory.
    """

    name: str
    title: str
    backend: str
    free_bytes: int
    total_bytes: int
    integrated: bool = False

    @property
    def label(self) -> str:
        """How a person is told of it."""
        return f"{self.title or self.name} ({self.backend})"


@dataclass(frozen=True)
class Hardware:
    """What was found at start.

    Parameters
    ----------
    devices : tuple of Device
        Every graphics processor, by back end.
    problems : tuple of str
        Why an add-on cannot be used, one text each.
    backends : tuple of str
        The graphics back ends that are loaded, with or without a device.
    processor : str
        What the processor is called.
    """

    devices: tuple[Device, ...] = ()
    problems: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    processor: str = ""

    @property
    def usable(self) -> tuple[Device, ...]:
        """The devices that a model is given to: of one back end, integrated ones last."""
        for integrated in (False, True):
            kind = [d for d in self.devices if d.integrated == integrated]
            if kind:
                first = min(kind, key=lambda d: _rank(d.backend)).backend
                return tuple(d for d in kind if d.backend == first)
        return ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Hardware:
        """Rebuild what travelled as `to_dict`."""
        devices = tuple(Device(**device) for device in record["devices"])
        rest = {name: tuple(record[name]) for name in ("problems", "backends")}
        return cls(devices, processor=str(record["processor"]), **rest)


@dataclass(frozen=True)
class Shape:
    """What counts for placing a model: its file's size and layers, and its context's.

    `kv_bytes` is what one token of context takes in all layers together.
    """

    size_bytes: int
    n_layers: int
    kv_bytes: int

    @property
    def layer_bytes(self) -> int:
        """What a layer takes, its part of the context included; the output counts as one."""
        weights = self.size_bytes / (self.n_layers + 1)
        context = PLANNED_CTX * self.kv_bytes / max(1, self.n_layers)
        return round(weights + context)


@dataclass(frozen=True)
class Placement:
    """Where a model goes.

    Parameters
    ----------
    n_layers : int
        How many layers, the output among them, the devices take; 0: the CPU has all.
    n_all : int
        How many there are; 0 where the file does not say.
    devices : tuple of Device
        Who takes them; empty for the CPU.
    note : Text or None
        What a person should know of it, in both languages; None for nothing.
    """

    n_layers: int = 0
    n_all: int = 0
    devices: tuple[Device, ...] = ()
    note: Text | None = None

    @property
    def label(self) -> str:
        """Where the model runs, as a person is told."""
        if not self.n_layers or not self.devices:
            return "CPU"
        first, *others = self.devices
        name = f"{len(self.devices)} x {first.label}" if others else first.label
        if self.n_all and self.n_layers < self.n_all:
            return f"{name} {self.n_layers}/{self.n_all} + CPU"
        return name

    def retreat(self) -> Placement:
        """Return what to try after this one could not be had: half of it, then the CPU."""
        if self.n_layers > 3 and self.devices:
            n_layers = min(self.n_layers, self.n_all or self.n_layers) // 2
            told = _partly(self.devices, n_layers, self.n_all)
            return Placement(n_layers, self.n_all, self.devices, told)
        device = self.devices[0].label if self.devices else "GPU"
        return Placement(n_all=self.n_all, note=note("failed", device=device))


def wanted_layers(environment: Mapping[str, str] = os.environ) -> int | None:
    """Return how many layers the person wants on a GPU: ``VIZAPP_GPU``.

    ``off`` is 0, ``all`` is -1, a number is itself; None, as without it, lets vizapp choose.
    """
    said = environment.get("VIZAPP_GPU", "").strip().lower()
    known = {"off": 0, "no": 0, "cpu": 0, "all": -1}
    return int(said) if said.isdecimal() else known.get(said)


def note(kind: str, **fields: object) -> Text:
    """Return a note in both languages."""
    said = _NOTES[kind]
    return {"zh": said["zh"].format(**fields), "en": said["en"].format(**fields)}


def place(shape: Shape, hardware: Hardware, wanted: int | None = None) -> Placement:
    """Return where a model goes.

    Parameters
    ----------
    shape : Shape
        What it takes.
    hardware : Hardware
        What there is.
    wanted : int or None
        So many layers, whatever the memory; -1 for all, 0 for none; None for what fits.

    Examples
    --------
    >>> card = Device("CUDA0", "A card", "CUDA", 4 << 30, 8 << 30)
    >>> model = Shape(size_bytes=4_700_000_000, n_layers=28, kv_bytes=57_344)
    >>> place(model, Hardware((card,))).label
    'A card (CUDA) 17/29 + CPU'
    """
    n_all = shape.n_layers + 1 if shape.n_layers else 0
    if wanted == 0:
        return Placement(n_all=n_all, note=note("off"))
    devices = hardware.usable
    if not devices:
        return Placement(n_all=n_all, note=_no_device(hardware))
    if wanted is not None:
        most = n_all or 0x7FFF
        n_layers = most if wanted < 0 else min(wanted, most)
        return Placement(n_layers, n_all, devices)
    if not n_all or not all(device.total_bytes for device in devices):
        return Placement(n_all or 0x7FFF, n_all, devices)  # llama.cpp says whether it fits
    # Each device takes whole layers, beside its own reserve.
    n_layers = sum(_spare(device) // shape.layer_bytes for device in devices)
    if n_layers >= n_all:
        return Placement(n_all, n_all, devices)
    if n_layers < 1:
        fields = {
            "device": devices[0].label,
            "layer": _gib(shape.layer_bytes),
            "reserve": _gib(_reserve(devices[0])),
        }
        return Placement(n_all=n_all, note=note("memory", free=_free(devices), **fields))
    return Placement(n_layers, n_all, devices, _partly(devices, n_layers, n_all))


def _no_device(hardware: Hardware) -> Text:
    if hardware.problems:
        return note("broken", detail="; ".join(hardware.problems))
    return note("empty" if hardware.backends else "none")


def _partly(devices: tuple[Device, ...], n_layers: int, n_all: int) -> Text:
    fields = {"device": devices[0].label, "n": n_layers, "all": n_all}
    return note("partly", free=_free(devices), **fields)


def _reserve(device: Device) -> int:
    return _RESERVE_BYTES + round(_RESERVE_SHARE * device.total_bytes)


def _spare(device: Device) -> int:
    return max(0, device.free_bytes - _reserve(device))


def _free(devices: tuple[Device, ...]) -> str:
    return _gib(sum(device.free_bytes for device in devices))


def _gib(amount: int) -> str:
    return f"{amount / 2**30:.1f} GiB" if amount >= 2**30 else f"{amount / 2**20:.0f} MiB"


def _rank(backend: str) -> int:
    return _PREFERENCE.index(backend) if backend in _PREFERENCE else len(_PREFERENCE)
