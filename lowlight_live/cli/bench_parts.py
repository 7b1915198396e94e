"""The contestants of the benchmark: what each of them does in a turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from lowlight_live.cli.bench_child import first_frame_s, peak_memory
from lowlight_live.cli.bench_clip import back_and_forth
from lowlight_live.cli.bench_enhancer import TimedEnhancer
from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import EnhancerSpec
from lowlight_live.enhance.noise import flat_noise
from lowlight_live.enhance.protocols import Enhancer, Executor, Glance
from lowlight_live.enhancing import Enhancing
from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    COPY,
    FRAME_BY_FRAME,
    NETWORK,
    PLAIN,
    PLAIN_ONNX,
    THUMBNAIL,
    TRANSCODE,
    Subject,
    Work,
    over_cycles,
    seconds_of,
)
from lowlight_live.evaluation.speed_reference import REFERENCE_MODEL, PlainForm
from lowlight_live.evaluation.speed_stages import StageClock
from lowlight_live.frame import Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.session import open_files
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import StatsRecorder
from lowlight_live.video.transcode import transcode
from lowlight_live.video.writer import WriterSpec
from lowlight_live.weights import resolve_weights

WAYS = {ALL_STAGES: EnhanceSettings(), FRAME_BY_FRAME: EnhanceSettings(denoise=0, temporal_smoothing=0)}
SETTLING = 11
"""Frames at the start of a turn that are not timed: the estimate of the scene has to settle first."""
STEP, FIRST_FRAME, PEAK = "curve and dither", "first frame", "enhance"
_STEP_LINES = 180
_STEP_NOISE = 1.0

Measured = Mapping[Subject, Sequence[float]]


def size_name(rgb: Rgb) -> str:
    """Width x height, as sizes are called everywhere."""
    return f"{rgb.shape[1]}x{rgb.shape[0]}"


def frame_works(spec: EnhancerSpec, enhancer: Enhancer, pictures: Sequence[Rgb], frames: int) -> list[Work]:
    """Frames in and frames out, as a file's come and go, with all stages and frame by frame.

    A device that works by itself has the next frame before the last one is out: timed is how far results lie apart.

    Args:
        spec: What the enhancer was built from.
        enhancer: Used by nobody else during a turn.
        pictures: Of one size.
        frames: That are timed in a turn, as means over the frames of which the network sees one.
    """
    subject = Subject("frame", "", spec.model, spec.device, spec.threads, size_name(pictures[0]))

    def turn(what: str, settings: EnhanceSettings) -> Measured:
        enhancer.reset()
        taken, last = [], time.perf_counter()
        enhancing = Enhancing(enhancer, StatsRecorder(), live=False)
        for _ in enhancing.pairs(islice(back_and_forth(pictures), SETTLING + frames), lambda: settings):
            now = time.perf_counter()
            taken.append(now - last)
            last = now
        return {replace(subject, what=what): over_cycles(taken[SETTLING:], enhancer.info.network_every)}

    return [partial(turn, what, settings) for what, settings in WAYS.items()]


def stage_work(
    spec: EnhancerSpec, enhancer: TimedEnhancer, clock: StageClock, pictures: Sequence[Rgb], frames: int
) -> Work:
    """Each stage of a frame with all stages on; a stage that a frame does without took it no time."""
    subject = Subject("stage", "", spec.model, spec.device, spec.threads, size_name(pictures[0]))

    def turn() -> Measured:
        enhancer.reset()
        clock.take()
        taken: list[dict[str, float]] = []
        for frame in islice(back_and_forth(pictures), SETTLING + frames):
            enhancer.enhance(frame, WAYS[ALL_STAGES])
            taken.append(clock.take())
        timed = [_named(one) for one in taken[SETTLING:]]
        stages = dict.fromkeys(stage for one in timed for stage in one)
        every = enhancer.info.network_every
        return {
            replace(subject, what=stage): over_cycles([one.get(stage, 0.0) for one in timed], every) for stage in stages
        }

    return turn


def _named(stages: dict[str, float]) -> dict[str, float]:
    """A network that is called out of sight, as in a captured graph, has its time in the stage that calls it."""
    if NETWORK in stages or THUMBNAIL not in stages:
        return stages
    return {f"{THUMBNAIL} and {NETWORK}" if stage == THUMBNAIL else stage: took for stage, took in stages.items()}


def reference_work(form: PlainForm, rgb: Rgb, threads: int, *, onnx: bool = False) -> Work:
    """One picture: it takes as long as many of ours."""
    what = PLAIN_ONNX if onnx else PLAIN
    subject = Subject("reference", what, REFERENCE_MODEL, threads=threads, size=size_name(rgb))
    return lambda: {subject: [seconds_of(lambda: form(rgb))]}


def copy_work(rgb: Rgb, frames: int) -> Work:
    """A bare copy of the picture in one thread: less than that no frame can cost."""
    subject = Subject("reference", COPY, threads=1, size=size_name(rgb))
    target = np.empty_like(rgb)
    return lambda: {subject: [seconds_of(lambda: np.copyto(target, rgb)) for _ in range(frames)]}


def step_work(model: str, rgb: Rgb, frames: int) -> tuple[Work, Callable[[], int], Callable[[], None]]:
    """The full-size step of the CPU alone, in one thread: the estimate of a scene in, a bright 8-bit picture out.

    Returns:
        The work, what tells by how many codes its result is off the exact one at most, and what closes it.
    """
    network = load_network(resolve_weights(model))
    executor = CpuExecutor(network, lines=_STEP_LINES, threads=1, precision="float32")
    glance = _seen(executor, rgb)
    subject = Subject("step", STEP, model, executor.device, 1, size_name(rgb))

    def turn() -> Measured:
        return {subject: [seconds_of(lambda: executor.render(glance.maps).result()) for _ in range(frames)]}

    def codes_off() -> int:
        exact = TorchExecutor(network, lines=_STEP_LINES, device="cpu", precision="float32")
        _seen(exact, rgb)
        expected, given = exact.render(glance.maps).result(), executor.render(glance.maps).result()
        exact.close()
        return int(np.abs(expected.astype(np.int16) - given).max())

    return turn, codes_off, executor.close


def _seen(executor: Executor, rgb: Rgb) -> Glance:
    executor.load(rgb)
    executor.begin(flat_noise(_STEP_NOISE))
    return executor.estimate()


def file_works(specs: Sequence[EnhancerSpec], source: Path, size: str, clip: str) -> list[Work]:
    """A plain transcode of a film, and whole runs of `enhance` over it with each of some enhancers, both ways."""
    target = source.with_name(f"{source.stem}.out.mp4")
    writer = WriterSpec(target, overwrite=True)

    def transcoded() -> Measured:
        subject = Subject("file", TRANSCODE, size=size, clip=clip)
        return {subject: [seconds_of(lambda: transcode(source, writer))]}

    def enhanced(spec: EnhancerSpec, what: str) -> Measured:
        subject = Subject("file", what, spec.model, spec.device, size=size, clip=clip)
        threads: dict[Subject, list[float]] = {}

        def run() -> None:
            with open_files(source, writer, spec, WAYS[what]) as pipeline:
                pipeline.wait()
            if what == ALL_STAGES:
                for thread, took in pipeline.stats().stages.items():
                    threads[replace(subject, section="thread", what=thread)] = [took.p50_s]

        return {subject: [seconds_of(run)], **threads}

    return [transcoded, *(partial(enhanced, spec, what) for spec in specs for what in WAYS)]


def start_work(spec: EnhancerSpec, source: Path, target: Path, size: str) -> Work:
    """A fresh process until its first enhanced frame."""
    subject = Subject("start", FIRST_FRAME, spec.model, spec.device, size=size)
    return lambda: {subject: [first_frame_s(source, target, spec.model, spec.device)]}


def memory_work(spec: EnhancerSpec, source: Path, size: str) -> Work:
    """The peak memory of a fresh process that enhances a film; nothing where the system does not tell it."""
    subject = Subject("memory", PEAK, spec.model, spec.device, size=size)
    target = source.with_name(f"{source.stem}.peak.mp4")

    def turn() -> Measured:
        needed = peak_memory(source, target, spec.model, spec.device)
        return {subject: [float(needed)]} if needed else {}

    return turn
