"""How fast the enhancement is, as ratios measured in one run; writes JSON that the tables are made from.

    python benchmarks/speed.py --json docs/benchmarks/speed.json

Two ratios:

- frame: our enhancement of 1280x720 frames of a clip (all stages on, and frame by frame) against the plain float32 form
  of the same network at full size in torch (network and curves on all pixels), both from 8-bit RGB to 8-bit RGB, with
  the same number of threads and the same settings of the memory allocator.
- file: a whole run of `enhance` on a 720p clip against a plain transcode of it (decode, encode, copy the sound) with
  the same encoder settings.

Runs of the two sides take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import torch

import lowlight_live
from lowlight_live.assets import asset_dir
from lowlight_live.enhance.allocator import keep_large_blocks
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.provenance import commit
from lowlight_live.session import open_files
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.encoders import ENCODERS
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec
from lowlight_live.weights import resolve_weights, shipped_weights

HEIGHT, WIDTH = 720, 1280
CLIP_REPEATS = 8
CAMERA_NOISE = 2.0
CAMERA_CRF = 12
SEED = 0
TURNS = 3
SETTLING = 11
"""Frames at the start of the clip that are not timed."""
ALL_STAGES = EnhanceSettings()
FRAME_BY_FRAME = EnhanceSettings(denoise=0, temporal_smoothing=0)
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--runs", type=int, default=3, help="turns of the file comparison")
    parser.add_argument("--model", action="append", help="measure only this one; may be given again")
    parser.add_argument("--noise", type=float, default=CAMERA_NOISE, help="standard deviation, in codes, of the clip's")
    parser.add_argument("--crf", type=int, default=CAMERA_CRF, help="constant quality of the clip")
    arguments = parser.parse_args()
    models = arguments.model or list(shipped_weights())
    keep_large_blocks()
    threads = torch.get_num_threads()
    result: dict[str, Any] = {"machine": _machine(threads), "frame": {}, "file": {}}
    clip = asset_dir("samples") / "night-dog.mp4"
    frames = _frames(clip)
    for model in models:
        result["frame"][model] = _compare_frame(model, frames, threads)
        print(model, "frame:", json.dumps(result["frame"][model]))
    with tempfile.TemporaryDirectory() as folder:
        long_clip = Path(folder) / "long.mp4"
        seconds = _repeat(clip, long_clip, noise=arguments.noise, crf=arguments.crf)
        result["clip_mbit_per_s"] = round(long_clip.stat().st_size * 8e-6 / seconds, 1)
        print("clip:", result["clip_mbit_per_s"], "Mbit/s")
        for model in models:
            result["file"][model] = _compare_file(model, long_clip, arguments.runs)
            print(model, "file:", json.dumps(result["file"][model]))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")


def _compare_frame(model: str, clip: list[Frame], threads: int) -> dict[str, Any]:
    network = load_network(resolve_weights(model))
    enhancer = CurveEnhancer(EnhancerSpec(model=model, device="cpu", threads=threads))
    seconds: dict[str, list[float]] = {"all stages": [], "frame by frame": [], "plain": []}
    try:
        for turn in range(TURNS + 1):
            # One plain frame takes as long as many of ours.
            measured = {"plain": [_seconds(lambda: _plain(network, clip[0].rgb))]}
            for name, settings in (("all stages", ALL_STAGES), ("frame by frame", FRAME_BY_FRAME)):
                enhancer.reset()
                times = [_seconds(lambda f=frame, s=settings: enhancer.enhance(f, s)) for frame in clip]
                measured[name] = times[SETTLING:]
            # The first turn warms the caches of all.
            if turn:
                for name, times in measured.items():
                    seconds[name].extend(times)
        info = enhancer.info
    finally:
        enhancer.close()
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    return {
        **{name: _spread_ms(times) for name, times in seconds.items()},
        "times_faster": round(medians["plain"] / medians["all stages"], 1),
        "times_faster_frame_by_frame": round(medians["plain"] / medians["frame by frame"], 1),
        "temporal_stages_ms": round((medians["all stages"] - medians["frame by frame"]) * 1000, 2),
        "precision": info.precision,
        "thumbnail": info.thumbnail,
    }


def _plain(network: CurveNetwork, rgb: Rgb) -> Rgb:
    """The published form: the network sees every pixel, the curves are plain tensor arithmetic."""
    with torch.inference_mode():
        image = torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255
        bright = apply_curves(image, network(image))
        codes: Rgb = (bright * 255).round().clamp(0, 255).to(torch.uint8)[0].permute(1, 2, 0).contiguous().numpy()
        return codes


def _compare_file(model: str, clip: Path, runs: int) -> dict[str, Any]:
    enhanced_s: list[float] = []
    transcoded_s: list[float] = []
    single_s: list[float] = []
    for run in range(runs + 1):
        transcoded = _seconds(lambda: _transcode(clip, clip.with_name("plain.mp4")))
        enhanced = _seconds(lambda: _enhance(model, clip, ALL_STAGES))
        single = _seconds(lambda: _enhance(model, clip, FRAME_BY_FRAME))
        # The first turn warms the caches of all.
        if run:
            transcoded_s.append(transcoded)
            enhanced_s.append(enhanced)
            single_s.append(single)
    return {
        "enhance": _spread_ms(enhanced_s),
        "enhance frame by frame": _spread_ms(single_s),
        "transcode": _spread_ms(transcoded_s),
        "times_a_transcode": round(statistics.median(enhanced_s) / statistics.median(transcoded_s), 2),
        "times_a_transcode_frame_by_frame": round(statistics.median(single_s) / statistics.median(transcoded_s), 2),
    }


def _enhance(model: str, source: Path, settings: EnhanceSettings) -> None:
    writer = WriterSpec(source.with_name("enhanced.mp4"), overwrite=True)
    with open_files(source, writer, EnhancerSpec(model=model, device="cpu"), settings) as pipeline:
        pipeline.wait()


def _transcode(source: Path, target: Path) -> None:
    """Decode and encode with FFmpeg's own threads, copy the sound; no picture leaves FFmpeg."""
    spec = WriterSpec(target)
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        picture, sound = reading.streams.video[0], reading.streams.audio[0]
        picture.thread_type = "AUTO"
        out = writing.add_stream(spec.codec, rate=picture.average_rate)
        out.width, out.height, out.pix_fmt = picture.width, picture.height, "yuv420p"
        out.codec_context.time_base = picture.time_base
        out.options = ENCODERS[spec.codec].options(spec.crf, spec.preset)
        copied = writing.add_stream_from_template(sound)
        for packet in reading.demux(picture, sound):
            if packet.stream is picture:
                for frame in packet.decode():
                    frame.pict_type = 0
                    writing.mux(out.encode(frame))
            elif packet.dts is not None:
                packet.stream = copied
                writing.mux(packet)
        writing.mux(out.encode(None))


