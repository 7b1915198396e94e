"""Turns a curve network into an ONNX model, for other programs and for onnxruntime, and proves that it says the same.

The exporter of torch sees the network at one size. What it saw there only by chance, such as an even height, it may
take for a rule, and the model then fails or differs at other sizes; so every model is run beside the network at several
sizes before anybody gets it.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from lowlight_live import __version__
from lowlight_live.errors import ModelError
from lowlight_live.extras import required
from lowlight_live.networks.dce import CurveNetwork

IMAGE, EXPOSURE, ALPHA = "image", "exposure", "alpha"
OPSET = 18
"""Of 2022: old enough for the runtimes that are about."""

TOLERANCE = 1e-4
"""Of the maps; the most it moves a pixel by is a twentieth of a code."""

CHECKED_SIZES = ((180, 320), (91, 133), (64, 47), (3, 400), (2, 2), (1, 1))
"""Height and width: usual ones, odd ones, and the ends."""

_CHECKED_EXPOSURES = (0.0, 1.5)
_CHECKED_LIGHT = (1.0, 0.1)
"""In good light a network says next to nothing, in which no difference can be seen."""

_SEEN_SIZE = (90, 160)
_FLOAT = 1  # TensorProto.FLOAT

_needed = partial(required, wanted_by="ONNX", extra="onnx")


def to_onnx(network: CurveNetwork, notes: Mapping[str, str]) -> bytes:
    """The network as an ONNX model, once it has been compared with the network.

    Input `image`, (1, 3, height, width) float32 in [0, 1], of any size, and `exposure`, (1, 1) float32 in stops, where
    the network takes one; output `alpha`, (1, K, 3, height, width).

    Args:
        network: In float32, in inference.
        notes: What the model's metadata says beside how its output is meant.

    Raises:
        ConfigError: The packages for it are not installed.
        ModelError: It cannot be turned into one, or the model differs.
    """
    _runtime()
    for package in ("onnx", "onnxscript"):
        _needed(package, package=package)
    data = _exported(network, {**_meaning(network), **notes})
    check_parity(data, network)
    return data


def check_parity(data: bytes, network: CurveNetwork, sizes: Sequence[tuple[int, int]] = CHECKED_SIZES) -> float:
    """Run an ONNX model beside its network.

    Returns:
        The largest difference of the maps at any of the sizes.

    Raises:
        ConfigError: onnxruntime is not installed.
        ModelError: They differ by more than `TOLERANCE`, or the model fails.
    """
    session = open_session(data, threads=1)
    generator = torch.Generator().manual_seed(0)
    worst = 0.0
    exposures = _CHECKED_EXPOSURES if network.takes_exposure else (0.0,)
    for (height, width), light, stops in product(sizes, _CHECKED_LIGHT, exposures):
        image = torch.rand(1, 3, height, width, generator=generator) * light
        with torch.inference_mode():
            expected = (network(image, stops) if network.takes_exposure else network(image)).alpha.numpy()
        try:
            given = run_session(session, image, stops)
        except Exception as error:  # onnxruntime's errors share no class that could be named
            raise _differs(f"it fails on {width} x {height} pixels ({str(error).splitlines()[0]})") from error
        if given.shape != expected.shape:
            raise _differs(f"it gives {given.shape} for {expected.shape} on {width} x {height} pixels")
        difference = float(np.abs(given - expected).max())
        if not difference <= TOLERANCE:  # NaN is refused too
            raise _differs(f"its maps are off by {difference:.2g} on {width} x {height} pixels")
        worst = max(worst, difference)
    return worst


def open_session(data: bytes, *, threads: int) -> Any:
    """An onnxruntime session on the CPU.

    Raises:
        ConfigError: onnxruntime is not installed.
    """
    runtime = _runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what goes wrong comes as an exception
    # Threads that wait for the next frame would take the cores from what touches every pixel.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return runtime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def run_session(session: Any, image: Tensor, exposure: Tensor | float = 0.0) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The maps that a model gives for (1, 3, h, w) float32, and for an exposure if it takes one."""
    asked = np.full((1, 1), float(exposure), np.float32)
    inputs = {IMAGE: image.contiguous().numpy(), EXPOSURE: asked}
    (alpha,) = session.run([ALPHA], {given.name: inputs[given.name] for given in session.get_inputs()})
    return np.asarray(alpha, np.float32)


