"""The file in which a film grows, with the record of its run and what earlier runs left of the same film."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lowlight_live.video.resuming.earlier import Earlier, can_be_resumed
from lowlight_live.video.resuming.part_record import PartRecord, Run
from lowlight_live.video.target import new_part


class Part:
    """Made when the film begins, see `target.new_part`.

    Args:
        target: Where the film is to lie.
        run: What makes another run the same; None for a film that cannot be made again.
        earlier: Removed when the film is complete.

    Attributes:
        path: Of the part file.
        warnings: Sentences about others that lie there.

    Raises:
        OSError: The system does not allow it.
    """

    def __init__(self, target: Path, run: Run | None, earlier: Earlier) -> None:
        self._target = target
        self._earlier = earlier
        self.path, taken = new_part(target)
        superseded = [record.part for record in earlier.records]
        others = [_about(part, run) for part in taken if part not in superseded]
        self.warnings = [*earlier.warnings, *others]
        self._record: PartRecord | None = None
        if run is not None:
            try:
                self._record = PartRecord.write(self.path, run)
            except OSError as error:  # its name is longer than the film's, for one
                self.warnings.append(
                    f"If it is interrupted, no later run can go on with {target.name}: the record of this one cannot "
                    f"be written ({error.strerror})."
                )

    def begin_with_earlier(self) -> None:
        """The film begins with what an earlier run made. Only that run's part stays until it is complete."""
        self._earlier.remove_others()

    def complete(self) -> None:
        """Give the film its name.

        Raises:
            OSError: The system does not allow it.
        """
        self.path.replace(self._target)
        if self._record is not None:
            self._record.remove()
        self._earlier.remove()

    def remove(self) -> None:
        """Leave no trace of a film that did not begin."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        if self._record is not None:
            self._record.remove()

    def close(self) -> None:
        """Leave it to a later run, if it is still there. Closing twice is harmless."""
        if self._record is not None:
            self._record.close()
        self._earlier.close()


def _about(part: Path, run: Run | None) -> str:
    """A sentence about a part that is there already."""
    if run is not None and can_be_resumed(part, run):
        return f"{part} of an interrupted run is there: --resume goes on with it. Delete it if it is not needed."
    return f"{part} of another run is there still: delete it if it is not needed."
