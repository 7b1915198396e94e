"""`evaluate` makes the clips it promises, says what it measured, and tells what is missing before the long run."""

from __future__ import annotations

import json
import math
import os
import sys
from dataclasses import fields, replace
from fractions import Fraction
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from lowlight_live.cli import evaluate_clips
from lowlight_live.cli.app import main
from lowlight_live.cli.clip_files import ClipPlan, clips_of
from lowlight_live.cli.evaluate import command
from lowlight_live.cli.evaluate_clips import evaluate_files, print_table
from lowlight_live.errors import ConfigError, SinkOpenError, SourceError, SourceOpenError
from lowlight_live.evaluation import plot
from lowlight_live.evaluation.clips import DarkCamera
from lowlight_live.evaluation.measures import psnr
from lowlight_live.evaluation.plot import INSTALL_LINE, MOST_FIELDS, check_plot, draw_plot
from lowlight_live.evaluation.report import Evaluation, means, report
from lowlight_live.evaluation.temporal import RunScores, TemporalScores
from lowlight_live.provenance import commit
from lowlight_live.settings import EnhanceSettings
from tests.cli.conftest import make_clip as write_video
from tests.evaluation.pictures import FakeEnhancer, texture
from tests.models import save_flat_weights

PLAN = ClipPlan(frames=12, height=80, camera=DarkCamera(), seed=3)
KINDS = ["static", "flicker", "pan", "cut", "lamp"]
LOOKING_BACK, FRAME_BY_FRAME = EnhanceSettings(), EnhanceSettings(strength=0)


def save(path: Path, rgb: np.ndarray) -> Path:
    Image.fromarray(rgb).save(path)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return save(tmp_path / "bright.png", texture(160, 241))


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "film.mp4", frames=15, height=96, width=128)


def run(*arguments: object) -> Result:
    """Run the verb; a `LowlightError` comes out as it would reach the face of the command line."""
    outcome = CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)
    if outcome.exception is not None:
        raise outcome.exception
    return outcome


def test_a_photo_becomes_five_clips_of_the_size_and_length_asked_for(photo: Path) -> None:
    clips = list(clips_of(photo, photo, PLAN))
    assert [clip.kind for clip in clips] == KINDS
    assert {len(clip.dark) for clip in clips} == {12}
    # 160 x 241 scaled by a half is 120.5 wide, and a codec wants even sides.
    assert clips[0].dark[0].shape == (80, 120, 3)


def test_a_photo_that_is_smaller_is_not_blown_up(photo: Path) -> None:
    clip = next(clips_of(photo, photo, replace(PLAN, height=1000)))
    assert clip.dark[0].shape == (160, 240, 3)


def test_a_video_becomes_one_more_with_its_own_motion_and_rate(video: Path) -> None:
    *made, own = clips_of(video, video, PLAN)
    assert [clip.kind for clip in made] == KINDS
    assert own.kind == "video"
    assert own.frame_rate == made[0].frame_rate == 25
    assert len(own.bright) == 12
    assert len({frame.tobytes() for frame in own.bright}) == 12
    assert np.array_equal(own.bright[0], made[0].bright[0])


def test_a_short_video_gives_what_it_has(video: Path) -> None:
    *_, own = clips_of(video, video, replace(PLAN, frames=40))
    assert len(own.dark) == 15


def test_the_cut_goes_to_the_next_picture_in_the_size_of_this_one(photo: Path, tmp_path: Path) -> None:
    other = save(tmp_path / "red.png", np.full((300, 250, 3), (200, 10, 10), np.uint8))
    cut = next(clip for clip in clips_of(photo, other, PLAN) if clip.kind == "cut")
    assert cut.bright[4].shape == cut.bright[3].shape
    assert np.array_equal(cut.bright[4], np.full_like(cut.bright[3], (200, 10, 10)))


def test_the_seed_decides_the_clips(photo: Path) -> None:
    one, same, other = (next(clips_of(photo, photo, replace(PLAN, seed=seed))) for seed in (3, 3, 4))
    assert np.array_equal(one.dark[5], same.dark[5])
    assert not np.array_equal(one.dark[5], other.dark[5])


