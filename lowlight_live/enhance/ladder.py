"""The devices that the enhancement may run on, fastest first; when one fails in mid-stream the next takes over.

CUDA in half precision, then the same with a smaller thumbnail, then the CPU. A step down is never silent.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

import torch

from lowlight_live.cores import usable_cores
from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.onnx import OnnxExecutor
from lowlight_live.enhance.protocols import Executor
from lowlight_live.errors import DeviceError
from lowlight_live.networks.dce import CurveNetwork

SMALLER = 2 / 3
"""Lines of the smaller thumbnail over those of the usual one: four ninths of the network's memory."""


@dataclass(frozen=True, slots=True)
class _Rung:
    name: str
    needs_cuda: bool
    build: Callable[[], Executor]


class Ladder:
    """Holds the executor at work.

    Args:
        network: In float32; copied.
        device: "auto" (CUDA where there is one), "cpu", "onnx", "cuda" or "cuda:N".
        precision: "auto" or one of torch's names.
        lines: Of a 16:9 thumbnail.
        threads: On the CPU; 0 for all cores that this process may use.

    Attributes:
        executor: At work now.
        reason: Why on this device.
        warnings: A sentence for each step down.

    Raises:
        DeviceError: The device asked for is not there or cannot hold the network.
    """

    def __init__(self, network: CurveNetwork, *, device: str, precision: str, lines: int, threads: int) -> None:
        chosen, self.reason = _choose_device(device)
        self.warnings: tuple[str, ...] = ()
        cores = threads or usable_cores()
        self._rungs = _rungs(network, chosen, precision=precision, lines=lines, threads=cores)
        self._place = 0
        self.executor = self._rungs[0].build()

    def step_down(self, error: BaseException) -> bool:
        """Let the next device take over, with nothing remembered; says whether there was one.

        Args:
            error: What made the one at work fail. A device that ran out of memory may do with less; one that was lost
                is not tried again.
        """
        failed = self._rungs[self._place].name
        lost = not isinstance(error, torch.OutOfMemoryError)
        if lost:
            _never_free(self.executor)
        else:
            self.close()
        while self._place + 1 < len(self._rungs):
            self._place += 1
            rung = self._rungs[self._place]
            if lost and rung.needs_cuda:
                continue
            try:
                self.executor = rung.build()
            except DeviceError:
                continue
            what = "was lost" if lost else "ran out of memory"
            self.warnings += (f"{failed} {what}: {rung.name} took over.",)
            self.reason = f"{failed} {what}"
            return True
        return False

    def close(self) -> None:
        """Close the executor at work, whose device may have been lost without anybody's noticing."""
        try:
            self.executor.close()
        except torch.AcceleratorError:
            _never_free(self.executor)


def _never_free(executor: Executor) -> None:
    """Keep what a lost device held: its allocators record an event when they get memory back, and end the process when
    they cannot. A reference in a list would only put that off until the interpreter ends.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(executor))


def _rungs(network: CurveNetwork, device: str, *, precision: str, lines: int, threads: int) -> list[_Rung]:
    def on_cpu(wanted: str) -> Executor:
        return CpuExecutor(network, lines=lines, threads=threads, precision=wanted)

    if device == "cpu":
        return [_Rung("The CPU", False, lambda: on_cpu(precision))]
    if device == "onnx":
        build = OnnxExecutor
        return [_Rung("onnxruntime", False, lambda: build(network, lines=lines, threads=threads, precision=precision))]
    half = "float16" if precision == "auto" else precision
    fewer = max(1, round(lines * SMALLER))
    return [
        _Rung(device, True, lambda: TorchExecutor(network, lines=lines, device=device, precision=half)),
        _Rung(
            f"{device} with a thumbnail of {fewer} lines",
            True,
            lambda: TorchExecutor(network, lines=fewer, device=device, precision=half),
        ),
        _Rung("the CPU", False, lambda: on_cpu("auto")),
    ]


def _choose_device(wanted: str) -> tuple[str, str]:
    """The torch device to use, and why in a sentence."""
    if wanted == "auto":
        if torch.cuda.is_available():
            return "cuda:0", f"CUDA device {torch.cuda.get_device_name(0)}"
        return "cpu", "no CUDA device was found"
    if wanted == "cpu":
        return "cpu", "the CPU was asked for"
    if wanted == "onnx":
        return "onnx", "onnxruntime was asked for"
    kind, _, index = wanted.partition(":")
    if kind != "cuda" or not (index.isdecimal() or not index):
        raise DeviceError(f"There is no device {wanted!r}.", hint="Choose auto, cpu, onnx, cuda or cuda:N.")
    if int(index or 0) >= torch.cuda.device_count():
        found = torch.cuda.device_count()
        raise DeviceError(
            f"The device {wanted} is not there; CUDA devices found: {found}.",
            hint="Use --device cpu, or see what `lowlight-live doctor` says about CUDA.",
        )
    return f"cuda:{index or 0}", f"{wanted} was asked for"
