"""Runs the enhancer on a GPU, everything between one upload and one download, with nothing waited for on the way.

While it works on one frame, the next arrives and the last result leaves, see `transfer`.

The network runs in half precision. The same code on the CPU in float32 is the reference for all executors.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from lowlight_live.enhance.auto_strength import usual_brightness
from lowlight_live.enhance.cuda_graph import CudaGraphs, Record, Recorder
from lowlight_live.enhance.cuda_room import Room
from lowlight_live.enhance.denoise import BlendPlan, Estimate
from lowlight_live.enhance.forms import Appearance, Form, PlainForm, choose_form
from lowlight_live.enhance.noise import NoiseCurve
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.transfer import SideStream
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, curve_slope
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.thumbnail import thumbnail_size
from lowlight_live.pending import Pending


class TorchExecutor:
    """The torch form of `Executor`.

    Args:
        network: Copied to the device.
        lines: Of a 16:9 thumbnail.
        device: Such as "cuda:0"; "cpu" for the reference.
        precision: "float16" or "float32", of the network and of the curves.
        form: Of the work on every pixel; None for what a probe chooses on the first frame.
        record: Of what is repeated for each frame; None for CUDA graphs where they are.

    Raises:
        DeviceError: The device cannot hold the network.
    """

    def __init__(
        self,
        network: CurveNetwork,
        *,
        lines: int,
        device: str,
        precision: str,
        form: Form | None = None,
        record: Record | None = None,
    ) -> None:
        self.device = device
        self.network_s = 0.0
        self.precision = precision
        self.thumbnail = (0, 0)
        self._device = torch.device(device)
        self._dtype: torch.dtype = getattr(torch, precision)
        self._lines = lines
        self._form = form
        self._why_form = ""
        self._room: Room | None = None
        self._blended = self._shrunk = False
        self._alone = True
        try:
            self._network = network.placed(device, self._dtype)
            self._stream = _new_stream(self._device)
            self._inward, self._outward = SideStream(self._device), SideStream(self._device)
        except RuntimeError as error:
            raise DeviceError(
                f"The device {device} failed: {str(error).splitlines()[0]}", hint="Use --device cpu."
            ) from error
        if record is None and self._stream is not None:
            record = CudaGraphs(self._stream)
        self._recorder = Recorder(record)

    @property
    def reason(self) -> str:
        """Why this precision, and how the work is done; see `Executor.reason`."""
        half = self.precision == "float16"
        reasons = ["half precision is the fast one on this device" if half else "as asked for", self._why_form]
        if self._recorder.why_not:
            reasons.append(f"without CUDA graphs: {self._recorder.why_not}")
        elif self._recorder.records:
            reasons.append("replayed as CUDA graphs")
        return "; ".join(reason for reason in reasons if reason)

    def load(self, rgb: Rgb) -> None:
        """Begin to upload the frame that the next calls are about; see `Executor.load`."""
        height, width = rgb.shape[:2]
        with self._at_work():
            if self._room is None or self._room.shape != rgb.shape:
                self._recorder.forget()
                self.thumbnail = thumbnail_size(height, width, self._lines)
                self._leave_room()  # before the new one is made
                self._room = Room(height, width, self.thumbnail, self._device, self._inward, self._outward)
            self._room.frame.send(rgb)
            self._blended = self._shrunk = False
            if self._form is None:
                self._form, self._why_form = self._chosen_form(height, width)

    def begin(self, noise: NoiseCurve | None) -> None:
        """Let a new estimate begin with the loaded frame; see `Executor.begin`."""
        room = self._loaded
        with self._at_work():
            room.begin()
            if noise is not None:
                room.plan.send_noise(noise)
        self._blended = noise is not None
        self._shrunk = False
        self._alone = True

    def blend(self, plan: BlendPlan) -> None:
        """Blend the loaded frame into the estimate; see `Executor.blend`."""
        room, form = self._loaded, self._chosen
        before, after = room.scene, room.spare
        if before is None or after is None:
            raise ValueError("nothing to blend with: begin() comes first")
        with self._at_work():
            room.plan.send(plan)
            self._recorder.run(("blend", room.turn), lambda: form.blend(room.frame.there, before, room.plan, after))
            room.take_turns()
        self._blended = True
        self._alone = self._shrunk = False

    def forget(self) -> None:
        """Keep no estimate; see `Executor.forget`."""
        if self._room is not None and self._room.scene is not None:
            self._recorder.forget()
            self._room.forget()
        self._blended = self._shrunk = False

    def estimate(self, exposure: float = 0.0) -> Glance:
        """Run the network on a thumbnail; see `Executor.estimate`."""
        room = self._loaded
        scene, key = self._seen_scene()
        with self._at_work():
            room.exposure.fill_(exposure)
            alpha = self._recorder.run(("glance", key), lambda: self._alpha(room, scene))
            # A copy, since the next replay overwrites it. In float32, since smoothing over time goes in steps that half
            # precision would swallow.
            maps = CurveMaps(alpha.to(torch.float32, copy=True), self._network.iterations)
        self._shrunk = True
        return Glance(room.small, maps)

    def brightness(self) -> Pending[float]:
        """Begin to download how bright the thumbnail usually is; see `Executor.brightness`."""
        room = self._loaded
        with self._at_work():
            # Not recorded: whether a median can be is for each version of torch to say, and nothing would be after it.
            told = room.told_brightness.fetch(usual_brightness(room.small))
        return Pending(lambda: float(told.result()), lambda: told.ready)

    def render(self, maps: CurveMaps, smoothing: float = 0.0, saturation: float = 1.0) -> Pending[Rgb]:
        """Apply the curves to every pixel and begin to download the result; see `Executor.render`."""
        room = self._loaded
        scene, key = self._seen_scene()
        with self._at_work():
            kept = CurveMaps(room.kept(maps.alpha), maps.iterations)
            if scene is not None and not self._shrunk:
                # The network rests on this frame; how steep the curves are depends on what it shows all the same.
                self._recorder.run(("shrink", key), lambda: _shrink(room, scene))
                self._shrunk = True
            self._recorder.run(
                ("render", key, smoothing, saturation, self._alone, kept.alpha.shape, kept.iterations),
                lambda: self._render(room, scene, kept, smoothing, saturation),
            )
            return room.result.fetch(room.codes)

    def close(self) -> None:
        """Let go of the frame and the device memory; see `Executor.close`."""
        self._recorder.forget()
        self._leave_room()
        self._blended = self._shrunk = False

    def _leave_room(self) -> None:
        """Free what pictures of one size need, when nothing is on its way in it any more."""
        if self._room is not None:
            self._inward.settle()
            self._outward.settle()
            self._room = None

    def _alpha(self, room: Room, scene: Estimate | None) -> Tensor:
        """Shrink the frame or the estimate and run the network on it."""
        _shrink(room, scene)
        seen = room.small.to(self._dtype).contiguous(memory_format=torch.channels_last)
        maps = self._network(seen, room.exposure) if self._network.takes_exposure else self._network(seen)
        alpha: Tensor = maps.alpha
        return alpha

    def _render(self, room: Room, scene: Estimate | None, maps: CurveMaps, smoothing: float, saturation: float) -> None:
        if scene is None:
            self._chosen.bend(room.frame.there, maps, room.codes, saturation)
            return
        slope = curve_slope(room.small, maps)[0]
        appearance = Appearance(maps, slope, smoothing, room.dither, self._alone, saturation)
        self._chosen.render(scene, appearance, room.plan, room.codes)

    def _seen_scene(self) -> tuple[Estimate | None, Hashable]:
        """The estimate if the next calls are about it, and what tells its tensors from others in a recording."""
        room = self._loaded
        return (room.scene, room.turn) if self._blended else (None, None)

    def _chosen_form(self, height: int, width: int) -> tuple[Form, str]:
        plain = PlainForm(self._dtype)
        if self._stream is None:
            return plain, ""
        return choose_form(plain, _triton_form, height, width, self._device)

    @property
    def _loaded(self) -> Room:
        if self._room is None:
            raise ValueError("no frame: load() comes first")
        return self._room

    @property
    def _chosen(self) -> Form:
        if self._form is None:
            raise ValueError("no frame: load() comes first")
        return self._form

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Work on a stream of our own, after what the caller has asked the device for and before what it will."""
        with torch.inference_mode():
            if self._stream is None:
                yield
                return
            callers = torch.cuda.current_stream(self._device)
            self._stream.wait_stream(callers)
            try:
                with torch.cuda.stream(self._stream):
                    yield
                callers.wait_stream(self._stream)
            except RuntimeError as error:
                failure = _failure(error)
                if failure is error:
                    raise
                raise failure from error


