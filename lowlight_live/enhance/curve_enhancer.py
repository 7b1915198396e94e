"""The enhancer: a network looks at a thumbnail and says how to bend the curves, which then bend every pixel."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import torch

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.protocols import EnhancerInfo, Executor
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import CurveMaps, adjust_maps
from lowlight_live.settings import EnhanceSettings
from lowlight_live.weights import DEFAULT_MODEL, resolve_weights


@dataclass(frozen=True, slots=True)
class EnhancerSpec:
    """What an enhancer is built from; another spec means another enhancer.

    Attributes:
        model: A name from `models/manifest.toml` or the path of a weight file.
        device: "auto" (CUDA where there is one), "cpu", "cuda" or "cuda:N".
        precision: "auto" (half on CUDA, a timed probe on the CPU), "float32", "bfloat16" (CPU) or "float16" (CUDA).
        thumbnail_lines: Height of the network's picture if it were 16:9.
        threads: On the CPU; 0 for all cores that this process may use.
    """

    model: str = DEFAULT_MODEL
    device: str = "auto"
    precision: str = "auto"
    thumbnail_lines: int = 180
    threads: int = 0


class CurveEnhancer:
    """Enhances frames with light-enhancement curves that a network estimates (Zero-DCE, Guo et al. 2020).

    Raises:
        WeightsNotFound: The spec names a model that is not there.
        WeightsMismatch: Its file holds no network known here.
        DeviceError: The device asked for is not there.
    """

    def __init__(self, spec: EnhancerSpec) -> None:
        network = load_network(resolve_weights(spec.model))
        device, self._device_reason = _choose_device(spec.device)
        self._model = spec.model
        self._architecture = network.architecture
        self._executor: Executor
        if device == "cpu":
            threads = spec.threads or _usable_cores()
            self._executor = CpuExecutor(network, lines=spec.thumbnail_lines, threads=threads, precision=spec.precision)
        else:
            precision = "float16" if spec.precision == "auto" else spec.precision
            self._executor = TorchExecutor(network, lines=spec.thumbnail_lines, device=device, precision=precision)
        self._frame: Frame | None = None
        self._maps: CurveMaps | None = None

    @property
    def info(self) -> EnhancerInfo:
        """What enhances, and why."""
        executor = self._executor
        reasons = [reason for reason in (self._device_reason, executor.reason) if reason]
        return EnhancerInfo(
            model=self._model,
            architecture=self._architecture,
            device=executor.device,
            precision=executor.precision,
            thumbnail=executor.thumbnail,
            reason="; ".join(reasons),
        )

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """Enhance one frame; see `Enhancer.enhance`.

        The maps of the last frame are kept: enhancing it again with other settings (a slider moved on a paused
        picture) does not run the network again.
        """
        if settings.strength == 0:
            return FramePair(frame, frame)
        if self._maps is None or self._frame is not frame:
            self._executor.load(frame.rgb)
            self._maps = self._executor.estimate()
            self._frame = frame
        maps = adjust_maps(self._maps, strength=settings.strength, exposure=settings.exposure)
        return FramePair(frame, replace(frame, rgb=self._executor.render(maps)))

    def reset(self) -> None:
        """Forget the last frame; see `Enhancer.reset`."""
        self._frame = None
        self._maps = None

    def close(self) -> None:
        """Release threads and device memory; see `Enhancer.close`."""
        self.reset()
        self._executor.close()


def _choose_device(wanted: str) -> tuple[str, str]:
    """The torch device to use, and why in a sentence."""
    if wanted == "auto":
        if torch.cuda.is_available():
            return "cuda:0", f"CUDA device {torch.cuda.get_device_name(0)}"
        return "cpu", "no CUDA device was found"
    if wanted == "cpu":
        return "cpu", "the CPU was asked for"
    kind, _, index = wanted.partition(":")
    if kind != "cuda" or not (index.isdecimal() or not index):
        raise DeviceError(f"There is no device {wanted!r}.", hint="Choose auto, cpu, cuda or cuda:N.")
    if int(index or 0) >= torch.cuda.device_count():
        found = torch.cuda.device_count()
        raise DeviceError(
            f"The device {wanted} is not there; CUDA devices found: {found}.",
            hint="Use --device cpu, or see what `lowlight-live doctor` says about CUDA.",
        )
    return f"cuda:{index or 0}", f"{wanted} was asked for"


def _usable_cores() -> int:
    """Cores that this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
