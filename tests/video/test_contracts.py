"""What every source and every sink promises; a new one adds a line to a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live.errors import SinkOpenError, SourceError, SourceOpenError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.video.image_writers import PictureWriter, SnapshotWriter
from lowlight_live.video.images import PictureReader
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.protocols import Sink, Source, SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.virtual_camera import VirtualCamera, VirtualCameraSpec
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.live_fakes import FakeDevice
from tests.video.clips import make, open_files_in, picture

COUNT = 20
INFO = SourceInfo("twenty", 48, 64, Fraction(1, 25), frame_rate=Fraction(25), frame_count=COUNT)


def make_pictures(folder: Path) -> list[Path]:
    paths = [folder / f"{index:02}.png" for index in range(COUNT)]
    for index, path in enumerate(paths):
        Image.fromarray(picture(48, 64, index)).save(path)
    return paths


SOURCES: dict[str, tuple[Callable[[Path], Source], str]] = {
    "video": (lambda folder: VideoReader(make(folder / "in.mp4")), ".mp4"),
    "pictures": (lambda folder: PictureReader(make_pictures(folder)), ".png"),
}
OPEN_ONE: dict[str, Callable[[Path], Source]] = {".mp4": VideoReader, ".png": lambda path: PictureReader([path])}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    return SOURCES[request.param][0](tmp_path)


def test_a_source_delivers_every_frame_in_order(source: Source) -> None:
    frames = list(source)
    source.close()
    assert len(frames) == source.info.frame_count == COUNT
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})
    assert {frame.time_base for frame in frames} == {source.info.time_base}
    assert [int(frame.rgb.mean()) for frame in frames] == sorted({int(frame.rgb.mean()) for frame in frames})


def test_a_source_delivers_full_pictures_that_nobody_changes_afterwards(source: Source) -> None:
    frames = [(frame, frame.rgb.copy()) for frame in source]
    source.close()
    for frame, copy in frames:
        assert (frame.rgb.shape, frame.rgb.dtype) == ((48, 64, 3), np.uint8)
        assert frame.rgb.flags.c_contiguous
        assert np.array_equal(frame.rgb, copy)


def test_a_source_says_what_it_is(source: Source) -> None:
    assert source.info.name
    assert not source.info.live
    assert (source.info.height, source.info.width) in {(48, 64), (0, 0)}
    assert source.warnings == ()
    source.close()


def test_a_source_is_closed_early_and_twice_without_harm(source: Source, tmp_path: Path) -> None:
    next(iter(source))
    source.close()
    source.close()
    assert open_files_in(tmp_path) == []


@pytest.mark.parametrize("ending", OPEN_ONE)
@pytest.mark.parametrize("name", ["nothing", "n" * 300], ids=["missing", "too long"])
def test_a_source_that_is_not_there_is_refused_with_a_hint(tmp_path: Path, ending: str, name: str) -> None:
    with pytest.raises(SourceOpenError, match=name) as caught:
        OPEN_ONE[ending](tmp_path / f"{name}{ending}")
    assert caught.value.hint


@pytest.mark.parametrize("ending", OPEN_ONE)
def test_a_source_that_is_something_else_is_refused_with_a_hint(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"text{ending}"
    path.write_text("It was a dark and stormy night.\n" * 200)
    with pytest.raises(SourceError, match="text") as caught:
        list(OPEN_ONE[ending](path))
    assert caught.value.hint


@dataclass(frozen=True)
class Kind:
    """How to open a sink that writes to `path`, and the ending of its files."""

    open: Callable[[Path, Path], Sink]
    ending: str


SINKS = {
    "film": Kind(lambda _, path: VideoWriter(WriterSpec(path), INFO), ".mp4"),
    "film of the original": Kind(lambda _, path: VideoWriter(WriterSpec(path, original=True), INFO), ".mkv"),
    "picture": Kind(lambda original, path: PictureWriter(dict.fromkeys(range(COUNT), (original, path))), ".png"),
    "snapshot": Kind(lambda _, path: SnapshotWriter(path, 3), ".jpg"),
    "snapshot of the end": Kind(lambda _, path: SnapshotWriter(path), ".png"),
}


@pytest.fixture(params=SINKS.values(), ids=SINKS.keys())
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original.png"
    Image.fromarray(picture(48, 64, 0)).save(path)
    return path


@pytest.fixture
def target(tmp_path: Path, kind: Kind) -> Path:
    """In a folder that is not there yet."""
    return tmp_path / "new" / "folder" / f"result{kind.ending}"


def write(sink: Sink, count: int = 5) -> None:
    for pts in range(count):
        frame = Frame(picture(48, 64, pts), pts, INFO.time_base)
        sink.write(FramePair(frame, frame))


def test_a_finished_sink_leaves_its_result_and_nothing_else(kind: Kind, original: Path, target: Path) -> None:
    sink = kind.open(original, target)
    assert not target.exists()
    write(sink)
    assert sink.part is None or sink.part.is_file()
    sink.finish()
    sink.close()
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.stat().st_size > 0
    assert sink.warnings == ()


def test_a_sink_is_closed_twice_without_harm(kind: Kind, original: Path, target: Path) -> None:
    sink = kind.open(original, target)
    write(sink)
    sink.finish()
    size = target.stat().st_size
    sink.close()
    sink.close()
    assert target.stat().st_size == size


def test_a_sink_that_was_given_nothing_leaves_nothing(kind: Kind, original: Path, target: Path) -> None:
    kind.open(original, target).close()
    assert not list(target.parent.iterdir())


def test_a_sink_that_was_aborted_can_be_closed(kind: Kind, original: Path, target: Path) -> None:
    sink = kind.open(original, target)
    write(sink)
    sink.abort()
    sink.close()
    assert not [path for path in target.parent.iterdir() if path not in {target, sink.part}]


def test_a_sink_refuses_an_ending_it_does_not_know(kind: Kind, original: Path, tmp_path: Path) -> None:
    with pytest.raises(SinkOpenError, match=r"result\.xyz") as caught:
        kind.open(original, tmp_path / "result.xyz")
    assert kind.ending in caught.value.hint


def test_a_sink_refuses_a_name_too_long(kind: Kind, original: Path, tmp_path: Path) -> None:
    with pytest.raises(SinkOpenError) as caught:
        kind.open(original, tmp_path / f"{'n' * 300}{kind.ending}")
    assert "shorter" in caught.value.hint
    assert list(tmp_path.iterdir()) == [original]


def test_a_sink_refuses_to_replace_a_folder(kind: Kind, original: Path, target: Path) -> None:
    target.mkdir(parents=True)
    with pytest.raises(SinkOpenError, match="is a folder") as caught:
        kind.open(original, target)
    assert caught.value.hint


def test_a_sink_says_when_a_folder_cannot_be_made(kind: Kind, original: Path) -> None:
    with pytest.raises(SinkOpenError, match=r"original\.png") as caught:
        kind.open(original, original / f"result{kind.ending}")
    assert caught.value.hint


SHOWING: dict[str, Callable[[], Sink]] = {
    "virtual camera": lambda: VirtualCamera(VirtualCameraSpec(), INFO, FakeDevice),
    "window": LatestPair,
}
"""Sinks that show and keep nothing."""


@pytest.fixture(params=SHOWING.values(), ids=SHOWING.keys())
def showing(request: pytest.FixtureRequest) -> Iterator[Sink]:
    sink = request.param()
    yield sink
    sink.close()


def test_a_sink_that_shows_never_waits_and_leaves_nothing(showing: Sink) -> None:
    write(showing, count=200)
    showing.finish()
    assert (showing.part, showing.warnings) == (None, ())


def test_a_sink_that_shows_is_closed_twice_without_harm(showing: Sink) -> None:
    write(showing)
    showing.close()
    showing.close()


def test_a_sink_that_shows_can_be_closed_after_nothing_and_after_an_abort(showing: Sink) -> None:
    showing.abort()
    showing.close()


def test_a_sink_that_shows_takes_pictures_of_every_size(showing: Sink) -> None:
    for height, width in ((48, 64), (96, 48), (1, 1)):
        frame = Frame(picture(height, width, 0), 0, INFO.time_base)
        showing.write(FramePair(frame, frame))
    showing.finish()
