"""Pictures come out upright, with their colours, notes and transparency, and never half-written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from lowlight_live.errors import DecodeError, EncodeError, SinkOpenError, SourceOpenError
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.video.image_writers import PictureWriter, SnapshotWriter
from lowlight_live.video.images import PictureReader, find_pictures
from tests.fakes import make_frame


def picture(height: int = 20, width: int = 30) -> Rgb:
    """Smooth, so that JPEG keeps it closely."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 // width, y * 255 // height, np.full_like(x, 40)], axis=-1).astype(np.uint8)


def unchanged(frame: Frame) -> FramePair:
    return FramePair(frame, frame)


def through(source: Path, target: Path) -> None:
    """Read a picture and write it again as it is."""
    writer = PictureWriter({0: (source, target)})
    for frame in PictureReader([source]):
        writer.write(unchanged(frame))
    writer.finish()
    writer.close()


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif"])
def test_lossless_kinds_keep_every_sample(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    Image.fromarray(picture()).save(source)
    through(source, target)
    assert np.array_equal(np.array(Image.open(target)), picture())


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".webp", ".JPG"])
def test_lossy_kinds_stay_close(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / "in.png", tmp_path / f"out{suffix}"
    Image.fromarray(picture()).save(source)
    through(source, target)
    written = np.array(Image.open(target).convert("RGB")).astype(int)
    assert np.abs(written - picture()).mean() < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_phone_picture_comes_out_upright_and_is_not_turned_again(tmp_path: Path, orientation: int) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    stored = Image.fromarray(picture())
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored.save(source, exif=exif)
    ways = {
        1: picture(),
        2: picture()[:, ::-1],
        3: picture()[::-1, ::-1],
        4: picture()[::-1],
        5: picture().transpose(1, 0, 2),
        6: np.rot90(picture(), -1),
        7: np.rot90(picture()[:, ::-1], -1),
        8: np.rot90(picture(), 1),
    }
    frame = next(iter(PictureReader([source])))
    assert np.array_equal(frame.rgb, ways[orientation])
    through(source, target)
    with Image.open(target) as written:
        assert written.getexif().get(ExifTags.Base.Orientation, 1) == 1
        assert np.array_equal(np.array(written), frame.rgb)


def test_notes_and_colour_profile_are_kept(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / "out.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A Camera"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(picture()).save(source, exif=exif, icc_profile=profile)
    through(source, target)
    with Image.open(target) as written:
        assert written.getexif()[ExifTags.Base.Make] == "A Camera"
        assert written.info["icc_profile"] == profile


def tiff(path: Path, kind: str = "RGB", orientation: int = 1) -> Path:
    """A TIFF with notes of every sort."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A Camera"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.ISOSpeedRatings: 3200}
    exif[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitudeRef: "N"}
    grey = Image.fromarray(picture()[..., 0])
    held = Image.fromarray(picture()) if kind == "RGB" else grey.convert(kind)
    held.save(path, exif=exif.tobytes())
    return path


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", ["RGB", "L", "CMYK", "F", "1"])
@pytest.mark.parametrize("ending", [".tif", ".jpg", ".png"])
def test_a_tiff_of_any_kind_keeps_its_notes_and_nothing_of_its_layout(
    tmp_path: Path, kind: str, orientation: int, ending: str
) -> None:
    source, target = tiff(tmp_path / "in.tif", kind, orientation), tmp_path / f"out{ending}"
    through(source, target)
    expected = next(iter(PictureReader([source]))).rgb
    with Image.open(target) as written:
        notes = written.getexif()
        assert notes[ExifTags.Base.Make] == "A Camera"
        assert notes.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ISOSpeedRatings] == 3200
        assert notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
        assert ExifTags.Base.Orientation not in notes
        assert ending == ".tif" or ExifTags.Base.StripOffsets not in notes
        difference = np.abs(np.array(written.convert("RGB")).astype(int) - expected)
    assert difference.mean() < 6 if ending == ".jpg" else not difference.any()


def test_a_tiff_can_stand_side_by_side(tmp_path: Path) -> None:
    source, target = tiff(tmp_path / "in.tif"), tmp_path / "out.tif"
    frame = next(iter(PictureReader([source])))
    PictureWriter({0: (source, target)}, with_original=True).write(unchanged(frame))
    assert np.array_equal(np.array(Image.open(target)), np.concatenate([picture(), picture()], axis=1))


def test_notes_too_long_for_the_format_are_left_out_and_told(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "x" * 70_000
    Image.fromarray(picture()).save(source, exif=exif)
    writer = PictureWriter({0: (source, target)})
    writer.write(unchanged(next(iter(PictureReader([source])))))
    assert len(writer.warnings) == 1
    assert "in.png" in writer.warnings[0]
    with Image.open(target) as written:
        assert written.size == (30, 20)


@pytest.mark.parametrize("ending", [".webp", ".tif", ".png"])
def test_of_several_pictures_in_a_file_the_first_is_taken_and_that_is_told(tmp_path: Path, ending: str) -> None:
    pages = [Image.fromarray(picture()), Image.fromarray(255 - picture())]
    pages[0].save(tmp_path / f"in{ending}", save_all=True, append_images=pages[1:])
    reader = PictureReader([tmp_path / f"in{ending}"])
    assert len(list(reader)) == 1
    assert "2 pictures" in reader.warnings[0]


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    long = tmp_path / f"{'n' * 300}.png"
    with pytest.raises(SourceOpenError) as unread:
        PictureReader([long])
    with pytest.raises(SinkOpenError) as unwritten:
        PictureWriter({0: (tmp_path / "in.png", long)})
    assert "shorter" in unread.value.hint
    assert "shorter" in unwritten.value.hint


def test_transparency_is_kept(tmp_path: Path) -> None:
    alpha = np.linspace(0, 255, 600).astype(np.uint8).reshape(20, 30, 1)
    Image.fromarray(np.concatenate([picture(), alpha], axis=2)).save(tmp_path / "in.png")
    through(tmp_path / "in.png", tmp_path / "out.png")
    written = Image.open(tmp_path / "out.png")
    assert written.mode == "RGBA"
    assert np.array_equal(np.array(written)[..., 3:], alpha)


def test_16_bit_grey_is_scaled_and_not_clipped(tmp_path: Path) -> None:
    grey = np.linspace(0, 65535, 600).astype(np.uint16).reshape(20, 30)
    Image.fromarray(grey).save(tmp_path / "in.png")
    frame = next(iter(PictureReader([tmp_path / "in.png"])))
    assert frame.rgb.shape == (20, 30, 3)
    assert np.abs(frame.rgb[..., 1] - grey / 257).max() <= 0.5


def test_a_damaged_picture_among_others_is_left_out_and_named(tmp_path: Path) -> None:
    for name in ("a.png", "c.png"):
        Image.fromarray(picture()).save(tmp_path / name)
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:60])
    (tmp_path / "d.png").write_bytes(b"")
    reader = PictureReader(find_pictures(tmp_path))
    assert [frame.pts for frame in reader] == [0, 2]
    assert len(reader.warnings) == 2
    assert "b.png" in reader.warnings[0]


@pytest.mark.parametrize("content", [b"", b"this is text", b"\x89PNG\r\n\x1a\n"], ids=["empty", "text", "cut"])
def test_a_file_that_is_no_picture_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(DecodeError, match=r"a\.png is not a picture"):
        list(PictureReader([tmp_path / "a.png"]))


def test_a_folder_without_pictures_says_what_pictures_are(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    with pytest.raises(SourceOpenError, match="no pictures") as caught:
        find_pictures(tmp_path)
    assert ".jpg" in caught.value.hint


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    Image.fromarray(picture()).save(source)
    target.write_text("precious")
    with pytest.raises(SinkOpenError, match="is there already"):
        PictureWriter({0: (source, target)})
    assert target.read_text() == "precious"
    writer = PictureWriter({0: (source, target)}, overwrite=True)
    writer.write(unchanged(next(iter(PictureReader([source])))))
    assert np.array_equal(np.array(Image.open(target)), picture())


def test_the_picture_itself_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.fromarray(picture()).save(source)
    with pytest.raises(SinkOpenError, match="is being read"):
        PictureWriter({0: (source, source)}, overwrite=True)


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SinkOpenError) as caught:
        PictureWriter({0: (tmp_path / "in.png", tmp_path / "out.xyz")})
    assert ".png" in caught.value.hint


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), ValueError("No space left"), SyntaxError("No space left")],
    ids=["system", "value", "syntax"],
)
def test_a_failed_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out" / "out.png"
    Image.fromarray(picture()).save(source)
    frame = next(iter(PictureReader([source])))
    writer = PictureWriter({0: (source, target)})

    def full(self: Image.Image, path: Path, **_: object) -> None:
        Path(path).write_bytes(b"half a pict")
        raise error

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(EncodeError, match="No space left") as caught:
        writer.write(unchanged(frame))
    assert caught.value.hint
    assert list(target.parent.iterdir()) == []


def test_side_by_side_has_the_original_on_the_left(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    Image.fromarray(picture()).save(source)
    frame = next(iter(PictureReader([source])))
    bright = replace(frame, rgb=255 - frame.rgb)
    PictureWriter({0: (source, target)}, with_original=True).write(FramePair(frame, bright))
    written = np.array(Image.open(target))
    assert np.array_equal(written[:, :30], picture())
    assert np.array_equal(written[:, 30:], 255 - picture())


@pytest.mark.parametrize(("index", "expected"), [(2, 2), (99, 4)])
def test_a_snapshot_shows_the_frame_asked_for_or_the_last(tmp_path: Path, index: int, expected: int) -> None:
    snapshot = SnapshotWriter(tmp_path / "shot.png", index)
    for pts in range(5):
        snapshot.write(unchanged(make_frame(pts)))
    assert not (tmp_path / "shot.png").exists()
    snapshot.finish()
    assert np.array(Image.open(tmp_path / "shot.png"))[0, 0, 0] == expected
