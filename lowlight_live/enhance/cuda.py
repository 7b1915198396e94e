"""Runs the enhancer with plain torch operations on one device, everything between one upload and one download.

On CUDA it computes in half precision. The same code on the CPU in float32 is the reference for both executors.
"""

from __future__ import annotations

import torch

from lowlight_live.enhance.denoise import BlendPlan, Estimate, blend, first_estimate, render
from lowlight_live.enhance.dither import dither_pattern
from lowlight_live.enhance.noise import NoiseCurve, flat_noise
from lowlight_live.enhance.protocols import Glance
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, apply_curves, curve_slope
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.thumbnail import shrink, thumbnail_size


class TorchExecutor:
    """The torch form of `Executor`.

    Args:
        network: Copied to the device.
        lines: Of a 16:9 thumbnail.
        device: Such as "cuda:0"; "cpu" for the reference.
        precision: "float16" or "float32", of the network and of the curves.

    Raises:
        DeviceError: The device cannot hold the network.
    """

    def __init__(self, network: CurveNetwork, *, lines: int, device: str, precision: str) -> None:
        self.device = device
        self.precision = precision
        self.reason = "half precision is the fast one on this device" if precision == "float16" else "as asked for"
        self.thumbnail = (0, 0)
        self._dtype: torch.dtype = getattr(torch, precision)
        self._lines = lines
        self._rgb = self._image = self._small = torch.empty(0)
        self._scene: Estimate | None = None
        self._noise = flat_noise(1.0)
        self._blended = False
        try:
            self._network = network.placed(device, self._dtype)
        except RuntimeError as error:
            raise DeviceError(
                f"The device {device} failed: {str(error).splitlines()[0]}", hint="Use --device cpu."
            ) from error

    @torch.inference_mode()
    def load(self, rgb: Rgb) -> None:
        """Upload the frame that the next calls are about; see `Executor.load`."""
        height, width = rgb.shape[:2]
        if rgb.shape != self._rgb.shape:
            self.thumbnail = thumbnail_size(height, width, self._lines)
            self.forget()
        self._rgb = torch.from_numpy(rgb).to(self.device)
        self._image = self._rgb.permute(2, 0, 1)[None].to(self._dtype) / 255
        self._blended = False

    @torch.inference_mode()
    def begin(self, noise: NoiseCurve | None) -> None:
        """Let a new estimate begin with the loaded frame; see `Executor.begin`."""
        self._scene = first_estimate(self._rgb)
        self._blended = noise is not None
        if noise is not None:
            self._noise = noise

    @torch.inference_mode()
    def blend(self, plan: BlendPlan) -> None:
        """Blend the loaded frame into the estimate; see `Executor.blend`."""
        if self._scene is None:
            raise ValueError("nothing to blend with: begin() comes first")
        self._scene = blend(self._rgb, self._scene, plan)
        self._image = self._scene.state[None] / 255
        self._noise = plan.noise
        self._blended = True

    def forget(self) -> None:
        """Keep no estimate; see `Executor.forget`."""
        self._scene = None
        if self._blended:
            self._image = self._rgb.permute(2, 0, 1)[None].to(self._dtype) / 255
        self._blended = False

    @torch.inference_mode()
    def estimate(self, exposure: float = 0.0) -> Glance:
        """Run the network on a thumbnail; see `Executor.estimate`."""
        # In float32, since the sums of an area average lose the lowest bits of half precision.
        self._small = shrink(self._image.float(), *self.thumbnail)
        seen = self._small.to(self._dtype).contiguous(memory_format=torch.channels_last)
        maps = self._network(seen, exposure) if self._network.takes_exposure else self._network(seen)
        return Glance(self._small, maps)

    @torch.inference_mode()
    def render(self, maps: CurveMaps, smoothing: float = 0.0) -> Rgb:
        """Apply the curves to every pixel and download the result; see `Executor.render`."""
        if self._blended and self._scene is not None:
            slope = curve_slope(self._small.to(maps.alpha.dtype), maps)[0].float()
            pattern = torch.from_numpy(dither_pattern(self._rgb.shape[1])).to(self.device)
            exact = CurveMaps(maps.alpha.float(), maps.iterations)
            codes = render(self._scene, exact, slope, self._noise, smoothing, pattern)
        else:
            bright = apply_curves(self._image, maps)[0].permute(1, 2, 0)
            codes = (bright.float() * 255).round().clamp(0, 255).to(torch.uint8).contiguous()
        result: Rgb = codes.cpu().numpy()
        return result

    def close(self) -> None:
        """Let go of the frame and the device memory; see `Executor.close`."""
        self.forget()
        self._image = self._rgb = self._small = torch.empty(0)
