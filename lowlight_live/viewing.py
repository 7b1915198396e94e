"""Joins what a window looks at: a film that is played or a camera, an enhancer that comes later, and the newest pair.

Beside `session.py`, which joins runs from a beginning to an end.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lowlight_live.attached import AttachPoint
from lowlight_live.cores import for_a_live_picture
from lowlight_live.enhance.protocols import Enhancer, EnhancerInfo
from lowlight_live.enhancing import warm_up
from lowlight_live.frame import Frame, FramePair
from lowlight_live.outlets import Outlet
from lowlight_live.pending import Pending
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.live.opening import CameraSpec, open_live
from lowlight_live.video.player import Player
from lowlight_live.video.protocols import LiveSource

OpenSource = Callable[["Path | CameraSpec"], LiveSource]
BuildEnhancer = Callable[[str, str, tuple[int, int]], Enhancer]
"""Gives an enhancer from a model, a device, and height and width of the pictures to come."""

USUAL_SIZE = 720, 1280
"""Height and width that an enhancer is got ready for while nothing is looked at yet."""


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

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        return Pending.of(self.enhance(frame, settings))

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
    outlets = [
        Outlet(outputs, "outputs", lost_behind=lambda: outputs.dropped),
        Outlet(latest, "window", optional=True, meter=latest.meter),
    ]
    return View(what, Pipeline(source, Unenhanced(), outlets, settings), source, latest, outputs)


def build_enhancer(model: str, device: str, size: tuple[int, int] = USUAL_SIZE) -> Enhancer:
    """Load a model for a device and let it see made-up pictures; takes seconds.

    Without them the picture would stand still when it takes over, while its first ones are compiled for and probed.
    On the CPU one core is left to the decoder and the window.

    Args:
        model: A name, or the path of a weight file.
        device: As `EnhancerSpec` has it.
        size: Height and width of the pictures to come; others can be enhanced as well.

    Raises:
        ModelError: It cannot be had.
    """
    known = "torch" in sys.modules
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec  # loads torch

    if not known:
        # Looking for garbage through all that torch has brought would stop every thread for a tenth of a second.
        gc.freeze()
    enhancer = CurveEnhancer(EnhancerSpec(model=model, device=device, threads=for_a_live_picture(), network_every=0))
    try:
        warm_up(enhancer, *size, EnhanceSettings())
    except BaseException:
        enhancer.close()
        raise
    return enhancer
