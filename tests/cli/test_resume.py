"""`enhance --resume`: what was enhanced before an interruption is kept, and the rest is as if there had been none."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live.enhance.curve_enhancer import EnhancerSpec
from lowlight_live.errors import DecodeError
from lowlight_live.frame import Frame
from lowlight_live.pipeline import Pipeline
from lowlight_live.session import open_files
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.protocols import Source, SourceInfo
from lowlight_live.video.resuming.resumed import ResumedReader
from lowlight_live.video.writer import WriterSpec
from tests.cli.conftest import Run, start
from tests.video.clips import Clip, make, sound_packets, times
from tests.video.resuming.runs import difference, film_in

FRAMES, ENDED_AT, LONGER = 200, 130, 1600
WAIT_S = 120
ENOUGH = 60
"""Frames of which some are in the part."""
FRAME_BY_FRAME = EnhanceSettings(denoise=0, temporal_smoothing=0, auto=0)
WARM_UP = 51
"""Frames that lie within two seconds, at 25 a second."""


@dataclass
class CutShort:
    """A source that fails after so many frames."""

    source: Source
    frames: int

    @property
    def info(self) -> SourceInfo:
        return self.source.info

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.source.warnings

    def __iter__(self) -> Iterator[Frame]:
        for _, frame in zip(range(self.frames), self.source, strict=False):
            yield frame
        raise DecodeError("The disk is gone.")

    def close(self) -> None:
        self.source.close()


def night(count: int) -> list[np.ndarray]:
    """A dark scene that a lamp moves through, with a sensor's noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:48, :64]
    pictures = []
    for index in range(count):
        lamp = 60 * np.exp(-((x - 8 - index / 4) ** 2 + (y - 24) ** 2) / 120)
        scene = (12 + x / 8 + lamp)[..., None] * (1, 0.9, 0.7)
        pictures.append(np.clip(scene + rng.normal(0, 3, scene.shape), 0, 255).astype(np.uint8))
    return pictures


@pytest.fixture(scope="module")
def dark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clip = Clip(pts=range(0, FRAMES * 512, 512), sounds=["eng"], sound_codec="aac")
    return make(tmp_path_factory.mktemp("dark") / "dark.mp4", clip, night(FRAMES))


def opened(
    source: Path,
    target: Path,
    settings: EnhanceSettings,
    *,
    resume: bool,
    on_survey: Callable[[int, int | None], None] | None = None,
) -> Pipeline:
    """Without loss, so that what goes into the film comes out of it."""
    writer, enhancer = WriterSpec(target, crf=0), EnhancerSpec("dce-nano", device="cpu", threads=1)
    search = (lambda _: None) if resume else None
    return open_files(source, writer, enhancer, settings, on_survey=on_survey, on_search=search)


def done(pipeline: Pipeline) -> Pipeline:
    with pipeline:
        pipeline.wait()
    return pipeline


def leave(source: Path, target: Path, settings: EnhanceSettings, **options: Callable[..., None]) -> None:
    pipeline = opened(source, target, settings, resume=False, **options)
    pipeline.source = CutShort(pipeline.source, ENDED_AT)
    with pytest.raises(DecodeError):
        done(pipeline)


def test_frame_by_frame_every_picture_is_that_of_an_unbroken_run(dark: Path, tmp_path: Path) -> None:
    done(opened(dark, tmp_path / "unbroken.mp4", FRAME_BY_FRAME, resume=False))
    leave(dark, tmp_path / "out.mp4", FRAME_BY_FRAME)
    resumed = done(opened(dark, tmp_path / "out.mp4", FRAME_BY_FRAME, resume=True))
    assert isinstance(resumed.source, ResumedReader)
    assert resumed.source.frames_there >= ENDED_AT - 40
    assert resumed.stats().written == FRAMES - resumed.source.frames_there + WARM_UP
    film, wanted = film_in(tmp_path / "out.mp4"), film_in(tmp_path / "unbroken.mp4")
    assert (film.times, film.decoded_for, film.sound) == (wanted.times, wanted.decoded_for, wanted.sound)
    assert np.array_equal(film.pictures, wanted.pictures)


def test_slow_curves_are_given_their_time_before_the_seam(dark: Path, tmp_path: Path) -> None:
    slow = EnhanceSettings(temporal_smoothing=1.0)
    leave(dark, tmp_path / "out.mp4", slow)
    resumed = done(opened(dark, tmp_path / "out.mp4", slow, resume=True)).source
    assert isinstance(resumed, ResumedReader)
    assert resumed.frames_there - resumed.passed_over == 3 * 25 + 1


