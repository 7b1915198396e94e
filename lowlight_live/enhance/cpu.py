"""Runs the enhancer on the CPU: torch for the small network, compiled kernels for what touches every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.enhance.allocator import keep_large_blocks
from lowlight_live.enhance.auto_strength import usual_brightness
from lowlight_live.enhance.denoise import BlendPlan
from lowlight_live.enhance.dither import dither_pattern
from lowlight_live.enhance.heavy_noise import BLOCK, heavy_blocks, runs
from lowlight_live.enhance.kernels.curve import curve_rows, curve_slopes, curve_state_rows
from lowlight_live.enhance.kernels.denoise import denoise_rows
from lowlight_live.enhance.kernels.render import REACH, render_rows
from lowlight_live.enhance.kernels.steps import RATIO_STEPS, STEPS
from lowlight_live.enhance.kernels.thumbnail import shrink_rows, shrink_state_rows
from lowlight_live.enhance.network_choice import choose_network
from lowlight_live.enhance.network_probe import network_input, network_threads
from lowlight_live.enhance.noise import NoiseCurve, flat_noise
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, curve_slope
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.thumbnail import area_weights, thumbnail_size
from lowlight_live.pending import Pending

_NO_STATE = np.empty((3, 0, 0), np.uint16)


@dataclass(slots=True)
class _Scene:
    """The estimate of the scene, see `denoise.Estimate`: `state` (3, H, W) in 256ths of a code, `ratio` in 32768ths."""

    state: npt.NDArray[np.uint16]
    ratio: npt.NDArray[np.uint16]

    @classmethod
    def of(cls, rgb: Rgb) -> _Scene:
        """What one frame alone says."""
        state = np.empty((3, *rgb.shape[:2]), np.uint16)
        np.multiply(rgb.transpose(2, 0, 1), np.uint16(STEPS), out=state, dtype=np.uint16)
        return cls(state, np.full(rgb.shape[:2], RATIO_STEPS, np.uint16))

    @classmethod
    def like(cls, other: _Scene) -> _Scene:
        """Room for another of the same size."""
        return cls(np.empty_like(other.state), np.empty_like(other.ratio))


class CpuExecutor:
    """The CPU form of `Executor`.

    Args:
        network: In float32; copied.
        lines: Of a 16:9 thumbnail.
        threads: For the rows of the picture; at most half as many for the network, because each of its forty steps
            waits for the last of them: on two busy cores a second thread, which saves a quarter of the time when they
            are idle, made it a hundred times slower.
        precision: "float32", "bfloat16", or "auto" for what `choose_network` finds fastest on the first frame.
    """

    device = "cpu"

    def __init__(self, network: CurveNetwork, *, lines: int, threads: int, precision: str = "auto") -> None:
        keep_large_blocks()
        self.precision = ""
        self.reason = ""
        self.network_s = 0.0
        self.thumbnail = (0, 0)
        self._network = network
        self._wanted_precision = precision
        self._lines = lines
        self._network_threads = max(1, threads // 2)
        self._row_threads = RowThreads(threads)
        self._rgb: Rgb = np.empty((0, 0, 3), np.uint8)
        self.small = np.empty((3, 0, 0), np.float32)
        self._rows = self._columns = _bands(1, 1)
        self._row_end = _ends(*self._rows)
        self._scene: _Scene | None = None
        self._spare: _Scene | None = None
        self._smoothed = _NO_STATE
        self._alone = True
        self._noise = flat_noise(1.0)
        self._blended = self._shrunk = False

    def load(self, rgb: Rgb) -> None:
        """Take the frame that the next calls are about; see `Executor.load`."""
        if rgb.shape != self._rgb.shape:
            self._prepare(*rgb.shape[:2])
            self.forget()
        self._rgb = np.ascontiguousarray(rgb)
        self._blended = self._shrunk = False

    def begin(self, noise: NoiseCurve | None) -> None:
        """Let a new estimate begin with the loaded frame; see `Executor.begin`."""
        self._scene = _Scene.of(self._rgb)
        self._alone = True
        self._blended = noise is not None
        self._shrunk = False
        if noise is not None:
            self._noise = noise

    def blend(self, plan: BlendPlan) -> None:
        """Blend the loaded frame into the estimate; see `Executor.blend`."""
        before = self._scene
        if before is None:
            raise ValueError("nothing to blend with: begin() comes first")
        after = self._spare or _Scene.like(before)
        shrinking = (*self._rows, *self._columns, self.small)
        bounds = self._row_threads.bounds(self._rgb.shape[0])
        self._row_threads.each(
            bounds,
            lambda first, last: denoise_rows(
                self._rgb,
                before.state,
                before.ratio,
                plan.field,
                plan.light.gain,
                plan.light.dim,
                plan.light.flicker,
                plan.noise,
                plan.floor,
                after.state,
                after.ratio,
                *shrinking,
                self._row_end,
                first,
                last,
            ),
        )
        for bound in bounds[1:-1]:
            # What lies across two bands is left to do.
            for line in np.flatnonzero((self._rows[0] < bound) & (self._row_end > bound)).tolist():
                shrink_state_rows(after.state, *shrinking, line, line + 1)
        self._shrunk = True
        self._scene, self._spare = after, before
        self._alone = False
        self._noise = plan.noise
        self._blended = True

    def forget(self) -> None:
        """Keep no estimate; see `Executor.forget`."""
        self._scene = self._spare = None
        self._smoothed = _NO_STATE
        self._blended = self._shrunk = False

    def estimate(self, exposure: float = 0.0) -> Glance:
        """Run the network on a thumbnail; see `Executor.estimate`."""
        if not self._shrunk:
            self._shrink()
        with torch.inference_mode(), network_threads(self._network_threads):
            seen = network_input(self.small, self._network)
            maps = self._network(seen, exposure) if self._network.takes_exposure else self._network(seen)
            return Glance(torch.from_numpy(self.small)[None], CurveMaps(maps.alpha.float(), maps.iterations))

    def brightness(self) -> Pending[float]:
        """See `Executor.brightness`."""
        return Pending.of(float(usual_brightness(torch.from_numpy(self.small)[None])))

    def render(self, maps: CurveMaps, smoothing: float = 0.0, saturation: float = 1.0) -> Pending[Rgb]:
        """Apply the curves to every pixel; see `Executor.render`."""
        out = np.empty_like(self._rgb)
        alpha = np.ascontiguousarray(maps.alpha[0].numpy())
        scene = self._scene
        if not self._blended or scene is None:
            self._row_threads.share(
                out.shape[0],
                lambda first, last: curve_rows(self._rgb, alpha, maps.iterations, saturation, out, first, last),
            )
            return Pending.of(out)
        dither = dither_pattern(out.shape[1])
        if not smoothing:
            self._row_threads.share(
                out.shape[0],
                lambda first, last: curve_state_rows(
                    scene.state, alpha, maps.iterations, saturation, dither, out, first, last
                ),
            )
            return Pending.of(out)
        if not self._shrunk:
            self._shrink()
        slope = self._slope(maps, alpha)
        how = (scene.ratio, self._noise, alpha, maps.iterations, slope[None, None], smoothing)
        heavy = (
            heavy_blocks(scene.state, scene.ratio, self._noise, slope)
            if self._alone
            else np.zeros(-(-out.shape[0] // BLOCK), np.bool_)
        )
        if heavy.any() and self._smoothed.shape != scene.state.shape:
            self._smoothed = np.empty_like(scene.state)

        def render_some(first: int, last: int) -> None:
            for start, end, is_heavy in runs(heavy, first, last):
                if not is_heavy:
                    render_rows(scene.state, *how, 1, _NO_STATE, saturation, dither, out, start, end)
                    continue
                # What the second smoothing looks at beyond its rows; another thread may write the same there.
                above, below = max(0, start - REACH), min(out.shape[0], end + REACH)
                render_rows(scene.state, *how, 1, self._smoothed, saturation, dither, out, above, below)
                render_rows(self._smoothed, *how, 2, _NO_STATE, saturation, dither, out, start, end)

        self._row_threads.share(out.shape[0], render_some)
        self._smoothed = _NO_STATE  # a frame that stands alone is rare
        return Pending.of(out)

    def close(self) -> None:
        """End the threads; see `Executor.close`."""
        self._row_threads.close()

    def _shrink(self) -> None:
        lines, shrinking, scene = self.thumbnail[0], (*self._rows, *self._columns, self.small), self._scene
        if self._blended and scene is not None:
            self._row_threads.share(lines, lambda first, last: shrink_state_rows(scene.state, *shrinking, first, last))
        else:
            self._row_threads.share(lines, lambda first, last: shrink_rows(self._rgb, *shrinking, first, last))
        self._shrunk = True

    def _slope(self, maps: CurveMaps, alpha: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """`curve_slope` of the thumbnail, (h, w); `alpha` is that of the maps."""
        if alpha.shape[-2:] != self.thumbnail:
            coarse: npt.NDArray[np.float32] = curve_slope(torch.from_numpy(self.small)[None], maps)[0].numpy()
            return coarse
        slope = np.empty(self.thumbnail, np.float32)
        curve_slopes(self.small, alpha, maps.iterations, slope)
        return slope

    def _prepare(self, height: int, width: int) -> None:
        """Set up for frames of this size, in the thread that will use it."""
        self.thumbnail = thumbnail_size(height, width, self._lines)
        self.small = np.zeros((3, *self.thumbnail), np.float32)
        self._rows = _bands(height, self.thumbnail[0])
        self._row_end = _ends(*self._rows)
        self._columns = _bands(width, self.thumbnail[1])
        if not self.precision:
            self._choose_network()

    def _choose_network(self) -> None:
        choice = choose_network(
            self._network, self.small, precision=self._wanted_precision, most_threads=self._network_threads
        )
        self._network, self.network_s, self.reason = choice.network, choice.network_s, choice.reason
        self.precision, self._network_threads = choice.form.precision, choice.form.threads


def _bands(inputs: int, outputs: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """The few weights of each line of `area_weights` that are not zero, and where they start."""
    weights = area_weights(inputs, outputs)
    start = (weights > 0).argmax(axis=1)
    span = int((weights > 0).sum(axis=1).max())
    columns = (start[:, None] + np.arange(span)).clip(max=inputs - 1)
    # A band that would reach beyond the last sample begins with it again: those repeats have no share.
    beyond = start[:, None] + np.arange(span) >= inputs
    banded = np.where(beyond, 0, np.take_along_axis(weights, columns, axis=1))
    return start.astype(np.int32), np.ascontiguousarray(banded, np.float32)


def _ends(start: npt.NDArray[np.int32], banded: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """One after the last sample of each line of `_bands`."""
    ends: npt.NDArray[np.int64] = start + np.count_nonzero(banded, axis=1)
    return ends
