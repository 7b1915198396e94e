"""A worker whose every move a test decides, by files in the folder of the film: no torch, no codec, no waiting.

For a film `NAME.mp4`: it goes no further than the number of frames in `NAME.go`, writes what it was ordered into
`NAME.heard`, and makes `NAME.paused` once it waits in a pause. It fails if the name begins with `bad`, falls over if it
begins with `crash`, hears no order if it begins with `deaf`, and is not open before it may make a frame if it begins
with `opening`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from lowlight_live.errors import SourceOpenError
from lowlight_live.gui.background.orders import Order, OrdersTaken, serve, tell
from lowlight_live.video.resuming.part_record import PartRecord
from lowlight_live.video.target import new_part

FRAMES = 10
_LOOK_S = 0.01


def work(order: Order, orders: OrdersTaken) -> None:
    source, target = Path(order["source"]), Path(order["target"])
    source.with_suffix(".heard").write_text(repr(order))
    if source.name.startswith("bad"):
        raise SourceOpenError("The film is damaged.", hint="Copy it again.")
    part, _ = new_part(target)
    part.write_text("some of it")
    go = source.with_suffix(".go")
    if source.name.startswith("opening"):
        record = PartRecord.write(part, {})
        while not int(go.read_text()):
            time.sleep(_LOOK_S)
        record.remove()
    tell("opened", part=str(part), total=FRAMES)
    if source.name.startswith("crash"):
        print("Segmentation fault, or so", file=sys.stderr, flush=True)  # noqa: T201
        os._exit(11)
    frames = 0
    while frames < FRAMES:
        if not orders._going.is_set():
            source.with_suffix(".paused").touch()
        orders.wait_while_paused()
        if orders.stopped.is_set() and not source.name.startswith("deaf"):
            return
        if frames < int(go.read_text()):
            frames += 1
            tell("progress", frames=frames, total=FRAMES, fps=1.0)
        else:
            time.sleep(_LOOK_S)
    part.replace(target)
    tell("done", frames=frames, elapsed_s=1.0, warnings=[])


if __name__ == "__main__":
    sys.exit(serve(work))
