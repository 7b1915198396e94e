"""`lowlight-live enhance`: a dark file in, a bright one out, and a clear word when that cannot be."""

from __future__ import annotations

import json
import os
import pickle
import resource
import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import FRAMES, LONG, Outcome, Run, frames_of, make_clip, start

INTERRUPTED, READER_GONE, TERMINATED = 130, 141, 143
WAIT_S = 60
ENCODER_HOLDS_BACK = 60
"""Frames at most; at the preset "fast" x264 looks 30 ahead, and holds one for each of its threads."""


def assert_refused(outcome: Outcome, *words: str) -> None:
    """One sentence, a hint, exit status 2 and nothing else."""
    assert outcome.status == 2
    lines = outcome.err.strip().splitlines()
    assert lines[0].startswith("Error: ")
    assert "Traceback" not in outcome.err
    for word in words:
        assert word in outcome.err
    assert lines[1].startswith("Hint: ")


def test_a_dark_clip_comes_out_bright_with_all_its_frames_and_its_sound(run: Run, clip: Path, model: Path) -> None:
    outcome = run("enhance", clip, "--model", model, "--device", "cpu")
    target = clip.with_name("dark.enhanced.mp4")
    assert (outcome.status, outcome.out.strip()) == (0, str(target))
    before, after = frames_of(clip), frames_of(target)
    assert len(after) == len(before) == FRAMES
    assert np.mean(after) > 3 * np.mean(before)
    with av.open(str(target)) as container:
        assert len(container.streams.audio) == 1
    assert sorted(p.name for p in clip.parent.iterdir()) == ["dark.enhanced.mp4", "dark.mp4"]


def test_strength_zero_leaves_the_picture_as_it_was(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    options = ("--model", model, "--device", "cpu", "--strength", 0, "--crf", 1)
    outcome = run("enhance", clip, "-o", tmp_path / "same.mkv", *options)
    assert outcome.status == 0
    assert "on cpu: the CPU was asked for." in outcome.err
    difference = np.abs(np.array(frames_of(tmp_path / "same.mkv"), int) - np.array(frames_of(clip), int))
    # What another pass through 4:2:0 and x264 does to this noise; enhancing changes it by more than 30.
    assert difference.mean() < 2


def test_two_passes_give_every_frame_and_tell_of_the_first(run: Run, clip: Path, model: Path) -> None:
    outcome = run("enhance", clip, "--model", model, "--two-pass", "--json")
    assert json.loads(outcome.out.splitlines()[-1])["stats"]["written"] == FRAMES
    assert len(frames_of(clip.with_name("dark.enhanced.mp4"))) == FRAMES


def test_exposure_makes_it_brighter_still(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    means = []
    for stops in (-2, 0, 2):
        target = tmp_path / f"{stops}.mp4"
        assert run("enhance", clip, "-o", target, "--model", model, f"--exposure={stops}").status == 0
        means.append(np.mean(frames_of(target)))
    assert means[0] * 1.2 < means[1]
    assert means[1] * 1.2 < means[2]


def test_side_by_side_doubles_the_width(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    assert run("enhance", clip, "-o", tmp_path / "both.mp4", "--model", model, "--side-by-side").status == 0
    frame = frames_of(tmp_path / "both.mp4")[3]
    assert frame.shape == (48, 128, 3)
    assert frame[:, 64:].mean() > 3 * frame[:, :64].mean()


def test_an_existing_result_is_replaced_only_with_overwrite(run: Run, clip: Path, model: Path) -> None:
    target = clip.with_name("dark.enhanced.mp4")
    target.write_text("precious")
    assert_refused(run("enhance", clip, "--model", model), str(target), "--overwrite")
    assert target.read_text() == "precious"
    assert run("enhance", clip, "--model", model, "--overwrite").status == 0
    assert len(frames_of(target)) == FRAMES


def test_json_lines_tell_the_result(run: Run, clip: Path, model: Path) -> None:
    outcome = run("enhance", clip, "--model", model, "--json")
    events = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.err == ""
    done = events[-1]
    assert done["event"] == "done"
    assert Path(done["output"]).is_file()
    assert done["stats"]["written"] == FRAMES
    assert done["enhancer"]["device"] == "cpu"


def test_json_errors_are_json_too(run: Run, tmp_path: Path) -> None:
    outcome = run("enhance", tmp_path / "nothing.mp4", "--json")
    error = json.loads(outcome.out)
    assert (outcome.status, error["event"]) == (2, "error")
    assert "nothing.mp4" in error["message"]
    assert error["hint"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["enhance", "x.mp4", "--strength", "2", "--json"], "strength"), (["enhance", "--json"], "INPUT")],
    ids=["value", "argument"],
)
def test_json_usage_errors_are_json_too(run: Run, arguments: list[str], word: str) -> None:
    outcome = run(*arguments)
    error = json.loads(outcome.out)
    assert (outcome.status, outcome.err, error["event"]) == (2, "", "error")
    assert word in error["message"]
    assert error["hint"] == "See `lowlight-live enhance --help`."


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_options_of_the_encoder_are_said_to_be_of_no_use_for_pictures(
    run: Run, model: Path, tmp_path: Path, as_json: bool
) -> None:
    Image.new("RGB", (64, 48), (20, 20, 20)).save(tmp_path / "dark.png")
    options = ["--crf", 20, "--preset", "slow", *(["--json"] if as_json else [])]
    outcome = run("enhance", tmp_path / "dark.png", "--model", model, *options)
    assert outcome.status == 0
    warnings = json.loads(outcome.out)["warnings"] if as_json else [outcome.err]
    assert "--crf, --preset" in "\n".join(warnings)
    assert "--codec" not in "\n".join(warnings)


def test_a_picture_comes_out_bright_under_a_new_name(run: Run, model: Path, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), (20, 20, 20)).save(tmp_path / "dark.png")
    outcome = run("enhance", tmp_path / "dark.png", "--model", model)
    assert outcome.status == 0
    assert np.mean(Image.open(tmp_path / "dark.enhanced.png")) > 60


