"""Joins what a window looks at: a film that is played or a camera, an enhancer that comes later, and the newest pair.

Beside `session.py`, which joins runs from a beginning to an end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lowlight_live.attached import AttachPoint
from lowlight_live.enhance.protocols import Enhancer, EnhancerInfo
from lowlight_live.frame import Frame, FramePair
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.live import CameraSpec, open_live
from lowlight_live.video.player import Player
from lowlight_live.video.protocols import LiveSource

OpenSource = Callable[["Path | CameraSpec"], LiveSource]


@dataclass(frozen=True, slots=True)
class View:
    """A pipeline ready to run, and the parts of it that a window has to do with.

    Attributes:
        what: The film, or the camera and how it was wanted.
        pipeline: Owns all of them.
        source: Of the pictures.
        latest: Holds the newest pair.
        outputs: Where recordings and the like are attached.
    """

    what: Path | CameraSpec
    pipeline: Pipeline
    source: LiveSource
    latest: LatestPair
    outputs: AttachPoint

    @property
    def player(self) -> Player | None:
        """Of a film; None of a camera."""
        return self.source if isinstance(self.source, Player) else None


class Unenhanced:
    """Shows pictures as they are until an enhancer is ready, so that nobody waits for a first picture."""

    info = EnhancerInfo(model="", architecture="", device="", precision="", thumbnail=(0, 0), reason="")
    warnings: tuple[str, ...] = ()

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        return FramePair(frame, frame)

    def reset(self) -> None:
        """There is nothing to forget."""

    def close(self) -> None:
        """There is nothing to release."""


def open_source(what: Path | CameraSpec) -> LiveSource:
    """Open a film or a camera.

    Raises:
        SourceError: It does not open.
    """
    return Player(what) if isinstance(what, Path) else open_live(what)


def open_view(what: Path | CameraSpec, settings: EnhanceSettings, open_it: OpenSource = open_source) -> View:
    """Open a film or a camera to be looked at, for now unenhanced.

    Raises:
        SourceError: It does not open.
    """
    source = open_it(what)
    latest, outputs = LatestPair(), AttachPoint()
    outlets = [Outlet(outputs, "outputs"), Outlet(latest, "window", optional=True, meter=latest.meter)]
    return View(what, Pipeline(source, Unenhanced(), outlets, settings), source, latest, outputs)


def build_enhancer(model: str, device: str, *, threads: int = 0) -> Enhancer:
    """Load a model for a device; takes seconds.

    Args:
        model: A name, or the path of a weight file.
        device: As `EnhancerSpec` has it.
        threads: On the CPU; 0 leaves one core to the decoder and the window.

    Raises:
        ModelError: It cannot be had.
    """
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec  # loads torch
    from lowlight_live.enhance.ladder import usable_cores

    spec = EnhancerSpec(model=model, device=device, threads=threads or max(1, usable_cores() - 1))
    return CurveEnhancer(spec)
