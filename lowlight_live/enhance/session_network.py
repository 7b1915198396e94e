"""A network that onnxruntime runs, and the ONNX model of it that is kept from start to start."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Self

import torch
from torch import Tensor

from lowlight_live import __version__, networks
from lowlight_live.kept import keep, read_kept
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.export import open_session, run_session, to_onnx

_DIGEST_BYTES = 32
"""Of SHA-256, before a kept model."""


class SessionNetwork(CurveNetwork):
    """Answers like the network it was made of, which it keeps for its sizes; onnxruntime does the work.

    Args:
        network: In float32.
        model: The ONNX model of it.
        threads: Of onnxruntime.

    Raises:
        ConfigError: onnxruntime is not installed.
    """

    def __init__(self, network: CurveNetwork, model: bytes, threads: int) -> None:
        super().__init__(features=network.features, iterations=network.iterations)
        self.architecture = network.architecture
        self.takes_exposure = network.takes_exposure
        self.original = network
        self._session = open_session(model, threads=threads)

    def forward(self, image: Tensor, exposure: Tensor | float = 0.0) -> CurveMaps:
        return CurveMaps(torch.from_numpy(run_session(self._session, image, exposure)), self.iterations)

    def placed(self, device: str, dtype: torch.dtype) -> Self:
        """Itself: a session cannot be copied, and knows one device and one precision."""
        return self


def onnx_model(network: CurveNetwork) -> bytes:
    """The ONNX model of a network: the kept one, or a new one, which takes some seconds and is kept then.

    Raises:
        ConfigError: The packages for it are not installed.
        ModelError: It cannot be turned into one, or the model differs.
    """
    model = kept_onnx_model(network)
    if model is None:
        model = to_onnx(network, {})
        keep(_name(network), hashlib.sha256(model).digest() + model)
    return model


def kept_onnx_model(network: CurveNetwork) -> bytes | None:
    """The ONNX model of a network if it has been made before, and is what it was: onnxruntime refuses a spoilt one."""
    kept = read_kept(_name(network)) or b""
    digest, model = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    return model if hashlib.sha256(model).digest() == digest else None


def network_digest(network: CurveNetwork) -> str:
    """Tells a network with its weights from all others, and from itself with other code."""
    digest = hashlib.sha256(network.architecture.encode() + _code())
    for name, values in network.state_dict().items():
        digest.update(f"{name} {tuple(values.shape)}".encode())
        digest.update(values.detach().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


@cache
def _code() -> bytes:
    folder = Path(networks.__file__).parent
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))


def _name(network: CurveNetwork) -> str:
    return f"{network_digest(network)}-{__version__}-torch-{torch.__version__}.model"