def test_a_folder_of_pictures_gives_a_folder_with_the_same_names(run: Run, model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, size in (("a.png", (64, 48)), ("b.jpg", (30, 50))):
        Image.new("RGB", size, (20, 20, 20)).save(folder / name)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "notes.txt").write_text("not a picture")
    outcome = run("enhance", folder, "--model", model)
    assert outcome.status == 0
    assert "broken.jpg" in outcome.err
    written = tmp_path / "photos.enhanced"
    assert sorted(p.name for p in written.iterdir()) == ["a.png", "b.jpg"]
    for name, size in (("a.png", (64, 48)), ("b.jpg", (30, 50))):
        with Image.open(written / name) as picture:
            assert picture.size == size
            assert np.mean(picture) > 60


def test_folders_in_a_folder_of_pictures_are_left_out_and_named(run: Run, model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    for place in (folder, folder / "summer", folder / ".thumbnails"):
        place.mkdir()
        Image.new("RGB", (64, 48), (20, 20, 20)).save(place / "a.png")
    outcome = run("enhance", folder, "--model", model)
    assert outcome.status == 0
    assert "left out: summer." in outcome.err
    assert [path.name for path in (tmp_path / "photos.enhanced").iterdir()] == ["a.png"]


def test_a_folder_that_is_there_takes_the_result_under_its_own_name(
    run: Run, clip: Path, model: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), (20, 20, 20)).save(tmp_path / "photo.png")
    bright = tmp_path / "bright"
    bright.mkdir()
    for source in (clip, tmp_path / "photo.png"):
        outcome = run("enhance", source, "-o", bright, "--model", model)
        assert (outcome.status, outcome.out.strip()) == (0, str(bright / source.name))
    assert sorted(path.name for path in bright.iterdir()) == ["dark.mp4", "photo.png"]
    assert_refused(run("enhance", clip, "-o", clip.parent, "--model", model), "being read")


def test_a_truncated_clip_is_enhanced_as_far_as_it_goes_and_the_loss_is_counted(
    run: Run, model: Path, tmp_path: Path
) -> None:
    whole = make_clip(tmp_path / "whole.mp4", frames=60, height=96, width=128)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    outcome = run("enhance", cut, "--model", model)
    assert outcome.status == 0
    kept = len(frames_of(tmp_path / "cut.enhanced.mp4"))
    assert 5 < kept < 60
    assert "Warning: " in outcome.err
    assert str(60 - kept) in outcome.err


def test_a_missing_file_is_refused(run: Run, tmp_path: Path) -> None:
    assert_refused(run("enhance", tmp_path / "nothing.mp4"), "nothing.mp4")


