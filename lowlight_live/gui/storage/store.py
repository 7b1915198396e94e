"""What the application remembers from one start to the next, in one file that is always whole.

A file that cannot be used is kept aside and its defaults are taken; `notice` then says so, in a sentence to be shown.
Several windows share the file: what another one has written since stays, but for what is changed here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QLockFile

from lowlight_live.errors import ConfigError
from lowlight_live.gui.storage.files import set_aside, write_atomically
from lowlight_live.gui.storage.merging import merged_list, merged_mapping
from lowlight_live.gui.storage.places import config_folder
from lowlight_live.gui.storage.presets import Presets, settings_from
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.translation import translate
from lowlight_live.settings import EnhanceSettings

_VERSION = 1
_MOST_RECENT = 10
_SHARED = ("values", "presets")
"""What windows have in common, each entry for itself; of the rest the last writer's counts."""
_LOCKED_AT_MOST_MS = 200
"""Another window holds the file for a millisecond; one that has stopped meanwhile is not waited for."""


class Store:
    """Reads the file, and writes it whole at each change: what is saved here is on disk when the call returns.

    A file that cannot be written costs no more than that: `notice` says it, and nothing is raised.

    Args:
        path: Of the file; None for the user's own.

    Attributes:
        notice: What a user should know of the file, a sentence; "" as long as all is well.
        presets: Named settings; its changes are kept here.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.json"
        self.notice = ""
        self._faults: list[str] = []
        content = self._read()
        self._settings = self._settings_of("settings", content.get("settings"))
        self._window_state = self._bytes_of(content.get("window_state", ""))
        self._recent = [Path(name) for name in self._strings_of(content.get("recent", []))]
        self._values = self._mapping_of("values", content.get("values"))
        named = self._mapping_of("presets", content.get("presets"))
        self.presets = Presets({name: self._settings_of(name, values) for name, values in named.items()}, self._write)
        self._base = self._content()
        """As the file was, as far as this window knows."""
        if self._faults:
            self._keep_aside(", ".join(self._faults))

    def settings(self) -> EnhanceSettings:
        """The settings of the last time."""
        return self._settings

    def save_settings(self, settings: EnhanceSettings) -> None:
        """Keep these for the next time."""
        self._settings = settings
        self._write()

    @property
    def window_state(self) -> bytes:
        """Where windows and docks were, as Qt packed it; empty the first time."""
        return self._window_state

    @window_state.setter
    def window_state(self, state: bytes) -> None:
        self._window_state = bytes(state)
        self._write()

    @property
    def recent(self) -> list[Path]:
        """Files opened lately, the last first, at most ten; some may be gone."""
        return list(self._recent)

    @recent.setter
    def recent(self, paths: Sequence[Path]) -> None:
        self._recent = list(dict.fromkeys(paths))[:_MOST_RECENT]
        self._write()

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the list."""
        self.recent = [path, *self._recent]

    def value(self, name: str, default: Any = None) -> Any:
        """Anything else that was saved: of the kind of the default, or the default itself."""
        value = self._values.get(name, default)
        return value if default is None or isinstance(value, type(default)) else default

    def save_value(self, name: str, value: Any) -> None:
        """Keep anything that JSON can hold under a name."""
        self._values[name] = value
        self._write()

    def _read(self) -> dict[str, Any]:
        try:
            return _content_of(self.path)
        except FileNotFoundError:
            pass
        except OSError as error:
            self.notice = translate("Store", "The settings cannot be read ({reason}): these are the defaults.").format(
                reason=in_words(str(error.strerror))
            )
        except _OtherVersion:
            self._faults.append(translate("Store", "the file belongs to another version"))
        except ValueError:  # no JSON, or no text at all
            self._faults.append(translate("Store", "the file is damaged"))
        return {}

    def _keep_aside(self, why: str) -> None:
        try:
            aside = set_aside(self.path)
        except OSError as error:
            aside, why = self.path, f"{why}; {in_words(str(error.strerror))}"
        self.notice = translate(
            "Store", "The settings could not all be used ({why}); defaults took their place. The old file is {aside}."
        )
        self.notice = self.notice.format(why=why, aside=aside)

    def _content(self) -> dict[str, Any]:
        return {
            "version": _VERSION,
            "settings": asdict(self._settings),
            "window_state": base64.b64encode(self._window_state).decode("ascii"),
            "recent": [str(path) for path in self._recent],
            "values": dict(self._values),
            "presets": self.presets.as_json(),
        }

    def _write(self) -> None:
        with _locked(self.path):
            content = self._merged()
            try:
                write_atomically(self.path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
            except OSError as error:
                self.notice = translate("Store", "The settings cannot be saved: {path} ({reason}).").format(
                    path=self.path, reason=in_words(str(error.strerror))
                )
                return
        self._recent = [Path(name) for name in content["recent"]]
        self._values = dict(content["values"])
        self.presets.renew(_usable(content["presets"]))
        self._base = self._content()

    def _merged(self) -> dict[str, Any]:
        """What is to be in the file: what is there now, with what was changed here."""
        base, mine = self._base, self._content()
        try:
            theirs = _content_of(self.path)
        except FileNotFoundError:  # the first time
            return mine
        except (OSError, ValueError):  # what cannot be read now may be read again one day
            with suppress(OSError):
                set_aside(self.path)
            return mine
        content = mine | merged_mapping(base, mine, theirs)
        for part in _SHARED:
            if isinstance(theirs.get(part), dict):
                content[part] = merged_mapping(base[part], mine[part], theirs[part])
            else:
                content[part] = mine[part]
        recent = theirs.get("recent")
        names = [name for name in recent if isinstance(name, str)] if isinstance(recent, list) else []
        content["recent"] = merged_list(base["recent"], mine["recent"], names)[:_MOST_RECENT]
        return content

    def _settings_of(self, name: str, values: Any) -> EnhanceSettings:
        try:
            return settings_from(self._mapping_of(name, values))
        except ConfigError as error:
            self._faults.append(f"{name}: {in_words(str(error))}".rstrip("."))
            return EnhanceSettings()

    def _mapping_of(self, name: str, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self._faults.append(name)
        return {}

    def _strings_of(self, value: Any) -> list[str]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self._faults.append("recent")
        return []

    def _bytes_of(self, text: Any) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError):
            self._faults.append("window_state")
            return b""


class _OtherVersion(ValueError):
    """The file is one of ours, but not of this version."""


def _content_of(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise _OtherVersion
    return content


def _usable(presets: dict[str, Any]) -> dict[str, EnhanceSettings]:
    """Those that this version can use; the others stay in the file."""
    usable = {}
    for name, values in presets.items():
        with suppress(ConfigError):
            if isinstance(values, dict):
                usable[name] = settings_from(values)
    return usable


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other windows from writing the file meanwhile, where that can be done; where it cannot, go on without."""
    with suppress(OSError):  # whoever writes the file says what is wrong
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.tryLock(_LOCKED_AT_MOST_MS)
    try:
        yield
    finally:
        lock.unlock()
