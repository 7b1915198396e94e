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

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "benchmarks"
PAGES = (ROOT / "README.md", *(ROOT / "docs" / name for name in ("evaluation.md", "models.md", "temporal.md")))

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


def speed() -> str:
    """Ratios of benchmarks/speed.py; the reference of the frames is plain Zero-DCE for every network."""
    result = json.loads((RESULTS / "speed.json").read_text())
    plain_ms = result["frame"]["zero-dce"]["plain"]["p50_ms"]
    rows = [
        [
            model,
            f"{plain_ms / frame['all stages']['p50_ms']:.0f}",
            f"{plain_ms / frame['frame by frame']['p50_ms']:.0f}",
            f"{result['file'][model]['times_a_transcode']:.2f}",
            f"{result['file'][model]['times_a_transcode_frame_by_frame']:.2f}",
        ]
        for model, frame in result["frame"].items()
    ]
    headings = ["network", "a 720p frame: times faster than plain Zero-DCE", "without the temporal stages"]
    headings += ["a 720p file: times a plain transcode", "without the temporal stages"]
    return _table(headings, rows)


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


TABLES: dict[str, Callable[[], str]] = {
    "speed": speed,
    "quality-darkened": lambda: quality("darkened"),
    "quality-well-lit": lambda: quality("well-lit"),
    "quality-pairs": lambda: quality("pairs"),
    "quality-pairs-kept-out": lambda: quality("pairs-kept-out"),
    "temporal": lambda: temporal("temporal"),
    "temporal-webcam": lambda: temporal("temporal-webcam"),
    "temporal-two-pass": two_pass,
}


def _table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def main() -> None:
    for page in filter(Path.is_file, PAGES):
        text = page.read_text(encoding="utf-8")
        page.write_text(
            re.sub(
                r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end -->)",
                lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}",
                text,
                flags=re.DOTALL,
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