def test_a_folder_without_pictures_is_refused(run: Run, model: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_refused(run("enhance", tmp_path / "empty", "--model", model), "no pictures")
    assert not (tmp_path / "empty.enhanced").exists()


@pytest.mark.parametrize("content", [b"", b"This is a text.\n" * 100], ids=["empty", "text"])
def test_a_file_that_is_no_video_is_refused(run: Run, model: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fake.mp4").write_bytes(content)
    assert_refused(run("enhance", tmp_path / "fake.mp4", "--model", model), "fake.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["fake.mp4"]


def test_sound_alone_is_refused(run: Run, model: Path, tmp_path: Path) -> None:
    with av.open(str(tmp_path / "sound.mp4"), "w") as output:
        audio = output.add_stream("aac", rate=48000, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        sound.sample_rate, sound.pts = 48000, 0
        output.mux(audio.encode(sound))
        output.mux(audio.encode(None))
    assert_refused(run("enhance", tmp_path / "sound.mp4", "--model", model), "sound.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["sound.mp4"]


def test_an_unknown_codec_names_those_that_work(run: Run, clip: Path, model: Path) -> None:
    assert_refused(run("enhance", clip, "--model", model, "--codec", "libmagic"), "libmagic", "libx264")
    assert [p.name for p in clip.parent.iterdir()] == ["dark.mp4"]


def test_a_model_that_is_none_is_refused(run: Run, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "model.pth").write_text("no weights")
    assert_refused(run("enhance", clip, "--model", tmp_path / "model.pth"), "model.pth")


def test_code_in_a_model_is_refused_and_never_run(run: Run, clip: Path, tmp_path: Path) -> None:
    class Payload:
        def __reduce__(self) -> tuple[object, tuple[str, ...]]:
            return os.mkdir, (str(tmp_path / "it-ran"),)

    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Payload()))
    assert_refused(run("enhance", clip, "--model", tmp_path / "evil.pth"), "evil.pth")
    assert not (tmp_path / "it-ran").exists()


def test_a_device_that_is_not_there_is_refused(run: Run, clip: Path, model: Path) -> None:
    assert_refused(run("enhance", clip, "--model", model, "--device", "cuda:7"), "cuda:7", "cpu")


@pytest.mark.parametrize("option", [("--strength", "2"), ("--exposure", "nan"), ("--crf", "x"), ("--no-such", "1")])
def test_a_wrong_option_is_refused_without_a_traceback(run: Run, clip: Path, option: tuple[str, str]) -> None:
    outcome = run("enhance", clip, *option)
    assert outcome.status == 2
    assert option[0].lstrip("-") in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(run: Run, clip: Path, model: Path) -> None:
    clip.chmod(0)
    assert_refused(run("enhance", clip, "--model", model), "dark.mp4")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(run: Run, clip: Path, model: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert_refused(run("enhance", clip, "-o", tmp_path / "locked" / "out.mp4", "--model", model), "locked")


def test_a_full_disk_is_one_sentence_and_leaves_no_result(model: Path, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "dark.mp4", frames=100, height=240, width=320)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, {resource.RLIM_INFINITY}))"
    # SIGXFSZ would end the process; ignored, the write fails as on a full disk.
    code = (
        f"import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {limit}; "
        "from lowlight_live.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.run(
        [sys.executable, "-B", "-c", code, "enhance", str(clip), "--model", str(model)],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert_refused(Outcome(process.returncode, process.stdout, process.stderr[process.stderr.find("Error") :]), "dark")
    assert not (tmp_path / "dark.enhanced.mp4").exists()


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, TERMINATED)], ids=["Ctrl-C", "SIGTERM"]
)
def test_an_interrupted_run_leaves_a_part_file_that_plays_and_says_where(
    model: Path, long_clip: Path, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    target = tmp_path / "bright.mp4"
    with start("enhance", long_clip, "-o", target, "--model", model, "--preset", "fast", "--json", cwd=tmp_path) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if json.loads(line).get("frames", 0) > ENCODER_HOLDS_BACK + 30:
                break
        run.send_signal(number)
        out, err = run.communicate(timeout=WAIT_S)
    assert (run.returncode, err.strip()) == (status, "Interrupted.")
    told = json.loads(out.splitlines()[-1])
    assert (told["event"], told["output"]) == ("interrupted", None)
    assert not target.exists()
    (part,) = told["parts"]
    assert 30 < len(frames_of(Path(part))) < LONG


def test_a_run_whose_reader_goes_away_stops_quietly(model: Path, long_clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "bright.mp4"
    with start("enhance", long_clip, "-o", target, "--model", model, "--json", cwd=tmp_path) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert json.loads(run.stdout.readline())["event"] == "progress"
        run.stdout.close()
        err = run.stderr.read()
    assert (run.returncode, err) == (READER_GONE, "")
    assert not target.exists()
