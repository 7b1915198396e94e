"""Bundles what a bug report needs: versions, settings, figures, the log; no picture and no names of folders."""

from __future__ import annotations

import json
import os
import platform
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lowlight_live.errors import ConfigError
from lowlight_live.gui.about import versions

_PATHS = re.compile(r"(?<![\w.])(?:/[^\s:'\"<>|,;()]+/|[A-Za-z]:\\(?:[^\s:'\"<>|,;()]+\\)+)(?=[^\s/\\]*)")


def write_bug_report(path: Path, parts: Mapping[str, object], logs: Sequence[Path]) -> Path:
    """Write the bundle.

    Args:
        path: Of the ZIP file.
        parts: What is worth knowing; each becomes a JSON file.
        logs: Files of the log, as far as they are there.

    Returns:
        The path.

    Raises:
        ConfigError: It cannot be written.
    """
    about = {
        "system": platform.platform(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "desktop": {name: os.environ.get(name, "") for name in ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP")},
        "versions": {name: version for name, version, _ in versions()},
    }
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in {"about": about, **parts}.items():
                text = json.dumps(content, indent=2, ensure_ascii=False, default=str)
                bundle.writestr(f"{name}.json", without_folders(text))
            for log in logs:
                if log.is_file():
                    bundle.writestr(log.name, without_folders(log.read_text(encoding="utf-8", errors="replace")))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigError(f"{path} cannot be written ({error.strerror}).", hint="Choose another folder.") from error
    return path


def without_folders(text: str) -> str:
    """A text in which the folders of this machine, which may say who uses it, are left out."""
    text = text.replace(str(Path.home()), "~")
    return _PATHS.sub("…/", text)
