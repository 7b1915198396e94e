"""Finds out whether a window can be opened, before Qt is asked: where it cannot, Qt ends the whole process."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

from lowlight_live.errors import ConfigError

_TIMEOUT_S = 20.0
_HINT = "Without a screen use `lowlight-live live` or `enhance`; `lowlight-live doctor` says what a window needs."


def check_display() -> None:
    """Return if a window can be opened.

    Raises:
        ConfigError: It cannot, with what Qt says.
    """
    if importlib.util.find_spec("PyQt6") is None:
        raise ConfigError("A window needs PyQt6, which is not installed.", hint="pip install PyQt6")
    if not sys.platform.startswith("linux"):
        return  # there is always a screen to draw on
    # With -P, so that a PyQt6.py in the current folder is not taken for Qt.
    start = [sys.executable, "-P", "-c", "from PyQt6.QtGui import QGuiApplication; QGuiApplication([])"]
    try:
        run = subprocess.run(  # noqa: S603  a fixed command line
            start, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S
        )
    except subprocess.TimeoutExpired as error:
        raise ConfigError(f"The display did not answer within {_TIMEOUT_S:.0f} s.", hint=_HINT) from error
    if run.returncode:
        said = run.stderr.strip().splitlines() or ["Qt gave no reason"]
        # Qt says first what is wrong, a traceback last.
        reason = said[-1] if said[0].startswith("Traceback") else said[0]
        raise ConfigError(f"No window can be opened: {reason}", hint=_HINT)
