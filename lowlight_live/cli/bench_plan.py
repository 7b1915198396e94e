"""What a run of the benchmark measures, at which sizes and with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lowlight_live.enhance.curve_enhancer import EnhancerSpec

HD, FULL_HD, UHD = (720, 1280), (1080, 1920), (2160, 3840)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    Attributes:
        sizes: Height and width, smallest first.
        threads: On the CPU, fewest first.
        models: The first at every size, the others at the main size alone.
        devices: The first is the one of the models, the files and the start; "onnx" at the main size alone.
        clip: Film that everything is made of.
        seed: Of the noise.
        turns: That count.
        frames: That are timed in a turn.
        film_frames: Of a film.
        files: Measure whole files, the start and the memory too.
        quick: Leave out what takes long: other films, the plain form at other sizes.
        most_plain_pixels: Of a picture that the plain form is run on.
        onnx: Whether its packages are there.
    """

    sizes: Sequence[tuple[int, int]]
    threads: Sequence[int]
    models: Sequence[str]
    devices: Sequence[str]
    clip: Path
    seed: int
    turns: int
    frames: int
    film_frames: int
    files: bool
    quick: bool
    onnx: bool
    most_plain_pixels: int = FULL_HD[0] * FULL_HD[1]

    @property
    def main_size(self) -> tuple[int, int]:
        """Of what is measured at one size: 1280x720 where that is among them."""
        return HD if HD in self.sizes else self.sizes[0]

    @property
    def kernel_sizes(self) -> Sequence[tuple[int, int]]:
        """At which the curve kernel of a GPU is measured alone."""
        return [size for size in self.sizes if size in (FULL_HD, UHD)] or [self.main_size]

    @property
    def most_threads(self) -> int:
        return self.threads[-1]

    def specs(self, size: tuple[int, int]) -> list[EnhancerSpec]:
        """Whose frames are timed at a size."""
        main = size == self.main_size
        devices = [device for device in self.devices if main or device != "onnx"]
        found = [
            EnhancerSpec(model=self.models[0], device=device, threads=threads)
            for device in devices
            for threads in (self.threads if device == "cpu" else [self.most_threads])
        ]
        return found + [self.main_spec(model) for model in self.models[1:] if main]

    def main_spec(self, model: str) -> EnhancerSpec:
        """A model on the first device."""
        return EnhancerSpec(model=model, device=self.devices[0], threads=self.most_threads)

    def reference_threads(self, size: tuple[int, int]) -> Sequence[int]:
        """With how many threads the plain form is measured at a size; on CUDA times count for themselves."""
        if all(device.startswith("cuda") for device in self.devices) or size[0] * size[1] > self.most_plain_pixels:
            return []
        if size == self.main_size:
            return self.threads
        return [] if self.quick else [self.most_threads]
