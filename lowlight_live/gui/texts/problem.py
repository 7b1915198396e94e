"""An error as the window shows it: one sentence, a hint, and a detail to be copied."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from lowlight_live.errors import LowlightError
from lowlight_live.gui.texts.translation import translate


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong.

    Attributes:
        sentence: For people.
        hint: What can be done; may be empty.
        detail: For whoever mends it.
    """

    sentence: str
    hint: str = ""
    detail: str = ""


def problem_of(error: BaseException) -> Problem:
    """Put an error into words."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, LowlightError):
        return Problem(str(error), error.hint, detail)
    return Problem(
        translate("Problem", "Something went wrong that nobody thought of: {error}").format(
            error=f"{type(error).__name__}: {error}"
        ),
        translate("Problem", "Help > Save a bug report… writes a file that you can send us."),
        detail,
    )
