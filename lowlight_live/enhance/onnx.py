"""Runs the network in onnxruntime; everything else is the CPU executor's.

The seam is small: what the CPU executor calls a network is here a session that answers like one. So the kernels have
one form, and this is also the proof that an exported model does what the network does.
"""

from __future__ import annotations

from importlib import metadata
from typing import Self

import torch
from torch import Tensor

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.errors import DeviceError
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.export import open_session, run_session, to_onnx

PRECISIONS = ("auto", "float32")


class OnnxExecutor(CpuExecutor):
    """The onnxruntime form of `Executor`; starting it takes some seconds, in which the network is turned into a model.

    Args:
        network: In float32.
        lines: Of a 16:9 thumbnail.
        threads: For the network and for the rows of the picture.
        precision: "float32" or "auto", which is the same here.

    Raises:
        ConfigError: The packages for it are not installed.
        ModelError: The model does not say what the network says.
        DeviceError: Another precision is asked for.
    """

    device = "onnx"

    def __init__(self, network: CurveNetwork, *, lines: int, threads: int, precision: str = "auto") -> None:
        if precision not in PRECISIONS:
            raise DeviceError(
                f"On onnxruntime the network runs in float32, not in {precision}.", hint="Use --device cpu or cuda."
            )
        super().__init__(_SessionNetwork(network, threads), lines=lines, threads=threads, precision="float32")

    def _choose_precision(self) -> None:
        super()._choose_precision()
        self.reason = f"onnxruntime {metadata.version('onnxruntime')} computes in float32 here"


class _SessionNetwork(CurveNetwork):
    """Answers like the network it was made of, which it keeps for its sizes; onnxruntime does the work."""

    def __init__(self, network: CurveNetwork, threads: int) -> None:
        super().__init__(features=network.features, iterations=network.iterations)
        self.architecture = network.architecture
        self.takes_exposure = network.takes_exposure
        self.original = network
        self._session = open_session(to_onnx(network, {}), threads=threads)

    def forward(self, image: Tensor, exposure: Tensor | float = 0.0) -> CurveMaps:
        return CurveMaps(torch.from_numpy(run_session(self._session, image, exposure)), self.iterations)

    def placed(self, device: str, dtype: torch.dtype) -> Self:
        """Itself: a session cannot be copied, and knows one device and one precision."""
        return self
