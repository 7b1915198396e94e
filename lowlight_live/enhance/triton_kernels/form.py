"""The Triton kernels as one form of the work on every pixel."""

from __future__ import annotations

from torch import Tensor

from lowlight_live.enhance.denoise import Estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.forms import Appearance
from lowlight_live.enhance.triton_kernels.bend import bend_frame, bend_state
from lowlight_live.enhance.triton_kernels.blend import blend
from lowlight_live.enhance.triton_kernels.smooth import smoothed
from lowlight_live.networks.curves import CurveMaps


class TritonForm:
    """See `Form`; in float32 throughout, since what these kernels wait for is memory."""

    name = "Triton kernels"

    def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
        """See `Form.blend`."""
        blend(rgb, before, plan.field, plan.factors, plan.floor, after)

    def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
        """See `Form.render`."""
        state = scene.state
        if appearance.smoothing > 0:
            state = smoothed(scene, appearance.slope, plan.factors, appearance.smoothing, alone=appearance.alone)
        bend_state(state, appearance.maps, appearance.dither, codes, appearance.saturation)

    def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
        """See `Form.bend`."""
        bend_frame(rgb, maps, codes, saturation)