def _repeat(clip: Path, target: Path, *, noise: float, crf: int) -> float:
    """The clip again and again, so that opening and closing do not weigh, with fresh noise; its length in seconds.

    The sample was compressed hard to be small; a camera's own file is not, and its noise is what a transcode spends
    its time on. The ratio depends on that, so the bit rate stands beside it.
    """
    rng = np.random.default_rng(SEED)
    reader = VideoReader(clip)
    info = reader.info
    frames = list(reader)
    reader.close()
    length = frames[-1].pts + max(frames[-1].duration, 1)
    writer = VideoWriter(WriterSpec(target, overwrite=True, crf=crf, copy_streams_from=clip), info)
    try:
        for turn in range(CLIP_REPEATS):
            for frame in frames:
                grain = rng.normal(0, noise, frame.rgb.shape)
                rgb = (frame.rgb + grain).round().clip(0, 255).astype(np.uint8)
                later = replace(frame, rgb=rgb, pts=frame.pts + turn * length)
                writer.write(FramePair(later, later))
        writer.finish()
    finally:
        writer.close()
    return float(CLIP_REPEATS * length * info.time_base)


def _frames(clip: Path) -> list[Frame]:
    reader = VideoReader(clip)
    frames = list(reader)
    reader.close()
    assert frames[0].rgb.shape == (HEIGHT, WIDTH, 3), f"the sample clip is {frames[0].rgb.shape}"
    return frames


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _spread_ms(seconds: list[float]) -> Figures:
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2), "runs": len(seconds)}


def _machine(threads: int) -> dict[str, Any]:
    return {
        "commit": commit(),
        "lowlight_live": lowlight_live.__version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "av": av.__version__,
        "cpu": f"{platform.machine()}, {torch.backends.cpu.get_cpu_capability()}",
        "threads": threads,
        "seed": SEED,
    }


if __name__ == "__main__":
    main()
