"""`lowlight-live live`: a source that does not wait in, films, pictures and figures out, without a window."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lowlight_live.cli import live
from lowlight_live.video.live.opening import CameraBackend, ExposurePriority
from tests.cli.conftest import FRAMES, Outcome, Run, frames_of, start
from tests.live_fakes import FakeDevice
from tests.video.clips import times

INTERRUPTED, READER_GONE, TERMINATED = 130, 141, 143
WAIT_S = 60
Event = dict[str, Any]


def events_of(out: str) -> list[Event]:
    return [json.loads(line) for line in out.splitlines()]


def refused(outcome: Outcome, *words: str) -> None:
    """One sentence, a hint, exit status 2 and nothing else."""
    assert outcome.status == 2
    assert "Traceback" not in outcome.err
    for word in words:
        assert word in outcome.err
    assert any(line.startswith("Hint: ") for line in outcome.err.splitlines())


def test_a_file_played_as_a_camera_is_enhanced_and_recorded(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    target, original, shot = tmp_path / "bright.mp4", tmp_path / "dark.mkv", tmp_path / "shot.png"
    options = ("--record", target, "--record-original", original, "--snapshot", shot, "--crf", 5)
    outcome = run("live", clip, "--realtime", *options, "--model", model, "--device", "cpu", "--stats", "json")
    assert (outcome.status, outcome.err) == (0, "")
    events = events_of(outcome.out)
    assert events[0]["event"] == "started"
    assert (events[0]["height"], events[0]["width"]) == (48, 64)
    done = events[-1]
    assert done["event"] == "done"
    assert done["outputs"] == [str(target), str(original), str(shot)]
    assert done["stats"]["enhanced"] + done["stats"]["dropped"]["before enhance"] == done["stats"]["captured"]
    assert done["stats"]["captured"] + done["stats"]["dropped"]["in the source"] == FRAMES
    assert done["stats"]["enhancer"]["device"] == "cpu"
    assert done["stats"]["source"]["delivered"] == done["stats"]["captured"]
    assert np.mean(frames_of(target)) > 3 * np.mean(frames_of(original))
    # A twenty-fifth of a second each, by the clock: not before, and not so late that somebody would see it.
    moments = times(target)
    assert moments[0] == 0
    assert float(moments[-1]) <= (FRAMES - 1) / 25 + 0.5
    with Image.open(shot) as picture:
        assert picture.size == (128, 48)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bright.mp4", "dark.mkv", "dark.mp4", "shot.png"]


def test_a_file_is_played_again_and_again_until_the_duration_is_over(
    run: Run, clip: Path, model: Path, tmp_path: Path
) -> None:
    target = tmp_path / "bright.mp4"
    options = ("--record", target, "--duration", 1.2, "--model", model, "--device", "cpu", "--stats", "json")
    outcome = run("live", "--camera", clip, "--realtime", "--loop", *options)
    assert outcome.status == 0
    assert len(frames_of(target)) > FRAMES
    assert float(times(target)[-1]) < 2.5
    figures = [event for event in events_of(outcome.out) if event["event"] == "stats"]
    assert figures[-1]["rates"].keys() >= {"captured", "enhanced", "recording"}
    assert figures[-1]["source"]["state"] == "live"
    assert figures[-1]["stages"]["enhance"]["p95_s"] >= figures[-1]["stages"]["enhance"]["p50_s"] > 0


def test_people_get_sentences_and_the_path_of_the_result(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    target = tmp_path / "bright.mp4"
    options = ("--record", target, "--model", model, "--device", "cpu", "--stats", "text")
    outcome = run("live", clip, "--realtime", *options)
    assert (outcome.status, outcome.out.strip()) == (0, str(target))
    assert "Live from dark.mp4 in 64 x 48" in outcome.err
    assert "Enhancing by" in outcome.err
    assert "on cpu in" in outcome.err
    assert "live 64x48" in outcome.err
    assert "dropped" in outcome.err


@pytest.fixture
def long_run(long_clip: Path, model: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A run that records a film that does not end, half a second in at least."""
    target = tmp_path / "bright.mp4"
    options = ("--realtime", "--loop", "--model", model, "--device", "cpu", "--stats", "json")
    with start("live", long_clip, "--record", target, *options, cwd=tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("taken", {}).get("recording", 0) > 30:
                break
        yield process, target
        process.kill()


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, TERMINATED)], ids=["Ctrl-C", "SIGTERM"]
)
def test_a_signal_leaves_a_film_that_plays_under_its_own_name(
    long_run: tuple[subprocess.Popen[str], Path], number: signal.Signals, status: int
) -> None:
    process, target = long_run
    process.send_signal(number)
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err.strip()) == (status, "Interrupted.")
    told = events_of(out)[-1]
    assert (told["event"], told["outputs"], told["parts"]) == ("interrupted", [str(target)], [])
    assert len(frames_of(target)) > 30
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_killed_run_leaves_a_part_file_that_plays(long_run: tuple[subprocess.Popen[str], Path]) -> None:
    process, target = long_run
    process.kill()
    process.communicate(timeout=WAIT_S)
    (part,) = target.parent.iterdir()
    assert part.name == ".bright.part.mp4"
    assert len(frames_of(part)) > 5


