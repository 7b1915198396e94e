"""A live run obeys signals and clock, tells what changes when it changes, and shows figures that are true."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lowlight_live.cli import live_report
from lowlight_live.cli.live_report import LiveReport, figures, sentence
from lowlight_live.cli.live_run import run_live
from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.errors import EncodeError
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.session import LiveOutputs, LiveSession
from lowlight_live.stats import PipelineStats, StageTime
from lowlight_live.video.image_writers import SnapshotWriter
from lowlight_live.video.protocols import LiveStatus, SourceState
from tests.fakes import FakeEnhancer, FakeSink
from tests.live_fakes import WAIT_S, FakeLiveSource, WatchedSink, give_one_by_one, live_frame


def session_of(source: FakeLiveSource, *outlets: FakeSink | Outlet, snapshot: Path | None = None) -> LiveSession:
    writer = SnapshotWriter(snapshot) if snapshot is not None else None
    sinks = [*outlets, *([Outlet(writer, "snapshot")] if writer is not None else [])]
    pipeline = Pipeline(source, FakeEnhancer(), sinks)
    return LiveSession(pipeline, LiveOutputs(snapshot=snapshot), snapshot=writer)


@contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Do something in a thread, which has to be through at the end, without an error."""
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again below
            errors.append(error)

    thread = threading.Thread(target=guarded, name="lowlight-meanwhile")
    thread.start()
    yield
    thread.join(WAIT_S)
    assert not thread.is_alive()
    assert not errors, errors


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_in_order(
    number: signal.Signals, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    before = signal.getsignal(number)

    def work() -> None:
        give_one_by_one(source, sink, range(3))
        os.kill(os.getpid(), number)

    with meanwhile(work), pytest.raises(SystemExit) as caught:
        run_live(session_of(source, sink), LiveReport("json"))
    assert caught.value.code == status
    assert (sink.finished, sink.closed, sink.aborted) == (1, 1, 0)
    assert signal.getsignal(number) is before
    assert events(capsys)[-1]["event"] == "interrupted"


def test_a_second_signal_does_not_wait_for_a_sink_that_blocks(tmp_path: Path) -> None:
    blocked, release = threading.Event(), threading.Event()

    class Stuck(FakeSink):
        """Comes back when it is aborted, as a film does that is being completed."""

        def finish(self) -> None:
            blocked.set()
            assert release.wait(WAIT_S)

        def abort(self) -> None:
            super().abort()
            release.set()

    source, sink = FakeLiveSource(), Stuck()

    def work() -> None:
        source.give(live_frame(0))
        os.kill(os.getpid(), signal.SIGINT)
        assert blocked.wait(WAIT_S)
        assert not release.is_set()
        os.kill(os.getpid(), signal.SIGTERM)

    with meanwhile(work), pytest.raises(SystemExit) as caught:
        run_live(session_of(source, sink), LiveReport("none"))
    assert (caught.value.code, sink.aborted) == (130, 1)


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="this system has no SIGUSR1")
def test_a_picture_is_taken_on_sigusr1_and_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, sink, asked = FakeLiveSource(), WatchedSink(), threading.Event()
    take = SnapshotWriter.take

    def watched(writer: SnapshotWriter) -> None:
        take(writer)
        asked.set()

    monkeypatch.setattr(SnapshotWriter, "take", watched)
    path = tmp_path / "shot.png"
    before = signal.getsignal(signal.SIGUSR1)
    session = session_of(source, sink, snapshot=path)

    def work() -> None:
        source.give(live_frame(10))
        sink.wait_for(1)
        os.kill(os.getpid(), signal.SIGUSR1)
        assert asked.wait(WAIT_S)
        source.give(live_frame(20))
        sink.wait_for(2)
        source.end()

    with meanwhile(work):
        run_live(session, LiveReport("none"))
    values = [Image.open(p).getpixel((0, 0))[0] for p in (tmp_path / "shot-1.png", path)]  # type: ignore[index]
    assert values[0] in (10, 20), "that of the moment, or the next"
    assert values[1] == 20
    assert signal.getsignal(signal.SIGUSR1) is before
    assert capsys.readouterr().out.strip() == str(path)


def test_the_run_ends_when_its_duration_is_over() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    run_live(session_of(source, sink), LiveReport("none"), duration_s=0.01)
    assert (source.stops, sink.finished) == (1, 1)


