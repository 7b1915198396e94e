"""Triton's kernels compile for GPUs that are not here.

In a file before the one that interprets them: up to version 3.5 Triton cannot compile after it has interpreted.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.enhance.interpreter import PACKAGE, needs_triton

pytestmark = needs_triton

FLOATS, BYTES, SHORTS = "*fp32", "*u8", "*i16"
NUMBERS = {"int": "i32", "float": "fp32"}
CAPABILITY = 80
TYPES = {"rgb": BYTES, "codes": BYTES, "field": SHORTS}
KERNELS = [
    ("blend", "compare", {}),
    ("blend", "weigh", {}),
    ("smooth", "judge", {"hop": 1}),
    ("smooth", "judge", {"hop": 2}),
    ("smooth", "average", {"hop": 2, "downwards": False}),
    ("smooth", "average", {"hop": 2, "downwards": True}),
    ("bend", "bend", {"map_count": 1, "iterations": 8, "dithered": False, "coloured": False}),
    ("bend", "bend", {"map_count": 8, "iterations": 8, "dithered": True, "coloured": False}),
    ("bend", "bend", {"map_count": 1, "iterations": 8, "dithered": True, "coloured": True}),
]


@pytest.mark.parametrize(("module", "name", "constants"), KERNELS, ids=lambda value: str(value))
def test_a_kernel_compiles_for_a_gpu_that_is_not_here(
    module: str, name: str, constants: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import triton
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    monkeypatch.setenv("TRITON_CACHE_DIR", str(tmp_path))
    compiling = importlib.import_module(f"{PACKAGE}.compiling")
    kernel = getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
    values = {**constants, "rows": compiling.TILE_ROWS, "columns": compiling.TILE_COLUMNS}
    picture = BYTES if constants.get("dithered") is False else FLOATS
    annotations = kernel.fn.__annotations__
    signature = {}
    for argument in kernel.arg_names:
        if argument in values:
            signature[argument] = "constexpr"
        elif annotations[argument] in NUMBERS:
            signature[argument] = NUMBERS[annotations[argument]]
        else:
            signature[argument] = picture if argument in ("picture", "dither") else TYPES.get(argument, FLOATS)
    places = {(kernel.arg_names.index(argument),): value for argument, value in values.items()}
    source = ASTSource(fn=kernel, signature=signature, constexprs=places)
    compiled = triton.compile(source, target=GPUTarget("cuda", CAPABILITY, 32), options=dict(compiling.OPTIONS))
    assert len(compiled.asm["cubin"]) > 1000
    assert ".local" not in compiled.asm["ptx"]
