"""What the benchmark measures in a fresh process, and what runs in it.

    python -m lowlight_live.cli.bench_child first-frame|peak-memory SOURCE TARGET MODEL DEVICE

The first says FIRST as soon as a frame has been enhanced; the second enhances the file and says how many bytes of
memory it needed at most. A process knows its own peak; what its parent is told of it includes the parent's memory at
the moment of the fork.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from lowlight_live.errors import LowlightError

FIRST_FRAME, PEAK_MEMORY = "first-frame", "peak-memory"
_FIRST = "FIRST"
_POLL_S = 0.001
_TIMEOUT_S = 300.0


def first_frame_s(source: Path, target: Path, model: str, device: str) -> float:
    """Seconds from the start of a process until it has enhanced the first frame of a film.

    Raises:
        LowlightError: It did not.
    """
    start = time.perf_counter()
    with _child(FIRST_FRAME, source, target, model, device) as child:
        said = child.stdout.readline().strip() if child.stdout else ""
        took = time.perf_counter() - start
        child.communicate()
    if said != _FIRST:
        raise _failed(FIRST_FRAME)
    return took


def peak_memory(source: Path, target: Path, model: str, device: str) -> int:
    """Bytes of memory that a process needs to enhance a film; 0 where the system does not say.

    Raises:
        LowlightError: It did not enhance it.
    """
    with _child(PEAK_MEMORY, source, target, model, device) as child:
        said, _ = child.communicate()
    if child.returncode or not said.strip().isdecimal():
        raise _failed(PEAK_MEMORY)
    return int(said)


@contextmanager
def _child(what: str, source: Path, target: Path, model: str, device: str) -> Iterator[subprocess.Popen[str]]:
    """A process that ends at the latest when this does."""
    # With -P, so that nothing in the current folder is taken for a module.
    command = [sys.executable, "-P", "-m", "lowlight_live.cli.bench_child", what]
    command += [str(source), str(target), model, device]
    with subprocess.Popen(  # noqa: S603  a fixed command line
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        patience = threading.Timer(_TIMEOUT_S, child.kill)
        patience.start()
        try:
            yield child
        finally:
            patience.cancel()
            patience.join()
            child.kill()


def _failed(what: str) -> LowlightError:
    return LowlightError(
        f"The process that was to measure {what} failed.", hint="See whether `lowlight-live enhance` works."
    )


def main(arguments: Sequence[str]) -> None:
    """Run in the fresh process."""
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.session import open_files
    from lowlight_live.settings import EnhanceSettings
    from lowlight_live.video.writer import WriterSpec

    what, source, target, model, device = arguments
    writer = WriterSpec(Path(target), overwrite=True)
    pipeline = open_files(Path(source), writer, EnhancerSpec(model=model, device=device), EnhanceSettings())
    with pipeline:
        if what == FIRST_FRAME:
            while not pipeline.stats().enhanced and not pipeline.wait(_POLL_S):
                pass
            print(_FIRST, flush=True)  # noqa: T201  what the parent waits for
            pipeline.abort()
    if what == PEAK_MEMORY:
        print(_own_peak())  # noqa: T201  likewise


def _own_peak() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    # Kilobytes on most systems, bytes on a Mac.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main(sys.argv[1:])