def _runtime() -> Any:
    """The module of onnxruntime, which from 1.29 on tells Microsoft how it is used unless this is set beforehand."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    return _needed("onnxruntime", package="onnxruntime")


class _Alpha(nn.Module):
    """A network whose output is a plain tensor, which is all that ONNX knows."""

    def __init__(self, network: CurveNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor, exposure: Tensor | None = None) -> Tensor:
        alpha: Tensor = (self.network(image) if exposure is None else self.network(image, exposure)).alpha
        return alpha


def _exported(network: CurveNetwork, notes: Mapping[str, str]) -> bytes:
    seen: dict[str, Tensor] = {IMAGE: torch.rand(1, 3, *_SEEN_SIZE, generator=torch.Generator().manual_seed(0))}
    varying: dict[str, dict[int, Any]] = {IMAGE: {2: torch.export.Dim("height"), 3: torch.export.Dim("width")}}
    if network.takes_exposure:
        seen[EXPOSURE], varying[EXPOSURE] = torch.zeros(1, 1), {}
    with _quiet():
        try:
            program = torch.onnx.export(
                _Alpha(network).eval(),
                tuple(seen.values()),
                input_names=list(seen),
                output_names=[ALPHA],
                dynamic_shapes=varying,
                opset_version=OPSET,
                dynamo=True,
                verbose=False,
                custom_translation_table={torch.ops.aten.adaptive_avg_pool2d.default: _adaptive_average},
            )
        except torch.onnx.errors.OnnxExporterError as error:
            reason = str(error).partition("\x1b")[0].strip(" .")  # advice for developers follows, in colours
            raise ModelError(
                f"The {network.architecture} network cannot be turned into an ONNX model ({reason}).",
                hint="Its layers may be newer than the exporter of the installed torch: try another version of it.",
            ) from error
    if program is None:
        raise TypeError("torch.onnx.export has returned no program")
    # Every node carries the lines of source it came from, with the folders of whoever exported it.
    _needed("onnx_ir.passes.common", package="onnxscript").ClearMetadataAndDocStringPass()(program.model)
    program.model.metadata_props.update(notes)
    return bytes(program.model_proto.SerializeToString())


def _adaptive_average(image: Any, output_size: Sequence[Any]) -> Any:
    """Adaptive average pooling for any size: torch's own translation holds for the parity of the size it saw.

    Each output is the mean of the inputs from floor(i * n / m) up to ceil((i + 1) * n / m): the pooling is a product
    with a matrix of shares on either side.
    """
    ops = _needed("onnxscript", package="onnxscript").opset18
    rows, columns = (
        _shares(ops, ops.Squeeze(ops.Shape(image, start=axis, end=axis + 1)), outputs)
        for axis, outputs in zip((2, 3), output_size, strict=True)
    )
    return ops.MatMul(ops.MatMul(rows, image), ops.Transpose(columns, perm=[1, 0]))


def _shares(ops: Any, inputs: Any, outputs: Any) -> Any:
    """(outputs, inputs): the share of each input in each output."""
    zero, one = ops.Constant(value_int=0), ops.Constant(value_int=1)
    place = ops.Unsqueeze(ops.Range(zero, outputs, one), ops.Constant(value_ints=[1]))
    sample = ops.Unsqueeze(ops.Range(zero, inputs, one), ops.Constant(value_ints=[0]))
    first = ops.Div(ops.Mul(place, inputs), outputs)
    beyond = ops.Div(ops.Sub(ops.Add(ops.Mul(ops.Add(place, one), inputs), outputs), one), outputs)
    inside = ops.And(ops.GreaterOrEqual(sample, first), ops.Less(sample, beyond))
    return ops.Div(ops.Cast(inside, to=_FLOAT), ops.Cast(ops.Sub(beyond, first), to=_FLOAT))


def _meaning(network: CurveNetwork) -> dict[str, str]:
    """What somebody needs to know to use the model without our code."""
    takes = {"exposure": "stops brighter or darker than well lit, 0 as a rule"} if network.takes_exposure else {}
    return takes | {
        "architecture": network.architecture,
        "iterations": str(network.iterations),
        "image": "RGB, encoded samples in [0, 1]; best an area average of as many pixels as 320 x 180",
        "alpha": "maps of 3 channels: one for each iteration, or one for all",
        "curve": "x = x + alpha * x * (1 - x) for each iteration, alpha enlarged to the picture; positive brightens",
        "made_by": f"lowlight-live {__version__}",
    }


def _differs(how: str) -> ModelError:
    return ModelError(
        f"The ONNX model does not say what the network says: {how}.",
        hint="Nothing was written. Try other versions of torch, onnxscript and onnxruntime.",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what the exporter tells its developers, such as that torchvision is not there."""
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
