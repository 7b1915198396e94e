"""The curve kernel of a GPU beside its memory-traffic bound: a copy within the device of as many bytes.

Of a frame alone it must read three bytes a pixel and write three, and so does the copy.
"""

from __future__ import annotations

from lowlight_live.cli.bench_parts import size_name
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.cuda_graph import CudaGraphs, Recorder
from lowlight_live.enhance.forms import Form
from lowlight_live.evaluation.speed import COPY, Subject, Work
from lowlight_live.evaluation.speed_launches import Kernel, launch_works
from lowlight_live.evaluation.speed_stages import settling
from lowlight_live.frame import Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.weights import resolve_weights

CURVE = "curve kernel"
_LINES = 180


class _OpenExecutor(TorchExecutor):
    """One that shows what it bends a frame with."""

    @property
    def form(self) -> Form:
        return self._chosen


def curve_works(model: str, rgb: Rgb, device: str, runs: int) -> tuple[list[Work], str]:
    """The curve on a frame alone as the executor of a device bends it, and a copy of the frame; both are resident.

    Args:
        model: Whose curve maps it is.
        rgb: The frame.
        device: Such as "cuda:0"; "cpu" has the plain form.
        runs: Of a turn, see `launch_works`.

    Returns:
        The works, of seconds a launch, and how the executor works.

    Raises:
        LowlightError: There are no such weights, or the device failed.
    """
    network = load_network(resolve_weights(model))
    precision = "float16" if device.startswith("cuda") else "float32"
    executor = _OpenExecutor(network, lines=_LINES, device=device, precision=precision)
    try:
        executor.load(rgb)
        maps, form, how = executor.estimate().maps, executor.form, executor.reason
    finally:
        executor.close()
    size = size_name(rgb)
    kernels: dict[Subject, Kernel] = {
        Subject("step", CURVE, model, device, size=size): lambda picture, result: form.bend(picture, maps, result),
        Subject("reference", COPY, device=device, size=size): lambda picture, result: result.copy_(picture),
    }

    # As the executor plays what it does to a frame.
    works = launch_works(
        kernels, rgb, device, runs, playing=lambda on: Recorder(CudaGraphs(on)).run, settle=settling(device)
    )
    return works, how
