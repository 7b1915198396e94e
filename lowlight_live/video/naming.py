"""Names a result after its source, where a user named none or only a folder."""

from __future__ import annotations

from pathlib import Path

from lowlight_live.errors import ConfigError, SinkOpenError, SourceOpenError
from lowlight_live.video.images import PICTURE_SUFFIXES
from lowlight_live.video.paths import answers_about
from lowlight_live.video.writer import VIDEO_SUFFIXES


def default_target(source: Path) -> Path:
    """Where a result goes when nobody said: beside the source, with `.enhanced` in its name.

    A video whose container cannot be written becomes an MP4.

    Raises:
        ConfigError: Nothing stands beside the source: it is the root of a disk.
        SourceOpenError: The system refuses to say what the source is.
    """
    place = source.resolve() if source.name in ("", "..") else source  # `.` has no name of its own
    if not place.name:
        raise ConfigError(
            f"There is no place for a result beside {place}.", hint="Say into which folder it is to go (-o)."
        )
    with answers_about(source, SourceOpenError):
        if place.is_dir():
            return place.with_name(f"{place.name}.enhanced")
    return place.with_name(_writable(place, ".enhanced"))


def target_in(wanted: Path, source: Path) -> Path:
    """Where a result goes when a user said `wanted`: into a folder that is there, under the source's own name.

    Raises:
        SinkOpenError: The system refuses to say what `wanted` is.
        SourceOpenError: Likewise of the source.
    """
    with answers_about(wanted, SinkOpenError):
        into_folder = wanted.is_dir()
    with answers_about(source, SourceOpenError):
        is_one_file = not source.is_dir()
    return wanted / _writable(source) if into_folder and is_one_file else wanted


def _writable(source: Path, mark: str = "") -> str:
    """The source's name, with an ending that can be written."""
    ending = source.suffix if source.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES else ".mp4"
    return f"{source.stem}{mark}{ending}"