@pytest.mark.parametrize("two_pass", [False, True])
def test_over_time_pictures_are_those_of_an_unbroken_run_but_for_a_trace(
    dark: Path, tmp_path: Path, two_pass: bool
) -> None:
    surveyed: list[int] = []
    options = {"on_survey": lambda frames, _total: surveyed.append(frames)} if two_pass else {}
    settings = EnhanceSettings()
    done(opened(dark, tmp_path / "unbroken.mp4", settings, resume=False, **options))
    leave(dark, tmp_path / "out.mp4", settings, **options)
    surveyed.clear()
    resumed = done(opened(dark, tmp_path / "out.mp4", settings, resume=True, **options))
    assert surveyed == list(range(1, FRAMES + 1)) * two_pass
    assert isinstance(resumed.source, ResumedReader)
    seam = resumed.source.frames_there
    film, wanted = film_in(tmp_path / "out.mp4"), film_in(tmp_path / "unbroken.mp4")
    assert film.times == wanted.times
    assert np.array_equal(film.pictures[:seam], wanted.pictures[:seam])
    apart = [difference(a, b) for a, b in zip(film.pictures[seam:], wanted.pictures[seam:], strict=True)]
    assert max(apart) < 0.3  # codes, on average over a picture


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So long that a signal comes before its end."""
    clip = Clip(pts=range(0, LONGER * 512, 512), sounds=["eng"], sound_codec="aac")
    return make(tmp_path_factory.mktemp("longer") / "dark.mp4", clip, night(FRAMES) * (LONGER // FRAMES))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_run_goes_on_and_counts_on(
    longer: Path, model: Path, run: Run, tmp_path: Path, number: signal.Signals
) -> None:
    target, part = tmp_path / "bright.mkv", tmp_path / ".bright.part.mkv"
    command = ("enhance", longer, "-o", target, "--model", model)
    with start(*command, "--json", cwd=tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("frames", 0) > ENOUGH:
                break
        process.send_signal(number)
        process.communicate(timeout=WAIT_S)
    assert not target.exists()
    outcome = run(*command, "--resume", "--json")
    events = [json.loads(line) for line in outcome.out.splitlines()]
    assert (outcome.status, outcome.err) == (0, "")
    (resumed,) = [event for event in events if event["event"] == "resumed"]
    assert resumed["frames"] > 12
    assert resumed["at_s"] == pytest.approx((resumed["frames"] - 1) / 25, abs=0.01)
    assert resumed["part"] == str(part)
    counted = [event["frames"] for event in events if event["event"] == "progress"]
    assert all(frames >= resumed["frames"] for frames in counted)
    assert (events[-1]["event"], events[-1]["warnings"]) == ("done", [])
    film = film_in(target)
    # Whose sound begins before zero, which Matroska does not know.
    assert [time - film.times[0] for time in film.times] == times(longer)
    assert [data for _, data in film.sound] == [data for _, data in sound_packets(longer)]
    assert [path.name for path in tmp_path.iterdir()] == ["bright.mkv"]


def test_a_run_says_where_it_goes_on_and_what_it_could_go_on_with(
    dark: Path, model: Path, run: Run, tmp_path: Path
) -> None:
    target, settings = tmp_path / "out.mp4", EnhanceSettings()
    writer, enhancer = WriterSpec(target), EnhancerSpec(str(model))
    pipeline = open_files(dark, writer, enhancer, settings)
    pipeline.source = CutShort(pipeline.source, ENDED_AT)
    with pytest.raises(DecodeError):
        done(pipeline)
    command = ("enhance", dark, "-o", target, "--model", model)
    begun_anew = run(*command)
    assert "--resume goes on with it" in begun_anew.err
    assert "Going on" not in begun_anew.err
    target.unlink()
    resumed = run(*command, "--resume")
    assert "Going on at 0:0" in resumed.err
    assert "Warning" not in resumed.err
    there, made = (
        int(re.search(words, resumed.err)[1]) for words in (r": (\d+) frames are there", r"Enhanced (\d+) frames")
    )  # type: ignore[index]
    assert there + made == FRAMES
    assert (resumed.status, times(target)) == (0, times(dark))
    target.unlink()
    with_nothing_there = run(*command, "--resume")
    assert (with_nothing_there.status, times(target)) == (0, times(dark))
    assert "Going on" not in with_nothing_there.err


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--exposure", 1), "with other settings"),
        (("--two-pass",), "another way of enhancing"),
        (("--crf", 30), "other options for the output"),
    ],
)
def test_with_another_option_a_run_begins_anew_and_says_why(
    dark: Path, model: Path, run: Run, tmp_path: Path, option: tuple[object, ...], words: str
) -> None:
    target = tmp_path / "out.mp4"
    pipeline = open_files(dark, WriterSpec(target), EnhancerSpec(str(model)), EnhanceSettings())
    pipeline.source = CutShort(pipeline.source, ENDED_AT)
    with pytest.raises(DecodeError):
        done(pipeline)
    outcome = run("enhance", dark, "-o", target, "--model", model, "--resume", *option)
    assert outcome.status == 0
    assert words in outcome.err.replace("\n", " ")
    assert "Going on" not in outcome.err
    assert times(target) == times(dark)
    assert (tmp_path / ".out.part.mp4").exists()


def test_pictures_have_nothing_to_go_on_with(model: Path, run: Run, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), (20, 20, 20)).save(tmp_path / "dark.png")
    outcome = run("enhance", tmp_path / "dark.png", "--model", model, "--resume")
    assert outcome.status == 0
    assert "Pictures have no use for --resume" in outcome.err


@pytest.mark.parametrize("ended_at", [90, 119])
def test_the_picture_of_the_middle_is_that_of_the_middle_or_the_next_that_is_made(
    tmp_path: Path, ended_at: int
) -> None:
    count, darkest = 120, 20
    greys = [np.full((48, 64, 3), darkest + index, np.uint8) for index in range(count)]
    source = make(tmp_path / "in.mp4", Clip(pts=range(0, count * 512, 512)), greys)
    target, picture = WriterSpec(tmp_path / "out.mp4"), tmp_path / "middle.png"
    enhancer = EnhancerSpec("dce-nano", device="cpu", threads=1)
    pipeline = open_files(source, target, enhancer, FRAME_BY_FRAME)
    pipeline.source = CutShort(pipeline.source, ended_at)
    with pytest.raises(DecodeError):
        done(pipeline)
    resumed = open_files(source, target, enhancer, FRAME_BY_FRAME, snapshot=picture, on_search=lambda _: None)
    done(resumed)
    assert isinstance(resumed.source, ResumedReader)
    with Image.open(picture) as image:
        shown = float(np.asarray(image)[:, :64].mean()) - darkest
    assert abs(shown - max(count // 2, resumed.source.passed_over)) <= 2
