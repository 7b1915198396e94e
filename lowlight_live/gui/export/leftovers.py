"""What the processes of exports have begun to write: finds and removes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from lowlight_live.video.resuming.earlier import parts_of
from lowlight_live.video.resuming.part_record import PartRecord, record_of, remove_part


def parts_begun(target: Path, before: Collection[Path]) -> tuple[Path, ...]:
    """The parts that a process has begun beside its target; it has gone.

    Args:
        target: Of the export. Its process may have been ended before it could tell of them.
        before: The parts that lay there when the process began: earlier runs left them, or others are at work on them.
    """
    return tuple(part for part in parts_of(target) if part not in before and not _is_at_work(part))


def remove_left(parts: Iterable[Path]) -> None:
    """Remove parts, and their records, but for those that another program goes on with."""
    for part in parts:
        if not _is_at_work(part):
            remove_part(part)


def _is_at_work(part: Path) -> bool:
    """Whether another process writes it: that of an export has gone, and holds no lock any more."""
    record = PartRecord.take(part)
    if record is None:
        return record_of(part).exists()
    record.close()
    return False
