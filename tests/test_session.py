"""What a user asks for becomes a pipeline, or a sentence and nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from av.codec.hwaccel import HWAccel
from PIL import Image

from lowlight_live import session
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.errors import LowlightError, SinkOpenError, SourceOpenError
from lowlight_live.pipeline import Pipeline
from lowlight_live.session import LiveOutputs, LiveSession, open_files, open_live_session
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video import opening
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.reading.hardware import HardwareDecoding
from lowlight_live.video.writer import WriterSpec
from tests.models import save_flat_weights
from tests.video.clips import make, open_files_in, times


@pytest.fixture(scope="module")
def enhancer(tmp_path_factory: pytest.TempPathFactory) -> EnhancerSpec:
    model = save_flat_weights(tmp_path_factory.mktemp("model") / "flat.safetensors")
    return EnhancerSpec(model=str(model), device="cpu")


def opened(source: Path, target: Path, enhancer: EnhancerSpec, snapshot: Path | None = None) -> Pipeline:
    return open_files(source, WriterSpec(target), enhancer, EnhanceSettings(), snapshot=snapshot)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_name_too_long_is_refused_wherever_it_is_given(tmp_path: Path, enhancer: EnhancerSpec) -> None:
    long = tmp_path / f"{'n' * 300}.mp4"
    with pytest.raises(SourceOpenError, match="too long"):
        opened(long, tmp_path / "out.mp4", enhancer)
    with pytest.raises(SinkOpenError, match="too long"):
        opened(make(tmp_path / "in.mp4"), long, enhancer)
    with pytest.raises(SinkOpenError, match="too long"):
        opened(tmp_path, long, enhancer)
    assert names(tmp_path) == ["in.mp4"]


def test_the_enhanced_film_and_a_picture_of_its_middle_are_written(tmp_path: Path, enhancer: EnhancerSpec) -> None:
    source = make(tmp_path / "in.mp4")
    with opened(source, tmp_path / "out.mp4", enhancer, tmp_path / "middle.png") as pipeline:
        pipeline.wait()
    assert times(tmp_path / "out.mp4") == times(source)
    with Image.open(tmp_path / "middle.png") as picture:
        original = np.asarray(picture)[:, :64]
    assert abs(int(original.mean()) - (16 + 10 * 7)) <= 3  # the grey of the tenth of twenty frames


@pytest.mark.parametrize(("device", "decoded"), [("cuda:0", True), ("cpu", False)])
def test_a_film_is_decoded_where_it_is_enhanced_if_that_is_proved_to_work(
    device: str, decoded: bool, tmp_path: Path, enhancer: EnhancerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, opened_with = HWAccel("cuda"), []
    info = CurveEnhancer.info.fget  # type: ignore[attr-defined]

    def reader(path: Path, acceleration: HWAccel | None = None) -> VideoReader:
        opened_with.append(acceleration)
        return VideoReader(path)

    monkeypatch.setattr(CurveEnhancer, "info", property(lambda self: replace(info(self), device=device)))
    monkeypatch.setattr(session, "find_hardware", lambda _path: HardwareDecoding(card, "proved"))
    monkeypatch.setattr(opening, "VideoReader", reader)
    with opened(make(tmp_path / "in.mp4"), tmp_path / "out.mp4", enhancer) as pipeline:
        pipeline.wait()
    assert opened_with == [card if decoded else None]


def test_a_part_that_does_not_open_closes_those_before_it(
    tmp_path: Path, enhancer: EnhancerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[VideoReader] = []
    close = VideoReader.close

    def counted(self: VideoReader) -> None:
        closed.append(self)
        close(self)

    monkeypatch.setattr(VideoReader, "close", counted)
    with pytest.raises(SinkOpenError, match=r"middle\.xyz"):
        opened(make(tmp_path / "in.mp4"), tmp_path / "out.mp4", enhancer, tmp_path / "middle.xyz")
    assert names(tmp_path) == ["in.mp4"]
    assert closed


def test_a_pipeline_that_cannot_be_built_closes_its_parts(
    tmp_path: Path, enhancer: EnhancerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lowlight_live.session.Pipeline", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened(make(tmp_path / "in.mp4"), tmp_path / "out.mp4", enhancer)
    assert names(tmp_path) == ["in.mp4"]


def test_a_folder_of_pictures_is_not_written_over_a_file(tmp_path: Path, enhancer: EnhancerSpec) -> None:
    folder, target = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    target.write_text("precious")
    with pytest.raises(LowlightError) as caught:
        opened(folder, target, enhancer)
    assert "folder" in caught.value.hint
    assert target.read_text() == "precious"


def live(source: Path, enhancer: EnhancerSpec, outputs: LiveOutputs) -> LiveSession:
    return open_live_session(CameraSpec(str(source), realtime=True), enhancer, EnhanceSettings(), outputs)


def test_a_live_session_knows_its_parts_and_which_of_them_it_can_do_without(
    tmp_path: Path, enhancer: EnhancerSpec
) -> None:
    films = (WriterSpec(tmp_path / "a.mp4"), WriterSpec(tmp_path / "b.mp4", original=True))
    outputs = LiveOutputs(films, snapshot=tmp_path / "c.png", window=True)
    session = live(make(tmp_path / "in.mp4"), enhancer, outputs)
    with session.pipeline as pipeline:
        pipeline.wait()
    assert set(pipeline.stats().taken) == {"recording", "recording of the original", "snapshot", "window"}
    assert session.latest is not None
    assert session.virtual_camera is None
    assert names(tmp_path) == ["a.mp4", "b.mp4", "c.png", "in.mp4"]


def test_a_live_session_is_ready_before_its_first_picture_and_remembers_nothing(
    tmp_path: Path, enhancer: EnhancerSpec
) -> None:
    source = make(tmp_path / "in.mp4")
    spec = replace(enhancer, precision="float32")  # else a probe chooses, for each of the two
    session = live(source, spec, LiveOutputs())
    ready = session.pipeline.enhancer
    assert ready.info.thumbnail == (48, 64)  # it has seen a picture of this size
    reader = VideoReader(source)
    frame = next(iter(reader))
    reader.close()
    fresh = CurveEnhancer(spec)
    same = [worker.enhance(frame, EnhanceSettings()).enhanced.rgb for worker in (ready, fresh)]
    fresh.close()
    assert np.array_equal(*same)
    assert session.pipeline.stats().enhanced == 0
    with session.pipeline as pipeline:
        pipeline.stop()


def test_a_live_session_leaves_a_core_to_the_others(
    tmp_path: Path, enhancer: EnhancerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs: list[EnhancerSpec] = []

    def noted(spec: EnhancerSpec) -> CurveEnhancer:
        specs.append(spec)
        return CurveEnhancer(spec)

    monkeypatch.setattr("lowlight_live.session.CurveEnhancer", noted)
    for cores in (1, 2, 8):
        monkeypatch.setattr("lowlight_live.cores.usable_cores", lambda cores=cores: cores)
        with live(make(tmp_path / "in.mp4"), enhancer, LiveOutputs()).pipeline as pipeline:
            pipeline.stop()
    assert [spec.threads for spec in specs] == [1, 1, 7]


def test_a_live_session_that_does_not_open_closes_what_had_been_opened(tmp_path: Path, enhancer: EnhancerSpec) -> None:
    source = make(tmp_path / "in.mp4")
    outputs = LiveOutputs((WriterSpec(tmp_path / "out.mp4"),), snapshot=tmp_path / "shot.xyz")
    with pytest.raises(SinkOpenError, match=r"shot\.xyz"):
        live(source, enhancer, outputs)
    assert names(tmp_path) == ["in.mp4"]
    assert open_files_in(tmp_path) == []