def _shrink(room: Room, scene: Estimate | None) -> None:
    """Make the thumbnail of the estimate, or of the frame."""
    picture = room.frame.there.permute(2, 0, 1).float() if scene is None else scene.state
    # In float32, since the sums of an area average lose the lowest bits of half precision.
    room.small.copy_((room.shrink_rows @ (picture / 255) @ room.shrink_columns)[None])


def _failure(error: RuntimeError) -> RuntimeError:
    """What has failed, as torch's own errors say it: those of its libraries and of Triton name CUDA in words alone."""
    if isinstance(error, torch.OutOfMemoryError):
        return error
    text = str(error)
    if "out of memory" in text:
        return torch.OutOfMemoryError(text)
    if isinstance(error, torch.AcceleratorError) or not any(name in text for name in ("CUDA", "cuDNN", "CUBLAS")):
        return error
    return torch.AcceleratorError(text)


def _new_stream(device: torch.device) -> torch.cuda.Stream | None:
    return torch.cuda.Stream(device) if device.type == "cuda" else None  # type: ignore[no-untyped-call]


def _triton_form() -> Form:
    """Loaded here, since Triton is not on every system.

    Raises:
        ImportError: It is not on this one.
    """
    from lowlight_live.enhance.triton_kernels.form import TritonForm

    return TritonForm()
