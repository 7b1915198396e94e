"""Encoders are taken where they work, and refused with what works in their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from lowlight_live.errors import SinkOpenError
from lowlight_live.video.writer import WriterSpec
from lowlight_live.video.writing import encoders
from lowlight_live.video.writing.encoders import ENCODERS, EncoderProbe, probe_encoder, working_encoders
from tests.video.clips import Clip, make, times, transcode
from tests.video.films import names, refusal


def test_an_unknown_codec_is_refused_with_those_that_work(tmp_path: Path) -> None:
    error = refusal(WriterSpec(tmp_path / "out.mp4", codec="libx263"))
    assert "libx263" in str(error)
    assert "libx264" in error.hint
    assert names(tmp_path) == []


def test_an_encoder_that_is_listed_but_does_not_work_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No GPU needed to play one that is not there: x264 cannot encode these samples either.
    monkeypatch.setitem(ENCODERS, "libx264", replace(ENCODERS["libx264"], pixel_format="yuv410p"))
    probe = probe_encoder("libx264")
    assert not probe.works
    assert probe.reason in str(refusal(WriterSpec(tmp_path / "out.mp4")))
    assert "libx264" not in working_encoders()


@pytest.mark.parametrize("codec", working_encoders())
def test_every_encoder_that_is_said_to_work_writes_a_film(tmp_path: Path, codec: str) -> None:
    source = make(tmp_path / "in.mp4", Clip(height=160, width=160))
    transcode(source, tmp_path / "out.mp4", codec=codec)
    assert times(tmp_path / "out.mp4") == times(source)


@pytest.mark.skipif(not probe_encoder("libx265").works, reason="this FFmpeg has no x265")
@pytest.mark.parametrize("ending", [".mp4", ".mov"])
def test_hevc_gets_the_name_under_which_apple_plays_it(tmp_path: Path, ending: str) -> None:
    transcode(make(tmp_path / "in.mp4"), tmp_path / f"out{ending}", codec="libx265")
    with av.open(str(tmp_path / f"out{ending}")) as film:
        assert film.streams.video[0].codec_tag == "hvc1"


def test_a_preset_that_the_encoder_does_not_know_is_refused(tmp_path: Path) -> None:
    error = refusal(WriterSpec(tmp_path / "out.mp4", preset="in no time"))
    assert "libx264" in str(error)
    assert "in no time" in str(error)
    assert "veryslow" in error.hint
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("works", "taken"),
    [({"libx265"}, "libx265"), ({"hevc_amf", "libx265"}, "hevc_amf"), ({"hevc_qsv", "hevc_amf"}, "hevc_qsv")],
)
def test_a_codec_is_encoded_by_hardware_where_it_works(
    works: set[str], taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "probe_encoder", lambda name, _preset="": EncoderProbe(name, works=name in works))
    assert encoders.encoder_for("hevc").name == taken


def test_a_codec_that_nothing_encodes_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "probe_encoder", lambda name: EncoderProbe(name, works=False, reason=f"no {name}"))
    with pytest.raises(SinkOpenError, match="no libsvtav1"):
        encoders.encoder_for("av1")


def test_h264_in_software_always_works() -> None:
    assert probe_encoder("libx264").works
    assert not probe_encoder("no such encoder").works


def test_probing_and_writing_print_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for codec in working_encoders():
        transcode(make(tmp_path / "in.mp4"), tmp_path / "out.mp4", codec=codec, overwrite=True)
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")