def test_a_webcams_encoder_costs_quality_and_keeps_place_and_colour(photo: Path) -> None:
    plain = next(clips_of(photo, photo, PLAN))
    high, again, low = (next(clips_of(photo, photo, replace(PLAN, webcam_kbps=k))) for k in (4000, 4000, 60))
    assert [len(clip.dark) for clip in (high, low)] == [12, 12]
    assert all(np.array_equal(a, b) for a, b in zip(high.dark, again.dark, strict=True))
    assert np.array_equal(high.clean[0], plain.clean[0])
    original = (plain.dark[6] / 255).astype(np.float32)
    assert psnr(high.dark[6], original) > psnr(low.dark[6], original) + 3
    # A wrong matrix or range would move the mean of a channel by several codes.
    assert high.dark[6].mean(axis=(0, 1)) == pytest.approx(plain.dark[6].mean(axis=(0, 1)), abs=1.5)


def test_every_kind_of_clip_goes_through_the_webcams_encoder_in_its_own_size(photo: Path) -> None:
    for clip in clips_of(photo, photo, replace(PLAN, webcam_kbps=500)):
        assert {frame.shape for frame in clip.dark} == {clip.bright[0].shape}, clip.kind


def test_every_clip_is_run_both_ways_and_scored(photo: Path, video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    enhancer = FakeEnhancer()
    evaluations = evaluate_files([photo, video], PLAN, enhancer, LOOKING_BACK, FRAME_BY_FRAME)
    assert [(e.name, e.scores.kind) for e in evaluations] == [
        *(("bright.png", kind) for kind in KINDS),
        *(("film.mp4", kind) for kind in [*KINDS, "video"]),
    ]
    assert enhancer.resets == 2 * len(evaluations)
    static = evaluations[0]
    assert static.scores.noise_ratio < 0.7
    assert set(static.mean_luma) == {"dark", "frame_by_frame", "ours"}
    assert {len(values) for values in static.mean_luma.values()} == {12}
    assert static.mean_luma["ours"][0] > static.mean_luma["dark"][0]
    assert capsys.readouterr().out == "", "the bar belongs on the error output"


def scores(kind: str = "static", **values: object) -> TemporalScores:
    of_run = RunScores(0.05, 0.2, 1e-3, 30.0, 1.0, 1.0, None, 120.0)
    everything = {field.name: None for field in fields(TemporalScores)} | {
        "kind": kind,
        "frames": 12,
        "measured_from": 6,
        "frame_by_frame": of_run,
        "ours": of_run,
        "psnr_gain_db": 3.0,
        "worst_psnr_gain_db": 0.5,
    }
    return TemporalScores(**(everything | values))  # type: ignore[arg-type]


def evaluation(name: str, kind: str = "static", **values: object) -> Evaluation:
    lumas = {"dark": [10.0] * 12, "frame_by_frame": [100.0] * 12, "ours": [101.0] * 12}
    return Evaluation(name, scores(kind, **values), lumas)


def test_means_are_of_a_kind_and_leave_out_what_says_nothing() -> None:
    several = [
        evaluation("a.png", noise_ratio=0.2, psnr_gain_db=2.0),
        evaluation("b.png", noise_ratio=0.4, psnr_gain_db=4.0),
        evaluation("b.png", "cut", psnr_gain_db=7.0, settle_frames=0, settle_limit=8),
    ]
    result = means(several)
    assert result["static"]["noise_ratio"] == pytest.approx(0.3)
    assert result["static"]["psnr_gain_db"] == pytest.approx(3)
    assert result["static"]["settle_frames"] is None
    assert result["cut"]["noise_ratio"] is None
    assert result["cut"]["settle_frames"] == 0


def test_the_report_says_with_what_and_holds_every_value() -> None:
    content = report([evaluation("a.png", noise_ratio=0.2)], {"settings": {"strength": 1.0}})
    assert content["commit"] == commit()
    assert content["versions"]["numpy"] == np.__version__
    assert content["settings"] == {"strength": 1.0}
    (clip,) = content["clips"]
    assert clip["name"] == "a.png"
    assert clip["noise_ratio"] == 0.2
    assert clip["frame_by_frame"]["temporal_noise"] == 0.05
    assert clip["mean_luma"]["ours"] == [101.0] * 12
    assert content["means"]["static"]["noise_ratio"] == 0.2


def test_what_is_no_number_is_null_in_the_report() -> None:
    content = report([evaluation("a.png", noise_ratio=math.nan, flicker_ratio=math.inf)], {})
    (clip,) = content["clips"]
    assert clip["noise_ratio"] is clip["flicker_ratio"] is content["means"]["static"]["noise_ratio"] is None
    json.dumps(content, allow_nan=False)


def test_a_package_from_another_distribution_does_not_lose_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "opencv-python-headless":
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(metadata, "version", version)
    versions = report([evaluation("a.png")], {})["versions"]
    assert versions["opencv-python-headless"] is None
    assert versions["numpy"] == "1.0"


def test_the_table_shows_ratios_means_and_what_did_not_settle(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        [
            evaluation("a.png", noise_ratio=0.2),
            evaluation("b.png", noise_ratio=0.4),
            evaluation("b.png", "cut", settle_frames=2, settle_limit=8, event_cell_difference=0.94),
            evaluation("b.png", "lamp", settle_frames=8, settle_limit=8),
        ]
    )
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    rows = {tuple(line[:2]): line[2:] for line in lines if len(line) > 2}
    assert rows["a.png", "static"][0] == "0.200"
    assert rows["mean", "static"][0] == "0.300"
    assert rows["b.png", "cut"][-4:] == ["2", "frames,", "0.9", "codes"]
    assert rows["b.png", "lamp"][-4:] == ["not", "in", "8", "frames"]


def test_one_file_needs_no_means(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([evaluation("a.png"), evaluation("a.png", "cut")])
    assert "mean " not in capsys.readouterr().out.replace("mean luma", "")


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """Options of a run that takes no time."""
    # One core: for so small a picture, threads that wait for each other on a busy machine take ten times as long.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)
    model = save_flat_weights(tmp_path / "flat.safetensors")
    return ("--model", model, "--device", "cpu", "--frames", 12, "--size", 64)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return save(tmp_path / "small.png", texture(64, 64))


def test_the_verb_measures_with_a_real_enhancer_and_says_what_it_found(small: Path, quick: tuple[object, ...]) -> None:
    outcome = run("--temporal", small, *quick, "--exposure", 0.5, "--json")
    content = json.loads(outcome.stdout)
    assert content["event"] == "done"
    assert [clip["kind"] for clip in content["clips"]] == KINDS
    assert content["clips_made_with"]["camera"] == {"gain": 0.1, "electrons": 5000.0, "read_noise": 3.0}
    assert content["enhancer"]["architecture"] == "dce-net++"
    plain, ours = content["frame_by_frame"], content["settings"]
    assert plain["temporal_smoothing"] == plain["denoise"] == 0 < min(ours["temporal_smoothing"], ours["denoise"])
    assert plain["exposure"] == ours["exposure"] == 0.5
    static = content["clips"][0]
    assert static["frames"] == 12
    assert static["noise_ratio"] < 1 < static["psnr_gain_db"]


def test_a_black_picture_is_measured_without_nan(tmp_path: Path, quick: tuple[object, ...]) -> None:
    black = save(tmp_path / "black.png", np.zeros((64, 64, 3), np.uint8))
    outcome = run(black, *quick, "--json")
    assert "NaN" not in outcome.stdout
    assert json.loads(outcome.stdout)["clips"][0]["kind"] == "static"


def test_steadiness_over_time_is_the_default_and_shown_as_a_table(small: Path, quick: tuple[object, ...]) -> None:
    outcome = run(small, *quick)
    assert "static" in outcome.stdout
    assert "Worst: least gain" in outcome.stdout


def test_the_figures_come_before_the_plot_so_that_a_plot_that_fails_does_not_lose_them(
    small: Path, quick: tuple[object, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")

    def full_disk(*_arguments: object) -> None:
        raise SinkOpenError("The disk is full.")

    monkeypatch.setattr(plot, "draw_plot", full_disk)
    arguments = ["evaluate", str(small), *map(str, quick), "--json", "--plot", str(small.with_name("plot.png"))]
    assert main(arguments) == 2
    done, error = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert len(done["clips"]) == len(KINDS)
    assert (error["event"], error["message"]) == ("error", "The disk is full.")


@pytest.mark.parametrize("bad", ["missing.png", "broken.png", "tiny.png", "still.mp4"])
def test_every_file_is_looked_at_before_the_first_is_measured(
    small: Path, tmp_path: Path, quick: tuple[object, ...], bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG")
    save(tmp_path / "tiny.png", texture(32, 64))
    write_video(tmp_path / "still.mp4", frames=1, height=96, width=128)
    monkeypatch.setattr(evaluate_clips, "evaluate_files", lambda *_, **__: pytest.fail("it began to measure"))
    with pytest.raises(SourceError, match=bad):
        run(small, tmp_path / bad, *quick)


def test_a_folder_that_is_not_there_is_told_before_the_run(photo: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(SinkOpenError, match="no folder"):
        run(photo, "--plot", tmp_path / "missing" / "result.png")


def test_a_plot_too_high_to_draw_is_refused_before_the_run(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    check_plot(tmp_path / "plot.png", MOST_FIELDS)
    with pytest.raises(ConfigError, match="too high"):
        check_plot(tmp_path / "plot.png", MOST_FIELDS + 1)


def test_a_plot_without_matplotlib_names_the_install_line(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ConfigError, match="matplotlib") as caught:
        run("--temporal", photo, "--plot", photo.with_name("plot.png"))
    assert caught.value.hint == INSTALL_LINE


def test_a_plot_in_an_unknown_format_is_refused_before_the_run(photo: Path) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(ConfigError, match=r"plot\.xyz"):
        run("--temporal", photo, "--plot", photo.with_name("plot.xyz"))


def test_a_plot_has_a_field_for_each_clip(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    draw_plot([evaluation("a.png")], one)
    draw_plot([evaluation("a.png"), evaluation("a.png", "cut")], two)
    with Image.open(one) as small, Image.open(two) as large:
        assert small.width == large.width
        assert large.height == 2 * small.height
        assert len(small.convert("RGB").getcolors(1 << 20)) > 10


@pytest.mark.parametrize("name", ["nothing.png", "nothing.mp4"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceOpenError, match=name):
        next(clips_of(tmp_path / name, tmp_path / name, PLAN))


def test_a_picture_too_small_to_measure_is_refused(tmp_path: Path) -> None:
    small = save(tmp_path / "small.png", texture(40, 300))
    with pytest.raises(SourceOpenError, match="300 x 40"):
        next(clips_of(small, small, PLAN))


def test_a_video_of_one_frame_is_refused(tmp_path: Path) -> None:
    still = write_video(tmp_path / "still.mp4", frames=1, height=96, width=128)
    with pytest.raises(SourceOpenError, match="single frame"):
        next(clips_of(still, still, PLAN))


def test_clips_of_a_photo_have_a_usual_rate(photo: Path) -> None:
    assert next(clips_of(photo, photo, PLAN)).frame_rate == Fraction(30)


@pytest.mark.parametrize("two_pass", [False, True])
def test_each_clip_is_looked_through_first_if_asked_for(photo: Path, two_pass: bool) -> None:
    enhancer, settings = FakeEnhancer(), EnhanceSettings()
    evaluate_files([photo], PLAN, enhancer, settings, replace(settings, strength=0), two_pass=two_pass)
    assert enhancer.surveyed == (PLAN.frames if two_pass else 0)
