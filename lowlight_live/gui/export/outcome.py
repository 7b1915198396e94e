"""What becomes of an export by what its process tells, and by how that ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lowlight_live.gui.background.helper import Ending
from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.texts.readable import readable
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.texts.wording import number


def after_event(job: ExportJob, event: dict[str, Any]) -> ExportJob:
    """The job after an event of its process, see `worker`; the same one where it stands as before."""
    match event["event"]:
        case "opened":
            return replace(job, part=Path(event["part"]) if event["part"] is not None else None)
        case "error":
            told = {name: event[name] for name in ("message", "hint", "detail")}
            return replace(job, state=JobState.FAILED, **told)
        case "done":
            names = [path.name for path in job.stale]
            warnings = tuple(text for text in event["warnings"] if not any(name in text for name in names))
            message = translate("Export", "{frames} frames in {seconds} s.").format(
                frames=event["frames"], seconds=number(event["elapsed_s"], 1)
            )
            return replace(job, state=JobState.DONE, message=message, warnings=warnings, part=None, stale=())
    return job


def after_fall(job: ExportJob, ending: Ending) -> ExportJob:
    """The job when its process has ended without a word of why."""
    return replace(
        job,
        state=JobState.FAILED,
        message=translate("Export", "The export of {name} ended unexpectedly.").format(name=readable(job.source.name)),
        hint=translate("Export", "Try again; if it happens again, choose another codec or device."),
        detail=ending.said or f"exit status {ending.status}",
    )
