"""Settings with a name, and the file in which one travels from person to person."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lowlight_live.errors import ConfigError
from lowlight_live.gui.storage.files import write_atomically
from lowlight_live.settings import EnhanceSettings, declared_settings

FORMAT = "lowlight-live preset"
VERSION = 1
SUFFIX = ".preset.json"
_LONGEST_NAME = 80


class Presets:
    """The named settings of a user.

    Args:
        values: Those there are, by name.
        changed: Called after each change, to keep them.
    """

    def __init__(self, values: Mapping[str, EnhanceSettings], changed: Callable[[], None]) -> None:
        self._values = dict(values)
        self._changed = changed

    def names(self) -> list[str]:
        """All names, in the order of the alphabet."""
        return sorted(self._values, key=str.casefold)

    def settings(self, name: str) -> EnhanceSettings:
        """Those of a preset.

        Raises:
            ConfigError: There is none of that name.
        """
        if name not in self._values:
            raise ConfigError(f"There is no preset {name!r}.", hint="Choose one of the list.")
        return self._values[name]

    def taken(self, name: str) -> str:
        """The name as it would be kept, if a preset has it; "" if none does."""
        kept = _kept(name)
        return kept if kept in self._values else ""

    def save(self, name: str, settings: EnhanceSettings) -> None:
        """Keep settings under a name; those that had it before are replaced.

        Raises:
            ConfigError: That is no name.
        """
        self._values[_checked(name)] = settings
        self._changed()

    def rename(self, name: str, new: str) -> None:
        """Give a preset another name.

        Raises:
            ConfigError: There is none of that name, or the new one is no name or taken.
        """
        settings, new = self.settings(name), _checked(new)
        if new == name:
            return
        if new in self._values:
            raise ConfigError(f"There is a preset {new!r} already.", hint="Choose another name, or remove that one.")
        del self._values[name]
        self.save(new, settings)

    def remove(self, name: str) -> None:
        """Forget a preset.

        Raises:
            ConfigError: There is none of that name.
        """
        self.settings(name)
        del self._values[name]
        self._changed()

    def export_to(self, name: str, path: Path) -> None:
        """Write a preset as a file that can be shared; one that is there is replaced.

        Raises:
            ConfigError: There is none of that name, or the file cannot be written.
        """
        content = {"format": FORMAT, "version": VERSION, "name": name, "settings": asdict(self.settings(name))}
        try:
            write_atomically(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise ConfigError(
                f"{path} cannot be written ({error.strerror}).", hint="Choose another folder or name."
            ) from error

    def import_from(self, path: Path) -> str:
        """Take a preset from a file that somebody shared; where its name is taken it gets a number.

        Returns:
            Its name here.

        Raises:
            ConfigError: The file cannot be read or holds no preset that this version can use.
        """
        name, settings = _read(path)
        free, number = name, 2
        while free in self._values:
            free, number = f"{name} {number}", number + 1
        self.save(free, settings)
        return free

    def renew(self, values: Mapping[str, EnhanceSettings]) -> None:
        """Have these from now on: another window may have changed some."""
        self._values = dict(values)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """All of them, as the store keeps them."""
        return {name: asdict(settings) for name, settings in self._values.items()}


def settings_from(values: Mapping[str, Any]) -> EnhanceSettings:
    """Settings from what was read out of a file; one that is missing has its default, one not known is left out.

    Raises:
        ConfigError: A value is no number or outside its range.
    """
    known = {setting.name for setting in declared_settings()}
    for name, value in values.items():
        if name in known and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise ConfigError(f"{name} is {value!r}.", hint="It must be a number.")
    return EnhanceSettings(**{name: value for name, value in values.items() if name in known})


def _read(path: Path) -> tuple[str, EnhanceSettings]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).", hint="Choose another file.") from error
    except ValueError as error:  # no JSON, or no text at all
        raise _no_preset(path) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _no_preset(path)
    if content.get("version") != VERSION:
        raise ConfigError(
            f"{path.name} is a preset of version {content.get('version')}, and only {VERSION} is known here.",
            hint="Install a newer lowlight-live.",
        )
    name, values = content.get("name"), content.get("settings")
    if not isinstance(name, str) or not isinstance(values, dict):
        raise _no_preset(path)
    try:
        return _checked(name), settings_from(values)
    except ConfigError as error:
        raise ConfigError(f"{path.name} cannot be used: {error}", hint=error.hint) from error


def _no_preset(path: Path) -> ConfigError:
    return ConfigError(f"{path.name} is not a preset.", hint=f"Choose a {SUFFIX} file that was exported here.")


def _kept(name: str) -> str:
    return " ".join(name.split())


def _checked(name: str) -> str:
    name = _kept(name)
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ConfigError(f"A preset cannot be named {name[:_LONGEST_NAME]!r}.", hint="Choose a short name.")
    return name
