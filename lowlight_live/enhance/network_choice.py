"""Chooses how the network runs on this CPU: in torch or onnxruntime, how precisely, in how many threads.

No table of processors could tell: where the instructions for it are missing, bfloat16 is 5 to 37 times slower. So what
there is takes a few turns on the first thumbnail, in the thread that will use it, and the fastest is kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata

import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.enhance.network_probe import runs_s
from lowlight_live.enhance.session_network import SessionNetwork, kept_onnx_model, network_digest
from lowlight_live.kept import keep, read_kept
from lowlight_live.networks.dce import CurveNetwork

_TORCH, _ONNX = "torch", "onnxruntime"
_SLOWER = 2.0
"""A kept choice that takes so many times what it took is looked at again: it may have been made in a busy moment."""


@dataclass(frozen=True, slots=True)
class NetworkForm:
    """A way to run a network.

    Attributes:
        runtime: "torch" or "onnxruntime".
        precision: "float32" or "bfloat16".
        threads: That it runs in.
    """

    runtime: str
    precision: str
    threads: int

    def __str__(self) -> str:
        where = f" {_ONNX}" if self.runtime == _ONNX else ""
        return f"{self.precision}{where}{f' x {self.threads}' if self.threads > 1 else ''}"


@dataclass(frozen=True, slots=True, eq=False)
class NetworkChoice:
    """A network as it is to be run.

    Attributes:
        network: In the chosen form.
        form: Which that is.
        network_s: Seconds that it takes.
        reason: Why this one, half a sentence.
    """

    network: CurveNetwork
    form: NetworkForm
    network_s: float
    reason: str


def choose_network(
    network: CurveNetwork, small: npt.NDArray[np.float32], *, precision: str, most_threads: int
) -> NetworkChoice:
    """Find the fastest form of a network, or take the one that was the fastest at an earlier start.

    Args:
        network: In float32; copied.
        small: A thumbnail, (3, h, w), as large as it will see.
        precision: "auto", or the one to take.
        most_threads: It may run in.

    Returns:
        What was found. onnxruntime takes part where its ONNX model has been made before, since making one takes
        seconds.
    """
    if precision != "auto":
        form = NetworkForm(_TORCH, precision, most_threads)
        built = _built(network, form)
        return NetworkChoice(built, form, _run_s(built, form, small), "as asked for")
    name, forms = _name(network, small, most_threads), list(_forms(network, most_threads))
    return _kept(network, small, name, forms) or _probed(network, small, name, forms)


def _probed(
    network: CurveNetwork, small: npt.NDArray[np.float32], name: str, forms: Sequence[NetworkForm]
) -> NetworkChoice:
    built = [_built(network, form) for form in forms]
    taken = runs_s([(one, form.threads) for one, form in zip(built, forms, strict=True)], small)
    # The shortest run of each tells them apart: what is longer was disturbed.
    best, *others = sorted(range(len(forms)), key=lambda index: min(taken[index]))
    told = ", ".join(f"{forms[other]} {min(taken[other]) * 1000:.1f} ms" for other in others)
    reason = f"{forms[best]} took {min(taken[best]) * 1000:.1f} ms in a probe, {told}"
    took_s = statistics.median(taken[best])
    keep(name, json.dumps({"form": asdict(forms[best]), "network_s": took_s, "reason": reason}).encode())
    return NetworkChoice(built[best], forms[best], took_s, reason)


def _kept(
    network: CurveNetwork, small: npt.NDArray[np.float32], name: str, forms: Sequence[NetworkForm]
) -> NetworkChoice | None:
    """The choice of an earlier start; None where there is none, it cannot be read, it is no form of today's, or it has
    become slow.
    """
    try:
        content = json.loads(read_kept(name) or b"")
        form = NetworkForm(**content["form"])
        usual_s, reason = float(content["network_s"]), str(content["reason"])
    except (ValueError, TypeError, KeyError):
        return None
    if form not in forms:
        return None
    built = _built(network, form)
    took_s = _run_s(built, form, small)
    return NetworkChoice(built, form, took_s, reason) if took_s <= _SLOWER * usual_s else None


def _forms(network: CurveNetwork, most_threads: int) -> Iterator[NetworkForm]:
    threads = 1
    while threads <= most_threads:
        yield NetworkForm(_TORCH, "float32", threads)
        yield NetworkForm(_TORCH, "bfloat16", threads)
        if importlib.util.find_spec(_ONNX) and kept_onnx_model(network) is not None:
            yield NetworkForm(_ONNX, "float32", threads)
        threads *= 2


def _built(network: CurveNetwork, form: NetworkForm) -> CurveNetwork:
    model = kept_onnx_model(network) if form.runtime == _ONNX else None
    if model is not None:
        return SessionNetwork(network, model, form.threads)
    return network.placed("cpu", getattr(torch, form.precision))


def _run_s(network: CurveNetwork, form: NetworkForm, small: npt.NDArray[np.float32]) -> float:
    (taken,) = runs_s([(network, form.threads)], small)
    return statistics.median(taken)


def _name(network: CurveNetwork, small: npt.NDArray[np.float32], most_threads: int) -> str:
    """What the choice is kept under: whatever would make another one better is part of it."""
    _, height, width = small.shape
    runtime = metadata.version(_ONNX) if importlib.util.find_spec(_ONNX) and kept_onnx_model(network) else "without"
    about = (
        network_digest(network),
        f"{width}x{height}",
        f"{most_threads} threads",
        platform.node(),
        platform.machine(),
        torch.backends.cpu.get_cpu_capability(),
        torch.__version__,
        runtime,
    )
    return f"network-{hashlib.sha256(repr(about).encode()).hexdigest()[:16]}.json"
