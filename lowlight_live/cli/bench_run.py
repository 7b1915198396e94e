"""Runs the benchmark: part after part, in each of which everybody takes turns, with a bar on the error output."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lowlight_live.cli import bench_parts as parts
from lowlight_live.cli.bench_clip import CAMERA, FILMS, Film, read_clip, scaled, write_film
from lowlight_live.cli.bench_conversion import conversion_works
from lowlight_live.cli.bench_cuda import curve_works
from lowlight_live.cli.bench_enhancer import TimedEnhancer
from lowlight_live.cli.bench_plan import FULL_HD, Plan
from lowlight_live.enhance.allocator import keep_large_blocks
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.evaluation.speed import Figure, Unit, Work, take_turns
from lowlight_live.evaluation.speed_reference import REFERENCE_MODEL, PlainForm, plain_form, plain_onnx_forms
from lowlight_live.evaluation.speed_report import Bench, about_this_run
from lowlight_live.evaluation.speed_stages import StageClock, settling
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.weights import resolve_weights

_FILE_TURNS, _MEMORY_TURNS = 3, 2


@dataclass(frozen=True, slots=True)
class _Part:
    """What is measured together; `build` makes its contestants when it is their time, and is told what to close."""

    title: str
    build: Callable[[ExitStack], Sequence[Work]]
    turns: int
    unit: Unit = "ms"


def run_bench(plan: Plan) -> Bench:
    """Measure everything, with a bar on the error output.

    Raises:
        LowlightError: The clip, a model or a device cannot be used, which is found before the long run, or something
            could not be measured.
        KeyboardInterrupt: Ctrl-C; nothing is left behind.
    """
    keep_large_blocks()  # for the plain form as for ours, from the start
    figures: list[Figure] = []
    with ExitStack() as opened:
        with Console(stderr=True).status("Getting ready (the first start takes a little longer) …"):
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="lowlight-bench-")))
            run = _Run(plan, folder, opened)
        todo = list(run.parts())
        with _bar(len(todo)) as tell:
            for part in todo:
                figures += _measured(part, tell)
        return Bench(figures, run.about())


class _Run:
    """One run: what its parts share."""

    def __init__(self, plan: Plan, folder: Path, opened: ExitStack) -> None:
        self._plan = plan
        self._folder = folder
        self._found: dict[str, Any] = {}
        self._clip = read_clip(plan.clip)
        # All of them now, so that the last does not spoil a long run.
        specs = dict.fromkeys(spec for size in plan.sizes for spec in plan.specs(size))
        self._enhancers: dict[EnhancerSpec, CurveEnhancer] = {}
        for spec in specs:
            self._enhancers[spec] = CurveEnhancer(spec)
            opened.callback(self._enhancers[spec].close)

    def parts(self) -> Iterator[_Part]:
        plan = self._plan
        for size in plan.sizes:
            yield _Part(f"{size[1]}x{size[0]}", partial(self._frames, size), plan.turns)
        if "cpu" in plan.devices:
            yield _Part("the full-size step", self._step, plan.turns)
        for device in plan.devices:
            if device.startswith("cuda"):
                for size in plan.kernel_sizes:
                    title = f"the curve kernel on {device}, {size[1]}x{size[0]}"
                    yield _Part(title, partial(self._curve, device, size), plan.turns)
        if not plan.files:
            return
        for film in (CAMERA,) if plan.quick else FILMS:
            yield _Part(f"films: {film.name}", partial(self._films, film), _FILE_TURNS)
        yield _Part("start", self._start, _FILE_TURNS)
        yield _Part("memory", self._memory, _MEMORY_TURNS, "MB")

    def about(self) -> dict[str, Any]:
        """With what and on what it was measured, and what was found out on the way beside the figures."""
        plan = self._plan
        measured = {key: value for key, value in asdict(plan).items() if key != "clip"}
        return about_this_run(
            clip=plan.clip.name,
            plan=measured,
            noise=CAMERA.noise,
            settings={what: asdict(settings) for what, settings in parts.WAYS.items()},
            enhancers=[{**asdict(built.info), "threads": spec.threads} for spec, built in self._enhancers.items()],
            **self._found,
        )

    def _frames(self, size: tuple[int, int], opened: ExitStack) -> list[Work]:
        plan = self._plan
        pictures = scaled(self._clip, *size, noise=CAMERA.noise, seed=plan.seed)
        works: list[Work] = []
        for spec in plan.specs(size):
            works += parts.frame_works(spec, self._enhancers[spec], pictures, plan.frames)
        for device in plan.devices:
            if device != "onnx":
                clock = StageClock(settle=settling(device))
                spec = EnhancerSpec(model=plan.models[0], device=device, threads=plan.most_threads)
                timed = TimedEnhancer(spec, clock)
                opened.callback(timed.close)
                works.append(parts.stage_work(spec, timed, clock, pictures, plan.frames))
        works += conversion_works(pictures, plan.frames)
        works.append(parts.copy_work(pictures[0], plan.frames))
        for threads in plan.reference_threads(size):
            works.append(parts.reference_work(plain_form(self._plain_network, threads), pictures[0], threads))
            if plan.onnx:
                works.append(parts.reference_work(self._plain_onnx[threads], pictures[0], threads, onnx=True))
        return works

    def _step(self, opened: ExitStack) -> list[Work]:
        size = self._plan.main_size if self._plan.quick else FULL_HD
        (picture, *_) = scaled(self._clip, *size, noise=CAMERA.noise, seed=self._plan.seed)
        work, codes_off, close = parts.step_work(self._plan.models[0], picture, self._plan.frames)
        opened.callback(close)
        self._found["step_codes_off_exact"] = codes_off()
        return [work]

    def _curve(self, device: str, size: tuple[int, int], _opened: ExitStack) -> list[Work]:
        (picture, *_) = scaled(self._clip, *size, noise=CAMERA.noise, seed=self._plan.seed)
        works, form = curve_works(self._plan.models[0], picture, device, self._plan.frames)
        self._found.setdefault("curve_forms", {})[f"{device} {parts.size_name(picture)}"] = form
        return works

    def _films(self, film: Film, _opened: ExitStack) -> list[Work]:
        height, width = self._plan.main_size
        source = self._folder / f"{film.name}.mp4"
        rate = self._written(source, film, self._plan.main_size, self._plan.film_frames)
        self._found.setdefault("films_mbit_per_s", {})[film.name] = round(rate, 1)
        models = self._plan.models if film is CAMERA else self._plan.models[:1]
        # In as many threads as `enhance` takes for itself.
        specs = [replace(self._plan.main_spec(model), threads=0) for model in models]
        return parts.file_works(specs, source, f"{width}x{height}", film.name)

    def _start(self, _opened: ExitStack) -> list[Work]:
        size = parts.size_name(self._clip.pictures[0])
        spec = self._plan.main_spec(self._plan.models[0])
        return [parts.start_work(spec, self._clip.path.absolute(), self._folder / "first.mp4", size)]

    def _memory(self, _opened: ExitStack) -> list[Work]:
        size = self._plan.main_size if self._plan.quick else FULL_HD
        source = self._folder / "memory.mp4"
        self._written(source, CAMERA, size, self._plan.film_frames // 2)
        spec = self._plan.main_spec(self._plan.models[0])
        return [parts.memory_work(spec, source, f"{size[1]}x{size[0]}")]

    def _written(self, target: Path, film: Film, size: tuple[int, int], frames: int) -> float:
        height, width = size
        return write_film(self._clip, target, film, height=height, width=width, frames=frames, seed=self._plan.seed)

    @cached_property
    def _plain_network(self) -> CurveNetwork:
        return load_network(resolve_weights(REFERENCE_MODEL))

    @cached_property
    def _plain_onnx(self) -> dict[int, PlainForm]:
        return plain_onnx_forms(self._plain_network, list(self._plan.threads))


def _measured(part: _Part, tell: Callable[[str, float], None]) -> list[Figure]:
    tell(part.title, 0.0)
    with ExitStack() as opened:
        works = part.build(opened)
        step = 1 / (len(works) * (part.turns + 1))
        return take_turns(works, part.turns, unit=part.unit, on_turn=lambda: tell(part.title, step))


@contextmanager
def _bar(total: int) -> Iterator[Callable[[str, float], None]]:
    """A bar over the parts: given a title and how much of a part has been done since the last time."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)

        def tell(title: str, share: float) -> None:
            bar.update(task, description=title, advance=share)

        yield tell
