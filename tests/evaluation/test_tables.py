"""The tables of README.md and docs/ are made from what was measured, or left alone."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    COPY,
    FRAME_BY_FRAME,
    PLAIN,
    PLAIN_ONNX,
    TRANSCODE,
    Figure,
    Section,
    Subject,
    Unit,
)
from lowlight_live.evaluation.speed_report import Bench, to_json

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "tables.py"
HD, FULL_HD = "1280x720", "1920x1080"


@pytest.fixture
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tables", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(*, gpu: bool = False) -> Bench:
    def of(section: Section, what: str, value: float, *, unit: Unit = "ms", **other: str | int) -> Figure:
        subject = Subject(section, what, **{"model": "net", "device": "cpu", "size": HD, **other})  # type: ignore[arg-type]
        return Figure(subject, unit, value, value, value, value, 5)

    on_gpu = [
        of("frame", ALL_STAGES, 2.5, device="cuda:0", threads=2, size=FULL_HD),
        of("step", "curve kernel", 0.006, device="cuda:0", size=FULL_HD),
        of("reference", COPY, 0.005, model="", device="cuda:0", size=FULL_HD),
    ]
    on_gpu = on_gpu if gpu else []
    figures = [
        of("frame", ALL_STAGES, 10, threads=2),
        of("frame", FRAME_BY_FRAME, 4, threads=2),
        of("frame", ALL_STAGES, 22.5, threads=2, size=FULL_HD),
        of("frame", ALL_STAGES, 19, threads=1),
        of("stage", "blend", 3, threads=2),
        of("stage", "render", 6, threads=2),
        of("conversion", "to RGB", 1.5, model="", threads=1),
        of("conversion", "to YUV", 0.5, model="", threads=1),
        of("reference", PLAIN, 500, model="zero-dce", device="", threads=2),
        of("reference", PLAIN_ONNX, 200, model="zero-dce", device="", threads=2),
        of("reference", COPY, 0.5, model="", device="", threads=1),
        of("step", "curve and dither", 7, threads=1, size=FULL_HD),
        *on_gpu,
        of("file", TRANSCODE, 2000, model="", device="", clip="camera"),
        of("file", ALL_STAGES, 2800, clip="camera"),
        of("file", FRAME_BY_FRAME, 2200, clip="camera"),
        of("thread", "enhance", 12, clip="camera"),
        of("start", "first frame", 2100),
        of("memory", "enhance", 640, unit="MB", size=FULL_HD),
    ]
    about = {
        "commit": "abc",
        "versions": {},
        "machine": {},
        "plan": {"threads": [1, 2], "models": ["net"]},
        "films_mbit_per_s": {"camera": 26.0},
        "step_codes_off_exact": 1,
    }
    return Bench(figures, about)


def test_every_table_of_a_page_is_one_that_can_be_made(tables: ModuleType) -> None:
    for page in filter(Path.is_file, tables.PAGES):
        names = re.findall(r"<!-- table: ([\w-]+) -->", page.read_text(encoding="utf-8"))
        assert [name for name in names if name not in tables.TABLES] == [], page.name


def test_the_tables_of_speed_are_made_from_what_the_benchmark_wrote(
    tables: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bench.json").write_text(to_json(measured()))
    monkeypatch.setattr(tables, "RESULTS", tmp_path)
    made = {name: make() for name, make in tables.TABLES.items() if name.startswith("speed")}
    assert "| net | 20 | 50 | 1.40 | 1.10 |" in made["speed"]
    assert "| 1280x720 | net | cpu | 2 | 10.00 | 10.00 | 100 | 50 |" in made["speed-frames"]
    assert "| 1920x1080 | net | cpu | 2 | 22.50 | 22.50 | 44 |  |" in made["speed-frames"]
    assert "|  | blend | render | together | to RGB | to YUV |" in made["speed-stages"]
    assert "| 1280x720 | 3.00 | 6.00 | 9.00 | 1.50 | 0.50 |" in made["speed-stages"]
    assert "| camera | 26 | 2.00 | 1.40 | 1.10 |" in made["speed-files"]
    assert "| camera | 12.00 |" in made["speed-threads"]
    for row in (
        "| 100 fps |",
        "| 44 fps |",
        "| 50 times |",
        "| 7.0 ms |",
        "| 1.40 times |",
        "| 2.10 s |",
        "| 640 MB |",
    ):
        assert row in made["speed-targets"]
    assert "| bare copy | 1280x720 | 1 | 0.5 ms (p95 0.5) |" in made["speed-rest"]
    assert "10.9, 10.9 ns" in made["speed-rest"], "22.5 ms of 1080p are 10.9 ns a pixel, as are 10 ms of 720p"


def test_what_a_gpu_reaches_is_told_or_that_there_was_none(
    tables: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "RESULTS", tmp_path)
    told = {}
    for gpu in (False, True):
        (tmp_path / "bench.json").write_text(to_json(measured(gpu=gpu)))
        told[gpu] = {name: make() for name, make in tables.TABLES.items() if name.startswith("speed")}
    bound = "| CUDA curve kernel against its memory-traffic bound | 1.5 times, 1.2 |"
    assert f"{bound} not yet: no GPU was at hand |" in told[False]["speed-targets"]
    assert f"{bound} 1.20 times at 1920x1080 |" in told[True]["speed-targets"]
    assert "| CUDA, 1080p | 400 fps, 800 | 400 fps |" in told[True]["speed-targets"]
    assert "| full-size step alone, 1080p, one thread | 8 ms, 6 | 7.0 ms |" in told[True]["speed-targets"]
    rest = told[True]["speed-rest"]
    assert "| curve kernel of net on cuda:0 | 1920x1080 |  | 0.006 ms (p95 0.006) |" in rest
    assert "| bare copy on cuda:0 | 1920x1080 |  | 0.005 ms (p95 0.005) |" in rest
    assert "| curve and dither alone, 1 code off exact at most | 1920x1080 | 1 | 7 ms (p95 7) |" in rest


def test_a_table_without_its_measurement_is_left_as_it_is_and_that_is_said(
    tables: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    text = "before\n<!-- table: speed -->\nold\n<!-- end -->\nafter\n"
    page.write_text(text)
    monkeypatch.setattr(tables, "PAGES", [page])
    monkeypatch.setattr(tables, "RESULTS", tmp_path)
    tables.main()
    assert page.read_text() == text
    assert "speed is left as it is" in capsys.readouterr().out
    (tmp_path / "bench.json").write_text(to_json(measured()))
    tables.main()
    assert "old" not in page.read_text()
    assert page.read_text().startswith("before\n<!-- table: speed -->\n| network")
    assert page.read_text().endswith("|\n<!-- end -->\nafter\n")
