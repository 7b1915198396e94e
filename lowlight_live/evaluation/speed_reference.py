"""The plain form that speed is told against: the network sees every pixel, the curves are plain tensor arithmetic.

From 8-bit RGB to 8-bit RGB, as Zero-DCE is published, in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.export import open_session, run_session, to_onnx

REFERENCE_MODEL = "zero-dce"
PlainForm = Callable[[Rgb], Rgb]


def plain_form(network: CurveNetwork, threads: int) -> PlainForm:
    """A picture in, a picture out, in torch with so many threads."""
    return lambda rgb: _enhanced(network, rgb, threads)


def plain_onnx_forms(network: CurveNetwork, threads: list[int]) -> dict[int, PlainForm]:
    """The same with the network in onnxruntime, for each number of threads; takes some seconds.

    Raises:
        ConfigError: The packages for it are not installed.
    """
    model = to_onnx(network, {})
    return {count: _onnx_form(model, network.iterations, count) for count in threads}


def _onnx_form(model: bytes, iterations: int, threads: int) -> PlainForm:
    session = open_session(model, threads=threads)

    def estimate(image: Tensor) -> CurveMaps:
        return CurveMaps(torch.from_numpy(run_session(session, image)), iterations)

    return lambda rgb: _enhanced(estimate, rgb, threads)


def _enhanced(estimate: Callable[[Tensor], CurveMaps], rgb: Rgb, threads: int) -> Rgb:
    with torch.inference_mode(), _torch_threads(threads):
        image = torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255
        bright = apply_curves(image, estimate(image))
        codes: Rgb = (bright * 255).round().clamp(0, 255).to(torch.uint8)[0].permute(1, 2, 0).contiguous().numpy()
        return codes


@contextmanager
def _torch_threads(threads: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)
