"""A camera whose every move a test decides, and someone who watches what comes of it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.frame import Frame
from lowlight_live.video.protocols import LiveSource, LiveStatus

PATIENCE_S = 30.0
"""Far longer than anything here takes: only a failing test waits for it."""

Bgr = npt.NDArray[np.uint8]


def soon(condition: Callable[[], bool]) -> None:
    """Wait until something becomes true of what cannot be waited for."""
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


class FakeCamera:
    """Plugged into a made-up system under `root`; `capture` stands in for `cv2.VideoCapture`.

    Every picture has another grey, and noise. Methods may be called from any thread.

    Attributes:
        captures: What was opened of it, in order.
        asked: The properties that were set, in order.
        grabbed: Pictures taken from it.
    """

    def __init__(
        self, root: Path, *, index: int = 0, name: str = "Fake Camera", height: int = 48, width: int = 64
    ) -> None:
        self.name = name
        self.captures: list[FakeCapture] = []
        self.attempts = 0
        self.asked: list[tuple[int, float]] = []
        self.grants: dict[int, float] = {}
        self.grabbed = 0
        self.size = (height, width)
        self._root = root
        self._index: int | None = None
        self._waiting = 0
        self._period_s: float | None = None
        self._hangs = self._repeats = self._busy = self._opens_slowly = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        self._random = np.random.default_rng(0)
        self._picture = self._next_picture()
        self.plug(index)

    def show(self, count: int = 1) -> None:
        """Let it give so many pictures more."""
        with self.change():
            self._waiting += count

    def run(self, fps: float) -> None:
        """Let it give pictures by itself."""
        with self.change():
            self._period_s = 1 / fps
            self._waiting += 1  # wakes a read that waits for ever

    def pause(self) -> None:
        """Give no more pictures by itself: a read waits."""
        with self.change():
            self._period_s = None

    def unplug(self) -> None:
        with self.change():
            shutil.rmtree(self._node())
            self._link().unlink()
            (self._root / f"dev/video{self._index}").unlink()
            self._index = None

    def plug(self, index: int) -> None:
        """Plug it in; it comes up as /dev/video`index`."""
        with self.change():
            self._index = index
            self._node().mkdir(parents=True)
            (self._node() / "index").write_text("0\n")
            (self._node() / "name").write_text(f"{self.name}\n")
            device = self._root / f"dev/video{index}"
            device.parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(device)  # which is no file either
            self._link().parent.mkdir(parents=True, exist_ok=True)
            self._link().symlink_to(device)

    def take_away(self, busy: bool = True) -> None:
        """Let another program have it, or let it go again: what is open fails, and nothing opens."""
        with self.change():
            self._busy = busy

    def hang(self, hangs: bool = True) -> None:
        """Never return from a read, or do so again."""
        with self.change():
            self._hangs = hangs

    def open_slowly(self, slowly: bool = True) -> None:
        """Never return from opening, or do so again."""
        with self.change():
            self._opens_slowly = slowly

    def repeat(self, repeats: bool = True) -> None:
        """Give the same picture for ever."""
        with self.change():
            self._repeats = repeats

    def resize(self, height: int, width: int) -> None:
        with self.change():
            self.size = (height, width)

    def fail(self, error: Exception) -> None:
        """Raise this at the next read."""
        with self.change():
            self._error = error

    def capture(self, index: int) -> FakeCapture:
        """Open what is at `index`."""
        with self._changed:
            self.attempts += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._opens_slowly)
            found = index == self._index and not self._busy
            capture = FakeCapture(self, self._index if found else None)
            if found:
                self.captures.append(capture)
            self._changed.notify_all()
            return capture

    def until(self, condition: Callable[[FakeCamera], bool]) -> None:
        """Wait until something is true of it."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), PATIENCE_S)

    def grab(self, opened_as: int) -> bool:
        """What a capture's `grab` does."""
        with self._changed:
            self._changed.wait_for(lambda: self._gone(opened_as) or self._waiting > 0 or self._hangs, self._period_s)
            self._changed.wait_for(lambda: not self._hangs)
            if self._error is not None:
                error, self._error = self._error, None
                raise error
            if self._gone(opened_as):
                return False
            self._waiting = max(0, self._waiting - 1)
            self.grabbed += 1
            if not self._repeats:
                self._picture = self._next_picture()
            self._changed.notify_all()
            return True

    def _gone(self, opened_as: int) -> bool:
        return self._index != opened_as or self._busy or self._error is not None

    @property
    def picture(self) -> Bgr:
        return self._picture.copy()

    def _next_picture(self) -> Bgr:
        noise = self._random.integers(0, 40, (*self.size, 3), np.uint8)
        return noise + np.uint8(self.grabbed % 200)

    def _node(self) -> Path:
        return self._root / f"sys/class/video4linux/video{self._index}"

    def _link(self) -> Path:
        return self._root / f"dev/v4l/by-id/usb-{self.name.replace(' ', '_')}-video-index0"

    @contextmanager
    def change(self) -> Iterator[None]:
        """Change something of it, and wake whoever waits."""
        with self._changed:
            yield
            self._changed.notify_all()


