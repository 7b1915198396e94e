"""Made-up cameras: how soon one is missed, what opens it, who looks at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.protocols import LiveSource
from tests.fake_camera import Viewer

HANDLES = Path("/proc/self/fd")
NEVER = 1000.0
CALM = Timing(
    stalled_after_s=NEVER,
    lost_after_s=NEVER,
    repeats_after_s=NEVER,
    back_off_s=(0.01,),
    hold_every_s=0.01,
    leave_within_s=0.05,
)
"""Nothing is noticed by its absence."""
NERVOUS = Timing(
    stalled_after_s=0.3, lost_after_s=0.6, open_within_s=0.6, repeats_after_s=0.1, back_off_s=(0.01,), hold_every_s=0.01
)

Open = Callable[..., LiveSource]
Watch = Callable[[LiveSource], Viewer]
