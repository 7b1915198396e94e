"""Runs that copy a film frame by frame, are killed in its middle, and are gone on with."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from lowlight_live.frame import FramePair, Rgb
from lowlight_live.video.opening import open_video
from lowlight_live.video.resuming.part_record import Run, same_file
from lowlight_live.video.resuming.resumed import ResumedReader
from lowlight_live.video.writer import WriterSpec
from tests.video.clips import sound_packets

FIRST_KILL, SECOND_KILL = 75, 110
STILL_LOST = 40
"""Frames that a kill costs at most: those that the encoder and the last fragment hold."""

KILLED = """
import sys
from pathlib import Path
from tests.video.resuming.runs import copy_film
stop = int(sys.argv[4])

def wait(number):
    if number == stop:
        print("here", flush=True)
        sys.stdin.read()

copy_film(Path(sys.argv[1]), Path(sys.argv[2]), codec=sys.argv[3], resume=sys.argv[5] == "resume", on_frame=wait)
"""


@dataclass(frozen=True)
class Copied:
    """How a run went."""

    there: int
    """Frames that an earlier run had made."""
    warnings: tuple[str, ...]


def run_of(source: Path, **output: str) -> Run:
    return {"source": same_file(source), "output": output}


def copy_film(
    source: Path,
    target: Path,
    *,
    codec: str = "libx264",
    resume: bool = True,
    on_frame: Callable[[int], None] = lambda _: None,
    run: Run | None = None,
) -> Copied:
    """Copy a film as our reader gives it; `on_frame` is told the number of each frame that is written."""
    run = run or run_of(source, codec=codec)
    frames, writer = open_video(source, WriterSpec(target, codec=codec), run, (lambda _: None) if resume else None)
    try:
        first = frames.passed_over if isinstance(frames, ResumedReader) else 0
        for number, frame in enumerate(frames, first + 1):
            writer.write(FramePair(frame, frame))
            on_frame(number)
        writer.finish()
        return Copied(getattr(frames, "frames_there", 0), (*frames.warnings, *writer.warnings))
    finally:
        writer.close()
        frames.close()


def leave(source: Path, target: Path, frames: int, run: Run) -> None:
    """A run that ends in order after so many frames."""
    reader, writer = open_video(source, WriterSpec(target), run, None)
    for _, frame in zip(range(frames), reader, strict=False):
        writer.write(FramePair(frame, frame))
    writer.close()
    reader.close()


def copy_until_killed(source: Path, target: Path, stop: int, *, codec: str = "libx264", resume: bool = False) -> None:
    """The same in a process of its own that is killed when it has written so many frames."""
    how = "resume" if resume else "anew"
    command = [sys.executable, "-c", KILLED, str(source), str(target), codec, str(stop), how]
    place = Path(__file__).parents[3]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=place) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)


@dataclass(frozen=True)
class Film:
    """What is in a file, read by FFmpeg alone, which raises at the first thing that is not as it should be."""

    pictures: list[Rgb]
    times: list[Fraction]
    decoded_for: list[tuple[int | None, int]]
    """dts and duration of each packet, in their order."""
    durations: list[tuple[int, int]]
    """pts and duration of each packet, in order of pts."""
    sound: list[tuple[Fraction, bytes]]


def film_in(path: Path) -> Film:
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        decoded_for = [(packet.dts, packet.duration) for packet in packets]
        durations = sorted((packet.pts, packet.duration) for packet in packets if packet.pts is not None)
        sounds = len(container.streams.audio)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        video.codec_context.options = {"err_detect": "explode"}
        assert video.time_base is not None
        frames = list(container.decode(video))
        times = [frame.pts * video.time_base for frame in frames if frame.pts is not None]
        pictures = [frame.to_ndarray() for frame in frames]
    return Film(pictures, times, decoded_for, durations, sound_packets(path) if sounds else [])


def difference(one: Rgb, other: Rgb) -> float:
    """Mean absolute difference of the samples of two pictures."""
    return float(np.abs(one.astype(int) - other).mean())
