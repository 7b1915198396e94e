"""Makes the demo clip from a well-lit original with the project's own model of a dark camera.

The clip is real in everything but its darkness: scene, hand-held motion, variable frame rate and sound are the phone's.

    python samples/make_night_dog.py VID_20191220.mp4 samples/night-dog.mp4
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np

from lowlight_live.frame import FramePair
from lowlight_live.training.degrade import Degradation, degrade
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec

SIZE = (1280, 720)
SEED = 20191220
DARK = Degradation(stops=3.2, gamma=1.6, electrons=25_000, read_noise=2.0)


def main(original: Path, target: Path) -> None:
    rng = np.random.default_rng(SEED)
    reader = VideoReader(original)
    info = replace(reader.info, height=SIZE[1], width=SIZE[0])
    nameless = target.with_name("nameless.mp4")
    copy_without_notes(original, nameless)
    writer = VideoWriter(WriterSpec(target, crf=16, preset="slow", overwrite=True, copy_streams_from=nameless), info)
    try:
        for frame in reader:
            small = cv2.resize(frame.rgb, SIZE, interpolation=cv2.INTER_AREA)
            dark = replace(frame, rgb=degrade(np.asarray(small, np.uint8), DARK, rng))
            writer.write(FramePair(frame, dark))
        writer.finish()
    finally:
        writer.close()
        reader.close()
        nameless.unlink()


def copy_without_notes(original: Path, target: Path) -> None:
    """Leave out what the phone noted beside the film: where it was, above all."""
    with av.open(str(original)) as reading, av.open(str(target), "w") as writing:
        into = {stream.index: writing.add_stream_from_template(stream) for stream in reading.streams}
        for packet in reading.demux():
            if packet.dts is not None:
                packet.stream = into[packet.stream.index]
                writing.mux(packet)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
