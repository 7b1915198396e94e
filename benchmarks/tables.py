"""Writes the tables of README.md and docs/ from the JSON under docs/benchmarks/.

    python benchmarks/tables.py

A table stands between `<!-- table: NAME -->` and `<!-- end -->` in a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lowlight_live.errors import ConfigError
from lowlight_live.evaluation.speed import ALL_STAGES, CONVERSIONS, FRAME_BY_FRAME, PLAIN_ONNX, TRANSCODE, Figure
from lowlight_live.evaluation.speed_report import (
    Bench,
    conversion_times,
    cost_line,
    from_json,
    per_pixel,
    stage_times,
    times_a_copy,
    times_a_transcode,
    times_faster,
)
from lowlight_live.evaluation.speed_tables import shown

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "benchmarks"
PAGES = (
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("evaluation.md", "models.md", "performance.md", "temporal.md")),
)

NO_GPU = "not yet: no GPU was at hand"
WAYS = (ALL_STAGES, FRAME_BY_FRAME)
LIMITS = {
    ("static", "noise_ratio"): "at most 0.20",
    ("flicker", "flicker_ratio"): "at most 0.17",
    ("pan", "warping_ratio"): "at most 0.33",
    ("cut", "event_difference"): "at most 1",
    ("static", "psnr_gain_db"): "at least +8",
    ("pan", "psnr_gain_db"): "at least +3",
    ("static", "sharpness_ratio"): "at least 0.9",
    ("pan", "sharpness_ratio"): "at least 0.85",
}
NAMES = {
    "noise_ratio": "temporal noise, ratio to frame by frame",
    "flicker_ratio": "flicker of mean luma, ratio",
    "warping_ratio": "warping error, ratio",
    "event_difference": "first frame after it, against frame by frame, codes",
    "psnr_gain_db": "PSNR gain, dB",
    "sharpness_ratio": "sharpness, ratio",
}
QUALITY = {
    "ssim": ".3f",
    "scaled_psnr_db": ".2f",
    "luma_error": ".1f",
    "ciede2000": ".2f",
    "mean_luma": ".1f",
    "clipped_percent": ".2f",
}


def bench() -> Bench:
    """What `lowlight-live bench --files --json docs/benchmarks/bench.json` has written."""
    return from_json(RESULTS / "bench.json")


def speed() -> str:
    """The shipped networks at 720p; the reference of the frames is plain Zero-DCE for every network.

    In onnxruntime, where it is quicker than in torch and keeps to its time.
    """
    run = bench()
    threads = max(run.about["plan"]["threads"])
    plain_ms = plain_onnx_ms(run, threads)
    frames = {(f.subject.model, f.subject.what): f for f in run.of("frame") if of_main_size(f, threads)}
    files = {(f.subject.model, f.subject.what): f for f in run.of("file") if f.subject.clip == "camera"}
    rows = [
        [
            model,
            *(ratio(plain_ms and plain_ms / frames[model, what].p50, ".0f") for what in WAYS),
            *(ratio(times_a_transcode(files[model, what], run), ".2f") for what in WAYS),
        ]
        for model in dict.fromkeys(model for model, _ in frames)
    ]
    headings = ["network", "a 720p frame: times faster than Zero-DCE in onnxruntime", "without the temporal stages"]
    headings += ["a 720p file: times a plain transcode", "without the temporal stages"]
    return _table(headings, rows)


def speed_frames() -> str:
    """Every size, network and executor, with all stages on."""
    run = bench()
    rows = [
        [
            *(f.subject.size, f.subject.model, f.subject.device, f.subject.threads),
            *(f"{f.p50:.2f}", f"{f.p95:.2f}", f"{1000 / f.p50:.0f}", ratio(times_faster(f, run), ".0f")),
        ]
        for f in run.of("frame")
        if f.subject.what == ALL_STAGES
    ]
    return _table(["size", "network", "on", "threads", "p50 ms", "p95 ms", "fps", "times plain Zero-DCE"], rows)


def speed_stages() -> str:
    """Milliseconds of each stage of the default network with all threads, and of the conversions beside them."""
    stages, conversions = stage_times(bench()), conversion_times(bench())
    names = list(dict.fromkeys(name for times in stages.values() for name in times))
    beside = [name for name in CONVERSIONS if any(name in times for times in conversions.values())]
    rows = []
    for of, times in stages.items():
        extra = conversions.get(of.split()[0], {})
        cells = [ratio(times.get(name), ".2f") for name in names]
        rows.append([of, *cells, f"{sum(times.values()):.2f}", *(ratio(extra.get(name), ".2f") for name in beside)])
    return _table(["", *names, "together", *beside], rows)


def speed_files() -> str:
    """Whole files of different bit rates beside their transcodes."""
    run = bench()
    model = run.about["plan"]["models"][0]
    files = {(f.subject.clip, f.subject.what): f for f in run.of("file") if f.subject.model in ("", model)}
    rows = [
        [
            film,
            f"{rate:g}",
            f"{files[film, TRANSCODE].p50 / 1000:.2f}",
            *(ratio(times_a_transcode(files[film, what], run), ".2f") for what in WAYS),
        ]
        for film, rate in run.about["films_mbit_per_s"].items()
    ]
    headings = ["film of 720p", "Mbit/s", "transcode s", "enhanced: times the transcode", "without the temporal stages"]
    return _table(headings, rows)


def speed_threads() -> str:
    """What a frame takes of each thread while a file is enhanced."""
    run = bench()
    found = [f for f in run.of("thread") if f.subject.model == run.about["plan"]["models"][0]]
    names = list(dict.fromkeys(f.subject.what for f in found))
    films = list(dict.fromkeys(f.subject.clip for f in found))
    took = {(f.subject.clip, f.subject.what): f.p50 for f in found}
    return _table(["film", *names], [[film, *(f"{took[film, name]:.2f}" for name in names)] for film in films])


def speed_rest() -> str:
    """What stands beside the frames."""
    run = bench()
    rows = [[named(f), f.subject.size, f.subject.threads or "", told(f)] for f in run.of("reference")]
    off = run.about.get("step_codes_off_exact")
    for f in run.of("step"):
        name = f"{f.subject.what} alone, {off} code off exact at most" if f.subject.device == "cpu" else named(f)
        rows.append([name, f.subject.size, f.subject.threads or "", told(f)])
    rows += [["start of a process to its first enhanced frame", f.subject.size, "", told(f)] for f in run.of("start")]
    rows += [["peak memory of a file", f.subject.size, "", told(f)] for f in run.of("memory")]
    rows.append(["cost of a pixel", "all sizes", max(run.about["plan"]["threads"]), told_costs(per_pixel(run))])
    return _table(["what", "size", "threads", "measured"], rows)


def speed_targets() -> str:
    """What the default network was to reach on two cores, and what it reaches."""
    run = bench()
    model, threads = run.about["plan"]["models"][0], max(run.about["plan"]["threads"])
    frames = {
        f.subject.size: f
        for f in run.of("frame")
        if (f.subject.model, f.subject.device, f.subject.threads, f.subject.what) == (model, "cpu", threads, WAYS[0])
    }
    hd, full_hd = frames["1280x720"], frames["1920x1080"]
    (file,) = [
        f for f in run.of("file") if (f.subject.clip, f.subject.model, f.subject.what) == ("camera", model, WAYS[0])
    ]
    (step,) = [f for f in run.of("step") if f.subject.device == "cpu"]
    (start,), (memory,) = run.of("start"), run.of("memory")
    onnx_ms = plain_onnx_ms(run, threads)
    rows = [
        ["1280x720 frame in, frame out", "60 fps, 120", f"{1000 / hd.p50:.0f} fps"],
        ["1920x1080", "30 fps, 60", f"{1000 / full_hd.p50:.0f} fps"],
        ["720p against plain Zero-DCE in torch", "30 times, 60", f"{ratio(times_faster(hd, run), '.0f')} times"],
        ["the same in onnxruntime", "", f"{ratio(onnx_ms and onnx_ms / hd.p50, '.0f')} times"],
        ["full-size step alone, 1080p, one thread", "8 ms, 6", f"{step.p50:.1f} ms"],
        ["720p file against its transcode", "1.5 times, 1.25", f"{ratio(times_a_transcode(file, run), '.2f')} times"],
        ["start to first enhanced frame", "2.5 s, 1.5", f"{start.p50 / 1000:.2f} s"],
        ["peak memory, 1080p file", "900 MB, 600", f"{memory.p50:.0f} MB"],
        ["480p to 4K, off a line in pixels", "15 %", f"{cost_line(per_pixel(run)).off:.0%}"],
    ]
    rows += [
        ["CUDA, 1080p", "400 fps, 800", cuda_fps(run, "1920x1080")],
        ["CUDA, 4K", "120 fps, 240", cuda_fps(run, "3840x2160")],
        ["CUDA curve kernel against its memory-traffic bound", "1.5 times, 1.2", cuda_bound(run)],
    ]
    return _table(["default network, two cores", "to reach, stretch", "measured"], rows)


def cuda_fps(run: Bench, size: str) -> str:
    """Of the default network in frames a second; no machine with a GPU may have been at hand."""
    found = {f.subject.size: f for f in run.of("frame") if f.subject.device.startswith("cuda")}
    return f"{1000 / found[size].p50:.0f} fps" if size in found else NO_GPU


def cuda_bound(run: Bench) -> str:
    """How many times as long as a copy within the device the curve takes there, at each size."""
    found = {f.subject.size: times_a_copy(f, run) for f in run.of("step")}
    return ", ".join(f"{times:.2f} times at {size}" for size, times in found.items() if times) or NO_GPU


def named(figure: Figure) -> str:
    """What it is of, and where that ran if not on the CPU."""
    subject = figure.subject
    name = f"{subject.what} of {subject.model}" if subject.model else subject.what
    return f"{name} on {subject.device}" if subject.device.startswith("cuda") else name


def plain_onnx_ms(run: Bench, threads: int) -> float | None:
    """Of Zero-DCE at 720p in float32 on every pixel, in onnxruntime; None where that extra was not installed."""
    subjects = {(f.subject.what, f.subject.size, f.subject.threads): f.p50 for f in run.of("reference")}
    return subjects.get((PLAIN_ONNX, "1280x720", threads))


def of_main_size(figure: Figure, threads: int) -> bool:
    """Of what was measured with every network: 720p on the CPU with all threads."""
    subject = figure.subject
    return (subject.size, subject.device, subject.threads) == ("1280x720", "cpu", threads)


def ratio(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def told(figure: Figure) -> str:
    return f"{shown(figure.p50)} {figure.unit} (p95 {shown(figure.p95)})"


def told_costs(costs: dict[str, float]) -> str:
    shown = ", ".join(f"{cost:.1f}" for cost in costs.values())
    line = cost_line(costs)
    return f"{shown} ns: {line.constant_ms:.1f} ms and {line.ns_per_pixel:.1f} ns a pixel, {line.off:.0%} off at most"


def temporal(name: str) -> str:
    """Means over the clips of `lowlight-live evaluate`, beside what must hold."""
    result = json.loads((RESULTS / f"{name}.json").read_text())
    rows = []
    for (kind, measure), limit in LIMITS.items():
        values = [clip[measure] for clip in result["clips"] if clip["kind"] == kind]
        shown = [f"{value:+.1f}" if measure == "psnr_gain_db" else f"{value:.3g}" for value in values]
        rows.append([kind, NAMES[measure], limit, *shown])
    clips = list(dict.fromkeys(clip["name"] for clip in result["clips"]))
    return _table(["clip", "measure", "wanted", *clips], rows)


def temporal_cost() -> str:
    """What the temporal stages add to a frame."""
    run = bench()
    model, threads = run.about["plan"]["models"][0], max(run.about["plan"]["threads"])
    frames = {
        (f.subject.size, f.subject.what): f.p50
        for f in run.of("frame")
        if (f.subject.model, f.subject.device, f.subject.threads) == (model, "cpu", threads)
    }
    rows = [
        [size, *(f"{frames[size, way]:.2f}" for way in WAYS), f"{frames[size, WAYS[0]] - frames[size, WAYS[1]]:.2f}"]
        for size in dict.fromkeys(size for size, _ in frames)
        if (size, WAYS[1]) in frames
    ]
    return _table(["size", "all stages, ms", "frame by frame, ms", "on top, ms"], rows)


def two_pass() -> str:
    """After a lamp was switched on, with one pass over a clip and with two."""
    runs = {
        name: json.loads((RESULTS / f"{name}.json").read_text())["clips"] for name in ("temporal", "temporal-two-pass")
    }
    lamps = {name: [clip for clip in clips if clip["kind"] == "lamp"] for name, clips in runs.items()}
    one, two = lamps["temporal"], lamps["temporal-two-pass"]
    rows = [
        [
            "overshoot, codes of mean luma",
            "frame by frame",
            *(f"{clip['frame_by_frame']['overshoot']:.1f}" for clip in one),
        ],
        ["", "one pass", *(f"{clip['ours']['overshoot']:.1f}" for clip in one)],
        ["", "two passes", *(f"{clip['ours']['overshoot']:.1f}" for clip in two)],
        ["frames to settle", "one pass", *(clip["settle_frames"] for clip in one)],
        ["", "two passes", *(clip["settle_frames"] for clip in two)],
    ]
    return _table(["after a lamp", "", *(clip["name"] for clip in one)], rows)


def quality(name: str) -> str:
    """Means over one set of pictures by benchmarks/quality.py; the first column is the headline."""
    result = json.loads((RESULTS / "quality.json").read_text())
    scored = result["sets"][name]
    rows = []
    for method, row in scored["means"].items():
        psnr = row["psnr_db"]
        same = row["ciede2000"]["value"] == 0
        cells = ["identical", ""] if same else [f"{psnr['value']:.2f}", f"{psnr['low']:.2f} to {psnr['high']:.2f}"]
        cells += [f"{row[key]['value']:{form}}" for key, form in QUALITY.items()]
        rows.append([f"**{method}**" if method in result["enhancers"] else method, *cells])
    rows.append(["reference", *[""] * 6, f"{scored['reference_luma']:.1f}", ""])
    headings = [f"{scored['pictures']} pictures", "PSNR dB", "95 %", "SSIM", "PSNR once scaled to the mean"]
    return _table([*headings, "luma error", "CIEDE2000", "mean luma", "clipped %"], rows)


def precisions() -> str:
    """Scores by the form of the arithmetic, as benchmarks/precisions.py has measured them."""
    found = json.loads((RESULTS / "precisions.json").read_text())["sets"]
    titles = {"darkened": "darkened photos", "pairs": "real pairs"}
    rows = [
        [
            form,
            *(
                cell
                for one in found.values()
                for cell in (f"{one[form]['psnr_db']:.3f}", f"{one[form]['moves_by_db']:+.4f}")
            ),
        ]
        for form in next(iter(found.values()))
    ]
    return _table(["PSNR dB", *(heading for name in found for heading in (titles[name], "moves by"))], rows)


TABLES: dict[str, Callable[[], str]] = {
    "speed": speed,
    "speed-frames": speed_frames,
    "speed-stages": speed_stages,
    "speed-files": speed_files,
    "speed-rest": speed_rest,
    "speed-targets": speed_targets,
    "speed-threads": speed_threads,
    "precisions": precisions,
    "quality-darkened": lambda: quality("darkened"),
    "quality-well-lit": lambda: quality("well-lit"),
    "quality-pairs": lambda: quality("pairs"),
    "quality-pairs-kept-out": lambda: quality("pairs-kept-out"),
    "temporal": lambda: temporal("temporal"),
    "temporal-webcam": lambda: temporal("temporal-webcam"),
    "temporal-two-pass": two_pass,
    "temporal-cost": temporal_cost,
}


def _table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def main() -> None:
    for page in filter(Path.is_file, PAGES):
        text = page.read_text(encoding="utf-8")
        page.write_text(
            re.sub(r"(<!-- table: ([\w-]+) -->\n)(.*?)(<!-- end -->)", renewed, text, flags=re.DOTALL), encoding="utf-8"
        )


def renewed(found: re.Match[str]) -> str:
    """A table made anew; where its JSON is missing or another's, it is left as it is, and that is said."""
    before, name, old, after = found.groups()
    try:
        return f"{before}{TABLES[name]()}\n{after}"
    except (FileNotFoundError, ConfigError) as error:
        print(f"{name} is left as it is: {error}")
        return f"{before}{old}{after}"


if __name__ == "__main__":
    main()