def test_a_run_whose_reader_goes_away_completes_its_film(long_run: tuple[subprocess.Popen[str], Path]) -> None:
    process, target = long_run
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    assert (process.wait(WAIT_S), err) == (READER_GONE, "")
    assert len(frames_of(target)) > 30


WITHOUT_QT = (
    "import os, sys; sys.modules['PyQt6'] = None; os.sched_getaffinity = lambda _: {0}; "
    "from lowlight_live.cli.app import main; sys.exit(main())"
)


def run_elsewhere(code: str, *arguments: object, **environment: str) -> Outcome:
    """Run in a process of its own that knows of no display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    others = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", code, *(str(argument) for argument in arguments)],
        env={**others, **environment},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_neither_a_display_nor_qt_is_needed(clip: Path, model: Path, tmp_path: Path) -> None:
    target = tmp_path / "bright.mp4"
    options = ("--realtime", "--record", target, "--model", model, "--device", "cpu")
    outcome = run_elsewhere(WITHOUT_QT, "live", clip, *options)
    assert (outcome.status, outcome.out.strip()) == (0, str(target)), outcome.err


def test_a_window_without_qt_is_refused(clip: Path) -> None:
    refused(run_elsewhere(WITHOUT_QT, "live", clip, "--preview"), "PyQt6", "pip install")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
def test_a_window_without_a_display_is_refused_and_not_a_crash(clip: Path) -> None:
    code = WITHOUT_QT.replace("sys.modules['PyQt6'] = None; ", "")
    refused(run_elsewhere(code, "live", clip, "--preview", QT_QPA_PLATFORM="xcb"), "No window can be opened")


@pytest.mark.parametrize(
    "arguments", [("live", "--preview"), ("--camera",)], ids=["live --preview", "the bare command"]
)
def test_a_window_shows_the_pictures_until_the_source_ends(clip: Path, model: Path, arguments: tuple[str, ...]) -> None:
    code = WITHOUT_QT.replace("sys.modules['PyQt6'] = None; ", "")
    options = ("--realtime", "--model", model, "--device", "cpu", "--stats", "json")
    outcome = run_elsewhere(code, *arguments, clip, *options, QT_QPA_PLATFORM="offscreen")
    assert outcome.status == 0, outcome.err
    stats = events_of(outcome.out)[-1]["stats"]
    assert 0 < stats["taken"]["window"] <= stats["enhanced"]
    assert stats["latency"]["window"]["p50_s"] > 0


def test_the_bare_command_takes_the_options_of_live_and_no_others(run: Run, tmp_path: Path) -> None:
    refused(run("--camera", tmp_path / "nothing.mp4", "--device", "cpu"), "nothing.mp4")
    refused_option = run("--no-such-option")
    assert refused_option.status == 2
    assert "--no-such-option" in refused_option.err
    assert "Usage: lowlight-live [OPTIONS]" in run("--help").out


def test_a_source_that_is_not_there_is_refused_and_nothing_is_written(run: Run, model: Path, tmp_path: Path) -> None:
    options = ("--record", tmp_path / "out.mp4", "--model", model, "--device", "cpu")
    refused(run("live", tmp_path / "nothing.mp4", "--realtime", *options), "nothing.mp4")
    assert list(tmp_path.iterdir()) == []


def test_errors_are_json_where_the_figures_are(run: Run, tmp_path: Path) -> None:
    for option in (["--stats", "json"], ["--stats=json"]):
        outcome = run("live", tmp_path / "nothing.mp4", *option)
        (error,) = events_of(outcome.out)
        assert (outcome.status, error["event"], outcome.err) == (2, "error", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.mp4", "--camera", "1"], ["once"]),
        (["0", "--size", "large"], ["--size", "1280x720"]),
        (["0", "--size", "0x720"], ["--size"]),
        (["0", "--fps", "0"], ["--fps"]),
        (["0", "--fps", "nan"], ["--fps"]),
        (["0", "--duration", "0"], ["--duration"]),
        (["0", "--duration", "nan"], ["--duration"]),
        (["0", "--exposure", "nan"], ["--exposure"]),
        (["--camera", ""], ["nothing given"]),
        (["0", "--backend", "magic"], ["--backend"]),
    ],
)
def test_a_wrong_option_is_refused_without_a_traceback(run: Run, arguments: list[str], words: list[str]) -> None:
    outcome = run("live", *arguments)
    assert outcome.status == 2
    assert "Traceback" not in outcome.err
    for word in words:
        assert word in outcome.err


def test_what_has_nothing_to_act_on_is_told(run: Run, clip: Path, model: Path) -> None:
    unused = ("--size", "640x480", "--fps", "15", "--crf", "20", "--side-by-side")
    outcome = run("live", clip, "--realtime", *unused, "--model", model, "--device", "cpu")
    assert outcome.status == 0
    assert "Warning: Without --record there is no use for --crf, --side-by-side." in outcome.err
    assert "Warning: dark.mp4 plays as it is; this is for cameras only: size, frame rate." in outcome.err


def test_two_results_of_one_name_are_refused(run: Run, clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    refused(run("live", clip, "--record", target, "--record-original", target), "out.mp4")


def test_the_file_that_is_played_is_not_recorded_over(run: Run, clip: Path) -> None:
    before = clip.read_bytes()
    refused(run("live", clip, "--realtime", "--record", clip, "--overwrite"), "being read")
    assert clip.read_bytes() == before


@pytest.mark.parametrize(("option", "name"), [("--record", "out.mp4"), ("--snapshot", "shot.png")])
def test_an_existing_result_is_replaced_only_with_overwrite(
    run: Run, clip: Path, model: Path, tmp_path: Path, option: str, name: str
) -> None:
    target = tmp_path / name
    target.write_text("precious")
    options = ("--realtime", option, target, "--model", model, "--device", "cpu")
    refused(run("live", clip, *options), "--overwrite")
    assert target.read_text() == "precious"
    assert run("live", clip, *options, "--overwrite").status == 0
    assert target.read_bytes() != b"precious"


def test_a_camera_cannot_be_shown_to_itself(run: Run) -> None:
    for camera in ("7", "/dev/video7"):
        refused(run("live", camera, "--virtual-camera-device", "/dev/video7"), "/dev/video7")


def test_a_virtual_camera_that_is_not_there_is_refused_with_the_way_to_one(
    run: Run, clip: Path, model: Path, tmp_path: Path
) -> None:
    if importlib.util.find_spec("pyvirtualcam") is None:
        pytest.skip("the extra virtual-camera is not installed")
    options = ("--realtime", "--model", model, "--device", "cpu", "--record", tmp_path / "out.mp4")
    refused(run("live", clip, *options, "--virtual-camera-device", "/dev/video99"), "/dev/video99")
    assert [path.name for path in tmp_path.iterdir()] == [clip.name]


def test_a_virtual_camera_without_its_package_is_refused(
    run: Run, clip: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)
    options = ("--realtime", "--model", model, "--device", "cpu")
    refused(run("live", clip, *options, "--virtual-camera"), "pyvirtualcam", "lowlight-live[virtual-camera]")


def test_a_virtual_camera_that_fails_is_told_and_does_not_end_the_recording(
    run: Run, clip: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices: list[FakeDevice] = []

    class Package:
        @staticmethod
        def Camera(width: int, height: int, fps: float, *, device: str | None) -> FakeDevice:  # noqa: N802
            devices.append(FakeDevice(height, width, fps, device or ""))
            devices[-1].error = RuntimeError("unplugged")
            return devices[-1]

    monkeypatch.setitem(sys.modules, "pyvirtualcam", Package)
    target = tmp_path / "out.mp4"
    options = ("--realtime", "--record", target, "--model", model, "--device", "cpu", "--stats", "json")
    outcome = run("live", clip, *options, "--virtual-camera-device", "/dev/video42")
    assert outcome.status == 0
    events = events_of(outcome.out)
    assert [event["device"] for event in events if event["event"] == "virtual-camera"] == ["/dev/video42"]
    assert any("unplugged" in event["message"] for event in events if event["event"] == "warning")
    assert "virtual camera" in events[-1]["stats"]["failed"]
    assert frames_of(target)
    (device,) = devices
    assert (device.shape, device.fps, device.closed) == ((48, 64, 3), 25.0, 1)


def test_a_signal_ends_a_run_with_a_window_in_order(long_clip: Path, model: Path, tmp_path: Path) -> None:
    target = tmp_path / "bright.mp4"
    options = ("--realtime", "--loop", "--model", model, "--device", "cpu", "--stats", "json", "--preview")
    with start("live", long_clip, "--record", target, *options, cwd=tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("taken", {}).get("window", 0) > 5:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err.strip()) == (INTERRUPTED, "Interrupted.")
    assert events_of(out)[-1]["outputs"] == [str(target)]
    assert frames_of(target)


def test_the_choices_are_those_of_the_sources() -> None:
    assert list(live.BACKENDS) == [backend.value for backend in CameraBackend]
    assert list(live.EXPOSURES) == [priority.value for priority in ExposurePriority]
