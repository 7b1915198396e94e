"""Runs the network in onnxruntime; everything else is the CPU executor's.

The seam is small: what the CPU executor calls a network is here a session that answers like one. So the kernels have
one form, and this is also the proof that an exported model does what the network does.
"""

from __future__ import annotations

from importlib import metadata

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.session_network import SessionNetwork, onnx_model
from lowlight_live.errors import DeviceError
from lowlight_live.networks.dce import CurveNetwork

PRECISIONS = ("auto", "float32")


class OnnxExecutor(CpuExecutor):
    """The onnxruntime form of `Executor`; its first start takes some seconds, which turn the network into a model.

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
        running = SessionNetwork(network, onnx_model(network), threads)
        super().__init__(running, lines=lines, threads=threads, precision="float32")

    def _choose_network(self) -> None:
        super()._choose_network()
        self.reason = f"onnxruntime {metadata.version('onnxruntime')} computes in float32 here"
