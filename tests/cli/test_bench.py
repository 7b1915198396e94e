"""`bench` measures what it says, keeps it whole or not at all, and points out what has become slower."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lowlight_live.cli import bench, bench_child, bench_run
from lowlight_live.cli.bench_clip import CAMERA, back_and_forth, read_clip, scaled, write_film
from lowlight_live.cli.bench_enhancer import TimedEnhancer
from lowlight_live.cli.bench_parts import SETTLING, WAYS, file_works, frame_works, stage_work, step_work
from lowlight_live.cli.bench_plan import Plan
from lowlight_live.cli.bench_run import run_bench
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.errors import LowlightError, SourceError
from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    COPY,
    FRAME_BY_FRAME,
    PLAIN,
    STAGES,
    TRANSCODE,
    Figure,
    Subject,
    seconds_of,
)
from lowlight_live.evaluation.speed_report import Bench, about_this_run, to_json
from lowlight_live.evaluation.speed_stages import StageClock
from lowlight_live.frame import Frame, FramePair
from lowlight_live.pending import Pending
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.transcode import transcode
from lowlight_live.video.writer import WriterSpec
from tests.cli.conftest import FRAMES, Run, frames_of

SIZE = "96x64"
FRAME = Subject("frame", ALL_STAGES, "net", "cpu", 1, SIZE)


def plan(clip: Path, model: Path, **other: Any) -> Plan:
    usual = Plan(
        sizes=[(64, 96)],
        threads=[1],
        models=[str(model)],
        devices=["cpu"],
        clip=clip,
        seed=0,
        turns=2,
        frames=3,
        film_frames=12,
        files=False,
        quick=True,
        onnx=False,
    )
    return replace(usual, **other)


def result(p50: float = 10.0, reference: float = 500.0) -> Bench:
    figures = [
        Figure(subject, "ms", value, value, value, value, 5)
        for subject, value in (
            (FRAME, p50),
            (replace(FRAME, section="stage", what="render"), p50),
            (Subject("reference", PLAIN, "zero-dce", threads=1, size=SIZE), reference),
        )
    ]
    return Bench(figures, about_this_run())


def test_frames_stages_and_the_plain_form_are_measured(
    run: Run, clip: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What onnxruntime takes is another test's; turning a network into a model takes long.
    monkeypatch.setattr(bench, "_FOR_ONNX", ("no-such-package",))
    kept = tmp_path / "bench.json"
    outcome = run(
        *("bench", "--quick", "--sizes", "64x64,96x64", "--device", "cpu", "--model", model),
        *("--clip", clip, "--seed", 7, "--json", kept),
    )
    assert outcome.status == 0, outcome.err
    for words in ("A frame in, a frame out", "Stage by stage", "Cost of a pixel", "For comparison", "The full-size"):
        assert words in outcome.out
    content = json.loads(kept.read_text())
    assert (content["plan"]["seed"], content["clip"]) == (7, "dark.mp4")
    assert content["enhancers"][0]["model"] == str(model)
    assert content["step_codes_off_exact"] <= 1
    found = {(f["section"], f["what"], f["size"]): f for f in content["figures"]}
    for size in ("64x64", SIZE):
        assert found["frame", ALL_STAGES, size]["runs"] == found["frame", FRAME_BY_FRAME, size]["runs"] == 15
        assert {what for section, what, of in found if (section, of) == ("stage", size)} == set(STAGES)
        assert {what for section, what, of in found if (section, of) == ("conversion", size)} == {"to RGB", "to YUV"}
        assert found["reference", COPY, size]["p50"] < found["frame", ALL_STAGES, size]["p50"]
    # The main size is the smallest where 720p is not among them.
    main, reference = found["frame", ALL_STAGES, "64x64"], found["reference", PLAIN, "64x64"]
    assert main["times_faster"] == pytest.approx(reference["p50"] / main["p50"], rel=1e-2)
    assert ("reference", PLAIN, SIZE) not in found
    assert set(content["ns_per_pixel"]) == {"64x64", SIZE}


@pytest.mark.slow
def test_files_the_start_and_memory_are_measured(clip: Path, model: Path) -> None:
    made = run_bench(plan(clip, model, files=True))
    found = {(f.subject.section, f.subject.what): f for f in made.figures}
    assert {what for section, what in found if section == "file"} == {TRANSCODE, ALL_STAGES, FRAME_BY_FRAME}
    assert {f.subject.clip for f in made.of("file", "thread")} == {"camera"}
    assert made.about["films_mbit_per_s"]["camera"] > 0
    assert found["start", "first frame"].runs == 3
    peak = found["memory", "enhance"]
    assert (peak.unit, peak.p50 > 50) == ("MB", True), "torch alone needs more"


def test_the_plain_form_is_left_out_on_cuda_and_of_pictures_that_would_not_fit(clip: Path, model: Path) -> None:
    usual = plan(clip, model, sizes=[(480, 640), (720, 1280), (2160, 3840)], threads=[1, 2], quick=False)
    assert [usual.reference_threads(size) for size in usual.sizes] == [[2], [1, 2], []]
    assert [replace(usual, quick=True).reference_threads(size) for size in usual.sizes] == [[], [1, 2], []]
    small = replace(usual, most_plain_pixels=640 * 480)
    assert [small.reference_threads(size) for size in usual.sizes] == [[2], [], []]
    assert replace(usual, devices=["cuda:0"]).reference_threads((720, 1280)) == []


def test_other_models_and_onnx_are_measured_at_the_main_size_alone(clip: Path, model: Path) -> None:
    usual = plan(
        clip,
        model,
        sizes=[(480, 640), (720, 1280)],
        threads=[1, 2],
        models=["a", "b"],
        devices=["cpu", "onnx", "cuda:0"],
    )
    small, main = ([(s.model, s.device, s.threads) for s in usual.specs(size)] for size in usual.sizes)
    assert small == [("a", "cpu", 1), ("a", "cpu", 2), ("a", "cuda:0", 2)]
    assert main == [("a", "cpu", 1), ("a", "cpu", 2), ("a", "onnx", 2), ("a", "cuda:0", 2), ("b", "cpu", 2)]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--sizes", "720"), "'720' is no size"),
        (("--sizes", "480p,63x64"), "'63x64' is no size"),
        (("--sizes", "65x64"), "'65x64' is no size"),
        (("--sizes", ""), "'' is no size"),
        (("--threads", "0"), "--threads is '0'"),
        (("--threads", "1,2"), "--threads is '1,2'"),
        (("--threads", "many"), "--threads is 'many'"),
        (("--json", "figures.txt"), "figures.txt"),
        (("--json", "nowhere/figures.json"), "There is no folder"),
        (("--plot", "stages.gif"), "stages.gif"),
        (("--compare", "none.json"), "cannot be read"),
        (("--model", "no-such-net"), "no-such-net"),
        (("--device", "tpu"), "There is no device 'tpu'"),
        (("--clip", "no-such-film.mp4"), "no-such-film.mp4"),
    ],
)
def test_what_cannot_be_measured_is_refused_before_anything_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("bench", "--quick", "--json", "kept.json", *options)
    assert outcome.status == 2
    assert words in outcome.err, "in words, though --json is given: here it names a file"
    assert "Hint: " in outcome.err
    assert outcome.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_one_picture_is_refused(tmp_path: Path) -> None:
    film = tmp_path / "one.mp4"
    with av.open(str(film), "w") as output:
        video = output.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        output.mux(video.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        output.mux(video.encode(None))
    with pytest.raises(SourceError, match="single frame"):
        read_clip(film)


@pytest.mark.parametrize(("now", "status"), [(10.0, 0), (8.0, 0), (14.0, 1)], ids=["same", "faster", "slower"])
def test_slower_than_before_is_exit_status_1_and_kept_all_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: float, status: int
) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(to_json(result()))
    monkeypatch.setattr(bench_run, "run_bench", lambda _plan: result(p50=now))
    outcome = run("bench", "--compare", old, "--json", new)
    assert outcome.status == status
    assert ("1 has become worse" in outcome.out) == bool(status)
    assert json.loads(new.read_text())["figures"][0]["p50"] == now


def test_the_chart_of_a_comparison_is_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="the extra `evaluation` is not installed")
    old, drawn = tmp_path / "old.json", tmp_path / "stages.svg"
    old.write_text(to_json(result()))
    monkeypatch.setattr(bench_run, "run_bench", lambda _plan: result(p50=5.0))
    assert run("bench", "--compare", old, "--plot", drawn).status == 0
    assert "<!-- before" in drawn.read_text() or "before -->" in drawn.read_text()
    assert sorted(tmp_path.iterdir()) == [old, drawn]


def test_ctrl_c_leaves_the_last_result_as_it_was(
    run: Run, clip: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> list[Figure]:
        raise KeyboardInterrupt

    kept = tmp_path / "bench.json"
    kept.write_text("of yesterday")
    monkeypatch.setattr(bench_run, "take_turns", interrupted)
    outcome = run("bench", "--quick", "--files", "--clip", clip, "--model", model, "--device", "cpu", "--json", kept)
    assert outcome.status == 130
    assert kept.read_text() == "of yesterday"
    assert sorted(tmp_path.iterdir()) == [kept, clip] if kept < clip else [clip, kept]


def test_a_clip_goes_back_and_forth_and_never_jumps() -> None:
    pictures = [np.full((2, 2, 3), value, np.uint8) for value in range(3)]
    frames = list(islice(back_and_forth(pictures), 7))
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == [0, 1, 2, 1, 0, 1, 2]
    assert [frame.pts for frame in frames] == list(range(7))
    assert len({id(frame) for frame in frames}) == 7, "a frame that came before would not be looked at again"


def test_pictures_have_the_size_asked_for_and_the_noise_of_their_seed(clip: Path) -> None:
    found = read_clip(clip)
    one, same, other, clean = (
        scaled(found, 96, 96, noise=noise, seed=seed) for noise, seed in ((2, 1), (2, 1), (2, 2), (0, 1))
    )
    assert len(one) == FRAMES
    assert {picture.shape for picture in one} == {(96, 96, 3)}
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])
    difference = one[0].astype(float) - clean[0]
    assert difference.std() == pytest.approx(2, rel=0.1)
    assert abs(difference.mean()) < 0.1


def test_a_film_has_the_frames_and_the_rate_asked_for(clip: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    rate = write_film(read_clip(clip), film, CAMERA, height=64, width=96, frames=30, seed=0)
    pictures = frames_of(film)
    assert [picture.shape for picture in pictures] == [(64, 96, 3)] * 30
    reader = VideoReader(film)
    try:
        moments = [frame.time_s for frame in reader]
        assert reader.info.frame_rate == Fraction(25)
    finally:
        reader.close()
    assert moments == pytest.approx([index / 25 for index in range(30)], abs=1e-4)
    assert rate == pytest.approx(film.stat().st_size * 8e-6 / 1.2)


def test_a_transcode_keeps_pictures_and_sound(clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "again.mp4"
    transcode(clip, WriterSpec(target))
    before, after = frames_of(clip), frames_of(target)
    assert len(after) == FRAMES
    assert np.abs(np.mean(before, axis=0) - np.mean(after, axis=0)).mean() < 2
    with av.open(str(clip)) as one, av.open(str(target)) as other:
        sounds = [[bytes(packet) for packet in file.demux(audio=0) if packet.size] for file in (one, other)]
    assert sounds[0] == sounds[1] != []


def test_what_cannot_be_transcoded_is_a_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no film")
    with pytest.raises(SourceError, match=r"bad\.mp4 cannot be transcoded"):
        transcode(bad, WriterSpec(tmp_path / "out.mp4"))


def test_a_file_is_enhanced_both_ways_beside_its_transcode(
    clip: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = file_works([EnhancerSpec(model=str(model), device="cpu")], clip, SIZE, "camera")
    transcoded, all_stages, alone = (dict(work()) for work in works)
    names = [subject.what for one in (transcoded, all_stages, alone) for subject in one]
    assert names == [TRANSCODE, ALL_STAGES, "capture", "enhance", "sink 0", FRAME_BY_FRAME]
    assert len(frames_of(clip.with_name("dark.out.mp4"))) == FRAMES
    assert all(seconds[0] > 0 for one in (transcoded, all_stages, alone) for seconds in one.values())


class FakeEnhancer:
    """Notes what it is asked for; the first frames after a reset take long by the clock that it sets."""

    warnings: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.asked: list[str | bool] = []
        self.info = EnhancerInfo("net", "net", "cpu", "float32", (0, 0), "", network_every=2)

    def begin(self, frame: Frame, settings: object) -> Pending[FramePair]:
        self.asked.append(settings == WAYS[ALL_STAGES])
        return Pending.of(FramePair(frame, frame))

    def reset(self) -> None:
        self.asked.append("reset")

    def close(self) -> None:
        pass


def test_each_turn_begins_anew_and_lets_the_estimate_settle() -> None:
    enhancer = FakeEnhancer()
    pictures = [np.zeros((64, 96, 3), np.uint8)] * 2
    both = frame_works(EnhancerSpec(threads=2), enhancer, pictures, 5)  # type: ignore[arg-type]
    taken = {subject: seconds for work in both for subject, seconds in work().items()}
    assert [(subject.what, subject.size, subject.threads) for subject in taken] == [
        (ALL_STAGES, SIZE, 2),
        (FRAME_BY_FRAME, SIZE, 2),
    ]
    assert {len(seconds) for seconds in taken.values()} == {2}, "means of two frames, of which the network sees one"
    assert enhancer.asked == ["reset", *[True] * (SETTLING + 5), "reset", *[False] * (SETTLING + 5)]


def test_a_timed_enhancer_does_what_the_plain_one_does_and_overlooks_no_stage(clip: Path, model: Path) -> None:
    spec = EnhancerSpec(model=str(model), device="cpu", precision="float32", threads=1)
    clock = StageClock()
    timed, usual = TimedEnhancer(spec, clock), CurveEnhancer(spec)
    pictures = scaled(read_clip(clip), 64, 96, noise=2, seed=0)
    try:
        for frame in islice(back_and_forth(pictures), 5):
            for settings in WAYS.values():
                given = []
                took = seconds_of(lambda s=settings, g=given, f=frame: g.append(timed.enhance(f, s)))  # type: ignore[misc]
                stages = clock.take()
                assert np.array_equal(given[0].enhanced.rgb, usual.enhance(frame, settings).enhanced.rgb)
                assert set(stages) <= set(STAGES)
                assert 0 < sum(stages.values()) <= took
        assert set(stage_work(spec, timed, clock, pictures, 2)()) == {
            Subject("stage", stage, str(model), "cpu", 1, SIZE) for stage in STAGES
        }
    finally:
        timed.close()
        usual.close()


def test_the_full_size_step_is_within_a_code_of_exact(clip: Path, model: Path) -> None:
    (picture, *_) = scaled(read_clip(clip), 64, 96, noise=2, seed=0)
    work, codes_off, close = step_work(str(model), picture, 4)
    try:
        ((subject, seconds),) = work().items()
        assert (subject.threads, subject.size, len(seconds)) == (1, SIZE, 4)
        assert codes_off() <= 1
    finally:
        close()


def test_a_process_that_fails_is_one_sentence(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(LowlightError, match="first-frame failed") as failure:
        bench_child.first_frame_s(clip, tmp_path / "out.mp4", "dce-live", "cpu")
    assert "lowlight-live enhance" in failure.value.hint
    with pytest.raises(LowlightError, match="peak-memory failed"):
        bench_child.peak_memory(clip, tmp_path / "out.mp4", "dce-live", "cpu")


def test_a_process_knows_its_own_peak() -> None:
    """Of a child, the system would tell what its parent had at the moment of the fork, if that was more."""
    before = bench_child._own_peak()
    block = np.ones(before // 4, np.uint8)
    after = bench_child._own_peak()
    assert after >= before > 0
    assert os.name != "posix" or after > block.nbytes
