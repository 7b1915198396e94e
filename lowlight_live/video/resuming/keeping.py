"""Finds out how much of a part file a later run can keep.

A film may be cut wherever all packets before are the film's first frames without a gap: nothing before such a place
needs anything behind it, and the encoder begins anew with a frame that needs nothing before it. In x264's order there
is such a place after every group of B-frames, so no key frame has to be waited for.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
from av.codec.context import ThreadType

from lowlight_live.errors import SourceError
from lowlight_live.video.reading.container import moving_pictures, open_input
from lowlight_live.video.resuming.kept_part import Kept, rescaled, whole_packets
from lowlight_live.video.resuming.nal_units import NAL_CODECS

_LEAST = 8
"""Frames that are worth keeping; more than any encoder reorders."""
_REORDERED_AT_MOST = 4
"""Frames by which packets are decoded before they are shown, where the format (Matroska) does not keep it."""


def keepable(part: Path, first_pts: int, time_base: Fraction, on_frame: Callable[[], None]) -> Kept | None:
    """Look through a part for what can be kept of it; every frame of that was decoded without an error.

    Args:
        part: The file.
        first_pts: Of the source's first frame.
        time_base: Of the source.
        on_frame: Called after each frame that was read, and again after each that was decoded. What it raises ends the
            search.

    Returns:
        None where nothing worth keeping can be read.
    """
    try:
        with open_input(part) as film:
            video = moving_pictures(film, part)
            codec, ticks = video.codec_context.name, video.time_base
            header = bytes(video.codec_context.extradata or b"")
            marks = []
            for packet in whole_packets(film.demux(video), codec):
                marks.append((packet.pts, packet.dts, packet.is_keyframe))
                on_frame()
    except (SourceError, av.FFmpegError):
        return None
    pts = [shown for shown, _, _ in marks if shown is not None]
    places = [place for place in _cuts(pts) if place >= _LEAST and not marks[place - 1][2]]
    if not places or ticks is None:
        return None
    decoded = _decoded(part, places[-1], on_frame)
    places = [place for place in places if place <= decoded]
    if not places:
        return None
    times = sorted(pts[: places[-1]])
    shift = times[0] - rescaled(first_pts, time_base, ticks)
    delay = max(_delay([dts for _, dts, _ in marks], times[0], codec), _needed_delay(pts[: places[-1]]))
    return Kept(part, tuple(time - shift for time in times), ticks, delay, shift, codec, header)


def _cuts(pts: list[int]) -> list[int]:
    """How many packets come before each place where the film may be cut, the longest last.

    A packet behind has to tell that no earlier frame is still to come.
    """
    latest_before = accumulate(pts[:-1], max)
    earliest_behind = list(accumulate(reversed(pts[1:]), min))[::-1]
    pairs = zip(latest_before, earliest_behind, strict=True)
    return [place for place, (before, behind) in enumerate(pairs, 1) if before < behind]


def _decoded(part: Path, packets: int, on_frame: Callable[[], None]) -> int:
    """How many frames of the first packets can be decoded, up to the first error."""
    frames = 0
    try:
        with open_input(part) as film:
            video = moving_pictures(film, part)
            video.thread_type = ThreadType.AUTO
            video.codec_context.options = {"err_detect": "explode"}
            for _, packet in zip(range(packets), film.demux(video), strict=False):
                for frame in packet.decode():
                    if frame.is_corrupt:
                        return frames
                    frames += 1
                    on_frame()
            for frame in video.decode(None):
                if frame.is_corrupt:
                    return frames
                frames += 1
                on_frame()
    except (SourceError, av.FFmpegError):
        pass
    return frames


def _delay(decoded: list[int | None], start: int, codec: str) -> int:
    """By how many frames the encoder let decoding begin before the first one is shown."""
    known = [time for time in decoded if time is not None]
    if len(known) == len(decoded):
        return sum(time < start for time in known)
    return _REORDERED_AT_MOST if codec in NAL_CODECS else 0


def _needed_delay(pts: list[int]) -> int:
    """By how many frames decoding has to begin earlier, so that no frame is shown before it is decoded."""
    place = {time: index for index, time in enumerate(sorted(pts))}
    return max(index - place[time] for index, time in enumerate(pts))
