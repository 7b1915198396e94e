"""Says on what machine something was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

_FEATURES = ("avx", "avx2", "fma", "f16c", "avx512f", "avx512vl", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_bf16")
_FEATURES_ARM = ("asimd", "asimdhp", "asimddp", "bf16", "i8mm", "sve", "sve2")


def machine() -> dict[str, Any]:
    """Its processor with what that can do, its memory, its GPUs and its system; None where the system does not say."""
    said = _processor(Path("/proc/cpuinfo"))
    words = set((said.get("flags") or said.get("Features") or "").split())
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": said.get("model name") or platform.processor() or platform.machine(),
        "architecture": platform.machine(),
        "family_model_stepping": [said.get(key) for key in ("cpu family", "model", "stepping")],
        "features": [feature for feature in _FEATURES + _FEATURES_ARM if feature in words],
        "torch_uses": torch.backends.cpu.get_cpu_capability(),
        "cores": os.cpu_count(),
        "memory_gb": _memory_gb(),
        "gpus": [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())],
        "cuda": torch.version.cuda,
    }


def same_processor(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether times of both may be compared as they are, as far as the machines can be told apart."""
    keys = ("processor", "family_model_stepping", "features", "cores", "gpus")
    return all(one.get(key) == other.get(key) for key in keys)


def _processor(source: Path) -> dict[str, str]:
    """What Linux says of the first core; nothing on other systems."""
    try:
        first = source.read_text(encoding="utf-8").partition("\n\n")[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in first.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (AttributeError, OSError, ValueError):
        return None