def test_what_changes_is_told_once_and_when_it_changes(capsys: pytest.CaptureFixture[str]) -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    broken = Outlet(FakeSink(before=fail), "virtual camera", optional=True)
    told = threading.Event()
    session = session_of(source, sink, broken)

    class Watched(LiveReport):
        def look(self, stats: PipelineStats, warnings: Any) -> None:
            super().look(stats, warnings)
            if stats.source is not None and stats.source.state is SourceState.RECONNECTING:
                told.set()

    def work() -> None:
        source.give(live_frame(0))
        sink.wait_for(1)
        for state in (SourceState.LOST, SourceState.RECONNECTING):
            source.status = replace(source.status, state=state, reason="It was unplugged.")
        assert told.wait(WAIT_S)
        source.status = replace(source.status, state=SourceState.LIVE, reason="")
        source.end()

    with meanwhile(work):
        run_live(session, Watched("json"))
    found = events(capsys)
    states = [event["state"] for event in found if event["event"] == "source"]
    assert states[-2:] == ["reconnecting", "live"]
    assert [event["message"] for event in found if event["event"] == "warning"] == ["It has gone."]
    assert [event["device"] for event in found if event["event"] == "enhancer"] == ["cpu"]
    assert found[-1]["stats"]["failed"] == {"virtual camera": "It has gone."}


def fail(_number: int) -> None:
    raise EncodeError("It has gone.")


def test_a_warning_is_told_once_wherever_it_stands_among_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    report = LiveReport("none")
    for warnings in ((), ("of a sink",), ("of the source", "of a sink"), ("of the source", "of a sink")):
        report.look(STATS, warnings)
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Warning")]
    assert told == ["Warning: of a sink", "Warning: of the source"]


@pytest.mark.parametrize("style", ["text", "json", "none"])
def test_an_error_tells_what_became_of_the_rest(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    with meanwhile(lambda: source.give(live_frame(0))), pytest.raises(EncodeError):
        run_live(session_of(source, sink, FakeSink(before=fail)), LiveReport(style))
    assert sink.finished == 1
    told = capsys.readouterr()
    if style == "json":
        assert json.loads(told.out.splitlines()[-1])["event"] == "failed"
    else:
        assert "Enhanced 1 frame" in told.err


def test_a_reader_that_goes_away_ends_the_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(event: str, **_content: object) -> None:
        if event == "stats":
            raise BrokenPipeError

    monkeypatch.setattr(live_report, "print_event", gone)
    source, sink = FakeLiveSource(), WatchedSink()
    with pytest.raises(BrokenPipeError):
        run_live(session_of(source, sink), LiveReport("json"))
    assert (sink.finished, sink.closed) == (1, 1)


INFO = EnhancerInfo("dce-live", "live", "cpu", "bfloat16", (180, 320), "no CUDA device was found")
STATS = PipelineStats(
    captured=100,
    enhanced=90,
    written=88,
    dropped={"in the source": 0, "before enhance": 10, "before recording": 2},
    elapsed_s=3.123456789,
    fps=29.94,
    stages={"enhance": StageTime(0.0121, 0.0149)},
    held=3,
    taken={"recording": 88},
    rates={"captured": 30.02, "enhanced": 29.94, "recording": 29.5},
    latency={"enhanced": StageTime(0.02, 0.03), "recording": StageTime(0.031, 0.0404)},
    enhancer=INFO,
    source=LiveStatus(SourceState.LIVE, since_s=0.0, fps=30.02, granted="1280x720 MJPG 30 fps"),
)


def test_the_line_tells_rates_times_drops_and_device() -> None:
    assert sentence(STATS).split(" | ") == [
        "live 1280x720 MJPG 30 fps",
        "fps in 30.0, enhanced 29.9, recording 29.5",
        "ms enhance 12 (15), to recording 31 (40)",
        "dropped 10 before enhance, 2 before recording",
        "cpu bfloat16 320x180",
    ]
    seldom = replace(STATS, enhancer=replace(INFO, network_every=4))
    assert sentence(seldom).endswith("cpu bfloat16 320x180 of 1 frame in 4")
    nothing_yet = replace(STATS, stages={}, latency={}, dropped={}, enhancer=replace(INFO, precision=""))
    assert sentence(nothing_yet).split(" | ")[2:] == ["dropped 0"]


def test_the_json_figures_are_complete_and_of_sensible_length() -> None:
    content = json.loads(json.dumps(figures(STATS), allow_nan=False))
    assert content["elapsed_s"] == 3.1235
    assert content["dropped"]["before enhance"] == 10
    assert content["latency"]["recording"] == {"p50_s": 0.031, "p95_s": 0.0404}
    assert content["enhancer"]["reason"] == "no CUDA device was found"
    assert content["source"]["state"] == "live"
    assert content["source"]["for_s"] > 0
    assert "since_s" not in content["source"]