class FakeCapture:
    """One opening of a `FakeCamera`; complains when two threads use it, as drivers do with a crash."""

    def __init__(self, camera: FakeCamera, index: int | None) -> None:
        self._camera = camera
        self._index = index
        self._thread = threading.current_thread()
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self._index is not None

    def set(self, propId: int, value: float) -> bool:  # noqa: N803
        self._camera.asked.append((propId, value))
        return True

    def get(self, propId: int) -> float:  # noqa: N803
        height, width = self._camera.size
        given = {
            cv2.CAP_PROP_FRAME_HEIGHT: height,
            cv2.CAP_PROP_FRAME_WIDTH: width,
            cv2.CAP_PROP_FPS: 30.0,
            cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        }
        return (given | self._camera.grants).get(propId, 0.0)

    def grab(self) -> bool:
        self._check()
        assert self._index is not None
        return self._camera.grab(self._index)

    def retrieve(self) -> tuple[bool, Bgr | None]:
        self._check()
        return True, self._camera.picture

    def release(self) -> None:
        self._check()
        with self._camera.change():
            self.released = True

    def _check(self) -> None:
        assert threading.current_thread() is self._thread, "a capture was used from two threads"
        assert not self.released, "a capture was used after it was released"


class Viewer:
    """Iterates a source on a thread of its own and keeps what comes."""

    def __init__(self, source: LiveSource) -> None:
        self.source = source
        self.frames: list[Frame] = []
        self.ended = False
        self.error: BaseException | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._watch, name="viewer", daemon=True)
        self._thread.start()

    def until(self, condition: Callable[[list[Frame], LiveStatus], bool]) -> None:
        """Wait until something is true of the frames that came and of the source's state.

        A condition on the state alone must stay true: it is looked at when frames come and every few milliseconds.
        """
        limit = time.monotonic() + PATIENCE_S
        while True:
            status = self.source.status
            with self._changed:
                if condition(self.frames, status):
                    return
                assert time.monotonic() < limit, f"never so; {len(self.frames)} frames, {status}"
                self._changed.wait(0.005)

    @property
    def new(self) -> list[Frame]:
        """The frames that are no repetitions."""
        with self._changed:
            return [frame for frame in self.frames if not frame.held]

    @property
    def held(self) -> list[Frame]:
        with self._changed:
            return [frame for frame in self.frames if frame.held]

    def stop(self) -> float:
        """Stop the source; says how long the iteration went on after that."""
        asked_at = time.monotonic()
        self.source.stop()
        self.join()
        return time.monotonic() - asked_at

    def join(self) -> None:
        """Wait for the end of the iteration."""
        self._thread.join(PATIENCE_S)
        assert self.ended

    def _watch(self) -> None:
        try:
            for frame in self.source:
                with self._changed:
                    self.frames.append(frame)
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001  the test looks at it
            self.error = error
        self.ended = True
