"""Running a pipeline tells what there is to tell on every way out, and a face that fails does not hang it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from lowlight_live.cli import run as face
from lowlight_live.cli.run import run_to_end
from lowlight_live.errors import EncodeError
from lowlight_live.pipeline import Pipeline
from lowlight_live.video.protocols import Source
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.resuming.kept_part import Kept
from lowlight_live.video.resuming.part_record import record_of
from lowlight_live.video.resuming.resumed import ResumedReader
from tests.fakes import FakeEnhancer, FakeSink, FakeSource

Interruption = KeyboardInterrupt | SystemExit
BOTH = pytest.mark.parametrize("interruption", [KeyboardInterrupt(), SystemExit(143)], ids=["Ctrl-C", "SIGTERM"])


class InterruptedPipeline(Pipeline):
    """Is interrupted while it is waited for, after `until` has returned."""

    def __init__(self, interruption: Interruption, sink: FakeSink, until: Callable[[], object], frames: int) -> None:
        super().__init__(FakeSource(frames), FakeEnhancer(), [sink])
        self._interruption = interruption
        self._until = until

    def wait(self) -> None:
        self._until()
        raise self._interruption


class Film(FakeSink):
    """Appears under its final name when it is finished."""

    def __init__(self, target: Path) -> None:
        super().__init__()
        self.part = target.with_name(f".{target.stem}.part{target.suffix}")
        self._target = target

    def finish(self) -> None:
        self._target.write_text("the new film")
        super().finish()


def interrupted_at_the_end(interruption: Interruption, sink: FakeSink) -> Pipeline:
    pipeline = InterruptedPipeline(interruption, sink, lambda: Pipeline.wait(pipeline), frames=3)
    return pipeline


def resumed(source: Source, part: Path) -> ResumedReader:
    """The same, going on with a part that has its first frame."""
    kept = Kept(part, (0,), source.info.time_base, delay=0, shift=0, codec="h264", header=b"")
    return ResumedReader(cast("VideoReader", source), kept)


def interrupted_amid(interruption: Interruption, sink: FakeSink) -> Pipeline:
    amid = threading.Event()
    sink._before = lambda pts: amid.set() if pts == 5 else None
    return InterruptedPipeline(interruption, sink, lambda: amid.wait(10), frames=1_000_000)


@BOTH
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_an_interruption_tells_where_the_part_lies_and_what_was_lost(
    interruption: Interruption, as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "film.mp4"
    sink = Film(target)
    assert sink.part is not None
    sink.part.touch()
    sink.warnings = ("The sound is gone.",)
    with pytest.raises(type(interruption)):
        run_to_end(interrupted_amid(interruption, sink), target, as_json=as_json)
    told = capsys.readouterr()
    if as_json:
        event = json.loads(told.out.splitlines()[-1])
        assert event["event"] == "interrupted"
        assert event["frames"] >= 5
        assert (event["output"], event["parts"]) == (None, [str(sink.part)])
        assert event["warnings"] == ["The sound is gone."]
    else:
        assert f"What was enhanced so far plays: {sink.part}" in told.err
        assert "Warning: The sound is gone." in told.err


@BOTH
@pytest.mark.parametrize("recorded", [False, True])
def test_an_interruption_names_the_way_to_go_on_where_there_is_one(
    interruption: Interruption, recorded: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sink = Film(tmp_path / "film.mp4")
    assert sink.part is not None
    sink.part.touch()
    if recorded:
        record_of(sink.part).touch()
    with pytest.raises(type(interruption)):
        run_to_end(interrupted_amid(interruption, sink), tmp_path / "film.mp4", as_json=False)
    assert ("--resume" in capsys.readouterr().err) == recorded


@BOTH
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_an_interruption_that_comes_too_late_says_that_the_result_is_complete(
    interruption: Interruption, as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "film.mp4"
    target.write_text("of an earlier run")
    with pytest.raises(type(interruption)):
        run_to_end(interrupted_at_the_end(interruption, Film(target)), target, as_json=as_json)
    told = capsys.readouterr()
    if as_json:
        event = json.loads(told.out.splitlines()[-1])
        assert (event["event"], event["output"], event["parts"]) == ("interrupted", str(target), [])
    else:
        assert f"The result was complete before the interruption: {target}" in told.err


@BOTH
def test_a_part_that_the_result_has_made_superfluous_is_not_named(
    interruption: Interruption, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "film.mp4"
    pipeline = interrupted_at_the_end(interruption, Film(target))
    pipeline.source = resumed(pipeline.source, tmp_path / ".film.part.mp4")
    with pytest.raises(type(interruption)):
        run_to_end(pipeline, target, as_json=True)
    event = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (event["output"], event["parts"]) == (str(target), [])


@BOTH
def test_a_film_of_an_earlier_run_is_not_taken_for_the_result(
    interruption: Interruption, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "film.mp4"
    target.write_text("of an earlier run")
    # Interrupted so early that there is no part file either.
    with pytest.raises(type(interruption)):
        run_to_end(interrupted_amid(interruption, Film(target)), target, as_json=True)
    event = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (event["output"], event["parts"]) == (None, [])


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_an_error_does_not_hide_the_warnings(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_pts: int) -> None:
        raise EncodeError("The disk is full.")

    source, sink = FakeSource(9), FakeSink(fail)
    source.warnings = ("Two frames could not be read.",)
    with pytest.raises(EncodeError):
        run_to_end(
            Pipeline(source, FakeEnhancer(), [sink]), Path("film.mp4"), as_json=as_json, warnings=["--crf went unused."]
        )
    told = capsys.readouterr()
    if as_json:
        events = [json.loads(line) for line in told.out.splitlines()]
        warnings = [event["message"] for event in events if event["event"] == "warning"]
        assert warnings == ["--crf went unused.", "Two frames could not be read."]
    else:
        assert "Warning: --crf went unused." in told.err
        assert "Warning: Two frames could not be read." in told.err


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_reader_that_goes_away_ends_the_run_and_is_told_to_the_caller(
    goes_on: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def gone(*_arguments: object, **_content: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(face, "print_event", gone)
    monkeypatch.setattr(face, "_JSON_REFRESH_S", 0.01)
    source, sink = FakeSource(10**9), FakeSink()
    pipeline = Pipeline(resumed(source, tmp_path / "part.mp4") if goes_on else source, FakeEnhancer(), [sink])
    with pytest.raises(BrokenPipeError):
        run_to_end(pipeline, Path("film.mp4"), as_json=True)
    assert (sink.finished, sink.closed) == (0, 1)
