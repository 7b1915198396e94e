"""The log says what happened, whatever the names in it are, and of no stream how to open it."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from lowlight_live.gui.storage.log_file import LogFile

_log = logging.getLogger("lowlight_live.test")


def logged(path: Path, text: str, error: Exception | None = None) -> str:
    """What stands in the log of a message and the error with it."""
    log = LogFile(path)
    _log.warning(text, exc_info=error)
    log.close()
    return path.read_text(encoding="utf-8")


def test_a_name_that_is_no_text_is_logged_so_that_it_can_be_told(tmp_path: Path) -> None:
    assert r"looking at m\udce9.mp4" in logged(tmp_path / "log", f"looking at {os.fsdecode(bytes([109, 233]))}.mp4")


def test_no_address_is_logged_with_what_opens_it(tmp_path: Path) -> None:
    error = OSError(111, "Connection refused", "http://bob:s3cret@10.0.0.7/v?token=tok3n")
    said = logged(tmp_path / "log", "lost rtsp://bob:s3cret@10.0.0.7/live?pwd=tok3n, again", error)
    assert "s3cret" not in said
    assert "tok3n" not in said
    assert "Connection refused: 'http://10.0.0.7/v?" in said
