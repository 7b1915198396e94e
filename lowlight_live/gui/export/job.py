"""A file to be exported: what is wanted of it, where it stands, and how both are kept on disk."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from lowlight_live.errors import ConfigError
from lowlight_live.gui.storage.presets import settings_from
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.naming import default_target
from lowlight_live.weights import DEFAULT_MODEL


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    UNFINISHED = "unfinished"
    """It waited or ran when the application ended, and begins when the user says so."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is wanted of an export besides the settings of the picture.

    Attributes:
        model: A name that `lowlight-live models` lists, or a weight file.
        device: "auto", "cpu", "cuda" …
        codec: One of `video.encoders.ENCODERS`, or of `video.encoders.FAMILIES`.
        crf: 0 is the best, 51 the worst.
        two_pass: Look through the film first, so that its curves follow without lag.
        side_by_side: Original and enhanced in one picture.
        threads: Of the enhancer on a CPU; 0 for its own choice.
    """

    model: str = DEFAULT_MODEL
    device: str = "auto"
    codec: str = "libx264"
    crf: int = 18
    two_pass: bool = False
    side_by_side: bool = False
    threads: int = 0


@dataclass(frozen=True, slots=True)
class ExportJob:
    """One export.

    Attributes:
        source: The film or photo.
        target: The file to write, of the same kind.
        settings: Of the picture.
        options: The rest of what is wanted.
        overwrite: The target may be replaced: the user was asked.
        state: Where it stands.
        message: What came of it, in a sentence; "" while nothing did.
        hint: What can be done about that.
        detail: All there is to know of an error.
        warnings: Sentences about what could not be kept.
        part: Where the attempt under way, or the last one, stood; it plays as far as it got.
        stale: Parts of earlier attempts, removed when the export is complete.
        id: Tells it from all others.
    """

    source: Path
    target: Path
    settings: EnhanceSettings = field(default_factory=EnhanceSettings)
    options: ExportOptions = field(default_factory=ExportOptions)
    overwrite: bool = False
    state: JobState = JobState.WAITING
    message: str = ""
    hint: str = ""
    detail: str = ""
    warnings: tuple[str, ...] = ()
    part: Path | None = None
    stale: tuple[Path, ...] = ()
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def anew(self) -> ExportJob:
        """The same, to be begun once more: where the earlier attempt ended, if it can go on with what that left. That
        stays until this attempt is complete.
        """
        stale = (*self.stale, self.part) if self.part is not None and self.part not in self.stale else self.stale
        return replace(
            self, state=JobState.WAITING, message="", hint="", detail="", warnings=(), part=None, stale=stale
        )

    @property
    def parts(self) -> tuple[Path, ...]:
        """What all attempts have left."""
        return self.stale if self.part is None else (self.part, *self.stale)

    def wants_the_same(self, other: ExportJob) -> bool:
        """Whether one may go on with what the other left."""
        return self._wanted == other._wanted

    @property
    def _wanted(self) -> tuple[Any, ...]:
        return self.source, self.target, self.settings, self.options

    @property
    def order(self) -> dict[str, Any]:
        """For the process that does it, see `worker`."""
        return {
            "order": "export",
            "source": str(self.source),
            "target": str(self.target),
            "settings": asdict(self.settings),
            "options": asdict(self.options),
            "overwrite": self.overwrite,
        }

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return asdict(self) | {
            "source": str(self.source),
            "target": str(self.target),
            "part": str(self.part) if self.part is not None else None,
            "stale": [str(path) for path in self.stale],
        }


def job_from(values: Mapping[str, Any]) -> ExportJob:
    """A job from the file.

    Raises:
        ConfigError: What stands there is none.
    """
    try:
        return ExportJob(
            **dict(values)
            | {
                "source": Path(values["source"]),
                "target": Path(values["target"]),
                "settings": settings_from(values["settings"]),
                "options": ExportOptions(**values["options"]),
                "state": JobState(values["state"]),
                "warnings": tuple(values["warnings"]),
                "part": Path(values["part"]) if values["part"] else None,
                "stale": tuple(Path(path) for path in values["stale"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"An export in the queue's file cannot be read ({error}).") from error


def free_target(source: Path, taken: Collection[Path]) -> Path:
    """Where a result goes when nobody said: beside its source, under a name that nothing has.

    Args:
        source: A film, or a photo, which becomes a photo.
        taken: Targets of other jobs.
    """
    target = first = default_target(source)
    number = 2
    while target in taken or is_there(target):
        target = first.with_name(f"{first.stem} {number}{first.suffix}")
        number += 1
    return target


def is_there(path: Path) -> bool:
    """Whether there is a file; False as well where the system does not say: its export will say why."""
    try:
        return path.exists()
    except OSError:
        return False
