"""Where a result is written to, in which format, and whether it may be."""

from __future__ import annotations

import errno
from pathlib import Path

from lowlight_live.errors import SinkOpenError
from lowlight_live.video.paths import answers_about

_EVERY_FORMAT = {
    "flush_packets": "1",  # else FFmpeg holds back 256 KiB: a short clip that is killed loses everything
    "max_interleave_delta": "100000",  # microseconds; else a subtitle stream with nothing to say holds back 10 s
}
_MKV = _EVERY_FORMAT | {"cluster_time_limit": "500"}  # milliseconds; a cluster stays in memory until it ends
# Fragments while writing, an ordinary MP4 at the end. Without `delay_moov` the header is written before the first
# timestamps are known: a start that is not zero is lost, and B-frames shift everything by their delay.
_MP4 = _EVERY_FORMAT | {"movflags": "hybrid_fragmented+delay_moov", "frag_duration": "250000"}  # microseconds
_MP4_WITH_SUBTITLES = _EVERY_FORMAT | {"movflags": "hybrid_fragmented+delay_moov+frag_keyframe"}

FORMATS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska"}
"""FFmpeg's name of the format, by the ending of the file's name in lower case."""


def crash_safe_options(form: str, *, subtitles: bool) -> dict[str, str]:
    """What makes FFmpeg write a format so that a killed program leaves a film that plays.

    With subtitles in an MP4, fragments may begin with key frames only. FFmpeg (8.1) writes the end of a subtitle in
    the middle of writing a video packet; if it begins a new fragment there, it moves that packet: its frame gets the
    time of another.

    Args:
        form: One of the values of `FORMATS`.
        subtitles: There are some.
    """
    if form == "matroska":
        return _MKV
    return _MP4_WITH_SUBTITLES if subtitles else _MP4


def new_part(path: Path) -> tuple[Path, list[Path]]:
    """Make the empty file in which a result grows until it is complete, and the folder if there is none.

    Hidden and in the same folder, so that getting its name is one step; the ending stays the last, for players and
    FFmpeg to know the format by.

    Returns:
        The file: `.NAME.part.EXT`, or `.NAME.part2.EXT` and so on where that is taken; and those that are taken, by an
        earlier run that was interrupted or by one that is at work.

    Raises:
        OSError: The system does not allow it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    while True:
        number = len(taken) + 1 if taken else ""
        part = path.with_name(f".{path.stem}.part{number}{path.suffix}")
        try:
            part.open("xb").close()
        except FileExistsError:
            taken.append(part)
        else:
            return part, taken


def format_for(path: Path, *, overwrite: bool, source: Path | None) -> str:
    """FFmpeg's name of the format to write a film in, once it is clear that it may be written.

    Args:
        path: Of the finished film.
        overwrite: A film that is there may be replaced.
        source: The file that is being read, which must not be written to.

    Raises:
        SinkOpenError: It may not.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        check_target(path, overwrite=overwrite, source=source)  # a folder has no ending either, and is told first
        ending = f"the ending {path.suffix}" if path.suffix else "no ending"
        raise SinkOpenError(
            f"{path.name} has {ending}, which names no format that can be written.",
            hint=f"Choose one of {', '.join(FORMATS)}.",
        )
    check_target(path, overwrite=overwrite, source=source)
    return form


def check_target(path: Path, *, overwrite: bool, source: Path | None) -> None:
    """See to it that nothing is replaced that should stay.

    Args:
        path: Of the finished result.
        overwrite: What is there may be replaced.
        source: The file that is being read, which must not be written to.

    Raises:
        SinkOpenError: It may not be written there.
    """
    with answers_about(path, SinkOpenError):
        if source is not None and path.exists() and source.exists() and path.samefile(source):
            raise SinkOpenError(f"{path} is the file that is being read.", hint="Choose another name for the result.")
        if path.is_dir():
            raise SinkOpenError(f"{path} is a folder.", hint="Choose another name for the result.")
        if path.exists() and not overwrite:
            raise SinkOpenError(
                f"{path} is there already.", hint="Choose another name, or allow replacing it (--overwrite)."
            )


def hint_for(error_number: int | None, path: Path) -> str:
    """What a user can do when the system refuses to write."""
    if error_number in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {path.parent} is full: free some space, or choose another folder."
    if error_number == errno.EFBIG:
        return f"The disk of {path.parent} takes no file this large: choose another folder."
    if error_number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"You may not write into {path.parent}: choose another folder."
    if error_number == errno.ENAMETOOLONG:
        return "Choose a shorter name."
    if error_number in (errno.EEXIST, errno.ENOTDIR):
        return f"{path.parent} is no folder and cannot become one: choose another."
    return "Check the disk, or choose another folder, format (.mkv) or codec."
