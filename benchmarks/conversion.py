"""Times the conversion between 4:2:0 and RGB beside swscale's exact one, in one thread.

python -m benchmarks.conversion
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import islice

import av

from lowlight_live.assets import asset_dir
from lowlight_live.video.pixels.conversion import RgbConverter, YuvConverter

RUNS = 50


def median_ms(work: Callable[[], object]) -> float:
    """Milliseconds of this thread; the first run, in which tables are built, is not counted."""
    times = []
    for _ in range(1 + RUNS):
        begin = time.thread_time()
        work()
        times.append((time.thread_time() - begin) * 1000)
    return statistics.median(times[1:])


def main() -> None:
    """Print both ways, ours and swscale's, on a frame of the bundled clip."""
    with av.open(str(asset_dir("samples") / "night-dog.mp4")) as container:
        (frame,) = islice(container.decode(video=0), 1)
    to_rgb = RgbConverter(frame)
    rgb = to_rgb(frame)
    height, width, _ = rgb.shape
    to_yuv = YuvConverter(to_rgb.color, height, width, "yuv420p")
    print(f"{frame.width} x {frame.height}, ms: ours, swscale")
    print(f"to RGB: {median_ms(lambda: to_rgb(frame)):.2f}, {median_ms(lambda: to_rgb.by_swscale(frame)):.2f}")
    print(f"to YUV: {median_ms(lambda: to_yuv(rgb)):.2f}, {median_ms(lambda: to_yuv.by_swscale(rgb)):.2f}")


if __name__ == "__main__":
    main()
