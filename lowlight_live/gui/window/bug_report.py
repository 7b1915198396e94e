"""Bundles what a bug report needs: versions, settings, figures, the log.

No picture, no names of folders, and of an address of a stream neither who opens it nor with what.
"""

from __future__ import annotations

import json
import os
import platform
import re
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lowlight_live.errors import ConfigError
from lowlight_live.gui.window.about import versions
from lowlight_live.video.live.addresses import without_secrets

_IN_A_NAME = r"""(?:[^\s/\\"'<>|]|'(?=\w))"""
_FOLDERS = re.compile(rf"(?<![\w.])(?:[A-Za-z]:)?[/\\]+(?:{_IN_A_NAME}(?:(?:{_IN_A_NAME}| )*{_IN_A_NAME})?[/\\]+)+")
"""What stands before the name of a file. A folder may have blanks within: rather a few words of a sentence too much are
left out than one too few."""
_LEFT_OUT = "pictures; the folders in which files lie; of addresses the user, the password and what follows a ? or ="
"""Told in the bundle itself, to whoever looks into it before sending it."""


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
        "left out": _LEFT_OUT,
        "versions": {name: version for name, version, _ in versions()},
    }
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in {"about": about, **parts}.items():
                text = json.dumps(_cleaned(content), indent=2, ensure_ascii=False)
                bundle.writestr(f"{name}.json", text.encode("utf-8", "backslashreplace"))
            for log in logs:
                if log.is_file():
                    bundle.writestr(log.name, without_folders(log.read_text(encoding="utf-8", errors="replace")))
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}).", hint="Choose another folder.") from error
    finally:
        with suppress(OSError):  # it is there only where something failed, and then that is what counts
            part.unlink(missing_ok=True)
    return path


def without_folders(text: str) -> str:
    """A text without the folders of this machine, which may say who uses it, and without what opens a stream."""
    home = Path.home()
    if home.name:
        text = re.sub(rf"{re.escape(str(home))}(?![\w.-])", "~", text)
    return _FOLDERS.sub("…/", without_secrets(text))


def _cleaned(content: object) -> object:
    """What JSON can hold of it, each text without folders."""
    if isinstance(content, Mapping):
        return {str(key): _cleaned(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_cleaned(value) for value in content]
    return content if content is None or isinstance(content, bool | int | float) else without_folders(str(content))
