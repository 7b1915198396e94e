"""Looks at processes that the application starts."""

from __future__ import annotations

import os
from pathlib import Path


def is_running(process_id: int) -> bool:
    """Whether it does anything still; one that has ended and waits to be noticed does not."""
    try:
        os.kill(process_id, 0)
        state = Path(f"/proc/{process_id}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
