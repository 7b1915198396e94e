"""What earlier runs of the same film left beside its target, and how far a run that begins can go on with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from lowlight_live.video.resuming.keeping import keepable
from lowlight_live.video.resuming.kept_part import Kept
from lowlight_live.video.resuming.part_record import PartRecord, Run


@dataclass(frozen=True, slots=True)
class Earlier:
    """The parts of earlier runs, kept from other runs until it is closed.

    Attributes:
        records: Of all of them; the film makes them superfluous when it is complete.
        kept: Of the one that reaches furthest; None where none can be gone on with.
        warnings: Sentences about those that cannot.
    """

    records: tuple[PartRecord, ...] = ()
    kept: Kept | None = None
    warnings: tuple[str, ...] = ()

    def remove_others(self) -> None:
        """The one that is gone on with has all that the others have."""
        for record in self.records:
            if self.kept is not None and record.part != self.kept.part:
                record.remove_part()

    def remove(self) -> None:
        """The film is complete."""
        for record in self.records:
            record.remove_part()

    def close(self) -> None:
        """Let others have them. Closing twice is harmless."""
        for record in self.records:
            record.close()


def earlier_parts(
    path: Path, run: Run, first_pts: int, time_base: Fraction, on_frame: Callable[[], None] = lambda: None
) -> Earlier:
    """Look for what earlier runs have left.

    Args:
        path: Of the finished film.
        run: The one that begins.
        first_pts: Of the source's first frame.
        time_base: Of the source.
        on_frame: Called after each frame that was looked at.
    """
    records, found, warnings = [], [], []
    with ExitStack() as undo:
        for part in parts_of(path):
            record = PartRecord.take(part)
            if record is None:
                continue  # the writer says that it is there
            undo.callback(record.close)
            if difference := record.difference(run):
                warnings.append(f"{part.name} was made {difference}: this run does not go on with it.")
                record.close()
                continue
            records.append(record)
            kept = keepable(part, first_pts, time_base, on_frame)
            if kept is None:
                warnings.append(f"{part.name} holds too little that can be read: this run does not go on with it.")
            else:
                found.append(kept)
        undo.pop_all()
    return Earlier(tuple(records), max(found, key=lambda kept: len(kept.times), default=None), tuple(warnings))


def parts_of(path: Path) -> list[Path]:
    """The part files that lie beside where a film is to be written, see `target.new_part`."""
    name = re.compile(re.escape(f".{path.stem}.part") + r"\d*" + re.escape(path.suffix))
    with suppress(OSError):
        return sorted(part for part in path.parent.iterdir() if name.fullmatch(part.name))
    return []


def can_be_resumed(part: Path, run: Run) -> bool:
    """Whether a part was left by the same run as one that begins; not how much of it can be kept."""
    record = PartRecord.take(part)
    if record is None:
        return False
    try:
        return not record.difference(run)
    finally:
        record.close()
