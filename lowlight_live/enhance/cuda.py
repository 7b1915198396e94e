"""Runs the enhancer with plain torch operations on one device, everything between one upload and one download.

On CUDA it computes in half precision. The same code on the CPU in float32 is the reference for both executors.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lowlight_live.errors import DeviceError
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, apply_curves
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
        self._image = torch.empty(0)
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
        self.thumbnail = thumbnail_size(height, width, self._lines)
        uploaded = torch.from_numpy(rgb).to(self.device)
        self._image = uploaded.permute(2, 0, 1)[None].to(self._dtype) / 255

    @torch.inference_mode()
    def estimate(self) -> CurveMaps:
        """Run the network on a thumbnail of the loaded frame; see `Executor.estimate`."""
        # In float32, since the sums of an area average lose the lowest bits of half precision.
        small = shrink(self._image.float(), *self.thumbnail).to(self._dtype)
        maps: CurveMaps = self._network(small.contiguous(memory_format=torch.channels_last))
        return maps

    @torch.inference_mode()
    def render(self, maps: CurveMaps) -> Rgb:
        """Apply the curves to every pixel of the loaded frame and download it; see `Executor.render`."""
        bright = apply_curves(self._image, maps)
        codes: Tensor = (bright.float() * 255).round().clamp(0, 255).to(torch.uint8)
        result: Rgb = codes[0].permute(1, 2, 0).contiguous().cpu().numpy()
        return result

    def close(self) -> None:
        """Let go of the frame and the device memory; see `Executor.close`."""
        self._image = torch.empty(0)
