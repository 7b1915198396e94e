"""Says which commit of our own source is running, so that a result can be traced to the code that made it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 5.0


def commit() -> str | None:
    """The commit as `git describe --always --dirty` names it; None where this is no checkout or git does not answer."""
    git = shutil.which("git")
    # Without this git would look further up, and name the commit of whatever the environment lies in.
    if git is None or not (_ROOT / ".git").exists():
        return None
    describe = [git, "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(  # noqa: S603  a fixed command line
            describe, cwd=_ROOT, capture_output=True, text=True, timeout=_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
