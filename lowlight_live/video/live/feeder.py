"""One connection to a camera on a thread of its own, which takes every picture as it comes and keeps the newest.

A driver holds a few pictures back until they are taken; only a thread that always takes them keeps them young.
Opening, reading and closing are all done by this thread: to release a camera while another thread reads it can bring
the process down. So a read that never returns is left alone, with its thread, a daemon, which closes the camera when
it does return.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from lowlight_live.video.live.device import Device, Grant, OpenDevice, Picture
from lowlight_live.video.live.repeats import Repeats
from lowlight_live.video.rate import RateMeter


class Feeder:
    """Opens a device, takes its pictures until told to stop, and closes it.

    Its attributes are read and written while `changed` is held.

    Args:
        open_device: Opens it.
        changed: Notified whenever something here has changed.
        rate: Told of every picture.
        repeats: Asked about every picture of a device that is watched.

    Attributes:
        grant: What the device gives; None until it is open.
        newest: The newest picture that nobody has taken.
        dropped: Pictures that nobody took before the next one came.
        done: Nothing more will come.
        error: Why not; None where the source has come to its end.
    """

    def __init__(
        self, open_device: OpenDevice, changed: threading.Condition, rate: RateMeter, repeats: Repeats
    ) -> None:
        self.grant: Grant | None = None
        self.newest: Picture | None = None
        self.dropped = 0
        self.done = False
        self.error: BaseException | None = None
        self.repeats = repeats
        self._open_device = open_device
        self._changed = changed
        self._rate = rate
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lowlight-camera", daemon=True)
        self._thread.start()

    def take(self) -> Picture | None:
        """The newest picture, which is then no longer kept. Called while `changed` is held."""
        picture, self.newest = self.newest, None
        return picture

    def stop(self) -> None:
        """Take no more pictures. From any thread."""
        self._stopped.set()

    def join(self, timeout_s: float) -> bool:
        """Wait until the device is closed; says whether it is."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            device = self._open_device(self._stopped)
            try:
                self._drain(device)
            finally:
                with self._changed:
                    self.grant = device.grant  # of a file, what is wrong with it is known at its end
                device.close()
        except BaseException as caught:  # noqa: BLE001  the thread guard: whoever waits for pictures raises it again
            error = caught
        with self._changed:
            self.error, self.done = error, True
            self._changed.notify_all()

    def _drain(self, device: Device) -> None:
        grant = device.grant
        with self._changed:
            self.grant = grant
        while not self._stopped.is_set():
            picture = device.read()
            if picture is None:
                return
            if grant.watched:
                self.repeats.look(picture.rgb, picture.captured_at)
            self._keep(picture)

    def _keep(self, picture: Picture) -> None:
        with self._changed:
            self._rate.count(picture.captured_at)
            if self.newest is not None:
                self.dropped += 1
                picture = replace(picture, discontinuity=picture.discontinuity or self.newest.discontinuity)
            self.newest = picture
            self._changed.notify_all()
