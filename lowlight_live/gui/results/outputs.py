"""What is made of the pictures beside showing them: recordings, snapshots, a virtual camera, pictures to train on."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.attached import AttachedSink, SinkState
from lowlight_live.errors import LowlightError
from lowlight_live.frame import FramePair
from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.gui.results.snapshot import save_snapshot
from lowlight_live.gui.texts.problem import Problem, problem_of
from lowlight_live.gui.texts.translation import translate
from lowlight_live.video.picture_folder import PictureFolder
from lowlight_live.video.protocols import Sink
from lowlight_live.video.virtual_camera import VirtualCamera, VirtualCameraSpec
from lowlight_live.video.writer import VideoWriter, WriterSpec
from lowlight_live.viewing import View

_RECORDING_WAITS = 3
"""Pairs that may wait for a disk that hiccups: of 1080p, 37 MB."""
_NO_PICTURE_S = 5.0
COMPLETE_WITHIN_S = 10.0
"""So long the end of the application waits for a file that is being completed."""


class Outputs(QObject):
    """Attaches sinks to what is looked at, and tells what comes of them.

    Attributes:
        changed: A recording or the virtual camera has begun or ended.
        saved: Something was made: its path.
        failed: A `Problem`.
        told: A sentence worth a glance.
    """

    changed = pyqtSignal()
    saved = pyqtSignal(object)
    failed = pyqtSignal(object)
    told = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording: AttachedSink | None = None
        self.virtual_camera: AttachedSink | None = None
        self.virtual_device = ""
        self._recording_path: Path | None = None
        self._completing: list[tuple[AttachedSink, Path | None]] = []
        self._jobs = Jobs()
        self._cancel_pictures = threading.Event()

    def start_recording(self, view: View, spec: WriterSpec) -> None:
        """Record from the next pair on; what cannot be recorded is told."""
        refusal = why_not_recorded(view)
        if refusal:
            self.failed.emit(Problem(refusal))
            self.changed.emit()
        if refusal or self.recording is not None:
            return
        info = view.source.info
        self.recording = AttachedSink("recording", lambda: VideoWriter(spec, info), waiting=_RECORDING_WAITS)
        self._recording_path = spec.path
        view.outputs.attach(self.recording)
        self.changed.emit()

    def stop_recording(self) -> None:
        """Complete the film; `saved` tells when that is done."""
        if self.recording is not None:
            self.recording.stop()
            self._completing.append((self.recording, self._recording_path))
            self.recording, self._recording_path = None, None
            self.changed.emit()

    def start_virtual_camera(self, view: View, spec: VirtualCameraSpec) -> None:
        """Show the enhanced picture to other programs."""
        if self.virtual_camera is not None:
            return
        info = view.source.info
        self.virtual_camera = AttachedSink("virtual camera", lambda: VirtualCamera(spec, info), lost_in=_lost_in)
        view.outputs.attach(self.virtual_camera)
        self.changed.emit()

    def stop_virtual_camera(self) -> None:
        if self.virtual_camera is not None:
            self.virtual_camera.stop()
            self._completing.append((self.virtual_camera, None))
            self.virtual_camera, self.virtual_device = None, ""
            self.changed.emit()

    def stop_all(self) -> None:
        """The source ends: so does what hangs on it."""
        self._cancel_pictures.set()
        self.stop_recording()
        self.stop_virtual_camera()

    def snapshot(self, pair: FramePair, path: Path, parameters: Mapping[str, object]) -> None:
        """Save original, enhanced and the parameters."""
        self._jobs.start(
            "snapshot",
            lambda: save_snapshot(pair, path, parameters),
            self.saved.emit,
            lambda error: self.failed.emit(problem_of(error)),
            awaited_s=COMPLETE_WITHIN_S,
        )

    def record_pictures(self, view: View, folder: Path, seconds: float) -> None:
        """Record original pictures into a folder that is there. Waits; from a thread of the caller's.

        Raises:
            LowlightError: They could not be written, or none came.
        """
        self._cancel_pictures.clear()
        pictures = PictureFolder(folder, seconds)
        sink = AttachedSink("record pictures", lambda: pictures)
        view.outputs.attach(sink)
        until = time.monotonic() + seconds + _NO_PICTURE_S
        while not pictures.complete.wait(0.1):
            if self._cancel_pictures.is_set() or sink.ended or time.monotonic() > until:
                break
        sink.stop()
        sink.wait()
        if sink.error is not None:
            raise sink.error
        if not pictures.count:
            raise LowlightError(
                translate("Outputs", "No picture came from the camera."),
                hint=translate("Outputs", "Check whether the picture moves, then try again."),
            )

    def cancel_pictures(self) -> None:
        """Let a `record_pictures` that is under way return soon. From any thread."""
        self._cancel_pictures.set()

    def look(self) -> None:
        """Tell what has happened since."""
        self._jobs.deliver()
        if self.recording is not None and self.recording.ended:
            self.stop_recording()
        if self.virtual_camera is not None:
            sink = self.virtual_camera.sink
            if self.virtual_camera.ended:
                self.stop_virtual_camera()
            elif isinstance(sink, VirtualCamera) and sink.device != self.virtual_device:
                self.virtual_device = sink.device
                self.told.emit(
                    translate("Outputs", "Other programs find the picture as {device}.").format(device=sink.device)
                )
                self.changed.emit()
        over = [(attached, path) for attached, path in self._completing if attached.ended]
        self._completing = [(attached, path) for attached, path in self._completing if not attached.ended]
        for attached, path in over:
            self._tell_end(attached, path)

    @property
    def completing(self) -> bool:
        """A film is not complete yet."""
        return any(path is not None for _, path in self._completing)

    def close(self) -> None:
        """End all; a film and a snapshot are waited for, everything else is not."""
        self.stop_all()
        until = time.monotonic() + COMPLETE_WITHIN_S
        for sink, path in self._completing:
            if not sink.wait(max(0.0, until - time.monotonic()) if path is not None else 0.5):
                sink.abort()
        self._jobs.close()

    def _tell_end(self, sink: AttachedSink, path: Path | None) -> None:
        if sink.error is not None:
            self.failed.emit(problem_of(sink.error))
        elif path is not None and sink.state is SinkState.DONE:
            self.saved.emit(path)
        for warning in sink.warnings:
            self.told.emit(warning)
        self.changed.emit()


def why_not_recorded(view: View | None) -> str:
    """Why what is looked at cannot be recorded, a sentence; "" where it can, or where there is nothing."""
    if view is not None and view.player is not None and view.player.info.frame_count == 1:
        return translate("Outputs", "A photo does not move, so there is nothing to record: take a snapshot.")
    return ""


def _lost_in(sink: Sink) -> int:
    return sink.meter.dropped if isinstance(sink, VirtualCamera) else 0
